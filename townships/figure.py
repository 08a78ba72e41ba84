"""Figures: one number with one definition, used everywhere (DESIGN section 7).

An app declares its figures in its `figures.py`, beside the models that they count:

    @figure("hazards.found", _("排查隐患"), _("条"))
    def hazards_found(period):
        return Hazard.objects.counted().filter(period.moments("found_at"))

Dashboard, report, annexes and the page of a figure's rows all read the same declaration.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Aggregate, Count, Min, Sum

from townships.scope import ScopedQuerySet

FIGURES = {}
ROWS = Count("pk", distinct=True)
PROVIDERS = []


@dataclass(frozen=True)
class Figure:
    """`rows(period)` gives the rows, in a ScopedQuerySet; `measure` makes the number of them.

    `once_each`: the column of which each value counts once, such as `person_id` of who holds several posts.
    """

    key: str
    label: str
    unit: str
    rows: Callable[..., ScopedQuerySet]
    measure: Aggregate
    once_each: str = ""

    def rows_for(self, period, place):
        return self.rows(period).of_place(place)

    def shares(self, rows):
        """These rows, each with the `share` that it adds to the number; each row of a count adds itself.

        Where each person counts once, the first row of each.
        """
        if self.once_each:
            return rows.filter(pk__in=rows.order_by().values(self.once_each).annotate(first=Min("pk")).values("first"))
        return rows.annotate(share=self.measure.get_source_expressions()[0]) if self.is_sum else rows

    @property
    def is_sum(self):
        return isinstance(self.measure, Sum)

    def value(self, period, place):
        """Number for a county, a township, or all counties (place None); 0 when there are no rows."""
        return self.rows_for(period, place).order_by().aggregate(value=self.measure)["value"] or 0

    def by_township(self, period, county):
        """{township id: number} of one county, in one query; the county's own rows stand under None."""
        rows = self.rows_for(period, county)
        path = rows.model.township_path
        if path is None:
            return {None: rows.order_by().aggregate(value=self.measure)["value"] or 0}
        return {row[path]: row["value"] or 0 for row in rows.order_by().values(path).annotate(value=self.measure)}


@dataclass(frozen=True)
class Total:
    """The sum of other figures, such as what activities and trainings cost; its rows are theirs."""

    key: str
    label: str
    unit: str
    parts: tuple[Figure, ...]

    def value(self, period, place):
        return sum(part.value(period, place) for part in self.parts)

    def by_township(self, period, county):
        """As a figure's, in one query a part."""
        added = Counter()
        for part in self.parts:
            added.update(part.by_township(period, county))
        return dict(added)


def figure(key, label, unit, measure=None, *, once_each=""):
    """Declare the decorated function of a period as the rows of a figure."""

    def declare(rows):
        number = Count(once_each, distinct=True) if once_each else measure or ROWS
        _keep(Figure(key, label, unit, rows, number, once_each))
        return rows

    return declare


def total(key, label, unit, *, parts):
    """Declare the sum of figures that are declared already."""
    _keep(Total(key, label, unit, tuple(FIGURES[part] for part in parts)))


def _keep(found):
    if found.key in FIGURES:
        raise ValueError(f"figure {found.key} is declared twice")
    FIGURES[found.key] = found


def figures_from_rows(provider):
    """Declare a function that yields the figures which follow from rows, such as one per kind of activity."""
    PROVIDERS.append(provider)
    return provider


def all_figures():
    """{key: Figure} of every figure of every app; queries the rows that some figures follow from."""
    return FIGURES | {found.key: found for provider in PROVIDERS for found in provider()}


def rate(part, whole):
    """65.5%（72/110）: never without both numbers, and nothing out of nothing is 「—」, not 100 %."""
    return f"{part / whole:.1%}（{part}/{whole}）" if whole else "—"
