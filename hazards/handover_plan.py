"""What of somebody's could go to a successor on a day, as it stands now: posts, seats, hazards, open work and the log-in."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from townships.access import keeps_ledgers_of
from townships.appointments import AppointmentRefused, Obstacle, check_term
from townships.gaps import rules_at
from townships.leading_group import AlreadySeated
from townships.models import Certificate, CertificateKind, Duty, LeadingGroupMember, Person, Place

from .accounts import AccountPlan, plan_account
from .models import Handover, Hazard
from .naming import Named, naming
from .open_work import Handing, find_work
from .unsettled import unsettled


class Refusal(StrEnum):
    SAME_PERSON = "same_person"
    OTHER_COUNTY = "other_county"
    RECEIVER_LEFT = "receiver_left"
    IN_FUTURE = "in_future"
    TOO_LONG_AGO = "too_long_ago"
    NOTHING = "nothing"


class HandoverRefused(Exception):
    """Carries the refusal and, where a day stands in the way, that day: the earliest that may be given, or the one asked for."""

    def __init__(self, refusal, day=None):
        super().__init__(refusal)
        self.refusal = refusal
        self.day = day


@dataclass(frozen=True)
class PlannedPost:
    """A post of the giver; `refused` says why the receiver can't have it, the warnings what to think of before.

    `brings`: hazards of somebody else that name the giver because of this post, and name the receiver when it moves.
    """

    post: Duty
    refused: AppointmentRefused | None = None
    lacks: CertificateKind | None = None
    # How many places one person sensibly holds, where the receiver would hold more.
    beyond_load: int | None = None
    is_uncounted: bool = False
    brings: tuple[Hazard, ...] = ()
    on: date | None = None

    @property
    def may_end(self):
        """The receiver holds this very post on the day already: it can't move, but the giver's term can end the day before."""
        if isinstance(self.refused, StartsTooLate) or not self.refused or self.refused.obstacle != Obstacle.TERM_OVERLAPS:
            return False
        return self.post.starts_on < self.on and self.refused.post.starts_on <= self.on


@dataclass(frozen=True)
class PlannedSeat:
    """A seat in the leading group of a running round; one who sits there already keeps the own seat."""

    member: LeadingGroupMember
    refused: AlreadySeated | None = None
    on: date | None = None

    @property
    def may_end(self):
        """The receiver sits there on the day already: nothing moves, but the giver's seat can end the day before."""
        return self.refused is not None and (self.refused.member.joined_on or self.on) <= self.on


@dataclass(frozen=True)
class Plan:
    giver: Person
    receiver: Person
    on: object
    posts: list[PlannedPost]
    out_of_reach: list[Duty]
    hazards: list[Hazard]
    account: AccountPlan | None
    to_dos: list[tuple[str, int, list]] = field(default_factory=list)
    group_seats: list[PlannedSeat] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    work: list = field(default_factory=list)  # of hazards/open_work.py
    # Posts of which the giver's term has yet to begin: nothing of them is there to be handed over, but somebody else is to be appointed.
    coming: list[Duty] = field(default_factory=list)
    unsettled: list[tuple[str, str]] = field(default_factory=list)
    # What the giver has from the receiver: handing back begins with that and leaves the giver's own alone.
    received: Handover | None = None

    def is_own(self, *rows):
        """Whether none of this came to the giver from the receiver: what one hands back is not what one had before."""
        return self.received is not None and not any(row.pk in self.received.touched(type(row).__name__) for row in rows)

    @property
    def movable(self):
        return [planned for planned in self.posts if not planned.refused]

    @property
    def immovable(self):
        return [planned for planned in self.posts if planned.refused and not planned.may_end]

    @property
    def endable(self):
        return [planned for planned in self.posts if planned.may_end]

    @property
    def endable_seats(self):
        return [planned for planned in self.group_seats if planned.may_end]

    @property
    def is_empty(self):
        posts = self.posts or self.coming or self.group_seats or self.out_of_reach
        return not (posts or self.hazards or self.account or self.work or self.unsettled)

    def renamed(self, *, posts, hazards, leaves):
        """Hazards of which the receiver is the responsible person from now on, when these posts and hazards (keys) move."""
        cases = [one for one in self.named if one.hazard.pk in hazards and (leaves or one.follows(posts))]
        # A case that the giver answers for and keeps goes on naming him.
        others = [one for one in self.named if one.hazard.answers_id != self.giver.pk and one.follows(posts)]
        return [one.hazard for one in cases + others]


def plan(giver, receiver, *, on, by, today=None):
    """Everything of the giver's that could move, as it stands now; HandoverRefused when these two can't at all."""
    check_people(giver, receiver, on=on, by=by, today=today)
    held = Duty.objects.filter(person=giver).running_on(on).select_related("person", "kind", "place__parent", "team")
    held = list(held.order_by("place__level", "kind__position", "pk"))
    reachable = set(Duty.objects.visible_to(by).filter(person=giver).values_list("pk", flat=True))
    mine = [post for post in held if post.pk in reachable]
    named = naming(giver, mine, on=on, by=by)
    account = plan_account(giver, receiver, by=by)
    handing = Handing(giver, receiver, by, account, today or timezone.localdate())
    work, stuck = find_work(handing)
    return Plan(
        giver=giver,
        receiver=receiver,
        on=on,
        posts=_planned(mine, receiver, on, [one for one in named if one.hazard.answers_id != giver.pk]),
        out_of_reach=[post for post in held if post.pk not in reachable],
        hazards=list(open_hazards(giver, by).order_by("deadline", "found_at")),
        account=account,
        to_dos=account.to_dos(on) if account else [],
        group_seats=_planned_seats(giver, receiver, on) if by.is_bureau else [],
        named=named,
        coming=_coming(giver, on, by),
        work=work,
        unsettled=unsettled(handing, mine, stuck),
        received=Handover.objects.between(receiver, giver),
    )


def _coming(giver, on, by):
    coming = Duty.objects.visible_to(by).filter(person=giver).appointed_after(on)
    return list(coming.select_related("person", "kind", "place__parent", "team").order_by("starts_on", "pk"))


def _planned_seats(giver, receiver, on):
    """Of rounds that run on that day, where the giver sat on the day before."""
    members = LeadingGroupMember.objects.filter(left_on=None, campaign__ends_on__gte=on)
    theirs = {member.campaign_id: AlreadySeated(member) for member in members.filter(person=receiver).select_related("person")}
    mine = members.filter(person=giver).serving_on(on - timedelta(days=1)).select_related("campaign", "person")
    return [PlannedSeat(member, theirs.get(member.campaign_id), on) for member in mine.order_by("campaign", "pk")]


def check_people(giver, receiver, *, on, by, today=None):
    if not keeps_ledgers_of(by, giver.township or giver.county):
        raise PermissionDenied
    if giver.pk == receiver.pk:
        raise HandoverRefused(Refusal.SAME_PERSON)
    if giver.county_id != receiver.county_id:
        raise HandoverRefused(Refusal.OTHER_COUNTY)
    if receiver.has_left(on):
        raise HandoverRefused(Refusal.RECEIVER_LEFT)
    check_day(on, today or timezone.localdate())


def check_day(on, today):
    """Not before its day, when account and hazards could not follow; nor so late that it would rewrite what papers have said."""
    earliest = today - timedelta(days=settings.HANDOVER_DAYS_BACK)
    if on > today:
        raise HandoverRefused(Refusal.IN_FUTURE, on)
    if on < earliest:
        raise HandoverRefused(Refusal.TOO_LONG_AGO, earliest)


def open_hazards(giver, by):
    return Hazard.objects.visible_to(by).unclosed().filter(answers=giver).select_related("township", "place")


def _planned(posts, receiver, on, named):
    places = Place.objects.filter(pk__in={post.place_id for post in posts})
    rules = rules_at(places, on=on)
    valid = set(Certificate.objects.valid_on(on).filter(person=receiver).values_list("kind", flat=True))
    held = list(Duty.objects.held_on(on).filter(person=receiver).values_list("kind", flat=True))
    loads = {kind: held.count(kind) for kind in held}
    planned = []
    for post in posts:
        rule = rules.get((post.place_id, post.kind_id))
        refused = refusal_of(post, receiver, on)
        loads[post.kind_id] = loads.get(post.kind_id, 0) + (refused is None)
        load = rule.load if rule else post.kind.sensible_load
        beyond = load if load is not None and loads[post.kind_id] > load else None
        lacks = rule.certificate if rule and rule.certificate and rule.certificate_id not in valid else None
        uncounted = rule is not None and rule.full_time_only and not receiver.is_full_time
        brings = tuple(one.hazard for one in named if one.follows([post.pk]))
        planned.append(PlannedPost(post, refused, lacks, beyond, uncounted, brings, on))
    return planned


def refusal_of(post, receiver, on):
    """Why the receiver can't take this post over on that day, or None."""
    try:
        check_term(successor_term(post, receiver, on), instead_of=[post])
    except AppointmentRefused as refused:
        return refused
    return StartsTooLate(post) if post.starts_on >= on else None


def successor_term(post, receiver, on):
    return Duty(person=receiver, kind=post.kind, place=post.place, team=post.team, starts_on=on, ends_on=post.ends_on)


class StartsTooLate(AppointmentRefused):
    """The giver holds the post from the day of the handover or later: there is no day before on which it could end."""

    def __init__(self, post):
        super().__init__("starts_too_late", post)
