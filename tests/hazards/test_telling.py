"""What is told at once, and to whom."""

from datetime import date, time, timedelta

import pytest
from django.utils import translation

from hazards.models import Action, Hazard, State
from hazards.paper_returns import take_back
from hazards.reporting import pass_on, receive
from hazards.telling import in_short, tell_of_deed
from hazards.workflow import perform
from tests.factories.escalation import at
from tests.factories.hazards import FOUND_AT, HazardFactory, hazard_at, told
from tests.factories.reports_from_public import ReportFactory
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory
from townships.models import Addressee, Delivery, Message

pytestmark = pytest.mark.django_db
MAJOR = Hazard.Grade.MAJOR


@pytest.fixture
def place():
    return EnterpriseFactory(name="红星采石场")


@pytest.fixture
def bureau(place):
    return BureauFactory(county=place.county)


def inboxes(kind):
    return [inbox.user for inbox in Addressee.objects.filter(message__kind=kind).order_by("user")]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [({"may_cause_accident": True}, "urgent"), ({"grade": MAJOR}, "major"), ({"may_cause_accident": True, "grade": MAJOR}, "urgent")],
)
def test_the_bureau_is_told_of_what_cannot_wait(place, bureau, fields, kind):
    BureauFactory()
    hazard = HazardFactory(place=place, **fields)

    assert inboxes(kind) == [bureau]
    message = Message.objects.get()
    assert message.text == f"{message.get_kind_display()}：{hazard.number} 红星采石场：皮带轮没有防护罩"
    assert message.path == hazard.get_absolute_url()


def test_the_bureau_is_told_of_what_is_marked_as_urgent_afterwards(place, bureau):
    hazard = hazard_at(State.ORDERED, place=place)
    details = {"reason": "裂缝加宽", "known_at": FOUND_AT + timedelta(days=5)}
    perform(hazard, Action.MARK_URGENT, by=hazard.created_by, at=FOUND_AT + timedelta(days=5, minutes=9), **details)

    assert inboxes("urgent")[0] == bureau
    assert Message.objects.get().text == f"可能立即引发事故：{hazard.number} 红星采石场：皮带轮没有防护罩。裂缝加宽"


def test_an_ordinary_hazard_waits_in_the_list(place, bureau):
    HazardFactory(place=place)

    assert not Message.objects.exists()


def test_whoever_entered_it_knows(place, bureau):
    colleague = BureauFactory(county=place.county)
    HazardFactory(place=place, by=bureau, grade=MAJOR)

    assert inboxes("major") == [colleague]


def test_sent_twice_it_is_told_once(place, bureau):
    inspector = InspectorFactory(township=place.township)
    hazard = HazardFactory(place=place, by=inspector, grade=MAJOR)
    HazardFactory(place=place, by=inspector, grade=MAJOR, submission=hazard.submission)

    assert Message.objects.count() == 1


def test_a_reply_is_told_to_those_who_may_re_inspect(place, bureau):
    first, second = InspectorFactory.create_batch(2, township=place.township)
    InspectorFactory()
    hazard = hazard_at(State.ORDERED, place=place, by=first)
    perform(hazard, Action.REPLY, by=first, at=FOUND_AT + timedelta(days=3), **told(Action.REPLY, hazard))

    assert inboxes("replied") == [second]


def test_it_is_told_in_chinese_whatever_the_one_who_pressed_reads(place, bureau):
    with translation.override("en"):
        hazard_at(State.REPLIED, place=place)

    assert Message.objects.get(kind="replied").text.startswith("整改回复待复查：")


@pytest.mark.parametrize(
    ("days", "words"),
    [(2, "，复查后限 2026-05-02，整改期限 2026-04-30 不变"), (-1, "，整改期限由 2026-04-30 提前到 2026-04-29"), (0, "，期限 2026-04-30")],
)
def test_what_a_day_named_by_a_failed_reinspection_does_to_the_deadline_is_told(place, bureau, days, words):
    hazard = hazard_at(State.REPLIED, place=place)
    named, moment = hazard.deadline + timedelta(days=days), at(hazard.deadline - timedelta(days=1), time(10))

    perform(hazard, Action.FAIL, by=bureau, at=moment, **told(Action.FAIL, hazard) | {"deadline": named})

    assert Message.objects.get(kind="decided").text.endswith(words)


def test_of_a_major_hazard_the_bureau(place, bureau):
    hazard_at(State.REPLIED, place=place, grade=MAJOR)

    assert bureau in inboxes("replied")
    assert {user.role for user in inboxes("replied")} == {"bureau"}


def test_every_reply_is_told(place, bureau):
    second = InspectorFactory(township=place.township)
    hazard = hazard_at(State.REPLIED, place=place)
    perform(hazard, Action.FAIL, by=second, at=FOUND_AT + timedelta(days=4), **told(Action.FAIL, hazard))
    perform(hazard, Action.REPLY, by=hazard.created_by, at=FOUND_AT + timedelta(days=5), **told(Action.REPLY, hazard))

    assert inboxes("replied") == [second, second]


def test_what_was_typed_into_it_is_masked(place, bureau):
    HazardFactory(place=place, grade=MAJOR, description="举报人电话13800138000")

    assert "138****8000" in Message.objects.get().text


@pytest.mark.parametrize(
    ("step", "action", "words"),
    [
        (State.ORDERED, Action.VOID, ""),
        (State.ORDERED, Action.ASSIGN, "，责任单位改为县公路局"),
        (State.ORDERED, Action.TRANSFER, ""),
        (State.SUSPENDED, Action.ASK_CUT_OFF, ""),
        ("resumed", Action.LIFT_CUT_OFF, ""),
        (State.CLOSED, Action.REOPEN, "，期限 2026-04-30"),
    ],
)
def test_the_township_is_told_of_what_the_county_does_with_its_hazard(place, bureau, step, action, words):
    hazard = hazard_at(step, place=place)

    event = perform(hazard, action, by=bureau, at=FOUND_AT + timedelta(days=9), **told(action, hazard))

    message = Message.objects.get(key=f"decision:{event.pk}")
    assert [inbox.user for inbox in message.addressees.all()] == [hazard.created_by]
    assert message.text == f"{action.label}：{in_short(hazard)}{words}"


def test_the_bureau_hears_that_its_letter_was_answered(place, bureau):
    hazard, late = hazard_at(State.ORDERED, place=place), at(date(2026, 6, 1))
    order = perform(hazard, Action.URGE, by=bureau, at=late, **told(Action.URGE, hazard)).order

    take_back(order, by=hazard.created_by, at=late, kind="answer", received_on=date(2026, 6, 1), words="已责成企业限期整改")

    assert bureau in inboxes("answered")
    assert Message.objects.get(kind="answered").text.endswith("收到书面答复：已责成企业限期整改")


def test_a_hazard_in_short_has_no_full_stop_in_the_middle_of_the_sentence():
    hazard = HazardFactory(description="皮带轮没有防护罩。")

    assert in_short(hazard).endswith("：皮带轮没有防护罩")


@pytest.mark.parametrize(
    ("step", "action", "grade"),
    [
        (State.ORDERED, Action.ASK_EXTENSION, MAJOR),
        (State.REPLIED, Action.ASK_ACCEPTANCE, MAJOR),
        (State.SUSPENDED, Action.APPLY, "general"),
    ],
)
def test_an_application_is_told_to_the_bureau_once(place, bureau, step, action, grade):
    hazard = hazard_at(step, place=place, grade=grade)
    event = perform(hazard, action, by=hazard.created_by, at=FOUND_AT + timedelta(days=5), **told(action, hazard))
    tell_of_deed(event)

    assert (inboxes("applied").count(bureau), Message.objects.filter(kind="applied").count()) == (1, 1)
    assert Message.objects.get(kind="applied").text.startswith(f"{action.label}待审批：{hazard.number}")


@pytest.mark.parametrize(
    ("step", "action", "grade", "until"),
    [
        (State.ORDERED, Action.EXTEND, "general", "，期限 2026-05-30"),
        ("asked", Action.REFUSE_EXTENSION, MAJOR, ""),
        (State.REPLIED, Action.FAIL, "general", "，期限 2026-04-30"),
        ("applied", Action.ACCEPT, MAJOR, ""),
        ("applied", Action.REJECT, MAJOR, "，期限 2026-04-30"),
        (State.ENDORSED, Action.REFUSE_CLOSING, MAJOR, ""),
        (State.ORDERED, Action.SUPERVISE, MAJOR, "，期限 2026-04-30"),
        (State.ORDERED, Action.SUSPEND, "general", "，期限 2026-04-30"),
        (State.RESUMING, Action.RESUME, "general", ""),
        (State.RESUMING, Action.REFUSE, "general", "，期限 2026-04-30"),
        (State.ORDERED, Action.URGE, "general", "，2026-12-20 前书面报告"),
    ],
)
def test_what_the_county_decides_is_told_to_the_township_once(place, bureau, step, action, grade, until):
    inspector = InspectorFactory(township=place.township)
    hazard = hazard_at(step, place=place, grade=grade)

    event = perform(hazard, action, by=bureau, at=FOUND_AT + timedelta(days=60 if action == Action.URGE else 9), **told(action, hazard))
    tell_of_deed(event)

    message = Message.objects.get(key=f"decision:{event.pk}")
    people = [inbox.user for inbox in message.addressees.all()]
    assert (people.count(inspector), bureau in people) == (1, False)
    assert message.text == f"{action.label}：{hazard.number} 红星采石场：皮带轮没有防护罩{until}"


def test_a_villagers_report_is_told_to_the_township_and_passed_on_to_whoever_has_it_then(place, bureau):
    inspector = InspectorFactory(township=place.township)
    report = ReportFactory(place=place, text="举报人张三，矿洞口掉石头", phone="13800138000")
    again = receive(report.code, submission=report.submission, text="矿洞口掉石头")
    assert (again, inboxes("reported")) == (report, [inspector])

    pass_on(report, by=inspector, reason="属县局管")

    assert {*inboxes("reported")} == {inspector, bureau}
    assert {*Message.objects.values_list("text", flat=True)} == {f"群众举报待核实：{place.township} 红星采石场"}


def test_what_can_wait_leaves_after_the_quiet_hours(place, settings):
    settings.MESSAGE_WEBHOOK_URL = "https://robot.example"
    ReportFactory(place=place, at=at(date(2026, 3, 6), time(21)))

    delivery = Delivery.objects.get()
    assert (delivery.message.sent_at, delivery.next_attempt_at) == (at(date(2026, 3, 6), time(21)), at(date(2026, 3, 9), time(7, 30)))
