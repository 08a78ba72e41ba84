"""Two clerks in the same second; each test has a twin that fails to keep them apart when the lock is taken out."""

from datetime import date

import pytest
from django.db import IntegrityError

from tests.factories.townships import CountyFactory, DutyKindFactory, PersonFactory, VillageFactory
from tests.hazards.racing import race, wait_for_each_other, without_lock
from townships import appointments, roster
from townships.appointments import AppointmentRefused, appoint
from townships.models import Duty, Person, Place
from townships.roster import enrol

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def appoint_twice(monkeypatch):
    """Overlapping terms with an end, which no constraint of the database refuses."""
    village = VillageFactory()
    person = PersonFactory(county=village.county)
    term = {"kind": DutyKindFactory(), "place": village, "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    monkeypatch.setattr(appointments, "find_obstacle", wait_for_each_other(appointments.find_obstacle))
    return lambda: race(*[lambda: appoint(person, **term)] * 2)


def test_one_term_is_made_and_the_other_refused(appoint_twice):
    outcomes = appoint_twice()

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [AppointmentRefused.__name__, Duty.__name__]
    assert Duty.objects.count() == 1


def test_without_the_lock_the_terms_overlap(appoint_twice, monkeypatch):
    without_lock(monkeypatch, type(Person.objects.all()))

    appoint_twice()

    assert Duty.objects.count() == 2


@pytest.fixture
def enrol_twice(monkeypatch):
    county = CountyFactory()
    people = PersonFactory.build_batch(2, county=county, number=None)
    monkeypatch.setattr(roster, "highest_number", wait_for_each_other(roster.highest_number))
    return lambda: race(*[lambda person=person: enrol(person) for person in people])


def test_two_people_get_two_numbers(enrol_twice):
    assert sorted(person.number for person in enrol_twice()) == [1, 2]


def test_without_the_lock_one_of_them_is_lost(enrol_twice, monkeypatch):
    without_lock(monkeypatch, type(Place.objects.all()))

    assert sorted(isinstance(outcome, IntegrityError) for outcome in enrol_twice()) == [False, True]
