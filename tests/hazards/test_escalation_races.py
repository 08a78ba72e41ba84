"""Workers, clerks and a clock at one hazard: nothing twice, nothing lost. Each test has its negative control."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError

from hazards import escalation
from hazards.escalation import AlreadyAnswered, answer, raise_due
from hazards.models import Action, Escalation, EscalationAnswer, Hazard, HazardEvent, State
from hazards.workflow import perform
from tests.factories.escalation import at, escalated, overdue_hazard
from tests.factories.hazards import told
from tests.factories.townships import BureauFactory
from townships.models import Addressee, Message

from .racing import race, wait_for_each_other, without_lock

pytestmark = pytest.mark.django_db(transaction=True)
JUNE = at(date(2026, 6, 1))
ROUNDS = 20


def no_lock(monkeypatch):
    without_lock(monkeypatch, type(Hazard.objects.all()))


@pytest.fixture
def hazard():
    return overdue_hazard()


@pytest.fixture
def two_workers(hazard, monkeypatch):
    """Both have looked what was raised before either writes, if nothing keeps them apart."""
    monkeypatch.setattr(escalation, "is_raised", wait_for_each_other(escalation.is_raised, seconds=0.1))
    return lambda: race(*[lambda: raise_due(at=JUNE)] * 2)


def test_two_workers_raise_each_step_once(two_workers):
    assert sum(two_workers()) == 7
    assert Escalation.objects.count() == Message.objects.filter(kind="escalated").count() == 7


def test_without_the_lock_the_database_refuses_the_twin(two_workers, monkeypatch):
    no_lock(monkeypatch)

    outcomes = two_workers()

    assert IntegrityError in map(type, outcomes)
    assert Escalation.objects.count() == Escalation.objects.values("rung").distinct().count()


def test_what_the_refused_worker_left_the_next_run_makes(two_workers, monkeypatch):
    no_lock(monkeypatch)
    two_workers()

    raise_due(at=JUNE)

    assert Escalation.objects.count() == Message.objects.filter(kind="escalated").count() == 7


def test_without_lock_and_constraint_there_would_be_two(two_workers, monkeypatch):
    no_lock(monkeypatch)
    serial = iter(range(1, 1000))
    real = Escalation.objects.create
    # Another deadline in each row is what a missing constraint would come to.
    monkeypatch.setattr(
        type(Escalation.objects),
        "create",
        lambda self, **fields: real(**fields | {"deadline": fields["deadline"] - timedelta(days=next(serial))}),
    )

    assert sorted(two_workers()) == [7, 7]
    assert Escalation.objects.count() == 14


def test_two_workers_many_times(hazard):
    for number in range(ROUNDS):
        day = date(2026, 5, 6) + timedelta(days=7 * number)
        Hazard.objects.filter(pk=hazard.pk).update(deadline=day)
        race(*[partial(raise_due, at=at(day + timedelta(days=61)))] * 2)

    assert Escalation.objects.count() == Escalation.objects.values("deadline", "rung").distinct().count()
    assert Message.objects.filter(kind="escalated").count() == Escalation.objects.count()


def test_a_worker_killed_before_it_told_has_raised_nothing(hazard, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(escalation, "tell_of_escalation", die)
        with pytest.raises(SystemExit):
            raise_due(at=JUNE)
    assert not Escalation.objects.exists()

    assert raise_due(at=JUNE) == 7
    assert Addressee.objects.filter(message__kind="escalated", user=hazard.created_by).count() == 2


def die(*args):
    raise SystemExit


def test_if_step_and_message_were_not_one_the_message_would_be_lost(hazard, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(escalation, "tell_of_escalation", die)
        killed.setattr(escalation, "raise_step", escalation.raise_step.__wrapped__)
        killed.setattr(type(Hazard.objects.all()), "select_for_update", lambda self, **kwargs: self)
        with pytest.raises(SystemExit):
            raise_due(at=JUNE)

    assert raise_due(at=JUNE) == 6
    assert (Escalation.objects.count(), Message.objects.filter(kind="escalated").count()) == (7, 6)


def closing(hazard):
    """Replied already, so that one step closes it."""
    perform(hazard, Action.REPLY, by=hazard.created_by, at=JUNE, **told(Action.REPLY, hazard))
    bureau = BureauFactory(county=hazard.township.county)
    details = told(Action.PASS, hazard)
    return lambda: perform(hazard, Action.PASS, by=bureau, at=JUNE, **details)


def test_what_is_closed_in_this_second_is_not_urged_after(hazard):
    close = closing(hazard)
    race(close, lambda: raise_due(at=JUNE))

    assert Hazard.objects.get().state == State.CLOSED
    assert not Escalation.objects.to_do().exists()


def clerks(hazard, step, monkeypatch):
    people = BureauFactory.create_batch(2, county=hazard.township.county)
    monkeypatch.setattr(escalation, "may_answer", wait_for_each_other(escalation.may_answer))
    return [lambda by=by: answer(step, by=by, note="已督办") for by in people]


def test_of_two_who_answer_one_is_told(hazard, monkeypatch):
    step = escalated(hazard, "bureau")

    outcomes = race(*clerks(hazard, step, monkeypatch))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [AlreadyAnswered.__name__, HazardEvent.__name__]
    assert EscalationAnswer.objects.count() == HazardEvent.objects.filter(action=Action.PRESS).count() == 1


def test_without_the_lock_the_database_refuses_the_second_answer(hazard, monkeypatch):
    step = escalated(hazard, "bureau")
    deeds = clerks(hazard, step, monkeypatch)
    no_lock(monkeypatch)
    monkeypatch.setattr(type(Escalation.objects.all()), "to_do", wait_for_each_other(type(Escalation.objects.all()).standing))

    outcomes = race(*deeds)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [HazardEvent.__name__, IntegrityError.__name__]
