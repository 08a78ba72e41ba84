"""Two people press in the same second: one wins, the other is told; each test fails when the lock is taken out."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.factories.campaign import AFTER_TITLE, Action, InvestmentFactory, State, candidacy_at
from tests.factories.townships import BureauFactory, PersonFactory, TownshipFactory
from tests.hazards.racing import race, wait_for_each_other, without_lock
from townships import appointments, officers, voiding
from townships import candidacy as life
from townships.models import Candidacy, County, DutyKind, Investment
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
def appoint_two_heads(monkeypatch):
    """Two clerks make two people head of one township, each having seen the post free before the other writes."""
    township = TownshipFactory()
    kind = DutyKind.objects.get(key="township_head")
    people = PersonFactory.create_batch(2, county=township.county, township=township)
    monkeypatch.setattr(appointments, "check_term", wait_for_each_other(appointments.check_term))

    def press(person):
        return appointments.appoint(person, kind=kind, place=township, starts_on=date(2026, 5, 1))

    return township, lambda: race(lambda: press(people[0]), lambda: press(people[1]))


def test_one_becomes_head_and_the_other_is_told_who(appoint_two_heads):
    township, both = appoint_two_heads

    outcomes = both()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, appointments.AppointmentRefused)]
    assert told_no.post == township.duties.get()


def test_without_the_lock_a_township_has_two_heads(appoint_two_heads, monkeypatch):
    township, both = appoint_two_heads
    monkeypatch.setattr(appointments, "lock_people_and_places", lambda people, places: None)

    both()

    assert township.duties.count() == 2


@pytest.fixture
def enlist_two(monkeypatch):
    """Two clerks put two people on a roster, each having seen the same highest number before the other writes."""
    township = TownshipFactory()
    people = PersonFactory.create_batch(2, county=township.county, township=township)
    monkeypatch.setattr(officers, "_highest_number", wait_for_each_other(officers._highest_number))

    def press(person):
        return officers.enlist(person, township=township, on=date(2026, 5, 1))

    return lambda: race(lambda: press(people[0]), lambda: press(people[1]))


def test_two_officers_get_two_numbers(enlist_two):
    assert sorted(officer.sequence for officer in enlist_two()) == [1, 2]


def test_without_the_lock_one_of_two_officers_gets_none(enlist_two, monkeypatch):
    without_lock(monkeypatch, type(County.objects.all()))

    assert [type(outcome) for outcome in enlist_two() if isinstance(outcome, Exception)] == [IntegrityError]
