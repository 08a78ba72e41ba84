"""What a major hazard needs besides: reporting, supervision, plan, five items, more time, acceptance, three signatures."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hazards.details import ExtensionAskedTooLate
from hazards.majors import waits_for, with_file
from hazards.models import Action, Hazard, HazardDocument, MajorCase, RemedyPlan, State
from hazards.views.history import history
from hazards.views.major_file import major_file
from hazards.views.papers import replaced, replaced_by
from hazards.views.side_by_side import side_by_side
from hazards.workflow import TransitionNotAllowed, available_actions, perform
from tests.factories.hazards import FOUND_AT, PLAN, SIGNED, HazardFactory, check_all_five, hazard_at, one_of_each, photo, signatory, told
from tests.factories.townships import BureauFactory, InspectorFactory, KeySiteFactory, OfficialFactory
from townships.documents import CleanDocument
from townships.models import FileKind, Holiday

pytestmark = pytest.mark.django_db


def major_at(step, **fields):
    return hazard_at(step, grade=Hazard.Grade.MAJOR, **fields)


def act(hazard, action, *, by=None, at=None, **changes):
    by = by or BureauFactory(county=hazard.township.county)
    return perform(hazard, action, by=by, at=at or hazard.found_at + timedelta(days=9), **told(action, hazard) | changes)


def refused_fields(hazard, action, **changes):
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        act(hazard, action, **changes)
    return list(refused.value.error_dict)


def test_report_keeps_the_three_things_and_both_addressees():
    hazard = major_at(State.FOUND)

    act(hazard, Action.REPORT, workers_told="职工代表大会")

    case = MajorCase.objects.get(hazard=hazard)
    assert (case.condition, case.remedy) == ("坡体开裂", "削坡并修截水沟")
    assert (case.authority_told_on, case.workers_told_on, case.workers_told) == (date(2026, 3, 2), date(2026, 3, 2), "职工代表大会")


def test_enterprise_tells_its_workers_too():
    assert refused_fields(major_at(State.FOUND), Action.REPORT, workers_told_on=None) == ["workers_told_on"]


def test_the_county_does_not_take_back_what_the_city_supervises():
    hazard = major_at(State.ORDERED)
    act(hazard, Action.SUPERVISE)
    act(hazard, Action.SUPERVISE, level="city", supervising_unit="常德市安委会", number="常安督〔2026〕3号")

    assert refused_fields(hazard, Action.SUPERVISE) == ["level"]
    first, second = hazard.orders.filter(kind="supervision").order_by("pk")
    assert (replaced([first, second]), replaced_by(first), replaced_by(second)) == ({first.pk}, second, None)


def test_acceptance_is_asked_for_with_work_left_only_by_whoever_says_that_it_is_done():
    hazard = major_at(State.ORDERED)
    act(hazard, Action.PLAN)
    check_all_five(hazard)
    act(hazard, Action.PROGRESS, percent=80)
    act(hazard, Action.REPLY)

    assert refused_fields(hazard, Action.ASK_ACCEPTANCE) == ["is_done"]
    assert act(hazard, Action.ASK_ACCEPTANCE, is_done=True).hazard.acceptance_asked_on


def test_slope_has_no_workers_to_tell():
    hazard = major_at(State.FOUND, place=KeySiteFactory())

    assert act(hazard, Action.REPORT, workers_told_on=None).action == Action.REPORT


@pytest.mark.parametrize("field", ["authority_told_on", "workers_told_on"])
def test_nobody_was_told_tomorrow(field):
    assert refused_fields(major_at(State.FOUND), Action.REPORT, **{field: date(2026, 3, 12)}) == [field]


@pytest.mark.parametrize("field", ["authority_told_on", "workers_told_on"])
def test_nobody_was_told_before_it_was_found_or_first_reported(field):
    hazard = major_at(State.FOUND)
    assert refused_fields(hazard, Action.REPORT, **{field: date(2026, 3, 1)}) == [field]

    act(hazard, Action.REPORT, authority_told_on=date(2026, 3, 5), workers_told_on=date(2026, 3, 5))

    later = {"authority_told_on": date(2026, 3, 6), "workers_told_on": date(2026, 3, 6)}
    assert refused_fields(hazard, Action.REPORT, **later | {field: date(2026, 3, 4)}) == [field]


def test_file_keeps_every_report():
    hazard = major_at(State.FOUND)
    for condition in ("坡体开裂", "裂缝扩大"):
        act(hazard, Action.REPORT, condition=condition)

    file = major_file(hazard, [])

    assert ("现状及产生原因", "裂缝扩大") in file["reported"]
    assert [("现状及产生原因", "坡体开裂") in report["facts"] for report in file["earlier_reports"]] == [True]
    told = [entry["text"] for entry in history(hazard.events.filter(action=Action.REPORT))]
    assert ["向主管部门报告日期：2026-03-02" in words for words in told] == [True, True]


def test_county_numbers_its_supervision_and_supervises_itself():
    first = major_at(State.ORDERED)
    second = major_at(State.ORDERED, place=first.place)
    bureau = BureauFactory(county=first.township.county)

    for hazard in (first, second):
        act(hazard, Action.SUPERVISE, by=bureau)

    prefix = bureau.county.document_prefix
    cases = MajorCase.objects.order_by("pk").values_list("supervision_number", "supervising_unit", "supervised_on")
    assert [*cases] == [(f"{prefix}督办〔2026〕{n}号", bureau.county.bureau_name, date(2026, 3, 11)) for n in (1, 2)]


def test_nobody_types_the_number_of_the_countys_own_supervision():
    assert refused_fields(major_at(State.ORDERED), Action.SUPERVISE, number="临安监督办〔2026〕5号") == ["number"]


def test_suspension_leaves_the_deadline_of_a_supervision():
    hazard = major_at(State.ORDERED)
    act(hazard, Action.SUPERVISE)

    with pytest.raises(ValidationError, match="已挂牌督办，只能填督办期限"), transaction.atomic():
        act(hazard, Action.SUSPEND, deadline=date(2026, 4, 29))

    assert act(hazard, Action.SUSPEND, deadline=date(2026, 4, 30)).hazard.state == State.SUSPENDED


@pytest.mark.parametrize("number", ["临安监督办[2026]1号", "临政督函〔2026〕3 号"])
def test_higher_supervision_bears_no_number_of_the_countys(number):
    told = {"level": "city", "supervising_unit": "常德市安委会"}

    assert refused_fields(major_at(State.ORDERED), Action.SUPERVISE, **told, number=number) == ["number"]

    act(major_at(State.ORDERED), Action.SUPERVISE, **told, number="常安监督办〔2026〕1号")


@pytest.mark.parametrize("level", ["city", "province"])
def test_higher_supervision_has_its_own_unit_and_number(level):
    assert refused_fields(major_at(State.ORDERED), Action.SUPERVISE, level=level) == ["supervising_unit", "number"]


def test_supervision_has_the_deadline_of_the_order():
    hazard = major_at(State.ORDERED)

    assert refused_fields(hazard, Action.SUPERVISE, deadline=date(2026, 5, 1)) == ["deadline"]
    assert act(hazard, Action.SUPERVISE, deadline=date(2026, 4, 30)).hazard.deadline == date(2026, 4, 30)


def test_order_has_the_deadline_of_the_supervision():
    hazard = major_at(State.FOUND)
    act(hazard, Action.SUPERVISE, deadline=date(2026, 4, 20))

    assert refused_fields(hazard, Action.ORDER, deadline=date(2026, 4, 30)) == ["deadline"]
    assert act(hazard, Action.ORDER, deadline=date(2026, 4, 20)).hazard.state == State.ORDERED


def test_supervision_without_any_deadline_is_refused():
    assert refused_fields(major_at(State.FOUND), Action.SUPERVISE, deadline=None) == ["deadline"]


def test_plan_has_six_contents_and_interim_measures():
    hazard = major_at(State.ORDERED)

    act(hazard, Action.PLAN)

    plan = RemedyPlan.objects.get()
    assert [words for _label, words in plan.contents] == [PLAN[name] for name in RemedyPlan.CONTENTS]
    assert (plan.measures, plan.interim) == ("撤出人员、设置警戒", "坡下三户已撤离")


@pytest.mark.parametrize("content", RemedyPlan.CONTENTS)
def test_plan_without_one_of_the_six_is_refused(content):
    assert refused_fields(major_at(State.ORDERED), Action.PLAN, **{content: " "}) == [content]


def test_changed_plan_is_a_new_version_and_the_old_one_stays():
    hazard = major_at(State.ORDERED)

    act(hazard, Action.PLAN)
    act(hazard, Action.PLAN, aim="消除滑坡危险并绿化")

    assert [*hazard.plans.values_list("version", "aim")] == [(2, "消除滑坡危险并绿化"), (1, "消除滑坡危险")]


def test_plan_cannot_be_edited():
    hazard = major_at(State.REPLIED)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        hazard.plans.update(aim="另一个目标")


def test_evidence_of_an_item_comes_with_pictures_and_a_paper():
    hazard = major_at(State.ORDERED)
    receipt = CleanDocument(b"%PDF-1.4", FileKind.PDF, "资金到账单.pdf")

    event = act(hazard, Action.ASSURE, item="funds", evidence="资金 30 万元到账", document=receipt, pictures=[photo()])

    assert event.pictures.count() == 1
    # The paper photographed is not what the place looks like after the work.
    assert side_by_side(hazard)["after"] == []
    assert [(str(paper), paper.hazard, paper.added_by) for paper in HazardDocument.objects.filter(event=event)] == [
        ("资金到账单", hazard, event.by)
    ]


@pytest.mark.parametrize("less", [{"percent": 20}, {"spent_funds": "10000"}])
def test_progress_runs_backwards_only_with_a_reason(less):
    hazard = major_at(State.ORDERED)
    reported = {"percent": 60, "spent_funds": "30000"}
    act(hazard, Action.PROGRESS, **reported)

    assert refused_fields(hazard, Action.PROGRESS, **reported | less) == [*less]

    event = act(hazard, Action.PROGRESS, **reported | less, setback="边坡复测，削坡须返工")
    assert "比上次少的原因：边坡复测，削坡须返工" in history([event])[0]["text"]


def test_ownerless_hazard_gets_units_that_answer():
    hazard = HazardFactory(place=KeySiteFactory())

    assigned = act(hazard, Action.ASSIGN).hazard

    assert (assigned.responsible_unit, assigned.assigning_unit, assigned.coordinating_unit) == ("县公路局", "县安委会", "县交通运输局")


# An extension is asked for fifteen working days before the deadline.
CLOCKS = [
    (date(2026, 3, 9), date(2026, 2, 10)),  # over the lunar new year of 2026 with its make-up Saturdays
    (date(2026, 1, 16), date(2025, 12, 25)),  # over New Year with its make-up Sunday
]


@pytest.fixture(params=CLOCKS, ids=["lunar-new-year", "new-year"])
def clock(request):
    """A major hazard whose deadline lies after a holiday, and the last day on which more time may be asked for."""
    deadline, last_day = request.param
    hazard = major_at(State.FOUND, at=FOUND_AT.replace(year=2025, month=12, day=1))
    act(hazard, Action.ORDER, at=hazard.found_at, deadline=deadline)
    return hazard, deadline, last_day


def ask(hazard, day, **changes):
    at = hazard.found_at.replace(year=day.year, month=day.month, day=day.day)
    return act(hazard, Action.ASK_EXTENSION, by=hazard.created_by, at=at, **{"deadline": date(2026, 6, 30)} | changes)


def test_more_time_is_asked_for_on_the_last_day(clock):
    hazard, deadline, last_day = clock

    asked = ask(hazard, last_day).hazard

    assert (asked.extension_asked_on, asked.deadline) == (last_day, deadline)


def test_a_day_later_is_too_late(clock):
    hazard, _deadline, last_day = clock

    with pytest.raises(ExtensionAskedTooLate) as refused:
        ask(hazard, last_day + timedelta(days=1))

    assert refused.value.last_day == last_day


def test_countys_own_holiday_moves_the_clock(clock):
    hazard, _deadline, last_day = clock
    Holiday.objects.create(county=hazard.township.county, day=last_day, is_workday=False, name="县庆")

    with pytest.raises(ExtensionAskedTooLate):
        ask(hazard, last_day)


def test_number_of_days_is_a_parameter(clock, settings):
    hazard, _deadline, last_day = clock
    settings.EXTENSION_WORKDAYS = 16

    with pytest.raises(ExtensionAskedTooLate):
        ask(hazard, last_day)


def test_late_request_needs_a_plea_and_the_bureaus_consent(clock):
    hazard, _deadline, last_day = clock
    ask(hazard, last_day + timedelta(days=1), ask_late=True)
    at = hazard.found_at + timedelta(days=80)

    with pytest.raises(ExtensionAskedTooLate):
        act(hazard, Action.EXTEND, at=at, deadline=date(2026, 6, 30))

    extended = act(hazard, Action.EXTEND, at=at, deadline=date(2026, 6, 30), accept_late=True).hazard
    assert (extended.deadline, extended.extension_asked_on) == (date(2026, 6, 30), None)


def test_bureaus_answer_may_take_longer_than_the_request(clock):
    hazard, deadline, last_day = clock
    ask(hazard, last_day)
    at = hazard.found_at.replace(year=deadline.year, month=deadline.month, day=deadline.day)

    assert act(hazard, Action.EXTEND, at=at, deadline=date(2026, 6, 30)).hazard.deadline == date(2026, 6, 30)


def test_refused_extension_leaves_the_deadline_and_may_be_asked_for_again():
    hazard = major_at("asked")

    refused = act(hazard, Action.REFUSE_EXTENSION).hazard

    assert (refused.deadline, refused.extension_asked_on) == (date(2026, 4, 30), None)
    assert Action.ASK_EXTENSION in available_actions(refused, hazard.created_by)


@pytest.mark.parametrize("action", [Action.REPLY, Action.SUSPEND, Action.VOID])
def test_request_is_void_once_the_hazard_moves_on(action):
    assert act(major_at("asked"), action).hazard.extension_asked_on is None


def test_acceptance_needs_a_plan():
    hazard = major_at(State.ORDERED)
    act(hazard, Action.REPLY, by=hazard.created_by)

    with pytest.raises(ValidationError, match="还没有治理方案"):
        act(hazard, Action.ASK_ACCEPTANCE)


def test_acceptance_needs_all_five_items_checked():
    hazard = major_at(State.REPLIED)
    hazard.assurances.filter(item__in=["funds", "safety"]).delete()

    with pytest.raises(ValidationError, match="五落实中还没有核查：经费和物资、安全措施和应急预案。"):
        act(hazard, Action.ASK_ACCEPTANCE)


def test_who_replied_does_not_accept():
    bureau = BureauFactory()
    hazard = major_at("applied", place=KeySiteFactory(township__county=bureau.county), replied_by=bureau)

    with pytest.raises(TransitionNotAllowed):
        act(hazard, Action.ACCEPT, by=bureau)


@pytest.mark.parametrize("action", [Action.ACCEPT, Action.REJECT])
def test_nothing_is_accepted_before_it_was_applied_for(action):
    hazard = major_at("applied")
    applied_on = hazard.acceptance_asked_on

    assert refused_fields(hazard, action, accepted_on=applied_on - timedelta(days=1)) == ["accepted_on"]
    assert act(hazard, action, accepted_on=applied_on).details["accepted_on"] == applied_on


def test_nobody_of_the_township_takes_part_in_its_acceptance():
    hazard = major_at("applied")

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        act(hazard, Action.ACCEPT, inspectors=one_of_each(hazard.township))

    assert [error.code for error in refused.value.error_dict["inspectors"]] == ["own_township"]


def test_acceptance_leads_to_signatures_and_closes_nothing():
    event = act(major_at("applied"), Action.ACCEPT, experts="县矿山专家组", pictures=[photo()])

    assert (event.hazard.state, event.hazard.closed_at, event.reason) == (State.ACCEPTED, None, "隐患已消除")
    assert (event.details["experts"], event.pictures.count()) == ("县矿山专家组", 1)


def test_refused_acceptance_gives_no_more_time_and_asks_for_a_new_application():
    refused = act(major_at("applied"), Action.REJECT, deadline=date(2026, 5, 20)).hazard

    assert (refused.state, refused.acceptance_asked_on) == (State.ORDERED, None)
    assert (refused.deadline, refused.redo_by) == (date(2026, 4, 30), date(2026, 5, 20))


def rebound():
    """A major hazard that was reported, supervised, accepted and closed, and found again by a look-back in its township."""
    hazard = major_at(State.REPLIED)
    act(hazard, Action.REPORT)
    act(hazard, Action.SUPERVISE)
    for action, by in [(Action.ASK_ACCEPTANCE, None), (Action.ACCEPT, None), *((sign, signatory(sign, hazard)) for sign in SIGNED)]:
        act(hazard, action, by=by)
    return act(hazard, Action.REOPEN, by=hazard.created_by, at=hazard.found_at + timedelta(days=20)).hazard


def test_rebounded_its_file_begins_anew_and_the_old_stays_readable():
    hazard = rebound()
    at = hazard.reopened_at + timedelta(days=1)

    assert (hazard.supervision, hazard.plans.current().count(), hazard.plans.count()) == ("", 0, 1)
    assert waits_for(with_file(Hazard.objects.all()).get(), None).action == Action.REPORT
    assert len(major_file(hazard, [])["earlier_reports"]) == 1

    act(hazard, Action.REPLY, at=at)
    with pytest.raises(ValidationError, match="还没有治理方案"), transaction.atomic():
        act(hazard, Action.ASK_ACCEPTANCE, at=at)
    act(hazard, Action.PLAN, at=at)
    with pytest.raises(ValidationError, match="五落实中还没有核查：治理目标和任务、"):
        act(hazard, Action.ASK_ACCEPTANCE, at=at)


def test_page_shows_what_was_reported_and_planned_before_the_rebound(as_user):
    hazard = rebound()

    page = as_user(hazard.created_by).get(hazard.get_absolute_url()).content.decode()

    for words in ["反弹以前的方案，须重新制定：", "第 1 版，", "此前的报告，", "还没有治理方案。", "反弹以前核查的不再计算"]:
        assert words in page


def test_rebounded_it_is_supervised_by_a_new_notice():
    hazard = rebound()

    event = act(hazard, Action.SUPERVISE, at=hazard.reopened_at)

    assert event.order.number.endswith("〔2026〕2号")
    assert MajorCase.objects.get(hazard=hazard).supervision_number == event.order.number


def test_after_a_rebound_a_township_names_a_short_day():
    hazard = major_at(State.CLOSED)
    reopening = partial(act, hazard, Action.REOPEN, at=hazard.found_at + timedelta(days=100))  # 10 June
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        reopening(by=hazard.created_by, deadline=date(2026, 6, 26))

    assert list(refused.value.error_dict) == ["deadline"]
    assert reopening(by=hazard.created_by, deadline=date(2026, 6, 25)).hazard.state == State.ORDERED


def test_refused_acceptance_leaves_a_supervised_deadline_and_its_last_day_to_ask():
    hazard = major_at(State.REPLIED)  # by 30 April
    on = hazard.found_at + timedelta(days=40)
    for action in (Action.SUPERVISE, Action.ASK_ACCEPTANCE):
        act(hazard, action, at=on)
    rejected = act(hazard, Action.REJECT, at=on, deadline=date(2026, 5, 20)).hazard

    assert (rejected.deadline, rejected.redo_by) == (date(2026, 4, 30), date(2026, 5, 20))
    with pytest.raises(ExtensionAskedTooLate) as refused:
        act(hazard, Action.ASK_EXTENSION, at=hazard.found_at + timedelta(days=41))
    assert refused.value.last_day == date(2026, 4, 9)


def test_third_signature_closes():
    hazard = major_at(State.APPROVED)
    official = OfficialFactory(county=hazard.township.county)

    event = act(hazard, Action.SIGN_COUNTY, by=official)

    assert (event.hazard.state, event.hazard.closed_by, event.hazard.closed_at) == (State.CLOSED, official, event.at)
    assert [*hazard.events.order_by("pk").values_list("action", flat=True)][-3:] == ["sign_township", "sign_bureau", "sign_county"]


@pytest.mark.parametrize(
    ("state", "signer"), [(State.ACCEPTED, InspectorFactory), (State.ENDORSED, BureauFactory), (State.APPROVED, OfficialFactory)]
)
def test_refusal_at_any_level_goes_back_and_asks_for_all_signatures_anew(state, signer):
    hazard = major_at(state)
    place = {"township": hazard.township} if signer is InspectorFactory else {"county": hazard.township.county}

    back = act(hazard, Action.REFUSE_CLOSING, by=signer(**place)).hazard

    assert (back.state, back.acceptance_asked_on) == (State.REPLIED, None)
    assert Action.ASK_ACCEPTANCE in available_actions(back, hazard.created_by)


def test_unsigned_hazard_is_still_open():
    hazard = major_at(State.APPROVED)

    assert [*Hazard.objects.unclosed()] == [hazard]
    assert [*Hazard.objects.overdue(date(2026, 5, 1))] == [hazard]


def test_general_hazard_cannot_stand_at_a_signature():
    hazard = hazard_at(State.REPLIED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Hazard.objects.filter(pk=hazard.pk).update(state=State.ACCEPTED)


def test_bureau_sees_the_requests_and_signatures_that_wait_for_it():
    waiting = [major_at(step) for step in ("asked", "applied", State.ENDORSED)]
    for hazard in [*waiting, major_at(State.ORDERED), major_at(State.ACCEPTED), major_at(State.APPROVED)]:
        Hazard.objects.filter(pk=hazard.pk).update(supervision="county")

    assert {*Hazard.objects.waiting_for_bureau()} == set(waiting)
