from datetime import timedelta

import pytest
from django.utils import timezone

from config.celery import app
from hazards.tasks import make_visits_due
from tests.factories.patrols import PlanFactory

pytestmark = pytest.mark.django_db


def test_the_beat_knows_every_task_that_it_sends():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= app.tasks.keys()


def test_a_beat_makes_what_has_become_due_and_another_nothing():
    today = timezone.localdate()
    plan = PlanFactory(today=today - timedelta(days=3), rhythm="days", ends_on=today + timedelta(days=60))
    assert plan.tasks.count() == 8

    make_visits_due()
    make_visits_due()

    assert plan.tasks.count() == 11
