"""分析预警: a period of a county or township on a page, and written down as a paper."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from papers.models import PrintJob
from papers.printing import request_print
from papers.views import paper_response, progress_response
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
        "patterns": found,
        "tables": [{"table": table, "drawing": table.chart and drawing(table.chart)} for table in found.tables],
        "warnings": list(found.warnings()),
        "rules": RULES,
        "sees_signals": sees_signals(request.user),
        "may_print": form.place is not None and keeps_ledgers_of(request.user, form.place),
        "papers": with_jobs(papers_of(request, found)),
    }
    return render(request, "reports/patterns.html", context)


def papers_of(request, found):
    """Those of this very place and period, the newest first."""
    if found.place is None:
        return []
    whose = {"township": found.place.pk} if found.is_of_township else {"county": found.place.pk, "township": None}
    papers = AnalysisPaper.objects.visible_to(request.user).filter(start=found.period.start, end__lte=found.asked.end, **whose)
    return papers.select_related("made_by__person")[:5]


def with_jobs(papers):
    papers = list(papers)
    jobs = {job.subject_id: job for job in PrintJob.objects.filter(kind=ANALYSIS, subject_id__in=[paper.pk for paper in papers])}
    return [{"paper": paper, "job": jobs.get(paper.pk), **job_urls(paper)} for paper in papers]


def job_urls(paper):
    return {
        "progress_url": reverse("reports:analysis_progress", args=[paper.pk]),
        "paper_url": reverse("reports:analysis_paper", args=[paper.pk]),
        "again_url": reverse("reports:analysis_again", args=[paper.pk]),
    }


@require_POST
@only(keeps_ledgers)
def write_analysis(request):
    form = PatternForm(request.POST, user=request.user)
    if form.place is None:
        raise Http404
    # A paper is Chinese whatever language its writer reads.
    with translation.override("zh-hans"):
        paper = write_down(Patterns(request.user, form.place, form.period), form.words, by=request.user)
    asked = {"year": form.year, "span": form.cleaned_data["span"]} | ({"township": paper.township_id} if paper.township_id else {})
    return redirect(f"{reverse('reports:patterns')}?{urlencode(asked)}#papers")


def paper_or_404(request, pk):
    return get_object_or_404(AnalysisPaper.objects.visible_to(request.user), pk=pk)


@require_POST
@only(keeps_ledgers)
def analysis_again(request, pk):
    paper = paper_or_404(request, pk)
    request_print(ANALYSIS, paper.pk)
    return redirect("reports:patterns")


@require_safe
def analysis_progress(request, pk):
    paper = paper_or_404(request, pk)
    return progress_response(request, get_object_or_404(PrintJob, kind=ANALYSIS, subject_id=pk), **job_urls(paper))


@require_safe
def analysis_paper(request, pk):
    paper = paper_or_404(request, pk)
    return paper_response(get_object_or_404(PrintJob, kind=ANALYSIS, subject_id=pk), str(paper))
