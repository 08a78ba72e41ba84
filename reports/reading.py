"""A report on screen: its words with every number a link to the rows that make it, its figures, tables and charts."""

from datetime import datetime
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from reports.charts import drawing
from reports.document import dated, printable
from reports.round_numbers import plain
from reports.singled_out import figure_of
from reports.tokens import pieces

# Of a long table the screen shows the beginning; the paper has all of it.
FIRST_ROWS = 50


def rows_address(key, snapshot, report=None):
    """Where the rows of a figure stand, for the snapshot's days and its county or the single township; `report` is who asks."""
    place = snapshot["figures"][key].get("place", snapshot["county"]["pk"])
    days = {"start": snapshot["start"], "end": snapshot["end"], "place": place} | ({"report": report} if report else {})
    return f"{reverse('reports:figure', args=[figure_of(key)])}?{urlencode(days)}"


def said_of(figure, place, snapshot):
    """What a snapshot says of a figure there, or None."""
    for key, entry in snapshot["figures"].items():
        if figure_of(key) == figure.key and entry.get("place", snapshot["county"]["pk"]) == place.pk:
            return entry["value"] if isinstance(entry["value"], int) else Decimal(entry["value"])
    return None


def reading_text(text, snapshot, *, linked=True, report=None):
    """`linked` is for those whose scope holds the rows."""
    return format_html_join("", "{}", ((_piece(piece, snapshot, linked, report),) for piece in pieces(text, snapshot)))


def _piece(piece, snapshot, linked, report):
    if not linked or piece.key not in snapshot["figures"]:
        return piece.text
    return format_html('<a class="figure-in-text" href="{}">{}</a>', rows_address(piece.key, snapshot, report), piece.text)


def figures_on_screen(snapshot, changed=None, *, linked=True, report=None):
    """Every figure with its number, its rows, and what it is now where that differs (已变动：83→85)."""
    return [
        {
            "key": key,
            "token": f"[[{key}]]",
            "label": figure["label"],
            "unit": figure["unit"],
            "value": plain(figure["value"]),
            "last_year": plain(figure["last_year"]),
            "url": rows_address(key, snapshot, report) if linked else "",
            "now": plain(Decimal(changed[key][1])) if changed and key in changed else None,
        }
        for key, figure in snapshot["figures"].items()
    ]


def phrases_on_screen(snapshot):
    return [{"token": f"[[{key}]]", "label": entry["label"], "value": entry["words"]} for key, entry in snapshot["phrases"].items()]


def _labelled(line, heads):
    return [(kind, words, head) for (kind, words), head in zip(line, heads, strict=True)]


def dates_on_screen(report):
    """The paper's date as it is printed, and when the figures were taken."""
    taken_at = timezone.localtime(datetime.fromisoformat(report.snapshot["taken_at"]))
    return {"dated": dated(report), "taken_at": f"{taken_at:%Y-%m-%d %H:%M}"}


def annexes_on_screen(snapshot):
    return [_shortened(table) for table in snapshot["annexes"]]


def _shortened(table):
    """On a phone a row becomes a card, so that every cell knows its head."""
    short = printable(table | {"rows": table["rows"][:FIRST_ROWS]})
    heads = [column["label"] for column in table["columns"]]
    labelled = {"lines": [_labelled(line, heads) for line in short["lines"]], "sum": short["sum"] and _labelled(short["sum"], heads)}
    return (
        short | labelled | {"drawing": table["chart"] and drawing(table["chart"]), "hidden_rows": max(len(table["rows"]) - FIRST_ROWS, 0)}
    )
