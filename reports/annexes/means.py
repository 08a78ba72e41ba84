from dataclasses import dataclass
from decimal import Decimal

from reports.annexes.tables import NOTHING, Table, cell, count, money, text
from reports.charts import chart
from reports.gather import gather, gather_by_township
from townships.accidents import statement_for
from townships.models import AccidentGrade, Investment, NoAccidents, StationItem, Township, WorkKind
from townships.period import last_day
from townships.stations import stations as stations_of

PURPOSES = {f"investment.{purpose.value}": purpose.label for purpose in Investment.Purpose}
SOURCES = {f"investment.from.{source.value}": source.label for source in Investment.Source}
READINESS = {
    "provisions.in_force": count("现行规章制度", "项"),
    "plans.in_force": count("现行应急预案", "个"),
    "provisions.issued": count("当年制定修订制度", "项", 5),
    "plans.issued": count("当年制定修订预案", "个", 5),
    "drills.held": count("应急演练", "次"),
    "drills.people": count("参加演练", "人次"),
}
TOLL = {
    "accidents.total": "合计（起）",
    "accidents.dead": "死亡（人）",
    "accidents.injured": "重伤（人）",
    "accidents.loss": "直接经济损失（元）",
}


# Costs stand with what they were spent on; what was invested is told by whoever gave it. The sums answer different questions.
OTHER_MONEY = "投入统计表和本表按登记的投入统计；宣传教育、培训和隐患整改台账中各自登记的费用另见各该表，不计入投入。"


def investments(scene):
    lines, total = _money_by_township(scene, PURPOSES)
    bars = [[str(label), yuan] for label, yuan in zip(PURPOSES.values(), total[1:], strict=False) if yuan != "0"]
    drawn = chart("安全生产投入构成", "万元", ["金额"], bars)
    return Table("investments", "安全生产投入统计表", _columns(PURPOSES), lines, total, is_landscape=True, chart=drawn)


def sources(scene):
    lines, total = _money_by_township(scene, SOURCES)
    return (
        Table("sources_of_money", "安全生产投入资金来源表", _columns(SOURCES), lines, total, is_landscape=True, note=OTHER_MONEY)
        if total[-1] != "0"
        else None
    )


def _money_by_township(scene, labels):
    keys = [*labels, "investment.total"]
    lines, total = scene.by_township(keys, lambda numbers: [money(number) for number in numbers.values()])
    return list(lines.values()), total


def _columns(labels):
    return [text("乡镇（街道）", 7), *[count(label, "万元", 5) for label in labels.values()], count("合计", "万元", 5)]


def works(scene):
    """A line for each kind that was done: how much in all, and how much where."""
    kinds = {f"works.{kind.key}": kind for kind in WorkKind.objects.all()}
    seconds = {f"{key}.second": kind for key, kind in kinds.items() if kind.second_unit}
    found = gather_by_township(scene.period, scene.county, [*kinds, *seconds])
    names = {None: "县本级"} | {township.pk: township.name for township in scene.townships}
    rows = [_work(found, key, kind, names) for key, kind in kinds.items() if any(found[key].values())]
    columns = [text("项目", 6), text("单位", 3), count("数量"), count("另计", weight=5), text("乡镇（街道）", 16)]
    return Table("works", "安全生产实事工程统计表", columns, rows) if rows else None


def _work(found, key, kind, names):
    second = sum(found.get(f"{key}.second", {}).values())
    # In the order of the townships, not in that in which a database happens to group.
    where = "、".join(f"{name}{cell(found[key][pk])}" for pk, name in names.items() if found[key].get(pk))
    return [kind.name, kind.unit, cell(sum(found[key].values())), f"{cell(second)}{kind.second_unit}" if second else NOTHING, where]


def stations(scene):
    """Silent where no station told its year."""
    day = last_day(scene.period)
    found = stations_of(Township.objects.in_county(scene.county.pk), year=day.year, today=day)
    if not any(station.facts for station in found):
        return None
    columns = [
        text("乡镇（街道）", 7),
        count("办公用房", "间"),
        count("面积", "㎡"),
        text("级别", 4),
        count("专职人员", "人"),
        count("应配", "人"),
        count("持证", "人"),
        count("八有", "项"),
        count("村级办公室", "个", 5),
        count("年度经费", "万元", 5),
        text("短板", 12),
    ]
    return Table("stations", "乡镇安监站建设情况表", columns, [_station(one) for one in found], is_landscape=True)


def _station(station):
    facts = station.facts
    told = [cell(facts.rooms), cell(facts.area), str(facts.get_rank_display())] if facts else [NOTHING] * 3
    budget = money(facts.budget_yuan) if facts and facts.budget_yuan is not None else NOTHING
    return [
        station.township.name,
        *told,
        cell(station.staff),
        cell(station.minimum.minimum) if station.minimum else NOTHING,
        cell(station.certified),
        f"{len(station.items)}/{len(StationItem.Item)}",
        f"{station.offices}/{station.villages}",
        budget,
        "、".join(str(lack.reason.label) for lack in station.shortfalls) or "达标",
    ]


def readiness(scene):
    lines, total = scene.by_township(list(READINESS), lambda numbers: [cell(number) for number in numbers.values()])
    if set(total[1:]) == {"0"}:
        return None
    return Table("readiness", "规章制度、应急预案和演练统计表", [text("乡镇（街道）", 7), *READINESS.values()], list(lines.values()), total)


def accidents(scene):
    """By grade, this year beside last; silent where there was none in either and nobody said so."""
    periods = (scene.period, scene.period.a_year_before())
    now, before = (KnownAccidents.of(scene.county, period) for period in periods)
    if not (now.is_kept or before.is_kept):
        return None
    ranks = {f"accident_grades.{grade.key}": (f"{grade.name}（起）", grade.rank) for grade in AccidentGrade.objects.all()}
    lines = ranks | {key: (label, 1) for key, label in TOLL.items()}
    rows = [_compared(label, now.number(key, rank), before.number(key, rank)) for key, (label, rank) in lines.items()]
    columns = [text("等级或项目", 8), count("本年"), count("上年同期"), count("增减")]
    return Table("accidents", "生产安全事故情况对比表", columns, rows, note=now.stated)


@dataclass(frozen=True)
class KnownAccidents:
    """The accidents of a period, and how far down the grades somebody says that there was none."""

    numbers: dict
    statement: NoAccidents | None

    @classmethod
    def of(cls, county, period):
        keys = [*TOLL, *(f"accident_grades.{grade.key}" for grade in AccidentGrade.objects.all())]
        return cls(gather(period, county, keys=keys), statement_for(county, period))

    @property
    def is_kept(self):
        return bool(self.numbers["accidents.total"].number or self.statement)

    def number(self, key, rank):
        """A nought that nobody put their name to, and that no other accident in the ledger makes likely, is not known."""
        lowest = 1 if self.numbers["accidents.total"].number else self.statement.grade.rank if self.statement else None
        return self.numbers[key].number if lowest is not None and lowest <= rank else None

    @property
    def stated(self):
        if self.statement is None:
            return ""
        said = self.statement
        return f"{said.place}无事故报告：截至{said.through.isoformat()}，{said.statement}（{said.basis}）。"


def _compared(label, now, before):
    change = NOTHING if now is None or before is None else f"{Decimal(now - before).normalize():+f}" if now != before else "0"
    return [label, NOTHING if now is None else cell(now), NOTHING if before is None else cell(before), change]
