"""On which days visits are due: plain choices of a plan, on Chinese working days, over the year's end and the lunar new year."""

from datetime import date, timedelta

import pytest

from hazards.models import PatrolPlan
from hazards.recurrence import days_of, due_day, in_words
from tests.factories.patrols import HolidayFactory, unsaved_plan
from townships.workdays import Workdays

pytestmark = pytest.mark.django_db
Rhythm = PatrolPlan.Rhythm


def days(plan, first, last):
    return [f"{day:%m-%d}" for day in days_of(plan, first, last, Workdays())]


def test_every_working_day_skips_the_lunar_new_year_and_keeps_the_make_up_saturday():
    plan = unsaved_plan(rhythm=Rhythm.WORKDAYS)

    assert days(plan, date(2026, 2, 12), date(2026, 2, 28)) == ["02-12", "02-13", "02-14", "02-24", "02-25", "02-26", "02-27", "02-28"]


def test_every_day_rests_never():
    assert days(unsaved_plan(rhythm=Rhythm.DAYS), date(2026, 2, 14), date(2026, 2, 17)) == ["02-14", "02-15", "02-16", "02-17"]


def test_every_working_day_over_the_years_end():
    plan = unsaved_plan(rhythm=Rhythm.WORKDAYS)

    assert days(plan, date(2025, 12, 30), date(2026, 1, 5)) == ["01-04", "01-05"]
    assert days(plan, date(2026, 12, 30), date(2027, 1, 5)) == ["12-30", "12-31", "01-04", "01-05"]

    HolidayFactory(day=date(2027, 1, 4))
    assert days(plan, date(2026, 12, 30), date(2027, 1, 5)) == ["12-30", "12-31", "01-05"]


def test_weekly_on_chosen_days():
    plan = unsaved_plan(rhythm=Rhythm.WEEKLY, weekdays=[1, 4])

    assert days(plan, date(2026, 3, 1), date(2026, 3, 14)) == ["03-03", "03-06", "03-10", "03-13"]


def test_what_falls_on_a_rest_day_moves_to_the_next_working_day_once():
    """Tuesday 17 and Friday 20 February lie in the holiday: both move to the 24th, which is a Tuesday of its own."""
    plan = unsaved_plan(rhythm=Rhythm.WEEKLY, weekdays=[1, 4])

    assert days(plan, date(2026, 2, 10), date(2026, 2, 27)) == ["02-10", "02-13", "02-24", "02-27"]


def test_what_stays_on_rest_days_stays():
    plan = unsaved_plan(rhythm=Rhythm.WEEKLY, weekdays=[1], moves_to_workday=False)

    assert days(plan, date(2026, 2, 10), date(2026, 2, 24)) == ["02-10", "02-17", "02-24"]


@pytest.mark.parametrize(
    ("month_day", "expected"),
    [(5, ["01-05", "02-05", "03-05", "04-07"]), (31, ["01-30", "02-28", "03-31", "04-30"]), (30, ["01-30", "02-28", "03-30", "04-30"])],
)
def test_monthly_on_the_nth_or_the_last_day(month_day, expected):
    """5 April 2026 is 清明; 31 January a Saturday, and its visit is made the day before; February has 28 days, the last of them worked."""
    plan = unsaved_plan(rhythm=Rhythm.MONTHLY, month_day=month_day)

    assert days(plan, date(2026, 1, 1), date(2026, 4, 30)) == expected


@pytest.mark.parametrize(("month", "expected"), [(1, ["01-20", "04-20", "07-20", "10-20"]), (3, ["03-20", "06-22", "09-20", "12-21"])])
def test_quarterly_in_a_month_of_the_quarter(month, expected):
    """Saturday 20 June lies in the Dragon Boat holiday, Sunday 20 September is worked, 20 December is a Sunday."""
    plan = unsaved_plan(rhythm=Rhythm.QUARTERLY, month_day=20, quarter_month=month)

    assert days(plan, date(2026, 1, 1), date(2026, 12, 31)) == expected


def test_a_day_that_moves_over_the_years_end():
    HolidayFactory(day=date(2027, 1, 1))
    HolidayFactory(day=date(2026, 12, 31))

    monthly, weekly = unsaved_plan(rhythm=Rhythm.MONTHLY, month_day=31), unsaved_plan(rhythm=Rhythm.WEEKLY, weekdays=[3])

    assert days(monthly, date(2026, 12, 1), date(2027, 1, 10)) == ["12-30"]
    assert days(weekly, date(2026, 12, 25), date(2027, 1, 5)) == ["01-04"]


def test_the_last_of_each_month_is_one_visit_a_month():
    """31 January and 28 February 2027 are Sundays: moved on, there were none in January and two in March."""
    plan = unsaved_plan(rhythm=Rhythm.MONTHLY, month_day=31)

    assert days(plan, date(2026, 12, 1), date(2027, 4, 30)) == ["12-31", "01-29", "02-26", "03-31", "04-30"]


def test_at_the_plans_end_a_rest_day_stays_where_it_is():
    weekly = unsaved_plan(rhythm=Rhythm.WEEKLY, weekdays=[5], starts_on=date(2026, 1, 31), ends_on=date(2026, 1, 31))
    monthly = unsaved_plan(rhythm=Rhythm.MONTHLY, month_day=31, starts_on=date(2026, 1, 31), ends_on=date(2026, 2, 10))

    assert days(weekly, date(2026, 1, 1), date(2026, 12, 31)) == days(monthly, date(2026, 1, 1), date(2026, 12, 31)) == ["01-31"]


@pytest.mark.parametrize("rhythm", [{"rhythm": Rhythm.WEEKLY, "weekdays": [0, 5]}, {"rhythm": Rhythm.MONTHLY, "month_day": 31}])
def test_any_cut_gives_the_same_days(rhythm):
    """The beat asks piece by piece: what it gets together is what one question would have got."""
    plan = unsaved_plan(**rhythm)
    whole = days(plan, date(2026, 1, 1), date(2026, 12, 31))
    starts = [date(2026, 1, 1) + timedelta(days=3 * n) for n in range(122)]

    pieces = [day for start in starts for day in days(plan, start, min(start + timedelta(days=2), date(2026, 12, 31)))]

    assert pieces == whole


def test_no_day_before_the_plan_begins_or_after_it_ends():
    plan = unsaved_plan(rhythm=Rhythm.DAYS, starts_on=date(2026, 3, 3), ends_on=date(2026, 3, 4))

    assert days(plan, date(2026, 1, 1), date(2026, 12, 31)) == ["03-03", "03-04"]


def test_once_within_a_range():
    plan = unsaved_plan(rhythm=Rhythm.ONCE, starts_on=date(2026, 9, 21), ends_on=date(2026, 10, 8))

    assert days(plan, date(2026, 1, 1), date(2026, 12, 31)) == ["09-21"]
    assert due_day(plan, date(2026, 9, 21), Workdays()) == date(2026, 10, 8)


def test_days_allowed_are_working_days():
    plan = unsaved_plan(rhythm=Rhythm.WEEKLY, weekdays=[4], days_allowed=2)

    assert due_day(plan, date(2026, 2, 13), Workdays()) == date(2026, 2, 24)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"rhythm": Rhythm.WORKDAYS}, "每个工作日"),
        ({"rhythm": Rhythm.WEEKLY, "weekdays": [4, 1]}, "每周星期二、星期五，遇休息日顺延"),
        ({"rhythm": Rhythm.MONTHLY, "month_day": 20, "days_allowed": 3}, "每月 20 日，遇休息日顺延；3 个工作日内完成"),
        ({"rhythm": Rhythm.QUARTERLY, "month_day": 20, "moves_to_workday": False}, "每季度第三个月 20 日"),
        ({"rhythm": Rhythm.ONCE}, "期间内检查一遍"),
    ],
)
def test_a_rhythm_in_plain_words(fields, words):
    assert in_words(unsaved_plan(**fields)) == words
