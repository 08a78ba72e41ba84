"""Two of the bureau change the county's ladder or its quiet hours in the same second: both count; each fails without the lock."""

from datetime import time

import pytest
from django.db import IntegrityError

from hazards import ladders
from hazards.ladders import change_quiet_hours, change_step
from hazards.models import EscalationStep, QuietHours
from tests.factories.townships import CountyFactory
from townships.models import County

from .racing import race, rounds, wait_for_each_other, without_lock

pytestmark = pytest.mark.django_db(transaction=True)
OWN = "县安委会2026年第3号文件"


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def two_steps(county):
    """Each edits another step of a ladder that is still the sample."""
    return [lambda rung=rung: change_step(county, rung, days=8, source=OWN) for rung in ("bureau", "letter")]


def own_ladder(county):
    steps = EscalationStep.objects.filter(county=county)
    return steps.count(), {*steps.filter(days=8, source=OWN).values_list("rung", flat=True)}


def test_the_ladder_is_taken_over_once_and_both_changes_stand_in_two_hundred_rounds(county, two_steps):
    own = EscalationStep.objects.filter(county=county)

    for both in rounds(*two_steps, before=own.delete):
        assert [step.days for step in both] == [8, 8]
        assert own_ladder(county) == (7, {"bureau", "letter"})


def test_without_the_lock_one_change_is_lost(county, two_steps, monkeypatch):
    monkeypatch.setattr(ladders, "_copy", wait_for_each_other(ladders._copy))
    without_lock(monkeypatch, type(County.objects.all()))

    outcomes = race(*two_steps)

    assert sorted(map(type, outcomes), key=str) == [IntegrityError, EscalationStep]
    assert len(own_ladder(county)[1]) == 1


@pytest.fixture
def two_nights(county):
    return [lambda hour=hour: change_quiet_hours(county, starts_at=time(hour), ends_at=time(hour - 15)) for hour in (21, 22)]


def test_quiet_hours_are_one_row_of_one_clerk_in_two_hundred_rounds(county, two_nights):
    own = QuietHours.objects.filter(county=county)

    for both in rounds(*two_nights, before=own.delete):
        assert str(own.get()) in map(str, both)


def test_without_the_lock_one_clerk_meets_an_error(county, two_nights, monkeypatch):
    monkeypatch.setattr(ladders, "own_quiet_hours", wait_for_each_other(ladders.own_quiet_hours))
    without_lock(monkeypatch, type(County.objects.all()))

    assert sorted(map(type, race(*two_nights)), key=str) == [IntegrityError, QuietHours]
