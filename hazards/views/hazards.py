"""The ledger (台账), its printed form, and one hazard of it."""

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hazards.countdown import countdown
from hazards.drives import drive_on_offer
from hazards.escalation import may_answer
from hazards.escalation_tables import standing_of
from hazards.filters import HazardFilter
from hazards.models import Action, Enforcement, Hazard
from hazards.tables import ChoosingTable, HazardTable
from hazards.views.facts import facts
from hazards.views.history import history, is_answered_without_paper, with_escalations
from hazards.views.major_file import major_file
from hazards.views.money import money_of_hazard
from hazards.views.next_steps import ANSWERS, FILE, WAY, usual_first, what_next
from hazards.views.papers import PRINTED, replaced
from hazards.views.repeats import look_backs_of, repeats_of
from hazards.views.side_by_side import side_by_side
from hazards.workflow import available_actions
from townships.access import keeps_ledgers_of
from townships.chain import chain_of
from townships.lists import ledger_list, printed_ledger


@require_safe
def hazards(request):
    visible = Hazard.objects.visible_to(request.user).for_list()
    return ledger_list(
        request, visible, filterset=HazardFilter, table=ChoosingTable, template="hazards/hazards.html", limit=settings.MOST_AT_ONCE
    )


@require_safe
def ledger(request):
    """The filtered list on one page, to be printed as the office's ledger."""
    visible = Hazard.objects.visible_to(request.user).for_list()
    return printed_ledger(request, visible, filterset=HazardFilter, table=HazardTable, template="hazards/ledger.html", exclude=["act"])


@require_safe
def hazard(request, pk):
    hazard = get_object_or_404(Hazard.objects.visible_to(request.user).for_page(), pk=pk)
    steps = list(hazard.escalations.with_deeds().select_related("answers", "hazard__township").order_by("-pk"))
    actions = usual_first(available_actions(hazard, request.user))
    told = list(hazard.events.select_related("by__person", "order").order_by("-pk"))
    papers = list(hazard.orders.select_related("inspection").order_by("pk"))
    context = {
        "hazard": hazard,
        "countdown": countdown(hazard, timezone.localdate()),
        "fact_groups": facts(hazard, request.user),
        "events": with_escalations(history(told), steps),
        "to_urge": [{"step": step, "may": may_answer(request.user, step)} for step in steps if standing_of(step) == "todo"],
        "sides": side_by_side(hazard),
        "look_backs": look_backs_of(hazard),
        "replies": hazard.events.filter(action=Action.REPLY).order_by("pk"),
        **repeats_of(hazard, actions),
        "answer_in_history": any(is_answered_without_paper(event, hazard) for event in told),
        "papers": PRINTED.printings(papers, request.user),
        "replaced": replaced(papers),
        "reports": hazard.public_reports.order_by("pk"),
        "file": major_file(hazard, actions),
        "filed": FILE if hazard.is_major else [],
        "found_on": timezone.localdate(hazard.found_at),
        "chain": chain_of(hazard.place, on=timezone.localdate(hazard.found_at)),
        "what_next": what_next(hazard) if hazard.is_unclosed else "",
        "way": [*ANSWERS, *WAY],
        "enforced": Enforcement.objects.visible_to(request.user).about(hazard).counted().for_list(),
        "party": "" if hazard.responsible_unit == hazard.place.name else hazard.responsible_unit,
        "may_enter": keeps_ledgers_of(request.user, hazard.township),
        "offer": drive_on_offer(hazard),
        **money_of_hazard(hazard, request.user),
    }
    return render(request, "hazards/hazard.html", context)
