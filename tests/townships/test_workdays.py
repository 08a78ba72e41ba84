from datetime import date

import pytest

from townships.workdays import add_workdays, is_workday


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # over a weekend
        (date(2026, 3, 9), -1, date(2026, 3, 6)),
        (date(2026, 3, 9), 0, date(2026, 3, 9)),
        (date(2025, 9, 30), 1, date(2025, 10, 9)),  # over National Day and Mid-Autumn
        (date(2012, 9, 28), 1, date(2012, 9, 29)),  # a Saturday worked before the holiday
        (date(2099, 5, 1), 1, date(2099, 5, 4)),  # not announced yet: Monday to Friday
    ],
)
def test_adds_working_days(day, n, expected):
    assert add_workdays(day, n) == expected


def test_years_that_are_not_announced_fall_back_to_the_week():
    assert is_workday(date(2099, 10, 1))
    assert not is_workday(date(2099, 10, 3))
