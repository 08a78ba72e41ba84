"""A checklist filled at a place: saved half-way, finished once, and what failed is in the ledger without typing."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from hazards import checklists
from hazards.checking import SheetFinished, begin_sheet, drop_sheet, finish_sheet, save_sheet, serve_for_visit, waiting_hazards
from hazards.models import CheckSheet, Hazard, Inspection, Order, State, VisitTask
from hazards.workflow import TransitionNotAllowed
from tests.factories.hazards import photo
from tests.factories.patrols import MONDAY, ChecklistFactory, HolidayFactory, PlanFactory, SheetFactory
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, OfficialFactory

pytestmark = pytest.mark.django_db


def moment(*parts):
    return timezone.make_aware(datetime(*parts))  # noqa: DTZ001 (made aware at once)


AT = moment(2026, 3, 2, 9, 0)
LATER = moment(2026, 3, 2, 9, 40)


def answered(sheet):
    return [*sheet.answers.values_list("result", flat=True)]


def test_a_sheet_saved_half_way_keeps_what_was_filled():
    sheet = SheetFactory(answers=["passed"])

    save_sheet(sheet, by=sheet.created_by, accompanied_by="李四")

    sheet.refresh_from_db()
    assert (answered(sheet), sheet.accompanied_by) == (["passed", ""], "李四")


def test_begun_again_at_the_same_place_it_is_the_same_sheet():
    sheet = SheetFactory(answers=["passed"])

    again = begin_sheet(by=sheet.created_by, place=sheet.place, version=sheet.version, sector=sheet.sector)

    assert again == sheet


def test_a_photo_sent_again_is_the_same_photo():
    sheet = SheetFactory()
    answer = sheet.answers.first()
    for _ in range(2):
        save_sheet(sheet, by=sheet.created_by, answers={answer.item_id: {"result": "failed", "pictures": [photo()]}})

    assert answer.pictures.count() == 1


@pytest.mark.parametrize(("minutes", "late"), [(30, False), (31, True)])
def test_the_half_hour_of_an_urgent_finding_runs_from_its_press(minutes, late):
    sheet = SheetFactory(answers=["passed", "passed"], at=AT)
    told = {"result": "failed", "may_cause_accident": True}
    save_sheet(sheet, by=sheet.created_by, at=LATER, answers={sheet.answers.first().item_id: told})

    hazard = finish_sheet(sheet, by=sheet.created_by, at=LATER + timedelta(minutes=minutes)).hazards.get()

    assert (hazard.may_cause_accident, hazard.found_at, hazard.is_reported_late) == (True, LATER, late)


def test_a_finished_sheet_is_a_visit_that_kept_its_version():
    sheet = SheetFactory(answers=["passed", "none"], at=AT)
    version, bureau = sheet.version, BureauFactory(county=sheet.township.county)
    checklists.issue(checklists.revise(version.checklist, by=bureau), by=bureau)

    visit = finish_sheet(sheet, by=sheet.created_by, at=LATER)

    assert (visit.inspected_at, visit.ended_at, visit.sheet.version) == (AT, LATER, version)


def test_nothing_failed_is_signed_as_such():
    sheet = SheetFactory(answers=["passed", "none"], at=AT)

    visit = finish_sheet(sheet, by=sheet.created_by, at=LATER)

    assert (visit.clear_signed_by, visit.clear_signed_at, visit.hazards.count()) == (sheet.created_by, LATER, 0)


def test_a_failed_item_is_a_hazard_without_typing():
    sheet = SheetFactory(answers=["passed", {"result": "failed", "note": "2 号车间", "pictures": [photo()]}], at=AT)
    item = sheet.version.items.last()

    visit = finish_sheet(sheet, by=sheet.created_by, at=LATER)

    hazard = visit.hazards.get()
    assert (hazard.description, hazard.basis, hazard.measure) == ("第2项不合格（2 号车间）。", item.basis, item.measure)
    assert (hazard.state, hazard.sequence, hazard.deadline, hazard.found_at) == (State.FOUND, 1, date(2026, 3, 5), AT)
    assert hazard.pictures.count() == 1
    assert sheet.answers.get(item=item).hazard == hazard
    assert visit.clear_signed_at is None


def test_the_deadline_runs_over_the_countys_own_holidays():
    sheet = SheetFactory(answers=["passed", "failed"], at=AT)
    HolidayFactory(county=sheet.township.county, day=date(2026, 3, 3))

    hazard = finish_sheet(sheet, by=sheet.created_by, at=LATER).hazards.get()

    assert hazard.deadline == date(2026, 3, 6)


def test_numbers_of_several_failures_follow_one_another():
    sheet = SheetFactory(answers=["failed", "failed", "failed"], at=AT)

    visit = finish_sheet(sheet, by=sheet.created_by, at=LATER)

    assert [*visit.hazards.order_by("sequence").values_list("sequence", "description")] == [
        (1, "第1项不合格。"),
        (2, "第2项不合格。"),
        (3, "第3项不合格。"),
    ]


def test_what_was_put_right_on_the_spot_is_closed():
    sheet = SheetFactory(answers=["passed", {"result": "failed", "fixed_on_spot": True}])

    hazard = finish_sheet(sheet, by=sheet.created_by).hazards.get()

    assert (hazard.state, hazard.measure) == (State.CLOSED, "更换灭火器。")


def test_a_hazard_was_entered_when_its_item_was_found_wanting():
    sheet = SheetFactory(answers=["passed", "passed"], at=AT)
    item, seen = sheet.version.items.last().pk, AT + timedelta(minutes=10)
    save_sheet(sheet, by=sheet.created_by, answers={item: {"result": "failed"}}, at=seen)
    save_sheet(sheet, by=sheet.created_by, answers={item: {"result": "failed", "note": "2 号车间"}}, at=LATER)

    hazard = finish_sheet(sheet, by=sheet.created_by, at=LATER).hazards.get()

    assert (hazard.found_at, hazard.entered_at, hazard.reported_at) == (AT, seen, LATER)


def test_a_major_one_is_logged_as_such():
    sheet = SheetFactory(answers=["passed", {"result": "failed", "is_major": True}])

    assert finish_sheet(sheet, by=sheet.created_by).hazards.get().grade == Hazard.Grade.MAJOR


def test_pressed_twice_it_is_one_visit():
    sheet = SheetFactory(answers=["failed", "passed"])

    assert finish_sheet(sheet, by=sheet.created_by) == finish_sheet(sheet, by=sheet.created_by)
    assert (Inspection.objects.count(), Hazard.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"answers": ["passed"]}, "第 2 项还没有填写结果。"),
        ({"answers": ["passed", "passed"], "inspectors": []}, "请选择检查人员。"),
        (
            {"answers": ["passed", {"result": "failed", "is_major": True, "fixed_on_spot": True}]},
            "第 2 项：重大隐患不能当场销号，请取消“现场已整改”。",
        ),
    ],
)
def test_an_incomplete_sheet_is_not_finished(fields, words):
    sheet = SheetFactory(**fields)

    with pytest.raises(ValidationError) as refused:
        finish_sheet(sheet, by=sheet.created_by)

    assert refused.value.messages == [words]
    assert not Inspection.objects.exists()


def test_nothing_is_written_into_a_finished_sheet():
    sheet = SheetFactory(answers=["passed", "passed"])
    finish_sheet(sheet, by=sheet.created_by)

    with pytest.raises(SheetFinished):
        save_sheet(sheet, by=sheet.created_by, content="补充")
    with pytest.raises(SheetFinished):
        drop_sheet(sheet, by=sheet.created_by)


def test_a_dropped_sheet_makes_room_for_a_new_one():
    sheet = SheetFactory(answers=["passed"])
    drop_sheet(sheet, by=sheet.created_by)

    again = begin_sheet(by=sheet.created_by, place=sheet.place, version=sheet.version, sector=sheet.sector)

    assert again != sheet
    assert [*CheckSheet.objects.drafts_of(sheet.created_by)] == [again]


@pytest.mark.parametrize("deed", [save_sheet, finish_sheet, drop_sheet])
def test_a_colleague_does_not_write_into_it(deed):
    sheet = SheetFactory(answers=["passed", "passed"])

    with pytest.raises(PermissionDenied):
        deed(sheet, by=InspectorFactory(township=sheet.township))


@pytest.mark.parametrize("factory", [InspectorFactory, OfficialFactory, BureauFactory])
def test_nobody_begins_one_outside_the_own_scope(factory):
    place = EnterpriseFactory()
    version = ChecklistFactory().in_force

    with pytest.raises(PermissionDenied):
        begin_sheet(by=factory(), place=place, version=version, sector=place.sector)


def test_the_visit_fulfils_the_task_it_was_begun_for():
    task = PlanFactory().tasks.earliest("starts_on")
    sheet = SheetFactory(place=task.place, task=task, answers=["passed", "passed"], at=AT, kind=task.plan.kind)

    visit = finish_sheet(sheet, by=sheet.created_by, at=LATER)

    task.refresh_from_db()
    assert (task.inspection, task.done_on) == (visit, MONDAY)


def test_another_day_begins_a_sheet_of_its_own_and_each_visit_is_its_days():
    monday, tuesday = PlanFactory().tasks.order_by("starts_on")[:2]
    left = SheetFactory(place=monday.place, task=monday, answers=["failed", "passed"], at=AT)
    told = {"by": left.created_by, "place": left.place, "version": left.version, "sector": left.sector, "task": tuesday}
    again = begin_sheet(at=AT + timedelta(days=1), inspectors=left.inspectors.all(), **told)
    save_sheet(again, by=again.created_by, answers={pk: {"result": "passed"} for pk in again.answers.values_list("item", flat=True)})

    old, new = [finish_sheet(sheet, by=sheet.created_by, at=LATER + timedelta(days=1)) for sheet in (left, again)]

    assert (old.inspected_at, old.ended_at, old.hazards.get().deadline) == (AT, None, date(2026, 3, 5))
    assert [*VisitTask.objects.filter(inspection__isnull=False).order_by("starts_on").values_list("inspection", "done_on")] == [
        (old.pk, MONDAY),
        (new.pk, MONDAY + timedelta(days=1)),
    ]


def test_what_is_to_be_put_right_at_once_is_not_overdue_when_the_sheet_is_finished_a_day_later():
    sheet = SheetFactory(answers=["passed", "failed"], at=AT, checklist=ChecklistFactory(days=0))

    hazard = finish_sheet(sheet, by=sheet.created_by, at=LATER + timedelta(days=1)).hazards.get()

    assert hazard.deadline == date(2026, 3, 3)


def test_a_sheet_is_not_begun_for_a_task_elsewhere():
    task = PlanFactory().tasks.first()

    with pytest.raises(PermissionDenied):
        SheetFactory(place=EnterpriseFactory(township=task.township), task=task)


def test_the_order_is_served_for_all_that_the_visit_found():
    sheet = SheetFactory(answers=["failed", "failed"], at=AT)
    visit = finish_sheet(sheet, by=sheet.created_by, at=LATER)
    items = {hazard.pk: {"requirement": hazard.measure, "deadline": hazard.deadline} for hazard in waiting_hazards(visit)}

    order = serve_for_visit(visit, by=sheet.created_by, items=items, at=LATER)

    assert (order.kind, order.items.count(), order.served_on) == (Order.Kind.NOTICE, 2, sheet.place.name)
    assert {*visit.hazards.values_list("state", flat=True)} == {State.ORDERED}
    assert not waiting_hazards(visit).exists()


def test_what_a_colleague_served_meanwhile_is_refused_and_no_second_paper_goes_out():
    sheet = SheetFactory(answers=["failed", "failed"], at=AT)
    visit = finish_sheet(sheet, by=sheet.created_by, at=LATER)
    items = {hazard.pk: {"requirement": hazard.measure, "deadline": hazard.deadline} for hazard in waiting_hazards(visit)}
    serve_for_visit(visit, by=sheet.created_by, items=dict([next(iter(items.items()))]), at=LATER)

    with pytest.raises(TransitionNotAllowed):
        serve_for_visit(visit, by=sheet.created_by, items=items, at=LATER)

    assert Order.objects.count() == 1
