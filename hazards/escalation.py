"""Overdue hazards climb (DESIGN section 4): beat finds which rung is due, and each is raised once for one deadline."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from townships.access import keeps_ledgers_of
from townships.models import County, Duty, User
from townships.workdays import Workdays

from .answering import answering_for
from .models import DEEDS, OF_TOWNSHIP, Action, Escalation, EscalationAnswer, EscalationStep, Hazard, HazardEvent, QuietHours, Rung
from .telling import bureau_of, inspectors_of, tell_of_escalation

POSITIONS = {rung: position for position, rung in enumerate(Rung)}


class AlreadyAnswered(Exception):
    """Somebody else was first, or the hazard was closed or extended meanwhile."""


@dataclass(frozen=True)
class Ladder:
    """The steps of one county from the foot up, with its working days and quiet hours: asked once, used for many hazards."""

    county: County

    @cached_property
    def steps(self):
        steps = EscalationStep.objects.in_county(self.county.pk).filter(is_in_use=True)
        return sorted(steps, key=lambda step: POSITIONS[step.rung])

    @cached_property
    def workdays(self):
        return Workdays(self.county)

    @cached_property
    def quiet_hours(self):
        return QuietHours.objects.in_county(self.county.pk).first()

    def is_quiet(self, at):
        return self.quiet_hours is not None and self.quiet_hours.cover(at, self.workdays)

    def due(self, hazard, today):
        """(step, the day on which it was due) of every step that the hazard has reached."""
        days = [(step, step.due_on(hazard.deadline, self.workdays)) for step in self.steps if step.is_for(hazard)]
        return [(step, due_on) for step, due_on in days if due_on <= today]


def raise_due(*, at=None):
    """What the beat does, as often as it likes. Returns how many steps it raised."""
    at = at or timezone.now()
    return sum(_raise_in(Ladder(county), at) for county in County.objects.order_by("pk"))


def _raise_in(ladder, at):
    today = timezone.localdate(at)
    overdue = Hazard.objects.in_county(ladder.county.pk).overdue(today).select_related("place").order_by("pk")
    if ladder.is_quiet(at):
        # What may lead to an accident at once waits for no office hours.
        overdue = overdue.filter(may_cause_accident=True)
    raised = set(Escalation.objects.filter(hazard__in=overdue).values_list("hazard", "deadline", "rung"))
    due = [(hazard, step, day) for hazard in overdue for step, day in ladder.due(hazard, today)]
    missing = [one for one in due if (one[0].pk, one[0].deadline, one[1].rung) not in raised]
    return sum(raise_step(hazard, step, due_on=day, at=at) is not None for hazard, step, day in missing)


@transaction.atomic
def raise_step(hazard, step, *, due_on, at):
    """The Escalation with its message, both or neither; None when the hazard has moved on or another worker was first."""
    deadline = hazard.deadline
    # Lock the row: the hazard may be closed or extended in this second, and another worker may be at the same step.
    hazard = Hazard.objects.select_for_update(of=["self"]).select_related("township__county", "place").get(pk=hazard.pk)
    if not hazard.is_unclosed or hazard.deadline != deadline or is_raised(hazard, step.rung):
        return None
    person = person_for(hazard, step.rung, on=timezone.localdate(at))
    escalation = Escalation.objects.create(
        hazard=hazard,
        deadline=deadline,
        rung=step.rung,
        position=POSITIONS[step.rung],
        due_on=due_on,
        raised_at=at,
        grace=f"超期 {step.days} 个工作日" if step.in_workdays else f"超期 {step.days} 天",
        source=step.source,
        answers=person,
        office=office_of(hazard, step.rung),
    )
    tell_of_escalation(escalation, users_for(escalation))
    return escalation


def is_raised(hazard, rung):
    return Escalation.objects.filter(hazard=hazard, deadline=hazard.deadline, rung=rung).exists()


def person_for(hazard, rung, *, on):
    """Whom the chain names for this rung on that day; None where the post is vacant, so that its office is asked."""
    if rung == Rung.UNIT:
        kept = hazard.answers
        return kept if kept and not kept.has_left(on) else answering_for(hazard.place, on=on)["answers"]
    kind, place = ("township_head", hazard.township_id) if rung in OF_TOWNSHIP else ("county_liaison", hazard.township.county_id)
    duty = Duty.objects.held_on(on).filter(kind__key=kind, place=place).select_related("person").order_by("starts_on", "pk").first()
    return duty.person if duty else None


def office_of(hazard, rung):
    """Which office carries the step out, whoever holds the post."""
    return hazard.township.government if rung in OF_TOWNSHIP else hazard.township.county.bureau_name


def users_for(escalation):
    """The named person, and the office that carries it out."""
    hazard = escalation.hazard
    office = inspectors_of(hazard.township_id) if escalation.rung in OF_TOWNSHIP else bureau_of(hazard.township.county_id)
    named = User.objects.filter(person=escalation.answers_id, is_active=True) if escalation.answers_id else User.objects.none()
    return [*office, *named.select_related("person")]


def may_answer(user, escalation):
    """Whoever keeps the ledger there; the bureau's own steps only the bureau."""
    if not keeps_ledgers_of(user, escalation.hazard.township):
        return False
    return user.is_bureau or escalation.rung in OF_TOWNSHIP


@transaction.atomic
def answer(escalation, *, by, note, at=None):
    """已督办: what was done about it, as an event in the hazard's history. Returns the event."""
    # Lock the hazard: two people may press at once, or one presses while another closes it.
    hazard = Hazard.objects.select_for_update(of=["self"]).select_related("township").get(pk=escalation.hazard_id)
    escalation = Escalation.objects.select_related("hazard__township").get(pk=escalation.pk)
    if not may_answer(by, escalation):
        raise PermissionDenied
    if not Escalation.objects.to_do().filter(pk=escalation.pk).exists():
        raise AlreadyAnswered(escalation)
    event = HazardEvent.objects.create(
        hazard=hazard,
        action=Action.PRESS,
        from_state=hazard.state,
        to_state=hazard.state,
        by=by,
        at=at or timezone.now(),
        reason=note,
        details={"rung": escalation.rung},
    )
    EscalationAnswer.objects.create(escalation=escalation, event=event)
    return event


def deed_for(escalation):
    """The action of the workflow that takes this step's to-do away, if there is one."""
    return next(iter(DEEDS.get(escalation.rung, [])), None)
