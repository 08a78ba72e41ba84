"""The life of a hazard (DESIGN section 4) in one table: buttons, permissions, history and docs/hazard-life.md are read off it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.forms import Field
from django.utils import timezone

from townships.access import keeps_ledgers_of

from . import details as ask
from . import effects, orders
from .models import Action, Hazard, HazardEvent, HazardPicture, Order, State

Kind = Order.Kind


class TransitionNotAllowed(Exception):
    """The hazard as it is now, and the last event: what somebody else did meanwhile."""

    def __init__(self, action, hazard):
        super().__init__(f"{action} of hazard {hazard.pk} in state {hazard.state}")
        self.action = action
        self.hazard = hazard
        self.event = hazard.events.select_related("by__person").last()


def works_there(user, hazard, at):
    return keeps_ledgers_of(user, hazard.township)


def bureau(user, hazard, at):
    return user.is_bureau and works_there(user, hazard, at)


def may_reinspect(user, hazard, at):
    """Somebody else than the one who replied; a major hazard only by the bureau."""
    may = bureau if hazard.is_major else works_there
    return may(user, hazard, at) and user.pk != hazard.replied_by_id


def may_void(user, hazard, at):
    """The bureau, or on the same day whoever entered it: a slip of the finger."""
    entered_today = timezone.localdate(hazard.reported_at) == timezone.localdate(at)
    return bureau(user, hazard, at) or (user.pk == hazard.created_by_id and entered_today and works_there(user, hazard, at))


def may_review(user, hazard, at):
    """Whether production may resume: the bureau, and not whoever handed in the application."""
    return bureau(user, hazard, at) and user.pk != hazard.replied_by_id


def bureau_once_overdue(user, hazard, at):
    return bureau(user, hazard, at) and hazard.deadline is not None and hazard.deadline < timezone.localdate(at)


def any_hazard(hazard):
    return True


def general(hazard):
    return not hazard.is_major


def major(hazard):
    return hazard.is_major


def county_not_asked(hazard):
    return not hazard.needs_county


@dataclass(frozen=True)
class Transition:
    """From which states to which (None: it stays), who may, what must be told, and what it does to the row."""

    sources: frozenset
    target: State | None
    may: Callable
    asks: Mapping[str, Field]
    effect: Callable
    words: str = "reason"  # which detail the history shows
    only: Callable = any_hazard
    paper: Kind | Callable | None = None  # the kind of paper that it makes, or who acts decides

    def kind(self, by):
        return self.paper(by) if callable(self.paper) else self.paper


FOUND, ORDERED, REPLIED, SUSPENDED, RESUMING, CLOSED, VOID = State
UNCLOSED = frozenset({FOUND, ORDERED, REPLIED, SUSPENDED, RESUMING})
TRANSITIONS = {
    Action.RECTIFY: Transition({FOUND}, CLOSED, works_there, ask.RECTIFY, effects.rectify, "measure", only=general),
    Action.ORDER: Transition({FOUND}, ORDERED, works_there, ask.ORDER, effects.order, "requirement", paper=orders.order_kind),
    Action.EXTEND: Transition({ORDERED}, ORDERED, bureau, ask.EXTEND, effects.extend),
    Action.REPLY: Transition({ORDERED}, REPLIED, works_there, ask.REPLY, effects.reply, "reply"),
    Action.PASS: Transition({REPLIED}, CLOSED, may_reinspect, ask.PASS, effects.close, "opinion", paper=Kind.OPINION),
    Action.FAIL: Transition({REPLIED}, ORDERED, may_reinspect, ask.FAIL, effects.fail, "opinion", paper=Kind.OPINION),
    Action.SUSPEND: Transition({ORDERED, REPLIED}, SUSPENDED, bureau, ask.SUSPEND, effects.suspend, paper=Kind.SUSPENSION),
    Action.APPLY: Transition({SUSPENDED}, RESUMING, works_there, ask.APPLY, effects.reply, "reply", paper=Kind.RESUMPTION),
    Action.RESUME: Transition({RESUMING}, CLOSED, may_review, ask.RESUME, effects.close, "opinion", paper=Kind.REVIEW),
    Action.REFUSE: Transition({RESUMING}, SUSPENDED, may_review, ask.REFUSE, effects.refuse, "opinion", paper=Kind.REVIEW),
    Action.REOPEN: Transition({CLOSED}, ORDERED, works_there, ask.REOPEN, effects.reopen, "finding", paper=orders.order_kind),
    Action.SUPERVISE: Transition(UNCLOSED, None, bureau, ask.SUPERVISE, effects.supervise, only=major),
    Action.ASSURE: Transition(UNCLOSED, None, works_there, ask.ASSURE, effects.assure, "evidence", only=major),
    Action.ASK_COUNTY: Transition(UNCLOSED, None, works_there, ask.ASK_COUNTY, effects.ask_county, only=county_not_asked),
    Action.URGE: Transition(UNCLOSED, None, bureau_once_overdue, ask.URGE, effects.urge, paper=Kind.URGING),
    Action.TRANSFER: Transition(UNCLOSED, None, bureau, ask.TRANSFER, effects.transfer, paper=Kind.TRANSFER),
    Action.ASK_CUT_OFF: Transition({SUSPENDED}, None, bureau, ask.ASK_CUT_OFF, effects.ask_cut_off, paper=Kind.CUT_OFF),
    Action.VOID: Transition(UNCLOSED | {CLOSED}, VOID, may_void, ask.VOID, effects.void),
}


def is_allowed(action, hazard, user, at):
    transition = TRANSITIONS[action]
    return user.is_active and hazard.state in transition.sources and transition.only(hazard) and transition.may(user, hazard, at)


def available_actions(hazard, user, *, at=None):
    """The actions that this user may perform now, in the table's order. Queries the township when it was not selected along."""
    at = at or timezone.now()
    return [action for action in TRANSITIONS if is_allowed(action, hazard, user, at)]


def perform(hazard, action, *, by, at=None, **details):
    """One step in a hazard's life; returns its HazardEvent. ValidationError names the details that are wrong."""
    return perform_together([(hazard, details)], action, by=by, at=at)[0]


@transaction.atomic
def perform_together(steps, action, *, by, at=None):
    """The same step for several (hazard, details), all or none; one paper names them all."""
    at = at or timezone.now()
    transition = TRANSITIONS[action]
    # Lock the rows, in one order for everybody: two inspectors may press the button in the same second.
    locked = Hazard.objects.select_for_update(of=["self"]).select_related("township").order_by("pk").in_bulk([row.pk for row, _ in steps])
    for hazard in locked.values():
        if not is_allowed(action, hazard, by, at):
            raise TransitionNotAllowed(action, hazard)
    steps = [(locked[hazard.pk], ask.clean(transition.asks, details)) for hazard, details in steps]
    for hazard, details in steps:
        transition.effect(hazard, by=by, at=at, **details)
    order = orders.issue(transition.kind(by), steps, by=by, at=at) if transition.paper else None
    return [_record(hazard, action, by=by, at=at, order=order, details=details) for hazard, details in steps]


def _record(hazard, action, *, by, at, order, details):
    transition = TRANSITIONS[action]
    before, hazard.state = hazard.state, transition.target or hazard.state
    hazard.save()
    pictures = details.pop("pictures", [])
    event = HazardEvent.objects.create(
        hazard=hazard,
        action=action,
        from_state=before,
        to_state=hazard.state,
        by=by,
        at=at,
        reason=details[transition.words],
        order=order,
        details=_plain(details),
    )
    keep_pictures(hazard, pictures, HazardPicture.Moment.AFTER, by=by, event=event)
    return event


def keep_pictures(hazard, pictures, moment, *, by, event=None):
    for picture in pictures:
        HazardPicture.objects.create(hazard=hazard, event=event, moment=moment, added_by=by, **picture.as_fields())


def _plain(details):
    """As the history keeps them: people by name, as they were called on that day."""
    return {
        name: [str(one) for one in value] if isinstance(value, list) else value
        for name, value in details.items()
        if value not in ("", None, [])
    }
