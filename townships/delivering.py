"""Messages out of the system, by mail and to the county's robot: retried with growing pauses, and every attempt is in the row."""

import hashlib
import hmac
import http.client
import json
import smtplib
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils import timezone

from .models import Delivery

State, Channel = Delivery.State, Delivery.Channel
# Pauses after the first, second, … attempt, in minutes.
PAUSES = [1, 5, 15, 60, 240, 240]
AT_A_TIME = 50
KEPT_OF_ERROR = Delivery._meta.get_field("last_error").max_length
# smtplib tells of a mail server that stopped answering as of one that hung up.
SILENCE = (TimeoutError, smtplib.SMTPServerDisconnected)
WORKER_DIED = "发送中断，没有得到结果"


class Silent(Exception):
    """Nobody answers at all: what else waits for this channel is left to the next run, its attempts uncounted."""


class NotDelivered(Exception):
    """The other side refused, or could not be reached; its words are for whoever reads the log."""


def deliver_due(*, at=None):
    """What the beat does, as often as it likes. Returns how many were sent."""
    at = at or timezone.now()
    Delivery.objects.exhausted(at).update(state=State.FAILED, last_error=WORKER_DIED)
    waiting = Delivery.objects.due(at).order_by("next_attempt_at", "pk").values_list("pk", "channel")
    sent, silent = 0, set()
    for pk, channel in waiting[:AT_A_TIME]:
        # Fifty of them that wait for a silent robot in turn would hold the worker, and with it every paper, for minutes.
        if channel not in silent:
            try:
                sent += deliver(pk, at=at)
            except Silent:
                silent.add(channel)
    return sent


def deliver(pk, *, at=None):
    """One attempt, if it is due and nobody else is at it; True when it was sent, Silent when nobody answered in time."""
    at = at or timezone.now()
    if not claim(pk, at):
        return False
    delivery = Delivery.objects.select_related("message__county", "message__township", "addressee__user").get(pk=pk)
    try:
        SENDERS[delivery.channel](delivery)
    except (NotDelivered, OSError, smtplib.SMTPException, http.client.HTTPException) as error:
        _refused(delivery, error)
        if isinstance(error, SILENCE):
            raise Silent from error
        return False
    Delivery.objects.filter(pk=pk).update(state=State.SENT, sent_at=timezone.now(), last_error="")
    return True


def claim(pk, at):
    """Count the attempt and put off the next in one UPDATE: of two workers one sends, and one that dies costs a pause."""
    claimable = Delivery.objects.due(at).filter(pk=pk)
    attempts = claimable.values_list("attempts", flat=True).first()
    if attempts is None:
        return False
    pause = timedelta(minutes=PAUSES[attempts])
    return bool(claimable.filter(attempts=attempts).update(attempts=F("attempts") + 1, next_attempt_at=at + pause))


def _refused(delivery, error):
    is_over = delivery.attempts >= Delivery.MAX_ATTEMPTS
    words = f"{type(error).__name__}: {error}"[:KEPT_OF_ERROR]
    Delivery.objects.filter(pk=delivery.pk).update(state=State.FAILED if is_over else State.WAITING, last_error=words)


def send_again(delivery, *, at=None):
    """From the first attempt on, now; what was sent or is on its way stays as it is."""
    failed = Delivery.objects.filter(pk=delivery.pk, state=State.FAILED)
    return bool(failed.update(state=State.WAITING, attempts=0, next_attempt_at=at or timezone.now()))


def address_of(message):
    """Whole when the deployment has told its own address, the path alone when it hasn't."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}{message.path}"


def send_mail(delivery):
    message, user = delivery.message, delivery.addressee.user
    mail = EmailMessage(
        subject=f"【{message.get_kind_display()}】{message.township or message.county}",
        body=f"{message.text}\n\n{address_of(message)}\n",
        to=[user.email],
        # The same on every attempt: a mail that came twice after all is seen as one.
        headers={"Message-ID": f"<{message.reference}.{delivery.pk}@townships>"},
        connection=get_connection(timeout=settings.MESSAGE_TIMEOUT),
    )
    if not mail.send():
        raise NotDelivered("mail server took no recipient")


def send_to_robot(delivery):
    body = json.dumps(payload(delivery.message), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "X-Delivery": str(delivery.message.reference)}
    if settings.MESSAGE_WEBHOOK_SECRET:
        moment = str(int(timezone.now().timestamp()))
        headers |= {"X-Timestamp": moment, "X-Signature": signature(settings.MESSAGE_WEBHOOK_SECRET, moment, body)}
    status = post(settings.MESSAGE_WEBHOOK_URL, body, headers)
    if not 200 <= status < 300:
        raise NotDelivered(f"HTTP {status}")


def payload(message):
    return {
        "id": str(message.reference),
        "kind": message.kind,
        "title": str(message.get_kind_display()),
        "text": message.text,
        "county": message.county.code,
        "township": message.township.code if message.township else None,
        "to": [inbox.user.get_full_name() for inbox in message.addressees.select_related("user__person").order_by("pk")],
        "address": address_of(message),
        "sent_at": timezone.localtime(message.sent_at).isoformat(timespec="seconds"),
    }


def signature(secret, moment, body):
    """HMAC-SHA256 of "timestamp.body": the receiver refuses an old timestamp, so that nothing is played back."""
    return "sha256=" + hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def post(url, body, headers):
    """The answer's status. Redirects are not followed: the secret's signature goes where the county said and nowhere else."""
    parts = urlsplit(url)
    kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    if parts.scheme not in kinds or not parts.hostname:
        raise NotDelivered(f"not an http address: {parts.scheme}")
    connection = kinds[parts.scheme](parts.hostname, parts.port, timeout=settings.MESSAGE_TIMEOUT)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


SENDERS = {Channel.EMAIL: send_mail, Channel.WEBHOOK: send_to_robot}
