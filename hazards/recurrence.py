"""On which days a plan's visits are due, on the working days of its county. The rules are RFC 5545's, by python-dateutil."""

from datetime import datetime, time, timedelta

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule
from django.utils.translation import gettext as _

from .models import PatrolPlan

Rhythm = PatrolPlan.Rhythm
# No rest is longer than this: a day before it can't be moved to one after it.
LONGEST_REST = timedelta(days=14)


def days_of(plan, first, last, workdays):
    """The days between two days, both included, on which a visit begins, in order."""
    if plan.rhythm == Rhythm.ONCE:
        return [plan.starts_on] if first <= plan.starts_on <= last else []
    begin, end = max(plan.starts_on, first - LONGEST_REST), min(plan.ends_on, last + LONGEST_REST)
    days = [_moved(plan, day, workdays) for day in _by_rule(plan, begin, end)]
    if plan.rhythm == Rhythm.WORKDAYS:
        days = [day for day in days if day in workdays]
    return sorted({day for day in days if first <= day <= last})


def due_day(plan, day, workdays):
    """The last day on which the visit that begins on this day is in time."""
    if plan.rhythm == Rhythm.ONCE:
        return plan.ends_on
    return workdays.add(day, plan.days_allowed)


def _by_rule(plan, begin, end):
    moments = rrule(**_rule(plan), dtstart=datetime.combine(begin, time.min), until=datetime.combine(end, time.min))
    return [moment.date() for moment in moments]


def _rule(plan):
    match plan.rhythm:
        case Rhythm.WEEKLY:
            return {"freq": WEEKLY, "byweekday": plan.weekdays}
        case Rhythm.MONTHLY:
            return {"freq": MONTHLY, **_nth(plan.month_day)}
        case Rhythm.QUARTERLY:
            months = [month for month in range(1, 13) if (month - 1) % 3 == plan.quarter_month - 1]
            return {"freq": MONTHLY, "bymonth": months, **_nth(plan.month_day)}
        case _:
            return {"freq": DAILY}


def _nth(day):
    """The 31st is the last day of a shorter month: of the days 28 to 31 that it has, the last."""
    return {"bymonthday": day} if day <= 28 else {"bymonthday": [*range(28, day + 1)], "bysetpos": -1}


def _moved(plan, day, workdays):
    if plan.rhythm in (Rhythm.WORKDAYS, Rhythm.DAYS) or not plan.moves_to_workday:
        return day
    moved = workdays.first_from(day)
    if plan.rhythm != Rhythm.WEEKLY and moved.month != day.month:
        # The 31st is January's visit, not a second one of February: at a month's end it is made earlier.
        moved = workdays.add(day, -1)
    # At the plan's edge there may be no working day left: the visit is not lost, it stays where it is.
    return moved if plan.starts_on <= moved <= plan.ends_on else day


def in_words(plan):
    """每周星期二、星期五，遇休息日顺延；4 个工作日内完成"""
    words = _rhythm_in_words(plan)
    if plan.moves_to_workday and plan.rhythm in (Rhythm.WEEKLY, Rhythm.MONTHLY, Rhythm.QUARTERLY):
        words = _("%(words)s，遇休息日顺延") % {"words": words}
    if plan.days_allowed and plan.rhythm != Rhythm.ONCE:
        words = _("%(words)s；%(days)s 个工作日内完成") % {"words": words, "days": plan.days_allowed}
    return words


def _rhythm_in_words(plan):
    match plan.rhythm:
        case Rhythm.WEEKLY:
            return _("每周%(days)s") % {"days": "、".join(str(PatrolPlan.Weekday(day).label) for day in sorted(plan.weekdays))}
        case Rhythm.MONTHLY:
            return _("每月 %(day)s 日") % {"day": plan.month_day}
        case Rhythm.QUARTERLY:
            return _("每%(month)s %(day)s 日") % {"month": plan.get_quarter_month_display(), "day": plan.month_day}
        case _:
            return plan.get_rhythm_display()
