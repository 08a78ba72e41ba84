"""Asking for papers and making them.

An app says in its printers.py how a paper of its own is made:

    @printer("order", finished=order_printed)
    def print_order(subject_id, progress):
        progress(1, 2, _("正在排版"))
        return typeset(render_to_string("hazards/papers/order.html", ...))

and asks for it with request_print("order", order.pk). `finished(job)` and `failed(job)` run in the transaction
that finishes the job, so what they change is true exactly when the job is.
"""

import hashlib
import logging
import time
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from papers import colophon, delivery, leases
from papers.models import PrintJob

logger = logging.getLogger(__name__)
State = PrintJob.State
_printers = {}
_queue_is_closed = ContextVar("queue_is_closed", default=False)


class NotPrintedError(Exception):
    """print_now() came back without a paper."""


def _nothing(job):
    """No callback."""


@dataclass(frozen=True)
class Printer:
    make: Callable
    finished: Callable = _nothing
    failed: Callable = _nothing


def printer(kind, *, finished=_nothing, failed=_nothing):
    """Registers make(subject_id, progress) -> bytes as the way to print this kind."""

    def register(make):
        _printers[kind] = Printer(make, finished, failed)
        return make

    return register


class Progress:
    """progress(done, total, message): tells the reader of the page how far it is, and keeps the lease."""

    SECONDS_BETWEEN_WRITES = 0.5

    def __init__(self, job_pk, token):
        self.job_pk, self.token = job_pk, token
        self.written_at = self.message = None

    def __call__(self, done, total, message=""):
        now = time.monotonic()
        is_news = message != self.message or done == total
        if is_news or now - self.written_at >= self.SECONDS_BETWEEN_WRITES:
            leases.renew(self.job_pk, self.token, done=done, total=total, message=message[:200])
            self.written_at, self.message = now, message


def request_print(kind, subject_id):
    """The job that makes this paper. Asking twice makes one paper; asking after a failure tries again."""
    if kind not in _printers:
        raise LookupError(f"no printer for {kind!r}")
    job, created = PrintJob.objects.get_or_create(kind=kind, subject_id=subject_id)
    if job.has_failed:
        return _queue_again(job, from_states=[State.FAILED])
    if created:
        send(job.pk)
    return job


def print_again(kind, subject_id):
    """A fresh paper of a subject that has changed. A worker that is still at the old one can't finish it any more."""
    job = request_print(kind, subject_id)
    return job if job.state == State.QUEUED else _queue_again(job, from_states=[State.RUNNING, State.DONE, State.FAILED])


def _queue_again(job, *, from_states):
    fresh = {"state": State.QUEUED, "token": None, "lease_until": None, "finished_at": None, "sent_at": None}
    if PrintJob.objects.filter(pk=job.pk, state__in=from_states).update(**fresh, attempts=0, done=0, total=0, message=""):
        send(job.pk)
    job.refresh_from_db()
    return job


@contextmanager
def kept_from_the_queue():
    """Jobs asked for in here wait for print_now(): for management commands, which may run without a broker."""
    token = _queue_is_closed.set(True)
    try:
        yield
    finally:
        _queue_is_closed.reset(token)


def send(job_pk):
    """To the queue, once the row is there to be read."""
    if _queue_is_closed.get():
        return
    transaction.on_commit(partial(_send, job_pk))


def _send(job_pk):
    from papers.tasks import print_paper

    try:
        print_paper.delay(job_pk)
    except OperationalError:
        # The row stands, so nothing is lost: the sweeper sends it when the broker is back.
        logger.exception("print job %s waits for the broker", job_pk)
    else:
        PrintJob.objects.filter(pk=job_pk).update(sent_at=timezone.now())


def carry_out(job_pk):
    """Makes the paper if the job is free. Safe to call twice, also at the same time."""
    token = leases.claim(job_pk)
    if token is None:
        return
    job = PrintJob.objects.get(pk=job_pk)
    try:
        with leases.kept_alive(job_pk, token):
            content = _printers[job.kind].make(job.subject_id, Progress(job_pk, token))
            hand_over(job, token, content)
    except leases.LeaseLostError:
        logger.warning("%s: somebody else has the job now", job)
    except Exception:
        # Whatever a printer stumbles over is this job's failure, not the worker's.
        logger.exception("%s was not printed, attempt %s", job, job.attempts)
        _not_printed(job, token)


def hand_over(job, token, content):
    warning = colophon.warning_of(content)
    name = delivery.write(job, token, content)
    try:
        with transaction.atomic():
            leases.finish(job.pk, token, file=name, sha256=hashlib.sha256(content).hexdigest(), warning=warning)
            job.refresh_from_db()
            _printers[job.kind].finished(job)
    except BaseException:
        delivery.remove(name)
        raise


def _not_printed(job, token):
    try:
        if job.attempts < PrintJob.MAX_ATTEMPTS:
            leases.give_back(job.pk, token, message=_("未能完成，稍后自动重试"))
        else:
            give_up(job, token, _("排版多次出错，已记入日志，请联系管理员后再试"))
    except leases.LeaseLostError:
        logger.warning("%s: somebody else has the job now", job)


def give_up(job, token, message):
    with transaction.atomic():
        leases.fail(job.pk, token, message=message)
        job.refresh_from_db()
        _printers[job.kind].failed(job)


def print_now(job):
    """The same work without the queue, for management commands: the finished job, or NotPrintedError."""
    if not job.is_done:
        carry_out(job.pk)
        job.refresh_from_db()
    if not job.is_done:
        raise NotPrintedError(job)
    return job
