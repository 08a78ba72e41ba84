"""The life of an illegal act in one table: found, dealt with, looked at again by somebody else, closed by the bureau."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from townships.access import keeps_ledgers_of
from townships.recording import written
from townships.submissions import once
from townships.voiding import lock_counted, void

from .enforcing import number
from .models import Drive, IllegalAct, IllegalActEvent, IllegalActPicture
from .telling import tell_of_voided_act

Action, State = IllegalActEvent.Action, IllegalAct.State


class ActStepNotAllowed(Exception):
    """The act as it is now, and the last event: what somebody else did meanwhile."""

    def __init__(self, act, action):
        super().__init__(f"{action} of illegal act {act.pk} in state {act.state}")
        self.act = act
        self.event = act.events.select_related("by__person").last()


def works_there(user, act):
    return keeps_ledgers_of(user, act.township)


def bureau(user, act):
    return user.is_bureau and works_there(user, act)


def somebody_else(user, act):
    """Whoever dealt with it doesn't say that it was dealt with well."""
    return works_there(user, act) and user.pk != act.handled_by_id


@dataclass(frozen=True)
class Transition:
    source: str
    target: str
    may: Callable


TRANSITIONS = {
    Action.HANDLE: Transition(State.FOUND, State.HANDLED, works_there),
    Action.PASS: Transition(State.HANDLED, State.RECHECKED, somebody_else),
    Action.FAIL: Transition(State.HANDLED, State.FOUND, somebody_else),
    Action.CLOSE: Transition(State.RECHECKED, State.CLOSED, bureau),
}


def is_allowed(action, act, user):
    transition = TRANSITIONS[action]
    return act.voided_at is None and act.state == transition.source and transition.may(user, act)


def available_steps(act, user):
    return [action for action in TRANSITIONS if is_allowed(action, act, user)]


def is_struck_by_bureau_only(act, user):
    """What the bureau closed, like a closed hazard, is the bureau's to void."""
    return act.state == State.CLOSED and not user.is_bureau


def log_act(*, by, place, at=None, submission=None, pictures=(), **told):
    """Enter one; the same submission sent twice is one. `came_back_from` names the earlier row of what is there again."""
    enter = partial(_enter, by=by, place=place, at=at or timezone.now(), pictures=pictures, **told)
    return once(IllegalAct, submission, by=by, enter=enter)


@transaction.atomic
def _enter(submission, *, by, place, at, pictures, **told):
    act = written(IllegalAct(created_by=by, created_at=at, submission=submission), by, place, told)
    _check_links(act, by)
    number(act, "打非", at)
    act.save(force_insert=True)
    _write(act, Action.LOG, "", by=by, at=at, reason=act.description, pictures=pictures)
    return act


def _check_links(act, by):
    for linked in filter(None, [act.came_back_from, act.drive]):
        if not type(linked).objects.visible_to(by).in_county(act.county_id).filter(pk=linked.pk).exists():
            raise PermissionDenied
    if act.drive and act.drive.state == Drive.State.SUMMED_UP:
        raise PermissionDenied


@transaction.atomic
def take(act, action, *, by, reason, at=None, pictures=()):
    """One step; returns its event."""
    at = at or timezone.now()
    # Two people may press the button in the same second.
    act = IllegalAct.objects.select_for_update(of=["self"]).select_related("township").get(pk=act.pk)
    if not is_allowed(action, act, by):
        raise ActStepNotAllowed(act, action)
    before, act.state = act.state, TRANSITIONS[action].target
    if action in (Action.HANDLE, Action.FAIL):
        act.handled_at, act.handled_by = (at, by) if action == Action.HANDLE else (None, None)
    act.closed_at = at if action == Action.CLOSE else None
    act.save(update_fields=["state", "handled_at", "handled_by", "closed_at"])
    return _write(act, action, before, by=by, at=at, reason=reason, pictures=pictures)


@transaction.atomic
def void_act(act, *, by, reason, at=None):
    """Voided it counts no more; the township hears of what the bureau voids."""
    act = lock_counted(act)
    if not works_there(by, act) or is_struck_by_bureau_only(act, by):
        raise PermissionDenied
    voided = void(act, by=by, reason=reason, at=at)
    if by.is_bureau:
        tell_of_voided_act(voided)
    return voided


def _write(act, action, before, *, by, at, reason, pictures):
    event = IllegalActEvent.objects.create(act=act, action=action, from_state=before, to_state=act.state, by=by, at=at, reason=reason)
    for picture in pictures:
        IllegalActPicture.objects.create(act=act, event=event, added_by=by, **picture.as_fields())
    return event
