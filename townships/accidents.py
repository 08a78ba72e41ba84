"""Accidents: what grade one has, whether it was reported in time, who says that there was none, and what they forbid.

Grades and clocks are data (条例 493号 第三、九、十一条); an accident keeps what was settled when it was entered.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Sum, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.models import Accident, AccidentGrade, AccidentTarget, NoAccidents, Norm, Township
from townships.period import Period
from townships.recording import amend, record


class Contradicted(Exception):
    """The ledger holds an accident that the statement denies; carries it."""

    def __init__(self, accident):
        super().__init__(accident.pk)
        self.accident = accident


def record_accident(*, by, at=None, submission=None, place, **fields):
    return record(Accident, by=by, at=at, submission=submission, place=place, **_settled(fields))


def amend_accident(accident, *, by, place, **fields):
    """Numbers may change for weeks (第十三条 补报): the grade is settled anew."""
    return amend(accident, by=by, place=place, **_settled(fields))


def grade_of(*, dead, injured, loss):
    """The highest grade that any of the numbers reaches, the number itself included; the lowest where none does."""
    *higher, lowest = AccidentGrade.objects.order_by("-rank")
    return next((grade for grade in higher if grade.is_reached_by(dead=dead, injured=injured, loss=loss)), lowest)


def is_late(*, happened_at, reported_at, passed_on_at):
    """Reported later after the accident, or passed on later after the report, than the clocks of that year allow."""
    norms = Norm.objects.of_year(happened_at.year)
    steps = {Norm.Key.REPORT: (happened_at, reported_at), Norm.Key.PASS_ON: (reported_at, passed_on_at)}
    return any(
        end and start and end - start > timedelta(minutes=float(norms[key].number)) for key, (start, end) in steps.items() if key in norms
    )


def _settled(fields):
    times = {name: fields.get(name) for name in ("happened_at", "reported_at", "passed_on_at")}
    toll = {name: fields.get(name, 0) for name in ("dead", "injured", "loss")}
    return {**fields, "grade": grade_of(**toll), "is_reported_late": is_late(**times)}


def state_no_accidents(*, by, at=None, submission=None, place, year, through, grade, **fields):
    """Somebody's word that there was none; refused while the ledger says otherwise."""
    said = {"place": place, "year": year, "through": through, "grade": grade}
    if denied := denied_by(NoAccidents(**said)).first():
        raise Contradicted(denied)
    return record(NoAccidents, by=by, at=at, submission=submission, **said, **fields)


def denied_by(statement):
    """Accidents in the ledger that the statement says there were not."""
    period = Period(date(statement.year, 1, 1), statement.through)
    accidents = Accident.objects.counted().of_place(statement.place).of_rank(statement.grade.rank)
    return accidents.filter(period.moments("happened_at"))


def denying(accident):
    """Statements that there was no such accident, of its township and of the county; they count until somebody voids them."""
    day, about = timezone.localdate(accident.happened_at), Q(township=accident.township_id) | Q(township=None)
    said = NoAccidents.objects.counted().filter(about, county=accident.county_id, year=day.year, through__gte=day)
    return said.filter(grade__rank__lte=accident.grade.rank).select_related("grade", "place").order_by("pk")


def statement_for(county, period):
    """The county's own word for the year of the period, the one that reaches furthest; None if the ledger denies it or nobody gave it."""
    said = NoAccidents.objects.counted().filter(place=county, year=period.start.year, through__gte=period.start)
    said = said.select_related("grade", "place").order_by("-through", "grade__rank")
    return next((statement for statement in said if not denied_by(statement).exists()), None)


class Ground(TextChoices):
    OVER_TARGET = "over_target", _("死亡人数超过控制指标")
    DEATHS_AT_ONCE = "deaths_at_once", _("一次死亡人数达到否决条件")


@dataclass(frozen=True)
class Veto:
    """Why a township can't be named that year: what happened, and what was allowed."""

    township: Township
    ground: Ground
    deaths: int
    allowed: int
    source: str


def find_vetoes(townships, year):
    """Vetoes (一票否决) of these townships (a Township queryset) by the accidents of that year; four queries."""
    period = Period.year(year)
    counted = Accident.objects.counted().filter(period.moments("happened_at"), township__in=townships.order_by().values("pk"))
    return [*_over_target(townships, counted, year), *_many_at_once(counted, year)]


def _over_target(townships, counted, year):
    deaths = dict(counted.order_by().values_list("township").annotate(Sum("dead")))
    targets = AccidentTarget.objects.counted().filter(year=year, township__in=townships.order_by().values("pk")).select_related("township")
    return [
        Veto(target.township, Ground.OVER_TARGET, dead, target.deaths, target.document)
        for target in targets.order_by("township")
        if (dead := deaths.get(target.township_id, 0)) > target.deaths
    ]


def _many_at_once(counted, year):
    norm = Norm.objects.of_year(year).get(Norm.Key.DEATHS_AT_ONCE)
    if norm is None:
        return []
    worst = counted.killing_at_least(norm.number).select_related("township").order_by("township", "pk")
    return [Veto(accident.township, Ground.DEATHS_AT_ONCE, accident.dead, int(norm.number) - 1, norm.source) for accident in worst]


def vetoed(townships, year):
    """Those of the townships that an accident of the year rules out, as a queryset: for who only asks yes or no."""
    return townships.filter(pk__in={veto.township.pk for veto in find_vetoes(townships, year)})
