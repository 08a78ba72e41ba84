"""Two workers at one month make one draw; each test fails when the lock or the constraint is taken out."""

import pytest
from django.db import IntegrityError

from hazards import look_back
from hazards.look_back import draw_look_backs
from hazards.models import LookBack, LookBackDraw
from tests.factories.townships import CountyFactory, TownshipFactory

from .racing import race, wait_for_each_other
from .test_look_back import DRAWN_ON, closed_hazards

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two_workers(monkeypatch, settings):
    """Both have looked what was closed before either writes, if nothing keeps them apart."""
    settings.LOOK_BACK = {30: 50}
    county = CountyFactory()
    closed_hazards(TownshipFactory(county=county, parent=county), 4)
    monkeypatch.setattr(look_back, "_closed_in", wait_for_each_other(look_back._closed_in))
    return lambda: race(*[lambda: draw_look_backs(today=DRAWN_ON)] * 2)


def unlocked(monkeypatch):
    """Takes the row lock out, to see that a test notices."""
    monkeypatch.setattr(look_back, "locked", lambda county: county)


def test_two_workers_draw_once(two_workers):
    assert sorted(two_workers()) == [0, 2]
    assert (LookBackDraw.objects.count(), LookBack.objects.count()) == (1, 2)


def test_without_the_lock_the_database_refuses_the_second_draw(two_workers, monkeypatch):
    unlocked(monkeypatch)

    outcomes = two_workers()

    assert sorted(map(type, outcomes), key=str) == [IntegrityError, int]
    assert (LookBackDraw.objects.count(), LookBack.objects.count()) == (1, 2)


def test_without_lock_and_constraint_there_would_be_two(two_workers, monkeypatch):
    unlocked(monkeypatch)
    real, days = LookBackDraw.objects.create, iter((30, 31))

    # Another number in each row is what a missing constraint would come to.
    monkeypatch.setattr(type(LookBackDraw.objects), "create", lambda self, **fields: real(**fields | {"days": next(days)}))

    assert two_workers() == [2, 2]
    assert LookBack.objects.count() == 4
