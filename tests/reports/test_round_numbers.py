import re
from decimal import Decimal

import pytest

from reports.round_numbers import exactly, in_ten_thousands, plain, roughly


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (7, "7"),
        (10, "10"),
        (16, "10多"),
        (19, "近20"),
        (83, "80多"),
        (297, "近300"),
        (284, "280多"),
        (400, "400"),
        (426, "400多"),
        (470, "470"),
        (1290, "近1300"),
        (5000, "5000"),
        (50000, "5万"),
        (52300, "5万余"),
        (58300, "5.8万余"),
        (152000, "15万余"),
        (530_000, "50多万"),
        (7_040_000, "700多万"),
        (12_300_000, "1200多万"),
        (123_000_000, "1.2亿余"),
        (Decimal("52300.00"), "5万余"),
        (Decimal("12.50"), "10多"),
    ],
)
def test_words_of_the_documents(number, words):
    assert roughly(number) == words


def worth(words):
    digits, size = re.fullmatch(r"近?([\d.]+)多?([万亿]?)[多余]?", words).groups()
    return Decimal(digits) * {"": 1, "万": 10**4, "亿": 10**8}[size]


def test_never_claims_more_than_the_truth_except_nearly():
    for number in [*range(1, 30_000), *range(30_000, 3_000_000, 997), *range(10**7, 10**10, 7_654_321)]:
        words = roughly(number)
        if words.startswith("近"):
            assert number < worth(words) <= number * Decimal("1.06")
        elif "多" in words or "余" in words:
            assert worth(words) < number
            assert number < 100 or number - worth(words) <= number / Decimal(10)
        else:
            assert worth(words) == number


def test_exact_numbers_are_shortened_only_when_nothing_is_lost():
    assert [exactly(n) for n in (9999, 50000, 52300, 52301, 123_000_000)] == ["9999", "5万", "5.23万", "52301", "1.23亿"]


def test_plain_digits():
    assert [plain(n) for n in (Decimal("1E+3"), Decimal("52300.00"), Decimal("0.50"))] == ["1000", "52300", "0.5"]
    assert in_ten_thousands(Decimal("52300.00")) == "5.23"
