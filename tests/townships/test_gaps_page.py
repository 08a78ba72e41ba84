import pytest
from django.urls import reverse

from tests.factories.townships import (
    BureauFactory,
    CountyFactory,
    DutyFactory,
    InspectorFactory,
    OfficialFactory,
    TownshipFactory,
    VillageFactory,
)
from townships.models import DutyKind, DutyRule

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    """Two townships; every village needs a secretary and a supervisor, nothing else is required."""
    DutyRule.objects.exclude(kind__key__in=["village_secretary", "village_supervisor"]).delete()
    return CountyFactory()


@pytest.fixture
def first(county):
    """One village without anybody."""
    return VillageFactory(name="清泉村", township__name="官亭乡", township__county=county).township


@pytest.fixture
def second(county):
    """One village whose secretary left and whose supervisor serves."""
    village = VillageFactory(name="石门村", township__name="子良乡", township__county=county)
    secretary, supervisor = (DutyKind.objects.get(key=key) for key in ["village_secretary", "village_supervisor"])
    DutyFactory(place=village, kind=secretary, person__name="李明", person__left_on="2026-06-01")
    DutyFactory(place=village, kind=supervisor)
    return village.township


def gaps(client, **query):
    table = client.get(reverse("townships:gaps"), query).context["table"]
    return [(row.record.place.name, row.record.rule.kind.key, row.record.reason.value) for row in table.rows]


ALL = [
    ("清泉村", "village_secretary", "vacant"),
    ("清泉村", "village_supervisor", "vacant"),
    ("石门村", "village_secretary", "left"),
]


def test_bureau_sees_the_gaps_of_all_townships(client, county, first, second):
    client.force_login(BureauFactory(county=county))

    assert gaps(client) == ALL
    assert gaps(client, township=second.pk) == ALL[2:]
    assert gaps(client, duty="village_supervisor") == ALL[1:2]
    assert gaps(client, reason="left") == ALL[2:]
    assert gaps(client, level="township") == []
    assert gaps(client, on="2026-05-31") == ALL[:2]


def test_inspector_sees_the_own_township_whatever_is_asked(client, county, first, second):
    client.force_login(InspectorFactory(township=first))

    assert gaps(client) == ALL[:2]
    assert gaps(client, township=second.pk) == ALL[:2]


def test_counts_by_township(client, county, first, second):
    client.force_login(BureauFactory(county=county))

    totals = client.get(reverse("townships:gaps")).context["filter"].totals

    assert [(row["name"], row["sum"]) for row in totals] == [("官亭乡", 2), ("子良乡", 1)]


def test_only_who_keeps_ledgers_may_appoint_from_here(client, county, first, second):
    client.force_login(BureauFactory(county=county))
    assert "从这里任命" in client.get(reverse("townships:gaps")).content.decode()

    client.force_login(OfficialFactory(county=county))
    assert "从这里任命" not in client.get(reverse("townships:gaps")).content.decode()


def test_page_that_does_not_exist_shows_the_last(client, county, first):
    client.force_login(BureauFactory(county=county))

    assert client.get(reverse("townships:gaps"), {"page": "9999"}).status_code == 200
    assert client.get(reverse("townships:gaps"), {"page": "x"}).status_code == 200


def test_number_of_queries_does_not_grow(client, django_assert_num_queries, county, first, second):
    client.force_login(BureauFactory(county=county))
    address = reverse("townships:gaps")
    client.get(address)
    with django_assert_num_queries(18, exact=False) as captured:
        client.get(address)
    VillageFactory(township=TownshipFactory(county=county)), VillageFactory(township=first)
    with django_assert_num_queries(len(captured)):
        client.get(address)
