from datetime import date

import pytest

from tests.factories.patrols import HolidayFactory
from tests.factories.townships import CountyFactory
from townships.templatetags.workdays import legal_days
from townships.workdays import Workdays, add_workdays, is_workday

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # over a weekend
        (date(2026, 3, 9), -1, date(2026, 3, 6)),
        (date(2026, 3, 9), 0, date(2026, 3, 9)),
        (date(2025, 9, 30), 1, date(2025, 10, 9)),  # over National Day and Mid-Autumn
        (date(2012, 9, 28), 1, date(2012, 9, 29)),  # a Saturday worked before the holiday
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a Saturday worked before the lunar new year
        (date(2026, 2, 14), 1, date(2026, 2, 24)),  # over the lunar new year
        (date(2025, 12, 31), 1, date(2026, 1, 4)),  # over the new year to a Sunday that is worked
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # not announced yet, but New Year's Day is fixed by law
        (date(2099, 4, 30), 1, date(2099, 5, 4)),
        (date(2099, 9, 30), 1, date(2099, 10, 5)),
        (date(2027, 2, 4), 1, date(2027, 2, 9)),  # 除夕 to 正月初三
        (date(2027, 2, 9), -1, date(2027, 2, 4)),
        (date(2027, 4, 2), 1, date(2027, 4, 6)),  # 清明
        (date(2027, 6, 8), 1, date(2027, 6, 10)),  # 端午
        (date(2027, 9, 14), 1, date(2027, 9, 16)),  # 中秋
        (date(2026, 12, 25), 30, date(2027, 2, 10)),  # over both ends of a year
    ],
)
def test_adds_working_days(day, n, expected):
    assert add_workdays(day, n) == expected


def test_years_that_are_not_announced_fall_back_to_the_week():
    assert is_workday(date(2099, 10, 8))
    assert not is_workday(date(2099, 10, 10))


def test_what_was_entered_overrides_the_legal_days():
    HolidayFactory(day=date(2027, 2, 9), name="春节")
    HolidayFactory(day=date(2027, 2, 6), is_workday=True, name="调休")

    assert [add_workdays(day, 1) for day in (date(2027, 2, 4), date(2027, 2, 6))] == [date(2027, 2, 6), date(2027, 2, 10)]


def test_a_saturday_that_was_entered_as_worked_is_a_working_day():
    HolidayFactory(day=date(2027, 2, 20), is_workday=True, name="春节调休")

    assert add_workdays(date(2027, 2, 19), 1) == date(2027, 2, 20)


def test_an_entered_day_overrides_the_announced_calendar():
    assert is_workday(date(2026, 3, 3))
    HolidayFactory(day=date(2026, 3, 3), name="县庆")

    assert not is_workday(date(2026, 3, 3))


def test_what_a_county_enters_holds_in_that_county():
    county, other = CountyFactory(), CountyFactory()
    HolidayFactory(county=county, day=date(2026, 3, 3))

    assert [is_workday(date(2026, 3, 3), county=one) for one in (county, other, None)] == [False, True, True]


def test_the_countys_own_entry_stands_over_the_one_for_everybody():
    county = CountyFactory()
    HolidayFactory(county=county, day=date(2027, 1, 1), is_workday=True)
    HolidayFactory(day=date(2027, 1, 1))

    assert is_workday(date(2027, 1, 1), county=county)
    assert not is_workday(date(2027, 1, 1))


@pytest.mark.parametrize(("today", "years"), [(date(2026, 10, 31), []), (date(2026, 11, 1), [2027]), (date(2027, 3, 1), [2027])])
def test_the_next_years_holidays_are_to_enter_from_november_on(today, years):
    assert Workdays().years_to_enter(today) == years


def test_the_legal_days_that_stand_in_are_named():
    words = legal_days(2027)

    assert words.startswith("元旦 1月1日、农历除夕 2月5日、春节 2月6日—2月8日、清明节 4月5日、")


def test_a_day_of_two_holidays_is_named_under_both():
    assert "中秋节 10月3日" in (words := legal_days(2028))
    assert "国庆节 10月1日—10月3日" in words
    assert ";" not in words


def test_years_that_nobody_has_entered_are_named():
    assert Workdays().missing_years(date(2026, 11, 1), date(2028, 2, 1)) == [2027, 2028]

    HolidayFactory(day=date(2027, 1, 1))

    assert Workdays().missing_years(date(2026, 11, 1), date(2028, 2, 1)) == [2028]
