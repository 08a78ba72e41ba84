from datetime import date

import factory
from factory.django import DjangoModelFactory

from tests.factories.townships import BureauFactory, CampaignFactory, InspectorFactory, PersonFactory, TownshipFactory
from townships import candidacy as life
from townships import models
from townships.period import midnight

Action, State, Tier = life.Action, life.State, life.Tier
FIRST_DAY = date(2026, 3, 1)

# What it takes to stand in a state, at the tier with the most steps; a tier leaves out what its table doesn't know.
WAY = [Action.SHORTLIST, Action.ACCEPT, Action.REVIEW, Action.CHECK, Action.NOTICE, Action.NAME]
STEPS = {
    State.APPLIED: [],
    State.CREATING: WAY[:1],
    State.ACCEPTED: WAY[:2],
    State.REVIEWED: WAY[:3],
    State.CHECKED: WAY[:4],
    State.NOTICED: WAY[:5],
    State.NAMED: WAY,
    State.LAPSED: [*WAY, Action.LAPSE],
    State.REVOKED: [*WAY, Action.REVOKE],
    State.RETURNED: [Action.RETURN],
}
LEFT_OUT = {Tier.COUNTY: {Action.REVIEW, Action.CHECK}, Tier.CITY: {Action.CHECK}, Tier.PROVINCE: set()}
AFTER_TITLE = date(2030, 1, 1)


def candidacy_at(state, *, tier=Tier.PROVINCE, township=None, by=None, on=FIRST_DAY, campaign=None):
    """A candidacy that walked to a state by real steps."""
    township = township or TownshipFactory()
    campaign = campaign or CampaignFactory(county=township.county)
    by = by or BureauFactory(county=township.county)
    candidacy = life.apply(campaign, township=township, tier=tier, by=by, on=on, at=midnight(AFTER_TITLE))
    for action in STEPS[state]:
        if action not in LEFT_OUT[tier]:
            day = AFTER_TITLE if action == Action.LAPSE else on
            life.perform(candidacy, action, by=by, on=day, at=midnight(AFTER_TITLE), reason="按程序办理")
    candidacy.refresh_from_db()
    return candidacy


class MentorshipFactory(DjangoModelFactory):
    class Meta:
        model = models.Mentorship

    township = factory.SubFactory(TownshipFactory)
    campaign = factory.SubFactory(CampaignFactory, county=factory.SelfAttribute("..township.county"))
    mentor_kind = models.Mentorship.MentorKind.DEPARTMENT
    mentor = factory.Sequence("县第{}局".format)


class LeadingGroupMemberFactory(DjangoModelFactory):
    class Meta:
        model = models.LeadingGroupMember

    campaign = factory.SubFactory(CampaignFactory)
    person = factory.SubFactory(PersonFactory, county=factory.SelfAttribute("..campaign.county"))
    seat = models.LeadingGroupMember.Seat.MEMBER


class InvestmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Investment

    township = factory.SubFactory(TownshipFactory)
    county = factory.SelfAttribute("township.county")
    created_by = factory.SubFactory(InspectorFactory, township=factory.SelfAttribute("..township"))
    spent_on = date(2026, 5, 1)
    amount = 50000
    source = models.Investment.Source.TOWNSHIP
    purpose = models.Investment.Purpose.STATION
