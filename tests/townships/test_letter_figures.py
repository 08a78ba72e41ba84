from datetime import date

import pytest

from tests.factories.letters import LATER, letters_of
from tests.factories.townships import BureauFactory, TownshipFactory, VillageFactory
from townships import figures  # noqa: F401
from townships.figure import FIGURES
from townships.letters import sign
from townships.models import Letter, LetterSignature
from townships.period import Period
from townships.voiding import void

pytestmark = pytest.mark.django_db
Side = LetterSignature.Side


@pytest.fixture
def township():
    return TownshipFactory()


@pytest.fixture(autouse=True)
def a_years_letters(township):
    """Four letters of January: signed by both in March, by both after mid-year, by one side, and voided; a neighbour's beside them."""
    VillageFactory.create_batch(4, township=township)
    bureau = BureauFactory(county=township.county)
    early, late, half, wrong = letters_of(township, by=bureau)
    for letter, sides, day in [(early, Side, date(2026, 3, 1)), (late, Side, date(2026, 7, 1)), (half, [Side.LOWER], date(2026, 3, 1))]:
        for side in sides:
            sign(letter, side, on=day, by=bureau, at=LATER)
    void(wrong, by=bureau, reason="负责人有误")
    letters_of(VillageFactory().township)


def test_a_letter_counts_in_its_own_year_whenever_it_was_issued(township):
    ahead, late, *_rest = Letter.objects.counted().filter(township=township)
    Letter.objects.filter(pk=ahead.pk).update(year=2027, issued_on=date(2026, 12, 20))
    Letter.objects.filter(pk=late.pk).update(issued_on=date(2027, 1, 5))
    issued = FIGURES["letters.issued"]

    assert [issued.value(Period.year(year), township) for year in (2026, 2027)] == [2, 1]
    assert issued.value(Period.months(2027, 1, 1), township) == 1
    assert issued.value(Period.months(2027, 2, 12), township) == 0
    assert issued.value(Period.months(2026, 2, 12), township) == 1


@pytest.mark.parametrize(
    ("key", "period", "number"),
    [
        ("letters.issued", Period.year(2026), 3),
        ("letters.issued", Period.year(2025), 0),
        ("letters.issued", Period.months(2026, 2, 12), 0),
        ("letters.signed", Period.year(2026), 2),
        ("letters.signed", Period.months(2026, 1, 6), 1),
        ("letters.signed", Period.months(2026, 1, 2), 0),
    ],
)
def test_figure(township, key, period, number):
    figure = FIGURES[key]

    assert figure.value(period, township.county) == number
    assert figure.value(period, township) == number
    assert figure.by_township(period, township.county) == ({township.pk: number} if number else {})
