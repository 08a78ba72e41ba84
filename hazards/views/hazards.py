"""The ledger (台账), its printed form, and one hazard of it."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hazards.countdown import countdown
from hazards.filters import HazardFilter
from hazards.models import Hazard, HazardPicture
from hazards.tables import HazardTable
from hazards.views.facts import facts
from hazards.views.history import history
from hazards.views.major_file import major_file
from hazards.views.money import money_of_hazard
from hazards.views.next_steps import FILE, WAY, usual_first, what_next
from hazards.views.papers import with_jobs
from hazards.workflow import available_actions
from townships.chain import chain_of
from townships.lists import ledger_list, printed_ledger


@require_safe
def hazards(request):
    visible = Hazard.objects.visible_to(request.user).for_list()
    return ledger_list(request, visible, filterset=HazardFilter, table=HazardTable, template="hazards/hazards.html")


@require_safe
def ledger(request):
    """The filtered list on one page, to be printed as the office's ledger."""
    visible = Hazard.objects.visible_to(request.user).for_list()
    return printed_ledger(request, visible, filterset=HazardFilter, table=HazardTable, template="hazards/ledger.html", exclude=["act"])


@require_safe
def hazard(request, pk):
    hazard = get_object_or_404(Hazard.objects.visible_to(request.user).for_page(), pk=pk)
    pictures = list(hazard.pictures.all())
    actions = usual_first(available_actions(hazard, request.user))
    context = {
        "hazard": hazard,
        "countdown": countdown(hazard, timezone.localdate()),
        "fact_groups": facts(hazard, request.user),
        "before": [picture for picture in pictures if picture.moment == HazardPicture.Moment.BEFORE],
        "after": [picture for picture in pictures if picture.moment == HazardPicture.Moment.AFTER],
        "events": history(hazard.events.select_related("by__person", "order").order_by("-pk")),
        "papers": with_jobs(hazard.orders.order_by("pk")),
        "file": major_file(hazard, actions),
        "filed": FILE if hazard.is_major else [],
        "found_on": timezone.localdate(hazard.found_at),
        "chain": chain_of(hazard.place, on=timezone.localdate(hazard.found_at)),
        "what_next": what_next(hazard) if hazard.is_unclosed else "",
        "actions": actions,
        "way": WAY,
        **money_of_hazard(hazard, request.user),
    }
    return render(request, "hazards/hazard.html", context)
