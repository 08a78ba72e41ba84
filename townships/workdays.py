"""Chinese working days, for legal clocks: 「二日」「三日」「五日」「七日」 are working days (行政处罚法 第八十五条)."""

from datetime import timedelta

from chinese_calendar import is_workday as is_announced_workday


def is_workday(day):
    """By the State Council's yearly notice; Monday to Friday in years that the calendar does not know yet."""
    try:
        return is_announced_workday(day)
    except NotImplementedError:
        return day.weekday() < 5


def add_workdays(day, n):
    """The n-th working day after the day, or before it when n is negative; the day itself does not count."""
    step = timedelta(days=1 if n > 0 else -1)
    for _ in range(abs(n)):
        day += step
        while not is_workday(day):
            day += step
    return day
