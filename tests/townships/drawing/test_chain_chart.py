"""The layout of the chain's picture: nothing overlaps, nothing is lost, nothing is too small to read."""

from collections import Counter
from itertools import combinations

import pytest

from tests.townships.drawing.trees import line, node, nodes_below, team, teams, township, village
from townships.drawing.chain_chart import TALLEST, for_screen, lay_out, plan, summary_of, unfolding, whole
from townships.drawing.shapes import SCREEN, Line, width_of
from townships.drawing.tree import Tree

SMALLEST = 7.5 * 25.4 / 72  # 六号, the smallest size of type that offices print
TREES = {
    "one village": township(1),
    "five villages": township(5),
    "eighteen in six zones": township(18, zones=6, groups=2),
    "a market town": township(6, firms=60),
    "sixty": township(60),
    "sixty in eight zones": township(60, zones=8),
    "sixty of many firms": township(60, firms=4),
    "a hundred and fifty": township(150),
    "thirty zones": township(60, zones=30),
    "a hundred buildings a village": township(8, groups=100),
    "no village": township(0),
    "two headquarters, a station, eight groups": township(14, own=teams()),
    "sixty in eight zones with twelve teams": township(60, zones=8, own=teams(members=40)),
    "a zone without villages": township(4, zones=2, empty_zones=1),
    "many zones without villages": township(20, zones=5, empty_zones=8),
}


@pytest.fixture(scope="module", params=TREES, ids=str)
def tree(request):
    return TREES[request.param]


@pytest.fixture(scope="module")
def drawn(tree):
    return [lay_out(part, paper, "脚注") for part, paper in plan(tree)]


@pytest.fixture(scope="module")
def on_screen(tree):
    return [lay_out(part, SCREEN, "脚注") for part, _paper in plan(tree)]


def overlap(one, other):
    return one.x < other.right - 0.01 and other.x < one.right - 0.01 and one.y < other.bottom - 0.01 and other.y < one.bottom - 0.01


def words_on(sheets):
    return [text.words for sheet in sheets for box in sheet.boxes for text in box.texts]


def test_no_two_boxes_overlap(drawn, on_screen):
    for sheet in drawn + on_screen:
        assert [(one.name, other.name) for one, other in combinations(sheet.boxes, 2) if overlap(one, other)] == []


def test_everything_stands_within_the_sheet(drawn, on_screen):
    for sheet in drawn + on_screen:
        edge = sheet.paper.margin - 0.01
        assert all(
            box.x >= edge and box.y >= edge and box.right <= sheet.width - edge and box.bottom <= sheet.height - edge for box in sheet.boxes
        )
        assert all(0 <= x <= sheet.width and 0 <= y <= sheet.height for s in sheet.strokes for x, y in [(s.x1, s.y1), (s.x2, s.y2)])


def test_no_box_is_narrower_than_a_telephone_number(drawn, on_screen):
    for sheet in drawn + on_screen:
        assert all(box.width > width_of("13812345678", box.texts[0].size) for box in sheet.boxes)


def test_words_stand_within_their_boxes(drawn, on_screen):
    for sheet in drawn + on_screen:
        for box in sheet.boxes:
            assert all(box.x <= text.x and text.x + width_of(text.words, text.size) <= box.right + 0.6 * text.size for text in box.texts)
            assert all(box.y < text.y < box.bottom for text in box.texts)


def test_nothing_is_smaller_than_the_smallest_type(drawn):
    sizes = [text.size for sheet in drawn for text in [*sheet.texts, *(text for box in sheet.boxes for text in box.texts)]]
    assert min(sizes) >= SMALLEST


def test_every_village_is_named_once_on_the_overview_and_once_in_detail(tree, drawn):
    names = {village.name for village in nodes_below(tree, "village")}
    overview = [sheet for sheet in drawn if "总图" in sheet.title] or drawn
    details = [sheet for sheet in drawn if sheet not in overview] or drawn

    on_overview = "".join(words_on(overview))
    assert [name for name in names if on_overview.count(name) != 1 and len(drawn) > 1] == []
    # A village that takes several sheets stands above what each of them holds.
    told = Counter(box.name for sheet in details if "分图" not in sheet.title for box in sheet.boxes if box.name in names)
    assert names <= {box.name for sheet in details for box in sheet.boxes}
    assert max(told.values(), default=1) == 1


def test_every_gap_is_written_in_red(tree, drawn):
    levels = ("team", "zone", "village", "group", "enterprise")
    nodes = [*tree.above, tree.top, *(node for level in levels for node in nodes_below(tree, level))]
    boxes = [box for sheet in drawn if "总图" not in sheet.title for box in sheet.boxes]
    red = {(box.name, text.words) for box in boxes for text in box.texts if text.tone == "gap" and "空缺" in text.words}
    top = sum(node.gaps for node in [*tree.above, tree.top]) if len(drawn) > 1 else 0

    assert len(red) == sum(node.gaps for node in nodes) - top


def test_a_box_with_a_gap_has_a_red_frame(drawn):
    for sheet in drawn:
        assert all(box.is_gap == any(text.tone == "gap" for text in box.texts) for box in sheet.boxes)


def test_every_sheet_is_titled_apart_and_described(drawn):
    assert len({sheet.title for sheet in drawn}) == len(drawn)
    assert all("空白点" in sheet.summary for sheet in drawn)


@pytest.mark.parametrize(
    ("name", "papers"),
    [
        ("one village", ["A4"]),
        ("five villages", ["A4"]),
        ("eighteen in six zones", ["A3"]),
        ("sixty in eight zones", ["A3"] * 9),
        ("no village", ["A4"]),
    ],
)
def test_as_few_sheets_as_it_takes(name, papers):
    assert [paper.name for _part, paper in plan(TREES[name])] == papers


def test_a_zone_has_a_sheet_of_its_own():
    titles = [part.title for part, _paper in plan(TREES["sixty in eight zones"])]

    assert titles[:3] == ["官亭乡安全管理网络体系图（总图）", "官亭乡安全管理网络体系图（第1片区）", "官亭乡安全管理网络体系图（第2片区）"]


def test_the_overview_counts_what_it_folds():
    overview = plan(TREES["sixty"])[0][0]

    folded = overview.bunches[0].nodes[4]

    assert folded.children == ()
    assert [line for line in folded.lines if line.tone != "plain"] == [
        Line("村安全监管员：空缺", "gap"),
        Line("组 3、企业 1", "soft"),
        Line("下级空白点 1 处", "gap"),
    ]


def test_each_team_has_a_box_of_its_own_with_its_gap():
    [sheet] = [lay_out(part, paper) for part, paper in plan(township(0, own=teams(2, members=2)))]

    boxes = {box.name: [text.words for text in box.texts] for box in sheet.boxes}
    assert boxes["机构和队伍"][1:] == ["两部一站、行业领导小组 2、应急救援队伍 1"]
    assert boxes["森林防火指挥部"][1:] == ["组长：许组长 13812345678", "成员：冯成员0 13812345678、", "冯成员1 13812345678"]
    assert boxes["第2行业安全管理领导小组"][1] == "组长：空缺"
    assert [box.name for box in sheet.boxes if box.is_gap] == ["官亭乡", "第2行业安全管理领导小组"]


def test_who_is_only_counted_on_the_overview_is_named_on_the_teams_sheet():
    sheets = [lay_out(part, paper) for part, paper in plan(TREES["two headquarters, a station, eight groups"])]

    assert [sheet.title for sheet in sheets if "冯成员4 13812345678" in words_on([sheet])] == ["官亭乡安全管理网络体系图（机构和队伍）"]


def test_a_vacant_seat_is_red_in_the_box_that_stands_for_all_teams():
    tree = township(60, zones=30, own=teams())
    parts = plan(tree)
    overview = [lay_out(part, paper) for part, paper in parts if "总图" in part.title]
    screen, _folds = unfolding(for_screen(tree, parts, parts[0][0]), "脚注")

    for sheets in (overview, [screen]):
        [box] = [box for sheet in sheets for box in sheet.boxes if box.name.startswith("机构和队伍")]
        assert "第8行业安全管理领导小组 组长：空缺" in "".join(text.words for text in box.texts if text.tone == "gap")
        assert box.is_gap


def test_a_roster_of_sixty_still_fits_on_a_sheet():
    assert plan(township(60, own=[team("安全生产监督管理站", "station", members=60)]))


def test_an_empty_zone_says_so():
    part = whole(TREES["a zone without villages"])

    assert [line.words for line in part.bunches[2].head.lines] == ["片长：郑片长 13812345678", "还没有划入村（社区）"]


@pytest.mark.parametrize("name", ["sixty", "sixty in eight zones with twelve teams", "many zones without villages"])
def test_what_is_too_tall_for_a_screen_is_folded(name):
    parts = plan(TREES[name])

    sheet, folds = unfolding(for_screen(TREES[name], parts, parts[0][0]), "脚注")

    assert max(drawing.height for drawing in (sheet, *(fold.sheet for fold in folds))) < TALLEST
    names = [village.name for village in nodes_below(TREES[name], "village")]
    assert [box.name for fold in folds for box in fold.sheet.boxes if box.name in names] == names
    assert {box.name for box in sheet.boxes} >= {fold.name for fold in folds}


def test_what_a_screen_holds_is_not_folded():
    part = whole(TREES["one village"])

    assert unfolding(part, "脚注") == (lay_out(part, SCREEN, "脚注"), [])


def test_sheets_have_a_label_for_their_tab():
    labels = [[part.label for part, _paper in plan(TREES[name])][:3] for name in ("sixty in eight zones", "sixty")]

    assert labels == [["总图", "第1片区", "第2片区"], ["总图", "分图 1/4", "分图 2/4"]]


def test_a_village_is_drawn_by_kind_of_what_it_holds():
    county, town = node("county", "临澧县"), node("township", "官亭乡", line("乡镇长（主任）", "陈乡长"))
    part = whole(Tree((county, town), village("清泉村", groups=2, firms=1)))

    assert [node.name for node in part.above] == ["临澧县", "官亭乡", "清泉村"]
    assert [(bunch.head.name, len(bunch.nodes)) for bunch in part.bunches] == [("村民小组（楼栋）", 2), ("企业", 1)]


def test_what_stands_in_the_township_itself_is_drawn_beside_the_villages():
    tree = township(1)
    firm = node("enterprise", "官亭加油站", line("企业法定代表人", "赵厂长"))

    part = whole(Tree(tree.above, node("township", "官亭乡", children=[*tree.top.children, firm])))

    assert [(bunch.head and bunch.head.name, [node.name for node in bunch.nodes]) for bunch in part.bunches] == [
        (None, ["第1村"]),
        ("乡镇直接监管", ["官亭加油站"]),
    ]


def test_what_is_missing_further_up_is_not_counted_as_the_places_own():
    county = node("county", "临澧县", line("领导小组组长"))
    tree = township(5)

    assert whole(Tree((county,), tree.top)).gaps == tree.top.gaps + tree.top.gaps_below == 3


def test_the_description_tells_how_much_and_what_is_missing():
    assert summary_of(whole(township(5))) == "官亭乡安全管理网络体系图，自上而下：临澧县、官亭乡；下列 5 个单位，空白点 3 处。"
