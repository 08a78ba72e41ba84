"""Who sits in the leading group of a round, from when to when; and how it goes with the county's posts of the chain.

The county's leading group stands in the chain (领导小组组长、副组长、成员). A round takes it from there, so that nobody is entered
twice; heads of townships and others who hold no such post are added in the round itself.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q

from townships.models import Campaign, Duty, LeadingGroupMember, Person

Seat = LeadingGroupMember.Seat
# Which seat a post of the county is in every round's leading group.
SEATS = {"county_head": Seat.HEAD, "county_deputy": Seat.DEPUTY, "county_member": Seat.MEMBER}


class AlreadySeated(Exception):
    """The person sits in the group already; carries that seat."""

    def __init__(self, member):
        super().__init__(member.pk)
        self.member = member


@transaction.atomic
def seat(person, *, campaign, seat, on):
    """From this day the person sits in the group; nobody sits twice on a day. Who left on the day of joining never sat."""
    _lock(campaign)
    until = Q(left_on=None) | Q(left_on__gt=on, joined_on=None) | Q(left_on__gt=on, joined_on__lt=F("left_on"))
    if there := campaign.leading_group.filter(until, person=person).select_related("person").first():
        raise AlreadySeated(there)
    try:
        with transaction.atomic():
            return LeadingGroupMember.objects.create(campaign=campaign, person=person, seat=seat, joined_on=on)
    except IntegrityError:
        raise AlreadySeated(campaign.leading_group.get(person=person, left_on=None)) from None


def _lock(campaign):
    """The round as it is now: two clerks may press in the same second."""
    return Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)


def unseat(member, *, on):
    """The first day on which the person no longer sits; who left before keeps that day."""
    LeadingGroupMember.objects.filter(pk=member.pk, left_on=None).update(left_on=on)


@transaction.atomic
def leave(member, *, on):
    """The first day on which the person no longer sits, told now or put right; None: the person never left."""
    _lock(member.campaign)
    later = Q(joined_on__isnull=False) & (Q() if on is None else Q(joined_on__lt=on))
    others = member.campaign.leading_group.filter(person=member.person_id).exclude(pk=member.pk).select_related("person", "campaign")
    if again := others.filter(later, joined_on__gte=member.joined_on or member.campaign.starts_on).first():
        raise AlreadySeated(again)
    LeadingGroupMember.objects.filter(pk=member.pk).update(left_on=on)


@dataclass(frozen=True)
class Difference:
    """What the chain says otherwise: somebody joins, has another seat, or leaves (no seat)."""

    person: Person
    seat: str
    on: date
    member: LeadingGroupMember | None = None

    @property
    def seat_name(self):
        return Seat(self.seat).label if self.seat else ""


def differences(campaign, *, today):
    """What would bring the group of a round that is not over in step with the chain, by seat."""
    if campaign.ends_on < today:
        return []
    day = max(today, campaign.starts_on)
    members = {member.person_id: member for member in campaign.leading_group.filter(left_on=None).select_related("person")}
    posts = _first_posts(campaign, Duty.objects.held_on(day))
    found = [_joins_or_moves(campaign, post, members.get(person)) for person, post in posts.items()]
    return [*filter(None, found), *_leaving(campaign, members, posts, day)]


def _first_posts(campaign, duties):
    """{person: the post with the highest seat} of the county's leading group."""
    held = duties.filter(place=campaign.county_id, kind__key__in=SEATS).select_related("person", "kind")
    posts = {}
    for post in sorted(held, key=lambda post: (bool(post.voided_at), SEATS[post.kind.key], post.starts_on, post.pk)):
        posts.setdefault(post.person_id, post)
    return posts


def _joins_or_moves(campaign, post, member):
    chosen = SEATS[post.kind.key]
    if member is None:
        # Who sat before and left comes back from that day on: nobody is counted twice for a day.
        left = campaign.leading_group.filter(person=post.person).aggregate(last=Max("left_on"))["last"]
        return Difference(post.person, chosen, max(filter(None, [post.starts_on, campaign.starts_on, left])))
    return Difference(post.person, chosen, post.starts_on, member) if member.seat != chosen else None


def _leaving(campaign, members, posts, day):
    """Whose post of the chain has ended; who never had one was added in the round and is left alone."""
    former = _first_posts(campaign, Duty.objects.filter(person__in=members.keys() - posts.keys(), starts_on__lte=day))
    for person, post in former.items():
        member = members[person]
        if not post.voided_at:
            yield Difference(member.person, "", post.last_day + timedelta(days=1), member)
        elif member.joined_on and member.joined_on >= post.starts_on:
            # By a post that was voided nobody ever sat.
            yield Difference(member.person, "", member.joined_on, member)


@transaction.atomic
def follow_chain(campaign, *, today):
    """Bring the group in step; returns what was changed."""
    campaign = _lock(campaign)
    found = differences(campaign, today=today)
    for one in found:
        if one.member is None:
            seat(one.person, campaign=campaign, seat=one.seat, on=one.on)
        elif one.seat:
            LeadingGroupMember.objects.filter(pk=one.member.pk).update(seat=one.seat)
        else:
            unseat(one.member, on=one.on)
    return found
