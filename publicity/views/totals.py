from django.shortcuts import render
from django.views.decorators.http import require_safe

from publicity.periods import PeriodForm
from publicity.totals import Totals
from townships.models import Level, Place


@require_safe
def totals(request):
    form = PeriodForm(request.GET)
    places = (
        Place.objects.visible_to(request.user)
        .filter(level__in=[Level.COUNTY, Level.TOWNSHIP])
        .open_within(form.period.start, form.period.end)
    )
    places = places.select_related("county").order_by("level", "county", "pk")
    return render(request, "publicity/totals.html", {"form": form, "totals": Totals(request.user, form.period, places)})
