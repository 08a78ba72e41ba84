"""Two workers at one plan make each visit once, two visits fulfil it once; each test fails when the lock is taken out."""

from datetime import date

import pytest
from django.db import IntegrityError

from hazards import rhythm
from hazards.models import PatrolPlan, VisitTask
from hazards.rhythm import make_visits_due
from tests.factories.patrols import PlanFactory

from .racing import race, wait_for_each_other, without_lock

pytestmark = pytest.mark.django_db(transaction=True)
LATER = date(2026, 3, 13)


@pytest.fixture
def two_workers(monkeypatch):
    """Both have looked how far the plan is before either writes, if nothing keeps them apart."""
    plan = PlanFactory()
    monkeypatch.setattr(rhythm, "targets", wait_for_each_other(rhythm.targets))
    return plan, lambda: race(*[lambda: make_visits_due(today=LATER)] * 2)


def test_two_workers_make_each_visit_once(two_workers):
    plan, both = two_workers

    assert sorted(both()) == [0, 9]
    assert plan.tasks.count() == plan.tasks.values("starts_on").distinct().count() == 15


def test_without_the_lock_the_database_refuses_the_twin(two_workers, monkeypatch):
    plan, both = two_workers
    without_lock(monkeypatch, type(PatrolPlan.objects.all()))

    outcomes = both()

    assert sorted(map(type, outcomes), key=str) == [IntegrityError, int]
    assert plan.tasks.count() == plan.tasks.values("starts_on").distinct().count() == 15


def test_without_lock_and_constraint_there_would_be_two(two_workers, monkeypatch):
    plan, both = two_workers
    without_lock(monkeypatch, type(PatrolPlan.objects.all()))
    serial = iter(range(1, 1000))
    real = VisitTask.objects.bulk_create

    def twins(tasks):
        # Another place in each row is what a missing constraint would come to.
        return real([_elsewhere(task, next(serial)) for task in tasks])

    monkeypatch.setattr(type(VisitTask.objects), "bulk_create", lambda self, tasks: twins(tasks))

    assert both() == [9, 9]
    assert plan.tasks.count() == 24


def _elsewhere(task, number):
    task.due_on = task.starts_on = task.starts_on.replace(year=task.starts_on.year + number)
    return task
