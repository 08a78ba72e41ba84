from datetime import date
from decimal import Decimal

import pytest

from tests.factories.means import accident, accident_target, minutes_later, no_accidents
from tests.factories.townships import BureauFactory, TownshipFactory
from townships.accidents import Contradicted, Ground, amend_accident, find_vetoes, grade_of, state_no_accidents, statement_for, vetoed
from townships.models import AccidentGrade, NoAccidents, Norm, Township
from townships.period import Period
from townships.voiding import void

pytestmark = pytest.mark.django_db

YEAR = Period.year(2026)


@pytest.fixture
def township():
    return TownshipFactory()


def grade(key):
    return AccidentGrade.objects.get(key=key)


@pytest.mark.parametrize(
    ("dead", "injured", "loss", "key"),
    [
        (0, 0, "0", "ordinary"),
        (2, 9, "9999999.99", "ordinary"),
        (3, 0, "0", "larger"),
        (0, 10, "0", "larger"),
        (0, 0, "10000000", "larger"),
        (9, 49, "49999999.99", "larger"),
        (10, 0, "0", "major"),
        (0, 50, "0", "major"),
        (0, 0, "50000000", "major"),
        (29, 99, "99999999.99", "major"),
        (30, 0, "0", "extraordinary"),
        (0, 100, "0", "extraordinary"),
        (0, 0, "100000000", "extraordinary"),
    ],
)
def test_grade_includes_the_number_itself(dead, injured, loss, key):
    """条例 493号 第三条: “以上”包括本数, “以下”不包括本数."""
    assert grade_of(dead=dead, injured=injured, loss=Decimal(loss)).key == key


def test_thresholds_are_data(township):
    AccidentGrade.objects.filter(key="larger").update(dead_from=2)

    assert accident(township, dead=2).grade.key == "larger"


def test_more_deaths_raise_the_grade(township):
    row = accident(township, dead=2, injured=3)

    told = {"by": row.created_by, "place": township, "happened_at": row.happened_at, "injured": 2}
    assert amend_accident(row, dead=3, reason="补报", **told).grade.key == "larger"


@pytest.mark.parametrize(
    ("reported", "passed_on", "is_late"), [(60, None, False), (61, None, True), (30, 150, False), (30, 151, True), (None, None, False)]
)
def test_clocks_of_reporting(township, reported, passed_on, is_late):
    """条例 493号 第九条 one hour, 第十一条 two hours a level."""
    row = accident(township, reported_at=reported and minutes_later(reported), passed_on_at=passed_on and minutes_later(passed_on))

    assert row.is_reported_late is is_late


def test_clock_is_data(township):
    Norm.objects.filter(key=Norm.Key.REPORT).update(number=30)

    assert accident(township, reported_at=minutes_later(31)).is_reported_late


def vetoes(year=2026):
    return [(veto.township, veto.ground, veto.deaths, veto.allowed) for veto in find_vetoes(Township.objects.all(), year)]


def test_deaths_above_the_target_are_a_veto(township):
    accident_target(township, 1)
    accident(township, dead=1)
    assert vetoes() == []

    accident(township, dead=1, happened_at=minutes_later(1))

    assert vetoes() == [(township, Ground.OVER_TARGET, 2, 1)]
    assert vetoes(2025) == []


def test_two_deaths_at_once_are_a_veto(township):
    accident(township, dead=2)
    accident(TownshipFactory(), dead=1)

    assert vetoes() == [(township, Ground.DEATHS_AT_ONCE, 2, 1)]
    assert list(vetoed(Township.objects.all(), 2026)) == [township]


def test_voided_accident_is_no_veto(township):
    row = accident(township, dead=2)

    void(row, by=row.created_by, reason="非生产安全事故")

    assert vetoes() == []


def test_vetoes_of_another_township_are_not_ours(township):
    accident(TownshipFactory(), dead=2)

    assert find_vetoes(Township.objects.filter(pk=township.pk), 2026) == []


def test_vetoes_ask_the_same_for_three_townships(django_assert_num_queries):
    for _ in range(3):
        row = accident(dead=2)
        accident_target(row.township, 0)
    with django_assert_num_queries(4):
        assert len(find_vetoes(Township.objects.all(), 2026)) == 6


def state(place, by, key="ordinary", through=date(2026, 10, 31)):
    told = {"year": through.year, "through": through, "grade": grade(key), "basis": "逐乡镇核对"}
    return state_no_accidents(by=by, place=place, **told)


def test_statement_against_the_ledger_is_refused(township):
    row = accident(township)
    bureau = BureauFactory(county=township.county)

    with pytest.raises(Contradicted) as refused:
        state(township.county, bureau)

    assert refused.value.accident == row
    assert state(township.county, bureau, "larger").statement == "未发生较大以上事故"
    assert state(township.county, bureau, through=date(2026, 4, 30)).statement == "未发生生产安全事故"


def test_counties_word_that_reaches_furthest_is_told(township):
    for through in (date(2026, 6, 30), date(2026, 9, 30), date(2025, 12, 31)):
        no_accidents(township.county, grade("ordinary"), through=through)
    no_accidents(township, grade("ordinary"), through=date(2026, 12, 31))

    assert statement_for(township.county, YEAR).through == date(2026, 9, 30)


def test_word_that_an_accident_denies_later_is_not_told(township):
    no_accidents(township.county, grade("ordinary"), through=date(2026, 9, 30))
    no_accidents(township.county, grade("larger"), through=date(2026, 6, 30))

    accident(township)

    assert statement_for(township.county, YEAR).statement == "未发生较大以上事故"


def test_nobody_said_anything(township):
    assert statement_for(township.county, YEAR) is None
    assert not NoAccidents.objects.exists()
