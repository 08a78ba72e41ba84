import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from papers import sweeping
from papers.models import PrintJob
from papers.printing import NotPrintedError, kept_from_the_queue, print_again, print_now, printer, request_print
from tests.papers.leaflets import leaflet, title_of

pytestmark = pytest.mark.django_db
State = PrintJob.State


@pytest.fixture
def sent(monkeypatch):
    """The jobs for which a message went out."""
    messages = []
    monkeypatch.setattr("papers.tasks.print_paper.delay", messages.append)
    return messages


def stumble(subject_id, progress):
    raise ZeroDivisionError


def test_a_paper_asked_for_twice_is_one_job(leaflets, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert request_print("leaflet", 7) == request_print("leaflet", 7)
    assert len(sent) == 1


def test_a_paper_kept_from_the_queue_waits_for_print_now(leaflets, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), kept_from_the_queue():
        job = request_print("leaflet", 1)

    assert (sent, print_now(job).is_done) == ([], True)


def test_a_kind_that_nobody_prints_is_refused(leaflets):
    with pytest.raises(LookupError):
        request_print("pamphlet", 7)


def test_print_now_makes_the_paper(leaflets):
    job = print_now(request_print("leaflet", 7))
    assert (job.state, title_of(job), leaflets) == (State.DONE, "leaflet 1", [7])


def test_a_done_paper_is_not_made_again(leaflets):
    print_now(request_print("leaflet", 7))
    print_now(request_print("leaflet", 7))
    assert leaflets == [7]


def test_a_paper_of_a_changed_subject_is_made_again(leaflets):
    print_now(request_print("leaflet", 7))
    job = print_now(print_again("leaflet", 7))
    assert title_of(job) == "leaflet 2"


def test_a_failure_is_told_and_queued_again(printers):
    printer("leaflet")(stumble)
    job = request_print("leaflet", 7)
    with pytest.raises(NotPrintedError):
        print_now(job)
    assert (job.state, job.attempts, job.message) == (State.QUEUED, 1, "未能完成，稍后自动重试")


def fail_for_good(job):
    for _ in range(PrintJob.MAX_ATTEMPTS):
        with pytest.raises(NotPrintedError):
            print_now(job)


def test_the_third_failure_is_final_and_says_what_to_do(printers):
    told = []
    printer("leaflet", failed=told.append)(stumble)
    job = request_print("leaflet", 7)
    fail_for_good(job)
    assert (job.state, job.message, told) == (State.FAILED, "排版多次出错，已记入日志，请联系管理员后再试", [job])


def test_a_failed_paper_can_be_asked_for_again(printers):
    printer("leaflet")(stumble)
    fail_for_good(request_print("leaflet", 7))
    again = request_print("leaflet", 7)
    assert (again.state, again.attempts, again.message) == (State.QUEUED, 0, "")


def test_a_callback_that_fails_leaves_the_job_unfinished_and_no_file(printers):
    @printer("leaflet", finished=lambda job: stumble(job, None))
    def print_leaflet(subject_id, progress):
        return leaflet()

    with pytest.raises(NotPrintedError):
        print_now(request_print("leaflet", 71))
    assert not list(Path(default_storage.path("papers")).glob("leaflet/71-*"))


def test_what_no_reader_can_open_is_not_delivered(printers):
    @printer("leaflet")
    def print_nonsense(subject_id, progress):
        return b"%PDF nonsense"

    with pytest.raises(NotPrintedError):
        print_now(request_print("leaflet", 7))


def test_progress_reaches_the_row(printers):
    @printer("leaflet")
    def print_in_steps(subject_id, progress):
        progress(3, 10, "第三章")
        seen.append(PrintJob.objects.values_list("done", "total", "message").get())
        return leaflet()

    seen = []
    print_now(request_print("leaflet", 7))
    assert seen == [(3, 10, "第三章")]


def test_the_sweeper_sends_what_was_never_sent_and_what_was_sent_long_ago(sent, django_capture_on_commit_callbacks):
    now = timezone.now()
    never, long_ago, _just_now, _done = (
        PrintJob.objects.create(kind="leaflet", subject_id=number, sent_at=sent_at, state=state, file="x")
        for number, (sent_at, state) in enumerate(
            [(None, "queued"), (now - timedelta(hours=1), "queued"), (now, "queued"), (now - timedelta(hours=1), "done")]
        )
    )
    with django_capture_on_commit_callbacks(execute=True):
        sweeping.sweep(at=now)
    assert sent == [never.pk, long_ago.pk]


def test_the_sweeper_gives_up_what_stopped_its_worker_too_often(printers):
    printer("leaflet")(stumble)
    job = request_print("leaflet", 7)
    past = timezone.now() - timedelta(hours=1)
    PrintJob.objects.update(state=State.RUNNING, token=os.urandom(16).hex(), lease_until=past, attempts=3)
    sweeping.sweep()
    job.refresh_from_db()
    assert (job.state, job.message) == (State.FAILED, "排版多次中断，请联系管理员后再试")


def test_orphans_are_removed_and_papers_kept(leaflets, settings):
    job = print_now(request_print("leaflet", 7))
    paper = Path(job.file.path)
    orphans = [paper.with_name("7-0.part"), paper.with_name("7-1.pdf"), paper.with_name("7-2.part")]
    for orphan in orphans:
        orphan.touch()
    old = time.time() - 2 * settings.PRINT_LEASE_SECONDS
    for path in [paper, *orphans[:2]]:
        os.utime(path, (old, old))
    sweeping.remove_orphans()
    assert [path.exists() for path in [paper, *orphans]] == [True, False, False, True]
