"""Several threads, each with its own connection to PostgreSQL, that do something in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

from django.db import connection


def race(*deeds):
    """What each deed returned or raised, in the order given; all start together."""
    start = Barrier(len(deeds))

    def run(deed):
        start.wait()
        try:
            return deed()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return [*threads.map(run, deeds)]


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
