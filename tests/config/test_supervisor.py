"""The supervisor with small children; with the real ones it is in test_server."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.supervisor import AlreadyRunning, is_free, only_copy

ROOT = Path(__file__).resolve().parents[2]
# Children that write their name when they are asked to stop.
PROGRAM = """
import sys
from config.supervisor import StopRequested, Supervisor
try:
    with Supervisor() as supervisor:
        for name in sys.argv[1:]:
            ready = f"touch {name}.ready"
            supervisor.start(name, ["sh", "-c", f"trap 'echo {name} >> order; exit' TERM; {ready}; while :; do sleep 0.05; done"], grace=5)
        supervisor.wait_until(lambda: False)
except StopRequested:
    sys.exit(0)
sys.exit(f"dead: {supervisor.first_dead().name}")
"""


@pytest.fixture
def supervised(tmp_path):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, "broker", "worker", "web"], cwd=tmp_path, env=environment)
    give_up = time.monotonic() + 20
    while len(list(tmp_path.glob("*.ready"))) < 3:
        assert time.monotonic() < give_up
        time.sleep(0.02)
    yield process
    process.kill()
    process.wait()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_children_stop_in_the_opposite_order(supervised, tmp_path, sign):
    supervised.send_signal(sign)

    assert supervised.wait(20) == 0
    assert (tmp_path / "order").read_text().split() == ["web", "worker", "broker"]


def test_data_folder_has_one_server(tmp_path):
    with only_copy(tmp_path / "lock"), pytest.raises(AlreadyRunning), only_copy(tmp_path / "lock"):
        pass


def test_lock_is_free_after_its_holder(tmp_path):
    with only_copy(tmp_path / "lock"):
        pass
    with only_copy(tmp_path / "lock"):
        pass


def test_port_above_all_ports_is_not_free():
    assert is_free("127.0.0.1", 0)
    assert not is_free("127.0.0.1", 70000)
