from celery import shared_task
from django.utils import timezone

from townships.candidacy import lapse_expired


@shared_task(expires=3600)
def lapse_titles():
    """Every hour by beat: titles whose term ended yesterday or before."""
    lapse_expired(timezone.localdate())
