"""A figure's rows: exactly as many as its number says."""

import re
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.models import AnnualReport
from reports.reading import dates_on_screen, said_of
from reports.snapshot import period_of
from townships.figure import all_figures
from townships.models import Place
from townships.period import Period
from townships.validators import sensible_date

# When it was, of whatever is something that happened; who is on a roster or in force has no such day.
DAYS = ["held_on", "visited_on", "given_on", "spent_on", "inspected_at", "acted_at", "found_at", "happened_at", "received_at"]
DAYS += ["counted_on", "happens_on", "done_on", "issued_on"]
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@require_safe
def figure(request, key):
    found = all_figures().get(key)
    if found is None:
        raise Http404
    period = asked_period(request.GET)
    place = asked_place(request)
    lists = [(part, page_of(request, part, period, place)) for part in getattr(found, "parts", [found])]
    context = {"figure": found, "period": period, "place": place, "lists": lists, "value": found.value(period, place)}
    context |= asked_by_report(request, found, period, place)
    return render(request, "reports/figure.html", context)


def page_of(request, part, period, place):
    rows = part.shares(part.rows_for(period, place).visible_to(request.user).with_names())
    path = rows.model.township_path
    # Of a single township every row is its own.
    names_township = path not in (None, "pk") and (place is None or place.is_county)
    rows = rows.annotate(of_township=F(f"{path}__name")) if names_township else rows
    page = Paginator(rows if rows.ordered else rows.order_by("pk"), 50).get_page(request.GET.get("page"))
    for row in page:
        row.beside = beside(row)
    return page


def beside(row):
    """官亭乡 2026-03-02, so much of it as the row's own words leave out: nine classes of one title are told apart by it."""
    words = getattr(row, "figure_line", None) or str(row)
    township = (row.of_township or _("县本级")) if hasattr(row, "of_township") else ""
    day = "" if ISO_DAY.search(words) else day_of(row)
    return " ".join(part for part in (township, day) if part and part not in words)


def day_of(row):
    moment = next((getattr(row, name) for name in DAYS if getattr(row, name, None)), None)
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    return str(day or "")


def asked_by_report(request, found, period, place):
    """?report=: what that report says of the same figure, days and place, which the ledgers may have left behind."""
    asked = request.GET.get("report", "")
    report = AnnualReport.objects.visible_to(request.user).filter(pk=asked if asked.isdecimal() and len(asked) < 10 else 0).first()
    if report is None or place is None or period_of(report.snapshot) != period:
        return {}
    said = said_of(found, place, report.snapshot)
    return {} if said is None else {"report": report, "said": said, "said_on": dates_on_screen(report)["taken_at"]}


def asked_period(given):
    """?start=&end=, or ?year=, or this year; no period ends before it begins, and nobody's ledgers reach back to the year 1."""
    try:
        if "start" in given:
            start, end = sorted(date.fromisoformat(given[name]) for name in ("start", "end"))
            period = Period(start, end)
        else:
            period = Period.year(int(given.get("year", timezone.localdate().year)))
        for day in (period.start, period.end):
            sensible_date(day)
    except (KeyError, ValueError, ValidationError) as error:
        raise Http404 from error
    return period


def asked_place(request):
    """?place=, else where the user works; None over a whole city."""
    asked = request.GET.get("place", "")
    if not asked:
        return request.user.place
    return get_object_or_404(Place.objects.visible_to(request.user), pk=asked if asked.isdecimal() else 0)
