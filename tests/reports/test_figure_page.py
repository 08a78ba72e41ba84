from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.hazards import FOUND_AT, HazardFactory, InspectionFactory
from tests.factories.publicity import TrainingFactory
from tests.factories.townships import BureauFactory, DutyFactory, EnterpriseFactory, InspectorFactory, TownshipFactory
from townships.models import DutyKind

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
    assert '渡工培训</a> <span class="share">1,200.00 元</span>' in page


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


@pytest.mark.parametrize("asked", [{"place": "乡"}, {"year": "乡"}, {"start": "2026-01-01"}, {"start": "2026-13-01", "end": "2026-12-31"}])
def test_an_address_that_was_typed_wrong(client, bureau, asked):
    assert figure(client, FOUND, **asked).status_code == 404


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
