"""Key sites and high-risk enterprises of a township as of a day, village by village, with who answers for each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from townships.drawing.shapes import Line
from townships.drawing.tree import tree_of
from townships.models import Enterprise, KeySite, Level

# One character each, as on the office's wall maps; the legend says the word.
LETTERS = {
    KeySite.Kind.SLOPE: "滑",
    KeySite.Kind.RESERVOIR: "库",
    KeySite.Kind.FERRY: "渡",
    KeySite.Kind.BRIDGE: "桥",
    KeySite.Kind.ROAD: "路",
    KeySite.Kind.FOREST: "林",
    KeySite.Kind.CROWD: "众",
    KeySite.Kind.OTHER: "重",
}
SECTOR_LETTERS = {
    "non_coal_mines": "矿",
    "coal_mines": "煤",
    "fireworks": "爆",
    "hazardous_chemicals": "化",
    "construction": "建",
    "civil_explosives": "民",
}


@dataclass(frozen=True)
class Sign:
    """What kind of site it is: round for a key site, square for an enterprise."""

    letter: str
    words: str
    is_round: bool


@dataclass(frozen=True)
class Site:
    number: int
    name: str
    village: str
    sign: Sign
    lines: tuple[Line, ...]
    url: str = ""

    @property
    def is_gap(self):
        return any(line.tone == "gap" for line in self.lines)


@dataclass(frozen=True)
class Cell:
    """A village (or the township's own ground) with its sites."""

    name: str
    sites: tuple[Site, ...]
    url: str = ""

    @property
    def gaps(self):
        return sum(site.is_gap for site in self.sites)


@dataclass(frozen=True)
class Area:
    """A zone with its villages; without zones the whole township, unnamed."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def sites(self):
        return [site for cell in self.cells for site in cell.sites]

    @property
    def gaps(self):
        return sum(cell.gaps for cell in self.cells)


@dataclass(frozen=True)
class SiteMap:
    title: str
    areas: tuple[Area, ...]
    label: str = ""  # of its tab, where the map is one of several

    @property
    def sites(self):
        return [site for area in self.areas for site in area.sites]

    @property
    def signs(self):
        """Each kind that stands on the map, round ones first."""
        return sorted({site.sign for site in self.sites}, key=lambda sign: (not sign.is_round, sign.words))


def site_map_of(township, *, on, phone):
    """At most sixteen queries, whatever the township's size."""
    top = tree_of(township, on=on, phone=phone).top
    numbered = _Numbering(_signs_of(township))
    zones = [node for node in top.children if node.level == Level.ZONE]
    villages = [node for node in top.children if node.level == Level.VILLAGE]
    areas = [Area(zone.name, tuple(numbered.cell(village) for village in zone.children)) for zone in zones]
    if villages:
        areas.append(Area(_("未划片") if zones else "", tuple(numbered.cell(village) for village in villages)))
    own = numbered.cell(top)
    if own.sites:
        areas.append(Area(_("乡镇直接监管"), (own,)))
    return SiteMap(_("%(place)s安全管理重点部位标示图") % {"place": top.name}, tuple(areas))


def _signs_of(township):
    """{place id: Sign} of the township's key sites and high-risk enterprises."""
    sites = KeySite.objects.filter(township=township.pk).values_list("pk", "kind")
    firms = Enterprise.objects.filter(township=township.pk, is_high_risk=True).values_list("pk", "sector__key", "sector__name")
    round_ones = {pk: Sign(LETTERS[kind], str(KeySite.Kind(kind).label), True) for pk, kind in sites}
    return round_ones | {pk: Sign(SECTOR_LETTERS.get(key, name[:1]), name, False) for pk, key, name in firms}


class _Numbering:
    """Numbers run through the whole township, so that a number means the same on every sheet."""

    def __init__(self, signs):
        self.signs, self.last = signs, 0

    def cell(self, node):
        return Cell(node.name, tuple(self._site(child, node) for child in node.children if child.place_id in self.signs), node.url)

    def _site(self, node, village):
        self.last += 1
        lines = node.first or tuple(line for line in node.lines if line.tone == "gap")
        gaps = tuple(line for line in node.lines if line.tone == "gap" and line not in lines)
        return Site(self.last, node.name, village.name, self.signs[node.place_id], (*lines, *gaps), node.url)
