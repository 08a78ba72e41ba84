"""Rounds of the campaign with their candidacies, walked step by step to where they stand."""

from datetime import timedelta

from demo.deeds import moment
from townships import candidacy as steps
from townships.mentoring import pair
from townships.models import Campaign, Candidacy, LeadingGroupMember, Person, Township

Action, State, Tier = steps.Action, Candidacy.State, Candidacy.Tier

TO_NAMED = {
    Tier.COUNTY: [Action.SHORTLIST, Action.ACCEPT, Action.NOTICE, Action.NAME],
    Tier.CITY: [Action.SHORTLIST, Action.ACCEPT, Action.REVIEW, Action.NOTICE, Action.NAME],
    Tier.PROVINCE: [Action.SHORTLIST, Action.ACCEPT, Action.REVIEW, Action.CHECK, Action.NOTICE, Action.NAME],
}
# What a step asks for besides its day.
# Titles of before were scored on paper.
DETAILS = {Action.NOTICE: {"medium": "县政府网站、县电视台、乡镇公示栏"}}
DETAILS |= {Action.ACCEPT: {"anyway": True}, Action.KEEP: {"anyway": True}}
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
        take(candidacy, action, by=by, on=day, **DETAILS.get(action, {}))
    candidacy.refresh_from_db()
    if candidacy.state == State.NAMED:
        take(candidacy, Action.HAND_OVER, by=by, on=day, plate_number=f"{township.document_prefix}示{day.year}-{candidacy.pk:02}")
    return candidacy


def take(candidacy, action, *, by, on, **details):
    return steps.perform(candidacy, action, by=by, on=on, at=moment(on, 16), **details)


def keep_title(candidacy, *, by, last):
    """Kept by one re-check after another, two months before each term ends, as long as that is before `last`; then it lapses."""
    while (day := candidacy.valid_until - timedelta(days=60)) < last:
        take(candidacy, Action.KEEP, by=by, on=day, reason="复核合格", **DETAILS[Action.KEEP])
        candidacy.refresh_from_db()


def let_titles_end(by, today):
    """What ran out lapses by the clock, and its plate comes back; only where it ended lately it still hangs."""
    steps.lapse_expired(today, at=moment(today, 1))
    for candidacy in Candidacy.objects.with_plate_to_take_back().filter(ended_on__lt=today - timedelta(days=60)):
        take(candidacy, Action.TAKE_BACK, by=by, on=candidacy.ended_on + timedelta(days=30))


def settle_rounds(county, by, today):
    """What a round left unfinished when it was over is returned, so that nobody still has to do with it."""
    for candidacy in Candidacy.objects.filter(campaign__county=county, campaign__ends_on__lt=today).order_by("pk"):
        if Action.RETURN in steps.available_actions(candidacy, by):
            day = candidacy.campaign.ends_on + timedelta(days=20)
            take(candidacy, Action.RETURN, by=by, on=day, reason="本轮创建活动已结束，未完成创建，转入下一轮申报")


def add_mentor(campaign, name, kind, mentor, *, by, outcome=""):
    township = Township.objects.get(county=campaign.county, name=name)
    content = "经验支持、技术支持，指导完善台账和制度"
    return pair(campaign, township=township, mentor_kind=kind, mentor=mentor, content=content, outcome=outcome, by=by)
