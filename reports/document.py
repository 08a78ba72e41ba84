"""The finished document: a report's words and its snapshot, and nothing else, as HTML for the press.

The same words and the same snapshot make the same document, whatever the ledgers did since.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils import dateformat, timezone

from papers.dates import in_chinese_numerals
from papers.typesetting import typeset
from reports.annexes.tables import Table, count, text
from reports.charts import drawing
from reports.models import Paragraph
from reports.prose import default_paragraphs, default_title
from reports.round_numbers import plain
from reports.tokens import finished, tokens_in

# Millimetres: a row of a table in landscape, and what is left of that sheet for rows and chart below the annex's head and above its notes.
LANDSCAPE_ROW, LANDSCAPE_ROOM, NOTE = 5.2, 91, 6
# Characters of an annex across a sheet (632 pt of 9.5 pt, 442 pt of 10.5 pt), and what a cell's margins take of them.
ACROSS_LANDSCAPE, ACROSS_UPRIGHT, MARGINS = 66, 42, 0.6


@dataclass(frozen=True)
class Document:
    title: str
    dated: str
    paragraphs: list  # of anything with a style and a text: rows of a report, or the defaults
    snapshot: dict

    @classmethod
    def of(cls, report):
        return cls(report.title, dated(report), list(report.paragraphs.all()), report.snapshot)

    @classmethod
    def by_default(cls, snapshot, *, dated_on):
        """What a report would be that nobody edited."""
        title = default_title(snapshot["county"]["name"], snapshot["year"])
        return cls(title, in_arabic_numerals(dated_on), default_paragraphs(snapshot), snapshot)

    def html(self):
        tables = [*self.snapshot["annexes"], sources(self.paragraphs, self.snapshot)]
        context = {"attachments": [table["title"] for table in tables], "annexes": [printable(table) for table in tables]}
        return render_to_string("papers/reports/annual_report.html", self._words() | context)

    def pdf(self):
        return typeset(self.html())

    def _words(self):
        return {
            "title": self.title,
            "date": self.dated,
            "organ": self.snapshot["county"]["bureau_name"],
            "paragraphs": [(one.style, finished(one.text, self.snapshot)) for one in self.paragraphs],
            "as_of": as_of(self.snapshot),
        }


def dated(report):
    return (in_chinese_numerals if report.chinese_date else in_arabic_numerals)(report.dated_on)


def in_arabic_numerals(day):
    """2026年11月4日: full year, month and day without padding (GB/T 9704 7.3.5.4)."""
    return dateformat.format(day, "Y年n月j日")


def as_of(snapshot):
    moment = timezone.localtime(datetime.fromisoformat(snapshot["taken_at"]))
    return f"统计期间：{_day(snapshot['start'])}至{_day(snapshot['end'])}；数据截至{in_arabic_numerals(moment)}{moment:%H:%M}。"


def _day(iso):
    return in_arabic_numerals(date.fromisoformat(iso))


def printable(table):
    """A frozen table with its widths in per cent, and its chart drawn: below it, or alone where a sheet in landscape has no room."""
    whole = sum(column["weight"] for column in table["columns"])
    across = (ACROSS_LANDSCAPE if table["is_landscape"] else ACROSS_UPRIGHT) / whole
    columns = [
        column | {"width": f"{100 * column['weight'] / whole:.2f}", "keeps_unit": _keeps_unit(column, across * column["weight"])}
        for column in table["columns"]
    ]
    kinds = ["text" if column["is_text"] else "number" for column in columns]
    lines = [list(zip(kinds, row, strict=True)) for row in table["rows"]]
    total = list(zip(kinds, table["total"], strict=True)) if table["total"] else None
    drawn = table["chart"] and drawing(table["chart"])
    height = LANDSCAPE_ROW * (len(lines) + bool(total)) + NOTE * bool(table["note"]) + (drawn["height"] if drawn else 0)
    is_alone = bool(drawn) and table["is_landscape"] and height > LANDSCAPE_ROOM
    return table | {"columns": columns, "lines": lines, "sum": total, "drawing": drawn, "is_chart_alone": is_alone}


def _keeps_unit(column, width):
    """Whether （万元） stands on one line of the head without running over the cell; its brackets are half blank."""
    return len(column["unit"]) + 1.5 <= width - MARGINS


def sources(paragraphs, snapshot):
    """数据来源表: where every number of the text comes from, in the order of the text."""
    columns = [text("章节", 10), text("指标", 24), count("数值", weight=6), text("单位", 4), count("上年同期", weight=6)]
    section, rows, seen = "", [], set()
    for one in paragraphs:
        if one.style == Paragraph.Style.HEADING:
            section = one.text
        for key in (token.key for token in tokens_in(one.text) if token.key in snapshot["figures"]):
            if (section, key) not in seen:
                seen.add((section, key))
                rows.append(_source(section, snapshot["figures"][key]))
    note = "每项数值均由台账逐条汇总，在系统中打开本总结，点正文里的数字可查看所对应的记录。"
    return Table("sources", "数据来源表", columns, rows, note=note).frozen()


def _source(section, figure):
    # A single township's figure has its name in the label.
    short = section.split("，")[0] or "开头"
    return [short, figure["label"], plain(figure["value"]), figure["unit"], plain(figure["last_year"])]
