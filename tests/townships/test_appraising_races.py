"""Two inspectors submit the same scores in the same second: once, and the other is told; it fails when the lock is taken out."""

from functools import partial

import pytest

from tests.factories.appraisal import Walk
from tests.factories.townships import InspectorFactory
from tests.hazards.racing import race, wait_for_each_other, without_lock
from townships import appraising
from townships.models import Appraisal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def submit_twice(monkeypatch):
    """Two inspectors of a township submit its scores, each having looked before the other writes."""
    walk = Walk()
    walk.write(appraising.Side.SELF, walk.inspector)
    users = [walk.inspector, InspectorFactory(township=walk.township)]
    monkeypatch.setattr(appraising, "is_allowed", wait_for_each_other(appraising.is_allowed))

    def submit(user):
        return appraising.perform(walk.appraisal, appraising.Action.SUBMIT, by=user)

    return walk.appraisal, lambda: race(*[partial(submit, user) for user in users])


def test_scores_are_submitted_once_and_the_other_is_told(submit_twice):
    appraisal, both = submit_twice

    outcomes = both()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, appraising.TransitionNotAllowed)]
    (event,) = [outcome for outcome in outcomes if outcome is not told_no]
    assert (told_no.event, appraisal.events.filter(action="submit").count()) == (event, 1)


def test_without_the_lock_scores_are_submitted_twice(submit_twice, monkeypatch):
    appraisal, both = submit_twice
    without_lock(monkeypatch, type(Appraisal.objects.all()))

    both()

    assert appraisal.events.filter(action="submit").count() == 2
