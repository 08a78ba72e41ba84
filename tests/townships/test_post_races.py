"""Two clerks fill a post or a roster in the same second; each test fails when the lock is taken out."""

from datetime import date

import pytest
from django.db import IntegrityError

from tests.factories.townships import PersonFactory, TownshipFactory
from tests.hazards.racing import race, wait_for_each_other, without_lock
from townships import appointments, officers
from townships.models import County, DutyKind

pytestmark = pytest.mark.django_db(transaction=True)


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
