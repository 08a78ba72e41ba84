from datetime import date

import pytest

from tests.factories.chain import CertificateFactory
from tests.factories.means import station_year
from tests.factories.townships import (
    CountyFactory,
    DutyFactory,
    DutyKindFactory,
    EnterpriseFactory,
    GroupFactory,
    PersonFactory,
    TownshipFactory,
    VillageFactory,
)
from townships.gaps import Coverage, Reason, count_by_township, find_gaps, rules_at, survey
from townships.models import CertificateKind, DutyKind, DutyRule, Group, Place, Township
from townships.staffing import Staffing
from townships.stations import stations

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


@pytest.fixture
def supervisor():
    """The only required duty: one supervisor per village, two villages at most for one person."""
    DutyRule.objects.all().delete()
    kind = DutyKindFactory(level="village", sensible_load=2)
    DutyRule.objects.create(kind=kind, minimum=1)
    return kind


def gaps_of(*places, on=TODAY):
    found = find_gaps(Place.objects.filter(pk__in=[place.pk for place in places]), on=on)
    return [(gap.place.name, gap.reason, gap.held, gap.people) for gap in found]


def test_duty_that_nobody_holds(supervisor):
    village = VillageFactory(name="清泉村")

    assert gaps_of(village) == [("清泉村", Reason.VACANT, 0, ())]


def test_duty_held_is_no_gap(supervisor):
    duty = DutyFactory(kind=supervisor)

    assert gaps_of(duty.place) == []


def test_duty_of_another_kind_does_not_fill_the_gap(supervisor):
    village = DutyFactory().place

    assert gaps_of(village) == [(village.name, Reason.VACANT, 0, ())]


def test_duty_held_only_by_somebody_who_left(supervisor):
    duty = DutyFactory(kind=supervisor, person__left_on=TODAY, person__name="李明")

    assert gaps_of(duty.place) == [(duty.place.name, Reason.LEFT, 0, ("李明",))]


def test_holder_who_leaves_tomorrow_still_answers(supervisor):
    duty = DutyFactory(kind=supervisor, person__left_on=date(2026, 11, 25))

    assert gaps_of(duty.place) == []


@pytest.mark.parametrize(
    ("day", "reasons"),
    [
        (date(2012, 2, 29), [Reason.VACANT]),
        (date(2012, 3, 1), []),
        (date(2012, 10, 26), []),
        (date(2012, 10, 27), [Reason.EXPIRED]),
    ],
)
def test_gaps_as_they_were_on_any_day(supervisor, day, reasons):
    duty = DutyFactory(kind=supervisor, starts_on=date(2012, 3, 1), ends_on=date(2012, 10, 26))

    assert [reason for _, reason, _, _ in gaps_of(duty.place, on=day)] == reasons


def test_fewer_than_the_minimum():
    rule = DutyRule.objects.get(kind__key="safety_inspector")
    DutyRule.objects.exclude(pk=rule.pk).delete()
    township = TownshipFactory(name="官亭乡")
    DutyFactory.create_batch(2, kind=rule.kind, place=township, person__is_full_time=True)
    DutyFactory(kind=rule.kind, place=township, person__is_full_time=False)

    assert gaps_of(township) == [("官亭乡", Reason.TOO_FEW, 2, ())]


def reasons_of(place):
    [gap] = find_gaps(Place.objects.filter(pk=place.pk), on=TODAY)
    return [(fault.reason, fault.missing, fault.people) for fault in gap.faults]


def test_who_is_not_full_time_is_named_where_only_those_count():
    rule = DutyRule.objects.get(kind__key="safety_inspector")
    township = TownshipFactory(name="官亭乡")
    DutyRule.objects.exclude(pk=rule.pk).delete()
    DutyFactory(kind=rule.kind, place=township, person__is_full_time=False, person__name="张三")

    [gap] = find_gaps(Place.objects.filter(pk=township.pk), on=TODAY)

    assert (gap.reason, gap.held, gap.everybody) == (Reason.TOO_FEW, 0, ("张三",))
    assert gap.sentence == "人数不足 在岗 0 人，应配 3 人（专职）；张三未标记为专职安监人员，不计入人数"


def test_a_townships_staff_is_asked_for_and_counted_as_its_stations_page_does():
    township = TownshipFactory(name="金鱼岭街道", population=33500)
    inspectors = DutyRule.objects.get(kind__key="safety_inspector")
    DutyRule.objects.exclude(pk=inspectors.pk).delete()
    DutyFactory.create_batch(2, kind=inspectors.kind, place=township, person__is_full_time=True)
    # D2: 2名专编专职安监员，其中站长…: the head of the station is one of them.
    DutyFactory(kind=DutyKind.objects.get(key="station_head"), place=township, person__is_full_time=True)

    [gap] = find_gaps(Place.objects.filter(pk=township.pk), on=TODAY)
    [station] = stations(Township.objects.all(), year=2026, today=TODAY)

    assert (gap.held, gap.rule.minimum, gap.rule.source) == (3, 4, "凉山州意见（示例，请按本县文件核对）")
    assert (station.staff, station.minimum.minimum, station.minimum.source) == (3, 4, gap.rule.source)


def test_a_full_time_person_outside_the_station_does_not_hide_a_missing_inspector():
    inspectors = DutyRule.objects.get(kind__key="safety_inspector")
    DutyRule.objects.exclude(pk=inspectors.pk).delete()
    township = TownshipFactory()
    DutyFactory.create_batch(2, kind=inspectors.kind, place=township, person__is_full_time=True)
    DutyFactory(kind=DutyKind.objects.get(key="township_deputy"), place=township, person__is_full_time=True)

    [gap] = find_gaps(Place.objects.filter(pk=township.pk), on=TODAY)
    [station] = stations(Township.objects.all(), year=2026, today=TODAY)

    assert (gap.held, gap.missing, station.staff) == (2, 1, 2)


def test_a_townships_staff_follows_the_population_that_its_own_year_says():
    small, big = TownshipFactory(population=20000), TownshipFactory(population=20000)
    station_year(small, population=21600), station_year(big, population=33500)

    assert Staffing(2026).populations == {small.pk: 21600, big.pk: 33500}


def test_one_person_beyond_a_sensible_load(supervisor):
    township = TownshipFactory()
    person = PersonFactory(county=township.county, name="王强")
    villages = VillageFactory.create_batch(3, township=township)
    for village in villages[:2]:
        DutyFactory(kind=supervisor, place=village, person=person)
    assert gaps_of(*villages[:2]) == []

    DutyFactory(kind=supervisor, place=villages[2], person=person)

    # Asked about one village, the answer still counts the posts elsewhere.
    assert gaps_of(villages[0]) == [(villages[0].name, Reason.OVERLOADED, 1, ("王强",))]


def test_second_holder_relieves_whoever_carries_too_much(supervisor):
    township = TownshipFactory()
    person = PersonFactory(county=township.county)
    villages = VillageFactory.create_batch(3, township=township)
    for village in villages:
        DutyFactory(kind=supervisor, place=village, person=person)
    DutyFactory(kind=supervisor, place=villages[0])

    assert gaps_of(villages[0]) == []


def test_closed_place_needs_nobody(supervisor):
    village = VillageFactory(closed_on=date(2026, 6, 1))

    assert gaps_of(village) == []
    assert len(gaps_of(village, on=date(2026, 5, 31))) == 1


def test_place_that_was_not_yet_there_needed_nobody(supervisor):
    village = VillageFactory(opened_on=date(2026, 6, 1))

    assert gaps_of(village, on=date(2026, 5, 31)) == []
    assert len(gaps_of(village, on=date(2026, 6, 1))) == 1


def test_high_risk_enterprise_needs_more_people():
    safe, risky = EnterpriseFactory(), EnterpriseFactory(is_high_risk=True)

    def keys(place):
        return [gap.rule.kind.key for gap in find_gaps(Place.objects.filter(pk=place.pk), on=TODAY)]

    assert keys(safe) == ["legal_representative", "enterprise_officer"]
    assert keys(risky) == ["legal_representative", "enterprise_officer", "enterprise_liaison", "attached_cadre"]


def test_building_needs_a_chief_and_a_group_a_liaison():
    group, building = GroupFactory(), GroupFactory(kind=Group.Kind.BUILDING)

    def keys(place):
        return [gap.rule.kind.key for gap in find_gaps(Place.objects.filter(pk=place.pk), on=TODAY)]

    assert keys(group) == ["group_liaison", "group_cadre"]
    assert keys(building) == ["group_cadre", "building_chief"]


def test_gaps_are_counted_by_township(supervisor):
    township = TownshipFactory()
    VillageFactory.create_batch(2, township=township)
    left = DutyFactory(kind=supervisor, place__township=township, person__left_on=TODAY)

    counts = count_by_township(find_gaps(Place.objects.in_county(township.county_id), on=TODAY))

    assert counts == {left.place.township_id: {Reason.VACANT: 2, Reason.LEFT: 1}}


def test_county_stands_first_then_township_by_township():
    county = CountyFactory()
    first, second = TownshipFactory(county=county), TownshipFactory(county=county)
    village = VillageFactory(township=first)
    DutyRule.objects.exclude(kind__key__in=["county_head", "township_head", "village_secretary"]).delete()

    found = find_gaps(Place.objects.in_county(county.pk), on=TODAY)

    assert [gap.place.pk for gap in found] == [county.pk, first.pk, village.pk, second.pk]


@pytest.mark.parametrize("villages", [1, 3])
def test_number_of_queries_does_not_grow(django_assert_num_queries, villages):
    township = TownshipFactory()
    kind = DutyKind.objects.get(key="village_supervisor")
    for village in VillageFactory.create_batch(villages, township=township):
        DutyFactory(kind=kind, place=village)

    with django_assert_num_queries(11):
        gaps = find_gaps(Place.objects.in_township(township.pk), on=TODAY)

    assert [gap.place.township or gap.place for gap in gaps]


@pytest.fixture
def certified(supervisor):
    """One of two supervisors needs a certificate."""
    kind = CertificateKind.objects.get(key="safety_officer")
    DutyRule.objects.update(minimum=2, certificate=kind, certified_minimum=1)
    return kind


def two_supervisors(supervisor):
    village = VillageFactory()
    return [DutyFactory(kind=supervisor, place=village, person__name=name) for name in ("李明", "王强")]


def test_held_without_the_required_certificate(supervisor, certified):
    first, _second = two_supervisors(supervisor)

    assert gaps_of(first.place) == [(first.place.name, Reason.UNQUALIFIED, 2, ("李明", "王强"))]


@pytest.mark.parametrize(("rank", "gaps"), [("", 1), ("below", 1), ("deputy", 0)])
def test_held_by_somebody_whose_rank_was_lowered_since(supervisor, rank, gaps):
    DutyKind.objects.filter(pk=supervisor.pk).update(deputy_rank_only=True)
    duty = DutyFactory(kind=supervisor, person__name="李明", person__rank=rank)

    assert gaps_of(duty.place) == [(duty.place.name, Reason.LOW_RANK, 1, ("李明",))] * gaps


def test_as_many_certificates_as_asked_are_enough(supervisor, certified):
    _first, second = two_supervisors(supervisor)
    CertificateFactory(kind=certified, person=second.person)

    assert gaps_of(second.place) == []


def test_a_holder_without_the_certificate_is_named_while_the_count_is_short(supervisor, certified):
    duty = DutyFactory(kind=supervisor, person__name="李明")

    assert reasons_of(duty.place) == [(Reason.TOO_FEW, 1, ()), (Reason.UNQUALIFIED, 1, ("李明",))]


def test_nobody_is_blamed_for_a_certificate_that_only_the_missing_one_lacks(supervisor, certified):
    DutyRule.objects.update(certified_minimum=2)
    duty = DutyFactory(kind=supervisor)
    CertificateFactory(kind=certified, person=duty.person)

    assert reasons_of(duty.place) == [(Reason.TOO_FEW, 1, ())]


def test_without_certificate_and_with_too_much_at_once(supervisor, certified):
    township = TownshipFactory()
    person = PersonFactory(county=township.county, name="王强")
    villages = VillageFactory.create_batch(3, township=township)
    for village in villages:
        DutyFactory(kind=supervisor, place=village, person=person)

    assert reasons_of(villages[0]) == [
        (Reason.TOO_FEW, 1, ()),
        (Reason.UNQUALIFIED, 1, ("王强",)),
        (Reason.OVERLOADED, 1, ("王强",)),
    ]


@pytest.mark.parametrize(("day", "is_gap"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)])
def test_certificate_must_be_valid_that_day(supervisor, certified, day, is_gap):
    first, _second = two_supervisors(supervisor)
    CertificateFactory(kind=certified, person=first.person, valid_until=date(2026, 6, 30))

    assert bool(gaps_of(first.place, on=day)) == is_gap


def test_certificate_of_another_kind_or_voided_does_not_count(supervisor, certified):
    first, second = two_supervisors(supervisor)
    CertificateFactory(person=first.person)
    voided = CertificateFactory(kind=certified, person=second.person)
    voided.voided_at, voided.voided_by, voided.void_reason = "2026-05-01T08:00:00Z", voided.created_by, "登记有误"
    voided.save()

    assert [reason for _, reason, _, _ in gaps_of(first.place)] == [Reason.UNQUALIFIED]


def test_who_left_counts_for_nothing_however_certified(supervisor, certified):
    first, second = two_supervisors(supervisor)
    CertificateFactory(kind=certified, person=first.person)
    first.person.left_on = TODAY
    first.person.save()

    assert gaps_of(second.place) == [(first.place.name, Reason.TOO_FEW, 1, ("李明",))]


def test_what_is_asked_of_high_risk_places_replaces_what_is_asked_of_all():
    officer = DutyKind.objects.get(key="enterprise_officer")
    DutyRule.objects.exclude(kind=officer).delete()
    safe, risky = (
        DutyFactory(kind=officer, place=EnterpriseFactory()),
        DutyFactory(kind=officer, place=EnterpriseFactory(is_high_risk=True)),
    )

    assert gaps_of(safe.place) == []
    assert [reason for _, reason, _, _ in gaps_of(risky.place)] == [Reason.UNQUALIFIED]


def test_big_enterprise_is_asked_for_a_full_time_officer():
    officer = DutyKind.objects.get(key="enterprise_officer")
    small, big, unknown = [EnterpriseFactory(employees=number) for number in (100, 101, None)]
    risky = EnterpriseFactory(employees=500, is_high_risk=True)

    rules = rules_at(Place.objects.filter(level="enterprise"), on=TODAY)
    asked = [rules[place.pk, officer.pk] for place in (small, big, risky, unknown)]

    assert [(rule.high_risk_only, rule.employees_over) for rule in asked] == [(False, None), (False, 100), (True, None), (False, None)]


def test_full_time_officer_of_two_enterprises_carries_too_much():
    officer = DutyKind.objects.get(key="enterprise_officer")
    DutyRule.objects.exclude(kind=officer).delete()
    big = EnterpriseFactory(employees=101)
    other = EnterpriseFactory(township=big.township, employees=8)
    person = DutyFactory(kind=officer, place=big).person
    DutyFactory(kind=officer, place=other, person=person)

    assert [gap.sentence for gap in find_gaps(Place.objects.filter(level="enterprise"), on=TODAY)] == [
        f"一人负责过多 {person} 专职岗位，一人只能任 1 处"
    ]


def test_one_person_in_two_full_time_posts_is_told_of_both(django_assert_num_queries):
    inspectors, officer = DutyRule.objects.get(kind__key="safety_inspector"), DutyKind.objects.get(key="enterprise_officer")
    DutyRule.objects.exclude(pk=inspectors.pk).exclude(kind=officer, high_risk_only=True).delete()
    DutyRule.objects.update(certificate=None, certified_minimum=0)
    township = TownshipFactory(name="杉板乡")
    person = DutyFactory.create_batch(4, kind=inspectors.kind, place=township, person__is_full_time=True)[0].person
    firm = EnterpriseFactory(township=township, name="清泉采石场", is_high_risk=True)
    DutyFactory(kind=officer, place=firm, person=person)

    with django_assert_num_queries(11):
        found = find_gaps(Place.objects.in_township(township.pk), on=TODAY)

    # Three others serve at the station: nobody is missing there.
    assert [(gap.sentence, gap.missing) for gap in found] == [
        (f"一人两个专职岗位 {person} 又任清泉采石场 {officer}", 0),
        (f"一人两个专职岗位 {person} 又任杉板乡 {inspectors.kind}", 1),
    ]


def test_last_holder_is_named_when_nobody_succeeded(supervisor):
    village = VillageFactory()
    for name, start, end in [("张三", date(2024, 1, 1), date(2024, 12, 31)), ("李明", date(2025, 1, 1), date(2025, 12, 31))]:
        DutyFactory(kind=supervisor, place=village, person__name=name, starts_on=start, ends_on=end)

    assert gaps_of(village) == [(village.name, Reason.EXPIRED, 0, ("李明",))]


def test_ended_term_with_a_successor_is_no_gap(supervisor):
    ended = DutyFactory(kind=supervisor, ends_on=date(2026, 6, 30))
    DutyFactory(kind=supervisor, place=ended.place, starts_on=date(2026, 7, 1))

    assert gaps_of(ended.place) == []


def test_required_and_filled_posts_by_township():
    rule = DutyRule.objects.get(kind__key="safety_inspector")
    DutyRule.objects.exclude(pk=rule.pk).delete()
    first, second = TownshipFactory(), TownshipFactory()
    inspectors = DutyFactory.create_batch(3, kind=rule.kind, place=first, person__is_full_time=True)
    CertificateFactory(person=inspectors[0].person)

    found = survey(Place.objects.filter(level="township"), on=TODAY)

    assert found.by_township == {first.pk: Coverage(3, 2), second.pk: Coverage(3, 3)}
    assert (found.total.filled, found.total.required) == (1, 6)


def test_places_without_required_posts_have_no_rate():
    assert survey(Place.objects.none(), on=TODAY).total == Coverage(0, 0)


def test_a_gap_names_who_is_appointed_and_has_yet_to_begin():
    DutyRule.objects.exclude(kind__key="village_supervisor").delete()
    kind = DutyKind.objects.get(key="village_supervisor")
    village = DutyFactory(kind=kind, person__name="王强", starts_on=date(2026, 7, 1)).place
    DutyFactory(kind=kind, place=village, person__name="早退", person__left_on=date(2026, 6, 15), starts_on=date(2026, 7, 2))

    [gap] = find_gaps(Place.objects.filter(pk=village.pk), on=date(2026, 6, 1))

    assert gap.sentence == "无人任职；已任命王强，自 2026-07-01 起"
