from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.campaign import InvestmentFactory
from tests.factories.drives import outcome_of
from tests.factories.hazards import FOUND_AT, HazardFactory, InspectionFactory
from tests.factories.publicity import TrainingFactory
from tests.factories.reports import AnnualReportFactory
from tests.factories.townships import BureauFactory, DutyFactory, EnterpriseFactory, InspectorFactory, TownshipFactory
from townships.models import DutyKind
from townships.period import Period

pytestmark = pytest.mark.django_db
FOUND, YEAR = "hazards.found", {"year": FOUND_AT.year}


@pytest.fixture
def township():
    return TownshipFactory()


@pytest.fixture
def bureau(client, township):
    user = BureauFactory(county=township.county)
    client.force_login(user)
    return user


def figure(client, key, **asked):
    return client.get(reverse("reports:figure", args=[key]), YEAR | asked)


def test_shows_the_rows_with_what_each_adds(client, bureau, township):
    TrainingFactory(township=township, held_on=FOUND_AT.date(), cost=Decimal(1200), title="渡工培训")
    TrainingFactory(township=township, held_on=FOUND_AT.date(), cost=Decimal("300.5"))

    page = figure(client, "trainings.cost").content.decode()

    assert "培训经费：1,500.50 元" in page
    assert f'渡工培训</a> <small>{township} 2026-03-02</small> <span class="share">1,200.00 元</span>' in page


def test_says_why_it_is_nothing(client, bureau):
    assert "没有这样的记录，所以是 0" in figure(client, FOUND).content.decode()


def test_an_inspector_counts_the_own_township(client, township):
    client.force_login(InspectorFactory(township=township))
    own = HazardFactory(place=EnterpriseFactory(township=township))
    HazardFactory(place=EnterpriseFactory(township=TownshipFactory(county=township.county)))

    page = figure(client, FOUND)

    assert page.context["value"] == 1
    assert own.get_absolute_url() in page.content.decode()


def test_another_place_is_not_there(client, township):
    client.force_login(InspectorFactory(township=township))

    for place in [township.county, TownshipFactory(county=township.county)]:
        assert figure(client, FOUND, place=place.pk).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        {"place": "乡"},
        {"year": "乡"},
        {"start": "2026-01-01"},
        {"start": "2026-13-01", "end": "2026-12-31"},
        {"start": "0001-01-01", "end": "9999-12-31"},
    ],
)
def test_an_address_that_was_typed_wrong(client, bureau, asked):
    assert figure(client, FOUND, **asked).status_code == 404


def test_days_the_wrong_way_round_are_turned(client, bureau):
    period = figure(client, FOUND, start="2026-12-31", end="2026-01-01").context["period"]

    assert period == Period.year(2026)


def test_an_unknown_figure_is_not_there(client, bureau):
    assert figure(client, "hazards.nonsense").status_code == 404


def held(township):
    kind = DutyKind.objects.get(key="village_supervisor")
    DutyFactory(kind=kind, place__township=township, starts_on=FOUND_AT.date())


MAKERS = {
    FOUND: lambda township: HazardFactory(place=EnterpriseFactory(township=township)),
    "inspections.done": lambda township: InspectionFactory(place=EnterpriseFactory(township=township)),
    "duties.village_supervisors": held,
}


@pytest.mark.parametrize("key", MAKERS)
def test_asks_as_often_for_three_rows_as_for_one(client, bureau, township, key, django_assert_num_queries):
    MAKERS[key](township)
    with CaptureQueriesContext(connection) as one:
        figure(client, key)
    for _ in range(2):
        MAKERS[key](township)

    with django_assert_num_queries(len(one)):
        page = figure(client, key)
    assert page.context["value"] == 3


def test_a_hazard_stands_with_its_place_words_and_state(client, bureau, township):
    hazard = HazardFactory(place=EnterpriseFactory(township=township, name="采石场"), description="皮带轮没有防护罩")

    assert f">{hazard.number} 采石场：皮带轮没有防护罩（{hazard.get_state_display()}）</a>" in figure(client, FOUND).text


def test_a_sum_of_money_stands_with_whose_and_what_for_and_is_told_once(client, bureau, township):
    InvestmentFactory(township=township, county=township.county, spent_on=FOUND_AT.date(), amount=5000, purpose="publicity")

    page = figure(client, "investment.total").text
    assert f">{FOUND_AT.date()} {township} 宣传教育</a>" in page
    assert page.count("5,000.00 元") == 3


def test_pages_are_numbered(client, bureau, township):
    for _ in range(51):
        HazardFactory(place=EnterpriseFactory(township=township))

    page = figure(client, FOUND, page=2).text
    assert "第 51—51 条，共 51 条" in page
    assert "上一页" in page


def test_whoever_comes_from_a_report_is_told_what_it_said(client, bureau, township):
    report = AnnualReportFactory(county=township.county)
    report.snapshot["county"]["pk"] = township.county_id
    report.save()
    days = {"start": report.snapshot["start"], "end": report.snapshot["end"], "place": township.county_id, "report": report.pk}

    page = figure(client, FOUND, **days).text

    assert "第1版中为 90 条（截至 2026-11-24 09:30），现为 0 条。" in page
    assert "第1版中为" not in figure(client, FOUND, **days | {"end": "2012-12-30"}).text


def test_what_was_counted_has_no_fen(client, bureau, township):
    outcome_of(township=township, kind="signs", quantity=22, counted_on=FOUND_AT.date())

    page = figure(client, "outcomes.signs").text

    assert "：22 块" in page
    assert '<span class="share">22 块</span>' in page


def test_rows_of_one_title_are_told_apart_by_township_and_day(client, bureau, township):
    for place in [township, None]:
        TrainingFactory(county=township.county, township=place, created_by=bureau, held_on=FOUND_AT.date(), title="村级安全员培训班")
    TrainingFactory(township=township, held_on=FOUND_AT.date(), title=f"{township}培训班")

    rows = figure(client, "trainings.classes").context["lists"][0][1]

    assert {row.beside for row in rows} == {"2026-03-02", f"{township} 2026-03-02", "县本级 2026-03-02"}


def test_a_township_is_not_told_its_own_name(client, bureau, township):
    TrainingFactory(township=township, held_on=FOUND_AT.date())

    (row,) = figure(client, "trainings.classes", place=township.pk).context["lists"][0][1]

    assert row.beside == "2026-03-02"
