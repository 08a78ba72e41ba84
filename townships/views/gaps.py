from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from townships.forms.gaps import GapFilterForm
from townships.gaps import Reason, count_by_township, find_gaps
from townships.models import Place, Township
from townships.tables.gaps import GapTable


@require_safe
def gap_list(request):
    form = GapFilterForm({"on": timezone.localdate(), **request.GET.dict()}, user=request.user)
    places = Place.objects.visible_to(request.user)
    if township := form.asked("township"):
        places = places.in_township(township.pk)
    gaps = [gap for gap in find_gaps(places, on=form.day) if form.matches(gap)]
    table = GapTable(gaps, appoints=request.user.keeps_ledgers and form.day == timezone.localdate())
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(
        request,
        "townships/gaps.html",
        {
            "form": form,
            "table": table,
            "count": len(gaps),
            "is_today": form.day == timezone.localdate(),
            "reasons": Reason.choices,
            "totals": _totals(gaps),
        },
    )


def _totals(gaps):
    """A row for each township with gaps: its name (None for the county's own), a number for each reason, the sum."""
    counts = count_by_township(gaps)
    names = dict(Township.objects.filter(pk__in=filter(None, counts)).values_list("pk", "name"))
    return [
        {"pk": pk, "name": names.get(pk), "counts": [(reason, reasons[reason]) for reason in Reason], "sum": reasons.total()}
        for pk, reasons in counts.items()
    ]
