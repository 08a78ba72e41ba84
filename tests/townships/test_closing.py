"""A place is closed knowingly, and a mistaken closing leaves nothing behind."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.chain import seat, team_at
from tests.factories.hazards import HazardFactory
from tests.factories.townships import BureauFactory, DutyFactory, InspectorFactory, SectorFactory, VillageFactory
from townships.amendments import amendments_of
from townships.closing import close, take_back
from townships.models import Duty, Place, PlaceClosing, Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return VillageFactory(name="清泉村")


@pytest.fixture
def bureau(village):
    return BureauFactory(county=village.county)


def terms(place):
    return sorted(Duty.objects.counted().filter(place=place).values_list("starts_on", "ends_on"))


def test_open_hazards_and_posts_are_named_before_a_place_is_closed(client, village, bureau):
    HazardFactory(place=village, grade="major", sector=SectorFactory())
    DutyFactory(place=village, person__name="王强", starts_on=date(2026, 1, 1))
    client.force_login(bureau)
    address = reverse("townships:close_place", args=[village.pk])

    assert "：王强（2026-01-01 至 今）" in client.get(address).text
    asked = client.post(address, {"closed_on": "2026-06-01"}).context["form"].errors["leaves_open"]
    assert asked[0].startswith("这里还有未销号隐患 1 条，其中重大隐患 1 条。")
    client.post(address, {"closed_on": "2026-06-01", "leaves_open": "on"})
    assert Place.objects.get(pk=village.pk).closed_on == date(2026, 6, 1)


@pytest.mark.parametrize("again", [None, date(2026, 9, 1)], ids=["taken back", "moved to a later day"])
def test_a_mistaken_closing_leaves_nothing_behind(village, bureau, again):
    team = team_at(village, Team.Kind.RESCUE, "清泉村应急救援队")
    seat(team, "village_rescue_head", starts_on=date(2026, 1, 1))
    DutyFactory(place=village, starts_on=date(2026, 2, 1), ends_on=date(2026, 12, 31))
    coming = DutyFactory(place=village, starts_on=date(2026, 7, 1))
    before = terms(village)
    close(village, on=date(2026, 6, 1), by=bureau)

    close(village, on=again, by=bureau) if again else take_back(village, by=bureau)

    ends = [date(2026, 8, 31)] * 3 if again else [end for _start, end in before]
    assert [end for _start, end in terms(village)] == ends
    assert Place.objects.get(pk=village.pk).closed_on == Team.objects.get(pk=team.pk).disbanded_on == again
    assert "撤回清泉村的撤并（注销）" in [one.reason for one in amendments_of(coming)]
    assert PlaceClosing.objects.filter(taken_back_at=None).count() == bool(again)


def test_a_closing_is_not_taken_back_over_what_has_come_instead(client, village, bureau):
    close(village, on=date(2026, 6, 1), by=bureau)
    VillageFactory(name="清泉村", township=village.township)
    client.force_login(bureau)

    answer = client.post(reverse("townships:reopen_place", args=[village.pk]), follow=True)

    assert "不能撤回：现在已另有“清泉村”。" in answer.text
    assert Place.objects.get(pk=village.pk).closed_on == date(2026, 6, 1)


def test_a_team_that_was_to_end_or_was_disbanded_by_hand_since_keeps_its_own_day(village, bureau):
    planned, by_hand = (team_at(village, Team.Kind.RESCUE, name) for name in ("一队", "二队"))
    Team.objects.filter(pk=planned.pk).update(disbanded_on=date(2027, 1, 1))
    close(village, on=date(2026, 6, 1), by=bureau)
    Team.objects.filter(pk=by_hand.pk).update(disbanded_on=date(2026, 9, 1))

    take_back(village, by=bureau)

    days = dict(Team.objects.values_list("pk", "disbanded_on"))
    assert (days[planned.pk], days[by_hand.pk]) == (date(2027, 1, 1), date(2026, 9, 1))


def test_of_a_closing_of_before_the_page_promises_nothing(client, village, bureau):
    Place.objects.filter(pk=village.pk).update(closed_on=date(2026, 6, 1))
    client.force_login(bureau)
    address = reverse("townships:close_place", args=[village.pk])

    asked = client.get(address).text
    moved = client.post(address, {"closed_on": "2026-09-01"}, follow=True).text

    assert ["请逐个更正任期" in page for page in (asked, moved)] == [True, True]


@pytest.mark.parametrize(("by_county", "closed_on"), [(True, date(2026, 6, 1)), (False, None)])
def test_a_township_takes_back_its_own_closing_only(client, village, bureau, by_county, closed_on):
    inspector = InspectorFactory(township=village.township)
    close(village, on=date(2026, 6, 1), by=bureau if by_county else inspector)
    client.force_login(inspector)

    client.post(reverse("townships:reopen_place", args=[village.pk]))

    assert Place.objects.get(pk=village.pk).closed_on == closed_on
