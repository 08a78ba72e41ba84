"""Fetching a hazard with all that its page shows: as the page does it, against one join of everything, in the same run.

    DATABASE_URL=postgres://… .venv/bin/python benchmarks/hazard_page.py [--turns 100]

Makes the hazard in a test database of its own (SQLite in memory unless DATABASE_URL says otherwise). Ends with exit status 1
when the two find different rows, or when on PostgreSQL the one join is not the slower.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

django.setup()

from benchmarks.stopwatch import timed  # noqa: E402
from hazards.models import Hazard, State  # noqa: E402
from tests.factories.hazards import hazard_at  # noqa: E402

PEOPLE = ["created_by", "replied_by", "closed_by"]
SHOWN = [*PEOPLE, "township", "place", "sector", "drive", "answers", "inspection", "recurs_from"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=100)
    turns = parser.parse_args().turns
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        pk = hazard_at(State.CLOSED).pk
        page, page_ms = measured("as the page does", lambda: Hazard.objects.for_page().get(pk=pk), turns)
        join, join_ms = measured("one join", lambda: one_join().get(pk=pk), turns)
    finally:
        teardown_databases(databases, verbosity=0)
    same = all(getattr(page, name) == getattr(join, name) for name in SHOWN)
    return int(not same or (connection.vendor == "postgresql" and join_ms <= page_ms))


def one_join():
    people = [f"{role}__person" for role in PEOPLE]
    return Hazard.objects.select_related(
        "township__county", "place", "sector", "drive", "answers", "inspection__place", "recurs_from__township", *people
    )


def measured(label, work, turns):
    found, times = timed(work, turns=turns)
    sys.stdout.write(f"{connection.vendor}, {label}: {times}\n")
    return found, times.median


if __name__ == "__main__":
    sys.exit(main())
