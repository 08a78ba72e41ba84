"""script/server as a newcomer starts it, on a copy of this folder with an empty var/: SQLite and a Redis of its own."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
# What a test run puts there would make it a production server, or one on the servers of the tests.
OURS = ["DATABASE_URL", "REDIS_URL", "MEDIA_ROOT", "VAR_DIR", "FONT_DIRS", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "BIND", "PORT"]
PATIENCE = 180


class Server:
    def __init__(self, folder, *, port=None):
        self.folder, self.port = folder, port or free_port()
        self.log = Path(tempfile.mkstemp(dir=folder, suffix=".log")[1])
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                ["script/server"], cwd=folder, env=environment(PORT=self.port), stdout=output, stderr=subprocess.STDOUT
            )

    @property
    def said(self):
        return self.log.read_text()

    def wait_until_up(self):
        wait_until(lambda: "已启动" in self.said or self.process.poll() is not None, PATIENCE)
        assert "已启动" in self.said, self.said
        return self

    def stop(self, sign=signal.SIGINT):
        self.process.send_signal(sign)
        return self.process.wait(PATIENCE)

    def child(self, words):
        found = subprocess.run(["pgrep", "-P", str(self.process.pid), "-f", words], capture_output=True, text=True, check=True)
        return int(found.stdout.split()[0])


class Reader:
    """A browser without JavaScript."""

    def __init__(self, server):
        self.server = server
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def get(self, path, **form):
        filled = urllib.parse.urlencode(form).encode() if form else None
        with self.opener.open(f"http://127.0.0.1:{self.server.port}{path}", filled, timeout=20) as answer:
            return answer.read().decode()

    def log_in(self, username, password):
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get("/accounts/login/")).group(1)
        return self.get("/accounts/login/", username=username, password=password, csrfmiddlewaretoken=token)


def environment(**more):
    inherited = {name: value for name, value in os.environ.items() if name not in OURS and not name.startswith("PYTEST")}
    return inherited | {name: str(value) for name, value in more.items()}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_in(folder):
    """Everything that was started there and still lives: web server, worker, beat and broker all stay in the folder."""
    for link in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if link.resolve().is_relative_to(folder):
                yield link.parent.name


@pytest.fixture(scope="module")
def folder():
    copy = Path(tempfile.mkdtemp(prefix="server-"))
    shutil.copytree(ROOT, copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".git", ".venv", "node_modules", "var", "__pycache__"))
    (copy / "var").mkdir()
    for shared in [".venv", "node_modules", "var/fonts"]:
        (copy / shared).symlink_to(ROOT / shared)
    yield copy
    shutil.rmtree(copy)


@contextlib.contextmanager
def running(folder):
    server = Server(folder)
    try:
        yield server.wait_until_up()
    finally:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture
def mortal_server(folder):
    """For tests that end it; they stand first, as only one server at a time may have the folder."""
    with running(folder) as server:
        yield server


@pytest.fixture(scope="module")
def server(folder):
    with running(folder) as server:
        yield server


def test_everything_ends_on_ctrl_c(mortal_server, folder):
    assert mortal_server.stop(signal.SIGINT) == 0

    assert "已停止" in mortal_server.said
    assert list(processes_in(folder)) == []


def test_nothing_is_left_when_the_supervisor_is_killed(mortal_server, folder):
    mortal_server.stop(signal.SIGKILL)

    wait_until(lambda: not list(processes_in(folder)), 40)


def test_when_one_part_dies_it_is_named_and_the_rest_stops(mortal_server, folder):
    os.kill(mortal_server.child("celery.* worker "), signal.SIGKILL)

    assert mortal_server.process.wait(PATIENCE) == 1
    assert "worker 意外退出" in mortal_server.said
    assert list(processes_in(folder)) == []


def test_login_page_has_its_looks(server):
    reader = Reader(server)

    for sheet in re.findall(r'href="(/static/\S+\.css)"', reader.get("/accounts/login/")):
        assert "{" in reader.get(sheet)


def test_healthcheck_finds_all_parts_well(server, folder):
    report = subprocess.run([".venv/bin/python", "manage.py", "healthcheck"], cwd=folder, env=environment(), capture_output=True, text=True)

    assert [line[:9] for line in report.stdout.splitlines()] == [
        "[ok] 数据库：",
        "[ok] 消息队列",
        "[ok] 后台进程",
        "[ok] 文件存储",
        "[ok] 公文字体",
    ]
    assert report.returncode == 0


def test_second_copy_on_the_same_data_is_refused(server, folder):
    second = Server(folder)

    assert second.process.wait(PATIENCE) == 1
    assert "已在运行" in second.said
    assert "登录" in Reader(server).get("/accounts/login/")


def test_busy_port_is_named(folder):
    with socket.socket() as other_program:
        other_program.bind(("127.0.0.1", 0))
        other_program.listen()
        port = other_program.getsockname()[1]

        refused = Server(folder, port=port)

        assert refused.process.wait(PATIENCE) == 1
        assert f"端口 {port} 已被其他程序占用或不能使用" in refused.said
