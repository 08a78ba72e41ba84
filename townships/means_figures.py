"""Stations, works, rules and plans, drills and accidents of a period. Declared by townships/figures.py.

What is held or in force is counted as it stood on the period's last day, or today when the period still runs.
"""

from django.db.models import OuterRef, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from townships.drills import overdue_on
from townships.figure import ROWS, Figure, figure, figures_from_rows
from townships.models import (
    Accident,
    AccidentGrade,
    Drill,
    Equipment,
    Investment,
    Norm,
    Person,
    PhysicalWork,
    Provision,
    StationItem,
    StationYear,
    Township,
    VillageOffice,
    WorkKind,
)
from townships.period import last_day
from townships.provisions import stale_on
from townships.stations import certified_staff_on, staff_on


@figure("stations.filed", _("填报年度情况的安监站"), _("个"))
def stations_filed(period):
    return StationYear.objects.counted().filter(year=period.end.year)


@figure("stations.roomy", _("办公用房达标的安监站"), _("个"))
def stations_with_rooms(period):
    asked = Norm.objects.filter(key=Norm.Key.ROOMS, from_year__lte=OuterRef("year")).order_by("-from_year")
    return stations_filed(period).filter(rooms__gte=Subquery(asked.values("number")[:1]))


@figure("stations.budget", _("安监站年度经费"), _("元"), measure=Sum("budget"))
def station_budgets(period):
    return stations_filed(period).with_budget()


@figure("stations.staff", _("安监站专职人员"), _("人"))
def station_staff(period):
    return Person.objects.filter(pk__in=staff_on(last_day(period)).values("person"))


@figure("people.outside_stations", _("未在安监站任职的专职安监人员"), _("人"))
def full_time_outside_stations(period):
    """Why 专职安监人员 of the county can be more than the staff of all its stations."""
    day = last_day(period)
    return Person.objects.serving_on(day).filter(is_full_time=True).exclude(pk__in=staff_on(day).values("person"))


@figure("stations.certified", _("安监站持证专职人员"), _("人"))
def certified_staff(period):
    return Person.objects.filter(pk__in=certified_staff_on(last_day(period)).values("person"))


@figure("stations.equipment", _("安监站装备"), _("台（件）"), measure=Sum("quantity"))
def station_equipment(period):
    return Equipment.objects.counted().held_on(last_day(period))


@figure("stations.items", _("“八有”已核实"), _("项"))
def station_items(period):
    return StationItem.objects.counted().held_on(last_day(period))


@figure("stations.outposts", _("村级安全生产办公室"), _("个"))
def outposts(period):
    return VillageOffice.objects.counted().held_on(last_day(period))


@figure("physical_works.done", _("实事工程"), _("项"))
def works(period):
    return PhysicalWork.objects.counted().filter(period.days("done_on"))


@figure("physical_works.invested", _("用于实事工程的投入"), _("元"), measure=Sum("amount"))
def money_of_works(period):
    """Sums that the period's works are linked to; a sum that paid for several counts once."""
    return Investment.objects.counted().filter(pk__in=works(period).values("investments"))


@figures_from_rows
def one_per_kind_of_work():
    """works.roads, works.bridges …, each in its own unit; works.speed_bumps.second is what is counted in the other unit."""
    for kind in WorkKind.objects.all():
        yield Figure(f"works.{kind.key}", kind.name, kind.unit, _works_of(kind), Sum("quantity"))
        if kind.second_unit:
            yield Figure(f"works.{kind.key}.second", kind.name, kind.second_unit, _works_of(kind), Sum("second_quantity"))


def _works_of(kind):
    return lambda period: works(period).filter(kind=kind)


def provisions(period):
    return Provision.objects.in_force_on(last_day(period))


@figure("provisions.in_force", _("现行规章制度"), _("项"))
def rules_in_force(period):
    return provisions(period).exclude(kind=Provision.Kind.PLAN)


@figure("plans.in_force", _("现行应急预案"), _("个"))
def plans_in_force(period):
    return provisions(period).filter(kind=Provision.Kind.PLAN)


@figure("provisions.issued", _("当年制定修订规章制度"), _("项"))
def rules_issued(period):
    return issued(period).exclude(kind=Provision.Kind.PLAN)


@figure("plans.issued", _("当年制定修订应急预案"), _("个"))
def plans_issued(period):
    return issued(period).filter(kind=Provision.Kind.PLAN)


def issued(period):
    return Provision.objects.counted().filter(period.days("issued_on"))


@figure("provisions.stale", _("到期未评估修订的制度预案"), _("项"))
def stale_provisions(period):
    return stale_on(Provision.objects.all(), last_day(period))


@figure("drills.held", _("应急演练"), _("次"))
def drills(period):
    return Drill.objects.counted().filter(period.days("held_on"))


@figure("drills.people", _("参加应急演练"), _("人次"), measure=Sum("people_present"))
def people_at_drills(period):
    return drills(period)


@figure("drills.overdue", _("到期未演练的乡镇"), _("个"))
def townships_without_drill(period):
    return overdue_on(Township.objects.all(), last_day(period))


@figure("accidents.total", _("生产安全事故"), _("起"))
def accidents(period):
    return Accident.objects.counted().filter(period.moments("happened_at"))


@figure("accidents.larger", _("较大以上事故"), _("起"))
def larger_accidents(period):
    """Of a grade above the lowest."""
    return accidents(period).of_rank(2)


@figure("accidents.late", _("迟报事故"), _("起"))
def late_accidents(period):
    return accidents(period).filter(is_reported_late=True)


def declare_toll(field, label, unit):
    @figure(f"accidents.{field}", label, unit, measure=Sum(field))
    def of_field(period):
        return accidents(period).filter(**{f"{field}__gt": 0})


declare_toll("dead", _("事故死亡"), _("人"))
declare_toll("injured", _("事故重伤"), _("人"))
declare_toll("loss", _("事故直接经济损失"), _("元"))


@figures_from_rows
def one_per_grade():
    """accident_grades.ordinary, accident_grades.larger …"""
    for grade in AccidentGrade.objects.all():
        yield Figure(f"accident_grades.{grade.key}", grade.name, _("起"), _accidents_of(grade), ROWS)


def _accidents_of(grade):
    return lambda period: accidents(period).filter(grade=grade)
