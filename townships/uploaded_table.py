"""A table inside an uploaded .xlsx: found by its heads, read row by row, every row with what is wrong with it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from townships.forms.fields import HALF_WIDTH


@dataclass
class Line:
    """One row of the file as it will be taken, and what is wrong with it."""

    number: int
    fields: dict
    errors: list = field(default_factory=list)
    tab: str = ""


def find_table(sheets, heads, needed, *, hint):
    """The first sheet whose head names what is needed: (name, rows, (row of the head, {column: head})); `hint`: what helps otherwise."""
    best = []
    for name, rows in sheets:
        for at, row in enumerate(rows[:10]):
            found = {column: words for column, cell in enumerate(row) if (words := "".join(text(cell).split())) in heads}
            if set(needed) <= set(found.values()):
                return name, rows, (at, found)
            best = max(best, list(found.values()), key=len)
    missing = "、".join(head for head in needed if head not in best)
    words = _("没有找到表头，缺少“%(missing)s”列。%(hint)s")
    raise ValidationError(words, code="no_head", params={"missing": missing, "hint": hint})


def rows_below(rows, head):
    """(number as the program counts rows, {head: words}) of each row below the head that says anything."""
    at, columns = head
    for number, row in enumerate(rows[at + 1 :], at + 2):
        cells = {columns[column]: text(cell) for column, cell in enumerate(row) if column in columns}
        if any(cells.values()):
            yield number, cells


def text(cell):
    """A cell as words: 10.0 is 10, a day is 2026-01-05, full-width digits are half-width."""
    match cell:
        case float() if cell.is_integer():
            cell = int(cell)
        case datetime():
            cell = cell.date()
    words = cell.isoformat() if isinstance(cell, date) else str(cell if cell is not None else "")
    return words.translate(HALF_WIDTH).strip()
