"""分析预警: a period of a county or township on a page, and written down as a paper."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from papers.views import Printed
from reports.analysis_papers import ANALYSIS, write_down
from reports.charts import drawing
from reports.forms import PatternForm
from reports.models import AnalysisPaper
from reports.patterns import RULES, Patterns
from townships.access import keeps_ledgers, keeps_ledgers_of, only, sees_signals


@require_safe
def patterns(request):
    form = PatternForm(request.GET, user=request.user)
    found = Patterns(request.user, form.place, form.period)
    context = {
        "form": form,
        "words": form.words_until(found.today),
        "patterns": found,
        "tables": [{"table": table, "drawing": table.chart and drawing(table.chart)} for table in found.tables],
        "warnings": list(found.warnings()),
        "rules": RULES,
        "sees_signals": sees_signals(request.user),
        "may_print": form.place is not None and keeps_ledgers_of(request.user, form.place),
        "papers": PRINTED.printings(papers_of(request, found), request.user),
    }
    return render(request, "reports/patterns.html", context)


def papers_of(request, found):
    """Those of this very place and period, the newest first."""
    if found.place is None:
        return []
    whose = {"township": found.place.pk} if found.is_of_township else {"county": found.place.pk, "township": None}
    papers = AnalysisPaper.objects.visible_to(request.user).filter(start=found.period.start, end__lte=found.asked.end, **whose)
    return papers.select_related("made_by__person")[:5]


@require_POST
@only(keeps_ledgers)
def write_analysis(request):
    form = PatternForm(request.POST, user=request.user)
    if form.place is None:
        raise Http404
    # A paper is Chinese whatever language its writer reads.
    with translation.override("zh-hans"):
        found = Patterns(request.user, form.place, form.period)
        paper = write_down(found, form.words_until(found.today), by=request.user)
    asked = {"year": form.year, "span": form.cleaned_data["span"]} | ({"township": paper.township_id} if paper.township_id else {})
    return redirect(f"{reverse('reports:patterns')}?{urlencode(asked)}#papers")


def paper_or_404(request, pk):
    return get_object_or_404(AnalysisPaper.objects.visible_to(request.user), pk=pk)


PRINTED = Printed("reports:analysis", ANALYSIS, paper_or_404, page=lambda paper: reverse("reports:patterns"), may_ask=keeps_ledgers)
