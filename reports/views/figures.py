"""A figure's rows: exactly as many as its number says."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.models import AnnualReport
from reports.reading import dates_on_screen, said_of
from reports.snapshot import period_of
from townships.figure import all_figures
from townships.models import Place
from townships.period import Period
from townships.validators import sensible_date


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
    return Paginator(rows if rows.ordered else rows.order_by("pk"), 50).get_page(request.GET.get("page"))


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
