from datetime import date
from decimal import Decimal

import pytest

from tests.factories.means import equipment, outpost, staff, station_item, station_year
from tests.factories.townships import BureauFactory, TownshipFactory, VillageFactory
from townships.models import Norm, StationItem, Township
from townships.stations import Reason, YearIsOver, amend_station_year, count_by_township, find_shortfalls, stations
from townships.voiding import void

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


@pytest.fixture
def township():
    return TownshipFactory(name="官亭乡", population=20000)


def complete(township):
    """Everything that a station is asked for."""
    staff(township, 3)
    for kind in ("computer", "telephone", "fax"):
        equipment(township, kind)
    for item in StationItem.Item:
        station_item(township, item)
    return station_year(township)


def lacks(year=2026, today=TODAY):
    """{reason: (what is there, what is asked)} of the only township."""
    found = find_shortfalls(Township.objects.all(), year=year, today=today)
    return {lack.reason: (lack.there, lack.required) for lack in found}


def test_complete_station_lacks_nothing(township):
    complete(township)

    assert lacks() == {}


def test_empty_station_lacks_all_but_the_village_offices(township):
    assert lacks() == {
        Reason.NOT_FILED: ("未填报", "每年填报"),
        Reason.STAFF: ("0 人", "3 人"),
        Reason.EQUIPMENT: ("电脑 0 台、电话 0 部、传真机 0 台", "电脑 1 台、电话 1 部、传真机 1 台"),
        Reason.ITEMS: ("已核实 0 项", "8 项"),
    }


@pytest.mark.parametrize(("population", "minimum"), [(14_999, 3), (15_000, 3), (30_000, 3), (30_001, 4)])
def test_minimum_of_staff_follows_the_population_of_that_year(township, population, minimum):
    complete(township)
    township.stationyear_rows.update(population=population)

    [station] = stations(Township.objects.all(), year=2026, today=TODAY)

    assert station.minimum.minimum == minimum
    assert lacks() == ({Reason.STAFF: ("3 人", "4 人")} if minimum == 4 else {})


@pytest.mark.parametrize(
    ("told", "reason", "there", "required"),
    [
        ({"rooms": 1}, Reason.ROOMS, "1 间", "2 间"),
        ({"area": Decimal("19.5")}, Reason.AREA, "19.5 ㎡", "20 ㎡"),
        ({"budget_amount": None}, Reason.BUDGET, "未安排", "20,000 元或 1 元/人"),
        ({"budget_amount": Decimal(19999)}, Reason.BUDGET, "19,999 元", "20,000 元或 1 元/人"),
    ],
)
def test_facts_below_what_is_asked(township, told, reason, there, required):
    complete(township)
    township.stationyear_rows.update(**told)

    assert lacks() == {reason: (there, required)}


@pytest.mark.parametrize(
    "told", [{"budget_amount": None, "budget_per_head": Decimal("1.00")}, {"budget_amount": None, "is_reimbursed": True}]
)
def test_a_yuan_a_head_or_whatever_is_needed_is_a_budget(township, told):
    complete(township)
    township.stationyear_rows.update(**told)

    assert lacks() == {}


def test_budget_by_head_comes_to_an_amount(township):
    row = station_year(township, population=32000, budget_amount=None, budget_per_head=Decimal("1.00"))

    assert row.budget_yuan == 32000
    assert type(row).objects.with_budget().get().budget == 32000


@pytest.mark.parametrize("valid_until", [None, date(2026, 7, 31)])
def test_staff_without_a_certificate_that_is_valid_falls_short_whatever_the_card(township, valid_until):
    complete(township)
    staff(township, valid_until=valid_until, inspector_card="湘01")

    assert lacks() == {Reason.CERTIFIED: ("3 人持证", "4 人")}


def test_staff_of_a_past_year_is_who_held_a_post_then(township):
    staff(township, 2, starts_on=date(2025, 6, 1))
    staff(township, 1, starts_on=date(2026, 1, 1))
    staff(township, 1, starts_on=date(2020, 1, 1), left_on=date(2025, 12, 31))

    counts = [stations(Township.objects.all(), year=year, today=TODAY)[0].staff for year in (2024, 2025, 2026)]

    assert counts == [1, 2, 3]


def test_equipment_that_is_gone_counts_no_more(township):
    complete(township)
    equipment(township, "computer", quantity=3, since_on=date(2025, 1, 1), ended_on=date(2025, 12, 31))

    [station] = stations(Township.objects.all(), year=2025, today=TODAY)
    assert sum(station.equipment.values()) == 0
    assert lacks() == {}


def test_every_village_needs_an_office(township):
    complete(township)
    first, _second = VillageFactory(township=township), VillageFactory(township=township)
    outpost(first)

    assert lacks() == {Reason.OFFICES: ("1 个", "2 个")}


def test_share_of_villages_is_data(township):
    Norm.objects.filter(key=Norm.Key.OFFICES).update(number=50)
    complete(township)
    first, _second = VillageFactory(township=township), VillageFactory(township=township)
    outpost(first)

    assert lacks() == {}


def test_norm_of_a_later_year_leaves_past_years_alone(township):
    complete(township)
    station_year(township, year=2025)
    Norm.objects.create(key=Norm.Key.ROOMS, number=3, unit="间", from_year=2026, source="新办法")

    assert lacks()[Reason.ROOMS] == ("2 间", "3 间")
    assert Reason.ROOMS not in lacks(2025)


def test_nothing_is_asked_where_the_norm_is_gone(township):
    complete(township)
    township.stationyear_rows.update(rooms=0, area=0)
    Norm.objects.filter(key__in=[Norm.Key.ROOMS, Norm.Key.AREA]).delete()

    assert lacks() == {}


def test_voided_facts_are_no_facts(township):
    row = complete(township)

    void(row, by=row.created_by, reason="填错乡镇")

    assert lacks() == {Reason.NOT_FILED: ("未填报", "每年填报")}


def test_a_year_that_is_over_is_not_edited(township):
    row = station_year(township, year=2025)
    told = {"by": BureauFactory(county=township.county), "today": TODAY, "place": township, "rooms": 9}

    with pytest.raises(YearIsOver):
        amend_station_year(row, **told)
    row.refresh_from_db()
    assert row.rooms == 2
    assert amend_station_year(station_year(township), **told).rooms == 9


def test_counts_by_township(township):
    other = TownshipFactory(county=township.county)
    complete(other)

    counts = count_by_township(find_shortfalls(Township.objects.all(), year=2026, today=TODAY))

    assert {found.name: sum(reasons.values()) for found, reasons in counts.items()} == {"官亭乡": 4}


def test_township_that_was_closed_before_has_no_station():
    TownshipFactory(closed_on=date(2025, 3, 1))

    assert find_shortfalls(Township.objects.all(), year=2026, today=TODAY) == []


def test_as_many_queries_for_three_townships_as_for_one(township, django_assert_num_queries):
    complete(township)
    with django_assert_num_queries(13):
        find_shortfalls(Township.objects.all(), year=2026, today=TODAY)
    complete(TownshipFactory()), complete(TownshipFactory())
    with django_assert_num_queries(13):
        find_shortfalls(Township.objects.all(), year=2026, today=TODAY)
