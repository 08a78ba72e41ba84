from datetime import date

import pytest

from tests.factories.chain import seat, team_at
from tests.factories.townships import (
    BureauFactory,
    CountyFactory,
    DutyFactory,
    EnterpriseFactory,
    PersonFactory,
    TownshipFactory,
    VillageFactory,
)
from townships.appointments import (
    AppointmentRefused,
    DutyNotBegun,
    Obstacle,
    appoint,
    end_term,
    posts_left_vacant,
    record_leaving,
)
from townships.closing import StillHasChildren, close
from townships.models import Duty, DutyKind, Place
from townships.roster import enrol

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return VillageFactory()


@pytest.fixture
def person(village):
    return PersonFactory(county=village.county)


@pytest.fixture
def supervisor():
    return DutyKind.objects.get(key="village_supervisor")


def refusal(person, **term):
    with pytest.raises(AppointmentRefused) as refused:
        appoint(person, **term)
    return refused.value.obstacle


def test_appointment(village, person, supervisor):
    duty = appoint(person, kind=supervisor, place=village, starts_on=date(2026, 1, 1), document="官亭〔2026〕1号")

    assert Duty.objects.held_on(date(2026, 1, 1)).get() == duty
    assert not Duty.objects.held_on(date(2025, 12, 31)).exists()


def test_duty_must_fit_the_level_of_the_place(village, person, supervisor):
    assert refusal(person, kind=supervisor, place=village.township, starts_on=date(2026, 1, 1)) == Obstacle.WRONG_LEVEL


@pytest.mark.parametrize(
    ("is_high_risk", "rank", "refused"),
    [
        (True, "deputy", None),
        (True, "below", Obstacle.RANK_TOO_LOW),
        (True, "", Obstacle.RANK_TOO_LOW),
        (False, "full", Obstacle.NOT_HIGH_RISK),
    ],
)
def test_a_liaison_has_deputy_rank_and_a_high_risk_enterprise(is_high_risk, rank, refused):
    firm = EnterpriseFactory(is_high_risk=is_high_risk)
    official = PersonFactory(county=firm.county, rank=rank)

    told = obstacle_to(official, kind=DutyKind.objects.get(key="enterprise_liaison"), place=firm, starts_on=date(2026, 5, 1))

    assert told == refused


def test_place_must_be_open(person, village, supervisor):
    close(village, on=date(2026, 1, 1), by=BureauFactory())
    village = Place.objects.get(pk=village.pk)

    assert refusal(person, kind=supervisor, place=village, starts_on=date(2026, 1, 1)) == Obstacle.PLACE_CLOSED


def test_person_must_stand_in_the_same_county(village, supervisor):
    assert refusal(PersonFactory(), kind=supervisor, place=village, starts_on=date(2026, 1, 1)) == Obstacle.OTHER_COUNTY


def test_county_duty_is_for_people_of_that_county():
    county, kind = CountyFactory(), DutyKind.objects.get(key="county_head")

    assert appoint(PersonFactory(county=county), kind=kind, place=county, starts_on=date(2026, 1, 1))
    assert refusal(PersonFactory(), kind=kind, place=county, starts_on=date(2026, 1, 1)) == Obstacle.OTHER_COUNTY


def test_person_must_not_have_left(village, person, supervisor):
    record_leaving(person, on=date(2026, 3, 1))

    assert refusal(person, kind=supervisor, place=village, starts_on=date(2026, 3, 1)) == Obstacle.HAS_LEFT
    assert appoint(person, kind=supervisor, place=village, starts_on=date(2026, 2, 1))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "refused"),
    [
        (date(2026, 2, 1), None, True),
        (date(2026, 2, 28), date(2026, 3, 1), True),
        (date(2026, 6, 30), None, True),
        (date(2026, 7, 1), None, False),
        (date(2026, 1, 1), date(2026, 2, 28), False),
        (date(2026, 1, 1), None, True),
    ],
)
def test_terms_of_the_same_post_do_not_overlap(village, person, supervisor, starts_on, ends_on, refused):
    DutyFactory(person=person, kind=supervisor, place=village, starts_on=date(2026, 3, 1), ends_on=date(2026, 6, 30))
    term = {"kind": supervisor, "place": village, "starts_on": starts_on, "ends_on": ends_on}

    if refused:
        assert refusal(person, **term) == Obstacle.TERM_OVERLAPS
    else:
        assert appoint(person, **term)


def test_term_ends_on_its_last_day():
    duty = DutyFactory(starts_on=date(2026, 1, 1))

    end_term(duty, on=date(2026, 6, 30))

    assert Duty.objects.held_on(date(2026, 6, 30)).exists()
    assert not Duty.objects.held_on(date(2026, 7, 1)).exists()


def test_term_does_not_end_before_it_begins():
    with pytest.raises(DutyNotBegun):
        end_term(DutyFactory(starts_on=date(2026, 1, 1)), on=date(2025, 12, 31))


def test_whoever_leaves_holds_no_post_from_that_day():
    duty = DutyFactory()

    assert posts_left_vacant(duty.person, on=date(2026, 3, 1)).get() == duty
    record_leaving(duty.person, on=date(2026, 3, 1))

    duty.refresh_from_db()
    assert duty.last_day == date(2026, 2, 28)
    assert not Duty.objects.held_on(date(2026, 3, 1)).exists()


def test_mistaken_leaving_taken_back_loses_nothing():
    duty = DutyFactory()
    record_leaving(duty.person, on=date(2026, 3, 1))

    record_leaving(duty.person, on=None)

    assert Duty.objects.held_on(date(2026, 3, 1)).get() == duty


def test_roster_numbers_run_per_county(village):
    first, second = [enrol(PersonFactory.build(county=village.county, number=None)) for _ in range(2)]
    elsewhere = enrol(PersonFactory.build(county=CountyFactory(), number=None))

    assert (first.number, second.number, elsewhere.number) == (1, 2, 1)


def test_closed_place_has_nobody_answering(village):
    duty = DutyFactory(place=village)

    close(village, on=date(2026, 6, 1), by=BureauFactory())

    duty.refresh_from_db()
    assert duty.ends_on == date(2026, 5, 31)


def test_place_with_open_children_does_not_close():
    township = TownshipFactory()
    VillageFactory.create_batch(2, township=township)

    with pytest.raises(StillHasChildren) as refused:
        close(township, on=date(2026, 6, 1), by=BureauFactory())

    assert refused.value.count == 2


def test_term_does_not_outlast_its_place(person, village, supervisor):
    village.closed_on = date(2026, 6, 1)
    term = {"kind": supervisor, "place": village, "starts_on": date(2026, 1, 1)}

    assert refusal(person, **term) == Obstacle.PLACE_CLOSED
    assert appoint(person, **term, ends_on=date(2026, 5, 31))


def test_term_ends_after_it_begins(person, village, supervisor):
    term = {"kind": supervisor, "place": village, "starts_on": date(2026, 3, 1), "ends_on": date(2026, 2, 28)}

    assert refusal(person, **term) == Obstacle.ENDS_BEFORE_START


def test_post_of_one_holder_is_not_given_to_two():
    head = DutyFactory(kind=DutyKind.objects.get(key="township_head"), place=TownshipFactory(), ends_on=date(2026, 6, 30))
    other = PersonFactory(county=head.place.county)

    with pytest.raises(AppointmentRefused) as refused:
        appoint(other, kind=head.kind, place=head.place, starts_on=date(2026, 6, 30))

    assert (refused.value.obstacle, refused.value.post) == (Obstacle.SEAT_TAKEN, head)
    assert appoint(other, kind=head.kind, place=head.place, starts_on=date(2026, 7, 1))


def test_post_of_somebody_who_left_is_free():
    head = DutyFactory(kind=DutyKind.objects.get(key="township_head"), place=TownshipFactory(), person__left_on=date(2026, 6, 1))
    other = PersonFactory(county=head.place.county)

    assert refusal(other, kind=head.kind, place=head.place, starts_on=date(2026, 5, 31)) == Obstacle.SEAT_TAKEN
    assert appoint(other, kind=head.kind, place=head.place, starts_on=date(2026, 6, 1))


def test_leaving_is_not_taken_back_over_a_successor():
    head = DutyFactory(kind=DutyKind.objects.get(key="township_head"), place=TownshipFactory(), person__left_on=date(2026, 6, 1))
    successor = appoint(PersonFactory(county=head.place.county), kind=head.kind, place=head.place, starts_on=date(2026, 6, 1))

    with pytest.raises(AppointmentRefused) as refused:
        record_leaving(head.person, on=None)

    assert refused.value.post == successor


def test_nobody_holds_two_full_time_posts():
    inspector = DutyFactory(kind=DutyKind.objects.get(key="safety_inspector"), place=TownshipFactory())
    elsewhere = TownshipFactory(county=inspector.place.county)

    with pytest.raises(AppointmentRefused) as refused:
        appoint(inspector.person, kind=DutyKind.objects.get(key="station_head"), place=elsewhere, starts_on=date(2026, 5, 1))

    assert (refused.value.obstacle, refused.value.post) == (Obstacle.FULL_TIME_TWICE, inspector)


@pytest.mark.parametrize(("is_high_risk", "refused"), [(True, Obstacle.FULL_TIME_TWICE), (False, None)])
def test_a_stations_inspector_is_no_officer_of_a_high_risk_enterprise(is_high_risk, refused):
    inspector = DutyFactory(kind=DutyKind.objects.get(key="safety_inspector"), place=TownshipFactory())
    firm = EnterpriseFactory(township=inspector.place, is_high_risk=is_high_risk)

    # 安全生产法 第二十四条: a high-risk enterprise's officer is full-time, a small one's may be part-time.
    told = obstacle_to(inspector.person, kind=DutyKind.objects.get(key="enterprise_officer"), place=firm, starts_on=date(2026, 5, 1))

    assert told == refused


def test_a_full_time_person_may_have_other_posts_beside():
    inspector = DutyFactory(kind=DutyKind.objects.get(key="station_deputy"), place=TownshipFactory())

    told = obstacle_to(inspector.person, kind=DutyKind.objects.get(key="group_member"), place=inspector.place, starts_on=date(2026, 5, 1))

    assert told is None


def obstacle_to(person, **term):
    try:
        appoint(person, **term)
    except AppointmentRefused as refused:
        return refused.obstacle


def test_longer_term_must_not_run_into_the_next():
    head = DutyFactory(kind=DutyKind.objects.get(key="township_head"), place=TownshipFactory(), ends_on=date(2026, 6, 30))
    appoint(PersonFactory(county=head.place.county), kind=head.kind, place=head.place, starts_on=date(2026, 7, 1))

    with pytest.raises(AppointmentRefused):
        end_term(head, on=date(2026, 8, 31))

    head.refresh_from_db()
    assert head.ends_on == date(2026, 6, 30)


def test_only_team_of_its_kind_need_not_be_named():
    team = team_at()

    post = appoint(
        PersonFactory(county=team.county), kind=DutyKind.objects.get(key="group_head"), place=team.place, starts_on=date(2026, 1, 1)
    )

    assert post.team == team


def test_of_several_teams_one_is_named():
    team = team_at()
    team_at(team.place, name="消防安全管理领导小组")
    term = {"kind": DutyKind.objects.get(key="group_head"), "place": team.place, "starts_on": date(2026, 1, 1)}

    assert refusal(PersonFactory(county=team.county), **term) == Obstacle.NEEDS_TEAM
    assert appoint(PersonFactory(county=team.county), **term, team=team)


def test_each_team_has_its_own_head_and_one_head_only():
    head = seat(team_at(), "group_head")
    other = team_at(head.place, name="消防安全管理领导小组")

    assert seat(other, "group_head")
    with pytest.raises(AppointmentRefused) as refused:
        seat(other, "group_head")
    assert refused.value.obstacle == Obstacle.SEAT_TAKEN


@pytest.mark.parametrize(("key", "elsewhere"), [("township_head", False), ("headquarters_head", False), ("group_head", True)])
def test_seat_must_belong_to_the_team(key, elsewhere):
    team = team_at()
    place = TownshipFactory(county=team.county) if elsewhere else team.place
    term = {"kind": DutyKind.objects.get(key=key), "place": place, "team": team, "starts_on": date(2026, 1, 1)}

    assert refusal(PersonFactory(county=team.county), **term) == Obstacle.WRONG_TEAM


def test_nobody_joins_before_the_founding():
    team = team_at(founded_on=date(2026, 3, 1))
    term = {"kind": DutyKind.objects.get(key="group_head"), "place": team.place, "team": team}

    assert refusal(PersonFactory(county=team.county), **term, starts_on=date(2026, 2, 28)) == Obstacle.TEAM_NOT_FOUNDED
    assert appoint(PersonFactory(county=team.county), **term, starts_on=date(2026, 3, 1))
