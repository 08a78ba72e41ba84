"""pytest plugin (`-p tests.services`): PostgreSQL and Redis for this run alone, on sockets in a temporary folder.

Starts before pytest-django reads the settings, so that everything under test uses them. xdist workers inherit both; each has
a database (pytest-django's doing), a Redis database and a storage folder of its own.
PostgreSQL refuses to run as root, so root hands it to the user postgres.

To run a few tests again and again, keep the servers and their migrated database between the runs:
    .venv/bin/python -m tests.services &                              # says which TEST_SERVICES to export
    .venv/bin/python -m pytest -n 0 tests/hazards/test_orders.py      # --create-db after a new migration
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30
servers = []
folder = None


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests():
    if "TEST_SERVICES" in os.environ:
        share(Path(os.environ["TEST_SERVICES"]), os.environ.get("PYTEST_XDIST_WORKER", "gw0"))
    else:
        start()
    return (yield)


def start():
    global folder
    folder = Path(tempfile.mkdtemp(prefix="township-tests-"))
    folder.chmod(0o755)
    start_postgres(folder / "postgres")
    start_redis(folder / "redis.sock")
    os.environ["TEST_SERVICES"] = str(folder)
    share(folder, "gw0")


def share(folder, worker):
    """What one test process has for itself; gw0 is also the name of the only one."""
    os.environ["DATABASE_URL"] = f"postgres://app@/postgres?host={folder / 'postgres'}"
    os.environ.setdefault("FONT_DIRS", str(Path(os.environ.get("VAR_DIR", ROOT / "var")) / "fonts"))
    os.environ.pop("SECRET_KEY", None)
    os.environ["REDIS_URL"] = f"redis+socket://{folder / 'redis.sock'}?virtual_host={worker.removeprefix('gw')}"
    os.environ["VAR_DIR"] = str(folder / worker)
    os.environ["MEDIA_ROOT"] = str(folder / worker / "media")
    # Nobody runs collectstatic here, and WhiteNoise warns of a folder that is missing.
    (folder / worker / "static").mkdir(parents=True, exist_ok=True)


def start_postgres(home):
    home.mkdir()
    program = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    run_as = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        postgres = pwd.getpwnam("postgres")
        os.chown(home, postgres.pw_uid, postgres.pw_gid)
        run_as += [f"--reuid={postgres.pw_uid}", f"--regid={postgres.pw_gid}", "--clear-groups"]
    initdb = [program / "initdb", "-D", home / "data", "-U", "app", "-A", "trust", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8"]
    subprocess.run([*run_as, *initdb], check=True, stdout=subprocess.DEVNULL, cwd="/")
    # Nothing here outlives the run, so nothing needs to reach the disk. The county of a whole module is never committed: to
    # autovacuum its tables are empty, and with such statistics one query of the walk through all screens takes minutes.
    options = ["listen_addresses=", f"unix_socket_directories={home}", "fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    options += ["autovacuum=off"]
    launch([*run_as, program / "postgres", "-D", home / "data", *[f"--{option}" for option in options]], home.parent / "postgres.log")
    wait_until(lambda: subprocess.run([program / "pg_isready", "-q", "-h", home]).returncode == 0)


def start_redis(socket):
    redis = ["redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--dir", socket.parent]
    launch(["setpriv", "--pdeathsig", "TERM", *redis], socket.parent / "redis.log")
    wait_until(socket.exists)


def launch(command, log):
    with log.open("w") as output:
        servers.append(subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd="/", start_new_session=True))


def wait_until(ready):
    give_up = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > give_up or any(server.poll() is not None for server in servers):
            raise RuntimeError(f"a test server did not start: see the logs in {folder}")
        time.sleep(0.02)


def pytest_unconfigure():
    for server in servers:
        server.send_signal(signal.SIGINT)
    for server in servers:
        server.wait(10)
    if folder:
        shutil.rmtree(folder)


if __name__ == "__main__":
    start()
    sys.stdout.write(f"export TEST_SERVICES={folder}\n")
    sys.stdout.flush()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    signal.sigwait({signal.SIGINT, signal.SIGTERM})
    pytest_unconfigure()
