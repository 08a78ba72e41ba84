"""The layout of the chain's picture: nothing overlaps, nothing is lost, nothing is too small to read."""

from collections import Counter
from itertools import combinations

import pytest

from tests.townships.drawing.trees import line, node, nodes_below, township, village
from townships.drawing.chain_chart import lay_out, plan, summary_of, whole
from townships.drawing.shapes import SCREEN, Line, width_of
from townships.drawing.tree import Tree

SMALLEST = 6.5 * 25.4 / 72
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


def test_words_stand_within_their_boxes(drawn, on_screen):
    for sheet in drawn + on_screen:
        for box in sheet.boxes:
            assert all(box.x <= text.x and text.x + width_of(text.words, text.size) <= box.right + 0.6 * text.size for text in box.texts)
            assert all(box.y < text.y < box.bottom for text in box.texts)


def test_nothing_is_smaller_than_six_and_a_half_points(drawn):
    sizes = [text.size for sheet in drawn for text in [*sheet.texts, *(text for box in sheet.boxes for text in box.texts)]]
    assert min(sizes) >= SMALLEST


def test_every_village_is_named_once_on_the_overview_and_once_in_detail(tree, drawn):
    names = {village.name for village in nodes_below(tree, "village")}
    overview = [sheet for sheet in drawn if "总图" in sheet.title] or drawn
    details = [sheet for sheet in drawn if sheet not in overview] or drawn

    for sheets in (overview, details):
        assert Counter(box.name for sheet in sheets for box in sheet.boxes if box.name in names) == dict.fromkeys(names, 1)


def test_every_gap_is_written_in_red(tree, drawn):
    nodes = [*tree.above, tree.top, *(node for level in ("zone", "village", "group", "enterprise") for node in nodes_below(tree, level))]
    gaps = sum(node.gaps for node in nodes)
    details = [sheet for sheet in drawn if "总图" not in sheet.title]
    red = [text for sheet in details for box in sheet.boxes for text in box.texts if text.tone == "gap" and "空缺" in text.words]
    top = sum(node.gaps for node in [*tree.above, tree.top]) if len(drawn) > 1 else 0

    assert len(red) == gaps - top


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
