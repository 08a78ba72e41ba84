"""A figure's rows: exactly as many as its number says."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from townships.figure import all_figures
from townships.models import Place
from townships.period import Period


@require_safe
def figure(request, key):
    found = all_figures().get(key)
    if found is None:
        raise Http404
    period = asked_period(request.GET)
    place = asked_place(request)
    lists = [(part, page_of(request, part, period, place)) for part in getattr(found, "parts", [found])]
    context = {"figure": found, "period": period, "place": place, "lists": lists, "value": found.value(period, place)}
    return render(request, "reports/figure.html", context)


def page_of(request, part, period, place):
    rows = part.shares(part.rows_for(period, place).visible_to(request.user).with_names())
    return Paginator(rows if rows.ordered else rows.order_by("pk"), 50).get_page(request.GET.get("page"))


def asked_period(given):
    """?start=&end=, or ?year=, or this year."""
    try:
        if "start" in given:
            return Period(date.fromisoformat(given["start"]), date.fromisoformat(given["end"]))
        return Period.year(int(given.get("year", timezone.localdate().year)))
    except (KeyError, ValueError) as error:
        raise Http404 from error


def asked_place(request):
    """?place=, else where the user works; None over a whole city."""
    asked = request.GET.get("place", "")
    if not asked:
        return request.user.place
    return get_object_or_404(Place.objects.visible_to(request.user), pk=asked if asked.isdecimal() else 0)
