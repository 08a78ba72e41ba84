from datetime import date, timedelta

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
# What a step asks for besides its day and a reason.
DETAILS = {
    Action.ACCEPT: {"anyway": True},
    Action.KEEP: {"anyway": True},
    Action.NOTICE: {"medium": "县政府网站、县电视台"},
    Action.HAND_OVER: {"plate_number": "省示-2026-01"},
}
# A notice hangs so long before the naming that its five working days are over, whatever holiday lies between.
BEFORE_NAMING = timedelta(days=30)


def candidacy_at(state, *, tier=Tier.PROVINCE, township=None, by=None, on=FIRST_DAY, campaign=None):
    """A candidacy that walked to a state by real steps, all on one day but for a notice that has to hang before the naming."""
    township = township or TownshipFactory()
    campaign = campaign or CampaignFactory(county=township.county)
    by = by or BureauFactory(county=township.county)
    before = on - BEFORE_NAMING if Action.NAME in STEPS[state] else on
    candidacy = life.apply(campaign, township=township, tier=tier, by=by, on=before, at=midnight(AFTER_TITLE))
    for action in STEPS[state]:
        if action not in LEFT_OUT[tier]:
            day = {Action.LAPSE: AFTER_TITLE, Action.NAME: on, Action.REVOKE: on}.get(action, before)
            step(candidacy, action, by=by, on=day)
    candidacy.refresh_from_db()
    return candidacy


def step(candidacy, action, *, by, on, **details):
    details = DETAILS.get(action, {}) | details
    return life.perform(candidacy, action, by=by, on=on, at=midnight(AFTER_TITLE), reason="按程序办理", **details)


def an_objection(candidacy, *, by=None, on=None, **told):
    """Somebody objects by name on the first day of the notice."""
    by = by or BureauFactory(county=candidacy.township.county)
    told = {"name": "王五", "phone": "13812348000", "content": "台账与实际不符"} | told
    step(candidacy, Action.OBJECT, by=by, on=on or candidacy.notices.last().starts_on, **told)
    return models.Objection.objects.latest("pk")


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
