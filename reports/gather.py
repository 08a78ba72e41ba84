"""The figures of a place and a period, gathered from every app: one query a figure, whatever the county's size."""

from dataclasses import dataclass
from decimal import Decimal

from reports.singled_out import TOLD, TOLD_FAMILIES, key_of, townships_told_of
from townships.figure import all_figures


@dataclass(frozen=True)
class Gathered:
    """A figure's number: an int for a count, a Decimal for money."""

    key: str
    label: str
    unit: str
    number: int | Decimal
    place: int | None = None  # the township that a figure was taken of alone; else the county


def gather_all(period, county):
    """The county's figures, and those of the single townships that a report tells of (`key@code`)."""
    return gather(period, county) | gather_singled_out(period, county)


def gather_singled_out(period, county):
    """Also those that are nothing; no query where no township is told of."""
    townships = townships_told_of(period, county)
    if not townships:
        return {}
    figures = all_figures()
    numbers = {key: figures[key].by_township(period, county) for key in told(figures)}
    made = [
        Gathered(key_of(key, one), f"{one.name}：{figures[key].label}", str(figures[key].unit), found.get(one.pk, 0), one.pk)
        for key, found in numbers.items()
        for one in townships
    ]
    return {entry.key: entry for entry in made}


def told(figures):
    return [key for key in figures if key in TOLD or key.startswith(TOLD_FAMILIES)]


def gather(period, place, *, keys=None):
    """{key: Gathered} of a county, a township or all counties (place None); of these keys, or of all there are."""
    figures = all_figures()
    chosen = figures if keys is None else {key: figures[key] for key in keys}
    return {key: Gathered(key, str(found.label), str(found.unit), found.value(period, place)) for key, found in chosen.items()}


def gather_by_township(period, county, keys):
    """{key: {township id: number}}; what the county did itself stands under None."""
    figures = all_figures()
    return {key: figures[key].by_township(period, county) for key in keys}
