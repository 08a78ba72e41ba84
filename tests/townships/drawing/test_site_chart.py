"""The layout of the map of key sites: a pure function, like the chain's."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest

from tests.townships.drawing.test_chain_chart import SMALLEST, overlap
from townships.drawing.shapes import SCREEN, Line, width_of
from townships.drawing.site_chart import TALLEST, lay_out, plan, summary_of, unfolding
from townships.drawing.sites import Area, Cell, Sign, Site, SiteMap

SLOPE, FIREWORKS = Sign("滑", "滑坡、危岩", True), Sign("爆", "烟花爆竹", False)


def site(number, village):
    vacant = number % 7 == 0
    keeper = Line("重点部位责任人：空缺", "gap") if vacant else Line("重点部位责任人：张看护 13812345678")
    return Site(number, f"第{number}处要害部位", village, SLOPE if number % 2 else FIREWORKS, (keeper,), "/")


def site_map(villages, sites, *, zones=0):
    """So many villages, the sites dealt out among them in turn."""
    names = [f"第{number}村" for number in range(1, villages + 1)]
    dealt = {name: [number for number in range(1, sites + 1) if (number - 1) % villages == at] for at, name in enumerate(names)}
    cells = [Cell(name, tuple(site(number, name) for number in dealt[name])) for name in names]
    share = -(-villages // zones) if zones else villages
    areas = [Area(f"第{at + 1}片区" if zones else "", tuple(cells[at * share : (at + 1) * share])) for at in range(max(zones, 1))]
    return SiteMap("官亭乡安全管理重点部位标示图", tuple(areas))


def with_empty_zone(sites):
    return replace(sites, areas=(*sites.areas, Area("空白片区", ())))


MAPS = {
    "one village": site_map(1, 1),
    "eighteen in six zones": site_map(18, 15, zones=6),
    "sixty": site_map(60, 61),
    "sixty in eight zones": site_map(60, 90, zones=8),
    "four hundred sites": site_map(60, 400),
    "a thousand sites in twenty zones": site_map(60, 1000, zones=20),
    "thirty in fifteen zones": site_map(30, 60, zones=15),
    "none": site_map(5, 0),
    "a zone without villages": with_empty_zone(site_map(18, 15, zones=6)),
    "sixty and a zone without villages": with_empty_zone(site_map(60, 90, zones=8)),
}


@pytest.fixture(scope="module", params=MAPS, ids=str)
def sites(request):
    return MAPS[request.param]


@pytest.fixture(scope="module")
def drawn(sites):
    return [lay_out(view, paper, "脚注") for view, paper in plan(sites)]


@pytest.fixture(scope="module")
def on_screen(sites):
    return [lay_out(view, SCREEN, "脚注") for view, _paper in plan(sites)]


def test_no_two_tiles_overlap(drawn, on_screen):
    for sheet in drawn + on_screen:
        assert [(one.name, other.name) for one, other in combinations(sheet.boxes, 2) if overlap(one, other)] == []


def test_everything_stands_within_the_sheet(drawn, on_screen):
    for sheet in drawn + on_screen:
        edge = sheet.paper.margin - 0.01
        assert all(box.x >= edge and box.right <= sheet.width - edge and box.bottom <= sheet.height - edge for box in sheet.boxes)
        assert all(sign.left >= edge and sign.top >= edge and sign.y <= sheet.height - edge for sign in sheet.symbols)
        assert all(0 < text.y <= sheet.height - edge for text in sheet.texts)


def test_nothing_is_smaller_than_the_smallest_type(drawn):
    sizes = [text.size for sheet in drawn for text in [*sheet.texts, *(text for box in sheet.boxes for text in box.texts)]]
    assert min(sizes) >= SMALLEST
    # The one character in a sign is a little smaller than what stands beside it.
    assert min((symbol.size for sheet in drawn for symbol in sheet.symbols), default=SMALLEST) >= 0.96 * SMALLEST


def test_a_zone_is_as_wide_as_its_name(drawn, on_screen):
    for sheet in drawn + on_screen:
        assert all(box.width > width_of(box.name, box.texts[0].size) for box in sheet.boxes if box.is_head)


def test_every_village_has_one_tile(sites, drawn):
    names = [cell.name for area in sites.areas for cell in area.cells]
    overview = [sheet for sheet in drawn if "总图" in sheet.title] or drawn
    details = [sheet for sheet in drawn if sheet not in overview] or drawn

    for sheets in (overview, details):
        assert Counter(box.name for sheet in sheets for box in sheet.boxes if box.name in names) == dict.fromkeys(names, 1)


def test_every_site_is_marked_and_told_once_in_detail(sites, drawn):
    details = [sheet for sheet in drawn if "总图" not in sheet.title]
    told = Counter(text.words for sheet in details for text in sheet.texts if text.tone == "strong")
    legend = sum(len({symbol.letter for symbol in sheet.symbols}) for sheet in details)

    assert told.total() >= len(sites.sites)
    assert sum(len(sheet.symbols) for sheet in details) == 2 * len(sites.sites) + legend


def test_every_vacant_site_is_red_by_word_and_by_sign(sites, drawn):
    details = [sheet for sheet in drawn if "总图" not in sheet.title]
    vacant = sum(site.is_gap for site in sites.sites)

    assert sum(text.words.endswith("空缺") and text.tone == "gap" for sheet in details for text in sheet.texts) == vacant
    assert sum(symbol.tone == "gap" for sheet in details for symbol in sheet.symbols) == 2 * vacant


@pytest.mark.parametrize(("name", "sheets"), [("one village", 1), ("eighteen in six zones", 1), ("sixty", 1), ("none", 1)])
def test_one_sheet_holds_a_usual_township(name, sheets):
    assert len(plan(MAPS[name])) == sheets


@pytest.mark.parametrize("name", ["sixty", "sixty in eight zones", "a thousand sites in twenty zones"])
def test_what_is_too_tall_for_a_screen_is_folded(name):
    view, _paper = plan(MAPS[name])[0]

    sheet, folds = unfolding(view, "脚注")

    assert max(drawing.height for drawing in (sheet, *(fold.sheet for fold in folds))) <= TALLEST
    assert Counter(box.name for box in sheet.boxes if not box.is_head) == Counter(
        cell.name for area in view.sites.areas for cell in area.cells
    )
    told = [text.words for fold in folds for text in fold.sheet.texts if text.tone == "strong"]
    assert sorted(told) == sorted(f"{one.number} {one.name}（{one.village}）" for one in view.sites.sites)


def test_what_a_screen_holds_is_not_folded():
    view, _paper = plan(MAPS["eighteen in six zones"])[0]

    assert unfolding(view, "脚注") == (lay_out(view, SCREEN, "脚注"), [])


def test_the_description_tells_how_much_and_what_is_missing():
    words = "官亭乡安全管理重点部位标示图：18 个村（社区），15 处重点部位和高危企业，其中责任人有空白点的 2 处。"
    assert summary_of(MAPS["eighteen in six zones"]) == words
