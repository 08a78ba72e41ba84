from collections import Counter

from django.db.models import Count

from hazards.models import Drive
from hazards.models.hazard import State
from reports.annexes.tables import Table, cell, count, money, on, rate, text
from reports.charts import chart
from townships.figure import FIGURES

BY_TOWNSHIP = [
    text("乡镇（街道）", 7),
    count("检查", "次"),
    count("排查隐患", "条"),
    count("已销号", "条"),
    count("整改率", weight=5),
    count("重大隐患", "条"),
    count("重大销号", "条"),
    count("重大整改率", weight=5),
    count("未销号", "条"),
    count("逾期", "条"),
    count("迟报", "条"),
    count("治理资金", "万元", 5),
]
KEYS = [
    "inspections.done",
    "hazards.found",
    "hazards.closed",
    "hazards.major",
    "hazards.major_closed",
    "hazards.unclosed",
    "hazards.overdue",
    "hazards.reported_late",
    "hazards.funds",
]
LIVING = [state for state in State if state != State.VOID]


def townships(scene):
    lines, total = scene.by_township(KEYS, _cells)
    rows = list(lines.values())
    drawn = _open_and_closed("各乡镇隐患整改情况", [(row[0], int(row[2]), int(row[3])) for row in rows])
    return Table("hazards", "隐患排查治理统计表（按乡镇）", BY_TOWNSHIP, rows, total, is_landscape=True, chart=drawn)


def _cells(numbers):
    done, found, closed, major, major_closed, *counts, funds = numbers.values()
    checked = [cell(done), cell(found), cell(closed), rate(closed, found), cell(major), cell(major_closed), rate(major_closed, major)]
    return [*checked, *[cell(number) for number in counts], money(funds)]


def sectors(scene):
    """What was found in the period, by sector and by the state it is in now."""
    rows = FIGURES["hazards.found"].rows_for(scene.period, scene.county).order_by()
    counts, order = Counter(), set()
    for position, name, state, number in rows.values_list("sector__position", "sector__name", "state").annotate(Count("pk")):
        counts[name, state] = number
        order.add((position, name))
    lines = [_state_line(name, [counts[name, state] for state in LIVING]) for _position, name in sorted(order)]
    total = _state_line("合计", [sum(counts[name, state] for _position, name in order) for state in LIVING])
    states = [count(state.label, "条") for state in LIVING]
    columns = [text("行业领域", 8), count("排查隐患", "条"), *states, count("整改率", weight=5)]
    drawn = _open_and_closed("各行业领域隐患整改情况", [(line[0], int(line[1]), int(line[-2])) for line in lines])
    return Table("sectors", "隐患排查治理统计表（按行业领域）", columns, lines, total, chart=drawn)


def _state_line(name, numbers):
    """The last state is closed."""
    return [name, cell(sum(numbers)), *[cell(number) for number in numbers], rate(numbers[-1], sum(numbers))]


def _open_and_closed(title, bars):
    return chart(title, "条", ["已销号", "未销号"], [[name, closed, found - closed] for name, found, closed in bars if found])


def drives(scene):
    columns = [
        text("专项行动", 10),
        text("行业领域", 5),
        text("起止日期", 6),
        text("参加部门", 8),
        count("排查隐患", "条"),
        count("已销号", "条"),
    ]
    found, closed = (_by_drive(scene, key) for key in ("drives.hazards", "drives.hazards_closed"))
    held = FIGURES["drives.held"].rows_for(scene.period, scene.county).select_related("sector").order_by("starts_on", "pk")
    rows = [
        [one.name, one.sector.name, _span(one), one.departments or "—", cell(found.get(one.pk)), cell(closed.get(one.pk))] for one in held
    ]
    total = ["合计", "", "", "", cell(sum(found.values())), cell(sum(closed.values()))]
    return Table("drives", "专项整治行动情况表", columns, rows, total)


def _by_drive(scene, key):
    rows = FIGURES[key].rows_for(scene.period, scene.county)
    return dict(rows.order_by().values_list("drive").annotate(Count("pk", distinct=True)))


def _span(drive: Drive):
    return f"{on(drive.starts_on)}至{on(drive.ends_on)}"
