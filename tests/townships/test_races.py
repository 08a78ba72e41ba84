"""Two people press in the same second: one wins, the other is told; each test fails when the lock is taken out."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories.campaign import AFTER_TITLE, Action, InvestmentFactory, State, candidacy_at
from tests.factories.townships import BureauFactory, TownshipFactory
from tests.hazards.racing import race, wait_for_each_other, without_lock
from townships import candidacy as life
from townships import recording, voiding
from townships.models import Candidacy, Investment, StationYear
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
