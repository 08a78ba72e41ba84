"""A title of several lines, broken where a reader pauses, no line much longer than it must be (GB/T 9704 7.3.1)."""

from unicodedata import east_asian_width

PER_LINE = 20  # characters of 22 pt in 156 mm
OPENING, CLOSING = "“《（〈「", "”》）〉」，、"


def title_lines(title):
    """One line, or two that break before an opening or after a closing mark, or else in the middle."""
    if width(title) <= PER_LINE:
        return [title]
    breaks = [at for at in range(2, len(title) - 1) if _may_break(title, at) and max(width(title[:at]), width(title[at:])) <= PER_LINE]
    if not breaks:
        return _in_even_parts(title)
    at = min(breaks, key=lambda at: abs(width(title[:at]) - width(title[at:])))
    return [title[:at], title[at:]]


def width(words):
    """In whole characters; digits and Latin letters take half."""
    return sum(1 if east_asian_width(letter) in "WFA" else 0.5 for letter in words)


def _may_break(title, at):
    after_year = title[at - 1] == "年" and title[at - 2].isdigit()
    return title[at] in OPENING or title[at - 1] in CLOSING or after_year


def _in_even_parts(title):
    parts = -(-int(width(title) + 0.5) // PER_LINE)
    size = -(-len(title) // parts)
    return [title[start : start + size] for start in range(0, len(title), size)]
