"""The annexes of stations, works, plans, drills and accidents: what is not kept has no table, and a nought is somebody's word."""

from datetime import datetime

import pytest
from django.utils import timezone

from reports.annexes import annexes
from reports.phrases import phrases
from tests.factories import means
from tests.factories.townships import TownshipFactory
from townships.models import AccidentGrade
from townships.period import Period

pytestmark = pytest.mark.django_db

YEAR = Period.year(2026)
LAST_YEAR = timezone.make_aware(datetime(2025, 5, 1, 12))  # noqa: DTZ001 (made aware at once)
KEPT = {"sources_of_money", "works", "stations", "readiness", "accidents"}


@pytest.fixture
def township():
    return TownshipFactory(name="官亭乡")


def tables(township):
    return {table["key"]: table for table in annexes(township.county, YEAR)}


def grade(rank):
    return AccidentGrade.objects.get(rank=rank)


def test_what_is_not_kept_has_no_table(township):
    assert KEPT.isdisjoint(tables(township))


def test_works_are_told_by_kind_and_township(township):
    means.work(township, "roads", "98.6"), means.work(TownshipFactory(name="子良乡", county=township.county), "roads", "1.4")

    assert tables(township)["works"]["rows"] == [["道路硬化", "公里", "100", "—", "官亭乡98.6、子良乡1.4"]]


def test_station_is_told_with_what_it_lacks(township):
    means.station_year(township, rooms=1), means.staff(township, 3)

    [row] = tables(township)["stations"]["rows"]

    assert row == ["官亭乡", "1", "40", "未定级", "3", "3", "3", "0/8", "0/0", "2", "办公用房不足、装备不足、“八有”不全"]


def test_drills_and_plans_by_township(township):
    means.provision(township), means.drill(township)

    assert tables(township)["readiness"]["total"] == ["合计", "0", "1", "0", "1", "1", "40"]


def test_accidents_stand_beside_last_years(township):
    means.accident(township, dead=3, loss=7000), means.accident(township, injured=1, happened_at=LAST_YEAR)

    rows = {row[0]: row[1:] for row in tables(township)["accidents"]["rows"]}

    assert (rows["一般事故（起）"], rows["较大事故（起）"]) == (["0", "1", "-1"], ["1", "0", "+1"])
    assert (rows["死亡（人）"], rows["直接经济损失（元）"]) == (["3", "0", "+3"], ["7000", "0", "+7000"])


def test_nought_is_told_as_far_as_somebody_stated_it(township):
    means.no_accidents(township.county, grade(2))

    rows = {row[0]: row[1:] for row in tables(township)["accidents"]["rows"]}

    assert (rows["一般事故（起）"], rows["较大事故（起）"]) == (["—", "—", "—"], ["0", "—", "—"])
    assert "未发生较大以上事故" in tables(township)["accidents"]["note"]


@pytest.mark.parametrize(("end", "until"), [(YEAR.end, "截至5月1日"), (means.DAY, "")])
def test_word_of_the_county_reaches_up_to_its_day(township, end, until):
    means.no_accidents(township.county, grade(1))

    said = phrases(township.county, Period(YEAR.start, end))

    assert [said[f"accidents.{key}"]["words"] for key in ("none", "through")] == ["未发生生产安全事故", until]


def test_without_a_word_nothing_is_said(township):
    assert phrases(township.county, YEAR)["accidents.none"]["words"] == ""
