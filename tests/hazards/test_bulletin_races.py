"""Circulars and briefs written in the same second: numbers without gap and twin, nothing circulated twice; each fails without the lock."""

from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError

from hazards import bulletins, circulars
from hazards.bulletins import NothingToSay, issue_circular, write_brief
from hazards.models import Action, Bulletin, HazardEvent, NumberSeries
from tests.factories.escalation import at, escalated, overdue_hazard
from tests.factories.townships import BureauFactory

from .racing import ROUNDS, race, rounds, wait_for_each_other, without_lock

pytestmark = pytest.mark.django_db(transaction=True)
JULY = at(date(2026, 7, 1))


@pytest.fixture
def hazard():
    return overdue_hazard()


@pytest.fixture
def clerks(hazard):
    return BureauFactory.create_batch(2, county=hazard.township.county)


def no_lock(monkeypatch):
    without_lock(monkeypatch, type(NumberSeries.objects.all()))


def numbers(kind):
    return [*Bulletin.objects.filter(kind=kind).order_by("sequence").values_list("sequence", flat=True)]


WRITERS = {"circular": partial(issue_circular, scope="overdue", at=JULY), "brief": partial(write_brief, at=JULY)}


def both_write(clerks, kind):
    return [partial(WRITERS[kind], by.county, by=by) for by in clerks]


def test_two_circulars_at_once_have_numbers_without_gap_and_twin_in_two_hundred_rounds(clerks):
    outcomes = rounds(*both_write(clerks, "circular"))

    assert {tuple(map(type, both)) for both in outcomes} == {(Bulletin, Bulletin)}
    assert numbers("circular") == [*range(1, 2 * ROUNDS + 1)]


def test_two_briefs_at_once_have_two_numbers(clerks, monkeypatch):
    monkeypatch.setattr(bulletins, "next_number", wait_for_each_other(bulletins.next_number))

    assert sorted(row.sequence for row in race(*both_write(clerks, "brief"))) == [1, 2]


@pytest.mark.parametrize("kind", WRITERS)
def test_without_the_lock_one_number_is_taken_twice_and_one_clerk_meets_an_error(clerks, kind, monkeypatch):
    WRITERS[kind](clerks[0].county, by=clerks[0])
    monkeypatch.setattr(bulletins, "next_number", wait_for_each_other(bulletins.next_number))
    no_lock(monkeypatch)

    outcomes = race(*both_write(clerks, kind))

    assert sorted(map(type, outcomes), key=str) == [IntegrityError, Bulletin]


@pytest.fixture
def circulate_what_is_due(hazard, clerks, monkeypatch):
    """Both have looked which hazards have climbed to the circular before either writes, if nothing keeps them apart."""
    escalated(hazard, "circular")
    look = bulletins.to_circulate
    monkeypatch.setattr(bulletins, "to_circulate", wait_for_each_other(lambda *asked, **day: list(look(*asked, **day))))
    return lambda: race(*[partial(issue_circular, by.county, scope="circular", by=by, at=JULY) for by in clerks])


def test_of_two_who_circulate_one_hazard_one_is_told_that_nothing_is_left(circulate_what_is_due):
    assert sorted(map(type, circulate_what_is_due()), key=str) == [NothingToSay, Bulletin]
    assert (numbers("circular"), HazardEvent.objects.filter(action=Action.PRESS).count()) == ([1], 1)


def without_series(monkeypatch, module):
    """Numbers from elsewhere: nobody waits for the series any more, whose row is locked by its very update."""
    serial = iter(range(100, 200))
    monkeypatch.setattr(module, "next_number", lambda key, year: next(serial))


def test_without_the_series_between_them_the_hazard_is_circulated_twice(circulate_what_is_due, monkeypatch):
    without_series(monkeypatch, bulletins)

    assert [*map(type, circulate_what_is_due())] == [Bulletin, Bulletin]


@pytest.fixture
def half_months(clerks):
    """Both issue the circular of the major hazards, each time of the next half month from January 2026."""
    days = iter([date(2026 + n // 24, n % 24 // 2 + 1, 1 + n % 2 * 15) for n in range(ROUNDS)])
    told = {}

    def before():
        day = next(days)
        told.update(half=circulars.half_month(day), at=at(day))

    return before, [lambda by=by: circulars.issue_half_month(by.county, by=by, **told) for by in clerks]


def test_a_half_month_has_one_circular_whoever_presses_in_two_hundred_rounds(half_months):
    before, deeds = half_months

    for first, second in rounds(*deeds, before=before):
        assert first == second

    whole_years = [(year, number) for year in range(2026, 2034) for number in range(1, 25)]
    told = Bulletin.objects.order_by("pk").values_list("year", "sequence")
    assert [*told] == [*whole_years, *[(2034, number) for number in range(1, 9)]]


def test_without_the_series_between_them_the_database_has_to_refuse_the_second_circular(half_months, monkeypatch):
    before, deeds = half_months
    before()
    monkeypatch.setattr(circulars, "content_of", wait_for_each_other(circulars.content_of))
    without_series(monkeypatch, bulletins)

    assert sorted(map(type, race(*deeds)), key=str) == [IntegrityError, Bulletin]
