import pytest

from townships.models import DutyKind, DutyRule, Level, Sector

pytestmark = pytest.mark.django_db


def test_every_level_has_one_first_responsible_person():
    levels = DutyKind.objects.filter(is_first_responsible=True).values_list("level", flat=True)

    # A group's is its liaison, a building's its chief.
    assert sorted(levels) == sorted([*Level.values, Level.GROUP])


def test_a_township_needs_three_full_time_inspectors():
    rule = DutyRule.objects.get(kind__key="safety_inspector")

    assert (rule.minimum, rule.full_time_only) == (3, True)


def test_high_risk_enterprises_need_a_liaison_and_a_certified_officer():
    kinds = DutyRule.objects.filter(high_risk_only=True).values_list("kind__key", "certificate__key")

    assert set(kinds) == {("enterprise_liaison", None), ("attached_cadre", None), ("enterprise_officer", "safety_manager")}


def test_inspectors_carry_a_certificate():
    rule = DutyRule.objects.get(kind__key="safety_inspector")

    assert (rule.certificate.key, rule.certified_minimum) == ("enforcement", 3)


def test_every_team_has_one_head():
    heads = DutyKind.objects.filter(seat="head").values_list("team_kind", "level", "is_single_holder")

    assert sorted(heads) == [
        ("headquarters", "township", True),
        ("rescue", "enterprise", True),
        ("rescue", "township", True),
        ("rescue", "village", True),
        ("station", "township", True),
        ("working_group", "township", True),
    ]


def test_groups_and_buildings_need_different_people():
    kinds = DutyRule.objects.exclude(place_kind="").values_list("kind__key", "place_kind")

    assert set(kinds) == {("group_liaison", "group"), ("building_chief", "building")}


@pytest.mark.parametrize(
    ("key", "table", "row"),
    [("non_coal_mines", "1", 2), ("fireworks", "1", 6), ("road_traffic", "2", 1), ("schools", "2", 10), ("geological", "", None)],
)
def test_sector_stands_in_its_row_of_the_monthly_return(key, table, row):
    sector = Sector.objects.get(key=key)

    assert (sector.return_table, sector.return_row) == (table, row)
