from datetime import date

import pytest

from tests.factories.chain import team_at
from tests.factories.townships import (
    BureauFactory,
    DutyFactory,
    EnterpriseFactory,
    GroupFactory,
    KeySiteFactory,
    TownshipFactory,
    VillageFactory,
    ZoneFactory,
)
from townships.drawing.shapes import SEAM
from townships.drawing.sites import site_map_of
from townships.drawing.tree import tree_of
from townships.masking import mask
from townships.models import DutyKind, DutyRule, KeySite, Sector, Team, Village
from townships.teams import disband

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
REQUIRED = ["village_secretary", "village_supervisor", "safety_inspector", "site_keeper"]


@pytest.fixture
def township():
    DutyRule.objects.exclude(kind__key__in=REQUIRED).delete()
    return TownshipFactory(name="官亭乡", county__name="临澧县")


@pytest.fixture
def village(township):
    zone = ZoneFactory(name="东片", township=township)
    return VillageFactory(name="清泉村", township=township, parent=zone)


def appoint(key, place, name, **fields):
    return DutyFactory(kind=DutyKind.objects.get(key=key), place=place, person__name=name, person__phone="13812345678", **fields)


def told(node):
    return [(line.words.replace(SEAM, ""), line.tone) for line in node.lines]


def tree(place, on=TODAY, phone=str):
    return tree_of(place, on=on, phone=phone)


def test_a_township_stands_below_its_county_and_above_its_zones(township, village):
    GroupFactory(name="1组", parent=village), KeySiteFactory(name="危岩", township=township, parent=village)
    EnterpriseFactory(name="官亭加油站", township=township)

    found = tree(township)

    assert [node.name for node in found.above] == ["临澧县"]
    assert [node.name for node in found.top.children] == ["东片", "官亭加油站"]
    assert [node.name for node in found.top.children[0].children[0].children] == ["1组", "危岩"]


def test_a_village_shows_only_what_stands_in_it(township, village):
    GroupFactory(name="1组", parent=village), GroupFactory(name="2组", parent=VillageFactory(township=township))

    found = tree(village)

    assert [node.name for node in found.above] == ["临澧县", "官亭乡", "东片"]
    assert [node.name for node in found.top.children] == ["1组"]


def test_posts_and_gaps_in_words(village):
    appoint("village_secretary", village, "李明")

    assert told(tree(village).top) == [("村（社区）党支部书记：李明 13812345678", "plain"), ("村安全监管员：空缺", "gap")]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"person__left_on": date(2026, 6, 1)}, "村安全监管员：空缺（任职人已离任：王强）"),
        ({"ends_on": date(2026, 6, 1)}, "村安全监管员：空缺（任期届满未接任：王强）"),
    ],
)
def test_why_a_post_is_vacant(village, fields, words):
    appoint("village_secretary", village, "李明")
    appoint("village_supervisor", village, "王强", **fields)

    assert told(tree(village).top)[1] == (words, "gap")


def test_too_few_says_how_many_are_missing(township):
    appoint("safety_inspector", township, "王强", person__is_full_time=True)

    assert told(tree(township).top) == [("安监员：王强 13812345678", "plain"), ("安监员：空缺 2 人", "gap")]


def test_one_who_carries_too_much_is_red_but_not_vacant(township):
    places = VillageFactory.create_batch(3, township=township)
    first = appoint("village_supervisor", places[0], "王强")
    for place in places[1:]:
        DutyFactory(kind=first.kind, place=place, person=first.person)
    appoint("village_secretary", places[0], "李明")

    assert told(tree(places[0]).top)[1:] == [
        ("村安全监管员：王强 13812345678", "plain"),
        ("村安全监管员：一人负责过多：王强", "gap"),
    ]


def test_a_roster_is_told_by_its_number(village):
    for number in range(7):
        appoint("village_supervisor", village, f"成员{number}")

    assert ("村安全监管员：7 人", "plain") in told(tree(village).top)


def test_each_team_is_told_apart_with_its_own_gap(township):
    DutyRule.objects.create(kind=DutyKind.objects.get(key="group_head"), in_teams_only=True)
    roads = team_at(township)
    fires = team_at(township, name="消防安全管理领导小组")
    appoint("group_head", township, "李明", team=roads)
    appoint("group_member", township, "王强", team=fires)

    found = tree(township).top

    assert [(team.name, told(team)) for team in found.children] == [
        ("道路交通安全管理领导小组", [("组长：李明 13812345678", "plain")]),
        ("消防安全管理领导小组", [("组长：空缺", "gap"), ("成员：王强 13812345678", "plain")]),
    ]
    assert found.children[0].url == roads.get_absolute_url()


def test_many_members_are_named_in_detail_and_counted_in_brief(township):
    headquarters = team_at(township, kind=Team.Kind.HEADQUARTERS, name="森林防火指挥部")
    for number in range(7):
        appoint("headquarters_member", township, f"成员{number}", team=headquarters)

    [found] = tree(township).top.children

    assert told(found)[-1][0].count("13812345678") == 7
    assert [line.words for line in found.brief] == [f"{SEAM}成员{SEAM}：7 人"]


def test_a_disbanded_team_is_drawn_only_before_its_end(township):
    team = team_at(township, kind=Team.Kind.RESCUE, name="官亭乡应急救援队")
    disband(team, on=date(2026, 6, 1), by=BureauFactory(county=township.county))

    assert [len(tree(township, on=day).top.children) for day in (date(2026, 5, 31), TODAY)] == [1, 0]


def test_a_village_reads_only_how_many_teams_stand_above_it(village):
    team_at(village.township)

    assert told(tree(village).above[1])[-1] == ("机构和队伍：1 个（见官亭乡体系图）", "soft")


def test_as_it_was_on_a_day(village):
    appoint("village_secretary", village, "前任", starts_on=date(2011, 1, 1), ends_on=date(2012, 6, 30))
    appoint("village_secretary", village, "后任", starts_on=date(2012, 7, 1))
    Village.objects.filter(pk=VillageFactory(name="石门村", township=village.township).pk).update(closed_on=date(2015, 1, 1))

    def seen(day):
        top = tree(village.township, on=day).top
        names = [child.name for child in top.children]
        return names, told(top.children[0].children[0])[0][0].split("：")[1].split()[0]

    assert seen(date(2012, 6, 30)) == (["东片", "石门村"], "前任")
    assert seen(TODAY) == (["东片"], "后任")


def test_phones_are_shown_as_the_reader_may_see_them(village):
    appoint("village_secretary", village, "李明")

    assert told(tree(village, phone=mask).top)[0] == ("村（社区）党支部书记：李明 138****5678", "plain")


@pytest.mark.parametrize("count", [1, 5])
def test_a_bounded_number_of_queries(township, django_assert_max_num_queries, count):
    for village in VillageFactory.create_batch(count, township=township):
        appoint("village_secretary", village, "李明")
        GroupFactory.create_batch(3, parent=village)
        KeySiteFactory.create_batch(2, township=township, parent=village)

    with django_assert_max_num_queries(16):
        tree(township)
    with django_assert_max_num_queries(18):
        site_map_of(township, on=TODAY, phone=str)


def test_map_numbers_the_sites_village_by_village(township, village):
    KeySiteFactory(name="危岩", township=township, parent=village, kind=KeySite.Kind.SLOPE)
    mine = Sector.objects.get(key="non_coal_mines")
    EnterpriseFactory(name="清泉采石场", township=township, parent=village, sector=mine, is_high_risk=True)
    EnterpriseFactory(name="清泉商店", township=township, parent=village)
    KeySiteFactory(name="官亭渡口", township=township, kind=KeySite.Kind.FERRY)

    found = site_map_of(township, on=TODAY, phone=str)

    assert [(area.name, [cell.name for cell in area.cells]) for area in found.areas] == [("东片", ["清泉村"]), ("乡镇直接监管", ["官亭乡"])]
    assert [(site.number, site.name, site.sign.letter, site.is_gap) for site in found.sites] == [
        (1, "清泉采石场", "矿", False),
        (2, "危岩", "滑", True),
        (3, "官亭渡口", "渡", True),
    ]
    assert [sign.words for sign in found.signs] == ["渡口", "滑坡、危岩", "非煤矿山"]


@pytest.mark.parametrize("kind", KeySite.Kind)
def test_every_kind_of_site_has_a_sign(township, kind):
    KeySiteFactory(township=township, kind=kind)

    [site] = site_map_of(township, on=TODAY, phone=str).sites

    assert (len(site.sign.letter), site.sign.words) == (1, kind.label)
