"""Applications that the authority answers by looking at the site: to resume production, to accept a major hazard. Each has its days."""

from datetime import timedelta

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from townships.period import midnight

from .models import Action, HazardEvent, State

RESUMING = Q(state=State.RESUMING)
TO_ACCEPT = Q(state=State.REPLIED, acceptance_asked_on__isnull=False)


def applied(hazards):
    """Those that wait for a review, each with `applied_at`."""
    asked = HazardEvent.objects.filter(hazard=OuterRef("pk"), action__in=[Action.APPLY, Action.ASK_ACCEPTANCE]).order_by("-pk")
    return hazards.filter(RESUMING | TO_ACCEPT).annotate(applied_at=Subquery(asked.values("at")[:1]))


def review_missed(hazards, today):
    """Applied for so long ago that the days of the review are over."""
    over = [Q(state=state, applied_at__lt=midnight(today - timedelta(days=days_for(state)))) for state in (State.RESUMING, State.REPLIED)]
    return applied(hazards).filter(over[0] | over[1])


def days_for(state):
    return settings.RESUMPTION_REVIEW_DAYS if state == State.RESUMING else settings.ACCEPTANCE_REVIEW_DAYS


def review_by(hazard):
    """The last day, of a hazard that `applied` read."""
    return timezone.localdate(hazard.applied_at) + timedelta(days=days_for(hazard.state))
