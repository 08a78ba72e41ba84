"""Charts and duty boards as PDF: asked for, made by the worker, downloaded."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from papers.views import Printed
from townships.access import keeps_ledgers, only
from townships.boards import boards_of
from townships.forms.days import DayForm
from townships.forms.printouts import BoardForm
from townships.models import Place, Printout
from townships.printers import PRINTOUT
from townships.printouts import CHART_LEVELS, NothingToPrint, ask_for, board_kind


@require_POST
def print_chart(request, pk, kind):
    """On behalf of whoever asks: with whole telephone numbers for those who keep the ledgers, masked for everybody else."""
    if kind not in CHART_LEVELS:
        raise Http404
    place = get_object_or_404(Place.objects.visible_to(request.user), pk=pk, level__in=CHART_LEVELS[kind])
    day = DayForm({"on": request.POST.get("on")}).day
    address = request.build_absolute_uri("/")
    return redirect(ask_for(kind, place, on=day, shows_phones=request.user.keeps_ledgers, site_address=address, by=request.user))


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def print_board(request, pk):
    place = get_object_or_404(Place.objects.visible_to(request.user).select_related("township"), pk=pk)
    try:
        kind = board_kind(place)
    except NothingToPrint:
        raise Http404 from None
    form, today, address = (
        BoardForm(request.POST if request.method == "POST" else None),
        timezone.localdate(),
        request.build_absolute_uri("/"),
    )
    boards = boards_of(place, on=today, shows_phones=True, site_address=address)
    if form.is_valid() and boards:
        shows_phones = form.cleaned_data["shows_phones"]
        return redirect(ask_for(kind, place, on=today, shows_phones=shows_phones, site_address=address, by=request.user))
    context = {
        "form": form,
        "place": place,
        "boards": boards,
        "is_local_address": request.get_host().partition(":")[0] in ("127.0.0.1", "localhost"),
        "site_address": address,
        "submit_label": _("生成责任牌"),
        "cancel_url": place.get_absolute_url(),
    }
    return render(request, "townships/board_form.html", context)


def visible_printout(request, pk):
    rows = Printout.objects.readable_by(request.user).select_related("place__parent", "place__township", "asked_by__person")
    return get_object_or_404(rows, pk=pk)


PRINTED = Printed("townships:printout", PRINTOUT, visible_printout, filename=lambda printout: f"{printout} {printout.as_of}")


@require_safe
def printout(request, pk):
    found = visible_printout(request, pk)
    back = {Printout.Kind.CHAIN: "chain_chart", Printout.Kind.SITES: "key_site_map"}.get(found.kind, "print_board")
    context = {
        "printout": found,
        "is_chart": found.kind in Printout.CHARTS,
        "back_url": reverse(f"townships:{back}", args=[found.place_id]) + (f"?on={found.as_of}" if found.kind in Printout.CHARTS else ""),
        "printing": PRINTED.printing(found, request.user),
    }
    return render(request, "townships/printout.html", context)
