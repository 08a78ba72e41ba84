"""After a visit: its receipt, and one paper for all that it found."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hazards.checking import serve_for_visit, waiting_hazards
from hazards.drives import drive_on_offer
from hazards.forms.errors import blame
from hazards.forms.serving import ServeForm
from hazards.models import Inspection
from hazards.orders import PaperNotAllowed, why_not
from hazards.records import record_of
from hazards.views.papers import KIND, paper_text
from hazards.workflow import TransitionNotAllowed
from papers.printing import request_print
from townships.access import keeps_ledgers, keeps_ledgers_of, only


def visible_visit(request, pk):
    visible = Inspection.objects.visible_to(request.user).counted()
    return get_object_or_404(visible.select_related("place", "township__county", "clear_signed_by__person"), pk=pk)


@require_safe
def inspection_done(request, pk):
    visit = visible_visit(request, pk)
    may_write = keeps_ledgers_of(request.user, visit.township)
    found = visit.hazards.counted().for_list().order_by("pk")
    context = {
        "visit": visit,
        "found": found,
        "offer": drive_on_offer(visit) if may_write else None,
        "waiting": waiting_hazards(visit).count() if may_write else 0,
        "may_record": may_write and record_of(visit) is None,
        "tasks": visit.tasks.counted().select_related("plan"),
    }
    return render(request, "hazards/inspection_done.html", context)


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def serve_inspection(request, pk):
    visit = visible_visit(request, pk)
    if not keeps_ledgers_of(request.user, visit.township):
        raise PermissionDenied
    hazards = list(waiting_hazards(visit))
    if not hazards:
        return redirect("hazards:inspection_done", visit.pk)
    form = ServeForm(request.POST or None, hazards=hazards, visit=visit, user=request.user)
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        return _serve(request, visit, form)
    return _page(request, visit, form)


def _serve(request, visit, form):
    is_confirmed = "confirmed" in request.POST
    try:
        with transaction.atomic():
            order = serve_for_visit(visit, by=request.user, **form.told())
            # The check page shows the very paper that would be served (docs/decisions/0023).
            transaction.set_rollback(not is_confirmed)
    except TransitionNotAllowed as refusal:
        if order := _served_by_the_same_press(refusal.event, form, by=request.user):
            messages.warning(request, _("这份文书已经办理，没有再下达一份。"))
            return redirect(order)
        form.add_error(None, _("其中有的隐患刚刚另有办理，请重新打开本页核对。"))
    except PaperNotAllowed as refusal:
        form.add_error(None, why_not(refusal, request.user))
    except ValidationError as refusal:
        blame(form, refusal)
    else:
        if is_confirmed:
            request_print(KIND, order.pk)
            return redirect(order)
        context = {"form": form, "visit": visit, "paper": order, "text": paper_text(order), "what": order.get_kind_display()}
        return render(request, "hazards/serve_check.html", context)
    return _page(request, visit, form, status=409)


def _served_by_the_same_press(event, form, *, by):
    """The paper of this user about exactly these rows in these words: a press that came twice met its own twin."""
    if event.by_id != by.pk or event.order is None:
        return None
    served = {item.hazard_id: (item.requirement, item.deadline) for item in event.order.items.all()}
    asked = {pk: (told["requirement"], told["deadline"]) for pk, told in form.told()["items"].items()}
    return event.order if served == asked else None


def _page(request, visit, form, *, status=200):
    context = {"form": form, "visit": visit, "submit_label": _("下一步：核对")}
    context["cancel_url"] = reverse("hazards:inspection_done", args=[visit.pk])
    return render(request, "hazards/serve_inspection.html", context, status=status)
