"""The life of a candidacy (DESIGN section 3) in one table: buttons, permissions and history are read off it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.access import keeps_ledgers_of
from townships.models import Candidacy, CandidacyEvent

Action, State, Tier = CandidacyEvent.Action, Candidacy.State, Candidacy.Tier
EVERY = frozenset(Tier)


class AlreadyApplied(Exception):
    """The township applied in this round at this level before; carries that candidacy."""

    def __init__(self, candidacy):
        super().__init__(candidacy.pk)
        self.candidacy = candidacy


class TransitionNotAllowed(Exception):
    """The candidacy as it is now, and the last event: what somebody else did meanwhile."""

    def __init__(self, action, candidacy):
        super().__init__(f"{action} of candidacy {candidacy.pk} in state {candidacy.state}")
        self.action = action
        self.candidacy = candidacy
        self.event = candidacy.events.select_related("by__person").last()


def bureau(user, candidacy):
    return user.is_bureau and keeps_ledgers_of(user, candidacy.township)


def of_the_township(user, candidacy):
    return keeps_ledgers_of(user, candidacy.township)


def start_title(candidacy, on):
    candidacy.named_on = on
    keep_title(candidacy, on)


def keep_title(candidacy, on):
    candidacy.valid_until = years_after(on, candidacy.campaign.title_years) - timedelta(days=1)


def let_lapse(candidacy, on):
    if on <= candidacy.valid_until:
        refuse_day(_("称号有效期至 %(day)s，尚未期满。"), day=candidacy.valid_until)
    candidacy.ended_on = on


def end_title(candidacy, on):
    candidacy.ended_on = on


def leave_title(candidacy, on):
    """Most steps change the state only."""


@dataclass(frozen=True)
class Transition:
    """From which states, and at which tiers, to which; who may; what it does to the title; whether a reason must be given."""

    sources: Mapping[str, frozenset]
    target: State
    may: Callable = bureau
    effect: Callable = leave_title
    needs_reason: bool = False


TRANSITIONS = {
    Action.SHORTLIST: Transition({State.APPLIED: EVERY}, State.CREATING),
    Action.ACCEPT: Transition({State.CREATING: EVERY}, State.ACCEPTED),
    # A county-tier candidacy is not reviewed by the city, and only a provincial one is checked by the province.
    Action.REVIEW: Transition({State.ACCEPTED: EVERY - {Tier.COUNTY}}, State.REVIEWED),
    Action.CHECK: Transition({State.REVIEWED: {Tier.PROVINCE}}, State.CHECKED),
    Action.NOTICE: Transition({State.ACCEPTED: {Tier.COUNTY}, State.REVIEWED: {Tier.CITY}, State.CHECKED: {Tier.PROVINCE}}, State.NOTICED),
    Action.NAME: Transition({State.NOTICED: EVERY}, State.NAMED, effect=start_title),
    Action.KEEP: Transition({State.NAMED: EVERY}, State.NAMED, effect=keep_title),
    Action.LAPSE: Transition({State.NAMED: EVERY}, State.LAPSED, effect=let_lapse),
    Action.REVOKE: Transition({State.NAMED: EVERY}, State.REVOKED, effect=end_title, needs_reason=True),
    Action.RETURN: Transition(
        dict.fromkeys([State.APPLIED, State.CREATING, State.ACCEPTED, State.REVIEWED, State.CHECKED, State.NOTICED], EVERY),
        State.RETURNED,
        needs_reason=True,
    ),
    Action.REAPPLY: Transition({State.RETURNED: EVERY}, State.APPLIED, may=of_the_township),
}


def is_allowed(action, candidacy, user):
    transition = TRANSITIONS[action]
    return candidacy.tier in transition.sources.get(candidacy.state, ()) and transition.may(user, candidacy)


def available_actions(candidacy, user):
    """The actions that this user may perform now, in the table's order. Queries the township when it was not selected along."""
    return [action for action in TRANSITIONS if is_allowed(action, candidacy, user)]


def way_of(candidacy):
    """The states from application to naming at this tier, each with whether it is behind or reached; read off the table."""
    way = [State.APPLIED]
    while way[-1] != State.NAMED:
        way.append(next(step.target for step in TRANSITIONS.values() if leads_on(step, way[-1], candidacy.tier)))
    last = way.index(candidacy.state) if candidacy.state in way else len(way) - 1 if candidacy.named_on else -1
    return [(state, position <= last) for position, state in enumerate(way)]


def leads_on(transition, state, tier):
    return tier in transition.sources.get(state, ()) and transition.target != State.RETURNED


@transaction.atomic
def apply(campaign, *, township, tier, by, on, at=None, reason=""):
    """A township applies in a round at one level; returns the Candidacy."""
    if not keeps_ledgers_of(by, township) or township.county_id != campaign.county_id:
        raise PermissionDenied
    at = at or timezone.now()
    if not campaign.starts_on <= on <= campaign.ends_on:
        refuse_day(_("申请日期须在本轮创建活动期间（%(start)s 至 %(end)s）。"), start=campaign.starts_on, end=campaign.ends_on)
    check_not_in_future(on, at)
    try:
        with transaction.atomic():
            candidacy = Candidacy.objects.create(campaign=campaign, township=township, tier=tier, applied_on=on)
    except IntegrityError:
        raise AlreadyApplied(Candidacy.objects.get(campaign=campaign, township=township, tier=tier)) from None
    record(candidacy, Action.APPLY, before="", by=by, on=on, at=at, reason=reason)
    return candidacy


@transaction.atomic
def perform(candidacy, action, *, by, on, at=None, reason=""):
    """One step on the day `on`; returns its CandidacyEvent. ValidationError names the detail that is wrong."""
    at = at or timezone.now()
    # Lock the row: two clerks may press in the same second, and only one step is taken.
    locked = Candidacy.objects.select_for_update(of=["self"]).select_related("township", "campaign")
    candidacy = locked.get(pk=candidacy.pk)
    if not is_allowed(action, candidacy, by):
        raise TransitionNotAllowed(action, candidacy)
    transition = TRANSITIONS[action]
    if transition.needs_reason and not reason:
        raise ValidationError({"reason": ValidationError(_("请说明原因。"), code="required")})
    check_order(candidacy, on, at)
    transition.effect(candidacy, on)
    before, candidacy.state = candidacy.state, transition.target
    candidacy.save()
    return record(candidacy, action, before=before, by=by, on=on, at=at, reason=reason)


def record(candidacy, action, *, before, by, on, at, reason):
    return CandidacyEvent.objects.create(
        candidacy=candidacy, action=action, from_state=before, to_state=candidacy.state, by=by, at=at, happened_on=on, reason=reason
    )


def check_order(candidacy, on, at):
    """Steps follow one another in time: what a day's state was is read off the events."""
    latest = candidacy.events.latest("pk").happened_on
    if on < latest:
        refuse_day(_("日期不能早于上一步的 %(day)s。"), day=latest)
    check_not_in_future(on, at)


def check_not_in_future(on, at):
    if on > timezone.localdate(at):
        refuse_day(_("日期不能晚于今天。"))


def refuse_day(message, **params):
    raise ValidationError({"on": ValidationError(message, code="impossible", params=params)})


def years_after(day, years):
    # 29 February has no twin in most years.
    return day.replace(year=day.year + years, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + years)
