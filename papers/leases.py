"""Who may work at a print job, and who may finish it. Each function is one UPDATE; the row is the only judge.

The token is the fence: a worker that was paused beyond its lease still holds a token, but the row no longer does.
"""

import threading
import uuid
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import timezone

from papers.models import PrintJob

State = PrintJob.State


class LeaseLostError(Exception):
    """Somebody else holds the job now; whatever this worker made must be thrown away."""


def lease_end(at):
    return at + timedelta(seconds=settings.PRINT_LEASE_SECONDS)


def claim(job_pk, *, at=None):
    """The token of the lease, or None when the job is done, failed, or in somebody else's hands."""
    at = at or timezone.now()
    token = uuid.uuid4()
    claimed = (
        PrintJob.objects.claimable(at)
        .filter(pk=job_pk)
        .update(state=State.RUNNING, token=token, lease_until=lease_end(at), attempts=F("attempts") + 1, done=0, total=0, message="")
    )
    return token if claimed else None


def update_held(job_pk, held, /, **values):
    """Changes the row if it still holds this token; otherwise LeaseLostError."""
    if not PrintJob.objects.filter(pk=job_pk, token=held, state=State.RUNNING).update(**values):
        raise LeaseLostError(job_pk)


def renew(job_pk, token, *, at=None, **progress):
    update_held(job_pk, token, lease_until=lease_end(at or timezone.now()), **progress)


def finish(job_pk, token, *, at=None, **result):
    update_held(job_pk, token, state=State.DONE, message="", lease_until=None, finished_at=at or timezone.now(), **result)


def fail(job_pk, token, *, message, at=None):
    update_held(job_pk, token, state=State.FAILED, message=message, lease_until=None, finished_at=at or timezone.now())


def give_back(job_pk, token, *, message):
    """Queued again, and never sent: the next sweep sends it."""
    update_held(job_pk, token, state=State.QUEUED, message=message, token=None, lease_until=None, sent_at=None)


@contextmanager
def kept_alive(job_pk, token):
    """Renews the lease three times per term from a thread, so that a long silent step does not lose it.

    A worker that is killed or stopped stops its thread too, so its lease runs out.
    """
    stopped = threading.Event()
    thread = threading.Thread(target=_renew_until, args=(stopped, job_pk, token), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _renew_until(stopped, job_pk, token):
    try:
        while not stopped.wait(settings.PRINT_LEASE_SECONDS / 3):
            renew(job_pk, token)
    except LeaseLostError:
        pass  # The working thread learns it from its own next UPDATE.
    finally:
        connection.close()
