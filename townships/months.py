"""Intervals that rules give in months."""

from calendar import monthrange


def months_before(day, months):
    """The same day so many months earlier, or the last of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
