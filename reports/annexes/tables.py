"""A table of an annex as plain JSON: what a snapshot keeps and a page prints, so its cells are finished words."""

from dataclasses import asdict, dataclass, field

from reports.round_numbers import in_ten_thousands, plain

NOTHING = "—"


@dataclass(frozen=True)
class Column:
    """`weight` is the column's share of the width; numbers stand at the right."""

    label: str
    unit: str = ""
    weight: int = 4
    is_text: bool = False


@dataclass(frozen=True)
class Table:
    key: str
    title: str
    columns: list[Column]
    rows: list[list[str]]
    total: list[str] | None = None
    is_landscape: bool = False
    note: str = ""
    chart: dict | None = field(default=None)

    def frozen(self):
        return asdict(self)


def text(label, weight=6):
    return Column(str(label), weight=weight, is_text=True)


def count(label, unit="", weight=4):
    return Column(str(label), str(unit), weight)


def rate(part, whole):
    """96.4%; of nothing there is no rate."""
    return f"{100 * part / whole:.1f}%" if whole else NOTHING


def cell(number):
    return plain(number or 0)


def money(yuan):
    """Yuan as 万元."""
    return in_ten_thousands(yuan or 0)


def on(day):
    return day.isoformat() if day else NOTHING
