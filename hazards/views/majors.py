"""一单四制: the list of major hazards, printed and exported, its circulars, and papers that came with a step."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from hazards.circulars import content_of, issue_half_month, recent_half_months, untold_half_months
from hazards.escalation_tables import BulletinTable
from hazards.forms.half_month import HalfMonthForm
from hazards.major_filters import MajorFilter
from hazards.major_tables import MajorTable, major_columns
from hazards.majors import with_file
from hazards.models import Hazard, HazardDocument
from hazards.views.bulletins import visible_bulletins
from townships.access import is_bureau, only
from townships.as_shown import ChangedSinceShown, mark_of_shown, mark_sent, tell_of_change
from townships.documents import send_document
from townships.lists import PER_PAGE, ledger_list, printed_ledger
from townships.models import County
from townships.spreadsheets import send_spreadsheet

ROWS_AT_A_TIME = 2000


def visible_majors(request):
    return with_file(Hazard.objects.visible_to(request.user).major()).order_by("-found_at", "-pk")


@require_safe
def majors(request):
    return ledger_list(request, visible_majors(request), filterset=MajorFilter, table=MajorTable, template="hazards/majors.html")


@require_safe
def majors_ledger(request):
    """The filtered list on A4 landscape, to be printed as the office's ledger."""
    rows = visible_majors(request)
    return printed_ledger(request, rows, filterset=MajorFilter, table=MajorTable, template="hazards/majors_ledger.html", exclude=["act"])


@require_safe
def export_majors(request):
    chosen = MajorFilter(request.GET, queryset=visible_majors(request), request=request)
    title = _("%(place)s重大事故隐患清单（%(day)s）") % {"place": chosen.place_in_question or "", "day": timezone.localdate()}
    return send_spreadsheet(chosen.qs.iterator(ROWS_AT_A_TIME), major_columns(request.user), title=title, filename=title)


@require_safe
def hazard_document(request, pk):
    return send_document(get_object_or_404(HazardDocument.objects.visible_to(request.user), pk=pk))


@require_safe
def circulars(request):
    """Those issued, and for the bureau what the one of a half month that has none yet would say."""
    table = BulletinTable(visible_bulletins(request).of_half_months(), exclude=["kind"])
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"table": table}
    if request.user.is_bureau:
        context |= _next_circular(request.user.county, request.GET, timezone.now())
    return render(request, "hazards/circulars.html", context)


def _next_circular(county, asked, at):
    today = timezone.localdate(at)
    form = HalfMonthForm(asked if "half" in asked else None, halves=untold_half_months(county, today), today=today)
    half = form.chosen
    content = half and content_of(county, half, at=at)
    return {"form": form, "half": half, "content": content, "as_shown": content and mark_of_shown(content)}


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def new_circular(request):
    if request.method != "POST":
        messages.info(request, _("半月通报先在这一页核对，再按“印发通报”。"))
        return redirect("hazards:circulars")
    today = timezone.localdate()
    form = HalfMonthForm(request.POST, halves=recent_half_months(today), today=today)
    if not form.is_valid():
        raise Http404
    if form.runs and "early" not in request.POST:
        messages.warning(request, _("还没有印发：这半个月还没有结束，确要现在印发的请先勾选。"))
        return redirect(f"{reverse('hazards:circulars')}?half={form.chosen.start}")
    county, half = County.objects.get(pk=request.user.county_id), form.chosen
    try:
        issued = issue_half_month(county, half, by=request.user, shown=mark_sent(request))
    except ChangedSinceShown:
        tell_of_change(request)
        return redirect(f"{reverse('hazards:circulars')}?half={half.start}")
    messages.success(request, _("已印发：%(circular)s") % {"circular": issued})
    return redirect(issued)
