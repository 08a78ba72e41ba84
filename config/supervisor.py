"""Runs broker, worker with beat, and web server on this machine, and stops them in the opposite order.

Each child is a session of its own, so that Ctrl-C in the terminal reaches this process alone, which then stops them one after
the other: the broker must outlive the worker, which gives unfinished tasks back to it. Should this process be
killed outright, the kernel sends the children TERM (pdeathsig).
"""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import time

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """Like KeyboardInterrupt, no error that anybody should catch on the way."""


class AlreadyRunning(Exception):
    pass


class Child:
    def __init__(self, name, command, *, grace):
        self.name, self.grace = name, grace
        command = ["setpriv", "--pdeathsig", "TERM", *map(str, command)]
        self.process = subprocess.Popen(command, start_new_session=True)  # noqa: S603

    @property
    def is_alive(self):
        return self.process.poll() is None

    def stop(self):
        """Ask; after the grace period insist (a worker then drops its tasks, which go back to the queue)."""
        for sign, patience in [(signal.SIGTERM, self.grace), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)]:
            self.process.send_signal(sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
                break
        # Children of a child that was killed in mid-work.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    def __init__(self):
        self.children = []

    def __enter__(self):
        for sign in STOP_SIGNALS:
            signal.signal(sign, _request_stop)
        return self

    def __exit__(self, *exception):
        for sign in STOP_SIGNALS:
            signal.signal(sign, signal.SIG_IGN)
        for child in reversed(self.children):
            child.stop()

    def start(self, name, command, *, grace):
        self.children.append(Child(name, command, grace=grace))

    def wait_until(self, ready):
        """True once ready() is; False if a child has ended before that."""
        while not ready():
            if self.first_dead():
                return False
            time.sleep(0.05)
        return True

    def first_dead(self):
        return next((child for child in self.children if not child.is_alive), None)


def _request_stop(*_):
    raise StopRequested


@contextlib.contextmanager
def only_copy(path):
    """Holds the lock of this data folder; two brokers on one socket would take each other's tasks."""
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning from None
        yield


def is_free(host, port):
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As gunicorn does: a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            return False
        return True
