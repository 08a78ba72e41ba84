"""Two clerks at one row of the ledgers of places in the same second: one counts, the other is shown it; each has its negative control."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories.campaign import InvestmentFactory
from tests.factories.townships import BureauFactory, TownshipFactory
from tests.hazards.racing import race, wait_for_each_other, without_lock
from townships import recording, voiding
from townships.models import Investment, StationYear

pytestmark = pytest.mark.django_db(transaction=True)


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
def two_years_told(monkeypatch):
    """Two clerks tell the same station's year, each having looked before the other writes."""
    township = TownshipFactory()
    users = BureauFactory.create_batch(2, county=township.county)
    monkeypatch.setattr(recording, "keeps_ledgers_of", wait_for_each_other(recording.keeps_ledgers_of))

    def tell(user, rooms):
        told = {"year": 2026, "rooms": rooms, "area": 40, "population": 20000}
        return recording.record(StationYear, by=user, place=township, **told)

    return lambda: race(lambda: tell(users[0], 2), lambda: tell(users[1], 3))


def test_one_year_is_told_and_the_other_clerk_is_shown_it(two_years_told):
    outcomes = two_years_told()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, recording.AlreadyThere)]
    assert told_no.row == StationYear.objects.get()
    assert told_no.row in outcomes


def test_without_the_databases_own_rule_both_years_would_stand(two_years_told):
    rule = next(rule for rule in StationYear._meta.constraints if rule.name == "station_year_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(StationYear, rule)
    try:
        two_years_told()
        assert StationYear.objects.filter(year=2026).count() == 2
    finally:
        StationYear.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(StationYear, rule)
