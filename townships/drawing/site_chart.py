"""安全管理重点部位标示图: a schematic map. Villages are tiles, zone beside zone, with their sites as signs; below them who answers.

A pure function of the map: cells in, boxes, signs and words in mm out. What doesn't fit on one sheet becomes an overview with
numbers only and a sheet for each zone, or for as many villages as a sheet holds.
"""

from dataclasses import dataclass, replace
from operator import attrgetter

from django.utils.translation import gettext as _

from townships.drawing.chain_chart import ONE_SCREEN, Fold, foot_of, numbered_label
from townships.drawing.shapes import A3, A4, LINE_HEIGHT, SCREEN, Box, Line, Sheet, Symbol, Text, padding, set_lines, width_of
from townships.drawing.sites import Area, SiteMap, site_map_of

GAP = 0.8  # of the type's size, between tiles
NARROWEST_TILE, NARROWEST_ENTRY = 9, 22
SIGN = 0.65  # radius
# Of a screen's drawing, in mm: a sign and who answers for it are looked for from one end to the other.
TALLEST = 1.5 * ONE_SCREEN


@dataclass(frozen=True)
class View:
    """A map with how much of it is told: names beside the signs, and the table of who answers."""

    sites: SiteMap
    has_names: bool = True
    has_table: bool = True


def site_sheets(place, *, on, phone, drawn_at):
    """Sheets for paper, ready to be rendered."""
    foot = _("示意图，不表示实际位置和范围。") + foot_of(on, drawn_at)
    return [lay_out(view, paper, foot) for view, paper in plan(site_map_of(place, on=on, phone=phone))]


def plan(sites):
    """[(view, paper)]: which sheets it takes, and on which paper."""
    for paper in (A4, A3):
        if lay_out(View(sites), replace(paper, last_sizes=())):
            return [(View(sites), paper)]
    return [(view, A3) for view in [*_overview(sites), *_details(sites)]]


def _overview(sites):
    general = replace(sites, title=_("%(title)s（总图）") % {"title": sites.title}, label=_("总图"))
    for view in (View(general, has_names=False), View(general, has_names=False, has_table=False)):
        if lay_out(view, replace(A3, last_sizes=())):
            return [view]
    return [View(piece, has_names=False, has_table=False) for piece in _split(general, View(general, False, False))]


def _details(sites):
    views = []
    for area in filter(attrgetter("cells"), sites.areas):
        title = _("%(title)s（%(part)s）") % {"title": sites.title, "part": area.name} if area.name else sites.title
        single = SiteMap(title, (area,), area.name or _("分图"))
        views += [View(piece) for piece in _split(single, View(single))]
    return views


def _split(sites, view):
    """The map in as few pieces as fit on an A3 sheet each."""
    cells = [(area.name, cell) for area in sites.areas for cell in area.cells or [None]]
    for paper in (A3.at_its_smallest, A3.at_any_size):
        for count in range(1, len(cells) + 1):
            share = -(-len(cells) // count)
            pieces = [_piece(sites, cells[start : start + share]) for start in range(0, len(cells), share)]
            if all(lay_out(replace(view, sites=piece), paper) for piece in pieces):
                return _numbered(pieces)
    raise ValueError(f"a village of {sites.title} does not fit on a sheet by itself")


def unfolding(view, foot):
    """(sheet, folds): the map on a screen; where that is more than is looked over, or has no names, who answers zone by zone."""
    sheet = lay_out(view, SCREEN, foot)
    if sheet.height <= TALLEST and view.has_names:
        return sheet, []
    folds = [_fold(view.sites, area, piece) for area in view.sites.areas for piece in _screenfuls(area)]
    return lay_out(View(view.sites, has_names=False, has_table=False), SCREEN, foot), folds


def _screenfuls(area):
    """The villages of a zone that have sites, in as few near-equal pieces as a screen shows without much scrolling."""
    cells = [cell for cell in area.cells if cell.sites]
    for count in range(1, len(cells) + 1):
        share = -(-len(cells) // count)
        pieces = [replace(area, cells=tuple(cells[start : start + share])) for start in range(0, len(cells), share)]
        if share == 1 or all(lay_out(View(SiteMap("", (piece,))), SCREEN).height <= ONE_SCREEN for piece in pieces):
            return pieces
    return []


def _fold(sites, area, piece):
    span = "—".join(dict.fromkeys([piece.cells[0].name, piece.cells[-1].name]))
    is_whole = area.name and piece.sites == area.sites
    name = area.name if is_whole else f"{area.name}：{span}" if area.name else span
    told = _("%(villages)s 个村（社区），%(count)s 处") % {"villages": len(piece.cells), "count": len(piece.sites)}
    title = _("%(title)s（%(part)s）") % {"title": sites.title, "part": name}
    return Fold(name, told, piece.gaps, lay_out(View(SiteMap(title, (piece,))), SCREEN))


def _piece(sites, cells):
    """The map with these of its cells; None is the cell of an area that has none yet."""
    names = dict.fromkeys(name for name, _cell in cells)
    return replace(sites, areas=tuple(Area(name, tuple(cell for area, cell in cells if area == name and cell)) for name in names))


def _numbered(pieces):
    if len(pieces) == 1:
        return pieces
    words = _("%(title)s（分图 %(number)s/%(count)s）")
    return [
        replace(
            piece,
            title=words % {"title": piece.title, "number": at, "count": len(pieces)},
            label=numbered_label(piece.label, at, len(pieces)),
        )
        for at, piece in enumerate(pieces, 1)
    ]


def lay_out(view, paper, foot=""):
    """The map on this paper, at the largest type that fits; None when even the smallest doesn't."""
    for size in (*paper.sizes, *paper.last_sizes):
        draft = _Draft(view, paper, size)
        for columns in draft.column_counts():
            if sheet := draft.sheet(columns, foot):
                return sheet
    return None


class _Draft:
    """One try: this map, on this paper, at this size of type."""

    def __init__(self, view, paper, size):
        self.view, self.paper, self.size = view, paper, size
        self.width = paper.width
        if paper.height is None:
            # A screen scrolls sideways where more zones stand side by side than it is wide.
            self.width = max(paper.width, len(view.sites.areas) * NARROWEST_TILE * size + 2 * paper.margin)
        self.inner = self.width - 2 * paper.margin
        self.bottom = paper.height - paper.margin - 1.8 * size if paper.height else float("inf")

    def column_counts(self):
        areas = self.view.sites.areas
        most = int(self.inner // (NARROWEST_TILE * self.size))
        if self.paper.height is None:
            return [max(len(areas), 6)]
        return range(max(len(areas), 4), most + 1)

    def sheet(self, columns, foot):
        self.boxes, self.symbols, self.texts = [], [], []
        rows = self._rows(columns)
        if rows is None:
            return None
        y = self._draw_areas(self.paper.margin + 2.1 * self.paper.title_size, rows)
        y = self._draw_legend(y + self.size)
        if self.view.has_table:
            y = self._draw_table(y + self.size)
        if y > self.bottom:
            return None
        height = self.paper.height or y + 1.8 * self.size + self.paper.margin
        self._draw_words(height, foot)
        title = self.view.sites.title
        return Sheet(self.paper, self.width, height, title, summary_of(self.view.sites), self.boxes, [], self.texts, self.symbols)

    def _rows(self, columns):
        """How many tiles stand one below the other, at least, so that all zones stand side by side; None for too many zones."""
        counts = [len(area.cells) for area in self.view.sites.areas]
        if len(counts) > columns:
            return None
        return next((rows for rows in range(1, max(counts, default=1) + 1) if sum(_share(count, rows) for count in counts) <= columns), 1)

    def _draw_areas(self, y, rows):
        """Zones side by side, each with its own head; the tiles of one row are equally high throughout. Returns where they end."""
        areas = self.view.sites.areas
        shares = [_share(len(area.cells), rows) for area in areas]
        gap = GAP * self.size
        width = (self.inner - gap * (sum(shares) - 1)) / max(sum(shares), 1)
        if any(area.name for area in areas):
            self._draw_heads(areas, shares, width, gap, y)
            y += self.size * (LINE_HEIGHT + 0.9) + gap
        for row in range(rows):
            tiles = self._tiles_of_row(areas, shares, row, width, gap)
            height = max((self._tile_height(cell, width) for cell, _x in tiles), default=0)
            if row == 0:
                height = max(height, self._draw_empty(areas, shares, width, gap, y))
            for cell, x in tiles:
                self._draw_tile(cell, x, y, width, height)
            y += height + gap
        return y

    def _draw_heads(self, areas, shares, width, gap, y):
        x, height = self.paper.margin, self.size * (LINE_HEIGHT + 0.9)
        for area, share in zip(areas, shares, strict=True):
            span = share * width + (share - 1) * gap
            if area.name:
                words = Text(x + span / 2, y + padding(self.size) + self.size * 0.95, self.size, area.name, "strong", "middle")
                self.boxes.append(Box(x, y, span, height, area.name, (words,), is_head=True))
            x += span + gap

    def _draw_empty(self, areas, shares, width, gap, y):
        """Words in place of the tiles where a zone has no village yet; returns how high the highest is."""
        x, height = self.paper.margin, 0
        for area, share in zip(areas, shares, strict=True):
            if not area.cells:
                lines = set_lines([Line(_("还没有划入村（社区）"), "soft")], width, self.size)
                self.texts += [
                    Text(x, y + self.size * (0.95 + LINE_HEIGHT * at), self.size, line.words, line.tone) for at, line in enumerate(lines)
                ]
                height = max(height, len(lines) * self.size * LINE_HEIGHT)
            x += share * (width + gap)
        return height

    def _tiles_of_row(self, areas, shares, row, width, gap):
        tiles, x = [], self.paper.margin
        for area, share in zip(areas, shares, strict=True):
            cells = area.cells[row * share : (row + 1) * share]
            tiles += [(cell, x + at * (width + gap)) for at, cell in enumerate(cells)]
            x += share * (width + gap)
        return tiles

    def _tile_height(self, cell, width):
        lines = len(set_lines([Line(cell.name)], width - 2 * padding(self.size), self.size))
        return self.size * LINE_HEIGHT * (lines + self._site_lines(cell, width)) + 2 * padding(self.size) + 0.3 * self.size

    def _site_lines(self, cell, width):
        if self.view.has_names:
            return sum(len(self._words_of(site, width)) for site in cell.sites)
        return -(-len(cell.sites) // self._signs_a_line(width))

    def _signs_a_line(self, width):
        return max(int((width - 2 * padding(self.size)) // (3.2 * self.size)), 1)

    def _words_of(self, site, width):
        room = width - 2 * padding(self.size) - 1.9 * self.size
        return set_lines([Line(f"{site.number} {site.name}", "gap" if site.is_gap else "plain")], room, self.size)

    def _draw_tile(self, cell, x, y, width, height):
        pad, pitch = padding(self.size), self.size * LINE_HEIGHT
        name = set_lines([Line(cell.name, "strong")], width - 2 * pad, self.size)
        base = y + pad + 0.95 * self.size
        texts = [Text(x + pad, base + pitch * at, self.size, line.words, line.tone) for at, line in enumerate(name)]
        base += pitch * len(name) + 0.3 * self.size
        texts += self._draw_named(cell, x + pad, base, width) if self.view.has_names else self._draw_numbers(cell, x + pad, base, width)
        self.boxes.append(Box(x, y, width, height, cell.name, tuple(texts), is_gap=any(site.is_gap for site in cell.sites), url=cell.url))

    def _draw_named(self, cell, x, base, width):
        texts = []
        for site in cell.sites:
            self._draw_sign(site.sign, x, base, "gap" if site.is_gap else "plain")
            lines = self._words_of(site, width)
            pitch = self.size * LINE_HEIGHT
            texts += [Text(x + 1.9 * self.size, base + pitch * at, self.size, line.words, line.tone) for at, line in enumerate(lines)]
            base += pitch * len(lines)
        return texts

    def _draw_numbers(self, cell, x, base, width):
        texts, a_line = [], self._signs_a_line(width)
        for at, site in enumerate(cell.sites):
            left, line = x + (at % a_line) * 3.2 * self.size, base + (at // a_line) * self.size * LINE_HEIGHT
            tone = "gap" if site.is_gap else "plain"
            self._draw_sign(site.sign, left, line, tone)
            texts.append(Text(left + 1.7 * self.size, line, self.size, str(site.number), tone))
        return texts

    def _draw_sign(self, sign, x, base, tone="plain"):
        radius = SIGN * self.size
        self.symbols.append(Symbol(x + radius, base - 0.34 * self.size, radius, sign.letter, sign.is_round, tone))

    def _draw_legend(self, y):
        """One or more lines of signs with their words; returns where they end."""
        x, base = self.paper.margin, y + self.size
        for sign in self.view.sites.signs:
            words = sign.words if sign.is_round else _("高危企业：%(sector)s") % {"sector": sign.words}
            width = 1.9 * self.size + width_of(words, self.size) + 1.5 * self.size
            if x + width > self.paper.margin + self.inner and x > self.paper.margin:
                x, base = self.paper.margin, base + self.size * LINE_HEIGHT
            self._draw_sign(sign, x, base)
            self.texts.append(Text(x + 1.9 * self.size, base, self.size, words, "soft"))
            x += width
        return base + 0.5 * self.size

    def _draw_table(self, y):
        """Every site with who answers for it, in columns; returns where the longest ends."""
        columns = max(int(self.inner // (NARROWEST_ENTRY * self.size)), 1)
        gap = 1.2 * self.size
        width = (self.inner - gap * (columns - 1)) / columns
        entries = [set_lines(self._entry(site), width - 1.9 * self.size, self.size) for site in self.view.sites.sites]
        pitch = self.size * LINE_HEIGHT
        height = self._table_height([len(lines) * pitch + 0.4 * self.size for lines in entries], columns)
        x, line = self.paper.margin, y
        for site, lines in zip(self.view.sites.sites, entries, strict=True):
            own = len(lines) * pitch + 0.4 * self.size
            if line + own > y + height + 0.01:
                x, line = x + width + gap, y
            self._draw_sign(site.sign, x, line + self.size, "gap" if site.is_gap else "plain")
            for at, words in enumerate(lines):
                self.texts.append(Text(x + 1.9 * self.size, line + self.size + pitch * at, self.size, words.words, words.tone))
            line += own
        return y + height

    def _entry(self, site):
        return [Line(f"{site.number} {site.name}（{site.village}）", "strong"), *site.lines]

    def _table_height(self, heights, columns):
        """The least height at which so many columns hold all entries in their order."""
        height = max(sum(heights) / columns, max(heights, default=0))
        while _columns_at(heights, height) > columns:
            height += 0.5 * self.size
        return height

    def _draw_words(self, height, foot):
        paper = self.paper
        self.texts.append(Text(self.width / 2, paper.margin + paper.title_size, paper.title_size, self.view.sites.title, "title", "middle"))
        self.texts.append(Text(paper.margin, height - paper.margin, self.size, foot, "soft"))


def _share(count, rows):
    """How many columns a zone takes; one for its name where it has no village yet."""
    return max(-(-count // rows), 1)


def _columns_at(heights, room):
    columns, used = 1, 0
    for height in heights:
        if used + height > room + 0.01:
            columns, used = columns + 1, 0
        used += height
    return columns


def summary_of(sites):
    """For those who hear the map."""
    found = sites.sites
    words = _("%(title)s：%(cells)s 个村（社区），%(count)s 处重点部位和高危企业，其中责任人有空白点的 %(gaps)s 处。")
    cells = sum(len(area.cells) for area in sites.areas)
    return words % {"title": sites.title, "cells": cells, "count": len(found), "gaps": sum(site.is_gap for site in found)}
