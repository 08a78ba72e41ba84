"""The snapshot: everything that a report says in numbers, tables and names, as plain JSON with the time it was taken.

Once it is taken, a report is made from it and its own paragraphs alone; what the ledgers do later changes nothing.
"""

from datetime import date
from decimal import Decimal

from django.utils import timezone, translation

from reports.annexes import annexes
from reports.gather import gather_all
from reports.one_moment import one_moment
from reports.phrases import phrases
from townships.period import Period


def take_snapshot(county, year, *, at=None):
    at = at or timezone.now()
    period = Period.year(year).until(timezone.localdate(at))
    # Papers are Chinese, whatever language the reader of the page has chosen.
    with one_moment(), translation.override("zh-hans"):
        return {
            "taken_at": at.isoformat(),
            "county": {"pk": county.pk, "name": county.name, "bureau_name": county.bureau_name},
            "year": year,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "figures": _figures(period, county),
            "phrases": phrases(county, period),
            "annexes": annexes(county, period),
        }


def _figures(period, county):
    """Of a single township only what it has something to tell of: the county's table has its noughts."""
    before = gather_all(period.a_year_before(), county)
    found = gather_all(period, county)
    return {key: _figure(one, before.get(key)) for key, one in found.items() if one.number or not one.place}


def _figure(found, before):
    """`before` is missing where a township was not yet told of a year ago."""
    told = {"label": found.label, "unit": found.unit, "value": frozen(found.number), "last_year": frozen(before.number if before else 0)}
    return told | ({"place": found.place} if found.place else {})


def frozen(number):
    """JSON knows no Decimal; its digits keep the fen that a float would lose."""
    return str(number) if isinstance(number, Decimal) else number


def period_of(snapshot):
    return Period(date.fromisoformat(snapshot["start"]), date.fromisoformat(snapshot["end"]))


def changes(snapshot, now):
    """{key: (then, now)} of the figures whose rows changed since; `now` is what gather_all() says today."""
    then = {key: Decimal(entry["value"]) for key, entry in snapshot["figures"].items()}
    return {key: (then[key], found.number) for key, found in now.items() if key in then and then[key] != found.number}
