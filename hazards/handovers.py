"""工作交接: posts, team seats, open hazards and the log-in of one person go to another on a day, all or nothing.

What can move is planned (handover_plan.py), shown, chosen from, and moved under locks; the sheet prints what was frozen then, and
the trail (trail.py) keeps what was changed, so that it can be taken back while nothing was built on it (recalling.py).
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation

from townships.appointments import appoint, end_term, lock_people_and_places, record_leaving
from townships.leading_group import seat, unseat
from townships.models import Duty, LeadingGroupMember, Person
from townships.submissions import once

from .accounts import settle_account
from .handover_plan import HandoverRefused, Plan, PlannedPost, Refusal, plan
from .handover_sheet import frozen
from .models import AccountDeed, Action, Handover, Hazard, HazardEvent
from .numbering import next_number
from .trail import Trail


class MovedMeanwhile(Exception):
    """What was chosen is no longer the giver's; carries the handover that took it, if one did."""

    def __init__(self, handover):
        super().__init__(handover and handover.pk)
        self.handover = handover


@dataclass(frozen=True)
class Choice:
    """What somebody chose of a plan, by its keys; `ended`, `ended_seats`: what the receiver holds as well, where the giver's term ends."""

    posts: list[int]
    hazards: list[int]
    account: str
    ended: list[int] = ()
    group_seats: list[int] = ()
    ended_seats: list[int] = ()
    work: list[str] = ()

    @property
    def places(self):
        return Duty.objects.filter(pk__in=[*self.posts, *self.ended]).values_list("place", flat=True)


@dataclass(frozen=True)
class Moving:
    """The rows that were chosen, as they are now; `renamed`: hazards that name the receiver from now on."""

    planned: Plan
    account: str
    leaves: bool
    posts: list[PlannedPost]
    ended: list[Duty]
    seats: list[LeadingGroupMember]
    ended_seats: list[LeadingGroupMember]
    cases: list[Hazard]
    renamed: list[Hazard]
    work: list = field(default_factory=list)

    @property
    def is_nothing(self):
        rows = self.posts or self.ended or self.seats or self.ended_seats or self.cases or self.work
        return not (rows or self.account != AccountDeed.KEEP or self.leaves)

    @property
    def rows(self):
        """Everything that will be changed, besides what is made anew."""
        planned = self.planned
        accounts = [planned.account.account, planned.account.theirs] if planned.account else []
        posts = [*(one.post for one in self.posts), *self.ended]
        work = [row for one in self.work for row in one.rows]
        return [planned.giver, *filter(None, accounts), *posts, *self.seats, *self.ended_seats, *self.cases, *self.renamed, *work]


def hand_over(giver, receiver, *, by, on, reason, leaves, submission=None, at=None, witness=None, note="", **chosen):
    """Move what was chosen (keys, as Choice has them) and the log-in; returns the Handover. Sent twice it is done once.

    AppointmentRefused, HandoverRefused, AccountRefused, WorkRefused or MovedMeanwhile say why nothing moved.
    """
    choice = Choice(**chosen)

    @transaction.atomic
    def enter(submission):
        # Lock the two people first: of two handovers of one person at once, the second finds what is left.
        lock_people_and_places([giver.pk, receiver.pk], choice.places)
        # The sheet keeps what the plan says, and the sheet is Chinese.
        with translation.override("zh-hans"):
            planned = plan(_again(giver), _again(receiver), on=on, by=by, today=timezone.localdate(at) if at else None)
        moving = _moving(planned, choice, leaves)
        row = _new_row(planned, by=by, reason=reason, leaves=leaves, submission=submission, at=at or timezone.now(), witness=witness)
        return _carry_out(row, moving, note)

    return once(Handover, submission, by=by, enter=enter)


def _again(person):
    return Person.objects.select_related("township", "county").get(pk=person.pk)


def _moving(planned, choice, leaves):
    """What was chosen, found again in the plan; MovedMeanwhile unless all of it is still there."""
    moving = Moving(
        planned,
        choice.account if planned.account else AccountDeed.KEEP,
        leaves,
        posts=_chosen_posts(planned, choice.posts),
        ended=_chosen_ends(planned, choice.ended),
        seats=_chosen_seats(planned, choice.group_seats),
        ended_seats=_chosen_seat_ends(planned, choice.ended_seats),
        cases=_chosen_cases(planned, choice.hazards),
        renamed=_renamed(planned, choice, leaves or planned.giver.has_left(planned.on)),
        work=_chosen_work(planned, choice.work),
    )
    if moving.is_nothing:
        raise HandoverRefused(Refusal.NOTHING)
    return moving


def _renamed(planned, choice, is_gone):
    # Where the giver's term ends, the receiver is the one who holds the post: his name follows as if it had moved.
    gone_posts = {*choice.posts, *choice.ended}
    return _locked_of(planned.renamed(posts=gone_posts, hazards=set(choice.hazards), leaves=is_gone), planned.giver)


def _carry_out(row, moving, note):
    planned, on = moving.planned, row.happens_on
    trail = Trail(moving.rows)
    row.account = moving.account
    settled, account = settle_account(planned.account, row.account)
    row.content = frozen(row, moving, settled, note)
    trail.made += [account] if account else []
    trail.made += _move_posts([one.post for one in moving.posts], planned.receiver, row)
    for post in moving.ended:
        end_term(post, on=on - timedelta(days=1), **_noted(row))
    trail.made += _move_seats(moving.seats, planned.receiver, on)
    for member in moving.ended_seats:
        unseat(member, on=on)
    _move_hazards(moving.cases, moving.renamed, row)
    for task in moving.work:
        task.move(planned.giver, planned.receiver)
    if moving.leaves and not planned.giver.has_left(on):
        record_leaving(planned.giver, on=on)
    row.trail = trail.followed()
    row.save()
    return row


def _chosen_posts(planned, keys):
    _check_there(planned, keys, {one.post.pk for one in planned.posts})
    return _unless_refused([one for one in planned.posts if one.post.pk in set(keys)])


def _chosen_cases(planned, keys):
    """The hazards, locked."""
    locked = Hazard.objects.select_for_update(of=("self",)).filter(pk__in=keys, answers=planned.giver).unclosed().order_by("pk")
    mine = {hazard.pk for hazard in planned.hazards}
    cases = [hazard for hazard in locked.select_related("township", "place") if hazard.pk in mine]
    _check_there(planned, keys, {hazard.pk for hazard in cases})
    return cases


def _unless_refused(chosen):
    for one in chosen:
        if one.refused:
            raise one.refused
    return chosen


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
    _check_there(planned, keys, {one.member.pk for one in planned.group_seats})
    chosen = _unless_refused([one for one in planned.group_seats if one.member.pk in set(keys)])
    return [one.member for one in chosen]


def _new_row(planned, *, by, reason, leaves, submission, at, witness):
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


def _noted(row):
    """Who moved it when, and by which handover, as the history of a term keeps it."""
    return {"by": row.created_by, "at": row.at, "reason": f"工作交接（{row.number}）"}


def _move_posts(posts, receiver, row):
    on = row.happens_on
    last_days = {post.pk: post.ends_on for post in posts}
    for post in posts:
        end_term(post, on=on - timedelta(days=1), **_noted(row))
    term = {"starts_on": on, "document": row.number, "document_on": on, "by": row.created_by, "at": row.at}
    return [appoint(receiver, kind=post.kind, place=post.place, team=post.team, ends_on=last_days[post.pk], **term) for post in posts]


def _move_seats(members, receiver, on):
    for member in members:
        unseat(member, on=on)
    return [seat(receiver, campaign=member.campaign, seat=member.seat, on=on) for member in members]


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
