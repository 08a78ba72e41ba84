from datetime import date

import pytest

from tests.factories.chain import seat, team_at
from tests.factories.townships import BureauFactory, DutyFactory, EnterpriseFactory, TownshipFactory, VillageFactory
from townships.appointments import AppointmentRefused, Obstacle
from townships.closing import close
from townships.gaps import Reason, find_gaps
from townships.models import Duty, DutyKind, DutyRule, Place, Team
from townships.models.chain import seat_title
from townships.teams import AlreadyThere, WrongLevel, disband, rename

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
Kind = Team.Kind


def only_rule(key):
    DutyRule.objects.exclude(kind__key=key).delete()


def gaps_of(place):
    found = find_gaps(Place.objects.filter(pk=place.pk), on=TODAY)
    return [(gap.team and gap.team.name, gap.reason, gap.people) for gap in found]


@pytest.mark.parametrize("factory", [TownshipFactory, VillageFactory, EnterpriseFactory])
def test_rescue_teams_stand_at_three_levels(factory):
    place = factory()

    team = team_at(place, Kind.RESCUE, "应急救援队")

    assert (team.place, team.county, team.township) == (place, place.county, place.township or place)


def test_headquarters_stands_at_a_township_only():
    with pytest.raises(WrongLevel):
        team_at(VillageFactory(), Kind.HEADQUARTERS, "防汛抗旱指挥部")


def test_name_stands_once_at_its_place():
    team = team_at()

    with pytest.raises(AlreadyThere) as refused:
        team_at(team.place)

    assert refused.value.team == team
    assert team_at(TownshipFactory())


def test_township_has_one_station():
    station = team_at(kind=Kind.STATION, name="安全生产监督管理站")

    with pytest.raises(AlreadyThere) as refused:
        team_at(station.place, Kind.STATION, "安监办")

    assert refused.value.team == station


def test_renamed_into_a_twin_is_refused():
    team = team_at()
    other = team_at(team.place, name="消防安全管理领导小组")
    other.name = team.name

    with pytest.raises(AlreadyThere):
        rename(other)


def test_station_takes_in_who_served_before_it_was_entered():
    head = DutyFactory(kind=DutyKind.objects.get(key="station_head"), place=TownshipFactory())
    secretary = DutyFactory(kind=DutyKind.objects.get(key="township_secretary"), place=head.place)

    station = team_at(head.place, Kind.STATION, "安监站")

    head.refresh_from_db()
    secretary.refresh_from_db()
    assert (head.team, secretary.team) == (station, None)


def test_nobody_sits_in_a_disbanded_team():
    member = seat(team_at(), "group_member")

    disband(member.team, on=date(2026, 6, 1), by=BureauFactory())

    member.refresh_from_db()
    assert member.ends_on == date(2026, 5, 31)
    assert not Team.objects.open_on(date(2026, 6, 1)).exists()
    assert Team.objects.open_on(date(2026, 5, 31)).get() == member.team


def test_who_would_begin_on_the_day_of_disbanding_never_sat_in_the_team():
    member = seat(team_at(), "group_member", starts_on=date(2026, 6, 1))

    disband(member.team, on=date(2026, 6, 1), by=BureauFactory())

    member.refresh_from_db()
    assert member.void_reason == f"{member.team}撤销"
    assert not Duty.objects.held_on(date(2026, 6, 1)).exists()


def test_teams_of_a_place_that_closes_are_disbanded():
    team = team_at(VillageFactory(), Kind.RESCUE, "应急救援队")

    close(team.place, on=date(2026, 6, 1), by=BureauFactory())

    team.refresh_from_db()
    assert team.disbanded_on == date(2026, 6, 1)


def test_name_of_a_disbanded_team_is_free():
    team = team_at()
    disband(team, on=date(2026, 6, 1), by=BureauFactory())

    assert team_at(team.place).name == team.name


def test_every_group_needs_a_head_of_its_own():
    only_rule("group_head")
    roads = team_at()
    fire = team_at(roads.place, name="消防安全管理领导小组")
    seat(roads, "group_head")
    seat(fire, "group_member")

    assert gaps_of(roads.place) == [("消防安全管理领导小组", Reason.VACANT, ())]


def test_township_without_any_group_lacks_a_head():
    only_rule("group_head")
    township = TownshipFactory()

    assert gaps_of(township) == [(None, Reason.VACANT, ())]


def test_rescue_team_needs_a_head_where_there_is_one():
    only_rule("village_rescue_head")
    village, other = VillageFactory.create_batch(2)
    team_at(village, Kind.RESCUE, "应急救援队")

    assert gaps_of(village) == [("应急救援队", Reason.VACANT, ())]
    assert gaps_of(other) == []


def test_head_whose_term_ended_is_named():
    only_rule("group_head")
    head = seat(team_at(), "group_head", name="李明")
    seat(team_at(head.place, name="消防安全管理领导小组"), "group_head")
    head.ends_on = date(2026, 6, 30)
    head.save()

    assert gaps_of(head.place) == [(head.team.name, Reason.EXPIRED, ("李明",))]


def test_who_heads_two_groups_carries_both():
    only_rule("group_head")
    head = seat(team_at(), "group_head", name="李明")
    other = seat(team_at(head.place, name="消防安全管理领导小组"), "group_head", person=head.person)

    assert gaps_of(head.place) == [(head.team.name, Reason.OVERLOADED, ("李明",)), (other.team.name, Reason.OVERLOADED, ("李明",))]


@pytest.mark.parametrize(
    ("team", "kind", "title"),
    [
        ("森林防火指挥部", "指挥部指挥长", "森林防火指挥部 指挥长"),
        ("官亭乡安监站", "安监站站长", "官亭乡安监站 站长"),
        ("道路交通安全管理领导小组", "行业领导小组组长", "道路交通安全管理领导小组 行业领导小组组长"),
    ],
)
def test_a_seat_does_not_say_again_what_its_team_is(team, kind, title):
    assert seat_title(team, kind) == title


def test_nobody_is_the_deputy_of_himself():
    headquarters = team_at(kind=Kind.HEADQUARTERS, name="防汛抗旱指挥部")
    head = seat(headquarters, "headquarters_head")

    with pytest.raises(AppointmentRefused) as refused:
        seat(headquarters, "headquarters_deputy", person=head.person)

    assert (refused.value.obstacle, refused.value.post) == (Obstacle.TWO_SEATS, head)
    assert seat(headquarters, "headquarters_member", person=head.person)
