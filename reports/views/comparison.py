"""季评比: a quarter on a page, as .xlsx, and written down as a paper."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.views import Printed
from reports.comparison import Comparison
from reports.comparison_papers import COMPARISON, write_down
from reports.forms import QuarterForm
from reports.models import ComparisonPaper
from townships.access import is_bureau, only
from townships.models import Township
from townships.spreadsheets import Column, send_spreadsheet


def compared(request):
    """(the form, the Comparison or None): of a city with several counties, one is asked for."""
    form = QuarterForm(request.GET, user=request.user)
    if form.county is None:
        return form, None
    visible = set(Township.objects.visible_to(request.user).values_list("pk", flat=True))
    return form, Comparison(form.county, form.period, visible=visible)


@require_safe
def comparison(request):
    form, found = compared(request)
    papers = ComparisonPaper.objects.none()
    # A paper names every township of the county: the whole comparison is the county's to show.
    if found and request.user.township_id is None:
        papers = ComparisonPaper.objects.visible_to(request.user).filter(county=form.county, year=form.year, quarter=form.quarter)
    context = {
        "form": form,
        "year": form.year,
        "quarter": form.quarter,
        "comparison": found,
        "papers": PRINTED.printings(papers.select_related("made_by__person"), request.user),
    }
    return render(request, "reports/comparison.html", context | {"may_print": request.user.is_bureau and found is not None})


@require_safe
def export_comparison(request):
    form, found = compared(request)
    if found is None:
        raise Http404
    if form.is_another:
        # A file would go on its way without anybody having read that it is of another quarter.
        return redirect(f"{reverse('reports:comparison')}?{request.GET.urlencode()}")
    name = f"{form.county}{form.words}季评比"
    title = f"{name}（统计截至 {timezone.localtime(found.counted_at):%Y-%m-%d %H:%M}）"
    return send_spreadsheet(found.rows, columns_of(found), title=title, filename=name)


def columns_of(found):
    columns = [Column(_("乡镇（街道）"), lambda row: row.township.name, 16)]
    for position, indicator in enumerate(found.indicators):
        columns.append(Column(indicator.name, lambda row, at=position: row.cells[at].words, 22))
        columns.append(Column(_("%(name)s名次") % {"name": indicator.name}, lambda row, at=position: row.cells[at].rank, 10))
    return columns


@require_POST
@only(is_bureau)
def write_comparison(request):
    form = QuarterForm(request.POST, user=request.user)
    if form.county is None:
        raise Http404
    write_down(form.county, form.year, form.quarter, by=request.user)
    return redirect(f"{reverse('reports:comparison')}?year={form.year}&span=q{form.quarter}#papers")


def paper_or_404(request, pk):
    if request.user.township_id:
        raise Http404
    return get_object_or_404(ComparisonPaper.objects.visible_to(request.user).distinct(), pk=pk)


def page_of(paper):
    return f"{reverse('reports:comparison')}?year={paper.year}&span=q{paper.quarter}#papers"


PRINTED = Printed("reports:comparison", COMPARISON, paper_or_404, page=page_of, may_ask=is_bureau)
