"""Several threads, each with its own connection to PostgreSQL, that do something in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError

from django.db import connection

ROUNDS = 200


def race(*deeds):
    """What each deed returned or raised, in the order given; all start together."""
    with racers(len(deeds)) as run:
        return run(*deeds)


def rounds(*deeds, before=lambda: None):
    """What came of each of two hundred races between these deeds, one list after the other."""
    with racers(len(deeds)) as run:
        for _ in range(ROUNDS):
            before()
            yield run(*deeds)


@contextmanager
def racers(count):
    """Runs so many deeds at once, as often as asked; each thread keeps its connection until the end."""
    start = Barrier(count)

    def run(deed):
        # Nobody goes before all are here, so that each thread takes one deed.
        start.wait()
        try:
            return deed()
        except Exception as error:
            return error

    with ThreadPoolExecutor(count) as threads:
        try:
            yield lambda *deeds: [*threads.map(run, deeds)]
        finally:
            [*threads.map(run, [lambda: connection.close()] * count)]


def wait_for_each_other(function, *, count=2, seconds=0.5):
    """The function, but its callers leave it together: those whom no lock keeps apart. A lone caller leaves after a while."""
    barrier = Barrier(count)

    def together(*args, **kwargs):
        result = function(*args, **kwargs)
        with suppress(BrokenBarrierError):
            barrier.wait(seconds)
        return result

    return together


def without_lock(monkeypatch, queryset_class):
    """Takes the row lock out, to see that a test notices."""
    monkeypatch.setattr(queryset_class, "select_for_update", lambda self, **kwargs: self, raising=False)
