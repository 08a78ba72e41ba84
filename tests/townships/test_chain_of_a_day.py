"""Any page of a place shows who answered for it on a given day, also after terms ended, people left and places closed."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.townships import (
    BureauFactory,
    DutyFactory,
    DutyKindFactory,
    EnterpriseFactory,
    GroupFactory,
    KeySiteFactory,
    TownshipFactory,
    VillageFactory,
    ZoneFactory,
)
from townships.closing import close
from townships.models import Level

pytestmark = pytest.mark.django_db
THEN, CHANGED_ON, NOW = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)


def place_of(level):
    township = TownshipFactory()
    village = VillageFactory(township=township)
    return {
        Level.COUNTY: lambda: township.county,
        Level.TOWNSHIP: lambda: township,
        Level.ZONE: lambda: ZoneFactory(township=township),
        Level.VILLAGE: lambda: village,
        Level.GROUP: lambda: GroupFactory(parent=village),
        Level.ENTERPRISE: lambda: EnterpriseFactory(township=township, parent=village),
        Level.KEY_SITE: lambda: KeySiteFactory(township=township, parent=village),
    }[level]()


def holders(client, address, day):
    chain = client.get(address, {"on": day}).context["chain"]
    return [duty.person.name for post in chain[0].posts for duty in post.duties]


@pytest.fixture(params=Level, ids=str)
def place(request, client):
    place = place_of(request.param)
    client.force_login(BureauFactory(county=place.county or place))
    return place


@pytest.fixture(params=["own page", "chain page"])
def address(request, place):
    return place.get_absolute_url() if request.param == "own page" else reverse("townships:chain", args=[place.pk])


def test_the_term_that_ended(client, place, address):
    kind = DutyKindFactory(level=place.level)
    DutyFactory(kind=kind, place=place, person__name="前任", ends_on=date(2026, 5, 31))
    DutyFactory(kind=kind, place=place, person__name="后任", starts_on=CHANGED_ON)

    assert [holders(client, address, day) for day in (THEN, CHANGED_ON, NOW)] == [["前任"], ["后任"], ["后任"]]


def test_whoever_left_answered_until_then(client, place, address):
    DutyFactory(kind=DutyKindFactory(level=place.level), place=place, person__name="前任", person__left_on=CHANGED_ON)

    assert [holders(client, address, day) for day in (THEN, CHANGED_ON, NOW)] == [["前任"], [], []]


def test_a_place_that_was_closed_still_says_who_answered(client, place, address):
    if place.level in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE):
        place.children.update(closed_on=THEN)
    DutyFactory(kind=DutyKindFactory(level=place.level), place=place, person__name="前任")

    close(place, on=CHANGED_ON, by=BureauFactory())

    assert [holders(client, address, day) for day in (THEN, NOW)] == [["前任"], []]


def test_the_page_says_which_day_it_shows(client, place, address):
    assert "2026-03-01" in client.get(address, {"on": THEN}).content.decode()
