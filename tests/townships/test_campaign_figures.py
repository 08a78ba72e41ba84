from datetime import date

import pytest

from tests.factories.campaign import InvestmentFactory, LeadingGroupMemberFactory, MentorshipFactory, State, Tier, candidacy_at
from tests.factories.townships import BureauFactory, CampaignFactory, PersonFactory, TownshipFactory
from townships import figures  # noqa: F401
from townships.candidacy import Action, perform
from townships.figure import FIGURES
from townships.models import Investment
from townships.period import Period, midnight
from townships.voiding import void

pytestmark = pytest.mark.django_db


@pytest.fixture
def township():
    return TownshipFactory()


@pytest.fixture
def campaign(township):
    return CampaignFactory(county=township.county)


@pytest.fixture(autouse=True)
def a_round(township, campaign):
    """A county title of 2026, a provincial one under way, one of the city returned; and a neighbour county beside them."""
    here = {"township": township, "campaign": campaign}
    candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 10, 26), **here)
    candidacy_at(State.CREATING, tier=Tier.PROVINCE, on=date(2026, 12, 31), **here)
    candidacy_at(State.RETURNED, tier=Tier.CITY, on=date(2027, 1, 1), **here)
    candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 10, 26))
    MentorshipFactory(**here), MentorshipFactory(**here), MentorshipFactory()
    LeadingGroupMemberFactory(campaign=campaign, person=PersonFactory(county=township.county, township=township))
    LeadingGroupMemberFactory()
    invest(township)


def invest(township):
    here = {"township": township, "created_by__county": township.county}
    InvestmentFactory(**here, amount="50000.50")
    InvestmentFactory(**here, amount=20000, purpose=Investment.Purpose.WAGES, spent_on=date(2026, 12, 31))
    InvestmentFactory(**here, amount=7, spent_on=date(2025, 12, 31))
    InvestmentFactory(amount=8)
    wrong = InvestmentFactory(**here, amount=9)
    void(wrong, by=wrong.created_by, reason="重复登记")


@pytest.mark.parametrize(
    ("key", "year", "number"),
    [
        ("candidacies.applied.county", 2026, 1),
        ("candidacies.applied.city", 2026, 0),
        ("candidacies.applied.city", 2027, 1),
        ("candidacies.applied.province", 2026, 1),
        ("candidacies.named.county", 2026, 1),
        ("candidacies.named.county", 2027, 0),
        ("candidacies.titled.county", 2025, 0),
        ("candidacies.titled.county", 2028, 1),
        ("candidacies.titled.county", 2029, 0),
        ("candidacies.creating", 2025, 0),
        ("candidacies.creating", 2026, 1),
        ("mentorships.total", 2025, 0),
        ("mentorships.total", 2027, 2),
        ("leading_group.members", 2026, 1),
        ("investment.total", 2026, 70000.5),
        ("investment.station", 2026, 50000.5),
        ("investment.wages", 2026, 20000),
        ("investment.facilities", 2026, 0),
    ],
)
def test_figure(township, key, year, number):
    figure, period = FIGURES[key], Period.year(year)

    assert figure.value(period, township.county) == number
    assert figure.value(period, township) == number
    assert figure.by_township(period, township.county) == ({township.pk: number} if number else {})


def test_a_later_step_does_not_change_what_was_under_way(township, campaign):
    creating = campaign.candidacies.get(state=State.CREATING)
    bureau = BureauFactory(county=township.county)

    perform(creating, Action.RETURN, by=bureau, on=date(2027, 2, 1), at=midnight(date(2027, 2, 2)), reason="材料不全")

    figure = FIGURES["candidacies.creating"]
    assert [figure.value(Period.year(year), township) for year in (2026, 2027)] == [1, 0]


def test_a_title_revoked_is_held_no_more(township, campaign):
    named = campaign.candidacies.get(state=State.NAMED)
    bureau = BureauFactory(county=township.county)

    perform(named, Action.REVOKE, by=bureau, on=date(2027, 2, 1), at=midnight(date(2027, 2, 2)), reason="发生较大事故")

    figure = FIGURES["candidacies.titled.county"]
    assert [figure.value(Period.year(year), township) for year in (2026, 2027)] == [1, 0]
