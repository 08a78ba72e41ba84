"""Which accidents, vetoes and hazards stand beside a clause, by the words of the clause."""

from datetime import date

import pytest

from hazards.models import Hazard
from tests.factories.hazards import HazardFactory
from tests.factories.means import accident, accident_target
from tests.factories.townships import EnterpriseFactory, TownshipFactory
from townships.clause_ledgers import Ledgers, number_of
from townships.models import Clause

pytestmark = pytest.mark.django_db


@pytest.fixture
def township():
    return TownshipFactory()


def veto(text):
    return Clause(kind=Clause.Kind.VETO, text=text)


def entry(text):
    return Clause(kind=Clause.Kind.ENTRY, text=text)


@pytest.mark.parametrize(
    ("text", "dead", "is_denied"),
    [
        ("发生较大以上生产安全事故", 3, True),
        ("发生较大以上生产安全事故", 1, False),
        ("发生重大事故", 9, True),  # So many at once are a veto by the norm, whatever the grade.
        ("发生生产安全死亡事故", 1, True),
        ("一次死亡2人以上的生产安全事故", 1, False),
        ("一次死亡2人以上的生产安全事故", 2, True),
        ("一次死亡三人以上", 2, True),
        ("瞒报、谎报事故", 3, False),
        ("弄虚作假、提供虚假资料", 3, False),
        ("重大事故隐患逾期未整改", 3, False),
        ("因重大隐患整改不力引发事故", 1, True),
    ],
)
def test_a_veto_that_is_said_not_to_have_happened_is_denied_by_an_accident_that_it_names(township, text, dead, is_denied):
    accident(township, dead=dead)

    assert Ledgers(township, 2026).deny(veto(text), holds=False) == is_denied
    assert not Ledgers(township, 2026).deny(veto(text), holds=True)


def test_every_accident_of_the_year_is_shown_and_none_of_another_year_or_township(township):
    row = accident(township, dead=1)
    accident(TownshipFactory(county=township.county), dead=3)

    shown = Ledgers(township, 2026).about(veto("发生较大以上生产安全事故"))

    assert [(one.url, one.is_against) for one in shown] == [(row.get_absolute_url(), False)]
    assert Ledgers(township, 2025).about(veto("发生较大以上生产安全事故")) == []


def test_a_condition_about_the_target_is_denied_by_more_deaths_than_it_allows(township):
    accident(township, dead=1)
    clause = entry("年度生产安全事故死亡人数不超过控制指标")
    assert not Ledgers(township, 2026).deny(clause, holds=True)

    accident_target(township, 0)

    assert Ledgers(township, 2026).deny(clause, holds=True)
    assert not Ledgers(township, 2026).deny(clause, holds=False)


def test_a_clause_about_overdue_hazards_shows_how_many_there_are(township, monkeypatch):
    class Found:
        number, url = 2, "/figures/hazards.overdue/"
        source = type("Source", (), {"label": "逾期未销号隐患", "unit": "条", "is_shortfall": True})

    ledgers = Ledgers(township, 2026)
    ledgers.shelf = {"hazards.overdue": Found}

    (row,) = ledgers.about(veto("事故隐患逾期未整改"))

    assert (row.words, row.is_against) == ("逾期未销号隐患 2 条", True)


@pytest.mark.parametrize("text", ["重大隐患逾期未整改且未采取防控措施", "重大事故隐患逾期未整改"])
def test_a_clause_about_major_hazards_counts_no_general_ones(township, text):
    found = HazardFactory(place=EnterpriseFactory(township=township), deadline=date(2026, 3, 1))
    assert Ledgers(township, 2026).about(veto("事故隐患逾期未整改"))
    assert Ledgers(township, 2026).about(veto(text)) == []

    Hazard.objects.filter(pk=found.pk).update(grade="major")

    assert [row.words for row in Ledgers(township, 2026).about(veto(text))] == ["逾期未销号重大隐患 1 条"]


@pytest.mark.parametrize(("words", "number"), [("3", 3), ("三", 3), ("十", 10), ("十五", 15), ("二十", 20), ("二十三", 23), ("数", 1)])
def test_numbers_of_a_clause_are_read(words, number):
    assert number_of(words) == number
