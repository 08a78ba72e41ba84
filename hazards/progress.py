"""The quarterly clock of a major hazard: for which periods its progress is owed, and until when each may be reported."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from townships.period import Period
from townships.workdays import Workdays

from .models import UNDER_WORK, Hazard, ProgressReport


@dataclass(frozen=True)
class Owed:
    """A period of which no progress was reported: overdue once the working days for it are over."""

    period: Period
    due_on: date
    is_overdue: bool

    def __str__(self):
        return period_name(self.period)


def period_of(day):
    """The month, quarter or half-year that this day lies in."""
    months = settings.PROGRESS_MONTHS
    first = (day.month - 1) // months * months + 1
    return Period.months(day.year, first, first + months - 1)


def period_name(period):
    names = {
        3: _("%(year)s年第%(number)s季度"),
        1: _("%(year)s年%(number)s月"),
        6: _("%(year)s年第%(number)s个半年"),
        12: _("%(year)s年度"),
    }
    months = settings.PROGRESS_MONTHS
    name = names.get(months, _("%(year)s年第%(number)s期"))
    return name % {"year": period.start.year, "number": (period.start.month - 1) // months + 1}


def periods_over(hazard, today):
    """Every period that ended before today, from the one in which the hazard was found."""
    period = period_of(timezone.localdate(hazard.found_at))
    while period.end < today:
        yield period
        period = period_of(period.end + timedelta(days=1))


def next_period(hazard, today):
    """What a report made today is counted for: the first period that has none, or else the one that runs."""
    reported = set(hazard.progress_reports.values_list("starts_on", flat=True))
    return next((period for period in periods_over(hazard, today) if period.start not in reported), period_of(today))


def progress_owed(hazards, today):
    """{pk: its owed periods, the first one first} of the hazards that owe any; two queries and one for each county."""
    rows = list(hazards.filter(grade=Hazard.Grade.MAJOR, state__in=UNDER_WORK).order_by().select_related("township"))
    reported = set(ProgressReport.objects.filter(hazard__in=[row.pk for row in rows]).values_list("hazard", "starts_on"))
    calendars = {county: Workdays(county) for county in {row.township.county_id for row in rows}}
    owed = {row.pk: _owed(row, reported, calendars[row.township.county_id], today) for row in rows}
    return {pk: periods for pk, periods in owed.items() if periods}


def _owed(hazard, reported, calendar, today):
    missing = [period for period in periods_over(hazard, today) if (hazard.pk, period.start) not in reported]
    dues = [calendar.add(period.end, settings.PROGRESS_WORKDAYS) for period in missing]
    return [Owed(period, due, due < today) for period, due in zip(missing, dues, strict=True)]
