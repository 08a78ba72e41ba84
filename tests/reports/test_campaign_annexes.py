"""The annex of letters of responsibility: issued and signed by township, and no table where there were none."""

from datetime import date

import pytest

from reports.annexes import annexes
from tests.factories.letters import letters_of, signed
from tests.factories.townships import TownshipFactory, VillageFactory
from townships.period import Period

pytestmark = pytest.mark.django_db


def letters_table(county):
    return {table["key"]: table for table in annexes(county, Period.year(2026))}.get("letters")


def test_letters_by_township():
    township = TownshipFactory(name="官亭乡")
    VillageFactory.create_batch(2, township=township)
    first, _second = letters_of(township)
    signed(first, on=date(2026, 3, 1))

    table = letters_table(township.county)

    assert table["rows"] == [["官亭乡", "2", "1", "50.0%"]]
    assert table["total"] == ["合计", "2", "1", "50.0%"]


def test_without_letters_there_is_no_table():
    assert letters_table(TownshipFactory().county) is None
