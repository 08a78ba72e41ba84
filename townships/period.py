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

    def days(self, field):
        """Condition on a date field."""
        return Q(**{f"{field}__range": (self.start, self.end)})

    def moments(self, field):
        """Condition on a datetime field that an index can serve."""
        return Q(**{f"{field}__gte": midnight(self.start), f"{field}__lt": midnight(self.end + timedelta(days=1))})

    def a_year_before(self):
        return Period(_year_earlier(self.start), _year_earlier(self.end))


def midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _year_earlier(day):
    # 29 February has no twin in the year before.
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
