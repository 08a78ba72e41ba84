"""安全管理网络体系图: the tree laid out on sheets. From `plan` on all is a pure function of the tree: nodes in, boxes and lines in mm out.

What fits on one A4 or A3 sheet at 6.5 pt or more is one sheet. Otherwise villages are folded on an overview, and each zone (or as
many villages as a sheet holds, where there are no zones) has a sheet of its own.
"""

from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townships.drawing.shapes import A3, A4, Line, Sheet, Stroke, Text, box, height_of
from townships.drawing.tree import Node, counts_below, tree_of
from townships.models import Level

# Of the type's size.
INDENT, GAP, TIER = 1.5, 0.75, 1.6
NARROWEST = 15
HEAD_COLUMNS = 3
WIDEST_COLUMN = 86
HEADS = (Level.COUNTY, Level.TOWNSHIP, Level.ZONE, "")


@dataclass(frozen=True)
class Bunch:
    """What hangs together from one point: the villages of a zone, the groups of a village. Without a head no box is drawn for it."""

    head: Node | None
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Part:
    """What stands on one sheet: boxes from the county down, one below the other, then the bunches side by side."""

    title: str
    above: tuple[Node, ...]
    bunches: tuple[Bunch, ...]
    gaps: int = 0


def chain_sheets(place, *, on, phone, drawn_at):
    """Sheets for paper, ready to be rendered."""
    foot = foot_of(on, drawn_at)
    return [lay_out(part, paper, foot) for part, paper in plan(tree_of(place, on=on, phone=phone))]


def foot_of(on, drawn_at):
    words = _("责任岗位截至 %(day)s；红色为空白点（空缺或未落实到位）。制图时间 %(at)s。")
    return words % {"day": f"{on:%Y-%m-%d}", "at": f"{drawn_at:%Y-%m-%d %H:%M}"}


def plan(tree):
    """[(part, paper)]: which sheets it takes, and on which paper."""
    part = whole(tree)
    for paper in (A4, A3):
        if lay_out(part, paper):
            return [(part, paper)]
    return [(sheet, A3) for sheet in [*_overview(part), *_details(part)]]


def whole(tree):
    """Everything as one part."""
    title = _("%(place)s安全管理网络体系图") % {"place": tree.top.name}
    # As many as the gap list of the place has: what is wrong further up stands in red, and is not the place's own.
    gaps = tree.top.gaps + tree.top.gaps_below
    return Part(title, (*tree.above, tree.top.alone()), _bunches(tree.top), gaps)


def _bunches(top):
    if top.level == Level.VILLAGE:
        return tuple(
            Bunch(_heading(str(words)), nodes)
            for level, words in KINDS_BELOW.items()
            if (nodes := tuple(child for child in top.children if child.level == level))
        )
    zones = [Bunch(child.alone(), child.children) for child in top.children if child.level == Level.ZONE]
    villages = tuple(child for child in top.children if child.level == Level.VILLAGE)
    own = tuple(child for child in top.children if child.level not in (Level.ZONE, Level.VILLAGE))
    bunches = [*zones, *([Bunch(_heading(_("未划片的村（社区）")) if zones else None, villages)] if villages else [])]
    return (*bunches, *([Bunch(_heading(_("乡镇直接监管")), own)] if own else []))


KINDS_BELOW = {
    Level.GROUP: gettext_lazy("村民小组（楼栋）"),
    Level.ENTERPRISE: gettext_lazy("企业"),
    Level.KEY_SITE: gettext_lazy("重点部位"),
}


def _heading(words):
    return Node(0, "", words)


def _overview(part):
    """The whole with its villages folded as little as is needed to fit one sheet; several sheets only if nothing helps."""
    for fold in (_with_posts, _with_first, _by_name):
        folded = replace(part, bunches=tuple(replace(bunch, nodes=tuple(map(fold, bunch.nodes))) for bunch in part.bunches))
        if lay_out(folded, A3):
            return [replace(folded, title=_titled(part.title, _("总图")))]
    return _numbered(replace(folded, title=_titled(part.title, _("总图"))), _split(folded))


def _with_posts(node):
    return replace(node, lines=(*node.lines, *counts_below(node)), children=())


def _with_first(node):
    gaps = node.gaps + node.gaps_below
    lines = (Line(_("空白点 %(count)s 处") % {"count": gaps}, "gap"),) if gaps else ()
    return replace(node, lines=(*(line for line in node.first if line.tone != "gap"), *lines), children=())


def _by_name(node):
    return replace(_with_first(node), lines=tuple(line for line in _with_first(node).lines if line.tone == "gap"))


def _details(part):
    """A sheet for each bunch, or for as many of its nodes as a sheet holds; a village that no column holds has its own."""
    above = tuple(replace(node, lines=node.first) for node in part.above)
    details = []
    for bunch in part.bunches:
        title = _titled(part.title, bunch.head.name) if bunch.head else part.title
        big = [node for node in bunch.nodes if not _fits(_piece(part, [(bunch.head, node)]))]
        usual = replace(bunch, nodes=tuple(node for node in bunch.nodes if node not in big))
        if usual.nodes:
            single = Part(title, above, (usual,))
            details += _numbered(single, _split(single))
        for node in big:
            path = (*above, *([bunch.head] if bunch.head and bunch.head.place_id else []), node.alone())
            single = Part(_titled(part.title, node.name), path, _bunches(node))
            details += _numbered(single, _split(single))
    return details


def _titled(title, name):
    return _("%(title)s（%(part)s）") % {"title": title, "part": name}


def _numbered(part, pieces):
    if len(pieces) == 1:
        return [replace(pieces[0], title=part.title)]
    words = _("%(title)s（分图 %(number)s/%(count)s）")
    return [
        replace(piece, title=words % {"title": part.title, "number": number, "count": len(pieces)})
        for number, piece in enumerate(pieces, start=1)
    ]


def _split(part):
    """The part in as few pieces as fit on an A3 sheet each, near-equal in what they hold."""
    nodes = [(bunch.head, node) for bunch in part.bunches for node in bunch.nodes]
    for count in range(1, len(nodes) + 1):
        share = -(-len(nodes) // count)
        pieces = [_piece(part, nodes[start : start + share]) for start in range(0, len(nodes), share)]
        if all(_fits(piece) for piece in pieces):
            return pieces
    raise ValueError(f"one box of {part.title} does not fit on a sheet by itself")


def _piece(part, nodes):
    """The part with these of its nodes, each with the head that it stands under."""
    bunches = [Bunch(head, tuple(node for _head, node in run)) for head, run in groupby(nodes, key=itemgetter(0))]
    gaps = sum(node.gaps + node.gaps_below for _head, node in nodes)
    return replace(part, bunches=tuple(bunches), gaps=gaps + sum(bunch.head.gaps for bunch in bunches if bunch.head))


def _fits(part):
    """Whether it does at the smallest type."""
    return lay_out(part, replace(A3, sizes=A3.sizes[-1:])) is not None


def lay_out(part, paper, foot=""):
    """The part on this paper, at the largest type that fits; None when even the smallest doesn't."""
    for size in paper.sizes:
        draft = _Draft(part, paper, size)
        for columns in draft.column_counts():
            if sheet := draft.sheet(columns, foot):
                return sheet
    return None


class _Draft:
    """One try: this part, on this paper, at this size of type."""

    def __init__(self, part, paper, size):
        self.part, self.paper, self.size = part, paper, size
        self.left, self.right = paper.margin, paper.width - paper.margin
        self.foot_height = 1.8 * size
        self.bottom = paper.height - paper.margin - self.foot_height if paper.height else float("inf")

    def column_counts(self):
        """From few wide columns to many narrow ones; every bunch has at least one."""
        least = len(self.part.bunches)
        most = int((self.right - self.left) // (NARROWEST * self.size))
        if self.paper.height is None:
            return [max(least, 5)]
        return range(max(least, 3), most + 1) if least else [1]

    def sheet(self, columns, foot):
        self.boxes, self.strokes = [], []
        width = self.paper.width
        if self.paper.height is None and columns * NARROWEST * self.size > self.right - self.left:
            width = columns * NARROWEST * self.size + 2 * self.paper.margin
        self.inner = width - 2 * self.paper.margin
        self.middle = width / 2
        y = self._draw_above(self.paper.margin + 1.9 * self.paper.title_size)
        bottom = self._draw_bunches(y, columns)
        if bottom is None or bottom > self.bottom:
            return None
        height = self.paper.height or bottom + self.foot_height + self.paper.margin
        return Sheet(self.paper, width, height, self.part.title, summary_of(self.part), self.boxes, self.strokes, self._words(height, foot))

    def _words(self, height, foot):
        title = Text(self.middle, self.paper.margin + self.paper.title_size, self.paper.title_size, self.part.title, "title", "middle")
        return [title, Text(self.left, height - self.paper.margin, self.size, foot, "soft")]

    def _draw_above(self, y):
        """Boxes one below the other in the middle of the sheet; returns where the last one ends."""
        previous = None
        for node in self.part.above:
            width = min(self.inner, 0.62 * self.inner if len(node.lines) > 2 else 0.4 * self.inner)
            columns = min(HEAD_COLUMNS, max(len(node.lines) // 3, 1))
            drawn = self._box(node, self.middle - width / 2, y, width, columns=columns)
            if previous:
                self.strokes.append(Stroke(self.middle, previous.bottom, self.middle, drawn.y))
            previous, y = drawn, drawn.bottom + TIER * self.size
        return y - TIER * self.size

    def _box(self, node, x, y, width, columns=1):
        is_head = bool(node.children) or node.level in HEADS
        looks = {"is_head": is_head, "is_gap": node.gaps > 0, "url": node.url}
        drawn = box(x, y, width, self.size, node.name, lines_of(node), columns=columns, **looks)
        self.boxes.append(drawn)
        return drawn

    def _draw_bunches(self, y, columns):
        """Returns where the lowest box ends, or None when the columns don't hold everything."""
        shares = self._shares(columns, y)
        if shares is None:
            return None
        used = sum(shares)
        gap = GAP * self.size * 1.6
        width = min((self.inner - gap * (used - 1)) / used, WIDEST_COLUMN) if used else 0
        left = self.middle - (used * width + gap * (used - 1)) / 2
        bus, lowest, drops = y + TIER * self.size / 2, y, []
        for bunch, share in zip(self.part.bunches, shares, strict=True):
            span = share * width + (share - 1) * gap
            drop, bottom = self._draw_bunch(bunch, left, span, width, gap, share, bus)
            drops += drop
            lowest = max(lowest, bottom)
            left += span + gap
        if drops:
            self.strokes.append(Stroke(self.middle, y, self.middle, bus))
            self.strokes.append(Stroke(min([self.middle, *drops]), bus, max([self.middle, *drops]), bus))
        return lowest

    def _shares(self, columns, y):
        """How many columns each bunch takes: as few as hold it below this line; None when they are more than there are."""
        if self.paper.height is None:
            return self._even_shares(columns)
        gap = GAP * self.size * 1.6
        width = min((self.inner - gap * (columns - 1)) / columns, WIDEST_COLUMN)
        shares = []
        for bunch in self.part.bunches:
            top = self._top_of(bunch, width, y + TIER * self.size)
            heights = [self._height(node, width) for node in bunch.nodes]
            if max(heights, default=0) > self.bottom - top:
                return None
            shares.append(len(_in_columns(bunch.nodes, heights, self.bottom - top)))
            if sum(shares) > columns:
                return None
        return shares

    def _even_shares(self, columns):
        """On a screen, which scrolls: one column each, and the rest to whoever has most in a column."""
        shares = [1] * len(self.part.bunches)
        while sum(shares) < columns and shares:
            fullest = max(range(len(shares)), key=lambda at: len(self.part.bunches[at].nodes) / shares[at])
            if len(self.part.bunches[fullest].nodes) <= shares[fullest]:
                break
            shares[fullest] += 1
        return shares

    def _top_of(self, bunch, span, y):
        """Where a bunch's columns begin, below its head: no lower than this, as the head is at least one column wide."""
        return y + (height_of(lines_of(bunch.head), span, self.size) + GAP * self.size if bunch.head else 0)

    def _filled(self, bunch, width, share):
        """The nodes of each of `share` columns, in their order and of near-equal height."""
        heights = [self._height(node, width) for node in bunch.nodes]
        return _in_columns(bunch.nodes, heights, _least_room(bunch.nodes, heights, share))

    def _height(self, node, width, depth=1):
        """Of a node with all below it, and the gap that follows each box."""
        own = height_of(lines_of(node), width - depth * INDENT * self.size, self.size) + GAP * self.size
        return own + sum(self._height(child, width, depth + 1) for child in node.children)

    def _draw_bunch(self, bunch, left, span, width, gap, share, bus):
        """Returns where lines come down to it from the bus, and where it ends."""
        top = bus + TIER * self.size / 2
        start = bus
        drops = []
        if bunch.head:
            head = self._box(bunch.head, left, top, span)
            drops.append(left + span / 2)
            self.strokes.append(Stroke(left + span / 2, bus, left + span / 2, top))
            top, start = head.bottom + GAP * self.size, head.bottom
        columns = self._filled(bunch, width, share)
        lowest = top
        for number, nodes in enumerate(columns):
            x = left + number * (width + gap)
            spine = x + INDENT * self.size / 2
            if not bunch.head:
                drops.append(spine)
            lowest = max(lowest, self._draw_column(nodes, x, top, width, start))
        return drops, lowest

    def _draw_column(self, nodes, x, y, width, start, depth=1):
        """Boxes one below the other, each tied to a spine that begins at `start`; returns where the last one ends."""
        indent = INDENT * self.size
        spine, tie = x + indent / 2 + (depth - 1) * indent, start
        for node in nodes:
            drawn = self._box(node, x + depth * indent, y, width - depth * indent)
            tie = y + 1.1 * self.size
            self.strokes.append(Stroke(spine, tie, drawn.x, tie))
            y = drawn.bottom + GAP * self.size
            if node.children:
                y = self._draw_column(node.children, x, y, width, drawn.bottom, depth + 1)
        if nodes:
            self.strokes.append(Stroke(spine, start, spine, tie))
        return y


def _in_columns(nodes, heights, room):
    columns, used = [], 0
    for node, height in zip(nodes, heights, strict=True):
        if not columns or used + height > room:
            columns.append([])
            used = 0
        columns[-1].append(node)
        used += height
    return columns


def _least_room(nodes, heights, count):
    """The least height at which so many columns hold the nodes."""
    low, high = max(heights, default=0), sum(heights)
    while high - low > 1:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_in_columns(nodes, heights, middle)) <= count else (middle, high)
    return high


def lines_of(node):
    return [Line(node.name, "strong"), *node.lines]


def summary_of(part):
    """For those who hear the drawing: how much stands on it, and how many gaps."""
    return _("%(title)s，自上而下：%(above)s；下列 %(count)s 个单位，空白点 %(gaps)s 处。") % {
        "title": part.title,
        "above": "、".join(node.name for node in part.above),
        "count": sum(len(bunch.nodes) for bunch in part.bunches),
        "gaps": part.gaps,
    }
