"""佐证来源: what the system holds already and what a criterion of a score sheet can be proved with, never typed again.

The registry stands on the ground floor, as that of the figures does; reports/evidence.py declares a source a line, because
it may read every app. A sheet names a source by its key: one that nobody declares any more is shown as unknown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from townships.period import Period

SOURCES = {}


@dataclass(frozen=True)
class Source:
    """`look(township, period)` gives the number and the day of the latest row (None where it has none);
    `link(township, period)` the list of exactly these rows. Of a shortfall, such as gaps, none at all is what is wanted.
    What `follows_round` is asked for with the round of the candidacy as well, or None where there is none."""

    key: str
    label: str
    unit: str
    look: Callable
    link: Callable
    is_shortfall: bool = False
    follows_round: bool = False


def declare(source):
    if source.key in SOURCES:
        raise ValueError(f"evidence {source.key} is declared twice")
    SOURCES[source.key] = source
    return source


def choices():
    return [(source.key, source.label) for source in SOURCES.values()]


@dataclass(frozen=True)
class Found:
    """What a source holds of one township in one year, as of now."""

    source: Source
    number: int | Decimal
    latest: date | None
    url: str


class Shelf:
    """All evidence of one township in one year: each source is asked once, however many criteria name it."""

    def __init__(self, township, year, *, campaign=None, today=None):
        self.township, self.campaign, self.today = township, campaign, today or timezone.localdate()
        self.period = Period.year(year)
        self._found = {}

    def __getitem__(self, key):
        """Found, or None for a source that is not declared (any more)."""
        if key in SOURCES and key not in self._found:
            source = SOURCES[key]
            asked = self._asked_of(source)
            number, latest = source.look(*asked)
            self._found[key] = Found(source, number, latest, source.link(*asked))
        return self._found.get(key)

    def _asked_of(self, source):
        asked = (self.township, self.period)
        return (*asked, self.campaign) if source.follows_round else asked

    @cached_property
    def last_day(self):
        """Evidence is as old as it is today, or as it was when the year ended."""
        return min(self.today, self.period.end)
