from datetime import date, datetime, time

from django.utils import timezone

from hazards.escalation import raise_due
from hazards.models import Escalation, Rung, State
from tests.factories.hazards import hazard_at
from townships.models import DutyKind

from .townships import DutyFactory, PersonFactory

# Of a hazard found on 2 March 2026, a Monday, with 59 days to go.
DEADLINE = date(2026, 4, 30)
OFFICE_HOUR = time(10)
# On which days it takes its seven steps, as the calendar of 2026 has it (tests/hazards/test_escalation.py counts them).
CLIMB = [date(2026, 5, day) for day in (6, 6, 11, 13, 18, 25)] + [date(2026, 6, 1)]


def at(day, hour=OFFICE_HOUR):
    return timezone.make_aware(datetime.combine(day, hour))


def overdue_hazard(state=State.ORDERED, **fields):
    """A hazard whose deadline was 30 April 2026."""
    return hazard_at(state, **fields)


def escalated(hazard, rung, *, moment=None):
    """The hazard's step of this rung: of this moment, or after the beat ran on each day on which a step was due."""
    for one in [moment] if moment else map(at, CLIMB):
        raise_due(at=one)
    return Escalation.objects.get(hazard=hazard, rung=rung, deadline=hazard.deadline)


def holder_of(kind, place):
    """Somebody of the roster who holds this duty there."""
    person = PersonFactory(county=place if place.is_county else place.county)
    DutyFactory(place=place, person=person, kind=DutyKind.objects.get(key=kind), starts_on=date(2020, 1, 1))
    return person


RUNGS = [rung.value for rung in Rung]
