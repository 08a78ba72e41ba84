"""年度检查计划: how often what is visited in each month of a year, reckoned from the plans' own rules."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import Coalesce

from townships.models import Place
from townships.workdays import Workdays

from .models import PatrolPlan
from .recurrence import days_of


@dataclass(frozen=True)
class Line:
    plan: PatrolPlan
    places: int  # that the plan looks at today
    at_a_time: int  # of these, how many a turn visits
    months: list[int]  # visits in each month

    @property
    def visits(self):
        return sum(self.months)


def annual_lines(plans, year, *, today):
    """A line for each of these plans that runs in the year; four queries and one a county, whatever the number of plans."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    plans = list(plans.running_in(first, last).for_list().order_by("township__code", "starts_on", "pk"))
    places = PlaceCounts(today)
    calendars = {county: Workdays(county) for county in {plan.county_id for plan in plans}}
    return [_line(plan, first, last, places, calendars[plan.county_id]) for plan in plans]


def _line(plan, first, last, places, workdays):
    turns = Counter(day.month for day in days_of(plan, first, last, workdays))
    count = places.of(plan)
    at_a_time = min(plan.draws_places or count, count)
    return Line(plan, count, at_a_time, [turns[month] * at_a_time for month in range(1, 13)])


class PlaceCounts:
    """How many places plans look at, counted once for all of them."""

    def __init__(self, today):
        self.today = today
        sector = Coalesce("as_enterprise__sector", "as_key_site__sector")
        rows = Place.objects.open_on(today).annotate(sector=sector).filter(sector__isnull=False).order_by()
        counted = rows.values("county", "township", "sector", "is_high_risk", "level").annotate(count=Count("pk"))
        self.rows = defaultdict(list)
        for row in counted:
            self.rows[row["county"]].append(row)

    def of(self, plan):
        named = [place for place in plan.places.all() if place.is_open(self.today)]
        by_rule = sum(row["count"] for row in self.rows[plan.county_id] if fits(plan, row))
        if not named or not by_rule:
            return by_rule + len(named)
        return by_rule + sum(not self._is_counted(plan, place) for place in named)

    def _is_counted(self, plan, place):
        """A named place that the plan's sector holds anyway is visited once."""
        owner = getattr(place, "as_enterprise", None) or getattr(place, "as_key_site", None)
        return bool(owner) and fits(
            plan, {"township": place.township_id, "sector": owner.sector_id, "is_high_risk": place.is_high_risk, "level": place.level}
        )


def fits(plan, row):
    if plan.township_id and row["township"] != plan.township_id:
        return False
    if plan.sector_id:
        return row["sector"] == plan.sector_id and (row["is_high_risk"] or not plan.high_risk_only)
    return plan.high_risk_only and row["is_high_risk"] and row["level"] == "enterprise"
