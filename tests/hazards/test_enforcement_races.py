"""Two people press in the same second, on drives, enforcement and illegal acts; each test fails when the lock is taken out."""

import pytest

from hazards import drives, enforcing, illegal_acts
from hazards.drives import DriveStepNotAllowed
from hazards.illegal_acts import ActStepNotAllowed
from hazards.models import Drive, DriveEvent, IllegalAct, NumberSeries
from tests.factories.drives import Action, DepartmentFactory, State, enforcement_of, illegal_act_at
from tests.factories.hazards import DriveFactory, two_inspectors
from tests.factories.townships import BureauFactory, InspectorFactory, VillageFactory

from .racing import race, wait_for_each_other, without_lock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def close_twice(monkeypatch):
    act = illegal_act_at(State.RECHECKED)
    users = BureauFactory.create_batch(2, county=act.county)
    monkeypatch.setattr(illegal_acts, "is_allowed", wait_for_each_other(illegal_acts.is_allowed))
    return act, lambda: race(*[lambda user=user: illegal_acts.take(act, Action.CLOSE, by=user, reason="销号") for user in users])


def test_one_closes_and_the_other_is_told(close_twice):
    act, both = close_twice

    outcomes = both()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, ActStepNotAllowed)]
    assert told_no.event.action == Action.CLOSE
    assert act.events.filter(action=Action.CLOSE).count() == 1


def test_without_the_lock_it_is_closed_twice(close_twice, monkeypatch):
    act, both = close_twice
    without_lock(monkeypatch, type(IllegalAct.objects.all()))

    both()

    assert act.events.filter(action=Action.CLOSE).count() == 2


@pytest.fixture
def sum_up_twice(monkeypatch):
    drive = DriveFactory()
    users = BureauFactory.create_batch(2, county=drive.county)
    monkeypatch.setattr(drives, "is_allowed", wait_for_each_other(drives.is_allowed))
    return drive, lambda: race(*[lambda user=user: drives.take(drive, DriveEvent.Action.SUM_UP, by=user) for user in users])


def test_a_drive_is_summed_up_once(sum_up_twice):
    drive, both = sum_up_twice

    outcomes = both()

    assert [type(outcome) for outcome in outcomes].count(DriveStepNotAllowed) == 1
    assert drive.summaries.count() == 1


def test_without_the_lock_there_are_two_summaries(sum_up_twice, monkeypatch):
    drive, both = sum_up_twice
    without_lock(monkeypatch, type(Drive.objects.all()))

    both()

    assert drive.summaries.count() == 2


@pytest.fixture
def number_twice(monkeypatch):
    """Two actions of one township are entered together; the series is there already."""
    village = VillageFactory()
    first = enforcement_of(place=village)
    users = InspectorFactory.create_batch(2, township=village.township)
    told = {"people": two_inspectors(village.township), "departments": [DepartmentFactory(county=village.county)]}
    return first, lambda: race(*[lambda user=user: enforcement_of(place=village, by=user, **told) for user in users])


def test_two_actions_at_once_have_two_numbers(number_twice):
    first, both = number_twice
    assert sorted(row.sequence for row in both()) == [first.sequence + 1, first.sequence + 2]


def test_without_the_lock_one_number_is_taken_twice(number_twice, monkeypatch):
    _first, both = number_twice
    without_lock(monkeypatch, type(NumberSeries.objects.all()))
    monkeypatch.setattr(enforcing, "next_number", wait_for_each_other(enforcing.next_number))

    outcomes = both()

    assert len([outcome for outcome in outcomes if isinstance(outcome, Exception)]) == 1
