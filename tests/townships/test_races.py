"""Two people press in the same second: one wins, the other is told; each test fails when the lock is taken out."""

from datetime import date
from functools import partial
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.factories.appraisal import Walk
from tests.factories.campaign import AFTER_TITLE, Action, InvestmentFactory, State, candidacy_at
from tests.factories.townships import BureauFactory, InspectorFactory
from tests.hazards.racing import race, wait_for_each_other, without_lock
from townships import appraising, voiding
from townships import candidacy as life
from townships.models import Appraisal, Candidacy, Investment
from townships.period import midnight

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def name_and_return(monkeypatch):
    """One of the bureau names a township while another returns it, each having looked before the other writes."""
    candidacy = candidacy_at(State.NOTICED)
    users = BureauFactory.create_batch(2, county=candidacy.township.county)
    monkeypatch.setattr(life, "is_allowed", wait_for_each_other(life.is_allowed))

    def press(action, user):
        return life.perform(candidacy, action, by=user, on=date(2026, 10, 26), at=midnight(AFTER_TITLE), reason="理由")

    return candidacy, lambda: race(lambda: press(Action.NAME, users[0]), lambda: press(Action.RETURN, users[1]))


def test_one_step_is_taken_and_the_other_is_told(name_and_return):
    candidacy, both = name_and_return

    outcomes = both()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, life.TransitionNotAllowed)]
    (event,) = [outcome for outcome in outcomes if outcome is not told_no]
    candidacy.refresh_from_db()
    assert (candidacy.state, told_no.event) == (event.to_state, event)


def test_without_the_lock_both_steps_are_taken(name_and_return, monkeypatch):
    candidacy, both = name_and_return
    without_lock(monkeypatch, type(Candidacy.objects.all()))

    both()

    assert candidacy.events.filter(action__in=[Action.NAME, Action.RETURN]).count() == 2


@pytest.fixture
def void_twice(monkeypatch):
    """Two void the same row for different reasons, each having seen it valid before the other writes."""
    investment = InvestmentFactory()
    monkeypatch.setattr(voiding, "timezone", SimpleNamespace(now=wait_for_each_other(timezone.now)))

    def void(reason):
        return voiding.void(investment, by=investment.created_by, reason=reason)

    return investment, lambda: race(lambda: void("重复登记"), lambda: void("金额有误"))


def test_the_first_reason_stays_and_the_other_is_told_it(void_twice):
    investment, both = void_twice

    outcomes = both()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, voiding.AlreadyVoided)]
    investment.refresh_from_db()
    assert told_no.row.void_reason == investment.void_reason


def test_without_the_lock_the_second_reason_overwrites_the_first(void_twice, monkeypatch):
    _investment, both = void_twice
    without_lock(monkeypatch, type(Investment.objects.all()))

    assert not [outcome for outcome in both() if isinstance(outcome, voiding.AlreadyVoided)]


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
