"""Totals equal the figures and a count by hand, and every number leads to exactly its rows."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from publicity.models import ActivityKind
from publicity.periods import PeriodForm
from publicity.totals import Totals
from tests.factories.publicity import ActivityFactory, TrainingFactory
from tests.factories.townships import BureauFactory, InspectorFactory, OfficialFactory, PersonFactory, TownshipFactory
from townships.figure import all_figures
from townships.models import Place
from townships.period import Period
from townships.voiding import void

pytestmark = pytest.mark.django_db
JUNE = Period.months(2026, 6, 6)


@pytest.fixture
def township():
    """A township and its county with leaflets, banners and a class in June, and June of the year before."""
    township = TownshipFactory()
    here = {"township": township, "created_by__county": township.county}
    itself = {"township": None, "county": township.county, "created_by__township": township}
    banners = ActivityKind.objects.get(key="banners")
    ActivityFactory(**here, quantity=300, people_reached=50, cost=100)
    ActivityFactory(**here, quantity=200, held_on=date(2026, 6, 1))
    ActivityFactory(**here, quantity=999, held_on=date(2026, 7, 1))
    ActivityFactory(**here, quantity=600, held_on=date(2025, 6, 30))
    ActivityFactory(**here, kind=banners, quantity=12)
    ActivityFactory(**itself, quantity=1000, cost="20.50")
    ActivityFactory(quantity=77)
    void(wrong := ActivityFactory(**here, quantity=88), by=wrong.created_by, reason="重复登记")
    TrainingFactory(**here, others_present=20, attendees=PersonFactory.create_batch(2), cost=9)
    TrainingFactory(**here, others_present=30, held_on=date(2025, 6, 1))
    return township


def totals_of(user):
    places = Place.objects.visible_to(user).filter(level__in=["county", "township"]).order_by("level", "pk")
    return Totals(user, JUNE, places)


def as_numbers(cells):
    return {f"{cell.column.label}": (cell.number, cell.before) for cell in cells}


def test_bureau_sees_each_township_the_county_itself_and_the_sum(township):
    totals = totals_of(BureauFactory(county=township.county))

    assert {row.place.pk: as_numbers(row.cells)["宣传资料"] for row in totals.rows} == {
        township.county_id: (1000, 0),
        township.pk: (500, 600),
    }
    assert as_numbers(totals.sums) == {
        "宣传资料": (1500, 600),
        "横幅": (12, 0),
        "培训班": (1, 1),
        "培训": (22, 30),
        "受众": (50, 0),
        "宣传经费": (120.5, 0),
        "培训经费": (9, 0),
    }


def test_inspector_sees_the_own_township_alone(township):
    totals = totals_of(InspectorFactory(township=township))

    assert [row.place.pk for row in totals.rows] == [township.pk]
    assert as_numbers(totals.rows[0].cells)["宣传资料"] == (500, 600)
    assert totals.sums == []


def test_sums_are_those_of_the_figures(township):
    sums = as_numbers(totals_of(BureauFactory(county=township.county)).sums)
    keys = {"宣传资料": "publicity.leaflets", "横幅": "publicity.banners", "培训班": "trainings.classes", "培训": "trainings.people"}
    keys |= {"受众": "publicity.people", "宣传经费": "publicity.activity_cost", "培训经费": "trainings.cost"}

    figures = all_figures()

    assert sums == {
        label: (figures[key].value(JUNE, township.county), figures[key].value(JUNE.a_year_before(), township.county))
        for label, key in keys.items()
    }


MEASURES = {"培训班": lambda rows: len(rows), "培训": lambda rows: sum(row.people_present for row in rows)}
MEASURES |= {"受众": lambda rows: sum(row.people_reached for row in rows)}
MEASURES |= dict.fromkeys(["宣传经费", "培训经费"], lambda rows: sum(row.cost for row in rows))


def quantity(rows):
    return sum(row.quantity for row in rows)


@pytest.mark.parametrize("user", [BureauFactory, OfficialFactory])
def test_every_number_leads_to_its_rows(client, township, user):
    user = user(county=township.county)
    client.force_login(user)
    totals = totals_of(user)

    for cell in [*totals.sums, *(cell for row in totals.rows for cell in row.cells)]:
        rows = [row.record for row in client.get(cell.url).context["table"].rows]
        assert MEASURES.get(str(cell.column.label), quantity)(rows) == cell.number


def test_city_of_two_counties_keeps_their_own_rows_apart(client, township):
    other = BureauFactory()
    ActivityFactory(township=None, county=other.county, created_by=other, quantity=5)
    official = OfficialFactory(county=None)
    client.force_login(official)

    (row,) = [row for row in totals_of(official).rows if row.place.pk == other.county_id]

    (cell,) = [cell for cell in row.cells if cell.column.label == "宣传资料"]
    assert cell.number == 5
    assert [shown.record.quantity for shown in client.get(cell.url).context["table"].rows] == [5]


def test_change_is_told_by_arrow_and_word(client, township):
    client.force_login(BureauFactory(county=township.county))

    text = " ".join(client.get(reverse("publicity:totals"), {"year": 2026, "span": "m6"}).text.split())

    assert "2026年6月（安全生产月）" in text
    assert "2026-06-01 至 2026-06-30，与上年同期（2025-06-01 至 2025-06-30）比较" in text
    assert 'small class="change">上年同期 600</small>' in text
    assert "↓ 减 100" in text
    assert "↑ 增 900" in text
    assert "＝ 持平" in text


@pytest.mark.parametrize(
    ("asked", "period"),
    [
        ({"year": "2012", "span": "year"}, Period.year(2012)),
        ({"year": "2012", "span": "h1"}, Period.months(2012, 1, 6)),
        ({"year": "2012", "span": "q4"}, Period.months(2012, 10, 12)),
        ({"year": "2012", "span": "m2"}, Period(date(2012, 2, 1), date(2012, 2, 29))),
    ],
)
def test_period_asked_for(asked, period):
    assert PeriodForm(asked).period == period


@pytest.mark.parametrize("asked", [{}, {"year": "2099"}, {"year": "-1"}, {"year": "去年"}, {"span": "decade"}])
def test_this_year_when_nothing_sensible_is_asked_for(asked):
    assert PeriodForm(asked).period == Period.year(timezone.localdate().year)


def test_a_year_that_runs_is_compared_with_the_same_days_of_last_year(client, township, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 6, 15))
    client.force_login(InspectorFactory(township=township))

    page = client.get(reverse("publicity:totals"))

    assert "宣传教育汇总：2026年（截至6月15日）" in page.text
    assert page.context["totals"].year_before == Period(date(2025, 1, 1), date(2025, 6, 15))
    assert as_numbers(page.context["totals"].rows[0].cells)["宣传资料"][1] == 0


def test_a_span_to_come_is_not_held_against_last_year(client, township, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 5, 31))
    client.force_login(InspectorFactory(township=township))

    page = client.get(reverse("publicity:totals"), {"span": "m6"})

    assert "这一时段还没有开始" in page.text
    assert "上年同期" not in page.text
