from django.db.models import Count

from hazards.models import Drive
from reports.annexes.tables import Table, cell, count, money, on, rate, text
from reports.charts import chart
from townships.figure import FIGURES, all_figures

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
BY_SECTOR = [
    text("行业领域", 7),
    count("排查隐患", "条"),
    count("重大隐患", "条"),
    count("已销号", "条"),
    count("整改率"),
    count("未销号", "条"),
    count("逾期", "条"),
]
SECTOR_KEYS = ["hazards.found", "hazards.major", "hazards.closed", "hazards.unclosed", "hazards.overdue"]


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
    """The same numbers by sector."""
    found = {key: dict(_by_sector(scene, key)) for key in SECTOR_KEYS}
    order = sorted(found["hazards.found"])
    lines = [[name, *_sector_cells([found[key].get((place, name), 0) for key in SECTOR_KEYS])] for place, name in order]
    total = ["合计", *_sector_cells([sum(found[key].values()) for key in SECTOR_KEYS])]
    drawn = _open_and_closed("各行业领域隐患整改情况", [(line[0], int(line[1]), int(line[3])) for line in lines])
    return Table("sectors", "隐患排查治理统计表（按行业领域）", BY_SECTOR, lines, total, chart=drawn)


def _by_sector(scene, key):
    rows = FIGURES[key].rows_for(scene.period, scene.county).order_by().values_list("sector__position", "sector__name")
    return [((position, name), number) for position, name, number in rows.annotate(Count("pk", distinct=True))]


def _sector_cells(numbers):
    found, major, closed, unclosed, overdue = numbers
    return [cell(found), cell(major), cell(closed), rate(closed, found), cell(unclosed), cell(overdue)]


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
    held = FIGURES["drives.held"].rows_for(scene.period, scene.county).for_list().order_by("starts_on", "pk")
    rows = [
        [one.name, one.sector_names, _span(one), one.department_names or "—", cell(found.get(one.pk)), cell(closed.get(one.pk))]
        for one in held
    ]
    total = ["合计", "", "", "", cell(sum(found.values())), cell(sum(closed.values()))]
    return Table("drives", "专项整治行动情况表", columns, rows, total)


def enforcement(scene):
    """By township what was done, a column for each kind of which there was something; None where nothing was."""
    kinds = [FIGURES["enforcement.actions"], *_kinds_with_something(scene)]
    counted = [figure.by_township(scene.period, scene.county) for figure in kinds]
    if not any(counted):
        return None
    columns = [text("乡镇（街道）", 5), *(count(figure.label, figure.unit) for figure in kinds)]
    places = [(township.pk, township.name) for township in scene.townships] + [(None, "县本级")]
    rows = [[name, *(cell(found.get(pk)) for found in counted)] for pk, name in places if any(found.get(pk) for found in counted)]
    total = ["合计", *(cell(sum(found.values())) for found in counted)]
    return Table("enforcement", "打非治违和执法情况表", columns, rows, total)


def _kinds_with_something(scene):
    found = [figure for key, figure in all_figures().items() if key.startswith(("enforcement.", "outcomes.", "illegal_acts.found"))]
    return [figure for figure in found if figure.key != "enforcement.actions" and figure.value(scene.period, scene.county)]


def _by_drive(scene, key):
    rows = FIGURES[key].rows_for(scene.period, scene.county)
    return dict(rows.order_by().values_list("drive").annotate(Count("pk", distinct=True)))


def _span(drive: Drive):
    return f"{on(drive.starts_on)}至{on(drive.ends_on)}"
