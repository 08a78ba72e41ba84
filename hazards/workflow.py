"""The life of a hazard (DESIGN section 4) in one table: buttons, permissions, history and docs/hazard-life.md are read off it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model
from django.forms import Field
from django.utils import timezone

from townships.access import keeps_ledgers_of

from . import details as ask
from . import effects, orders
from .alike import difference_hash, miniature
from .models import SIGNING, UNDER_WORK, Action, Hazard, HazardDocument, HazardEvent, HazardPicture, Order, State
from .models.hazard import NOT_SUSPENDED
from .on_the_spot import visit_on_the_spot
from .telling import tell_of_deed

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


def was_on_the_spot(user, hazard, at):
    """One of the visit that found it, on its day: nobody looks again, so nobody else and at no other time."""
    asks = hazard.state == State.FOUND and general(hazard) and works_there(user, hazard, at)
    return asks and visit_on_the_spot(hazard, user, at) is not None


def may_reinspect(user, hazard, at):
    """Somebody else than the one who replied; a major hazard only by the bureau."""
    may = bureau if hazard.is_major else works_there
    return may(user, hazard, at) and user.pk != hazard.replied_by_id


def may_look_back(user, hazard, at):
    """Somebody else than the one who closed it."""
    return works_there(user, hazard, at) and user.pk != hazard.closed_by_id


def may_void(user, hazard, at):
    """The bureau, or on the same day whoever entered it: a slip of the finger."""
    return bureau(user, hazard, at) or (is_slip_of(user, hazard, at) and works_there(user, hazard, at))


def is_slip_of(user, hazard, at):
    """General, entered by this user today, and nobody did anything about it yet; queries only when all else is so."""
    entered_today = timezone.localdate(hazard.reported_at) == timezone.localdate(at)
    untouched = hazard.state == State.FOUND and general(hazard)
    return user.pk == hazard.created_by_id and entered_today and untouched and not hazard.orders.exists()


def signs_for_township(user, hazard, at):
    """Somebody else of the township than the one who reported that it is done."""
    return user.is_inspector and works_there(user, hazard, at) and user.pk != hazard.replied_by_id


def signs_for_county(user, hazard, at=None):
    """A county's official; whoever looks at a whole city or at one township signs for no county."""
    return user.is_official and user.township_id is None and user.county_id == hazard.township.county_id


SIGNERS = dict(zip(SIGNING, [signs_for_township, bureau, signs_for_county], strict=True))


def whose_turn_it_is(user, hazard, at):
    """Who may sign may refuse."""
    return SIGNERS[hazard.state](user, hazard, at)


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


def extension_not_asked(hazard):
    return hazard.extension_asked_on is None


def extension_asked(hazard):
    return hazard.extension_asked_on is not None


def general_or_asked(hazard):
    """A major hazard gets no more time without a written request."""
    return general(hazard) or extension_asked(hazard)


def not_applied(hazard):
    return hazard.acceptance_asked_on is None


def major_not_applied(hazard):
    return major(hazard) and not_applied(hazard)


def applied(hazard):
    return hazard.acceptance_asked_on is not None


def county_not_asked(hazard):
    return not hazard.needs_county


def not_urgent(hazard):
    return not hazard.may_cause_accident


def urgent(hazard):
    return hazard.may_cause_accident


def cut_off_to_lift(hazard):
    return hazard.has_cut_off_to_lift


def not_linked(hazard):
    return hazard.recurs_from_id is None


def linked(hazard):
    return hazard.recurs_from_id is not None


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
    moment: HazardPicture.Moment = HazardPicture.Moment.AFTER  # what its photos show

    paper_of: Callable = any_hazard  # of which hazards

    def kind(self, by):
        return self.paper(by) if callable(self.paper) else self.paper

    def makes_paper(self, hazards):
        return bool(self.paper) and all(self.paper_of(hazard) for hazard in hazards)


FOUND, ORDERED, REPLIED, SUSPENDED, RESUMING, ACCEPTED, ENDORSED, APPROVED, CLOSED, VOID = State
UNCLOSED = frozenset([*UNDER_WORK, *SIGNING])
TRANSITIONS = {
    Action.RECTIFY: Transition({FOUND}, CLOSED, was_on_the_spot, ask.RECTIFY, effects.rectify, "measure", only=general),
    Action.ORDER: Transition({FOUND}, ORDERED, works_there, ask.ORDER, effects.order, "requirement", paper=orders.order_kind),
    Action.ASK_EXTENSION: Transition(
        {ORDERED},
        None,
        works_there,
        ask.ASK_EXTENSION,
        effects.ask_extension,
        only=extension_not_asked,
        paper=Kind.EXTENSION_REQUEST,
        paper_of=major,
    ),
    Action.EXTEND: Transition(
        {ORDERED}, ORDERED, bureau, ask.EXTEND, effects.extend, only=general_or_asked, paper=Kind.EXTENSION_ANSWER, paper_of=major
    ),
    Action.REFUSE_EXTENSION: Transition(
        {ORDERED},
        ORDERED,
        bureau,
        ask.REFUSE_EXTENSION,
        effects.refuse_extension,
        only=extension_asked,
        paper=Kind.EXTENSION_ANSWER,
        paper_of=major,
    ),
    Action.REPLY: Transition({ORDERED}, REPLIED, works_there, ask.REPLY, effects.reply, "reply"),
    Action.PASS: Transition({REPLIED}, CLOSED, may_reinspect, ask.PASS, effects.close, "opinion", only=general, paper=Kind.OPINION),
    Action.FAIL: Transition({REPLIED}, ORDERED, may_reinspect, ask.FAIL, effects.fail, "opinion", only=not_applied, paper=Kind.OPINION),
    # A major hazard is not closed by a re-inspection: acceptance is applied for and given, then three levels sign.
    Action.ASK_ACCEPTANCE: Transition(
        {REPLIED},
        None,
        works_there,
        ask.ASK_ACCEPTANCE,
        effects.ask_acceptance,
        "statement",
        only=major_not_applied,
        paper=Kind.ACCEPTANCE_REQUEST,
    ),
    Action.ACCEPT: Transition(
        {REPLIED}, ACCEPTED, may_reinspect, ask.ACCEPT, effects.accept, "opinion", only=applied, paper=Kind.ACCEPTANCE
    ),
    Action.REJECT: Transition(
        {REPLIED}, ORDERED, may_reinspect, ask.REJECT, effects.reject, "opinion", only=applied, paper=Kind.ACCEPTANCE
    ),
    Action.SIGN_TOWNSHIP: Transition({ACCEPTED}, ENDORSED, signs_for_township, ask.SIGN, effects.sign, "opinion"),
    Action.SIGN_BUREAU: Transition({ENDORSED}, APPROVED, bureau, ask.SIGN, effects.sign, "opinion"),
    Action.SIGN_COUNTY: Transition({APPROVED}, CLOSED, signs_for_county, ask.SIGN, effects.close, "opinion", paper=Kind.CLOSING),
    Action.REFUSE_CLOSING: Transition(SIGNING, REPLIED, whose_turn_it_is, ask.REFUSE_CLOSING, effects.refuse_closing),
    Action.SUSPEND: Transition({ORDERED, REPLIED}, SUSPENDED, bureau, ask.SUSPEND, effects.suspend, paper=Kind.SUSPENSION),
    Action.APPLY: Transition({SUSPENDED}, RESUMING, works_there, ask.APPLY, effects.reply, "reply", paper=Kind.RESUMPTION),
    Action.RESUME: Transition({RESUMING}, CLOSED, may_review, ask.RESUME, effects.close, "opinion", only=general, paper=Kind.REVIEW),
    # Production may go on, and the hazard is accepted and signed like any other major one.
    Action.RESUME_MAJOR: Transition({RESUMING}, REPLIED, may_review, ask.RESUME, effects.resume, "opinion", only=major, paper=Kind.REVIEW),
    Action.REFUSE: Transition({RESUMING}, SUSPENDED, may_review, ask.REFUSE, effects.refuse, "opinion", paper=Kind.REVIEW),
    Action.REOPEN: Transition({CLOSED}, ORDERED, works_there, ask.REOPEN, effects.reopen, "finding", paper=orders.order_kind),
    Action.LOOK_BACK: Transition(
        {CLOSED}, None, may_look_back, ask.LOOK_BACK, effects.look_back, "note", moment=HazardPicture.Moment.LATER
    ),
    Action.LINK: Transition(UNCLOSED | {CLOSED}, None, works_there, ask.LINK, effects.link, "note", only=not_linked),
    Action.UNLINK: Transition(UNCLOSED | {CLOSED}, None, works_there, ask.UNLINK, effects.unlink, only=linked),
    Action.REPORT: Transition(UNDER_WORK, None, works_there, ask.REPORT, effects.report, "condition", only=major),
    Action.SUPERVISE: Transition(UNDER_WORK, None, bureau, ask.SUPERVISE, effects.supervise, only=major, paper=Kind.SUPERVISION),
    Action.PLAN: Transition(UNDER_WORK, None, works_there, ask.PLAN, effects.plan, "aim", only=major),
    Action.ASSURE: Transition(
        UNDER_WORK, None, works_there, ask.ASSURE, effects.assure, "evidence", only=major, moment=HazardPicture.Moment.PROOF
    ),
    Action.PROGRESS: Transition(UNDER_WORK, None, works_there, ask.PROGRESS, effects.report_progress, "done", only=major),
    Action.ASSIGN: Transition(UNDER_WORK, None, bureau, ask.ASSIGN, effects.assign),
    Action.MARK_URGENT: Transition(UNDER_WORK, None, works_there, ask.MARK_URGENT, effects.mark_urgent, only=not_urgent),
    # Also of what is closed: it counts as reported late for ever. The bureau was told, and it judges.
    Action.UNMARK_URGENT: Transition(UNCLOSED | {CLOSED}, None, bureau, ask.UNMARK_URGENT, effects.unmark_urgent, only=urgent),
    Action.ASK_COUNTY: Transition(UNDER_WORK, None, works_there, ask.ASK_COUNTY, effects.ask_county, only=county_not_asked),
    Action.URGE: Transition(UNCLOSED, None, bureau_once_overdue, ask.URGE, effects.urge, paper=Kind.URGING),
    Action.TRANSFER: Transition(UNCLOSED, None, bureau, ask.TRANSFER, effects.transfer, paper=Kind.TRANSFER),
    Action.ASK_CUT_OFF: Transition({SUSPENDED}, None, bureau, ask.ASK_CUT_OFF, effects.ask_cut_off, paper=Kind.CUT_OFF),
    # Also of what is closed or void: the power is off all the same.
    Action.LIFT_CUT_OFF: Transition(NOT_SUSPENDED, None, bureau, ask.LIFT_CUT_OFF, effects.lift_cut_off, only=cut_off_to_lift),
    Action.VOID: Transition(UNCLOSED | {CLOSED}, VOID, may_void, ask.VOID, effects.void),
}


def may_ever(user, action):
    """Those who keep ledgers; an official of a county has one deed alone, the last signature or its refusal."""
    signs = user.is_official and user.county_id is not None and user.township_id is None
    return user.keeps_ledgers or (signs and action in (Action.SIGN_COUNTY, Action.REFUSE_CLOSING))


def is_possible(action, hazard):
    """Now, for somebody; whoever it is."""
    transition = TRANSITIONS[action]
    return hazard.state in transition.sources and transition.only(hazard)


def is_allowed(action, hazard, user, at):
    return user.is_active and is_possible(action, hazard) and TRANSITIONS[action].may(user, hazard, at)


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
    rows = Hazard.objects.select_for_update(of=["self"]).order_by("pk")
    around = rows.select_related("township__county", "place", "inspection").prefetch_related("inspection__inspectors")
    locked = around.in_bulk([row.pk for row, _ in steps])
    for hazard in locked.values():
        if not is_allowed(action, hazard, by, at):
            raise TransitionNotAllowed(action, hazard)
    steps = [(locked[hazard.pk], ask.clean(transition.asks, details)) for hazard, details in steps]
    for hazard, details in steps:
        transition.effect(hazard, by=by, at=at, **details)
    makes_paper = transition.makes_paper(locked.values())
    order = orders.issue(transition.kind(by), steps, by=by, at=at) if makes_paper else None
    return [_record(hazard, action, by=by, at=at, order=order, details=details) for hazard, details in steps]


def _record(hazard, action, *, by, at, order, details):
    transition = TRANSITIONS[action]
    before, hazard.state = hazard.state, transition.target or hazard.state
    hazard.save()
    pictures, document = details.pop("pictures", []), details.pop("document", None)
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
    keep_pictures(hazard, pictures, transition.moment, by=by, event=event)
    if document:
        HazardDocument.objects.create(hazard=hazard, event=event, added_by=by, **document.as_fields())
    tell_of_deed(event)
    return event


def tells_the_same(event, details):
    """Whether these details, as their form took them, are those of this event; photos that were not sent again don't count."""
    told = ask.clean(TRANSITIONS[event.action].asks, details)
    photos = {picture.sha256 for picture in told.pop("pictures", [])}
    told.pop("document", None)
    if photos and photos != set(event.pictures.values_list("sha256", flat=True)):
        return False
    return json.loads(json.dumps(_plain(told), cls=DjangoJSONEncoder)) == event.details


def keep_pictures(hazard, pictures, moment, *, by, event=None):
    for picture in pictures:
        fields = picture.as_fields() | {"difference_hash": difference_hash(picture.content), "miniature": miniature(picture.content)}
        HazardPicture.objects.create(hazard=hazard, event=event, moment=moment, added_by=by, **fields)


def _plain(details):
    """As the history keeps them: people and hazards by name, as they were called on that day."""
    return {
        name: [str(one) for one in value] if isinstance(value, list) else str(value) if isinstance(value, Model) else value
        for name, value in details.items()
        if value not in ("", None, [])
    }
