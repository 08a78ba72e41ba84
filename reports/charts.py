"""Bar charts as data: what a snapshot keeps, and what templates/reports/_chart.html draws as SVG on the page and in the PDF."""

from decimal import Decimal

from django.utils.translation import gettext as _

# Millimetres of the type area; the page scales the drawing to its own frame.
WIDTH, NAME_WIDTH, NUMBER_WIDTH, LINE, BAR, HEAD = 156, 32, 24, 6, 4, 8
BARS_WIDTH = WIDTH - NAME_WIDTH - NUMBER_WIDTH


def chart(title, unit, series, bars, *, beside=False):
    """`bars` are [name, number of the first series, of the second, …]; None when there is nothing to draw.

    The numbers of one name are parts of a whole, laid end to end; `beside`: they are compared, one below the other,
    and None among them is one that is not known yet: no bar, and a dash.
    """
    rows = [[str(name), *[None if number is None else str(number) for number in numbers]] for name, *numbers in bars]
    kept = {"title": title, "unit": unit, "series": series, "bars": rows}
    return (kept | {"beside": True} if beside else kept) if rows else None


def drawing(chart):
    """Where every bar, word and number stands, in millimetres of a chart 156 mm wide."""
    rows = [(name, [None if number is None else Decimal(number) for number in numbers]) for name, *numbers in chart["bars"]]
    is_compared = chart.get("beside", False)
    lay, longest_of = (_line_beside, _largest) if is_compared else (_line, sum)
    longest = max(longest_of(numbers) for _name, numbers in rows) or 1
    lines = [lay(name, numbers, HEAD + LINE * place, longest) for place, (name, numbers) in enumerate(rows)]
    return {
        **chart,
        "width": WIDTH,
        "height": HEAD + LINE * len(lines) + 1,
        "bar_height": BAR / len(chart["series"]) if is_compared else BAR,
        "name_end": NAME_WIDTH - 1,
        "legend": _legend(chart["series"]) if len(chart["series"]) > 1 else [],
        "lines": lines,
        "summary": summary(chart, rows),
    }


def _line(name, numbers, top, longest):
    """One line of bars, laid end to end."""
    pieces, left = [], Decimal(NAME_WIDTH)
    for place, number in enumerate(numbers):
        width = round(BARS_WIDTH * number / longest, 2)
        pieces.append({"left": left, "top": top, "width": width, "series": place + 1, "number": number})
        left += width
    words = "＋".join(str(number) for number in numbers) if len(numbers) > 1 else str(numbers[0])
    return _named(name, top, pieces, left, words)


def _line_beside(name, numbers, top, longest):
    """One line of bars, each on its own part of the line's height."""
    widths = [round(BARS_WIDTH * (number or 0) / longest, 2) for number in numbers]
    pieces = [
        {"left": Decimal(NAME_WIDTH), "top": top + BAR / len(numbers) * place, "width": width, "series": place + 1, "number": number}
        for place, (width, number) in enumerate(zip(widths, numbers, strict=True))
    ]
    return _named(name, top, pieces, NAME_WIDTH + max(widths), " / ".join("—" if number is None else str(number) for number in numbers))


def _largest(numbers):
    return max(number or 0 for number in numbers)


def _named(name, top, pieces, end, words):
    shown = name if len(name) <= 8 else f"{name[:7]}…"
    return {
        "name": shown,
        "whole_name": name,
        "top": top,
        "middle": top + Decimal("3.1"),
        "pieces": pieces,
        "end": end + 1,
        "words": words,
    }


def _legend(series):
    """At the right of the title line."""
    lefts = [WIDTH - 20 * (len(series) - place) for place in range(len(series))]
    return [
        {"name": name, "left": left, "text_left": left + 4, "series": place + 1}
        for place, (name, left) in enumerate(zip(series, lefts, strict=True))
    ]


def summary(chart, rows):
    """For those who hear the chart: how many bars, and the longest of them; of numbers that are compared, by the first."""
    count = (lambda numbers: numbers[0] or 0) if chart.get("beside") else sum
    name, numbers = max(rows, key=lambda row: count(row[1]))
    words = {"title": chart["title"], "rows": len(rows), "name": name, "count": count(numbers), "unit": chart["unit"]}
    return _("%(title)s，共%(rows)s项，最多的是%(name)s：%(count)s%(unit)s。") % words
