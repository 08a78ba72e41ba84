"""Workers, clerks and a clock at one hazard: nothing twice, nothing lost. Each test has its negative control."""

import os
import signal
import subprocess
from datetime import date, timedelta
from functools import partial
from threading import Event

import pytest
from django.db import IntegrityError

from hazards import escalation
from hazards.escalation import AlreadyAnswered, answer, raise_due
from hazards.models import Action, Escalation, EscalationAnswer, Hazard, HazardEvent, State
from hazards.workflow import perform
from tests.factories.escalation import CLIMB, DEADLINE, at, escalated, overdue_hazard
from tests.factories.hazards import told
from tests.factories.townships import BureauFactory
from tests.processes import start_python
from townships.models import Addressee, Message

from .racing import ROUNDS, race, rounds, wait_for_each_other, without_lock

pytestmark = pytest.mark.django_db(transaction=True)
JUNE = at(date(2026, 6, 1))


def no_lock(monkeypatch):
    without_lock(monkeypatch, type(Hazard.objects.all()))


@pytest.fixture
def hazard():
    return overdue_hazard()


def messages():
    return Message.objects.filter(kind="escalated").count()


def another_deadline(hazard):
    """A day earlier each time, so that the ladder begins anew."""
    days = iter(range(1, ROUNDS + 1))
    return lambda: Hazard.objects.filter(pk=hazard.pk).update(deadline=DEADLINE - timedelta(days=next(days)))


@pytest.fixture
def two_workers(hazard, monkeypatch):
    """Both have looked what was raised before either writes, if nothing keeps them apart."""
    monkeypatch.setattr(escalation, "is_raised", wait_for_each_other(escalation.is_raised, seconds=0.1))
    return lambda moment=JUNE: race(*[partial(raise_due, at=moment)] * 2)


def test_two_workers_raise_each_step_once(two_workers):
    # The seventh waits for a suspension.
    assert [sum(two_workers(at(day))) for day in CLIMB] == [1] * 6 + [0]
    assert Escalation.objects.count() == messages() == 6


def test_of_two_workers_one_raises_the_step_in_each_of_two_hundred_rounds(hazard):
    outcomes = rounds(*[partial(raise_due, at=JUNE)] * 2, before=another_deadline(hazard))

    assert {tuple(sorted(both)) for both in outcomes} == {(0, 1)}
    assert Escalation.objects.count() == messages() == ROUNDS


def test_without_the_lock_the_database_refuses_the_twin(two_workers, monkeypatch):
    no_lock(monkeypatch)

    assert sorted(map(type, two_workers()), key=str) == [IntegrityError, int]
    assert Escalation.objects.count() == messages() == 1


def test_what_the_refused_worker_left_the_next_run_makes(two_workers, monkeypatch):
    no_lock(monkeypatch)
    overdue_hazard()
    two_workers()

    raise_due(at=JUNE)

    assert Escalation.objects.count() == messages() == 2


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

    assert two_workers() == [1, 1]
    assert Escalation.objects.count() == 2


# A real process


@pytest.fixture
def kill_a_worker():
    """Starts a worker, and kills it in the moment between the step and its message."""

    def kill(*how):
        worker = start_python("-m", "tests.hazards.dying_worker", JUNE.isoformat(), *how, stdout=subprocess.PIPE, text=True)
        try:
            assert worker.stdout.readline() == "raised\n"
        finally:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.communicate()

    return kill


def test_a_worker_killed_before_it_told_has_raised_nothing(hazard, kill_a_worker):
    kill_a_worker()
    assert not Escalation.objects.exists()

    assert raise_due(at=JUNE) == 1
    assert Addressee.objects.filter(message__kind="escalated").get().user == hazard.created_by


def test_if_step_and_message_were_not_one_the_message_would_be_lost(hazard, kill_a_worker):
    kill_a_worker("apart")

    assert raise_due(at=JUNE) == 0
    assert (Escalation.objects.count(), messages()) == (1, 0)


# Closed in the same second


@pytest.fixture
def close_and_raise(hazard, monkeypatch):
    """Replied already, so that one press closes it. `states` keeps what the hazard was whenever somebody was told of a step."""
    perform(hazard, Action.REPLY, by=hazard.created_by, at=JUNE, **told(Action.REPLY, hazard))
    bureau, details, states = BureauFactory(county=hazard.township.county), told(Action.PASS, hazard), []
    tell = escalation.tell_of_escalation

    def tell_and_note(step, users):
        states.append(Hazard.objects.values_list("state", flat=True).get(pk=hazard.pk))
        tell(step, users)

    monkeypatch.setattr(escalation, "tell_of_escalation", tell_and_note)
    return hazard, states, [partial(perform, hazard, Action.PASS, by=bureau, at=JUNE, **details), partial(raise_due, at=JUNE)]


def test_what_is_closed_in_this_second_is_not_urged_after_in_two_hundred_rounds(close_and_raise):
    hazard, states, deeds = close_and_raise
    another = another_deadline(hazard)

    def before():
        another()
        Hazard.objects.filter(pk=hazard.pk).update(state=State.REPLIED, closed_at=None, closed_by=None)

    raised = [outcome[1] for outcome in rounds(*deeds, before=before)]

    assert set(states) <= {State.REPLIED}
    assert sum(raised) == len(states) == messages() == Escalation.objects.count()
    assert not Escalation.objects.to_do().exists()


@pytest.fixture
def close_before_it_writes(close_and_raise, monkeypatch):
    """The worker found it unclosed and is about to write; before it does, somebody closes it, if nothing keeps them apart."""
    _hazard, states, (close, raise_it) = close_and_raise
    found, closed = Event(), Event()

    def about_to_write(*args, **kwargs):
        found.set()
        closed.wait(2)

    monkeypatch.setattr(escalation, "person_for", about_to_write)
    return states, lambda: race(lambda: [found.wait(10), close(), closed.set()], raise_it)


def test_whoever_closes_waits_until_the_step_is_told(close_before_it_writes):
    states, both = close_before_it_writes

    both()

    assert (states, Hazard.objects.get().state) == ([State.REPLIED], State.CLOSED)


def test_without_the_lock_it_is_urged_after_it_was_closed(close_before_it_writes, monkeypatch):
    states, both = close_before_it_writes
    no_lock(monkeypatch)

    both()

    assert states == [State.CLOSED]


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
