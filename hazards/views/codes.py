"""The codes of places: which there are, one of them with its poster, a new one in its place."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hazards.codes import POSTER_LEVELS, AlreadyRenewed, codes_of, keeps_code, picture_of, renew
from hazards.models import ReportCode
from hazards.printers import POSTER
from hazards.report_filters import CodeFilter
from hazards.report_tables import CodeTable
from papers.printing import print_again
from papers.views import Printed
from townships.access import keeps_ledgers, only
from townships.lists import ledger_list
from townships.models import Level, Place


def places_with_codes(request):
    """Where a code may hang: townships, villages, key sites, high-risk enterprises that are still there."""
    hung = Q(level__in=[*POSTER_LEVELS, Level.KEY_SITE]) | Q(level=Level.ENTERPRISE, as_enterprise__is_high_risk=True)
    return Place.objects.visible_to(request.user).filter(hung, closed_on=None)


@require_safe
def report_codes(request):
    rows = places_with_codes(request).select_related("township", "as_township").annotate(reports=Count("public_reports_here"))
    rows = rows.order_by("township_id", "level", "name")
    return ledger_list(request, rows, filterset=CodeFilter, table=CodeTable, template="hazards/reports/codes.html")


def visible_code(request, pk):
    """The open code of a place that this user keeps; made when there is none yet."""
    place = get_object_or_404(places_with_codes(request).select_related("township", "as_township"), pk=pk)
    if not keeps_code(request.user, place):
        raise PermissionDenied
    code = codes_of([place])[place.pk]
    code.place = place
    return code


def print_afresh(request, kind, code):
    """A poster leads to the address under which its printer reached this system."""
    code.site_address = request.build_absolute_uri("/")
    code.save(update_fields=["site_address"])
    print_again(kind, code.pk)


PRINTED = Printed(
    "hazards:report_code",
    POSTER,
    visible_code,
    filename=lambda code: f"举报二维码海报 {code.place.local_name}",
    arguments=lambda code: [code.place_id],
    page=lambda code: reverse("hazards:report_code", args=[code.place_id]),
    ask=print_afresh,
)


@only(keeps_ledgers)
@require_safe
def report_code(request, pk):
    code = visible_code(request, pk)
    address = request.build_absolute_uri(code.get_absolute_url())
    context = {
        "code": code,
        "address": address,
        "picture": picture_of(address),
        "is_local_address": request.get_host().partition(":")[0] in ("127.0.0.1", "localhost"),
        "printing": PRINTED.printing(code, request.user),
        "earlier": ReportCode.objects.filter(place=code.place, ended_at__isnull=False).select_related("ended_by__person").order_by("-pk"),
    }
    return render(request, "hazards/reports/code.html", context)


@only(keeps_ledgers)
@require_POST
def renew_report_code(request, pk):
    code = visible_code(request, pk)
    # Pressed twice, the second press must not end the code that the first has made.
    if request.POST.get("key") != code.key:
        raise Http404
    try:
        renew(code, by=request.user)
    except AlreadyRenewed:
        messages.warning(request, _("刚才已由别人更换。"))
    else:
        messages.success(request, _("已更换二维码。旧的责任牌和海报扫码后不能再举报，请重新印制张贴。"))
    return redirect("hazards:report_code", pk)
