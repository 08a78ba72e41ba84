"""A draw that anybody can repeat: the same seed over the same list gives the same places, and nobody changes it afterwards."""

import hashlib
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from reports.draw import APPLICANTS, HOUSEHOLDS, STRATA, audit, draw, fingerprint, household_share, lead, pick, rank
from reports.models import Draw
from tests.factories.campaign import State, Tier, candidacy_at
from tests.factories.townships import (
    BureauFactory,
    CampaignFactory,
    EnterpriseFactory,
    GroupFactory,
    InspectorFactory,
    KeySiteFactory,
    OfficialFactory,
    TownshipFactory,
    VillageFactory,
)
from townships.models import Campaign, KeySite, Sector, Village

pytestmark = pytest.mark.django_db


@pytest.fixture
def township():
    """Three high-risk enterprises, two villages with two groups each, a school and a ferry."""
    township = TownshipFactory()
    EnterpriseFactory.create_batch(3, township=township, is_high_risk=True)
    EnterpriseFactory(township=township)
    for village in VillageFactory.create_batch(2, township=township):
        GroupFactory.create_batch(2, parent=village)
    EnterpriseFactory(township=township, sector=Sector.objects.get(key="schools"))
    KeySiteFactory(township=township, kind=KeySite.Kind.FERRY)
    return township


def a_draw(township, **told):
    campaign = told.pop("campaign", None) or CampaignFactory(county=township.county, round_number=Campaign.objects.count() + 1)
    return draw(Draw.Kind.PLACES, campaign=campaign, township=township, by=BureauFactory(county=township.county), **told)


def counts(result):
    return {stratum: sum(name[0] == stratum for name in result) for stratum in STRATA if stratum != APPLICANTS}


def test_one_of_each_and_three_households(township):
    assert counts(a_draw(township).result) == {"high_risk": 1, "villages": 1, "schools": 1, "stops": 1, "households": 3}


def test_a_draw_may_ask_for_more_but_not_for_less(township):
    more = a_draw(township, parameters={"places": 2, "households": 4})

    assert counts(more.result) == {"high_risk": 2, "villages": 2, "schools": 1, "stops": 1, "households": 4}
    with pytest.raises(ValidationError, match="不少于 3"):
        a_draw(township, parameters={"households": 2})


def test_same_seed_over_the_same_list_gives_the_same_places(township):
    assert a_draw(township, seed="8831").result == a_draw(township, seed="8831").result


def test_another_seed_gives_other_places(township):
    results = {str(a_draw(township, seed=str(seed)).result) for seed in range(8)}

    assert len(results) > 1


def test_a_village_that_tells_its_households_is_drawn_from_by_number(township):
    """By the hash of its key, so that anybody finds the same household; a village that doesn't tell is drawn from by its groups."""
    village, other = Village.objects.filter(township=township).order_by("pk")
    Village.objects.filter(pk=village.pk).update(households=40)

    found = a_draw(township, seed="8831", parameters={"households": 4})

    rolls = [name for name in found.population if name[0] == HOUSEHOLDS]
    assert {tuple(name[3:]) for name in rolls if name[2] == village.local_name} == {(40,)}
    assert other.local_name not in {name[2] for name in rolls}
    key = f"place-{village.pk:08}-1"
    number = int(hashlib.sha256(f"8831|{key}".encode()).hexdigest()[-8:], 16) % 40 + 1
    assert lead(found, [HOUSEHOLDS, key, village.local_name, 40]) == f"{village.local_name}：户册第 {number} 户（户册共 40 户）"
    assert (audit(found).is_same, audit(found).has_moved) == (True, False)


def test_rank_is_what_sha256sum_says():
    assert rank("8831", "place-00000007") == hashlib.sha256(b"8831|place-00000007").hexdigest()


def test_smallest_hashes_are_drawn():
    names = [["villages", f"place-{number:08}", f"{number}村"] for number in range(20)]

    drawn = pick(names, {"villages": 5}, "种子")

    left = [name for name in names if name not in drawn]
    assert max(rank("种子", name[1]) for name in drawn) < min(rank("种子", name[1]) for name in left)


def test_every_name_has_about_the_same_chance():
    names = [["villages", f"place-{number:08}", ""] for number in range(10)]
    drawn = [pick(names, {"villages": 3}, str(seed)) for seed in range(2000)]

    times = [sum(name in result for result in drawn) for name in names]

    # 600 expected each, with a standard deviation of about 20.
    assert all(500 < count < 700 for count in times)


def test_half_of_seven_applicants_is_four():
    township = TownshipFactory()
    campaign = CampaignFactory(county=township.county)
    for _ in range(7):
        candidacy_at(State.CREATING, tier=Tier.CITY, township=TownshipFactory(county=township.county), campaign=campaign)
    candidacy_at(State.RETURNED, tier=Tier.CITY, township=township, campaign=campaign)

    drawn = draw(Draw.Kind.TOWNSHIPS, campaign=campaign, by=BureauFactory(county=township.county))

    assert (len(drawn.population), len(drawn.result)) == (7, 4)


def test_township_with_few_groups_has_three_households_all_the_same():
    township = TownshipFactory()
    GroupFactory(parent=VillageFactory(township=township))

    households = [name for name in a_draw(township).result if name[0] == HOUSEHOLDS]

    assert (len(households), len({name[1] for name in households})) == (3, 3)


@pytest.mark.parametrize("key", [f"place-{number:08}-1" for number in range(50)])
def test_household_lies_within_the_register(key):
    assert 0 < household_share("8831", key) <= 1


def test_drawn_again_a_reason_is_asked_for(township):
    first = a_draw(township)

    with pytest.raises(ValidationError, match="再次抽取须说明原因"):
        a_draw(township, campaign=first.campaign)
    again = a_draw(township, campaign=first.campaign, reason="抽中的企业已停产")

    assert (Draw.objects.count(), again.reason) == (2, "抽中的企业已停产")


def test_nothing_to_draw_from_is_told():
    with pytest.raises(ValidationError, match="没有可以抽取的对象"):
        a_draw(TownshipFactory())


def test_audit_draws_the_same_again(township):
    found = a_draw(township)

    proof = audit(found)

    assert (proof.again, proof.is_same, proof.list_is_intact, proof.has_moved) == (found.result, True, True, False)


def test_list_that_changed_since_is_told_and_the_draw_stands(township):
    found = a_draw(township)
    gone = KeySite.objects.get()
    gone.closed_on = date(2020, 1, 1)
    gone.save()
    new = VillageFactory(township=township)

    proof = audit(found)

    assert [name[2] for name in proof.removed] == [gone.name]
    assert new.name in [name[2] for name in proof.added]
    assert (proof.is_same, proof.list_is_intact) == (True, True)


def test_tampered_result_and_tampered_list_are_noticed(township):
    found = a_draw(township)
    found.result = found.result[::-1]
    assert not audit(found).is_same

    found.refresh_from_db()
    found.population = found.population[1:]
    assert not audit(found).list_is_intact


def test_fingerprint_is_that_of_the_list_alone(township):
    first, second = a_draw(township, seed="1"), a_draw(township, seed="2")

    assert first.population_hash == second.population_hash == fingerprint(first.population)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_nobody_changes_a_draw(township, change):
    a_draw(township)
    draws = Draw.objects.all()

    with pytest.raises(IntegrityError):
        draws.update(seed="1") if change == "update" else draws._raw_delete("default")


def test_only_the_bureau_of_the_county_draws(township):
    campaign = CampaignFactory(county=township.county)

    for stranger in [InspectorFactory(township=township), OfficialFactory(county=township.county), BureauFactory()]:
        with pytest.raises(PermissionDenied):
            draw(Draw.Kind.PLACES, campaign=campaign, township=township, by=stranger)
    with pytest.raises(PermissionDenied):
        draw(Draw.Kind.PLACES, campaign=campaign, township=TownshipFactory(), by=BureauFactory(county=township.county))


def test_visited_township_does_not_see_where_the_visit_leads(township):
    found = a_draw(township)

    assert Draw.objects.visible_to(InspectorFactory(township=township)).count() == 0
    assert Draw.objects.visible_to(OfficialFactory(county=township.county)).get() == found


def test_the_page_tells_the_kinds_of_the_list_and_the_line_that_its_hash_is_of(client, township):
    found = a_draw(township)
    client.force_login(found.drawn_by)

    page = client.get(found.get_absolute_url())

    assert hashlib.sha256(page.context["text"].encode()).hexdigest() == found.population_hash
    assert '<td data-label="类别">村（居）委会</td><td data-label="编号">' in page.text
