"""The figures of a place and a period, gathered from every app: one query a figure, whatever the county's size."""

from dataclasses import dataclass
from decimal import Decimal

from townships.figure import all_figures


@dataclass(frozen=True)
class Gathered:
    """A figure's number: an int for a count, a Decimal for money."""

    key: str
    label: str
    unit: str
    number: int | Decimal


def gather(period, place, *, keys=None):
    """{key: Gathered} of a county, a township or all counties (place None); of these keys, or of all there are."""
    figures = all_figures()
    chosen = figures if keys is None else {key: figures[key] for key in keys}
    return {key: Gathered(key, str(found.label), str(found.unit), found.value(period, place)) for key, found in chosen.items()}


def gather_by_township(period, county, keys):
    """{key: {township id: number}}; what the county did itself stands under None."""
    figures = all_figures()
    return {key: figures[key].by_township(period, county) for key in keys}
