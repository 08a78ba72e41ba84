from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone


@dataclass(frozen=True)
class Period:
    """Days from start to end, both included. Months, quarters and years of the county's own time zone."""

    start: date
    end: date

    @classmethod
    def year(cls, year):
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def months(cls, year, first, last):
        """From the first day of one month to the last day of another of the same year."""
        return cls(date(year, first, 1), date(year, last, monthrange(year, last)[1]))

    def days(self, field):
        """Condition on a date field."""
        return Q(**{f"{field}__range": (self.start, self.end)})

    def moments(self, field):
        """Condition on a datetime field that an index can serve."""
        return Q(**{f"{field}__gte": midnight(self.start), f"{field}__lt": midnight(self.end + timedelta(days=1))})

    def until(self, today):
        """As far as it has come: what still runs ends today, so that it compares with the same days of the year before."""
        return Period(self.start, min(self.end, today)) if self.start <= today else self

    def a_year_before(self):
        """The same period of last year; one that ends with a month ends with the same month, whatever its length."""
        ends_month = (self.end + timedelta(days=1)).day == 1
        end = _year_earlier(self.end)
        return Period(_year_earlier(self.start), Period.months(end.year, end.month, end.month).end if ends_month else end)


def last_day(period):
    """The day on which a period is looked at: its end, or today while it runs."""
    return min(period.end, timezone.localdate())


def midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _year_earlier(day):
    # 29 February has no twin in the year before.
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
