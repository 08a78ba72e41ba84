"""Chinese working days, for legal clocks and plans: 「二日」「三日」「五日」「七日」 are working days (行政处罚法 第八十五条)."""

from datetime import date, timedelta
from functools import lru_cache

from chinese_calendar import is_workday as is_announced_workday
from django.db.models import F, Q
from holidays.countries.china import China

from townships.models import Holiday

ANNOUNCED_FROM = 11


@lru_cache
def legal_days(year, language="zh_CN"):
    """{day: name} by 全国年节及纪念日放假办法 (国务院令第795号) 第二条: what stands before the notice of a year moves days about."""
    return dict(China(years=year, observed=False, language=language))


class Workdays:
    """The working days of a county: its corrections, those for everybody, the notice, before it Monday to Friday but for legal days.

    Reads the corrections once, so ask one of these for many days: `day in Workdays(county)`.
    """

    def __init__(self, county=None):
        rows = Holiday.objects.filter(Q(county=None) | Q(county=county)).order_by(F("county").asc(nulls_first=True))
        self.corrected = dict(rows.values_list("day", "is_workday"))

    def __contains__(self, day):
        if day in self.corrected:
            return self.corrected[day]
        return is_announced_workday(day) if is_announced(day.year) else day.weekday() < 5 and day not in legal_days(day.year)

    def add(self, day, n):
        """The n-th working day after the day, or before it when n is negative; the day itself does not count."""
        step = timedelta(days=1 if n > 0 else -1)
        for _ in range(abs(n)):
            day += step
            while day not in self:
                day += step
        return day

    def count(self, day, end):
        """How many come after the day, up to and including the end: add(day, that many) is the last of them."""
        return sum(day + timedelta(days=n) in self for n in range(1, (end - day).days + 1))

    def first_from(self, day):
        """The day itself when it is worked, or else the next one that is."""
        return day if day in self else self.add(day, 1)

    def years_to_enter(self, today):
        """Those whose holidays the bureau should enter now: this year's, and from November on the next one's.

        The State Council's office tells them in November (of 2025 on 12 November 2024, 国办发明电〔2024〕12号).
        """
        until = today.replace(year=today.year + 1, day=1) if today.month >= ANNOUNCED_FROM else today
        return self.missing_years(today, until)

    def missing_years(self, start, end):
        """Years between two days of which nobody has entered the holidays: Monday to Friday but for the legal days stands in for them."""
        entered = {day.year for day in self.corrected}
        return [year for year in range(start.year, end.year + 1) if not is_announced(year) and year not in entered]


def is_announced(year):
    """Whether the built-in calendar has the State Council's notice for this year."""
    try:
        is_announced_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def is_workday(day, *, county=None):
    return day in Workdays(county)


def add_workdays(day, n, *, county=None):
    """The n-th working day after the day, or before it when n is negative; the day itself does not count."""
    return Workdays(county).add(day, n)
