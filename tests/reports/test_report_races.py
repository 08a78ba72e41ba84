"""Two people in the same second, and a worker that dies: the report is made once, and nothing is lost."""

import os
import signal

import pytest

from config.celery import app
from papers.models import PrintJob
from reports import publishing
from reports.models import Action, AnnualReport, AnnualReportQuerySet, Paragraph
from reports.publishing import TransitionNotAllowed, draft_for, paper_of, perform
from tests.factories.hazards import HazardFactory
from tests.factories.reports import AnnualReportFactory, a_snapshot
from tests.factories.townships import BureauFactory, EnterpriseFactory
from tests.hazards.racing import race, wait_for_each_other, without_lock
from tests.processes import start_python, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
State = AnnualReport.State


def press_twice(report, monkeypatch):
    """Both have asked whether they may before either has moved the report."""
    monkeypatch.setattr(publishing, "is_allowed", wait_for_each_other(publishing.is_allowed))
    return race(*[lambda: perform(report, Action.COLLECT, by=report.created_by)] * 2)


def test_of_two_who_press_at_once_one_wins(monkeypatch):
    report = AnnualReportFactory()
    results = press_twice(report, monkeypatch)
    assert sorted(type(result) for result in results if isinstance(result, Exception)) == [TransitionNotAllowed]
    assert report.events.count() == 1


def test_without_the_lock_both_would(monkeypatch):
    report = AnnualReportFactory()
    without_lock(monkeypatch, AnnualReportQuerySet)
    press_twice(report, monkeypatch)
    assert report.events.count() == 2


def test_of_two_who_start_at_once_both_get_the_same_draft(monkeypatch):
    bureau = BureauFactory()
    monkeypatch.setattr(publishing, "take_snapshot", wait_for_each_other(lambda *args, **kwargs: a_snapshot()))
    (first, _), (second, _) = race(*[lambda: draft_for(bureau.county, 2012, by=bureau)] * 2)
    assert first == second == AnnualReport.objects.get()
    assert Paragraph.objects.count() == first.paragraphs.count()


# A real worker


@pytest.fixture
def start_worker(tmp_path):
    """The product's own worker, with a short lease, in a process group of its own."""
    app.control.purge()
    workers = []
    timing = {"PRINT_LEASE_SECONDS": "3", "PRINT_SWEEP_SECONDS": "1"}

    def start():
        beat = ["--beat", f"--schedule={tmp_path / f'beat-{len(workers)}'}"]
        command = ["-m", "celery", "-A", "config", "worker", "--concurrency=1", *beat]
        with (tmp_path / "worker.log").open("a") as log:
            workers.append(start_python(*command, changes=timing, stdout=log, stderr=log))
        return workers[-1]

    yield start
    for worker in workers:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def state_of(report):
    return AnnualReport.objects.values_list("state", flat=True).get(pk=report.pk)


def test_a_worker_killed_while_it_renders_delivers_the_report_once(start_worker):
    bureau = BureauFactory()
    place = EnterpriseFactory(township__county=bureau.county)
    for _hazard in range(3):
        HazardFactory(place=place)
    report, _is_new = draft_for(bureau.county, 2026, by=bureau)
    perform(report, Action.COLLECT, by=bureau)
    killed = start_worker()
    wait_until(lambda: state_of(report) == State.RENDERING)
    os.killpg(killed.pid, signal.SIGKILL)
    taken_at = AnnualReport.objects.get().snapshot["taken_at"]
    # What comes into the ledger now is not in the report: its figures are frozen.
    HazardFactory(place=place)

    start_worker()
    wait_until(lambda: state_of(report) == State.READY)

    job = paper_of(report)
    assert (PrintJob.objects.count(), job.state, job.attempts) == (1, PrintJob.State.DONE, 2)
    report.refresh_from_db()
    assert (report.snapshot["taken_at"], report.snapshot["figures"]["hazards.found"]["value"]) == (taken_at, 3)
    assert list(report.events.values_list("action", flat=True)) == ["start", "collect", "collected", "rendered"]
