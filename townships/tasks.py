from celery import shared_task
from django.utils import timezone

from townships import delivering, kept_files, telling
from townships.candidacy import lapse_expired


@shared_task(expires=3600)
def lapse_titles():
    """Every hour by beat: titles whose term ended yesterday or before."""
    lapse_expired(timezone.localdate())


@shared_task(expires=3600)
def remind_of_titles():
    """Every hour by beat: titles whose end came within the reminder of their round."""
    telling.tell_of_titles_running_out(timezone.localdate())


@shared_task(expires=15)
def deliver_messages():
    """Every 15 seconds by beat: what waits to leave the system, and what an earlier attempt could not send."""
    delivering.deliver_due()


@shared_task(expires=3600)
def forget_kept_files():
    """Every hour by beat: files of refused forms that nobody sent again."""
    kept_files.forget_expired(timezone.now())
