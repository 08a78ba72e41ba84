"""Any page of a place shows who answered for it on a given day, also after terms ended, people left and places closed."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
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
from townships.drawing.tree import tree_of
from townships.models import Level, PlaceMove, Zone

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


@pytest.fixture
def village(client):
    zone = ZoneFactory(name="第一片区")
    village = VillageFactory(name="新建村", township=zone.township, parent=zone)
    ZoneFactory(name="第二片区", township=zone.township)
    DutyFactory(kind__level=Level.VILLAGE, place=village)
    client.force_login(BureauFactory(county=zone.county))
    return village


def move(client, village, name, **fields):
    zone = Zone.objects.get(township=village.township, name=name)
    told = {"name": village.name, "kind": "village", "parent": zone.pk, "population": 0, **fields}
    return client.post(reverse("townships:edit_village", args=[village.pk]), told)


def zones_then(client, village, *days):
    chains = [client.get(village.get_absolute_url(), {"on": day}).context["chain"] for day in days]
    return [chain[1].place.name for chain in chains]


def test_a_place_that_moved_stood_where_it_stood(client, village):
    move(client, village, "第二片区", moved_on=CHANGED_ON)

    assert zones_then(client, village, THEN, CHANGED_ON, NOW) == ["第一片区", "第二片区", "第二片区"]
    assert "自 2026-06-01 起，由第一片区划归第二片区" in client.get(village.get_absolute_url()).text
    below = [[child.name for child in tree_of(zone, on=THEN, phone=str).top.children] for zone in Zone.objects.order_by("name")]
    assert sorted(below) == [[], ["新建村"]]


def test_a_parent_that_was_entered_by_mistake_never_was(client, village):
    move(client, village, "第二片区", moved_on="")

    assert zones_then(client, village, THEN, NOW) == ["第二片区", "第二片区"]


def test_a_wrong_day_is_put_right_by_telling_it_again(client, village):
    for name, day in [("第二片区", NOW), ("第一片区", NOW), ("第二片区", CHANGED_ON)]:
        move(client, village, name, moved_on=day)

    assert zones_then(client, village, THEN, CHANGED_ON, NOW) == ["第一片区", "第二片区", "第二片区"]


def test_no_move_is_told_before_one_that_it_would_undo(client, village):
    third = ZoneFactory(name="第三片区", township=village.township)
    move(client, village, "第二片区", moved_on=NOW)

    form = move(client, village, third.name, moved_on=CHANGED_ON).context["form"]

    assert form.errors["moved_on"][0].startswith(f"已登记 {NOW} 由第一片区划归第二片区，不能更早。")
    assert village.moves.count() == 1


def test_nothing_moves_before_it_was_there(client, village):
    Zone.objects.filter(name="第二片区").update(opened_on=CHANGED_ON)

    form = move(client, village, "第二片区", moved_on=THEN, is_older="on").context["form"]

    assert form.errors["moved_on"] == ["第二片区自 2026-06-01 起才设立或纳入监管，不能更早。"]


def test_the_history_of_moves_stays(client, village):
    move(client, village, "第二片区", moved_on=CHANGED_ON)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PlaceMove.objects.update(moved_on=THEN)
