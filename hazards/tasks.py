from celery import shared_task
from django.utils import timezone

from hazards import escalation, look_back, reporting, rhythm, signals


@shared_task(expires=600)
def make_visits_due():
    """Every quarter of an hour by beat: a plan is seen to soon after midnight, and a lost message costs minutes."""
    rhythm.make_visits_due()


@shared_task(expires=300)
def escalate_overdue():
    """Every five minutes by beat: what a quiet hour or a dead worker left undone is done by the next run."""
    escalation.raise_due()


@shared_task(expires=3600)
def draw_look_backs():
    """Every hour by beat: a month's draw is made on its day, and once."""
    look_back.draw_look_backs()


@shared_task(expires=3600)
def look_for_signals():
    """Four times a day by beat; pictures that have no hash yet get one first."""
    signals.look_for_signals()


@shared_task(expires=3600)
def forget_reporters():
    """Every day by beat: names and numbers of reporters are not kept longer than the form said."""
    reporting.forget_persons(timezone.now())
