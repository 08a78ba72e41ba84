"""Claiming and fencing on the row. Clocks are passed in."""

import time
from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from papers import leases, printing
from papers.leases import LeaseLostError
from papers.models import PrintJob

State = PrintJob.State
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=timezone.get_default_timezone())
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def job(db):
    return PrintJob.objects.create(kind="leaflet", subject_id=7)


def test_a_claimed_job_is_not_claimed_again(job):
    assert leases.claim(job.pk, at=NOW)
    assert leases.claim(job.pk, at=NOW) is None


def test_a_job_whose_lease_ran_out_is_claimed_anew(job):
    assert leases.claim(job.pk, at=NOW) != leases.claim(job.pk, at=LATER)


def test_a_renewed_lease_does_not_run_out(job):
    token = leases.claim(job.pk, at=NOW)
    leases.renew(job.pk, token, at=LATER)
    assert leases.claim(job.pk, at=LATER) is None


def test_a_job_that_was_tried_often_enough_is_not_claimed(job):
    for attempt in range(PrintJob.MAX_ATTEMPTS):
        assert leases.claim(job.pk, at=NOW + timedelta(hours=attempt))
    assert leases.claim(job.pk, at=NOW + timedelta(days=1)) is None


def finish_late(job):
    """A worker finishes after its lease ran out and somebody else took over."""
    late = leases.claim(job.pk, at=NOW)
    leases.claim(job.pk, at=LATER)
    leases.finish(job.pk, late, file="papers/late.pdf", sha256="")


def test_a_worker_that_lost_its_lease_cannot_finish(job):
    with pytest.raises(LeaseLostError):
        finish_late(job)
    job.refresh_from_db()
    assert (job.state, job.file.name) == (State.RUNNING, "")


def test_without_the_token_in_the_update_it_could(job, monkeypatch):
    """The negative control of the test above: the token is what stops it."""
    monkeypatch.setattr(leases, "update_held", lambda pk, token, **values: PrintJob.objects.filter(pk=pk).update(**values))
    finish_late(job)
    job.refresh_from_db()
    assert job.state == State.DONE


@pytest.mark.parametrize("deed", [leases.renew, leases.finish])
def test_a_job_asked_for_again_is_lost_to_the_worker_of_the_old_one(job, leaflets, deed):
    token = leases.claim(job.pk)
    printing.print_again("leaflet", 7)
    with pytest.raises(LeaseLostError):
        deed(job.pk, token)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_job_make_one_paper(leaflets):
    job = PrintJob.objects.create(kind="leaflet", subject_id=7)

    def work():
        printing.carry_out(job.pk)
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert leaflets == [7]


@pytest.mark.django_db(transaction=True)
def test_a_long_silent_step_keeps_its_lease(settings):
    settings.PRINT_LEASE_SECONDS = 0.6
    job = PrintJob.objects.create(kind="leaflet", subject_id=7)
    token = leases.claim(job.pk)
    with leases.kept_alive(job.pk, token):
        time.sleep(1)
        assert leases.claim(job.pk) is None
