"""Before an acceptance: the self-check of evidence, draws of places to visit, and the bundle that is taken along."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from papers.views import Printed
from reports.bundle import KIND, make_bundle
from reports.draw import STRATA, audit, by_stratum, draw, list_in_one_line, wanted_of
from reports.filters import DrawFilter
from reports.forms import DrawForm
from reports.models import Bundle, Draw
from reports.self_check import SelfCheck, State
from reports.tables import DrawTable
from townships.access import is_bureau, only
from townships.lists import ledger_list
from townships.models import Appraisal


def appraisal_or_404(request, pk):
    visible = Appraisal.objects.visible_to(request.user).select_related("township__county", "sheet", "candidacy__campaign")
    return get_object_or_404(visible, pk=pk)


@require_safe
def self_check(request, pk):
    appraisal = appraisal_or_404(request, pk)
    check = SelfCheck(appraisal)
    counts = [(state, state.label, check.count(state)) for state in State]
    return render(request, "reports/self_check.html", {"appraisal": appraisal, "check": check, "counts": counts})


def draws_of(request):
    return Draw.objects.visible_to(request.user).select_related("county", "campaign", "township", "drawn_by__person")


@require_safe
def draws(request):
    rows = draws_of(request).defer("population", "result")
    return ledger_list(request, rows, filterset=DrawFilter, table=DrawTable, template="reports/draws.html")


@require_safe
def draw_page(request, pk):
    found = get_object_or_404(draws_of(request), pk=pk)
    proof = audit(found)
    context = {"draw": found, "audit": proof, "strata": by_stratum(found, found.result), "text": list_in_one_line(found.population)}
    context["population"] = [(name, STRATA.get(name[0], name[0])) for name in found.population]
    context["codes"] = [(code, STRATA[code]) for code in wanted_of(found.kind, found.parameters, found.population)]
    return render(request, "reports/draw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def new_draw(request, kind):
    if kind not in Draw.Kind:
        raise Http404
    kind = Draw.Kind(kind)
    form = DrawForm(request.POST or None, kind=kind, user=request.user, initial=request.GET.dict())
    if form.is_valid():
        try:
            return redirect(draw(kind, by=request.user, **form.told()))
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {"form": form, "kind": kind, "submit_label": _("抽取"), "cancel_url": reverse("reports:draws")}
    return render(request, "reports/new_draw.html", context)


@require_safe
def bundles(request, pk):
    """What was put together for one township, and the draws that a new bundle can carry."""
    appraisal = appraisal_or_404(request, pk)
    if request.user.township_id:
        raise Http404
    is_void = appraisal.state == Appraisal.State.VOID
    drawn = draws_of(request).fitting(appraisal)
    made = appraisal.bundles.select_related("draw", "made_by__person").defer("html")
    context = {"appraisal": appraisal, "bundles": PRINTED.printings(made, request.user), "draws": drawn}
    told = {"may_make": request.user.is_bureau and not is_void, "is_void": is_void, "draw_url": draw_url(appraisal)}
    return render(request, "reports/bundles.html", context | told)


def draw_url(appraisal):
    campaign = f"&campaign={appraisal.candidacy.campaign_id}" if appraisal.candidacy else ""
    return f"{reverse('reports:new_draw', args=[Draw.Kind.PLACES])}?township={appraisal.township_id}{campaign}"


@require_POST
@only(is_bureau)
def make(request, pk):
    appraisal = appraisal_or_404(request, pk)
    asked = request.POST.get("draw", "")
    drawn = get_object_or_404(draws_of(request), pk=asked if asked.isdecimal() and len(asked) < 19 else 0)
    try:
        make_bundle(appraisal, drawn, by=request.user)
        messages.success(request, _("验收包已编好，正在排版。"))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("reports:bundles", pk)


def bundle_or_404(request, pk):
    visible = Bundle.objects.visible_to(request.user).select_related("appraisal__township", "appraisal__sheet").defer("html")
    return get_object_or_404(visible, pk=pk)


PRINTED = Printed(
    "reports:bundle", KIND, bundle_or_404, page=lambda bundle: reverse("reports:bundles", args=[bundle.appraisal_id]), may_ask=is_bureau
)
