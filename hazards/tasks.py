from celery import shared_task
from django.utils import timezone

from hazards import reporting, rhythm


@shared_task(expires=600)
def make_visits_due():
    """Every quarter of an hour by beat: a plan is seen to soon after midnight, and a lost message costs minutes."""
    rhythm.make_visits_due()


@shared_task(expires=3600)
def forget_reporters():
    """Every day by beat: names and numbers of reporters are not kept longer than the form said."""
    reporting.forget_persons(timezone.now())
