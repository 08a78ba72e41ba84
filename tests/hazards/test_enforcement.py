"""Enforcement: officers, numbers, links, figures; illegal acts and the weekly return."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from hazards import illegal_acts
from hazards.illegal_acts import ActStepNotAllowed, available_steps
from hazards.models import Enforcement, IllegalActEvent, ViolationKind, WeeklyReturn
from hazards.weekly_return import Return, Week, WeekStillRuns, hand_in
from tests.factories.drives import Action, DepartmentFactory, State, enforcement_of, illegal_act_at
from tests.factories.hazards import FOUND_AT, DriveFactory, HazardFactory, two_inspectors
from tests.factories.townships import BureauFactory, InspectorFactory, OfficialFactory, PersonFactory, SectorFactory, VillageFactory
from townships.figure import all_figures
from townships.period import Period
from townships.voiding import void

pytestmark = pytest.mark.django_db
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
WEEK = Week.holding(date(2026, 3, 4))


def refusal(**told):
    with pytest.raises(ValidationError) as refused:
        enforcement_of(**told)
    return {name: errors[0].code for name, errors in refused.value.error_dict.items()}


def test_numbers_run_by_organ_and_year():
    village = VillageFactory(township__document_prefix="官亭")
    other = VillageFactory(township__document_prefix="子良")
    numbers = [enforcement_of(place=place).number for place in (village, village, other)]
    assert numbers == ["官亭执〔2026〕1号", "官亭执〔2026〕2号", "子良执〔2026〕1号"]


def test_a_penalty_wants_two_officers():
    place = VillageFactory()
    assert refusal(place=place, people=two_inspectors(place.township)[:1]) == {"people": "too_few"}


def test_every_officer_has_a_card():
    place = VillageFactory()
    without = PersonFactory(county=place.county, township=place.township)
    assert refusal(place=place, people=[*two_inspectors(place.township), without]) == {"people": "no_card"}


def test_officers_of_other_departments_count():
    row = enforcement_of("detention", people=[], others=[("赵强", "湘公001"), ("钱进", "湘公002")])
    assert [str(officer) for officer in row.officers.all()] == ["赵强（湘公001）", "钱进（湘公002）"]


def test_one_card_is_one_officer():
    assert refusal(people=[], others=[("赵强", "湘公001"), ("赵强", "湘公001")]) == {"others": "same_card"}


def test_the_card_is_kept_as_it_was():
    place = VillageFactory()
    people = two_inspectors(place.township)
    card, row = people[0].inspector_card, enforcement_of(place=place, people=people)
    people[0].inspector_card = "换了"
    people[0].save()
    assert row.officers.first().card == card


def test_a_department_must_act():
    assert refusal(departments=[]) == {"departments": "no_department"}


def test_a_warning_needs_neither():
    assert enforcement_of("warning", people=[], departments=[]).measured == "1 次"


def test_a_fine_has_an_amount_and_nothing_else_has():
    assert refusal(kind="fines") == {"amount": "required"}
    assert refusal(kind="illegal_sites", amount=Decimal(500)) == {"amount": "not_money"}


def test_nobody_acts_for_another_township():
    with pytest.raises(PermissionDenied):
        enforcement_of(by=InspectorFactory())


def test_a_hazard_of_another_township_is_not_linked():
    place = VillageFactory()
    with pytest.raises(PermissionDenied):
        enforcement_of(place=place, hazard=HazardFactory(place=VillageFactory(township__county=place.county), sector=SectorFactory()))


def test_nothing_joins_a_drive_that_is_summed_up():
    place = VillageFactory()
    assert refusal(place=place, drive=DriveFactory(county=place.county, state="summed_up")) == {"drive": "summed_up"}


def test_the_same_form_sent_twice_is_one_action():
    place = VillageFactory()
    by, submission = InspectorFactory(township=place.township), "0" * 8 + "-0000-0000-0000-" + "0" * 12
    first, second = [enforcement_of(place=place, by=by, submission=submission) for _ in range(2)]
    assert first == second
    assert Enforcement.objects.get().officers.count() == 2


def test_the_database_refuses_a_number_twice():
    first = enforcement_of()
    second = enforcement_of(place=first.place, by=first.created_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enforcement.objects.filter(pk=second.pk).update(sequence=1)


def test_figures_count_what_stands():
    place = VillageFactory()
    enforcement_of("vehicles_destroyed", place=place, quantity=Decimal(12))
    enforcement_of("fines", place=place, amount=Decimal(800))
    wrong = enforcement_of("fines", place=place, amount=Decimal(1))
    void(wrong, by=wrong.created_by, reason="金额有误")

    figures = all_figures()
    keys = ["enforcement.actions", "enforcement.vehicles_destroyed", "enforcement.fines", "enforcement.illegal_sites"]

    assert [figures[key].value(MARCH, place.county) for key in keys] == [2, 12, 800, 0]
    assert figures["enforcement.fines"].rows_for(MARCH, place.county).count() == 1


# state × action for: an inspector of the township, who dealt with it, the bureau, an official; written by hand.
STEPS = {
    State.FOUND: {"inspector": [Action.HANDLE], "handler": [Action.HANDLE], "bureau": [Action.HANDLE], "official": []},
    State.HANDLED: {"inspector": [Action.PASS, Action.FAIL], "handler": [], "bureau": [Action.PASS, Action.FAIL], "official": []},
    State.RECHECKED: {"inspector": [], "handler": [], "bureau": [Action.CLOSE], "official": []},
    State.CLOSED: {"inspector": [], "handler": [], "bureau": [], "official": []},
}


@pytest.mark.parametrize(("state", "role", "actions"), [(state, *cell) for state, row in STEPS.items() for cell in row.items()])
def test_who_may_take_which_step(state, role, actions):
    place = VillageFactory()
    users = {
        "inspector": InspectorFactory(township=place.township),
        "handler": InspectorFactory(township=place.township),
        "bureau": BureauFactory(county=place.county),
        "official": OfficialFactory(county=place.county),
    }
    act = illegal_act_at(state, place=place, by=users["handler"])
    assert available_steps(act, users[role]) == actions


def test_a_voided_act_goes_no_further():
    act = illegal_act_at()
    act = void(act, by=act.created_by, reason="误报")
    assert available_steps(act, act.created_by) == []


def test_what_was_not_dealt_with_well_is_open_again():
    act = illegal_act_at(State.HANDLED)
    illegal_acts.take(act, Action.FAIL, by=BureauFactory(county=act.county), reason="仍在生产")
    act.refresh_from_db()
    assert (act.state, act.handled_by) == (State.FOUND, None)


def test_a_step_too_late_is_told_who_was_first():
    act = illegal_act_at(State.HANDLED)
    with pytest.raises(ActStepNotAllowed) as refused:
        illegal_acts.take(act, Action.HANDLE, by=act.created_by, reason="取缔")
    assert refused.value.event.action == Action.HANDLE


def test_events_never_change():
    illegal_act_at()
    with pytest.raises(IntegrityError), transaction.atomic():
        IllegalActEvent.objects.update(reason="改")


def test_what_came_back_names_the_earlier_one():
    earlier = illegal_act_at(State.CLOSED)
    again = illegal_act_at(place=earlier.place, came_back_from=earlier)
    assert list(earlier.came_back_as.all()) == [again]


def test_it_does_not_come_back_from_another_county():
    with pytest.raises(PermissionDenied):
        illegal_act_at(came_back_from=illegal_act_at())


def test_a_closed_act_has_its_moment():
    act = illegal_act_at(State.CLOSED)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(act).objects.filter(pk=act.pk).update(closed_at=None)


@pytest.mark.parametrize(
    ("found_by", "flagged"), [("township", 0), ("county", 0), ("superior", 1), ("public", 1), ("media", 1), ("neighbour", 1)]
)
def test_outsiders_finds_are_counted(found_by, flagged):
    act = illegal_act_at(found_by=found_by)
    assert all_figures()["illegal_acts.outsiders"].value(MARCH, act.county) == flagged
    assert act.is_outsiders_find == bool(flagged)


@pytest.mark.parametrize(
    ("day", "end"), [(date(2026, 3, 4), date(2026, 3, 6)), (date(2026, 3, 6), date(2026, 3, 6)), (date(2026, 3, 7), date(2026, 3, 13))]
)
def test_a_week_ends_on_friday(day, end):
    assert Week.holding(day).end == end


@pytest.mark.parametrize(("hour", "counted"), [(11, 1), (12, 0)])
def test_friday_noon_parts_the_weeks(hour, counted):
    act = illegal_act_at(at=timezone.make_aware(datetime(2026, 3, 6, hour, 0)))  # noqa: DTZ001 (made aware at once)
    numbers, _yuan = Return(WEEK, user=act.created_by).totals
    assert dict(numbers)["found"] == counted


def test_year_so_far_begins_on_new_years_day():
    week = Week.holding(date(2027, 1, 1))
    act = illegal_act_at(at=timezone.make_aware(datetime(2026, 12, 30, 9, 0)))  # noqa: DTZ001 (made aware at once)
    numbers = dict(Return(week, user=act.created_by).totals[0])
    assert (numbers["found"], numbers["year"]) == (1, 0)


def test_return_counts_a_line_for_each_kind():
    place = VillageFactory()
    kind = ViolationKind.objects.get(key="unlicensed")
    act = illegal_act_at(State.CLOSED, place=place, kind=kind, found_by="public")
    enforcement_of("fines", place=place, amount=Decimal(2000), illegal_act=act)

    lines = {kind.key: (dict(cells), fine) for kind, cells, fine in Return(WEEK, user=BureauFactory(county=place.county)).lines}

    assert len(lines) == 13
    expected = {"found": 1, "outsiders": 1, "came_back": 0, "handled": 1, "rechecked": 1, "closed": 1, "open": 0, "year": 1}
    assert lines["unlicensed"] == (expected, 2000)


def test_an_act_is_open_at_the_end_of_the_week_before_it_was_closed():
    act = illegal_act_at(State.RECHECKED)
    illegal_acts.take(act, Action.CLOSE, by=BureauFactory(county=act.county), at=FOUND_AT + timedelta(days=9), reason="销号")
    numbers = dict(Return(WEEK, user=act.created_by).totals[0])
    assert (numbers["open"], numbers["closed"]) == (1, 0)


@pytest.mark.parametrize(("hour", "late"), [(3, False), (5, True)])
def test_handing_in_after_noon_is_late(hour, late):
    user = InspectorFactory()
    row = hand_in(WEEK, by=user, at=datetime(2026, 3, 6, hour, 0, tzinfo=UTC))
    assert (row.is_late, row.township) == (late, user.township)


def test_a_week_is_not_handed_in_before_its_last_day():
    with pytest.raises(WeekStillRuns):
        hand_in(WEEK, by=InspectorFactory(), at=datetime(2026, 3, 5, 3, 0, tzinfo=UTC))


def test_an_official_hands_nothing_in():
    with pytest.raises(PermissionDenied):
        hand_in(WEEK, by=OfficialFactory(), at=datetime(2026, 3, 6, 3, 0, tzinfo=UTC))
    assert WeeklyReturn.objects.count() == 0


def test_what_was_handed_in_stays():
    act = illegal_act_at()
    row = hand_in(WEEK, by=act.created_by, at=datetime(2026, 3, 6, 3, 0, tzinfo=UTC))
    void(act, by=act.created_by, reason="误报")
    row.refresh_from_db()
    assert row.content["total"][2] == 1


def test_departments_of_an_action_are_rows():
    department = DepartmentFactory()
    place = VillageFactory(township__county=department.county)
    assert list(enforcement_of(place=place, departments=[department]).departments.all()) == [department]
