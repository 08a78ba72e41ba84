"""操作记录: every step in every hazard's life, for those who audit."""

from django.views.decorators.http import require_safe

from hazards.filters import EventFilter
from hazards.models import HazardEvent
from hazards.tables import EventTable
from townships.access import audits, only
from townships.lists import ledger_list


@only(audits)
@require_safe
def events(request):
    visible = HazardEvent.objects.visible_to(request.user).select_related("hazard__township", "by__person").order_by("-pk")
    return ledger_list(request, visible, filterset=EventFilter, table=EventTable, template="hazards/events.html")
