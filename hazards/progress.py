"""The quarterly clock of a major hazard: for which periods its progress is owed, and until when each may be reported."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from townships.period import Period, midnight
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


def next_period(hazard, today):
    """What a report made today is counted for: the first period that has none, or else the one that runs."""
    until = hazard.progress_reports.current().aggregate(until=Max("ends_on"))["until"]
    return min(first_unreported(hazard, until), period_of(today), key=lambda period: period.start)


def first_unreported(hazard, until):
    """Reports fill the periods one after the other, from the one in which the hazard was found, or found again after a rebound."""
    return period_of(until + timedelta(days=1) if until else timezone.localdate(hazard.reopened_at or hazard.found_at))


def with_progress(hazards):
    """Annotated with the last day of the periods that are reported; nobody worked on it while it was closed (decision 0129)."""
    reports = ProgressReport.objects.current().filter(hazard=OuterRef("pk")).order_by("-ends_on")
    return hazards.annotate(progress_until=Subquery(reports.values("ends_on")[:1]))


def owing_progress(hazards, today):
    """Major hazards under work of which some period that is over has no report."""
    last = period_of(period_of(today).start - timedelta(days=1))
    under_work = with_progress(hazards).filter(grade=Hazard.Grade.MAJOR, state__in=UNDER_WORK)
    unreported = Q(progress_until=None) | Q(progress_until__lt=last.end)
    return under_work.alias(since=Coalesce("reopened_at", "found_at")).filter(unreported, since__lt=midnight(last.end + timedelta(days=1)))


class ProgressClock:
    """What each of many hazards owes today; asks for each county's calendar once."""

    def __init__(self, today):
        self.today, self.calendars = today, {}

    def owed(self, hazard):
        """[Owed], the oldest first, of a hazard that is annotated by with_progress."""
        if not hazard.is_major or hazard.state not in UNDER_WORK:
            return []
        period, missing = first_unreported(hazard, hazard.progress_until), []
        while period.end < self.today:
            due = self._calendar(hazard.township.county_id).add(period.end, settings.PROGRESS_WORKDAYS)
            missing.append(Owed(period, due, due < self.today))
            period = period_of(period.end + timedelta(days=1))
        return missing

    def _calendar(self, county):
        if county not in self.calendars:
            self.calendars[county] = Workdays(county)
        return self.calendars[county]
