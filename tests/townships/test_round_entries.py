"""What a round writes down: who may, once per submission, what is kept, and tasks that are done or late."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from tests.factories.rounds import DAY, NOON, RoundWriter
from tests.factories.townships import BureauFactory, InspectorFactory, OfficialFactory, PersonFactory, TownshipFactory, VillageFactory
from townships.meanwhile import ChangedMeanwhile
from townships.models import IssuedDocument, LeaderVisit, Mentorship, PlanTask, PlanTaskEvent, Session, TownshipPlanEvent
from townships.round_entries import AlreadyEntered, edit_entry, may_correct, record_entry
from townships.voiding import AlreadyVoided, void
from townships.work_plan import AlreadyMarked, mark_done, take_back

pytestmark = pytest.mark.django_db

OF_THE_ROUND = ["session", "leader_visit", "task", "document", "exchange", "example"]
OF_A_MENTORSHIP = ["mentor_visit", "mentor_aid"]


@pytest.fixture
def writer():
    return RoundWriter()


def strangers(writer):
    county = writer.township.county
    return [BureauFactory(), OfficialFactory(county=county), InspectorFactory(township__county=county)]


@pytest.mark.parametrize("kind", OF_THE_ROUND)
def test_only_the_bureau_writes_under_a_round(writer, kind):
    model, fields = writer.whole(kind)

    for stranger in [*strangers(writer), writer.inspector]:
        with pytest.raises(PermissionDenied):
            record_entry(model, writer.campaign, by=stranger, **fields)
    assert record_entry(model, writer.campaign, by=writer.bureau, **fields).campaign == writer.campaign


@pytest.mark.parametrize("kind", OF_A_MENTORSHIP)
def test_the_township_that_is_helped_writes_as_well(writer, kind):
    model, fields = writer.whole(kind)

    for stranger in strangers(writer):
        with pytest.raises(PermissionDenied):
            record_entry(model, writer.mentorship, by=stranger, **fields)
    assert record_entry(model, writer.mentorship, by=writer.inspector, **fields).mentorship == writer.mentorship


@pytest.mark.parametrize("kind", OF_A_MENTORSHIP)
def test_the_township_that_helps_writes_as_well(writer, kind):
    mentor = InspectorFactory(township__county=writer.township.county)
    Mentorship.objects.update(mentor_kind="township", mentor_township=mentor.township)
    writer.mentorship.refresh_from_db()
    model, fields = writer.whole(kind)

    row = record_entry(model, writer.mentorship, by=mentor, **fields)

    assert [list(model.objects.visible_to(user)) for user in (mentor, writer.inspector)] == [[row], [row]]
    assert list(model.objects.in_township(mentor.township)) == []


@pytest.mark.parametrize("kind", OF_A_MENTORSHIP)
def test_each_side_of_a_mentorship_corrects_what_it_wrote_itself(writer, kind):
    mentor = InspectorFactory(township__county=writer.township.county)
    Mentorship.objects.update(mentor_kind="township", mentor_township=mentor.township)
    writer.mentorship.refresh_from_db()
    colleague = InspectorFactory(township=mentor.township)
    model, fields = writer.whole(kind)
    rows = [record_entry(model, writer.mentorship, by=by, **fields) for by in (mentor, writer.inspector, writer.bureau)]

    may = {user: [may_correct(user, row) for row in rows] for user in (colleague, writer.inspector, writer.bureau)}

    assert list(may.values()) == [[True, False, False], [False, True, False], [True, True, True]]
    with pytest.raises(PermissionDenied):
        edit_entry(rows[0], by=writer.inspector, **fields)


def test_tasks_of_a_plan_are_written_while_it_is_open(writer):
    assert writer.enter("plan_task").township == writer.township
    filed = writer.plan("file")

    with pytest.raises(PermissionDenied):
        record_entry(PlanTask, filed, by=writer.inspector, title="x", due_on=DAY)


def test_a_form_sent_twice_is_one_row(writer):
    submission = uuid.uuid4()

    first, second = (writer.enter("session", submission=submission) for _ in range(2))

    assert first == second == Session.objects.get()


def test_a_paper_of_one_number_is_entered_once(writer):
    writer.enter("document", number="沅澧安〔2026〕1号")

    with pytest.raises(AlreadyEntered):
        writer.enter("document", number="沅澧安〔2026〕1号")
    void(IssuedDocument.objects.get(), by=writer.bureau, reason="登记有误")

    assert writer.enter("document", number="沅澧安〔2026〕1号").pk


def test_an_entry_is_put_right_and_a_voided_one_is_not(writer):
    visit = writer.enter("leader_visit")
    other = TownshipFactory(county=writer.township.county)

    edit_entry(visit, by=writer.bureau, findings="问题已整改", townships=[other])
    assert (LeaderVisit.objects.get().findings, [*visit.townships.all()]) == ("问题已整改", [other])

    with pytest.raises(ChangedMeanwhile):
        edit_entry(visit, by=writer.bureau, based_on=0, findings="x")

    void(visit, by=writer.bureau, reason="重复登记")
    with pytest.raises(AlreadyVoided):
        edit_entry(visit, by=writer.bureau, findings="x")


def test_people_present_are_counted_once(writer):
    chair, member = PersonFactory.create_batch(2, county=writer.township.county)
    writer.enter("session", chair=chair, attendees=[chair, member], others_present=4)
    writer.enter("session", chair=chair)

    assert sorted(Session.objects.with_people_present().values_list("people_present", flat=True)) == [1, 6]


@pytest.mark.parametrize("kind", [*OF_THE_ROUND, *OF_A_MENTORSHIP, "plan_task"])
def test_scope_of_what_a_round_wrote(writer, kind):
    """A round's ledger is read by all its townships; visits and help by those whom they were paid to."""
    row, neighbour = writer.enter(kind), InspectorFactory(township__county=writer.township.county)
    seen = [user for user in (writer.bureau, writer.inspector, neighbour, BureauFactory()) if row in type(row).objects.visible_to(user)]

    shared = kind in ("session", "task", "document", "exchange", "example")
    assert seen == [writer.bureau, writer.inspector, *([neighbour] if shared else [])]


@pytest.mark.parametrize(
    ("done_on", "day", "standing"),
    [
        (None, date(2026, 5, 7), "running"),
        (None, date(2026, 5, 8), "soon"),
        (None, date(2026, 5, 11), "soon"),
        (None, date(2026, 5, 12), "overdue"),
        (date(2026, 5, 11), date(2026, 5, 20), "done"),
        (date(2026, 5, 12), date(2026, 5, 20), "late"),
        (date(2026, 5, 12), date(2026, 5, 11), "soon"),
    ],
)
def test_how_a_task_stands(done_on, day, standing):
    assert PlanTask(due_on=DAY, done_on=done_on).standing(day)[0] == standing


def test_a_task_is_marked_and_taken_back_and_both_are_written_down(writer):
    task = writer.enter("task")
    mark_done(task, by=writer.bureau, on=DAY, note="已印发", at=NOON)
    with pytest.raises(AlreadyMarked) as refused:
        mark_done(task, by=writer.bureau, on=DAY, at=NOON)
    assert refused.value.event.note == "已印发"

    take_back(task, by=writer.bureau, note="还没有印发", at=NOON)

    task.refresh_from_db()
    assert task.done_on is None
    assert [(event.done_on, event.note) for event in task.events.all()] == [(DAY, "已印发"), (None, "还没有印发")]


def test_a_task_is_not_done_tomorrow(writer):
    with pytest.raises(ValidationError, match="不能晚于今天"):
        mark_done(writer.enter("task"), by=writer.bureau, on=date(2026, 5, 12), at=NOON)


def test_a_task_is_not_done_before_its_round_began(writer):
    with pytest.raises(ValidationError, match="不能早于本轮活动开始的 2026-01-01"):
        mark_done(writer.enter("task"), by=writer.bureau, on=date(2025, 12, 31), at=NOON)


def test_a_township_marks_what_it_answers_for(writer):
    own, other = writer.enter("task", township=writer.township), writer.enter("task")

    assert mark_done(own, by=writer.inspector, on=DAY, at=NOON).by == writer.inspector
    with pytest.raises(PermissionDenied):
        mark_done(other, by=writer.inspector, on=DAY, at=NOON)
    assert set(PlanTask.objects.to_do_for(writer.bureau)) == {other}


def test_a_task_of_the_own_plan_waits_once_however_many_places_the_county_has(writer):
    VillageFactory.create_batch(3, township=writer.township)
    task = PlanTask.objects.create(
        campaign=writer.campaign, plan=writer.plan("file"), title="配齐安监员", due_on=DAY, created_by=writer.bureau
    )

    assert PlanTask.objects.to_do_for(writer.inspector).filter(pk=task.pk).count() == 1


def test_tasks_late_by_a_day(writer):
    in_time, late, open_ = (writer.enter("task") for _ in range(3))
    mark_done(in_time, by=writer.bureau, on=DAY, at=NOON)
    PlanTask.objects.filter(pk=late.pk).update(done_on=date(2026, 6, 1))

    assert set(PlanTask.objects.late_by(DAY)) == set()
    assert set(PlanTask.objects.late_by(date(2026, 7, 1))) == {late, open_}


def test_a_task_has_somebody(writer):
    with pytest.raises(IntegrityError):
        writer.enter("task", department="")


@pytest.mark.parametrize("model", [PlanTaskEvent, TownshipPlanEvent])
def test_nobody_changes_what_was_written_down(writer, model):
    writer.plan("file")
    mark_done(writer.enter("task"), by=writer.bureau, on=DAY, at=NOON)

    with pytest.raises(IntegrityError, match="append-only"):
        model.objects.update(by=writer.bureau)
