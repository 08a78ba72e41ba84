"""What a drawing is made of, in millimetres of its sheet, and how words fill a width. Nothing here knows a database or a page."""

import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache

# Of the type's size: a Chinese character is a square, figures and Latin letters are narrower in every face we print with.
NARROW = 0.56
LINE_HEIGHT = 1.32
NEVER_FIRST = set("，。、；：）》”%")
# Stands on both sides of what is kept on one line, such as a name with its number; no reader sees it.
SEAM = "\u200b"


@dataclass(frozen=True)
class Paper:
    """A sheet in landscape; a screen has no height, as it scrolls. `sizes` of type, best first, in mm (2.65 mm are 六号, 7.5 pt).

    `last_sizes` are for what no other sheet could take either: small type rather than nothing.
    """

    name: str
    width: float
    height: float | None
    margin: float
    sizes: tuple[float, ...]
    title_size: float
    last_sizes: tuple[float, ...] = ()

    @property
    def at_its_smallest(self):
        """Only with the smallest type that is read without trouble."""
        return replace(self, sizes=self.sizes[-1:], last_sizes=())

    @property
    def at_any_size(self):
        return replace(self, sizes=self.last_sizes, last_sizes=())


A4 = Paper("A4", 297, 210, 10, (3.5, 3.2, 2.9, 2.65), 6)
A3 = Paper("A3", 420, 297, 12, (4.2, 3.8, 3.5, 3.2, 2.9, 2.65), 8, last_sizes=(2.4,))
# The page's width of some 1,150 px makes 12 px of 3.2 mm.
SCREEN = Paper("screen", 300, None, 2, (3.2,), 4.6)


@dataclass(frozen=True)
class Line:
    """Words with a tone: strong, plain, soft, or gap, which is printed red."""

    words: str
    tone: str = "plain"


@dataclass(frozen=True)
class Text:
    x: float
    y: float  # of the baseline
    size: float
    words: str
    tone: str = "plain"
    anchor: str = "start"


@dataclass(frozen=True)
class Box:
    """A frame with its words; `name` is the place's, whatever else stands in it. A gap's frame is red, a head's ground is tinted."""

    x: float
    y: float
    width: float
    height: float
    name: str
    texts: tuple[Text, ...] = ()
    is_head: bool = False
    is_gap: bool = False
    url: str = ""

    @property
    def right(self):
        return self.x + self.width

    @property
    def bottom(self):
        return self.y + self.height


@dataclass(frozen=True)
class Stroke:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Symbol:
    """A sign of a key site (round) or of an enterprise (square), with one character in it."""

    x: float  # of its middle
    y: float
    radius: float
    letter: str
    is_round: bool
    tone: str = "plain"

    @property
    def left(self):
        return self.x - self.radius

    @property
    def top(self):
        return self.y - self.radius

    @property
    def side(self):
        return 2 * self.radius

    @property
    def size(self):
        return 1.48 * self.radius

    @property
    def base(self):
        return self.y + 0.53 * self.radius


@dataclass(frozen=True)
class Sheet:
    """One finished sheet."""

    paper: Paper
    width: float
    height: float
    title: str
    summary: str
    boxes: list[Box] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    symbols: list[Symbol] = field(default_factory=list)


def width_of(words, size):
    return size * _squares(words)


@lru_cache(maxsize=50_000)
def _squares(words):
    return sum(1 if unicodedata.east_asian_width(letter) in "WFA" else NARROW for letter in words)


def wrapped(words, width, size):
    """The words in lines no wider than this. What stands between seams, or a number, is broken only if a line doesn't hold it."""
    if width_of(plain := words.replace(SEAM, ""), size) <= width:
        return [plain]
    lines, line, last = [], "", ""
    for piece in _pieces(words):
        # What no line begins with takes along what it follows, rather than stand in the frame.
        carried = last if piece in NEVER_FIRST else ""
        is_carried = not carried or (line != carried and line.endswith(carried))
        if line and is_carried and width_of(line + piece, size) > width:
            lines.append(line.removesuffix(carried).rstrip())
            line = (carried + piece).lstrip()
        else:
            line += piece
        last = carried + piece
        while len(line) > 1 and width_of(line, size) > width + size:
            cut = _longest(line, width, size)
            # A name leaves its telephone number whole.
            space = line.rfind(" ", 1, cut)
            lines.append(line[:space] if space > 0 else line[:cut])
            line = line[space + 1 :] if space > 0 else line[cut:]
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def _pieces(words):
    """What stands between seams as a whole, and the rest in words."""
    for number, stretch in enumerate(words.split(SEAM)):
        yield from [stretch] if number % 2 else _words(stretch)


def _words(words):
    """Single Chinese characters, and whole runs of anything else."""
    run = ""
    for letter in words:
        if letter.isascii() and letter != " ":
            run += letter
            continue
        if run:
            yield run
            run = ""
        yield letter
    if run:
        yield run


def _longest(line, width, size):
    """How many characters of the line fit, at least one."""
    for count in range(2, len(line) + 1):
        if width_of(line[:count], size) > width:
            return count - 1
    return len(line)


def set_lines(lines, width, size):
    """Lines wrapped to a width: [(words, tone)]."""
    return [Line(words, line.tone) for line in lines for words in wrapped(line.words, width, size)]


def padding(size):
    return 0.45 * size


def height_of(lines, width, size):
    """How high a box of this width is with these lines in it."""
    return len(set_lines(lines, width - 2 * padding(size), size)) * size * LINE_HEIGHT + 2 * padding(size)


def box(x, y, width, size, name, lines, *, columns=1, **looks):
    """A box as high as its lines, in so many columns of text; no line goes on in the next column."""
    pad = padding(size)
    column = (width - 2 * pad) / columns
    blocks = [set_lines([line], column - (pad if columns > 1 else 0), size) for line in lines]
    rows = _rows_of([len(block) for block in blocks], columns)
    texts, at, row = [], 0, 0
    for block in blocks:
        if row + len(block) > rows:
            at, row = at + 1, 0
        for line in block:
            texts.append(Text(x + pad + column * at, y + pad + size * (0.95 + LINE_HEIGHT * row), size, line.words, line.tone))
            row += 1
    return Box(x, y, width, rows * size * LINE_HEIGHT + 2 * pad, name, tuple(texts), **looks)


def _rows_of(lengths, columns):
    """The fewest rows at which so many columns hold blocks of these lengths in their order."""
    rows = max(-(-sum(lengths) // columns), *lengths)
    while _columns_of(lengths, rows) > columns:
        rows += 1
    return rows


def _columns_of(lengths, rows):
    columns, used = 1, 0
    for length in lengths:
        if used + length > rows:
            columns, used = columns + 1, 0
        used += length
    return columns
