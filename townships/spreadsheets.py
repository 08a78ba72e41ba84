"""A list as .xlsx: row by row through a file, so that a ledger of a hundred thousand rows needs no memory to speak of."""

import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from html import unescape

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_tables2 import DateColumn, DateTimeColumn
from django_tables2.utils import Accessor

from papers.delivery import file_name

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDE = 18
FIRST_ROW = 2  # below the title and the column heads


@dataclass(frozen=True)
class Column:
    """`value(row)` gives what stands in the cell; `width` in characters."""

    title: str
    value: object
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    """One table of a book; `name` is its tab, the program's own when left out."""

    rows: object
    columns: list
    title: str
    name: str | None = None


def field_columns(model, widths):
    """A column for each field of the model that has a width."""
    return [Column(model._meta.get_field(name).verbose_name, _cell_of(name), width) for name, width in widths.items()]


def _cell_of(name):
    return lambda row: field_cell(row, name)


def field_cell(row, name):
    """A field's value as a cell: a choice by its word, a related row by its name, yes for a flag that is set."""
    value = getattr(row, name)
    if row._meta.get_field(name).choices:
        return getattr(row, f"get_{name}_display")()
    if isinstance(value, bool):
        return _("是") if value else ""
    return str(value) if hasattr(value, "_meta") else value


def send_spreadsheet(rows, columns, *, title, filename):
    """A download with the title, the column heads (repeated on every printed page) and the rows."""
    return send_book([Sheet(rows, columns, title)], filename=filename)


def send_book(sheets, *, filename):
    """A download with several tables."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_book(file, sheets)
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=file_name(filename, "xlsx"), content_type=CONTENT_TYPE)
    response["Cache-Control"] = "private, no-store"
    return response


def send_table(table, *, title):
    """A django-tables2 table as it stands on screen, all of its pages: one definition of the columns for both."""
    return send_spreadsheet(table.rows, table_columns(table), title=title, filename=title)


def table_columns(table):
    """Those of the screen, also the hidden ones; days, numbers and sums as such, so that the office can add and sort them."""
    shown = [column for column in table.columns.iterall() if not column.column.exclude_from_export]
    return [Column(column.header, partial(_value_of, column), WIDE if position else 24) for position, column in enumerate(shown)]


def _value_of(column, row):
    if isinstance(column.column, DateColumn | DateTimeColumn) and column.value == column.column.value:
        # The column's own value is its words; a table that says something else of the day (`render_…`) is asked.
        value = Accessor(column.accessor).resolve(row.record, quiet=True)
    else:
        value = row.get_cell_value(column.name)
    if value is None:
        return column.default if column.default != "—" else None
    return unescape(strip_tags(value)) if isinstance(value, SafeString) else value


def write_book(file, sheets):
    # What people typed stays text: "=1+1" is no formula and an address is no link.
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, {"constant_memory": True, **as_text}) as book:
        formats = Formats(book)
        for sheet in sheets:
            write_sheet(book, formats, sheet)


def write_sheet(book, formats, sheet):
    page = prepared_sheet(book, formats, sheet.columns, str(sheet.title), sheet.name)
    for number, row in enumerate(sheet.rows, FIRST_ROW):
        for position, column in enumerate(sheet.columns):
            write_cell(page, number, position, column.value(row), formats)


class Formats:
    def __init__(self, book):
        border = {"border": 1, "valign": "top", "text_wrap": True}
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.head = book.add_format({**border, "bold": True, "bg_color": "#EEF1F5", "align": "center"})
        self.text = book.add_format({**border, "num_format": "@"})
        self.number = book.add_format(border)
        self.money = book.add_format({**border, "num_format": "#,##0.00"})
        self.day = book.add_format({**border, "num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({**border, "num_format": "yyyy-mm-dd hh:mm"})


def prepared_sheet(book, formats, columns, title, name=None):
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, FIRST_ROW - 1)
    sheet.freeze_panes(FIRST_ROW, 0)
    for position, column in enumerate(columns):
        sheet.set_column(position, position, column.width)
    sheet.merge_range(0, 0, 0, max(len(columns) - 1, 1), title, formats.title)
    for position, column in enumerate(columns):
        sheet.write_string(FIRST_ROW - 1, position, str(column.title), formats.head)
    return sheet


def write_cell(sheet, row, position, value, formats):
    match value:
        case None:
            sheet.write_blank(row, position, None, formats.text)
        case datetime():
            sheet.write_datetime(row, position, timezone.localtime(value).replace(tzinfo=None), formats.moment)
        case date():
            sheet.write_datetime(row, position, value, formats.day)
        case Decimal():
            sheet.write_number(row, position, value, formats.money)
        case int() if not isinstance(value, bool):
            sheet.write_number(row, position, value, formats.number)
        case str() | Promise():
            sheet.write_string(row, position, str(value), formats.text)
        case _:
            sheet.write_string(row, position, str(value), formats.text)
