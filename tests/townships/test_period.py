from datetime import date

import pytest

from townships.period import Period


@pytest.mark.parametrize(
    ("period", "year_before"),
    [
        (Period.year(2026), Period.year(2025)),
        (Period.months(2026, 6, 6), Period.months(2025, 6, 6)),
        (Period.months(2025, 2, 2), Period(date(2024, 2, 1), date(2024, 2, 29))),
        (Period.months(2028, 1, 2), Period(date(2027, 1, 1), date(2027, 2, 28))),
        (Period(date(2028, 1, 1), date(2028, 2, 28)), Period(date(2027, 1, 1), date(2027, 2, 28))),
        (Period(date(2026, 1, 1), date(2026, 11, 24)), Period(date(2025, 1, 1), date(2025, 11, 24))),
    ],
)
def test_a_year_before(period, year_before):
    assert period.a_year_before() == year_before
