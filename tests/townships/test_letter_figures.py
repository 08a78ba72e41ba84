from datetime import date

import pytest

from tests.factories.letters import LATER, letters_of
from tests.factories.townships import BureauFactory, TownshipFactory, VillageFactory
from townships import figures  # noqa: F401
from townships.figure import FIGURES
from townships.letters import sign
from townships.models import LetterSignature
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
