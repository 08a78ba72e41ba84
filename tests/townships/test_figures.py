from datetime import date

import pytest
from django.utils import timezone

from tests.factories.townships import (
    DutyFactory,
    EnterpriseFactory,
    GroupFactory,
    KeySiteFactory,
    PersonFactory,
    TownshipFactory,
    VillageFactory,
)
from townships import figures  # noqa: F401
from townships.figure import FIGURES
from townships.models import DutyKind
from townships.period import Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def township():
    return TownshipFactory()


@pytest.fixture(autouse=True)
def a_year(township):
    """Two villages (one closed in 2025), three enterprises, one key site, two people in three posts; and another county."""
    closed = VillageFactory(township=township, closed_on=date(2025, 7, 1))
    village = VillageFactory(township=township)
    EnterpriseFactory.create_batch(2, township=township)
    EnterpriseFactory(township=township, is_high_risk=True)
    KeySiteFactory(township=township)
    supervisor = PersonFactory(county=township.county, township=township, is_full_time=True)
    liaison = PersonFactory(county=township.county, township=township)
    hold("village_supervisor", village, supervisor)
    hold("village_supervisor", closed, supervisor, ends_on=date(2025, 6, 30))
    hold("group_liaison", GroupFactory(parent=village), liaison)
    DutyFactory(kind=DutyKind.objects.get(key="village_supervisor"))


def hold(key, place, person, **dates):
    DutyFactory(kind=DutyKind.objects.get(key=key), place=place, person=person, **{"starts_on": date(2025, 1, 1), **dates})


@pytest.mark.parametrize(
    ("key", "year", "number"),
    [
        ("townships.total", 2025, 1),
        ("villages.total", 2024, 2),
        ("villages.total", 2025, 1),
        ("enterprises.total", 2025, 3),
        ("enterprises.high_risk", 2025, 1),
        ("key_sites.total", 2025, 1),
        ("people.roster", 2024, 0),
        ("people.roster", 2025, 2),
        ("people.full_time", 2025, 1),
        ("duties.village_supervisors", 2025, 1),
        ("duties.group_liaisons", 2025, 1),
    ],
)
def test_figure(township, key, year, number):
    figure, period = FIGURES[key], Period.year(year)

    assert figure.value(period, township.county) == number
    assert figure.value(period, township) == number
    assert figure.by_township(period, township.county) == ({township.pk: number} if number else {})


def test_a_place_counts_from_the_year_in_which_it_was_opened(township):
    VillageFactory(township=township, opened_on=date(2025, 12, 31))

    assert [FIGURES["villages.total"].value(Period.year(year), township) for year in (2024, 2025)] == [2, 2]


def test_a_running_period_counts_what_stands_today(township):
    year = timezone.localdate().year

    assert FIGURES["people.roster"].value(Period.year(year + 1), township) == 2


def test_who_holds_two_posts_of_a_kind_counts_once_where_people_are_counted(township):
    twice = PersonFactory(county=township.county, township=township)
    for village in VillageFactory.create_batch(2, township=township):
        hold("resident_cadre", village, twice)

    period, numbers = Period.year(2025), {}
    for key in ("duties.resident_cadres", "people.resident_cadres"):
        figure = FIGURES[key]
        rows = figure.shares(figure.rows_for(period, township)).count()
        numbers[key] = (figure.value(period, township), figure.by_township(period, township.county)[township.pk], rows)

    assert numbers == {"duties.resident_cadres": (2, 2, 2), "people.resident_cadres": (1, 1, 1)}


def test_only_officials_of_deputy_rank_count_as_liaisons_of_high_risk_enterprises(township):
    for rank in ("deputy", "below", ""):
        person = PersonFactory(county=township.county, township=township, rank=rank)
        hold("enterprise_liaison", EnterpriseFactory(township=township, is_high_risk=True), person)

    assert FIGURES["enterprises.with_liaison"].value(Period.year(2025), township) == 1
