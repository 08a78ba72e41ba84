"""Lists of hazards: the major ones with what they cost, and the whole ledger of the period."""

from django.utils import timezone

from reports.annexes.tables import NOTHING, Table, count, money, on, text
from townships.figure import FIGURES

LEDGER = [
    text("编号", 14),
    text("乡镇", 7),
    text("单位或部位", 12),
    text("行业领域", 6),
    text("发现日期", 7),
    text("隐患描述", 23),
    text("等级", 4),
    text("责任单位（责任人）", 14),
    text("整改期限", 7),
    text("状态（销号日期）", 8),
]
MAJOR = [
    text("编号", 14),
    text("单位或部位", 11),
    text("发现日期", 8),
    text("隐患描述", 20),
    text("责任单位（责任人）", 13),
    text("督办级别", 6),
    text("整改措施", 17),
    count("资金", "万元", 6),
    text("整改期限", 8),
    text("状态（销号日期）", 8),
]


def everything(scene):
    rows = [_ledger_row(hazard) for hazard in _hazards(scene, "hazards.found").iterator(2000)]
    return Table("ledger", "安全隐患排查治理台账", LEDGER, rows, is_landscape=True)


def major(scene):
    rows = [_major_row(hazard) for hazard in _hazards(scene, "hazards.major")]
    return Table("major", "重大隐患清单", MAJOR, rows, is_landscape=True)


def _hazards(scene, key):
    rows = FIGURES[key].rows_for(scene.period, scene.county)
    return rows.select_related("township", "place", "sector").order_by("township__code", "year", "sequence")


def _ledger_row(hazard):
    return [
        hazard.number,
        hazard.township.name,
        _where(hazard),
        hazard.sector.name,
        on(timezone.localdate(hazard.found_at)),
        hazard.description,
        hazard.get_grade_display(),
        _who(hazard),
        on(hazard.deadline),
        _state(hazard),
    ]


def _major_row(hazard):
    return [
        hazard.number,
        _where(hazard),
        on(timezone.localdate(hazard.found_at)),
        hazard.description,
        _who(hazard),
        hazard.get_supervision_display(),
        hazard.measure or NOTHING,
        money(hazard.spent_funds or hazard.planned_funds),
        on(hazard.deadline),
        _state(hazard),
    ]


def _where(hazard):
    """A ferry whose spot is 渡口 once more is told once."""
    place, spot = hazard.place.name, hazard.spot
    return spot if spot.startswith(place) else place if place.endswith(spot) else f"{place}{spot}"


def _who(hazard):
    return f"{hazard.responsible_unit}（{hazard.responsible_person}）" if hazard.responsible_person else hazard.responsible_unit


def _state(hazard):
    """已销号 2012-10-09"""
    closed = f" {timezone.localdate(hazard.closed_at).isoformat()}" if hazard.closed_at else ""
    return f"{hazard.get_state_display()}{closed}"
