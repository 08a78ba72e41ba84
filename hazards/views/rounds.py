"""今日巡查: what the user walks today, in an order that is the user's own."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hazards.models import CheckSheet, VisitTask
from hazards.rhythm import move_in_round, round_of
from townships.access import keeps_ledgers, only


@only(keeps_ledgers)
@require_safe
def todays_round(request):
    today, user = timezone.localdate(), request.user
    to_walk = round_of(user, today).select_related("place__parent__parent", "plan", "township").prefetch_related("inspectors")
    own = VisitTask.objects.visible_to(user).counted().of_person(user.person_id)
    drafts = CheckSheet.objects.visible_to(user).drafts_of(user).select_related("place", "version__checklist")
    context = {
        "today": today,
        "to_walk": to_walk,
        "drafts": drafts.order_by("started_at"),
        "walked": own.done().filter(done_on=today).select_related("place", "inspection").order_by("pk"),
        "missed": own.missed(today).unexplained().count(),
        "is_arranging": "arrange" in request.GET,
    }
    return render(request, "hazards/round.html", context)


@only(keeps_ledgers)
@require_POST
def move_round(request, place):
    """One step earlier or later; the order is remembered."""
    move_in_round(request.user, place, up="up" in request.POST, today=timezone.localdate())
    return redirect(f"{reverse('hazards:round')}?arrange=1")
