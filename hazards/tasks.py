from celery import shared_task

from hazards import escalation, rhythm


@shared_task(expires=600)
def make_visits_due():
    """Every quarter of an hour by beat: a plan is seen to soon after midnight, and a lost message costs minutes."""
    rhythm.make_visits_due()


@shared_task(expires=300)
def escalate_overdue():
    """Every five minutes by beat: what a quiet hour or a dead worker left undone is done by the next run."""
    escalation.raise_due()
