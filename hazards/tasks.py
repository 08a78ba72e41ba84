from celery import shared_task

from hazards import rhythm


@shared_task(expires=600)
def make_visits_due():
    """Every quarter of an hour by beat: a plan is seen to soon after midnight, and a lost message costs minutes."""
    rhythm.make_visits_due()
