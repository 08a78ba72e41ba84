"""A real worker in a process group of its own, on the test's PostgreSQL and Redis, killed and stopped for real."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from config.celery import app
from papers.models import PrintJob
from tests.papers.leaflets import title_of
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
LEASE = 3


@pytest.fixture
def environment(tmp_path):
    """The test's own database, an empty queue and a short lease."""
    app.control.purge()
    return os.environ | {
        "DATABASE_URL": os.environ["DATABASE_URL"].replace("/postgres?", f"/{connection.settings_dict['NAME']}?"),
        "REDIS_URL": settings.REDIS_URL,
        "PRINT_LEASE_SECONDS": str(LEASE),
        "PRINT_SWEEP_SECONDS": "1",
        "LEAFLETS": str(tmp_path),
    }


@pytest.fixture
def start_worker(environment, tmp_path):
    workers = []

    def start(*options):
        command = [sys.executable, "-m", "celery", "-A", "tests.papers.worker", "worker", "--concurrency=1", *options]
        with (tmp_path / f"worker-{len(workers)}.log").open("w") as log:
            workers.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True))
        return workers[-1]

    yield start
    for worker in workers:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


@pytest.fixture
def started(tmp_path):
    """The processes that have begun to print, in order."""

    def pids():
        return [path.name.split("-")[1] for path in sorted(tmp_path.glob("started-*"), key=lambda path: path.stat().st_mtime_ns)]

    return pids


def beat(tmp_path):
    return ["--beat", f"--schedule={tmp_path / 'beat'}"]


def is_done(job):
    job.refresh_from_db()
    return job.is_done


def papers_on_disk():
    return list(Path(default_storage.path("papers/leaflet")).glob("*"))


@pytest.fixture
def job():
    # The row alone: no message was ever sent, as when the broker was down. The sweeper has to find it.
    for path in papers_on_disk():
        path.unlink()
    return PrintJob.objects.create(kind="leaflet", subject_id=7)


def test_a_worker_killed_in_the_middle_delivers_once_after_restart(start_worker, started, job, tmp_path):
    killed = start_worker(*beat(tmp_path))
    wait_until(started)
    os.killpg(killed.pid, signal.SIGKILL)
    (tmp_path / "go").touch()
    start_worker(*beat(tmp_path))
    wait_until(lambda: is_done(job))
    assert (job.attempts, title_of(job), len(papers_on_disk())) == (2, started()[1], 1)
    assert PrintJob.objects.filter(kind="finished").count() == 1


def test_a_worker_that_slept_past_its_lease_cannot_finish(start_worker, started, job, tmp_path):
    sleeper = start_worker(*beat(tmp_path))
    wait_until(started)
    os.killpg(sleeper.pid, signal.SIGSTOP)
    (tmp_path / "go").touch()
    start_worker("--beat", f"--schedule={tmp_path / 'beat-2'}")
    wait_until(lambda: is_done(job))
    os.killpg(sleeper.pid, signal.SIGCONT)
    wait_until(lambda: "somebody else has the job now" in (tmp_path / "worker-0.log").read_text())
    job.refresh_from_db()
    assert (job.attempts, title_of(job), len(papers_on_disk())) == (2, started()[1], 1)


def test_messages_that_come_twice_print_once(environment, start_worker, started, job, tmp_path):
    (tmp_path / "go").touch()
    send_three = f"from papers.tasks import print_paper\nfor _ in range(3): print_paper.delay({job.pk})"
    subprocess.run([sys.executable, "-c", f"import tests.papers.worker\n{send_three}"], env=environment, check=True)
    start_worker()
    wait_until(lambda: is_done(job))
    time.sleep(1)
    assert (len(started()), PrintJob.objects.filter(kind="finished").count()) == (1, 1)


def test_a_dead_broker_leaves_the_row_waiting_and_the_request_unharmed(environment):
    ask = "import tests.papers.worker; from papers.printing import request_print; request_print('leaflet', 8)"
    dead = environment | {"REDIS_URL": "redis+socket:///nowhere/redis.sock"}
    subprocess.run([sys.executable, "-c", ask], env=dead, check=True, timeout=20, capture_output=True)
    assert PrintJob.objects.filter(subject_id=8, state=PrintJob.State.QUEUED, sent_at=None).exists()
