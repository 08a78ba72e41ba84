"""一单四制: the list of major hazards, printed and exported, its circulars, and papers that came with a step."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from hazards.circulars import KIND, content_of, half_month, issue_circular
from hazards.major_filters import MajorFilter
from hazards.major_tables import CircularTable, MajorTable, major_columns
from hazards.majors import with_file
from hazards.models import Circular, Hazard, HazardDocument
from papers.views import Printed
from townships.access import is_bureau, only
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


def visible_circulars(request):
    return Circular.objects.visible_to(request.user).distinct().select_related("county", "issued_by__person")


@require_safe
def circulars(request):
    """Those issued, and for the bureau what the one of this half month would say."""
    table = CircularTable(visible_circulars(request))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"table": table, "county": request.user.county, "may_issue": request.user.is_bureau}
    if request.user.is_bureau:
        half, county = half_month(timezone.localdate()), request.user.county
        context |= {"half": half, "issued": Circular.objects.filter(county=county, starts_on=half.start).first()}
        context |= {"content": None if context["issued"] else content_of(county, half, at=timezone.now())}
    return render(request, "hazards/circulars.html", context)


@require_POST
@only(is_bureau)
def new_circular(request):
    issued = issue_circular(County.objects.get(pk=request.user.county_id), by=request.user)
    messages.success(request, _("已印发：%(circular)s") % {"circular": issued})
    return redirect(issued)


def visible_circular(request, pk):
    return get_object_or_404(visible_circulars(request), pk=pk)


PRINTED = Printed("hazards:circular", KIND, visible_circular)


@require_safe
def circular(request, pk):
    circular = visible_circular(request, pk)
    context = {"circular": circular, "content": circular.content, "printing": PRINTED.printing(circular, request.user)}
    return render(request, "hazards/circular.html", context)
