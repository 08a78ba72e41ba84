"""What the ledgers of drills and accidents say of each township."""

from django.utils import timezone
from django.views.decorators.http import require_safe

from townships.drills import with_last_drill
from townships.filters.means import DrillDueFilter, VetoFilter
from townships.lists import ledger_list
from townships.models import Norm, Township
from townships.tables.means import DrillDueTable, VetoTable


@require_safe
def drills_due(request):
    today = timezone.localdate()
    townships = with_last_drill(Township.objects.visible_to(request.user).open_on(today), today).order_by("name")
    norm, template = Norm.objects.of_year(today.year).get(Norm.Key.DRILL), "townships/ledgers/drills_due.html"
    return ledger_list(request, townships, filterset=DrillDueFilter, table=DrillDueTable, template=template, norm=norm)


@require_safe
def vetoes(request):
    townships = Township.objects.visible_to(request.user)
    return ledger_list(request, townships, filterset=VetoFilter, table=VetoTable, template="townships/ledgers/vetoes.html")
