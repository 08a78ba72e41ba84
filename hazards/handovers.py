"""工作交接: posts, team seats, open hazards and the log-in of one person go to another on a day, all or nothing.

What will move is planned (plan), shown, chosen from, and moved (hand_over) under locks; the sheet prints what was frozen then.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation

from townships.access import keeps_ledgers_of
from townships.appointments import (
    AppointmentRefused,
    Obstacle,
    appoint,
    check_term,
    end_term,
    lock_people_and_places,
    record_leaving,
)
from townships.gaps import rules_at
from townships.leading_group import AlreadySeated, seat, unseat
from townships.models import Certificate, CertificateKind, Duty, LeadingGroupMember, Person, Place
from townships.submissions import once

from .accounts import AccountPlan, plan_account, settle_account
from .handover_sheet import frozen
from .models import AccountDeed, Action, Handover, Hazard, HazardEvent
from .naming import Named, naming
from .numbering import next_number
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


class MovedMeanwhile(Exception):
    """What was chosen is no longer the giver's; carries the handover that took it, if one did."""

    def __init__(self, handover):
        super().__init__(handover and handover.pk)
        self.handover = handover


@dataclass(frozen=True)
class PlannedPost:
    """A post of the giver; `refused` says why the receiver can't have it, the warnings what to think of before.

    `brings`: hazards of somebody else that name the giver because of this post, and name the receiver when it moves.
    """

    post: Duty
    refused: AppointmentRefused | None = None
    lacks: CertificateKind | None = None
    is_beyond_load: bool = False
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
    unsettled: list[tuple[str, str]] = field(default_factory=list)

    @property
    def movable(self):
        return [planned for planned in self.posts if not planned.refused]

    @property
    def endable(self):
        return [planned for planned in self.posts if planned.may_end]

    @property
    def endable_seats(self):
        return [planned for planned in self.group_seats if planned.may_end]

    @property
    def is_empty(self):
        return not (self.posts or self.group_seats or self.out_of_reach or self.hazards or self.account or self.work or self.unsettled)

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
        work=work,
        unsettled=unsettled(handing, mine, stuck),
    )


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
        beyond = post.kind.sensible_load is not None and loads[post.kind_id] > post.kind.sensible_load
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


def hand_over(
    giver,
    receiver,
    *,
    by,
    on,
    posts,
    hazards,
    account,
    reason,
    leaves,
    ended=(),
    group_seats=(),
    ended_seats=(),
    work=(),
    submission=None,
    at=None,
    **told,
):
    """Move the chosen posts, hazards and open work (keys) and the log-in; returns the Handover. Sent twice it is done once.

    `ended`, `ended_seats`: what the receiver holds as well, where the giver's term just ends. `told`: `witness` and `note`.
    AppointmentRefused, HandoverRefused, AccountRefused, WorkRefused or MovedMeanwhile say why nothing moved.
    """

    @transaction.atomic
    def enter(submission):
        # Lock the two people first: of two handovers of one person at once, the second finds what is left.
        lock_people_and_places([giver.pk, receiver.pk], _places_of([*posts, *ended]))
        # The sheet keeps what the plan says, and the sheet is Chinese.
        with translation.override("zh-hans"):
            planned = plan(_again(giver), _again(receiver), on=on, by=by, today=timezone.localdate(at) if at else None)
        chosen, cases = _chosen(planned, posts, hazards)
        over, over_seats = _chosen_ends(planned, ended), _chosen_seat_ends(planned, ended_seats)
        seats, tasks = _chosen_seats(planned, group_seats), _chosen_work(planned, work)
        if not (chosen or over or cases or seats or over_seats or tasks or (planned.account and account != AccountDeed.KEEP) or leaves):
            raise HandoverRefused(Refusal.NOTHING)
        row = _new_row(planned, by=by, reason=reason, leaves=leaves, submission=submission, at=at or timezone.now(), **told)
        row.account = account if planned.account else AccountDeed.KEEP
        settled = settle_account(planned.account, row.account)
        gone = leaves or planned.giver.has_left(on)
        # Where the giver's term ends, the receiver is the one who holds the post: his name follows as if it had moved.
        gone_posts = {*posts, *ended}
        renamed = _locked_of(planned.renamed(posts=gone_posts, hazards=set(hazards), leaves=gone), planned.giver)
        moved = {"ended": over, "seats": seats, "ended_seats": over_seats, "renamed": renamed, "work": tasks}
        row.content = frozen(row, planned, chosen, cases, settled, **moved, note=told.get("note", ""))
        _move_posts([one.post for one in chosen], planned.receiver, on, row.number)
        for post in over:
            end_term(post, on=on - timedelta(days=1))
        _move_seats(seats, planned.receiver, on)
        for member in over_seats:
            unseat(member, on=on)
        _move_hazards(cases, renamed, row)
        for task in tasks:
            task.move(planned.giver, planned.receiver)
        if leaves and not planned.giver.has_left(on):
            record_leaving(planned.giver, on=on)
        row.save()
        return row

    return once(Handover, submission, by=by, enter=enter)


def _again(person):
    return Person.objects.select_related("township", "county").get(pk=person.pk)


def _places_of(posts):
    return Duty.objects.filter(pk__in=posts).values_list("place", flat=True)


def _chosen(planned, posts, hazards):
    """The planned posts and the locked hazards that were chosen; MovedMeanwhile unless all of them are still the giver's."""
    known = {one.post.pk: one for one in planned.posts}
    locked = Hazard.objects.select_for_update(of=("self",)).filter(pk__in=hazards, answers=planned.giver).unclosed().order_by("pk")
    mine = {hazard.pk for hazard in planned.hazards}
    cases = [hazard for hazard in locked.select_related("township", "place") if hazard.pk in mine]
    if not set(posts) <= known.keys() or len(cases) != len(set(hazards)):
        raise MovedMeanwhile(Handover.objects.filter(giver=planned.giver).order_by("pk").last())
    chosen = [one for one in planned.posts if one.post.pk in set(posts)]
    for one in chosen:
        if one.refused:
            raise one.refused
    return chosen, cases


def _chosen_ends(planned, keys):
    """The posts that end; MovedMeanwhile where the receiver does not hold one of them any more."""
    _check_there(planned, keys, {one.post.pk for one in planned.endable})
    return [one.post for one in planned.endable if one.post.pk in set(keys)]


def _chosen_seat_ends(planned, keys):
    _check_there(planned, keys, {one.member.pk for one in planned.endable_seats})
    return [one.member for one in planned.endable_seats if one.member.pk in set(keys)]


def _locked_of(renamed, giver):
    """These hazards as they are now, locked: one that was closed or given to somebody else meanwhile keeps its name."""
    still = Hazard.objects.unclosed().filter(pk__in=[hazard.pk for hazard in renamed], responsible_person=giver.name)
    locked = still.select_for_update(of=("self",))
    return list(locked.select_related("township", "place").order_by("pk"))


def _chosen_work(planned, keys):
    known = {one.key: one for one in planned.work}
    _check_there(planned, keys, known)
    return [one for one in planned.work if one.key in set(keys)]


def _check_there(planned, keys, known):
    if not set(keys) <= set(known):
        raise MovedMeanwhile(Handover.objects.filter(giver=planned.giver).order_by("pk").last())


def _chosen_seats(planned, keys):
    known = {one.member.pk: one for one in planned.group_seats}
    _check_there(planned, keys, known)
    chosen = [one for one in planned.group_seats if one.member.pk in set(keys)]
    for one in chosen:
        if one.refused:
            raise one.refused
    return [one.member for one in chosen]


def _new_row(planned, *, by, reason, leaves, submission, at, witness=None, note=""):
    year = timezone.localdate(at).year
    giver = planned.giver
    return Handover(
        submission=submission,
        county=giver.county,
        township=giver.township,
        year=year,
        sequence=next_number(f"handover:{giver.township_id or giver.county_id}", year),
        giver=giver,
        receiver=planned.receiver,
        witness=witness,
        happens_on=planned.on,
        reason=reason,
        giver_leaves=leaves,
        created_by=by,
        at=at,
    )


def _move_posts(posts, receiver, on, number):
    last_days = {post.pk: post.ends_on for post in posts}
    for post in posts:
        end_term(post, on=on - timedelta(days=1))
    for post in posts:
        appoint(receiver, kind=post.kind, place=post.place, team=post.team, starts_on=on, ends_on=last_days[post.pk], document=number)


def _move_seats(members, receiver, on):
    for member in members:
        unseat(member, on=on)
        seat(receiver, campaign=member.campaign, seat=member.seat, on=on)


def _move_hazards(cases, renamed, row):
    handed, named = {hazard.pk for hazard in cases}, {hazard.pk for hazard in renamed}
    for hazard in {hazard.pk: hazard for hazard in [*cases, *renamed]}.values():
        changed = ["包保责任人"] * (hazard.pk in handed) + ["责任人"] * (hazard.pk in named)
        if hazard.pk in handed:
            hazard.answers = row.receiver
        if hazard.pk in named:
            hazard.responsible_person, hazard.responsible_phone = row.receiver.name, row.receiver.phone
        hazard.save(update_fields=["answers", "responsible_person", "responsible_phone"])
        _record(hazard, row, "、".join(changed))


def _record(hazard, row, changed):
    HazardEvent.objects.create(
        hazard=hazard,
        action=Action.HAND_OVER,
        from_state=hazard.state,
        to_state=hazard.state,
        by=row.created_by,
        at=row.at,
        reason=f"{changed}由{row.giver}移交{row.receiver}（{row.number}）。",
    )
