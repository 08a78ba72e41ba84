"""Overdue hazards climb (DESIGN section 4): beat finds which rung is due next, and each is raised once for one deadline."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from townships.access import keeps_ledgers_of
from townships.messaging import bureau_of, inspectors_of
from townships.models import County, Duty, User
from townships.workdays import Workdays

from .answering import answering_for
from .models import DEEDS, OF_TOWNSHIP, Action, Escalation, EscalationAnswer, EscalationStep, Hazard, HazardEvent, QuietHours, Rung
from .telling import tell_of_escalation

POSITIONS = {rung: position for position, rung in enumerate(Rung)}
# Steps by which somebody is told; those above them are done against a unit, which needs time to act on the one before.
TELLING = {Rung.TOWNSHIP_HEAD, Rung.BUREAU}


# What a note alone doesn't do: the letter, the suspension, the request for the power to be cut.
MEASURES = {Rung.LETTER, Rung.STOP, Rung.UTILITIES}


class AlreadyAnswered(Exception):
    """Somebody else was first, or the hazard was closed or extended meanwhile."""


@dataclass(frozen=True)
class Climb:
    """The step that a hazard takes next, and the day of it; `reached_on` is what the ladder alone says."""

    step: EscalationStep
    due_on: date
    reached_on: date

    @property
    def grace(self):
        words = f"超期 {self.step.days} 个工作日" if self.step.in_workdays else f"超期 {self.step.days} 天"
        return words if self.due_on == self.reached_on else f"{words}，顺延至 {self.due_on}"


@dataclass(frozen=True)
class Ladder:
    """The steps of one county from the foot up, with its working days and quiet hours: asked once, used for many hazards."""

    county: County

    @cached_property
    def rungs(self):
        return {step.rung: step for step in EscalationStep.objects.in_county(self.county.pk)}

    @cached_property
    def steps(self):
        return sorted((step for step in self.rungs.values() if step.is_in_use), key=lambda step: POSITIONS[step.rung])

    @cached_property
    def workdays(self):
        return Workdays(self.county)

    @cached_property
    def quiet_hours(self):
        return QuietHours.objects.in_county(self.county.pk).first()

    def is_quiet(self, at):
        return self.quiet_hours is not None and self.quiet_hours.cover(at, self.workdays)

    def climb(self, hazard, raised):
        """The Climb that comes next; None at the top. `raised`: the steps taken for this deadline, from the foot up."""
        height = raised[-1].position if raised else -1
        step = next((step for step in self.steps if POSITIONS[step.rung] > height and step.is_for(hazard)), None)
        if step is None:
            return None
        reached_on = step.due_on(hazard.deadline, self.workdays)
        # Whoever must know of a danger is told on the day that the ladder says, however late it began.
        if not raised or (hazard.may_cause_accident and step.rung in TELLING):
            return Climb(step, reached_on, reached_on)
        return Climb(step, max(reached_on, self.not_before(step, raised)), reached_on)

    def not_before(self, step, raised):
        """What is done against a unit, a day after the step below; if some step came late, as long after it as the ladder says."""
        below = self.rungs.get(raised[-1].rung)
        apart = max(step.days - (below.days if below else 0), 0)
        if not any(map(self.came_late, raised)):
            apart = 0 if step.rung in TELLING else min(apart, 1)
        return step.after(raised[-1].raised_on, apart, self.workdays)

    def came_late(self, escalation):
        """Nobody looked on its day: the hazard was loaded later, or the worker stood still. A rest day makes nothing late."""
        return escalation.raised_on > self.workdays.first_from(escalation.due_on)


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
    raised = defaultdict(list)
    for row in Escalation.objects.standing().filter(hazard__in=overdue).order_by("position"):
        raised[row.hazard_id].append(row)
    climbs = [(hazard, ladder.climb(hazard, raised[hazard.pk])) for hazard in overdue]
    return sum(raise_step(hazard, climb, at=at) is not None for hazard, climb in climbs if climb and climb.due_on <= today)


@transaction.atomic
def raise_step(hazard, climb, *, at):
    """The Escalation with its message, both or neither; None when the hazard has moved on or another worker was first."""
    deadline, step = hazard.deadline, climb.step
    # Lock the row: the hazard may be closed or extended in this second, and another worker may be at the same step.
    hazard = Hazard.objects.select_for_update(of=["self"]).select_related("township__county", "place").get(pk=hazard.pk)
    if not hazard.is_unclosed or hazard.deadline != deadline or not step.is_for(hazard) or is_raised(hazard, step.rung):
        return None
    person = person_for(hazard, step.rung, on=timezone.localdate(at))
    escalation = Escalation.objects.create(
        hazard=hazard,
        deadline=deadline,
        rung=step.rung,
        position=POSITIONS[step.rung],
        due_on=climb.due_on,
        raised_at=at,
        grace=climb.grace,
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
        reason=f"没有“{measure.label}”：{note}" if (measure := measure_of(escalation)) else note,
        details={"rung": escalation.rung},
    )
    EscalationAnswer.objects.create(escalation=escalation, event=event)
    return event


def measure_of(escalation):
    """The measure against the unit that the step is: it is taken by its own deed, or not taken."""
    return deed_for(escalation) if escalation.rung in MEASURES else None


def deed_for(escalation):
    """The action of the workflow that takes this step's to-do away, if there is one."""
    return next(iter(DEEDS.get(escalation.rung, [])), None)
