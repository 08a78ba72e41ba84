"""Numbers of hazards and papers: one series per organ and year, without gap and without twin."""

from .models import NumberSeries


def next_number(key, year):
    """The next number of a series. Inside the transaction that uses it: a rollback gives the number back."""
    return next_numbers(key, year, 1)[0]


def next_numbers(key, year, count):
    """So many numbers of a series, one after the other."""
    # The row stays locked until the number's row is committed, or the number is free again.
    series, _created = NumberSeries.objects.select_for_update().get_or_create(key=key, year=year)
    series.last += count
    series.save(update_fields=["last"])
    return range(series.last - count + 1, series.last + 1)
