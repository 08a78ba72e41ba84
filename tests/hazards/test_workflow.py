"""Who may do what with a hazard in which state, written by hand; and what each action does."""

from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hazards.details import ExtensionAskedTooLate
from hazards.life import page
from hazards.models import Action, Assurance, Hazard, HazardPicture, Order, State
from hazards.tables import next_step
from hazards.views.history import history
from hazards.views.next_steps import what_next
from hazards.workflow import TRANSITIONS, TransitionNotAllowed, available_actions, perform
from tests.factories.hazards import (
    FOUND_AT,
    HazardFactory,
    InspectionFactory,
    VisitedHazardFactory,
    hazard_at,
    one_of_each,
    photo,
    told,
)
from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    EnterpriseFactory,
    InspectorFactory,
    KeySiteFactory,
    OfficialFactory,
)

pytestmark = pytest.mark.django_db

# Who may: i another inspector of the township, a the one who entered it (same day), r the one who replied, b the bureau.
# An official of the county, O, gives the last signature. Nobody else ever may: an inspector of another township, the bureau or
# an official of another county, a city's official, auditors, administrators.
GENERAL = """
                  found  ordered  replied  suspended  resuming  closed  void
rectify           a      -        -        -          -         -       -
order             iarb   -        -        -          -         -       -
ask_extension     -      iarb     -        -          -         -       -
extend            -      b        -        -          -         -       -
refuse_extension  -      -        -        -          -         -       -
reply             -      iarb     -        -          -         -       -
pass              -      -        iab      -          -         -       -
fail              -      -        iab      -          -         -       -
ask_acceptance    -      -        -        -          -         -       -
accept            -      -        -        -          -         -       -
reject            -      -        -        -          -         -       -
sign_township     -      -        -        -          -         -       -
sign_bureau       -      -        -        -          -         -       -
sign_county       -      -        -        -          -         -       -
refuse_closing    -      -        -        -          -         -       -
suspend           -      b        b        -          -         -       -
apply             -      -        -        iarb       -         -       -
resume            -      -        -        -          b         -       -
resume_major      -      -        -        -          -         -       -
refuse            -      -        -        -          b         -       -
reopen            -      -        -        -          -         iarb    -
look_back         -      -        -        -          -         iarb    -
link              iarb   iarb     iarb     iarb       iarb      iarb    -
unlink            -      -        -        -          -         -       -
urge              -      -        -        -          -         -       -
transfer          b      b        b        b          b         -       -
ask_cut_off       -      -        -        b          -         -       -
lift_cut_off      -      -        -        -          -         -       -
report            -      -        -        -          -         -       -
supervise         -      -        -        -          -         -       -
plan              -      -        -        -          -         -       -
assure            -      -        -        -          -         -       -
progress          -      -        -        -          -         -       -
assign            b      b        b        b          b         -       -
mark_urgent       iarb   iarb     iarb     iarb       iarb      -       -
unmark_urgent     -      -        -        -          -         -       -
ask_county        iarb   iarb     iarb     iarb       iarb      -       -
void              ab     b        b        b          b         b       -
"""
MAJOR = """
                  found  ordered  asked  replied  applied  suspended  resuming  accepted  endorsed  approved  closed  void
rectify           -      -        -      -        -        -          -         -         -         -         -       -
order             iarb   -        -      -        -        -          -         -         -         -         -       -
ask_extension     -      iarb     -      -        -        -          -         -         -         -         -       -
extend            -      -        b      -        -        -          -         -         -         -         -       -
refuse_extension  -      -        b      -        -        -          -         -         -         -         -       -
reply             -      iarb     iarb   -        -        -          -         -         -         -         -       -
pass              -      -        -      -        -        -          -         -         -         -         -       -
fail              -      -        -      b        -        -          -         -         -         -         -       -
ask_acceptance    -      -        -      iarb     -        -          -         -         -         -         -       -
accept            -      -        -      -        b        -          -         -         -         -         -       -
reject            -      -        -      -        b        -          -         -         -         -         -       -
sign_township     -      -        -      -        -        -          -         ia        -         -         -       -
sign_bureau       -      -        -      -        -        -          -         -         b         -         -       -
sign_county       -      -        -      -        -        -          -         -         -         O         -       -
refuse_closing    -      -        -      -        -        -          -         ia        b         O         -       -
suspend           -      b        b      b        b        -          -         -         -         -         -       -
apply             -      -        -      -        -        iarb       -         -         -         -         -       -
resume            -      -        -      -        -        -          -         -         -         -         -       -
resume_major      -      -        -      -        -        -          b         -         -         -         -       -
refuse            -      -        -      -        -        -          b         -         -         -         -       -
reopen            -      -        -      -        -        -          -         -         -         -         iarb    -
look_back         -      -        -      -        -        -          -         -         -         -         iarb    -
link              iarb   iarb     iarb   iarb     iarb     iarb       iarb      iarb      iarb      iarb      iarb    -
unlink            -      -        -      -        -        -          -         -         -         -         -       -
urge              -      -        -      -        -        -          -         -         -         -         -       -
transfer          b      b        b      b        b        b          b         b         b         b         -       -
ask_cut_off       -      -        -      -        -        b          -         -         -         -         -       -
lift_cut_off      -      -        -      -        -        -          -         -         -         -         -       -
report            iarb   iarb     iarb   iarb     iarb     iarb       iarb      -         -         -         -       -
supervise         b      b        b      b        b        b          b         -         -         -         -       -
plan              iarb   iarb     iarb   iarb     iarb     iarb       iarb      -         -         -         -       -
assure            iarb   iarb     iarb   iarb     iarb     iarb       iarb      -         -         -         -       -
progress          iarb   iarb     iarb   iarb     iarb     iarb       iarb      -         -         -         -       -
assign            b      b        b      b        b        b          b         -         -         -         -       -
mark_urgent       iarb   iarb     iarb   iarb     iarb     iarb       iarb      -         -         -         -       -
unmark_urgent     -      -        -      -        -        -          -         -         -         -         -       -
ask_county        iarb   iarb     iarb   iarb     iarb     iarb       iarb      -         -         -         -       -
void              b      b        b      b        b        b          b         b         b         b         b       -
"""
# Once its deadline has passed, and a paper has named one.
URGE_ONCE_OVERDUE = {"found": "", "ordered": "b", "replied": "b", "suspended": "b", "resuming": "b", "closed": "", "void": ""}
AFTER = {
    Action.RECTIFY: State.CLOSED,
    Action.ORDER: State.ORDERED,
    Action.EXTEND: State.ORDERED,
    Action.REPLY: State.REPLIED,
    Action.PASS: State.CLOSED,
    Action.ACCEPT: State.ACCEPTED,
    Action.REJECT: State.ORDERED,
    Action.SIGN_TOWNSHIP: State.ENDORSED,
    Action.SIGN_BUREAU: State.APPROVED,
    Action.SIGN_COUNTY: State.CLOSED,
    Action.REFUSE_CLOSING: State.REPLIED,
    Action.FAIL: State.ORDERED,
    Action.SUSPEND: State.SUSPENDED,
    Action.APPLY: State.RESUMING,
    Action.RESUME: State.CLOSED,
    Action.RESUME_MAJOR: State.REPLIED,
    Action.REFUSE: State.SUSPENDED,
    Action.REOPEN: State.ORDERED,
    Action.VOID: State.VOID,
}


def column(table, state):
    """{action: letters of the roles} for one state."""
    head, *rows = table.strip().splitlines()
    position = head.split().index(state) + 1
    return {Action(row.split()[0]): row.split()[position].strip("-") for row in rows}


def cast(hazard, replier):
    """Everybody who might press, by letter; capitals for those who never may."""
    township, county = hazard.township, hazard.township.county
    return {
        "i": InspectorFactory(township=township),
        "a": hazard.created_by,
        "r": replier,
        "b": BureauFactory(county=county),
        "I": InspectorFactory(township__county=county),
        "B": BureauFactory(),
        "O": OfficialFactory(county=county),
        "P": OfficialFactory(),
        "C": OfficialFactory(county=None),
        "U": AuditorFactory(county=county),
        "A": AdministratorFactory(county=county),
    }


TABLES = {Hazard.Grade.GENERAL: GENERAL, Hazard.Grade.MAJOR: MAJOR}


@pytest.fixture(params=[(grade, step) for grade, table in TABLES.items() for step in table.split("\n")[1].split()], ids="-".join)
def cell(request):
    """A hazard of one grade that walked to one column of its table, that column, and everybody who might press."""
    grade, step = request.param
    place = EnterpriseFactory()
    replier = InspectorFactory(township=place.township)
    visit = InspectionFactory(place=place)
    hazard = hazard_at(step, grade=grade, place=place, replied_by=replier, inspection=visit)
    return hazard, column(TABLES[grade], step), cast(hazard, replier)


def test_buttons_are_exactly_those_of_the_table(cell):
    hazard, table, users = cell
    now = hazard.reported_at + timedelta(hours=1)

    buttons = {letter: available_actions(hazard, user, at=now) for letter, user in users.items()}

    assert {action: "".join(letter for letter in users if action in buttons[letter]) for action in TRANSITIONS} == table


def test_deeds_are_exactly_those_of_the_table(cell):
    hazard, table, users = cell
    soon = hazard.reported_at + timedelta(hours=1)
    details = {action: told(action, hazard) for action in TRANSITIONS}
    before = hazard.state

    for action, allowed in table.items():
        # Acceptance comes after its application; who may void asks for the day on which it was entered.
        now = soon + timedelta(days=9) if action in (Action.ACCEPT, Action.REJECT) else soon
        for letter, user in users.items():
            with transaction.atomic():
                if letter in allowed:
                    event = perform(hazard, action, by=user, at=now, **details[action])
                    assert (event.from_state, event.to_state) == (before, AFTER.get(action, before))
                else:
                    with pytest.raises(TransitionNotAllowed):
                        perform(hazard, action, by=user, at=now, **details[action])
                transaction.set_rollback(True)


@pytest.mark.parametrize("state", URGE_ONCE_OVERDUE)
def test_the_county_urges_once_the_deadline_has_passed(state):
    hazard = hazard_at(state)
    last_day = timezone.make_aware(datetime(2026, 4, 30, 23, 59))  # noqa: DTZ001 (made aware at once)

    def buttons(at):
        users = cast(hazard, hazard.replied_by or InspectorFactory(township=hazard.township))
        return "".join(letter for letter, user in users.items() if Action.URGE in available_actions(hazard, user, at=at))

    assert (buttons(last_day), buttons(last_day + timedelta(minutes=1))) == ("", URGE_ONCE_OVERDUE[state])


def test_disabled_account_may_nothing():
    hazard = hazard_at(State.FOUND)
    inspector = InspectorFactory(township=hazard.township, is_active=False)

    assert available_actions(hazard, inspector) == []


def test_who_entered_it_may_not_void_it_the_day_after():
    hazard = hazard_at(State.FOUND)
    tomorrow = hazard.reported_at + timedelta(days=1)

    assert Action.VOID not in available_actions(hazard, hazard.created_by, at=tomorrow)


def test_who_entered_it_may_not_void_what_stands_on_a_paper():
    hazard = HazardFactory()
    soon = hazard.reported_at + timedelta(hours=1)
    assert Action.VOID in available_actions(hazard, hazard.created_by, at=soon)

    act(hazard, Action.TRANSFER, at=soon)

    assert Action.VOID not in available_actions(hazard, hazard.created_by, at=soon)


def test_county_is_asked_once():
    hazard = HazardFactory()
    perform(hazard, Action.ASK_COUNTY, by=hazard.created_by, reason="请协调停电")
    hazard.refresh_from_db()

    assert hazard.needs_county
    assert Action.ASK_COUNTY not in available_actions(hazard, hazard.created_by)


def test_who_judges_takes_back_that_it_may_cause_an_accident_also_of_what_is_closed():
    hazard = hazard_at(State.CLOSED, may_cause_accident=True, found_at=FOUND_AT - timedelta(minutes=31))
    users = cast(hazard, hazard.replied_by)
    assert hazard.is_reported_late
    assert [letter for letter, user in users.items() if Action.UNMARK_URGENT in available_actions(hazard, user)] == ["b"]

    calmed = act(hazard, Action.UNMARK_URGENT).hazard

    assert (calmed.may_cause_accident, calmed.is_reported_late) == (False, False)


@pytest.mark.parametrize(("minutes", "is_late"), [(30, False), (31, True)])
def test_marked_as_urgent_its_half_hour_runs_from_when_it_was_known(minutes, is_late):
    hazard = hazard_at(State.ORDERED)
    known_at = hazard.found_at + timedelta(days=5)

    marked = act(hazard, Action.MARK_URGENT, known_at=known_at, at=known_at + timedelta(minutes=minutes)).hazard

    assert (marked.may_cause_accident, marked.is_reported_late) == (True, is_late)


@pytest.mark.parametrize("wrong_by", [timedelta(minutes=-1), timedelta(days=1, minutes=1)])
def test_what_is_urgent_is_known_after_it_was_found_and_before_it_is_told(wrong_by):
    hazard = HazardFactory()

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        act(hazard, Action.MARK_URGENT, known_at=hazard.found_at + wrong_by)

    assert list(refused.value.error_dict) == ["known_at"]


def test_power_is_not_given_back_while_production_is_suspended():
    hazard = hazard_at("cut off")

    assert Action.LIFT_CUT_OFF not in available_actions(hazard, BureauFactory(county=hazard.township.county))


def test_after_production_resumed_the_bureau_lifts_the_cut():
    hazard = hazard_at("resumed")
    assert (hazard.state, [*Hazard.objects.waiting_for_bureau()]) == (State.CLOSED, [hazard])
    assert "县局须及时通知有关单位解除" in what_next(hazard)

    lifted = act(hazard, Action.LIFT_CUT_OFF, at=hazard.found_at + timedelta(days=9)).hazard

    assert (lifted.needs_county, lifted.cut_off_asked_on) == (False, None)
    assert "通知时间：2026-03-10 09:00" in history(hazard.events.all())[-1]["text"]
    assert not Hazard.objects.waiting_for_bureau().exists()


def test_what_the_township_asked_of_the_county_outlives_a_cut_of_power():
    hazard = hazard_at("resumed", needs_county=True)

    lifted = act(hazard, Action.LIFT_CUT_OFF, at=hazard.found_at + timedelta(days=9)).hazard

    assert (lifted.needs_county, lifted.cut_off_asked_on) == (True, None)


def test_a_cut_is_not_lifted_before_it_was_asked_for():
    hazard = hazard_at("resumed")
    asked_at = hazard.events.get(action=Action.ASK_CUT_OFF).at

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        act(hazard, Action.LIFT_CUT_OFF, at=hazard.found_at + timedelta(days=9), told_at=asked_at - timedelta(minutes=2))

    assert list(refused.value.error_dict) == ["told_at"]


def act(hazard, action, *, by=None, at=None, **changes):
    by = by or BureauFactory(county=hazard.township.county)
    return perform(hazard, action, by=by, at=at or hazard.found_at + timedelta(days=1), **told(action, hazard) | changes)


def test_event_tells_who_when_why_and_with_what():
    hazard = HazardFactory()

    event = act(hazard, Action.ORDER, by=hazard.created_by, requirement="加装防护罩", deadline=date(2026, 4, 1))

    assert (event.by, event.at, event.reason) == (hazard.created_by, hazard.found_at + timedelta(days=1), "加装防护罩")
    assert event.details["deadline"] == date(2026, 4, 1)
    assert event.order.number == f"{hazard.township.document_prefix}〔2026〕1号"


def test_history_runs_from_the_first_entry_to_the_last_step():
    hazard = hazard_at(State.CLOSED)

    assert [*hazard.events.values_list("action", "from_state", "to_state")] == [
        ("log", "", "found"),
        ("order", "found", "ordered"),
        ("reply", "ordered", "replied"),
        ("pass", "replied", "closed"),
    ]


def test_rectified_on_the_spot_is_closed_with_what_was_done():
    hazard = VisitedHazardFactory()
    soon = hazard.found_at + timedelta(hours=1)

    event = act(hazard, Action.RECTIFY, by=hazard.created_by, at=soon, measure="当场装好", spent_funds="120.50", pictures=[photo()])

    closed = event.hazard
    assert (closed.state, closed.measure, str(closed.spent_funds)) == (State.CLOSED, "当场装好", "120.50")
    assert (closed.rectified_on, closed.closed_by, closed.closed_at) == (date(2026, 3, 2), hazard.created_by, event.at)
    assert [picture.moment for picture in event.pictures.all()] == [HazardPicture.Moment.AFTER]


@pytest.mark.parametrize(("hours", "may"), [(14, True), (15, False)])
def test_on_the_spot_ends_with_the_day_of_the_visit(hours, may):
    hazard = VisitedHazardFactory()
    at = hazard.found_at + timedelta(hours=hours)

    assert (Action.RECTIFY in available_actions(hazard, hazard.created_by, at=at)) == may


def test_who_was_of_the_visit_may_put_it_right_on_the_spot():
    hazard = VisitedHazardFactory()
    there = InspectorFactory(township=hazard.township, person=hazard.inspection.inspectors.first())

    assert Action.RECTIFY in available_actions(hazard, there, at=hazard.found_at)


def test_what_the_sheet_says_of_that_day_is_typed_later():
    visit = InspectionFactory()
    late = FOUND_AT + timedelta(days=4)
    hazard = HazardFactory(place=visit.place, by=visit.created_by, inspection=visit, found_at=FOUND_AT, at=late)

    assert act(hazard, Action.RECTIFY, by=visit.created_by, at=late).to_state == State.CLOSED
    assert Action.RECTIFY not in available_actions(hazard, visit.created_by, at=late + timedelta(minutes=1))


def test_what_villagers_report_needs_a_visit_first():
    hazard = HazardFactory(source=Hazard.Source.PUBLIC)
    by, soon = hazard.created_by, FOUND_AT + timedelta(days=1)
    signed_clear = {"clear_signed_by": by, "clear_signed_at": soon}
    InspectionFactory(place=hazard.place, inspected_at=FOUND_AT, created_by=by)
    InspectionFactory(place=hazard.place, inspected_at=soon, created_by=by, **signed_clear)
    assert Action.RECTIFY not in available_actions(hazard, by, at=soon)
    visit = InspectionFactory(place=hazard.place, inspected_at=soon, created_by=by)

    assert act(hazard, Action.RECTIFY, by=by, at=soon).hazard.inspection == visit


def test_order_sets_requirement_deadline_unit_and_person():
    hazard = HazardFactory()

    ordered = act(hazard, Action.ORDER, by=hazard.created_by, responsible_unit="第一采石场", responsible_person="李四").hazard

    assert (ordered.measure, ordered.deadline) == (told(Action.ORDER, hazard)["requirement"], date(2026, 4, 30))
    assert (ordered.responsible_unit, ordered.responsible_person) == ("第一采石场", "李四")


def test_no_township_orders_itself_to_rectify_and_the_county_may():
    slope = HazardFactory(place=KeySiteFactory())
    own = told(Action.ORDER, slope) | {"responsible_unit": ""}

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        perform(slope, Action.ORDER, by=slope.created_by, at=slope.found_at, **own)

    assert list(refused.value.error_dict) == ["responsible_unit"]
    bureau = BureauFactory(county=slope.township.county)
    assert perform(slope, Action.ORDER, by=bureau, at=slope.found_at, **own).order.served_on == slope.township.government


@pytest.mark.parametrize(
    ("action", "state", "changes", "field"),
    [
        (Action.ORDER, State.FOUND, {"deadline": None}, "deadline"),
        (Action.ORDER, State.FOUND, {"deadline": date(2026, 3, 2)}, "deadline"),
        (Action.ORDER, State.FOUND, {"deadline": date(2099, 1, 1)}, "deadline"),
        (Action.ORDER, State.FOUND, {"requirement": "长" * 2001}, "requirement"),
        (Action.EXTEND, State.ORDERED, {"reason": ""}, "reason"),
        (Action.EXTEND, State.ORDERED, {"deadline": date(2026, 4, 30)}, "deadline"),
        (Action.REPLY, State.ORDERED, {"rectified_on": date(2026, 3, 1)}, "rectified_on"),
        (Action.REPLY, State.ORDERED, {"rectified_on": date(2026, 3, 4)}, "rectified_on"),
        (Action.FAIL, State.REPLIED, {"deadline": date(2026, 3, 2)}, "deadline"),
        (Action.FAIL, State.REPLIED, {"inspectors": []}, "inspectors"),
        (Action.SUSPEND, State.ORDERED, {"deadline": "不是日期"}, "deadline"),
        (Action.SUSPEND, State.ORDERED, {"deadline": date(2026, 9, 4)}, "deadline"),  # six months and a day
        (Action.VOID, State.FOUND, {"reason": ""}, "reason"),
    ],
)
def test_wrong_details_are_refused_by_name_and_change_nothing(action, state, changes, field):
    hazard = hazard_at(state)
    happened = hazard.events.count()

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        act(hazard, action, **{"by": hazard.created_by} if action == Action.ORDER else {}, **changes)

    assert list(refused.value.error_dict) == [field]
    hazard.refresh_from_db()
    assert (hazard.state, hazard.events.count()) == (state, happened)


@pytest.mark.parametrize(("field", "typed"), [("measure", " "), ("spent_funds", -1)])
def test_wrong_details_close_nothing_on_the_spot(field, typed):
    hazard = VisitedHazardFactory()

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        act(hazard, Action.RECTIFY, by=hazard.created_by, at=hazard.found_at, **{field: typed})

    assert ([*refused.value.error_dict], hazard.events.count()) == ([field], 1)


def test_unknown_detail_is_a_bug():
    with pytest.raises(TypeError, match="level"):
        act(HazardFactory(), Action.VOID, level="county")


def test_extension_is_asked_for_fifteen_working_days_before(settings):
    hazard = hazard_at(State.ORDERED)  # deadline Thursday 30 April 2026
    new_deadline = date(2026, 5, 30)

    with pytest.raises(ExtensionAskedTooLate) as refused:
        act(hazard, Action.EXTEND, deadline=new_deadline, asked_on=date(2026, 4, 10))

    assert refused.value.last_day == date(2026, 4, 9)
    assert act(hazard, Action.EXTEND, deadline=new_deadline, asked_on=date(2026, 4, 9)).hazard.deadline == new_deadline


def test_extension_is_not_asked_for_before_the_deadline_was_set():
    hazard = hazard_at(State.ORDERED)
    ordered = timezone.localdate(hazard.events.get(action=Action.ORDER).at)

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        act(hazard, Action.ASK_EXTENSION, asked_on=ordered - timedelta(days=1))

    assert list(refused.value.error_dict) == ["asked_on"]
    assert act(hazard, Action.ASK_EXTENSION, asked_on=ordered).hazard.extension_asked_on == ordered


def test_of_a_deadline_too_short_for_that_more_time_is_asked_for_until_it_ends():
    hazard = hazard_at(State.FOUND)
    short = hazard.found_at.date() + timedelta(days=5)
    act(hazard, Action.ORDER, by=hazard.created_by, deadline=short)
    asking = partial(act, hazard, Action.ASK_EXTENSION, at=hazard.found_at + timedelta(days=6), deadline=date(2026, 5, 30))

    with pytest.raises(ExtensionAskedTooLate) as refused:
        asking(asked_on=short + timedelta(days=1))

    assert refused.value.last_day == short
    assert asking(asked_on=short).hazard.extension_asked_on == short


def test_production_is_suspended_for_longer_when_that_was_approved():
    hazard = hazard_at(State.ORDERED)

    assert act(hazard, Action.SUSPEND, deadline=date(2026, 9, 3)).hazard.state == State.SUSPENDED
    assert act(hazard_at(State.ORDERED), Action.SUSPEND, deadline=date(2027, 3, 3), allows_longer=True).hazard.needs_stop


def test_late_request_is_accepted_when_the_bureau_says_so():
    hazard = hazard_at(State.ORDERED)

    event = act(hazard, Action.EXTEND, asked_on=date(2026, 4, 29), accept_late=True)

    assert event.details["accept_late"] is True
    assert event.hazard.state == State.ORDERED


def test_reply_keeps_evidence_and_money():
    hazard = hazard_at(State.ORDERED)

    event = act(hazard, Action.REPLY, by=hazard.created_by, spent_funds="3000", pictures=[photo(), photo(colour="blue")])

    assert (event.hazard.spent_funds, event.hazard.replied_by) == (3000, hazard.created_by)
    assert event.pictures.count() == 2


def test_pass_closes_and_makes_an_opinion_on_the_order():
    hazard = hazard_at(State.REPLIED)

    event = act(hazard, Action.PASS)

    assert (event.hazard.closed_by, event.hazard.closed_at) == (event.by, event.at)
    assert event.order.kind == Order.Kind.OPINION
    assert event.order.follows == hazard.orders.get(kind=Order.Kind.NOTICE)


@pytest.mark.parametrize(
    ("named", "deadline", "redo_by"),
    [
        (date(2026, 4, 29), date(2026, 4, 29), None),
        (date(2026, 4, 30), date(2026, 4, 30), None),
        (date(2026, 5, 20), date(2026, 4, 30), date(2026, 5, 20)),
    ],
)
def test_failed_reinspection_may_take_time_and_gives_none(named, deadline, redo_by):
    hazard = hazard_at(State.REPLIED)  # by 30 April

    event = act(hazard, Action.FAIL, deadline=named)

    assert (event.hazard.deadline, event.hazard.redo_by, event.hazard.rectified_on) == (deadline, redo_by, None)
    assert event.order.kind == Order.Kind.OPINION


@pytest.mark.parametrize(("named", "is_told"), [(date(2026, 4, 29), True), (date(2026, 4, 30), False)])
def test_a_sooner_day_is_told_as_a_shortened_deadline(named, is_told):
    hazard = act(hazard_at(State.REPLIED), Action.FAIL, deadline=named).hazard

    assert ("整改期限已由 2026-04-30 提前到 2026-04-29，超期从这天起算。" in what_next(hazard)) == is_told
    extended = act(hazard, Action.EXTEND, deadline=date(2026, 7, 1), accept_late=True).hazard
    assert "提前到" not in what_next(extended)


def test_what_is_next_says_which_of_two_days_counts():
    today = timezone.localdate()
    hazard = Hazard(state=State.ORDERED, deadline=today, redo_by=today + timedelta(days=9))
    assert f"整改期限 {today} 不变，到期未销号的计为超期" in what_next(hazard)

    hazard.deadline -= timedelta(days=1)
    assert f"整改期限 {hazard.deadline} 已过，复查后限 {hazard.redo_by} 以前整改完毕，仍按原期限计算超期" in what_next(hazard)


AFTER_DEADLINE = timedelta(days=93)  # 3 June, 34 days after 30 April


@pytest.mark.parametrize(("days", "whose"), [(15, InspectorFactory), (90, BureauFactory)])
def test_failed_reinspection_names_a_short_day(days, whose):
    hazard = hazard_at(State.REPLIED)
    by = whose(**{"township": hazard.township} if whose is InspectorFactory else {"county": hazard.township.county})
    failing = partial(act, hazard, Action.FAIL, by=by, at=hazard.found_at + AFTER_DEADLINE)

    with pytest.raises(ValidationError, match="由县局准予延期"), transaction.atomic():
        failing(deadline=date(2026, 6, 3) + timedelta(days=days + 1))

    assert failing(deadline=date(2026, 6, 3) + timedelta(days=days)).hazard.state == State.ORDERED


def test_failed_reinspection_extends_nothing_and_the_bureau_does():
    hazard = hazard_at(State.REPLIED)
    at = hazard.found_at + AFTER_DEADLINE

    failed = act(hazard, Action.FAIL, at=at, deadline=date(2026, 6, 10)).hazard
    assert (failed.deadline, failed.redo_by) == (date(2026, 4, 30), date(2026, 6, 10))

    extended = act(hazard, Action.EXTEND, at=at, deadline=date(2026, 7, 1), accept_late=True).hazard
    assert (extended.deadline, extended.redo_by) == (date(2026, 7, 1), None)


def test_refused_resumption_prolongs_the_suspension_to_six_months_in_all():
    hazard = hazard_at(State.RESUMING)  # suspended on 4 March
    refusing = partial(act, hazard, Action.REFUSE, at=hazard.found_at + AFTER_DEADLINE)

    with pytest.raises(ValidationError, match="（自 2026-03-04 起），不能晚于 2026-09-04"), transaction.atomic():
        refusing(deadline=date(2026, 9, 5))

    assert refusing(deadline=date(2026, 9, 4)).hazard.deadline == date(2026, 9, 4)
    assert act(hazard_at(State.RESUMING), Action.REFUSE, deadline=date(2026, 9, 5), allows_longer=True).hazard.state == State.SUSPENDED


def test_found_again_by_a_look_back_it_is_open_as_before():
    hazard = hazard_at(State.CLOSED)

    event = act(hazard, Action.REOPEN)

    again = event.hazard
    assert (again.state, again.closed_at, again.closed_by, again.replied_by, again.rectified_on) == (State.ORDERED, None, None, None, None)
    assert event.order.kind == Order.Kind.DIRECTIVE


def test_voided_hazard_is_not_counted_but_stays():
    hazard = hazard_at(State.VOID)

    assert Hazard.objects.filter(pk=hazard.pk).exists()
    assert not Hazard.objects.counted().exists()


def test_supervision_and_assurance_leave_the_state():
    hazard = hazard_at(State.ORDERED, grade=Hazard.Grade.MAJOR)

    act(hazard, Action.SUPERVISE, level="city", supervising_unit="市安委会", number="市督办〔2026〕3号")
    event = act(hazard, Action.ASSURE, item="funds", evidence="已落实资金 3 万元")

    assert (event.hazard.supervision, event.hazard.state) == ("city", State.ORDERED)
    assert [*Assurance.objects.values_list("item", "evidence", "at")] == [("funds", "已落实资金 3 万元", event.at)]


def test_assurance_checked_again_keeps_the_newer_evidence():
    hazard = hazard_at(State.ORDERED, grade=Hazard.Grade.MAJOR)

    act(hazard, Action.ASSURE, evidence="方案起草中")
    act(hazard, Action.ASSURE, evidence="方案已印发")

    assert [assurance.evidence for assurance in hazard.assurances.all()] == ["方案已印发"]
    assert hazard.events.filter(action=Action.ASSURE).count() == 2


def test_bureau_sees_what_is_reported_up():
    general, major = hazard_at(State.ORDERED), hazard_at(State.ORDERED, grade=Hazard.Grade.MAJOR)
    assert [*Hazard.objects.waiting_for_bureau()] == [major]

    act(major, Action.SUPERVISE)
    act(general, Action.ASK_COUNTY)

    assert [*Hazard.objects.waiting_for_bureau()] == [general]


def test_a_request_for_more_time_waits_for_the_bureau_whatever_the_grade():
    hazard = hazard_at(State.ORDERED)
    asked = act(hazard, Action.ASK_EXTENSION).hazard
    inspector, bureau = hazard.created_by, BureauFactory(county=hazard.township.county)

    assert [*Hazard.objects.waiting_for_bureau()] == [hazard]
    assert what_next(asked).endswith("已申请延期，等县局答复。")
    assert (next_step(asked, bureau), next_step(asked, inspector)) == (Action.EXTEND, Action.REPLY)


def test_loser_is_told_what_happened_meanwhile():
    hazard = hazard_at(State.REPLIED)
    winning = act(hazard, Action.FAIL)

    with pytest.raises(TransitionNotAllowed) as refused:
        act(hazard, Action.PASS)

    assert refused.value.event == winning
    assert refused.value.hazard.state == State.ORDERED


def test_hazard_is_overdue_from_the_day_after_its_deadline():
    hazard = hazard_at(State.ORDERED)  # deadline 30 April

    assert not Hazard.objects.overdue(date(2026, 4, 30)).exists()
    assert [*Hazard.objects.overdue(date(2026, 5, 1))] == [hazard]
    assert hazard.days_left(date(2026, 5, 3)) == -3


def test_paper_names_the_inspectors_who_were_chosen():
    hazard = hazard_at(State.REPLIED)
    visitors = one_of_each(hazard.township)

    order = act(hazard, Action.PASS, inspectors=[person.pk for person in visitors]).order

    assert [person["name"] for person in order.content["inspectors"]] == [person.name for person in visitors]


def test_documentation_is_read_off_the_table():
    written = Path(settings.BASE_DIR, "docs/hazard-life.md").read_text()

    assert written == page(), "manage.py hazard_life > docs/hazard-life.md"
