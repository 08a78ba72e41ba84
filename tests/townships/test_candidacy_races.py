"""Two steps of one candidacy in the same second: one is taken, the other is told; each test fails when the lock is taken out."""

from datetime import date
from functools import partial

import pytest

from tests.factories.campaign import AFTER_TITLE, Action, State, candidacy_at
from tests.factories.townships import BureauFactory
from tests.hazards.racing import race, wait_for_each_other, without_lock
from townships import candidacy as life
from townships import titles
from townships.models import Candidacy
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
def name_twice(monkeypatch):
    """Two of the bureau name the same township in the same second."""
    candidacy = candidacy_at(State.NOTICED)
    users = BureauFactory.create_batch(2, county=candidacy.township.county)
    monkeypatch.setattr(titles, "check_titles", wait_for_each_other(titles.check_titles))
    name = [partial(life.perform, candidacy, Action.NAME, by=user, on=date(2026, 10, 26), at=midnight(AFTER_TITLE)) for user in users]
    return candidacy, partial(race, *name)


def test_a_township_is_named_once(name_twice):
    candidacy, both = name_twice

    (told_no,) = [outcome for outcome in both() if isinstance(outcome, life.TransitionNotAllowed)]

    assert [told_no.event] == list(candidacy.events.filter(action=Action.NAME))


def test_without_the_lock_it_is_named_twice(name_twice, monkeypatch):
    candidacy, both = name_twice
    without_lock(monkeypatch, type(Candidacy.objects.all()))

    both()

    assert candidacy.events.filter(action=Action.NAME).count() == 2


@pytest.fixture
def lapse_twice(monkeypatch):
    """Two workers look for titles that ran out in the same second."""
    candidacy = candidacy_at(State.NAMED)
    monkeypatch.setattr(life, "has_run_out", wait_for_each_other(life.has_run_out))
    lapse = partial(life.lapse_expired, AFTER_TITLE, at=midnight(AFTER_TITLE))
    return candidacy, partial(race, lapse, lapse)


def test_a_title_lapses_once(lapse_twice):
    candidacy, both = lapse_twice

    assert sorted(both()) == [[], [candidacy.pk]]
    assert candidacy.events.filter(action=Action.LAPSE).count() == 1


def test_without_the_lock_it_lapses_twice(lapse_twice, monkeypatch):
    candidacy, both = lapse_twice
    without_lock(monkeypatch, type(Candidacy.objects.all()))

    both()

    assert candidacy.events.filter(action=Action.LAPSE).count() == 2
