"""Rounds of the campaign with their candidacies, walked step by step to where they stand."""

from datetime import timedelta

from demo.deeds import moment
from townships import candidacy as steps
from townships.models import Campaign, Candidacy, LeadingGroupMember, Mentorship, Person, Township

Action, State, Tier = steps.Action, Candidacy.State, Candidacy.Tier

TO_NAMED = {
    Tier.COUNTY: [Action.SHORTLIST, Action.ACCEPT, Action.NOTICE, Action.NAME],
    Tier.CITY: [Action.SHORTLIST, Action.ACCEPT, Action.REVIEW, Action.NOTICE, Action.NAME],
    Tier.PROVINCE: [Action.SHORTLIST, Action.ACCEPT, Action.REVIEW, Action.CHECK, Action.NOTICE, Action.NAME],
}
Seat = LeadingGroupMember.Seat


def open_campaign(county, **facts):
    """A round with its leading group: the county head, the deputies, and the heads of departments and of townships."""
    campaign = Campaign.objects.create(county=county, **facts)
    seats = {
        "county_head": Seat.HEAD,
        "county_deputy": Seat.DEPUTY,
        "county_member": Seat.MEMBER,
        "township_head": Seat.MEMBER,
    }
    people = Person.objects.filter(county=county, duties__kind__key__in=seats).order_by("number").values_list("pk", "duties__kind__key")
    members = {person: LeadingGroupMember(campaign=campaign, person_id=person, seat=seats[kind]) for person, kind in people}
    LeadingGroupMember.objects.bulk_create(members.values())
    return campaign


def run_candidacy(campaign, name, tier, target, *, by, applied_on, days_a_step=40):
    """Apply, and then go on step by step to the state that it is to have."""
    township = Township.objects.get(county=campaign.county, name=name)
    day = applied_on
    candidacy = steps.apply(campaign, township=township, tier=tier, by=by, on=day, at=moment(day))
    for action in TO_NAMED[tier]:
        candidacy.refresh_from_db()
        if candidacy.state == target:
            break
        day += timedelta(days=days_a_step)
        steps.perform(candidacy, action, by=by, on=day, at=moment(day))
    return candidacy


def add_mentor(campaign, name, kind, mentor):
    township = Township.objects.get(county=campaign.county, name=name)
    Mentorship.objects.create(
        campaign=campaign, township=township, mentor_kind=kind, mentor=mentor, content="经验支持、技术支持，指导完善台账和制度"
    )
