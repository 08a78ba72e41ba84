"""分析预警: hazards by sector, place, month and cause against the same days of earlier years. Counts and shares, nothing else.

The rules stand on the page in words (templates/reports/_patterns_explained.html) and here in one function each.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from django.db import models
from django.db.models import Count
from django.db.models.functions import ExtractMonth, ExtractYear
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hazards.models import Hazard
from reports.charts import chart
from townships.figure import all_figures, rate
from townships.models import Place, Sector, Township
from townships.period import Period, midnight

EARLIER_YEARS = 3
# Two numbers whose sum is smaller say nothing about a direction.
LEAST_FOR_TREND = 10
# What tends to come: so many in the month over the earlier years, and so many times an average month's.
LEAST_FOR_SEASON, SEASON_FACTOR, LEAST_YEARS = 5, 1.5, 2
PLACES_SHOWN = 15
# As the explanation names them.
RULES = {"least": LEAST_FOR_TREND, "least_season": LEAST_FOR_SEASON, "factor": SEASON_FACTOR, "years": EARLIER_YEARS}
RULES |= {"least_years": LEAST_YEARS}
FIGURES = ["hazards.recurring", "hazards.reopened", "look_backs.due", "look_backs.in_time", "look_backs.found_again"]


class Trend(models.TextChoices):
    UP = "up", gettext_lazy("上升")
    DOWN = "down", gettext_lazy("下降")
    LEVEL = "level", gettext_lazy("大致持平")
    FEW = "few", gettext_lazy("数量少，不作判断")


UP, DOWN, LEVEL, FEW = Trend
TONES = {UP: "overdue", DOWN: "closed", LEVEL: "first", FEW: "unsaid"}


def trend(now, before):
    """A difference beyond twice the root of the sum is more than chance makes of equal risks (two numbers that count rare events)."""
    if now + before < LEAST_FOR_TREND:
        return FEW
    if (now - before) ** 2 <= 4 * (now + before):
        return LEVEL
    return UP if now > before else DOWN


def is_season(total, average, years):
    """A month in which more came than in an average month of the same years."""
    return total >= LEAST_FOR_SEASON and total >= SEASON_FACTOR * average * years


@dataclass(frozen=True)
class Number:
    """None for days that are still to come: nought would say that nothing was found."""

    value: int | None
    url: str


@dataclass(frozen=True)
class Line:
    """One row: its name, the number of this period and of those before, newest first, each with its rows."""

    name: str
    numbers: list

    @property
    def values(self):
        return [number.value for number in self.numbers]

    @property
    def trend(self):
        return trend(*self.values[:2])

    @property
    def tone(self):
        return TONES[self.trend]


@dataclass(frozen=True)
class Table:
    key: str
    title: str
    first_head: str
    heads: list
    lines: list
    has_trend: bool = True
    chart: dict | None = field(default=None)

    @property
    def rising(self):
        return [line for line in self.lines if self.has_trend and line.trend == UP]


class Patterns:
    """What `user` may see of a place (a county, a township, or None: a whole city) in a period."""

    def __init__(self, user, place, period, *, today=None):
        self.user, self.place, self.today = user, place, today or timezone.localdate()
        self.asked = period
        self.period = Period(period.start, max(min(period.end, self.today), period.start))
        self.rows = Hazard.objects.visible_to(user).of_place(place).counted()
        self.counted_at = timezone.now()

    @cached_property
    def periods(self):
        """The same days of this year and of those before, newest first."""
        found = [self.period]
        for _year in range(EARLIER_YEARS):
            found.append(found[-1].a_year_before())
        return found

    @property
    def heads(self):
        return [str(period.start.year) for period in self.periods]

    @cached_property
    def total(self):
        return Line(_("合计"), [self._number(self.rows.filter(period.moments("found_at")).count(), period) for period in self.periods])

    def _number(self, value, period, **conditions):
        return Number(value, self._url(period, **conditions))

    def _url(self, period, **conditions):
        asked = {"view": "all", "found_from": period.start, "found_to": period.end, **conditions}
        if self.is_of_township and not self.user.township_id:
            asked["township"] = self.place.pk
        elif self.place and not self.user.place:
            asked["county"] = self.place.pk
        return f"{reverse('hazards:hazards')}?{urlencode(asked)}"

    @property
    def is_of_township(self):
        return self.place is not None and not self.place.is_county

    def _counts(self, name):
        """{key: [number of each period]} of the rows by a field, in one query a period."""
        found = defaultdict(lambda: [0] * len(self.periods))
        for position, period in enumerate(self.periods):
            rows = self.rows.filter(period.moments("found_at")).order_by().values_list(name).annotate(Count("pk"))
            for key, number in rows:
                found[key][position] = number
        return found

    def _lines(self, counts, names, parameter):
        """In the order of the names, which are {key: name}; what is nought everywhere is left out."""
        return [
            Line(str(name), [self._number(n, period, **{parameter: key}) for n, period in zip(counts[key], self.periods, strict=True)])
            for key, name in names.items()
            if key in counts
        ]

    @cached_property
    def by_sector(self):
        lines = self._lines(self._counts("sector"), dict(Sector.objects.values_list("pk", "name")), "sector")
        return self._table("sector", _("按行业领域"), _("行业领域"), lines)

    @cached_property
    def by_category(self):
        lines = self._lines(self._counts("category"), dict(Hazard.Category.choices), "category")
        return self._table("category", _("按原因（隐患类别）"), _("类别"), lines)

    @cached_property
    def by_place(self):
        """Townships of a county; of a township its places with the most, and below a line those that rise."""
        if self.is_of_township:
            counts = self._counts("place")
            most = sorted(counts, key=lambda key: (-counts[key][0], key))[:PLACES_SHOWN]
            names = {place.pk: place.local_name for place in Place.objects.filter(pk__in=most).select_related("parent")}
            lines = self._lines(counts, {key: names[key] for key in most}, "at")
            return self._table("place", _("按地点"), _("单位或部位"), lines)
        names = dict(Township.objects.visible_to(self.user).of_place(self.place).order_by("code").values_list("pk", "name"))
        return self._table("place", _("按乡镇（街道）"), _("乡镇（街道）"), self._lines(self._counts("township"), names, "township"))

    @cached_property
    def rising_places(self):
        """Units and sites of any township whose count rose by the rule; usually few."""
        counts = self._counts("place")
        rising = [key for key, numbers in counts.items() if trend(*numbers[:2]) == UP]
        rising = sorted(rising, key=lambda key: (counts[key][1] - counts[key][0], key))[:PLACES_SHOWN]
        names = {place.pk: place.local_name for place in Place.objects.filter(pk__in=rising).select_related("parent")}
        lines = self._lines(counts, {key: names[key] for key in rising}, "at")
        return Table("rising", _("隐患增多的单位和部位"), _("单位或部位"), self.heads, lines)

    @cached_property
    def by_month(self):
        """Each month of the calendar in this year and those before; the one that runs to today's day in each, those to come as None."""
        years = [period.start.year for period in self.periods]
        spans = [Period.year(year) for year in years]
        rows = self.rows.filter(found_at__gte=_start(spans[-1]), found_at__lt=_after(spans[0])).order_by()
        running = self.today.month if years[0] == self.today.year else None
        rows = rows.exclude(found_at__month=running or 0, found_at__day__gt=self.today.day)
        rows = rows.annotate(y=ExtractYear("found_at"), m=ExtractMonth("found_at")).values_list("y", "m").annotate(Count("pk"))
        counts = {(year, month): number for year, month, number in rows}
        lines = []
        for month in range(1, 13):
            months = [self._month(year, month, is_running=month == running) for year in years]
            numbers = [self._month_number(counts.get((one.start.year, month), 0), one) for one in months]
            lines.append(Line(_("%(month)s月") % {"month": month}, numbers))
        bars = [[line.name, *line.values[:2]] for line in lines]
        drawn = chart(_("各月排查隐患"), _("条"), [str(year) for year in years[:2]], bars, beside=True)
        return Table("month", _("按月份"), _("月份"), [str(year) for year in years], lines, has_trend=False, chart=drawn)

    def _month(self, year, month, *, is_running):
        whole = Period.months(year, month, month)
        return Period(whole.start, whole.start.replace(day=min(self.today.day, whole.end.day))) if is_running else whole

    def _month_number(self, value, month):
        return self._number(value, month) if month.start <= self.today else Number(None, "")

    @property
    def next_month(self):
        """The month after the day on which this is looked at, or after the period where that is over."""
        day = min(self.asked.end, self.today)
        first = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        return Period.months(first.year, first.month, first.month)

    @cached_property
    def coming(self):
        """What tends to come next month: the same month of the earlier years by sector, beside an average month of theirs."""
        month = self.next_month.start.month
        years = [self.next_month.start.year - number for number in range(1, EARLIER_YEARS + 1)]
        rows = self.rows.filter(found_at__gte=_start(Period.year(years[-1])), found_at__lt=_after(Period.year(years[0]))).order_by()
        rows = rows.annotate(y=ExtractYear("found_at"), m=ExtractMonth("found_at")).values_list("sector", "y", "m").annotate(Count("pk"))
        all_of, of_month, with_rows = Counter(), Counter(), set()
        for sector, year, at, number in rows:
            with_rows.add(year)
            all_of[sector] += number
            if at == month:
                of_month[sector, year] += number
        known = len(with_rows) or 1
        return [
            Season(name, [self._sector_number(of_month[pk, year], year, month, pk) for year in years], all_of[pk] / 12 / known, known)
            for pk, name in Sector.objects.values_list("pk", "name")
            if any(of_month[pk, year] for year in years)
        ]

    def _sector_number(self, value, year, month, sector):
        return self._number(value, Period.months(year, month, month), sector=sector)

    @property
    def coming_heads(self):
        year, month = self.next_month.start.year, self.next_month.start.month
        return [f"{year - number}-{month:02}" for number in range(1, EARLIER_YEARS + 1)]

    def _table(self, key, title, head, lines):
        drawn = chart(title, _("条"), self.heads[:2], [[line.name, *line.values[:2]] for line in lines], beside=True)
        return Table(key, title, head, self.heads, lines, chart=drawn)

    @property
    def tables(self):
        return [self.by_sector, self.by_place, self.by_category, self.by_month]

    def warnings(self):
        """Sentences for who has a minute: what rises by the rule, and what the season brings."""
        for table in self._told_of_rise():
            for line in table.rising:
                now, before = line.values[:2]
                yield _("%(name)s：%(now)s 条，去年同期 %(before)s 条，上升。") % {"name": line.name, "now": now, "before": before}
        for season in self.coming:
            if season.is_high:
                yield season.warning(self.next_month.start.month)
        if again := self.numbers["hazards.recurring"]:
            yield _("反复隐患 %(count)s 条：同一地点销号后又出现，请查整改是否治本。") % {"count": again}

    def _told_of_rise(self):
        """Of a township all places that rise stand in the one table; each is told once."""
        return [self.by_sector, self.rising_places] if self.is_of_township else [self.by_sector, self.by_place, self.rising_places]

    @property
    def _rising_apart(self):
        """What the table by place doesn't say already."""
        said = {line.name for line in self.by_place.lines} if self.is_of_township else set()
        return [] if {line.name for line in self.rising_places.lines} <= said else [self.rising_places]

    @cached_property
    def numbers(self):
        figures = all_figures()
        return {key: figures[key].value(self.period, self.place) for key in [*FIGURES, "look_backs.done"]}

    def tiles(self):
        """For components/_figures.html."""
        asked = {"start": self.period.start, "end": self.period.end} | ({"place": self.place.pk} if self.place else {})
        figures, numbers = all_figures(), self.numbers
        notes = {
            "look_backs.in_time": _("按期复看率 %s") % rate(numbers["look_backs.in_time"], numbers["look_backs.due"]),
            "look_backs.found_again": _("反弹率 %s") % rate(numbers["look_backs.found_again"], numbers["look_backs.done"]),
        }
        for key in FIGURES:
            url = f"{reverse('reports:figure', args=[key])}?{urlencode(asked)}"
            told = {"label": figures[key].label, "value": numbers[key], "unit": figures[key].unit, "url": url}
            yield told | {"note": notes.get(key, ""), "tone": ""}

    def frozen(self):
        """Finished words and numbers, for a paper."""
        tables = [table for table in [*self.tables, *self._rising_apart] if table.lines]
        return {
            "total": self.total.values,
            "heads": self.heads,
            "warnings": [str(words) for words in self.warnings()],
            "figures": [[str(tile["label"]), tile["value"], str(tile["unit"]), str(tile["note"])] for tile in self.tiles()],
            "tables": [_frozen(table) for table in tables],
            "coming_heads": self.coming_heads,
            "coming": [[one.name, *[n.value for n in one.numbers], one.average_words, str(one.words)] for one in self.coming],
            "month": self.next_month.start.month,
        }


def _frozen(table):
    lines = [[line.name, *line.values, *([str(line.trend.label)] if table.has_trend else [])] for line in table.lines]
    return {
        "title": str(table.title),
        "head": str(table.first_head),
        "heads": table.heads,
        "has_trend": table.has_trend,
        "lines": lines,
        "chart": table.chart,
    }


def _start(period):
    return midnight(period.start)


def _after(period):
    return midnight(period.end + timedelta(days=1))


@dataclass(frozen=True)
class Season:
    """A sector in one month of the calendar over earlier years, beside an average month of the years that have rows."""

    name: str
    numbers: list
    average: float
    years: int

    @property
    def total(self):
        return sum(number.value for number in self.numbers)

    @property
    def average_words(self):
        return f"{self.average:.1f}"

    def warning(self, month):
        """Both numbers of one year, and of the same years: a sum beside an average would read like a contradiction."""
        words = {"month": month, "name": self.name, "total": self.total, "average": self.average_words}
        words["a_year"] = f"{self.total / self.years:.1f}"
        told = _(
            "%(month)s月是%(name)s隐患多发月：往年%(month)s月共 %(total)s 条，平均每年 %(a_year)s 条，"
            "而往年各月平均只有 %(average)s 条。提前部署检查。"
        )
        return told % words

    @property
    def is_high(self):
        return self.comes_back and is_season(self.total, self.average, self.years)

    @property
    def comes_back(self):
        """In two years at least: one bad month is an event, and no season."""
        return sum(bool(number.value) for number in self.numbers) >= LEAST_YEARS

    @property
    def words(self):
        if self.total < LEAST_FOR_SEASON:
            return FEW.label
        if not self.comes_back:
            return _("只有一年有，不作判断")
        return _("多发") if self.is_high else _("与平常月份相当")
