from datetime import date

import pytest

from tests.factories.appraisal import State, Walk
from tests.factories.townships import DutyFactory, KeySiteFactory, TownshipFactory, VillageFactory
from townships import figures  # noqa: F401
from townships.figure import FIGURES
from townships.models import DutyKind
from townships.period import Period

pytestmark = pytest.mark.django_db

YEAR = Period.year(2026)


@pytest.fixture
def county():
    """One passed with 18 of 20, one failed by a veto with 17; one still on its way, and one of a neighbour county."""
    township = TownshipFactory()
    Walk(township=township).to(State.FINAL, first=(2,), second=(2,))
    vetoed = Walk(township=TownshipFactory(county=township.county)).to(State.SCORED, first=(3,), second=(3,))
    vetoed.look_at_clauses(failed=["veto"])
    vetoed.agree(), vetoed.sign(), vetoed.sign(), vetoed.sign(), vetoed.conclude()
    Walk(township=TownshipFactory(county=township.county)).to(State.AGREED)
    Walk().to(State.FINAL)
    return township.county


@pytest.mark.parametrize(("key", "number"), [("done", 2), ("passed", 1), ("failed", 1), ("vetoed", 1), ("average", 17.5)])
def test_figures_of_appraisals(county, key, number):
    assert FIGURES[f"appraisals.{key}"].value(YEAR, county) == number


@pytest.mark.parametrize("key", ["done", "average"])
def test_a_year_without_appraisals_has_none(county, key):
    assert FIGURES[f"appraisals.{key}"].value(Period.year(2025), county) == 0


def test_figure_stands_under_its_township(county):
    done = FIGURES["appraisals.done"].by_township(YEAR, county)

    assert sorted(done.values()) == [1, 1]


@pytest.mark.parametrize(
    ("key", "kind", "factory"),
    [
        ("villages.supervised", "village_supervisor", VillageFactory),
        ("key_sites.kept", "site_keeper", KeySiteFactory),
    ],
)
def test_place_whose_duty_is_held_is_covered_on_the_last_day(key, kind, factory):
    place = factory()
    DutyFactory(place=place, kind=DutyKind.objects.get(key=kind), person__township=place.township, ends_on=date(2026, 6, 30))
    factory(township=place.township)

    assert FIGURES[key].value(Period.months(2026, 4, 6), place.township) == 1
    assert FIGURES[key].value(Period.months(2026, 7, 9), place.township) == 0
