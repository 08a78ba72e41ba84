"""安全管理网络体系图: the tree laid out on sheets. From `plan` on all is a pure function of the tree: nodes in, boxes and lines in mm out.

What fits on one A4 or A3 sheet at 7.5 pt (六号) or more is one sheet. Otherwise villages are folded on an overview,
and the township's teams and each zone (or as many villages as a sheet holds, where there are no zones) have a sheet of their own.
"""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townships.drawing.shapes import A3, A4, SCREEN, SEAM, Line, Sheet, Stroke, Text, box, height_of
from townships.drawing.tree import BELOW, TEAM, Node, counts_below, kinds_of, tree_of
from townships.models import Level

# Of the type's size.
INDENT, GAP, TIER = 1.5, 0.75, 1.6
# A name with its telephone number stands on one line, also in a box one step further in where there are such.
NARROWEST, NARROWEST_DEEP = 13.7, 15
HEAD_COLUMNS = 3
WIDEST_COLUMN = 86
# In mm of a screen's drawing, of which some 3.8 px are one: two screens are looked over, a fold holds about one.
TALLEST, ONE_SCREEN, MOST_ABREAST = 340, 170, 7
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
    label: str = ""  # of its tab, where it is one of several


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
        if lay_out(part, replace(paper, last_sizes=())):
            return [(part, paper)]
    overview = _overview(part)
    return [(sheet, A3) for sheet in [*overview, *_details(_without_told_teams(part, overview))]]


def _without_told_teams(part, overview):
    """A sheet of the teams would say nothing new where the overview names all who sit in them."""
    told = [bunch for sheet in overview for bunch in sheet.bunches if any(node.level == TEAM for node in bunch.nodes)]
    return replace(part, bunches=tuple(bunch for bunch in part.bunches if bunch not in told))


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
    zones = [Bunch(_zone_head(child), child.children) for child in top.children if child.level == Level.ZONE]
    villages = tuple(child for child in top.children if child.level == Level.VILLAGE)
    teams = tuple(child for child in top.children if child.level == TEAM)
    own = tuple(child for child in top.children if child.level not in (Level.ZONE, Level.VILLAGE, TEAM))
    bunches = [Bunch(_heading(_("机构和队伍"), kinds_of(teams)), teams)] if teams else []
    bunches += [*zones, *([Bunch(_heading(_("未划片的村（社区）")) if zones else None, villages)] if villages else [])]
    return (*bunches, *([Bunch(_heading(_("乡镇直接监管")), own)] if own else []))


def _zone_head(zone):
    """A zone is entered before its villages: until then its box says that there are none."""
    words = () if zone.children else (Line(_("还没有划入村（社区）"), "soft"),)
    return replace(zone, lines=(*zone.lines, *words), children=())


KINDS_BELOW = {
    TEAM: gettext_lazy("应急救援队伍"),
    Level.GROUP: gettext_lazy("村民小组（楼栋）"),
    Level.ENTERPRISE: gettext_lazy("企业"),
    Level.KEY_SITE: gettext_lazy("重点部位"),
}


def _heading(words, *lines):
    return Node(0, "", words, lines)


def _overview(part):
    """The whole with its villages folded as little as is needed to fit one sheet; several sheets only if nothing helps."""
    for fold in (_with_posts, _with_first, _with_teams_by_name, _by_name):
        folded = replace(_folded(part, fold), title=_titled(part.title, _("总图")), label=_("总图"))
        if lay_out(folded, replace(A3, last_sizes=())):
            return [folded]
    # More zones than stand side by side.
    boxes = replace(folded, bunches=(Bunch(None, tuple(map(_as_a_box, part.bunches))),))
    return _numbered(boxes, _split(boxes))


def _as_a_box(bunch):
    """One box for a whole bunch, with the names of what stands in it."""
    head = bunch.head or _heading(_("村（社区）"))
    names = Line("、".join(f"{SEAM}{node.name}{SEAM}" for node in bunch.nodes), "soft")
    return _with_gaps_below(replace(head, lines=(*head.lines, *([names] if bunch.nodes else []))), bunch.nodes)


def _with_gaps_below(head, nodes):
    """A vacant seat is named with its team, of which there are few; what is missing in places is counted."""
    seats = [Line(f"{team.name} {line.words}", "gap") for team in nodes if team.level == TEAM for line in team.lines if line.tone == "gap"]
    gaps = sum(node.gaps + node.gaps_below for node in nodes if node.level != TEAM)
    counted = [Line(_("下级空白点 %(count)s 处") % {"count": gaps}, "gap")] if gaps else []
    return replace(head, lines=(*head.lines, *seats, *counted))


def _folded(part, fold):
    return replace(part, bunches=tuple(replace(bunch, nodes=tuple(map(fold, bunch.nodes))) for bunch in part.bunches))


def _with_posts(node):
    if node.level == TEAM:
        return replace(node, lines=node.brief)
    return replace(node, lines=(*node.lines, *counts_below(node)), children=())


def _with_first(node):
    if node.level == TEAM:
        # Which seat is vacant is what its red is for; there are never many.
        return replace(node, lines=tuple(line for line in node.brief if line in node.first or line.tone == "gap"))
    gaps = node.gaps + node.gaps_below
    lines = (Line(_("空白点 %(count)s 处") % {"count": gaps}, "gap"),) if gaps else ()
    return replace(node, lines=(*(line for line in node.first if line.tone != "gap"), *lines), children=())


def _with_teams_by_name(node):
    """A dozen teams stand in one narrow column; who heads them stands on their own sheet."""
    return _by_name(node) if node.level == TEAM else _with_first(node)


def _by_name(node):
    folded = _with_first(node)
    return replace(folded, lines=tuple(line for line in folded.lines if line.tone == "gap"))


def _details(part):
    """A sheet for each bunch, or for as many of its nodes as a sheet holds; a village that no column holds has its own."""
    above = tuple(replace(node, lines=node.first) for node in part.above)
    details = []
    for bunch in part.bunches:
        title, label = (_titled(part.title, bunch.head.name), bunch.head.name) if bunch.head else (part.title, _("分图"))
        big = [node for node in bunch.nodes if not _fits(_piece(part, [(bunch.head, node)]))]
        usual = replace(bunch, nodes=tuple(node for node in bunch.nodes if node not in big))
        if usual.nodes:
            single = Part(title, above, (usual,), label=label)
            details += _numbered(single, _split(single))
        for node in big:
            path = (*above, *([bunch.head] if bunch.head and bunch.head.place_id else []), node.alone())
            single = Part(_titled(part.title, node.name), path, _bunches(node), label=node.name)
            details += _numbered(single, _split(single))
    return details


def _titled(title, name):
    return _("%(title)s（%(part)s）") % {"title": title, "part": name}


def _numbered(part, pieces):
    if len(pieces) == 1:
        return [replace(pieces[0], title=part.title)]
    words, count = _("%(title)s（分图 %(number)s/%(count)s）"), len(pieces)
    return [
        replace(
            piece,
            title=words % {"title": part.title, "number": number, "count": count},
            label=numbered_label(part.label, number, count),
        )
        for number, piece in enumerate(pieces, start=1)
    ]


def numbered_label(label, number, count):
    """第一片区 2/3."""
    return f"{label} {number}/{count}"


def _split(part):
    """The part in as few pieces as fit on an A3 sheet each, near-equal in what they hold."""
    nodes = [(bunch.head, node) for bunch in part.bunches for node in bunch.nodes or [None]]
    for count in range(1, len(nodes) + 1):
        share = -(-len(nodes) // count)
        pieces = [_piece(part, nodes[start : start + share]) for start in range(0, len(nodes), share)]
        if all(_fits(piece) for piece in pieces):
            return pieces
    pieces = [_piece(part, [node]) for node in nodes]
    if all(lay_out(piece, A3.at_any_size) for piece in pieces):
        return pieces
    raise ValueError(f"one box of {part.title} does not fit on a sheet by itself")


def _piece(part, nodes):
    """The part with these of its nodes, each with the head that it stands under; None stands under a head that has none yet."""
    bunches = [Bunch(head, tuple(node for _head, node in run if node)) for head, run in groupby(nodes, key=itemgetter(0))]
    gaps = sum(node.gaps + node.gaps_below for _head, node in nodes if node)
    return replace(part, bunches=tuple(bunches), gaps=gaps + sum(bunch.head.gaps for bunch in bunches if bunch.head))


def _fits(part):
    """Whether it does at the smallest type that is read without trouble."""
    return lay_out(part, A3.at_its_smallest) is not None


@dataclass(frozen=True)
class Fold:
    """What a screen opens on demand: some of what stands below, as a drawing of its own."""

    name: str
    told: str
    gaps: int
    sheet: Sheet


def for_screen(tree, parts, part):
    """The overview's villages keep their posts on a screen, which scrolls and folds where a sheet has to leave them out."""
    if len(parts) == 1 or part is not parts[0][0]:
        return part
    return replace(_folded(whole(tree), _with_posts), title=part.title, label=part.label)


def unfolding(part, foot):
    """(sheet, folds): the part on a screen; where that is more than is looked over, its bunches as boxes, and each as a fold."""
    sheet = lay_out(part, SCREEN, foot)
    if sheet.height <= TALLEST and len(part.bunches) <= MOST_ABREAST:
        return sheet, []
    pieces = [(bunch, at, piece) for bunch in part.bunches for at, piece in enumerate(_screenfuls(bunch))]
    heads = tuple(_folded_head(bunch, piece, is_first=at == 0) for bunch, at, piece in pieces)
    folds = [_fold(part, bunch, piece) for bunch, _at, piece in pieces if piece.nodes]
    return lay_out(replace(part, bunches=(Bunch(None, heads),)), SCREEN, foot), folds


def _screenfuls(bunch):
    """The bunch in as few near-equal pieces as a screen shows without much scrolling."""
    nodes = bunch.nodes
    for count in range(1, len(nodes) + 1):
        share = -(-len(nodes) // count)
        pieces = [replace(bunch, nodes=nodes[start : start + share]) for start in range(0, len(nodes), share)]
        if share == 1 or all(lay_out(Part("", (), (piece,)), SCREEN).height <= ONE_SCREEN for piece in pieces):
            return pieces
    return [bunch]


def _folded_head(bunch, piece, *, is_first):
    """The box that stands for a piece: what its zone's box says, and how much is folded."""
    head = bunch.head if bunch.head and is_first else _heading("")
    is_told = any(node.level == TEAM for node in piece.nodes) and head.lines
    lines = (*head.lines, *([Line(_count_of(piece), "soft")] if piece.nodes and not is_told else []))
    return _with_gaps_below(replace(head, name=_name_of(bunch, piece), lines=lines), piece.nodes)


def _fold(part, bunch, piece):
    sheet = lay_out(Part(_titled(part.title, _name_of(bunch, piece)), (), (piece,)), SCREEN)
    return Fold(_name_of(bunch, piece), _count_of(piece), sum(node.gaps + node.gaps_below for node in piece.nodes), sheet)


def _name_of(bunch, piece):
    """第一片区, or 第1村—第8村 where that is not all of it."""
    own = bunch.head.name if bunch.head else ""
    if own and len(piece.nodes) == len(bunch.nodes):
        return own
    span = "—".join(dict.fromkeys([piece.nodes[0].name, piece.nodes[-1].name]))
    return f"{own}：{span}" if own else span


def _count_of(piece):
    """村（社区） 8; of teams by their kind."""
    if any(node.level == TEAM for node in piece.nodes):
        return kinds_of(piece.nodes).words.replace(SEAM, "")
    levels = Counter(node.level for node in piece.nodes)
    words = BELOW | {Level.VILLAGE: _("村（社区）")}
    return "、".join(f"{words[level]} {count}" for level, count in levels.items())


def lay_out(part, paper, foot=""):
    """The part on this paper, at the largest type that fits; None when even the smallest doesn't."""
    for size in (*paper.sizes, *paper.last_sizes):
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
        is_deep = any(node.children for bunch in part.bunches for node in bunch.nodes)
        self.narrowest = (NARROWEST_DEEP if is_deep else NARROWEST) * size
        self.bottom = paper.height - paper.margin - self.foot_height if paper.height else float("inf")

    def column_counts(self):
        """From few wide columns to many narrow ones; every bunch has at least one."""
        least = len(self.part.bunches)
        most = int((self.right - self.left) // self.narrowest)
        if self.paper.height is None:
            return [max(least, 5)]
        return range(max(least, 3), most + 1) if least else [1]

    def sheet(self, columns, foot):
        self.boxes, self.strokes = [], []
        width = self.paper.width
        if self.paper.height is None and columns * self.narrowest > self.right - self.left:
            width = columns * self.narrowest + 2 * self.paper.margin
        self.inner = width - 2 * self.paper.margin
        self.middle = width / 2
        y = self._draw_above(self.paper.margin + 1.9 * self.paper.title_size)
        bottom = self._draw_bunches(y, columns)
        if bottom is None or bottom > self.bottom:
            return None
        height = self.paper.height or bottom + self.foot_height + self.paper.margin
        return Sheet(self.paper, width, height, self.part.title, summary_of(self.part), self.boxes, self.strokes, self._words(height, foot))

    def _words(self, height, foot):
        if not self.part.above:
            # A fold: the page says its name beside it.
            return []
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
        return y - TIER * self.size if previous else self.paper.margin

    def _box(self, node, x, y, width, columns=1):
        is_head = node.level in HEADS or any(child.level != TEAM for child in node.children)
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
        if drops and self.part.above:
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
            shares.append(len(_in_columns(bunch.nodes, heights, self.bottom - top)) or 1)
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
        is_hung = bool(self.part.above)
        start = bus if is_hung else top
        drops = []
        if bunch.head:
            head = self._box(bunch.head, left, top, span)
            drops.append(left + span / 2)
            if is_hung:
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
