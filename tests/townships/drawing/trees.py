"""Trees of a township for the layouts, by hand: no database."""

from itertools import count

from townships.drawing.shapes import SEAM, Line
from townships.drawing.tree import Node, Tree

NUMBERS = count(1)


def line(duty, name=""):
    return Line(f"{duty}：{name} 13812345678") if name else Line(f"{duty}：空缺", "gap")


def node(level, name, *lines, children=()):
    return Node(next(NUMBERS), level, name, tuple(lines), tuple(lines[:1]), tuple(children), f"/{level}/{name}/")


def village(name, *, groups=3, firms=1, vacant=False):
    below = [
        node("group", f"{name}{number}组", line("组安全生产联络员", "张联络"), line("包组村干部", "王包组"))
        for number in range(1, groups + 1)
    ]
    below += [
        node("enterprise", f"{name}{number}号烟花爆竹厂", line("企业法定代表人", "赵厂长"), line("联厂村干部", "" if vacant else "钱干部"))
        for number in range(1, firms + 1)
    ]
    posts = [line("村（社区）党支部书记", "李书记"), line("驻村干部", "周驻村"), line("村安全监管员", "" if vacant else "吴监管")]
    return node("village", name, *posts, children=below)


def team(name, kind, *, members=5, vacant=False):
    head, brief = line("组长", "" if vacant else "许组长"), Line(f"成员：{members} 人")
    names = Line("成员：" + "、".join(f"{SEAM}冯成员{number} 13812345678{SEAM}" for number in range(members)))
    return Node(0, "team", name, (head, names), (head,), (), f"/team/{name}/", brief=(head, brief), team_kind=kind)


def teams(groups=8, **fields):
    """两部一站 and so many working groups, the last of them without a head."""
    groups = [
        team(f"第{number}行业安全管理领导小组", "working_group", vacant=number == groups, **fields) for number in range(1, groups + 1)
    ]
    headquarters = [team(name, "headquarters", **fields) for name in ("森林防火指挥部", "防汛抗旱指挥部")]
    station, rescue = team("安全生产监督管理站", "station", **fields), team("官亭乡应急救援队", "rescue", **fields)
    return [*headquarters, station, *groups, rescue]


def township(villages, *, zones=0, name="官亭乡", own=(), empty_zones=0, **kind):
    """A township of so many villages, each fifth of them with gaps."""
    found = [village(f"第{number}村", vacant=number % 5 == 0, **kind) for number in range(1, villages + 1)]
    if zones:
        share = -(-villages // zones)
        found = [
            node("zone", f"第{at + 1}片区", line("片长", "郑片长"), children=found[at * share : (at + 1) * share]) for at in range(zones)
        ]
    found += [node("zone", f"空白片区{number}", line("片长", "郑片长")) for number in range(1, empty_zones + 1)]
    posts = [line("党委书记", "孙书记"), line("乡镇长（主任）", "陈乡长"), line("分管领导", "褚副职"), line("安监员")]
    county = node("county", "临澧县", line("领导小组组长", "卫县长"))
    return Tree((county,), node("township", name, *posts, children=[*own, *found]))


def nodes_below(tree, level):
    def walk(found):
        for child in found.children:
            yield child
            yield from walk(child)

    return [child for child in walk(tree.top) if child.level == level]
