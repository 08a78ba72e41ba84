from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from publicity.periods import PeriodForm
from publicity.totals import Totals
from townships.models import Level, Place


@require_safe
def totals(request):
    form, today = PeriodForm(request.GET), timezone.localdate()
    period = form.period.until(today)
    places = Place.objects.visible_to(request.user).filter(level__in=[Level.COUNTY, Level.TOWNSHIP]).open_within(period.start, period.end)
    places = places.select_related("county").order_by("level", "county", "pk")
    context = {
        "form": form,
        "words": form.words_until(today),
        "has_begun": period.start <= today,
        "totals": Totals(request.user, period, places),
    }
    return render(request, "publicity/totals.html", context)
