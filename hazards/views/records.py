"""现场检查记录: written of a visit, seen as a whole before it is issued."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hazards.forms.errors import blame
from hazards.forms.papers import RecordForm
from hazards.orders import PaperNotAllowed, why_not
from hazards.records import AlreadyRecorded, VisitVoided, record_of, record_visit
from hazards.views.papers import KIND, paper_text
from hazards.views.serving import visible_visit
from papers.printing import request_print
from townships.access import keeps_ledgers, keeps_ledgers_of, only


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def issue_record(request, pk):
    visit = visible_visit(request, pk)
    if not keeps_ledgers_of(request.user, visit.township):
        raise PermissionDenied
    if order := record_of(visit):
        return redirect(order)
    form = RecordForm(request.POST or None, visit=visit, user=request.user)
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        return _issue(request, visit, form)
    return _page(request, visit, form)


def _issue(request, visit, form):
    is_confirmed = "confirmed" in request.POST
    try:
        with transaction.atomic():
            order = record_visit(visit, by=request.user, **form.cleaned_data)
            # The check page shows the very paper that would be issued (docs/decisions/0023).
            transaction.set_rollback(not is_confirmed)
    except AlreadyRecorded as refusal:
        return redirect(refusal.order)
    except VisitVoided:
        return redirect(visit)
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


def _page(request, visit, form, *, status=200):
    context = {"form": form, "visit": visit, "submit_label": _("下一步：核对"), "cancel_url": visit.get_absolute_url()}
    return render(request, "hazards/issue_record.html", context, status=status)
