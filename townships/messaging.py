"""Telling people at once: a message in their inbox, and by mail or the county's robot where that is set up. Each thing once."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from townships.masking import mask_numbers

from .models import Addressee, Delivery, Message, Role, User

Channel = Delivery.Channel
LONGEST = Message._meta.get_field("text").max_length


def bureau_of(county_id):
    return User.objects.filter(role=Role.BUREAU, county=county_id, is_active=True).select_related("person")


def inspectors_of(township_id):
    return User.objects.filter(role=Role.INSPECTOR, township=township_id, is_active=True).select_related("person")


@transaction.atomic
def tell(users, *, kind, key, text, row, county, township=None, at=None, leaves_at=None):
    """The Message about this row, or None when the same key was told before. Nobody to tell: it still reaches the robot.

    In the inbox at once, it leaves the system from `leaves_at` on. Stands and falls with the caller's transaction; deliveries
    wait in the database, so none is lost with the broker.
    """
    # What people hear is said in Chinese whatever language the one who pressed reads.
    with translation.override("zh-hans"):
        text = mask_numbers(str(text))[:LONGEST]
    told = {"kind": kind, "text": text, "path": row.get_absolute_url(), "township": township, "sent_at": at or timezone.now()}
    message, is_new = Message.objects.get_or_create(county=county, key=key, defaults=told)
    if not is_new:
        return None
    people = sorted({user.pk: user for user in users if user.is_active}.values(), key=lambda user: user.pk)
    inboxes = Addressee.objects.bulk_create(Addressee(message=message, user=user) for user in people)
    waits = {"next_attempt_at": leaves_at} if leaves_at else {}
    Delivery.objects.bulk_create(_deliveries(message, inboxes, waits))
    return message


def _deliveries(message, inboxes, waits):
    if settings.MESSAGE_WEBHOOK_URL:
        yield Delivery(message=message, channel=Channel.WEBHOOK, **waits)
    for inbox in inboxes if settings.SENDS_MAIL else []:
        if inbox.user.wants_mail and inbox.user.email:
            yield Delivery(message=message, channel=Channel.EMAIL, addressee=inbox, **waits)


def read(inbox, *, at=None):
    """Opened: seen from now on. Opened again, or in two windows, the first time stands."""
    return Addressee.objects.unread().filter(pk=inbox.pk).update(read_at=at or timezone.now())


def read_all(user, *, at=None):
    return Addressee.objects.of(user).unread().update(read_at=at or timezone.now())
