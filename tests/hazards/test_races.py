"""Two people press in the same second: one wins, the other is told; each test fails when the lock is taken out."""

import uuid

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet

from hazards import intake, orders, records, workflow
from hazards.models import Action, Hazard, Inspection, Order, State
from hazards.records import first_words
from hazards.workflow import TransitionNotAllowed, perform
from tests.factories.hazards import FOUND_AT, InspectionFactory, hazard_at, photo, told
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory

from .racing import ROUNDS, race, rounds, wait_for_each_other, without_lock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def close_twice(monkeypatch):
    """Two of the bureau pass the same re-inspection, each having checked before the other writes, if nothing keeps them apart."""
    hazard = hazard_at(State.REPLIED)
    users = BureauFactory.create_batch(2, county=hazard.township.county)
    details = told(Action.PASS, hazard)
    monkeypatch.setattr(workflow, "is_allowed", wait_for_each_other(workflow.is_allowed))
    return hazard, lambda: race(*[lambda user=user: perform(hazard, Action.PASS, by=user, **details) for user in users])


def test_one_closes_and_the_other_is_told(close_twice):
    hazard, both = close_twice

    outcomes = both()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, TransitionNotAllowed)]
    (event,) = [outcome for outcome in outcomes if outcome is not told_no]
    assert told_no.event == event
    assert hazard.events.filter(action=Action.PASS).count() == 1
    assert hazard.orders.filter(kind="opinion").count() == 1


def test_without_the_lock_it_is_closed_twice(close_twice, monkeypatch):
    hazard, both = close_twice
    without_lock(monkeypatch, type(Hazard.objects.all()))

    both()

    assert hazard.events.filter(action=Action.PASS).count() == 2


@pytest.fixture
def reply_and_extend(monkeypatch):
    hazard = hazard_at(State.ORDERED)
    actors = {Action.REPLY: hazard.created_by, Action.EXTEND: BureauFactory(county=hazard.township.county)}
    monkeypatch.setattr(workflow, "is_allowed", wait_for_each_other(workflow.is_allowed))

    def press(action):
        return perform(hazard, action, by=actors[action], at=FOUND_AT.replace(day=5), **told(action, hazard))

    return hazard, lambda: race(lambda: press(Action.REPLY), lambda: press(Action.EXTEND))


def test_reply_and_extension_follow_one_another_or_one_is_told(reply_and_extend):
    hazard, both = reply_and_extend

    _reply, extension = both()

    hazard.refresh_from_db()
    assert hazard.state == State.REPLIED
    assert hazard.replied_by is not None
    if isinstance(extension, TransitionNotAllowed):
        assert extension.event.action == Action.REPLY
    else:
        assert hazard.deadline == extension.hazard.deadline


def test_without_the_lock_one_overwrites_the_other(reply_and_extend, monkeypatch):
    hazard, both = reply_and_extend
    without_lock(monkeypatch, type(Hazard.objects.all()))
    extended_to = told(Action.EXTEND, hazard)["deadline"]

    both()

    hazard.refresh_from_db()
    kept_both = hazard.state == State.REPLIED and hazard.deadline == extended_to
    assert hazard.events.count() == 4
    assert not kept_both


@pytest.fixture
def sign_together(monkeypatch):
    """Two of the bureau have a major hazard's signature before them, each having looked before the other writes."""
    hazard = hazard_at(State.ENDORSED, grade=Hazard.Grade.MAJOR)
    users = BureauFactory.create_batch(2, county=hazard.township.county)
    monkeypatch.setattr(workflow, "is_allowed", wait_for_each_other(workflow.is_allowed))

    def press(user, action):
        return lambda: perform(hazard, action, by=user, **told(action, hazard))

    return hazard, lambda first, second: race(press(users[0], first), press(users[1], second))


SIGN, REFUSE = Action.SIGN_BUREAU, Action.REFUSE_CLOSING


@pytest.mark.parametrize("actions", [(SIGN, SIGN), (SIGN, REFUSE), (REFUSE, REFUSE)], ids="-".join)
def test_one_decision_on_the_closing_counts_and_the_other_is_told(sign_together, actions):
    hazard, together = sign_together

    outcomes = together(*actions)

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, TransitionNotAllowed)]
    (event,) = [outcome for outcome in outcomes if outcome is not told_no]
    assert told_no.event == event
    assert [*hazard.events.filter(action__in=actions)] == [event]
    hazard.refresh_from_db()
    assert hazard.state == (State.APPROVED if event.action == SIGN else State.REPLIED)


@pytest.mark.parametrize("actions", [(SIGN, SIGN), (SIGN, REFUSE)], ids="-".join)
def test_without_the_lock_both_decisions_stand(sign_together, actions, monkeypatch):
    hazard, together = sign_together
    without_lock(monkeypatch, type(Hazard.objects.all()))

    together(*actions)

    assert hazard.events.filter(action__in=actions).count() == 2


@pytest.fixture
def plan_twice(monkeypatch):
    """Two versions of a plan arrive at once."""
    hazard = hazard_at(State.ORDERED, grade=Hazard.Grade.MAJOR)
    users = [hazard.created_by, BureauFactory(county=hazard.township.county)]
    monkeypatch.setattr(workflow, "is_allowed", wait_for_each_other(workflow.is_allowed))
    return hazard, lambda: race(*[lambda user=user: perform(hazard, Action.PLAN, by=user, **told(Action.PLAN, hazard)) for user in users])


def test_plans_written_at_once_are_two_versions(plan_twice):
    hazard, both = plan_twice

    both()

    assert [*hazard.plans.values_list("version", flat=True)] == [2, 1]


def test_without_the_lock_one_plan_is_lost(plan_twice, monkeypatch):
    hazard, both = plan_twice
    without_lock(monkeypatch, type(Hazard.objects.all()))

    both()

    assert [*hazard.plans.values_list("version", flat=True)] == [1]


@pytest.fixture
def send_twice(monkeypatch):
    """The same form arrives twice, and both find that it has not been entered yet."""
    place = EnterpriseFactory()
    inspector = InspectorFactory(township=place.township)
    fields = {"by": inspector, "at": FOUND_AT, "place": place, "description": "灭火器过期", "submission": uuid.uuid4()}
    monkeypatch.setattr(intake, "answering_for", wait_for_each_other(intake.answering_for))
    return lambda: race(*[lambda: intake.log_hazard(**fields, pictures=[photo()])] * 2)


def test_form_sent_twice_at_once_is_one_hazard(send_twice):
    first, second = send_twice()

    assert first == second
    assert Hazard.objects.get().pictures.count() == 1


def test_number_of_the_lost_twin_is_used_again(send_twice):
    first, _second = send_twice()

    following = intake.log_hazard(by=first.created_by, at=FOUND_AT, place=first.place, description="电线老化")

    assert following.sequence == 2


def test_without_the_unique_submission_there_would_be_two(send_twice, monkeypatch):
    real = Hazard.objects.create
    monkeypatch.setattr(type(Hazard.objects), "create", lambda self, **kwargs: real(**kwargs | {"submission": uuid.uuid4()}))

    send_twice()

    assert Hazard.objects.count() == 2


def test_of_two_who_close_one_wins_in_each_of_two_hundred_rounds():
    hazard = hazard_at(State.REPLIED)
    users, details = BureauFactory.create_batch(2, county=hazard.township.county), told(Action.PASS, hazard)
    replied = Hazard.objects.filter(pk=hazard.pk)

    outcomes = rounds(
        *[lambda user=user: perform(hazard, Action.PASS, by=user, **details) for user in users],
        before=lambda: replied.update(state=State.REPLIED, closed_at=None, closed_by=None),
    )

    assert {sum(isinstance(outcome, TransitionNotAllowed) for outcome in both) for both in outcomes} == {1}
    assert hazard.events.filter(action=Action.PASS).count() == ROUNDS


def test_reply_and_extension_never_mix_in_two_hundred_rounds():
    hazard = hazard_at(State.ORDERED)
    ordered, deadline, replier = Hazard.objects.filter(pk=hazard.pk), hazard.deadline, hazard.created_by
    bureau, at = BureauFactory(county=hazard.township.county), FOUND_AT.replace(day=5)

    outcomes = rounds(
        lambda: perform(hazard, Action.REPLY, by=replier, at=at, **told(Action.REPLY, hazard)),
        lambda: perform(hazard, Action.EXTEND, by=bureau, at=at, **told(Action.EXTEND, hazard)),
        before=lambda: ordered.update(state=State.ORDERED, deadline=deadline, replied_by=None),
    )

    for reply, extension in outcomes:
        assert reply.to_state == State.REPLIED
        if isinstance(extension, TransitionNotAllowed):
            assert extension.event == reply
        else:
            assert (extension.pk < reply.pk, extension.to_state) == (True, State.ORDERED)


@pytest.fixture
def transfer_two():
    """Two of the bureau transfer a hazard each in the same moment: two papers of one series."""
    first = hazard_at(State.FOUND)
    hazards = [first, hazard_at(State.FOUND, place=EnterpriseFactory(township=first.township))]
    users = BureauFactory.create_batch(2, county=first.township.county)
    return [
        lambda user=user, hazard=hazard: perform(hazard, Action.TRANSFER, by=user, at=FOUND_AT, **told(Action.TRANSFER, hazard))
        for user, hazard in zip(users, hazards, strict=True)
    ]


def test_two_papers_at_once_have_numbers_without_gap_and_twin_in_two_hundred_rounds(transfer_two):
    for both in rounds(*transfer_two):
        assert {event.action for event in both} == {Action.TRANSFER}

    numbers = Order.objects.filter(kind="transfer").order_by("sequence").values_list("sequence", flat=True)
    assert [*numbers] == [*range(1, 2 * ROUNDS + 1)]


def test_without_the_lock_two_papers_take_the_same_number(transfer_two, monkeypatch):
    transfer_two[0]()
    monkeypatch.setattr(orders, "next_number", wait_for_each_other(orders.next_number))
    without_lock(monkeypatch, QuerySet)

    outcomes = race(*transfer_two)

    assert [type(outcome) for outcome in outcomes].count(IntegrityError) == 1


def test_a_visit_recorded_twice_at_once_has_one_record(monkeypatch):
    visit = InspectionFactory()
    users = InspectorFactory.create_batch(2, township=visit.township)
    details = first_words(visit) | {"inspectors": list(visit.inspectors.all())}
    monkeypatch.setattr(records, "record_of", wait_for_each_other(records.record_of))

    outcomes = race(*[lambda user=user: records.record_visit(visit, by=user, at=FOUND_AT, **details) for user in users])

    (record,) = Order.objects.all()
    assert [outcome.order for outcome in outcomes if isinstance(outcome, records.AlreadyRecorded)] == [record]


def test_without_the_lock_the_constraint_refuses_the_second_record(monkeypatch):
    visit = InspectionFactory()
    users = InspectorFactory.create_batch(2, township=visit.township)
    details = first_words(visit) | {"inspectors": list(visit.inspectors.all())}
    monkeypatch.setattr(records, "record_of", wait_for_each_other(records.record_of))
    without_lock(monkeypatch, type(Inspection.objects.all()))

    outcomes = race(*[lambda user=user: records.record_visit(visit, by=user, at=FOUND_AT, **details) for user in users])

    assert [type(outcome) for outcome in outcomes].count(IntegrityError) == 1
