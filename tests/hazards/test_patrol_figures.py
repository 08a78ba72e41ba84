"""Planned, done, on time, missed: as it stood at the period's end."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from hazards.intake import record_inspection
from tests.factories.hazards import two_inspectors
from tests.factories.patrols import MONDAY, PlanFactory
from tests.factories.townships import EnterpriseFactory, InspectorFactory, TownshipFactory
from townships.figure import all_figures
from townships.period import Period

pytestmark = pytest.mark.django_db
MARCH, APRIL = Period.months(2026, 3, 3), Period.months(2026, 4, 4)


@pytest.fixture
def plan():
    """Five working days, 2 to 6 March: done on time, done late in March, made up for in April, and two missed."""
    plan = PlanFactory(ends_on=date(2026, 3, 6))
    for task, day in zip(plan.tasks.order_by("starts_on"), [MONDAY, date(2026, 3, 9), date(2026, 4, 1)], strict=False):
        at = timezone.make_aware(datetime.combine(day, time(10)))
        by = InspectorFactory(township=task.township)
        record_inspection(by=by, at=at, place=task.place, inspectors=two_inspectors(task.township), inspected_at=at, task=task)
    return plan


def values(place, period):
    figures = all_figures()
    return [figures[f"patrols.{key}"].value(period, place) for key in ("planned", "done", "on_time", "missed")]


def test_figures_of_the_month(plan):
    assert values(plan.township, MARCH) == values(plan.county, MARCH) == [5, 2, 1, 3]


def test_what_is_made_up_for_later_counts_in_no_other_month(plan):
    assert values(plan.county, APRIL) == [0, 0, 0, 0]


def test_the_year_knows_what_the_month_did_not(plan):
    assert values(plan.county, Period.year(2026)) == [5, 3, 1, 2]


def test_planned_is_done_and_missed_once_a_period_is_over(plan):
    planned, done, _on_time, missed = values(plan.county, MARCH)

    assert planned == done + missed


def test_another_township_has_none_of_it(plan):
    assert values(TownshipFactory(county=plan.county), MARCH) == [0, 0, 0, 0]


def test_what_is_not_due_yet_is_neither_planned_nor_missed():
    today = timezone.localdate()
    plan = PlanFactory(today=today, rhythm="days", ends_on=today + timedelta(days=3))

    assert values(plan.county, Period(today, today + timedelta(days=3))) == [1, 0, 0, 0]


def test_a_place_opened_after_the_day_counts_nowhere(plan):
    before = values(plan.county, MARCH)
    EnterpriseFactory._meta.model.objects.update(opened_on=date(2026, 3, 5))

    assert values(plan.county, MARCH)[0] == before[0] - 3


def test_a_place_closed_before_the_day_counts_nowhere(plan):
    EnterpriseFactory._meta.model.objects.update(closed_on=date(2026, 3, 5))

    assert values(plan.county, MARCH) == [3, 2, 1, 1]
