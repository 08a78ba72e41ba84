"""A hazard's page shows who answered on the day on which it was found, and says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.chain import seat, team_at
from tests.factories.hazards import FOUND_AT, HazardFactory
from tests.factories.townships import BureauFactory, DutyFactory, EnterpriseFactory, ZoneFactory
from townships.appointments import end_term, record_leaving
from townships.chain import ways_up
from townships.models import DutyKind, Place, PlaceMove, Team, Township

pytestmark = pytest.mark.django_db
FOUND_ON = timezone.localdate(FOUND_AT)


@pytest.fixture
def hazard():
    enterprise = EnterpriseFactory(name="清泉采石场")
    hazard = HazardFactory(place=enterprise)
    kind = DutyKind.objects.get(key="legal_representative")
    DutyFactory(kind=kind, place=enterprise, person__name="前任厂长", starts_on=FOUND_ON - timedelta(days=90))
    return hazard


def chain_on_the_page(as_user, hazard):
    page = as_user(BureauFactory(county=hazard.township.county)).get(hazard.get_absolute_url())
    return page, [duty.person.name for post in page.context["chain"][0].posts for duty in post.duties]


def test_the_page_says_which_day_it_is(as_user, hazard):
    page, _holders = chain_on_the_page(as_user, hazard)

    assert f"责任链（{FOUND_ON.year}年{FOUND_ON.month}月{FOUND_ON.day}日 当日）" in page.content.decode()
    assert "按当天在任的人列出，以后换人不改变；补登、更正当时的任期，会跟着更正" in page.content.decode()


@pytest.mark.parametrize("change", ["term ends", "holder leaves", "successor comes"])
def test_a_change_of_holders_after_the_finding_changes_nothing(as_user, hazard, change):
    duty = hazard.place.duties.get()
    after = FOUND_ON + timedelta(days=1)
    if change == "term ends":
        end_term(duty, on=FOUND_ON)
    elif change == "holder leaves":
        record_leaving(duty.person, on=after)
    DutyFactory(kind=duty.kind, place=duty.place, person__name="后任厂长", starts_on=after)

    assert chain_on_the_page(as_user, hazard)[1] == ["前任厂长"]


def test_whoever_came_on_the_day_itself_answers(as_user, hazard):
    DutyFactory(kind=DutyKind.objects.get(key="enterprise_officer"), place=hazard.place, person__name="新安全员", starts_on=FOUND_ON)

    assert chain_on_the_page(as_user, hazard)[1] == ["前任厂长", "新安全员"]


def test_a_village_that_was_moved_since_stood_under_its_zone(as_user, hazard):
    old, new = [ZoneFactory(township=hazard.township, name=name) for name in ("第一片区", "第二片区")]
    Place.objects.filter(pk=hazard.place_id).update(parent=new)
    told = {"former_parent": old, "parent": new, "moved_on": FOUND_ON + timedelta(days=1), "by": BureauFactory()}
    PlaceMove.objects.create(place_id=hazard.place_id, **told)

    page, _holders = chain_on_the_page(as_user, hazard)

    assert [step.place.name for step in page.context["chain"]][:2] == ["清泉采石场", "第一片区"]
    assert [ways_up([hazard.place], on=day)[hazard.place_id][1] for day in (FOUND_ON, timezone.localdate())] == [old.pk, new.pk]


def test_two_headquarters_of_a_kind_are_told_apart(as_user, hazard):
    township = Township.objects.get(pk=hazard.township_id)
    teams = [team_at(township, Team.Kind.HEADQUARTERS, name) for name in ("防汛抗旱指挥部", "森林防火指挥部")]
    for team in teams:
        seat(team, "headquarters_deputy", starts_on=FOUND_ON, name="汤运来")

    page, _holders = chain_on_the_page(as_user, hazard)

    assert all(f"汤运来</a>（{team}）" in page.text for team in teams)
