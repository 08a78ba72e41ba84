from django.views.decorators.http import require_safe

from townships.filters.gaps import GapFilter
from townships.gaps import Reason
from townships.lists import ledger_list
from townships.models import Place
from townships.tables.gaps import GapTable


@require_safe
def gap_list(request):
    places = Place.objects.visible_to(request.user)
    return ledger_list(request, places, filterset=GapFilter, table=GapTable, template="townships/gaps.html", reasons=Reason.choices)
