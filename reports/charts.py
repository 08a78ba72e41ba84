"""Bar charts as data: what a snapshot keeps, and what templates/reports/_chart.html draws as SVG on the page and in the PDF."""

from decimal import Decimal

# Millimetres of the type area; the page scales the drawing to its own frame.
WIDTH, NAME_WIDTH, NUMBER_WIDTH, LINE, BAR, HEAD = 156, 32, 24, 6, 4, 8
BARS_WIDTH = WIDTH - NAME_WIDTH - NUMBER_WIDTH


def chart(title, unit, series, bars):
    """`bars` are [name, number of the first series, of the second, …]; None when there is nothing to draw."""
    rows = [[str(name), *[str(number) for number in numbers]] for name, *numbers in bars]
    return {"title": title, "unit": unit, "series": series, "bars": rows} if rows else None


def drawing(chart):
    """Where every bar, word and number stands, in millimetres of a chart 156 mm wide."""
    rows = [(name, [Decimal(number) for number in numbers]) for name, *numbers in chart["bars"]]
    longest = max(sum(numbers) for _name, numbers in rows) or 1
    lines = [_line(name, numbers, HEAD + LINE * place, longest) for place, (name, numbers) in enumerate(rows)]
    return {
        **chart,
        "width": WIDTH,
        "height": HEAD + LINE * len(lines) + 1,
        "bar_height": BAR,
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
        pieces.append({"left": left, "width": width, "series": place + 1, "number": number})
        left += width
    words = "＋".join(str(number) for number in numbers) if len(numbers) > 1 else str(numbers[0])
    shown = name if len(name) <= 8 else f"{name[:7]}…"
    return {
        "name": shown,
        "whole_name": name,
        "top": top,
        "middle": top + Decimal("3.1"),
        "pieces": pieces,
        "end": left + 1,
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
    """For those who hear the chart: how many bars, and the longest of them."""
    name, numbers = max(rows, key=lambda row: sum(row[1]))
    return f"{chart['title']}，共{len(rows)}项，最多的是{name}：{sum(numbers)}{chart['unit']}。"
