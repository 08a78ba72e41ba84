"""A few characters lent to a face that lacks them, sized and placed as its own are: a 洑 must not stand out of a line of 仿宋.

Faces differ in how much of the square they fill and how high it sits. What characters that both have measure tells by how much.
"""

import io

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

UNITS = 1000
# In every face of GB 2312, of many shapes.
MEASURED = "江河湖镇村塘坝墙国林"


def borrowed(face, lender, number, characters):
    """A face of these characters alone: those of the file `lender` (font `number` of it) made to fit among those of the file `face`."""
    with TTFont(lender, lazy=True, fontNumber=number) as theirs, TTFont(face, lazy=True, fontNumber=0) as own:
        matrix = _fitting(measure(theirs), measure(own))
        names = {ord(character): f"uni{ord(character):04X}" for character in characters}
        drawn = {name: _draw(theirs, code, matrix) for code, name in names.items()}
        heights = _heights(own)
    empty = T2CharStringPen(UNITS, None).getCharString()
    builder = FontBuilder(UNITS, isTTF=False)
    builder.setupGlyphOrder([".notdef", *drawn])
    builder.setupCharacterMap(names)
    builder.setupCFF("Borrowed", {}, {".notdef": empty} | drawn, {})
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *drawn], (UNITS, 0)))
    builder.setupHorizontalHeader(ascent=heights[0], descent=heights[1])
    builder.setupOS2(sTypoAscender=heights[0], sTypoDescender=heights[1])
    builder.setupNameTable({"familyName": "Borrowed", "styleName": "Regular"})
    builder.setupPost()
    written = io.BytesIO()
    builder.save(written)
    return written.getvalue()


def measure(font):
    """Middle and size of what is inked of a usual character, in parts of its square."""
    glyphs, codes, unit = font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm
    boxes = []
    for character in MEASURED:
        pen = BoundsPen(glyphs)
        glyphs[codes[ord(character)]].draw(pen)
        boxes.append(pen.bounds)
    left, bottom, right, top = (sum(sides) / len(boxes) / unit for sides in zip(*boxes, strict=True))
    return (left + right) / 2, (bottom + top) / 2, right - left, top - bottom


def _fitting(theirs, own):
    """The matrix, in parts of the square, that brings the one box onto the other."""
    wide, high = own[2] / theirs[2], own[3] / theirs[3]
    return wide, 0, 0, high, own[0] - wide * theirs[0], own[1] - high * theirs[1]


def _draw(font, code, matrix):
    glyphs, unit = font.getGlyphSet(), UNITS / font["head"].unitsPerEm
    wide, _, _, high, right, up = matrix
    pen = T2CharStringPen(UNITS, None)
    glyphs[font.getBestCmap()[code]].draw(TransformPen(pen, (wide * unit, 0, 0, high * unit, right * UNITS, up * UNITS)))
    return pen.getCharString()


def _heights(font):
    """Those of the face itself, so that no line grows by a borrowed character."""
    unit = UNITS / font["head"].unitsPerEm
    return round(font["hhea"].ascent * unit), round(font["hhea"].descent * unit)
