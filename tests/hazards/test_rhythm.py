"""Plans make visits due once; a visit fulfils them; what was missed is named."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from hazards.drawing import redraw
from hazards.fulfilment import void_visit
from hazards.intake import record_inspection
from hazards.models import Inspection, PatrolDraw, PatrolPlan, VisitTask
from hazards.rhythm import (
    HORIZON,
    NotMissed,
    change_plan,
    explain_missed,
    make_tasks,
    make_visits_due,
    move_in_round,
    open_plan,
    round_of,
    stop_plan,
)
from tests.factories.hazards import two_inspectors
from tests.factories.patrols import MONDAY, PlanFactory
from tests.factories.townships import (
    BureauFactory,
    EnterpriseFactory,
    InspectorFactory,
    KeySiteFactory,
    PersonFactory,
    SectorFactory,
    TownshipFactory,
    VillageFactory,
    ZoneFactory,
)
from townships.figure import all_figures
from townships.period import Period, midnight
from townships.voiding import void

pytestmark = pytest.mark.django_db
Rhythm = PatrolPlan.Rhythm


def days(plan):
    return [f"{day:%m-%d}" for day in plan.tasks.counted().order_by("starts_on").values_list("starts_on", flat=True)]


def first_visit(plan):
    return plan.tasks.earliest("starts_on")


def visit(due, day, *, kind=Inspection.Kind.DAILY, **fields):
    """The real way in, on this day."""
    at = timezone.make_aware(datetime.combine(day, time(10)))
    people, by = two_inspectors(due.township), InspectorFactory(township=due.township)
    return record_inspection(by=by, at=at, place=due.place, inspectors=people, inspected_at=at, kind=kind, **fields)


def test_a_new_plan_makes_the_coming_days_due():
    assert days(PlanFactory()) == ["03-02", "03-03", "03-04", "03-05", "03-06", "03-09"]


def test_whoever_is_on_the_plan_goes():
    plan = PlanFactory()

    assert {tuple(task.inspectors.order_by("pk")) for task in plan.tasks.all()} == {tuple(plan.inspectors.order_by("pk"))}


def test_making_them_again_makes_nothing():
    plan = PlanFactory()

    assert make_visits_due(today=MONDAY) == 0
    assert plan.tasks.count() == 6


def test_the_next_day_makes_one_day_more():
    plan = PlanFactory()

    assert make_visits_due(today=date(2026, 3, 3)) == 1
    assert days(plan)[-1] == "03-10"


def test_days_on_which_no_worker_ran_are_made_afterwards():
    plan = PlanFactory()

    make_visits_due(today=date(2026, 3, 20))

    assert days(plan)[-1] == "03-27"
    assert len(days(plan)) == 20


def test_nothing_is_due_before_the_plan_begins_or_after_it_ends():
    plan = PlanFactory(today=MONDAY, starts_on=date(2026, 3, 30), ends_on=date(2026, 3, 31))
    assert days(plan) == []

    make_visits_due(today=date(2026, 3, 27))
    make_visits_due(today=date(2026, 4, 20))

    assert days(plan) == ["03-30", "03-31"]


def test_nothing_is_due_at_a_place_that_is_closed():
    place = EnterpriseFactory(closed_on=date(2026, 3, 4))

    assert days(PlanFactory(place=place)) == ["03-02", "03-03"]


def test_nothing_is_due_at_a_place_before_it_is_opened():
    place = EnterpriseFactory(opened_on=date(2026, 3, 4))

    assert days(PlanFactory(place=place))[0] == "03-04"


def test_a_place_that_closes_later_takes_its_coming_visits_along():
    plan = PlanFactory()
    EnterpriseFactory._meta.model.objects.update(closed_on=date(2026, 3, 5))

    assert days(plan) == ["03-02", "03-03", "03-04"]


def test_a_new_place_of_the_sector_is_visited_from_the_next_days_on():
    sector, old = SectorFactory(), EnterpriseFactory()
    plan = PlanFactory(place=old, places=[], sector=sector)
    KeySiteFactory(township=old.township, sector=sector)

    make_visits_due(today=date(2026, 3, 3))

    assert days(plan) == ["03-10"]


def test_a_sectors_plan_can_look_at_the_high_risk_alone():
    sector, township = SectorFactory(), TownshipFactory()
    risky = EnterpriseFactory(township=township, sector=sector, is_high_risk=True)
    EnterpriseFactory(township=township, sector=sector)

    plan = PlanFactory(place=risky, places=[], sector=sector, high_risk_only=True)

    assert set(plan.tasks.values_list("place", flat=True)) == {risky.pk}


def test_a_townships_plan_stays_in_its_township():
    sector = SectorFactory()
    here, there = EnterpriseFactory(sector=sector), EnterpriseFactory(sector=sector)

    plan = PlanFactory(place=here, places=[], sector=sector)

    assert set(plan.tasks.values_list("place", flat=True)) == {here.pk}
    assert there.sector == sector


def test_a_county_plan_without_names_is_walked_by_each_townships_full_time_people():
    sector, one = SectorFactory(), TownshipFactory()
    two = TownshipFactory(county=one.county)
    places = [EnterpriseFactory(township=township, sector=sector) for township in (one, two)]
    people = [PersonFactory(county=one.county, township=township, is_full_time=True) for township in (one, two)]

    plan = PlanFactory(
        place=places[0], by=BureauFactory(county=one.county), township=None, places=[], sector=sector, inspectors=[], ends_on=MONDAY
    )

    assert {(task.township_id, *task.inspectors.values_list("pk", flat=True)) for task in plan.tasks.all()} == {
        (one.pk, people[0].pk),
        (two.pk, people[1].pk),
    }


def test_who_has_left_goes_no_more():
    stays, leaves = two_inspectors(township := TownshipFactory())
    leaves.left_on = date(2026, 3, 4)
    leaves.save()

    plan = PlanFactory(place=EnterpriseFactory(township=township), inspectors=[stays, leaves])

    assert [task.inspectors.count() for task in plan.tasks.order_by("starts_on")] == [2, 2, 1, 1, 1, 1]


@pytest.mark.parametrize("make", [lambda place: InspectorFactory(), lambda place: BureauFactory(), lambda place: None])
def test_a_plan_is_made_by_those_who_keep_the_ledger_there(make):
    place = EnterpriseFactory()
    by = make(place) or InspectorFactory(township=place.township)
    township = place.township if make(place) else None

    with pytest.raises(PermissionDenied):
        PlanFactory(place=place, by=by, township=township)


def test_a_plan_does_not_begin_in_the_past():
    with pytest.raises(ValidationError) as refused:
        PlanFactory(starts_on=MONDAY - timedelta(days=1))

    assert refused.value.error_dict["starts_on"][0].code == "past"


def test_a_form_sent_twice_is_one_plan():
    first = PlanFactory()
    again = open_plan(by=first.created_by, submission=first.submission, name="另一个")

    assert again == first
    assert PatrolPlan.objects.count() == 1


def test_the_database_refuses_the_same_visit_twice():
    task = first_visit(PlanFactory())

    with pytest.raises(IntegrityError), transaction.atomic():
        VisitTask.objects.create(plan=task.plan, township=task.township, place=task.place, starts_on=task.starts_on, due_on=task.due_on)


def test_a_changed_plan_is_another_from_tomorrow_on():
    plan = PlanFactory()

    change_plan(plan, by=plan.created_by, today=MONDAY, rhythm=Rhythm.WEEKLY, weekdays=[4])

    assert days(plan) == ["03-02", "03-06"]
    assert set(plan.tasks.exclude(voided_at=None).values_list("void_reason", flat=True)) == {"检查计划已调整"}


def test_a_visit_made_ahead_stays_when_the_plan_changes():
    plan = PlanFactory()
    tomorrow = plan.tasks.get(starts_on=date(2026, 3, 3))
    visit(tomorrow, date(2026, 3, 3))

    change_plan(plan, by=plan.created_by, today=MONDAY, rhythm=Rhythm.WEEKLY, weekdays=[4])

    assert days(plan) == ["03-02", "03-03", "03-06"]


def test_a_stopped_plan_makes_nothing_more():
    plan = PlanFactory()

    stop_plan(plan, by=plan.created_by, today=date(2026, 3, 3), reason="并入县局计划")
    make_visits_due(today=date(2026, 3, 20))

    plan.refresh_from_db()
    assert (days(plan), plan.ends_on) == (["03-02", "03-03"], date(2026, 3, 3))


def test_a_plan_stopped_before_it_begins_leaves_no_visit():
    plan = PlanFactory(today=MONDAY, starts_on=date(2026, 3, 4))

    stop_plan(plan, by=plan.created_by, today=MONDAY, reason="不再需要")
    make_visits_due(today=date(2026, 3, 20))

    assert days(plan) == []


def test_a_visit_recorded_there_fulfils_it():
    task = first_visit(PlanFactory())

    found = visit(task, MONDAY)

    task.refresh_from_db()
    assert (task.inspection, task.done_on, task.state(MONDAY)) == (found, MONDAY, "done")


@pytest.mark.parametrize("change", ["place", "kind", "day"])
def test_another_visit_does_not(change):
    task = first_visit(PlanFactory())
    elsewhere = VisitTask(place=EnterpriseFactory(township=task.township), township=task.township)

    visit(
        elsewhere if change == "place" else task,
        date(2026, 3, 7) if change == "day" else MONDAY,
        kind=Inspection.Kind.WEEKLY if change == "kind" else Inspection.Kind.DAILY,
    )

    task.refresh_from_db()
    assert task.inspection is None


def test_the_visit_it_was_made_for_fulfils_it_however_late():
    task = first_visit(PlanFactory())

    visit(task, date(2026, 3, 5), kind=Inspection.Kind.SPECIAL, task=task)

    task.refresh_from_db()
    assert (task.done_on, task.state(date(2026, 3, 5))) == (date(2026, 3, 5), "late")


def test_a_visit_entered_after_the_last_day_is_no_visit_in_time():
    task = first_visit(PlanFactory())
    entered = midnight(date(2026, 4, 2))
    told = {"place": task.place, "inspectors": two_inspectors(task.township), "inspected_at": entered - timedelta(days=31)}
    march, by = Period(MONDAY, date(2026, 3, 31)), InspectorFactory(township=task.township)

    found = record_inspection(by=by, at=entered, **told)

    task.refresh_from_db()
    tasks = VisitTask.objects.filter(pk=task.pk)
    assert (task.inspection, task.done_on, task.state(MONDAY), task.days_entered_late) == (found, MONDAY, "entered", 31)
    assert [rows.count() for rows in (tasks.done(), tasks.entered_late(), tasks.on_time(), tasks.late())] == [1, 1, 0, 0]
    # What was missed by the end of March is not made up for in April.
    assert task in all_figures()["patrols.missed"].rows_for(march, task.township)


def test_a_visit_by_a_checklist_is_known_of_from_its_beginning():
    task = first_visit(PlanFactory())
    begun, by = midnight(MONDAY), InspectorFactory(township=task.township)
    told = {"inspectors": two_inspectors(task.township), "inspected_at": begun, "known_on": MONDAY}

    record_inspection(by=by, at=begun + timedelta(days=2), place=task.place, **told)

    task.refresh_from_db()
    assert task.state(MONDAY) == "done"


def test_a_voided_visit_fulfils_nothing_and_gives_way_to_the_next():
    task = first_visit(PlanFactory())
    wrong = visit(task, MONDAY)
    void(wrong, by=wrong.created_by, reason="误录")
    assert task in VisitTask.objects.undone()

    right = visit(task, MONDAY)

    task.refresh_from_db()
    assert task.inspection == right


def test_a_voided_visit_gives_way_to_another_that_was_there_in_time():
    task = first_visit(PlanFactory())
    wrong, other_kind, right = visit(task, MONDAY), visit(task, MONDAY, kind=Inspection.Kind.WEEKLY), visit(task, MONDAY)

    void_visit(wrong, by=wrong.created_by, reason="重复登记")

    task.refresh_from_db()
    assert (task.inspection, task.state(MONDAY)) == (right, "done")

    void_visit(right, by=wrong.created_by, reason="误录")

    task.refresh_from_db()
    assert (task.is_done, other_kind.tasks.count()) == (False, 0)


def test_a_visit_that_stands_keeps_its_task():
    task = first_visit(PlanFactory())
    first = visit(task, MONDAY)

    visit(task, MONDAY, task=task)

    task.refresh_from_db()
    assert task.inspection == first


@pytest.mark.parametrize(
    ("today", "state"), [("2026-03-01", "coming"), ("2026-03-02", "due"), ("2026-03-04", "due"), ("2026-03-05", "missed")]
)
def test_a_task_waits_until_its_last_day_is_over(today, state):
    task = first_visit(PlanFactory(days_allowed=2))

    assert task.state(date.fromisoformat(today)) == state


def test_a_visit_without_findings_is_signed_as_such():
    task = first_visit(PlanFactory())

    found = visit(task, MONDAY, signs_clear=True)

    assert (found.clear_signed_by, timezone.localdate(found.clear_signed_at)) == (found.created_by, MONDAY)


def test_a_missed_visit_is_explained_and_stays_missed():
    task = first_visit(PlanFactory())

    explain_missed(task, by=task.plan.created_by, reason="大雪封路", today=date(2026, 3, 4))

    task.refresh_from_db()
    assert (task.missed_reason, task.missed_reason_by) == ("大雪封路", task.plan.created_by)
    assert task in VisitTask.objects.missed(date(2026, 3, 4))


def test_the_same_reason_for_all_that_was_missed_that_day():
    place = EnterpriseFactory()
    plan = PlanFactory(place=place, places=[place, EnterpriseFactory(township=place.township)])
    task = plan.tasks.filter(starts_on=MONDAY).first()

    explained = explain_missed(task, by=plan.created_by, reason="大雪封路", today=date(2026, 3, 5), alike=True)

    assert explained == 2
    assert set(plan.tasks.exclude(missed_reason="").values_list("starts_on", flat=True)) == {MONDAY}


def test_what_was_not_missed_needs_no_reason():
    task = first_visit(PlanFactory())

    with pytest.raises(NotMissed):
        explain_missed(task, by=task.plan.created_by, reason="大雪封路", today=MONDAY)


def test_a_stranger_explains_nothing():
    task = first_visit(PlanFactory())

    with pytest.raises(PermissionDenied):
        explain_missed(task, by=InspectorFactory(), reason="大雪封路", today=date(2026, 3, 4))


def drawn_plan(count=5, **fields):
    township = TownshipFactory()
    places = EnterpriseFactory.create_batch(count, township=township)
    people = PersonFactory.create_batch(4, county=township.county, township=township)
    told = {"places": places, "inspectors": people, "rhythm": Rhythm.ONCE, "draws_places": 2, "draws_inspectors": 2}
    return PlanFactory(place=places[0], **told | fields)


def test_a_draw_makes_visits_of_what_was_drawn():
    plan = drawn_plan()
    record = PatrolDraw.objects.get(plan=plan)

    assert {str(task.place_id): [*task.inspectors.values_list("pk", flat=True)] for task in plan.tasks.all()} == {
        place: sorted(people) for place, people in record.outcome.items()
    }
    assert [len(people) for people in record.outcome.values()] == [2, 2]


def test_a_draw_can_be_drawn_again():
    record = PatrolDraw.objects.get(plan=drawn_plan())

    assert redraw(record) == record.outcome
    assert len(record.places) == 5
    assert record.people == [[person.pk, person.name] for person in record.plan.inspectors.order_by("pk")]


def test_another_seed_draws_others():
    plan = drawn_plan(count=40)
    record = PatrolDraw.objects.get(plan=plan)
    record.seed = "另一个种子"

    assert redraw(record) != record.outcome


def test_a_draw_is_not_changed_afterwards():
    drawn_plan()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PatrolDraw.objects.update(seed="改")


def test_each_day_is_drawn_once():
    plan = drawn_plan(rhythm=Rhythm.WORKDAYS)
    make_visits_due(today=MONDAY + timedelta(days=1))

    assert plan.draws.count() == len({*days(plan)}) == 7


def test_a_small_population_is_drawn_whole():
    plan = drawn_plan(count=1)

    assert plan.tasks.count() == 1


def test_places_alone_can_be_drawn_and_the_townships_own_people_go():
    township = TownshipFactory()
    person = PersonFactory(county=township.county, township=township, is_full_time=True)
    places = EnterpriseFactory.create_batch(3, township=township)

    plan = PlanFactory(place=places[0], places=places, inspectors=[], draws_places=1, ends_on=MONDAY)

    assert [[*task.inspectors.all()] for task in plan.tasks.all()] == [[person]]


@pytest.fixture
def walk():
    """A township with two zones and a village in each, an enterprise in each village and one in the township itself."""
    inspector = InspectorFactory()
    township = inspector.township
    villages = [VillageFactory(township=township, parent=ZoneFactory(township=township)) for _ in range(2)]
    places = [EnterpriseFactory(township=township, parent=parent) for parent in [township, villages[1], villages[0]]]
    plan = PlanFactory(place=places[0], by=inspector, places=[*places, villages[0]], inspectors=[inspector.person], ends_on=MONDAY)
    return inspector, plan, places, villages


def order(inspector):
    return [task.place_id for task in round_of(inspector, MONDAY)]


def test_a_round_goes_by_zone_and_village(walk):
    inspector, _plan, (lone, second, first), villages = walk

    assert order(inspector) == [villages[0].pk, first.pk, second.pk, lone.pk]


def test_within_a_village_what_was_not_visited_for_longest_comes_first(walk):
    inspector, plan, (lone, second, first), villages = walk
    visit(plan.tasks.get(place=villages[0]), MONDAY - timedelta(days=9), kind=Inspection.Kind.WEEKLY, sector=SectorFactory())

    assert order(inspector) == [first.pk, villages[0].pk, second.pk, lone.pk]


def test_the_own_order_is_remembered(walk):
    inspector, _plan, (lone, second, first), villages = walk

    move_in_round(inspector, lone.pk, up=True, today=MONDAY)
    move_in_round(inspector, first.pk, up=False, today=MONDAY)

    assert order(inspector) == [villages[0].pk, lone.pk, first.pk, second.pk]


@pytest.mark.parametrize("up", [True, False])
def test_at_the_end_of_the_round_nothing_moves(walk, up):
    inspector, *_rest = walk
    before = order(inspector)

    move_in_round(inspector, before[0 if up else -1], up=up, today=MONDAY)

    assert order(inspector) == before


def test_a_round_is_the_own_one(walk):
    inspector, *_rest = walk

    assert order(InspectorFactory(township=inspector.township)) == []
    assert order(BureauFactory(county=inspector.county)) == []


def test_what_is_done_leaves_the_round(walk):
    inspector, plan, (lone, *_others), _villages = walk

    visit(plan.tasks.get(place=lone), MONDAY)

    assert lone.pk not in order(inspector)


def test_the_horizon_is_a_week():
    assert timedelta(days=7) == HORIZON
    assert make_tasks(PlanFactory(), today=MONDAY) == []
