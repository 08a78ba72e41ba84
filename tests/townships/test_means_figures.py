from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import means
from tests.factories.campaign import InvestmentFactory
from tests.factories.townships import PersonFactory, TownshipFactory, VillageFactory
from townships import figures  # noqa: F401
from townships.figure import all_figures
from townships.models import AccidentGrade, Investment
from townships.period import Period, midnight
from townships.voiding import void

pytestmark = pytest.mark.django_db

LAST_YEAR = date(2025, 5, 1)


@pytest.fixture
def township():
    return TownshipFactory()


@pytest.fixture(autouse=True)
def a_year(township):
    """Something of everything in 2026, a little in 2025, and a neighbour county beside it."""
    means.station_year(township), means.station_year(TownshipFactory()), means.station_year(township, year=2025, rooms=1)
    means.staff(township, 2), means.staff(township, valid_until=date(2025, 12, 31))
    means.equipment(township, quantity=3), means.station_item(township), means.outpost(VillageFactory(township=township))
    means.work(township, "roads", "98.6"), means.work(township, "roads", "1.4", location="村部"), means.work(TownshipFactory())
    means.work(township, "speed_bumps", 16, second_quantity=Decimal(56)), means.work(township, "roads", 7, done_on=LAST_YEAR)
    old = means.provision(township, issued_on=date(2020, 1, 1))
    means.provision(township, supersedes=old, version="第2版"), means.provision(township, kind="rule", issued_on=date(2021, 1, 1))
    means.drill(township), means.drill(township, held_on=LAST_YEAR, people_present=9)
    means.accident(township, dead=3, loss=Decimal("7000.50"), reported_at=means.minutes_later(90)), means.accident(TownshipFactory())
    means.accident(township, injured=1, happened_at=midnight(LAST_YEAR))


@pytest.mark.parametrize(
    ("key", "year", "number"),
    [
        ("stations.filed", 2026, 1),
        ("stations.filed", 2025, 1),
        ("stations.roomy", 2026, 1),
        ("stations.roomy", 2025, 0),
        ("stations.budget", 2026, 20000),
        ("stations.staff", 2026, 3),
        ("stations.certified", 2026, 2),
        ("stations.certified", 2025, 3),
        ("people.certified", 2026, 2),
        ("people.certified", 2025, 3),
        ("stations.equipment", 2026, 3),
        ("stations.equipment", 2025, 0),
        ("stations.items", 2026, 1),
        ("stations.outposts", 2026, 1),
        ("physical_works.done", 2026, 3),
        ("works.roads", 2026, 100),
        ("works.roads", 2025, 7),
        ("works.bridges", 2026, 0),
        ("works.speed_bumps", 2026, 16),
        ("works.speed_bumps.second", 2026, 56),
        ("provisions.in_force", 2026, 1),
        ("plans.in_force", 2026, 1),
        ("plans.in_force", 2025, 1),
        ("plans.issued", 2026, 1),
        ("plans.issued", 2025, 0),
        ("provisions.stale", 2026, 1),
        ("provisions.stale", 2025, 2),
        ("drills.held", 2026, 1),
        ("drills.people", 2025, 9),
        ("drills.overdue", 2026, 0),
        ("accidents.total", 2026, 1),
        ("accidents.total", 2025, 1),
        ("accidents.larger", 2026, 1),
        ("accidents.larger", 2025, 0),
        ("accidents.dead", 2026, 3),
        ("accidents.injured", 2025, 1),
        ("accidents.loss", 2026, Decimal("7000.50")),
        ("accidents.late", 2026, 1),
        ("accident_grades.larger", 2026, 1),
        ("accident_grades.ordinary", 2025, 1),
    ],
)
def test_figure(township, key, year, number):
    figure, period = all_figures()[key], Period.year(year)

    assert figure.value(period, township.county) == number
    assert figure.value(period, township) == number
    assert figure.by_township(period, township.county) == ({township.pk: number} if number else {})


def test_township_without_a_drill_is_overdue(township):
    TownshipFactory(county=township.county)

    assert all_figures()["drills.overdue"].value(Period.year(2026), township.county) == 1


def test_money_of_a_sum_that_paid_for_two_works_counts_once(township):
    paid = InvestmentFactory(township=township, amount=12_000_000)
    for work in township.physicalwork_rows.filter(done_on__year=2026)[:2]:
        work.investments.add(paid)

    found = all_figures()
    assert found["physical_works.invested"].value(Period.year(2026), township.county) == 12_000_000
    assert found["works.roads"].value(Period.year(2026), township.county) == 100


def test_money_by_source(township):
    InvestmentFactory(township=township, amount=5, source=Investment.Source.VILLAGERS), InvestmentFactory(township=township, amount=7)

    found = all_figures()
    sums = [found[f"investment.from.{source}"].value(Period.year(2026), township.county) for source in Investment.Source]
    assert dict(zip(Investment.Source.values, sums, strict=True)) == dict.fromkeys(Investment.Source.values, 0) | {
        "villagers": 5,
        "township": 7,
    }


@pytest.mark.parametrize("key", ["physical_works.done", "works.roads", "drills.held", "accidents.total", "stations.filed"])
def test_voided_rows_do_not_count(township, key):
    figure, period = all_figures()[key], Period.year(2026)

    for row in figure.rows_for(period, township.county):
        void(row, by=row.created_by, reason="重复登记")

    assert figure.value(period, township.county) == 0


def test_every_grade_has_a_figure():
    keys = {f"accident_grades.{grade.key}" for grade in AccidentGrade.objects.all()}

    assert keys <= set(all_figures())


def test_today_is_the_last_day_of_a_year_that_runs(township):
    means.equipment(township, "fax", since_on=timezone.localdate())

    assert all_figures()["stations.equipment"].value(Period.year(timezone.localdate().year), township) == 4


def test_full_time_people_are_those_of_the_stations_and_those_outside(township):
    PersonFactory(county=township.county, is_full_time=True)
    known, period = all_figures(), Period.year(2026)

    found = [known[key].value(period, township.county) for key in ("people.full_time", "stations.staff", "people.outside_stations")]

    assert found == [4, 3, 1]
