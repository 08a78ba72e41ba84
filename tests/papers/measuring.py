"""A rendered paper in millimetres from its upper left corner. Tests measure what came out; none reads the style sheet."""

import ctypes
from dataclasses import dataclass
from itertools import groupby

import pypdfium2
from pypdfium2 import raw

MM = 25.4 / 72


@dataclass
class Letter:
    text: str
    x: float  # of the origin
    baseline: float
    end: float  # where the next one begins
    ink: tuple  # left, top, right, bottom


@dataclass
class Line:
    letters: list

    @property
    def text(self):
        return "".join(letter.text for letter in self.letters).strip()

    @property
    def baseline(self):
        return self.letters[0].baseline

    @property
    def left(self):
        return self.letters[0].x

    @property
    def right(self):
        return self.letters[-1].end


class Sheet:
    def __init__(self, page):
        self.width, self.height = (round(side * MM, 1) for side in page.get_size())
        self.letters = list(self.read(page, page.get_textpage()))

    def read(self, page, text):
        x, y = ctypes.c_double(), ctypes.c_double()
        height = page.get_height()
        for index in range(text.count_chars()):
            raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
            left, bottom, right, top = text.get_charbox(index)
            end = text.get_charbox(index, loose=True)[2] * MM
            ink = (left * MM, (height - top) * MM, right * MM, (height - bottom) * MM)
            character = chr(raw.FPDFText_GetUnicode(text.raw, index))
            if not character.isspace():
                yield Letter(character, x.value * MM, (height - y.value) * MM, end, ink)

    @property
    def lines(self):
        ordered = sorted(self.letters, key=lambda letter: (round(letter.baseline, 1), letter.x))
        return [Line(list(letters)) for _, letters in groupby(ordered, key=lambda letter: round(letter.baseline, 1))]

    @property
    def body(self):
        """The lines of the type area, without the page number."""
        return [line for line in self.lines if line.baseline < self.height - 35]

    @property
    def number(self):
        return self.lines[-1]

    def line(self, text):
        [found] = [line for line in self.lines if text in line.text]
        return found


def sheets(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return [Sheet(page) for page in document]
