"""Two things that WeasyPrint does not know about lines of Chinese, which the grid of 22 lines of 28 characters needs.

It justifies by widening spaces, and Chinese has none, so a line from which 避头尾 took a character ends short. And it
takes a line's baseline from whatever faces stand in it, so a single figure or rare character makes the line higher.
This replaces two functions of WeasyPrint; its version is pinned, and tests measure the rendered lines.
"""

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

# A line that lacks more than this per character was cut short by a long foreign word; spread, it would look worse.
WIDEST_GAP = 0.25

_split_text_box = inline.split_text_box


def install():
    inline.justify_line = spread
    inline.split_text_box = split_on_the_grid


def split_on_the_grid(context, box, *args, **kwargs):
    """The baseline is that of the first face of the stack, whichever face lent the characters (CSS 2.1, 10.8.1)."""
    piece, resume_at, is_break = _split_text_box(context, box, *args, **kwargs)
    if piece:
        _, piece.baseline = inline.strut(piece.style)
    return piece, resume_at, is_break


def spread(context, line, missing):
    """Called for every line of justified text but the last of its paragraph."""
    gaps = sum(len(box.text) for box in text_boxes(line)) - 1
    if gaps > 0 and missing / gaps <= WIDEST_GAP * line.style["font_size"]:
        widen(line, missing / gaps, 0)


def text_boxes(box):
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            yield from text_boxes(child)


def widen(box, gap, moved):
    """Moves a box right by what its predecessors grew, and makes it grow; how far its successor has to move."""
    if isinstance(box, boxes.TextBox):
        return widen_text(box, gap, moved)
    if not isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.translate(moved, 0)
        return moved
    box.position_x += moved
    before = moved
    for child in box.children:
        if child.is_in_normal_flow():
            moved = widen(child, gap, moved)
    box.width += moved - before
    return moved


def widen_text(box, gap, moved):
    box.position_x += moved
    # Pango sets the text anew from its style when it is drawn.
    box.style = box.style.copy()
    box.style["letter_spacing"] = gap
    box.width += gap * len(box.text)
    return moved + gap * len(box.text)
