from datetime import date

import pytest
from django.urls import reverse

from hazards.models import State
from tests.factories.campaign import InvestmentFactory
from tests.factories.hazards import DriveFactory, HazardFactory, hazard_at
from tests.factories.townships import BureauFactory, InspectorFactory, OfficialFactory, TownshipFactory
from townships.figure import all_figures
from townships.models import Investment
from townships.period import Period
from townships.spending import naming, shared_elsewhere
from townships.voiding import void

pytestmark = pytest.mark.django_db

YEAR = Period.year(2026)


@pytest.fixture
def hazard():
    return HazardFactory()


def sum_in(township, **fields):
    return InvestmentFactory(township=township, **fields)


def money(hazard):
    return reverse("hazards:hazard_money", args=[hazard.pk])


def test_sum_is_ticked_and_told_on_the_page(as_user, hazard):
    paid, other = sum_in(hazard.township, amount=23000), sum_in(TownshipFactory(county=hazard.township.county))
    client = as_user(InspectorFactory(township=hazard.township))

    offered = [value.value for value, _label in client.get(money(hazard)).context["form"].fields["investments"].choices]
    response = client.post(money(hazard), {"investments": [paid.pk]})

    assert (offered, response.url) == ([paid.pk], hazard.get_absolute_url())
    assert "所用投入：2.30 万元" in client.get(hazard.get_absolute_url()).text
    assert list(other.hazards.all()) == []


def test_unticking_a_sum_leaves_its_history_on_both_pages(as_user, hazard):
    paid, inspector = sum_in(hazard.township), InspectorFactory(township=hazard.township)
    client = as_user(inspector)
    client.post(money(hazard), {"investments": [paid.pk]})
    client.post(money(hazard), {"investments": []})

    events = [(event.action, event.paid_for, event.by) for event in paid.payment_events.all()]

    assert events == [("link", str(hazard), inspector), ("unlink", str(hazard), inspector)]
    assert "取消关联" in client.get(hazard.get_absolute_url()).text
    assert "取消关联" in client.get(paid.get_absolute_url()).text


def test_ticking_again_what_is_ticked_writes_nothing(as_user, hazard):
    paid = sum_in(hazard.township)
    client = as_user(InspectorFactory(township=hazard.township))

    for _press in range(2):
        client.post(money(hazard), {"investments": [paid.pk]})

    assert paid.payment_events.count() == 1


def test_page_of_a_sum_names_what_it_paid_for_in_scope(as_user, hazard):
    paid, elsewhere = sum_in(hazard.township), HazardFactory()
    hazard.investments.add(paid), elsewhere.investments.add(paid)

    page = as_user(BureauFactory(county=hazard.township.county)).get(paid.get_absolute_url())

    assert page.context["paid_for"] == [("隐患", [hazard])]


def test_sum_of_another_township_can_not_be_ticked(as_user, hazard):
    other = sum_in(TownshipFactory())

    response = as_user(InspectorFactory(township=hazard.township)).post(money(hazard), {"investments": [other.pk]})

    assert "可选范围" in "".join(response.context["form"].errors["investments"])
    assert not hazard.investments.exists()


def test_who_may_link(as_user, hazard):
    county = hazard.township.county

    assert as_user(OfficialFactory(county=county)).get(money(hazard)).status_code == 403
    assert as_user(InspectorFactory(township__county=county)).get(money(hazard)).status_code == 404
    assert as_user(BureauFactory()).get(money(hazard)).status_code == 404
    assert as_user(BureauFactory(county=county)).get(money(hazard)).status_code == 200


def test_void_hazard_takes_no_money(as_user):
    hazard = hazard_at(State.VOID)

    assert as_user(BureauFactory(county=hazard.township.county)).get(money(hazard)).status_code == 404


def test_drive_of_the_county_is_the_bureaus(as_user, hazard):
    drive = DriveFactory(county=hazard.township.county)
    address, paid = reverse("hazards:drive_money", args=[drive.pk]), sum_in(hazard.township)

    assert as_user(InspectorFactory(township=hazard.township)).get(address).status_code == 403
    as_user(BureauFactory(county=drive.county)).post(address, {"investments": [paid.pk]})

    assert list(drive.investments.all()) == [paid]


def test_sum_spent_before_the_hazard_was_found_is_neither_offered_nor_kept(as_user, hazard):
    early, same_day = sum_in(hazard.township, spent_on=date(2026, 3, 1)), sum_in(hazard.township, spent_on=date(2026, 3, 2))
    client = as_user(InspectorFactory(township=hazard.township))

    offered = [value.value for value, _label in client.get(money(hazard)).context["form"].fields["investments"].choices]
    assert offered == [same_day.pk]
    hazard.investments.add(early)
    response = client.post(money(hazard), {"investments": [early.pk, same_day.pk]})
    assert "支出日期早于隐患发现之日（2026-03-02）" in response.context["form"].errors["investments"][0]
    assert list(hazard.investments.all()) == [early]


def test_sum_that_pays_for_other_things_too_says_so_beside_the_total(as_user, hazard, django_assert_num_queries):
    shared, own = sum_in(hazard.township, amount=50000), sum_in(hazard.township, amount=20000)
    hazard.investments.set([shared, own])
    client = as_user(InspectorFactory(township=hazard.township))
    assert "共用" not in client.get(hazard.get_absolute_url()).text

    for thing in (
        HazardFactory(place=hazard.place),
        DriveFactory(county=hazard.township.county),
        hazard_at(State.VOID, place=hazard.place),
    ):
        thing.investments.add(shared)

    text = client.get(hazard.get_absolute_url()).text
    assert "（其中 50,000.00 元与其他 2 项共用，统计时只计一次）" in text
    with django_assert_num_queries(len(naming())):
        shared_elsewhere(hazard, [shared, own])


def test_sum_that_paid_for_three_things_counts_once(hazard):
    paid = sum_in(hazard.township, amount=50000)
    for thing in (hazard, HazardFactory(place=hazard.place), DriveFactory(county=hazard.township.county)):
        thing.investments.add(paid)
    sum_in(hazard.township)
    figure = all_figures()["hazards.invested"]

    assert figure.value(YEAR, hazard.township.county) == 50000
    void(paid, by=paid.created_by, reason="重复登记")
    assert figure.value(YEAR, hazard.township.county) == 0


def test_link_is_no_money_of_its_own(hazard):
    hazard.investments.add(sum_in(hazard.township, amount=50000))

    assert all_figures()["investment.total"].value(YEAR, hazard.township) == Investment.objects.get().amount
