"""Logging a hazard: one screen on a phone."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hazards.finding import log_finding
from hazards.forms.errors import blame
from hazards.forms.finding import FindingForm
from hazards.models import Inspection
from hazards.views.townships import choose_township, township_at_hand
from townships.access import keeps_ledgers, only
from townships.submissions import tell_if_sent_before


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def log_hazard(request):
    inspection = chosen_inspection(request)
    township = inspection.township if inspection else township_at_hand(request)
    if township is None:
        return choose_township(request)
    if request.method == "POST":
        return _send(request, township, inspection)
    form = FindingForm(initial=_last_time(request, inspection), user=request.user, township=township, inspection=inspection)
    return _page(request, form, township)


def _send(request, township, inspection):
    form = FindingForm(request.POST, request.FILES, user=request.user, township=township, inspection=inspection)
    if form.is_valid():
        try:
            hazard = log_finding(by=request.user, inspection=inspection, **form.found())
        except ValidationError as refusal:
            blame(form, refusal)
        else:
            _remember(request, form)
            tell_if_sent_before(request, hazard)
            return redirect("hazards:receipt", hazard.pk, hazard.events.last().pk)
    form.keep_files()
    return _page(request, form, township)


def _page(request, form, township):
    context = {"form": form, "township": township, "submit_label": _("登记"), "cancel_url": reverse("hazards:hazards")}
    return render(request, "hazards/log_hazard.html", context)


def _last_time(request, inspection):
    """What was entered last is the default now; the people are at least oneself."""
    last = request.session.get("last_finding", {})
    own = [request.user.person_id] if request.user.person_id else []
    return {
        "place": request.GET.get("place") or (inspection.place_id if inspection else last.get("place")),
        "sector": inspection.sector_id if inspection else last.get("sector"),
        "inspectors": request.session.get("inspectors", own),
        "found_at": inspection.inspected_at if inspection else timezone.now(),
    }


def _remember(request, form):
    given = form.cleaned_data
    request.session["last_finding"] = {"place": given["place"].pk, "sector": given["sector"].pk if given["sector"] else None}
    if given.get("inspectors"):
        request.session["inspectors"] = [person.pk for person in given["inspectors"]]


def chosen_inspection(request):
    """The visit that the address names, so that what it found is entered with it."""
    pk = request.GET.get("inspection")
    if not pk:
        return None
    visible = Inspection.objects.visible_to(request.user).counted().select_related("township", "place", "sector")
    return get_object_or_404(visible, pk=pk if pk.isdecimal() else None)
