"""操作记录: every step in every hazard's life, for those who audit; printed and as a spreadsheet too."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hazards.filters import EventFilter
from hazards.models import HazardEvent
from hazards.tables import EventTable
from townships.access import audits, only
from townships.lists import ledger_list, printed_ledger
from townships.spreadsheets import Column, send_spreadsheet

ROWS_AT_A_TIME = 2000
LISTED = {"filterset": EventFilter, "table": EventTable}
COLUMNS = [
    Column(gettext_lazy("时间"), lambda event: event.at, 17),
    Column(gettext_lazy("隐患"), lambda event: event.hazard.number, 20),
    Column(gettext_lazy("乡镇（街道）"), lambda event: str(event.hazard.township), 14),
    Column(gettext_lazy("操作"), lambda event: event.get_action_display(), 14),
    Column(gettext_lazy("原状态"), lambda event: event.get_from_state_display(), 12),
    Column(gettext_lazy("新状态"), lambda event: event.get_to_state_display(), 12),
    Column(gettext_lazy("经办人"), lambda event: str(event.by), 12),
    Column(gettext_lazy("说明"), lambda event: event.reason, 50),
]


def visible_events(request):
    return HazardEvent.objects.visible_to(request.user).select_related("hazard__township", "by__person").order_by("-pk")


@only(audits)
@require_safe
def events(request):
    return ledger_list(request, visible_events(request), template="hazards/events.html", **LISTED)


@only(audits)
@require_safe
def events_ledger(request):
    named = {"ledger_title": _("隐患办理记录"), "list_name": _("办理记录"), "list_url": reverse("hazards:events")}
    return printed_ledger(request, visible_events(request), template="components/plain_ledger.html", **named, **LISTED)


@only(audits)
@require_safe
def export_events(request):
    chosen = EventFilter(request.GET, queryset=visible_events(request), request=request)
    title = _("%(place)s隐患办理记录（%(day)s）") % {"place": chosen.place_in_question or "", "day": timezone.localdate()}
    return send_spreadsheet(chosen.qs.iterator(ROWS_AT_A_TIME), COLUMNS, title=title, filename=title)
