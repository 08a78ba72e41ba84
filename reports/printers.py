"""How the worker makes the papers of this app. The job's row says whether one is done (papers/printing.py)."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.printing import printer
from papers.typesetting import on_fewest_pages, typeset
from reports import bundle
from reports.analysis_papers import ANALYSIS
from reports.charts import drawing
from reports.comparison_papers import COMPARISON
from reports.document import Document
from reports.models import Action, AnalysisPaper, AnnualReport, Bundle, ComparisonPaper
from reports.patterns import RULES
from reports.publishing import KIND, collect, perform

ANALYSIS_PITCHES = (24, 22)


def rendered(job):
    """In the transaction that finishes the job: the report is ready exactly when its paper is there."""
    perform(_report(job.subject_id), Action.RENDERED, by=None)


def failed(job):
    perform(_report(job.subject_id), Action.FAIL, by=None, reason=job.message)


@printer(KIND, finished=rendered, failed=failed)
def print_annual_report(report_id, progress):
    progress(0, 3, _("正在汇总数据"))
    report = _report(report_id)
    # A worker that died after collecting left the snapshot behind: its successor goes on from there.
    if report.state == AnnualReport.State.COLLECTING:
        collect(report)
    progress(1, 3, _("正在排版正文、图表和附件"))
    content = Document.of(_report(report_id)).pdf()
    progress(2, 3, _("正在保存"))
    return content


def _report(report_id):
    return AnnualReport.objects.select_related("county").get(pk=report_id)


@printer(bundle.KIND)
def print_bundle(bundle_id, progress):
    progress(0, 1, _("正在排版"))
    paper = typeset(Bundle.objects.get(pk=bundle_id).html)
    progress(1, 1, _("已完成"))
    return paper


@printer(COMPARISON)
def print_comparison(paper_id, progress):
    progress(0, 1, _("正在排版"))
    found = ComparisonPaper.objects.select_related("county").get(pk=paper_id)
    context = {"title": str(found), "paper": found, "counted_at": timezone.localtime(found.counted_at), **found.content}
    paper = typeset(render_to_string("papers/reports/comparison.html", context))
    progress(1, 1, _("已完成"))
    return paper


@printer(ANALYSIS)
def print_analysis(paper_id, progress):
    progress(0, 1, _("正在排版"))
    found = AnalysisPaper.objects.select_related("county", "township", "made_by__person").get(pk=paper_id)
    tables = [table | {"drawing": table["chart"] and drawing(table["chart"])} for table in found.content["tables"]]
    context = {"title": found.title, "paper": found, "counted_at": timezone.localtime(found.counted_at), "rules": RULES}
    # Closer lines where that saves the page on which two lines would stand alone.
    ways = ({"tables": tables, "pitch": pitch} for pitch in ANALYSIS_PITCHES)
    paper = on_fewest_pages(render_to_string("papers/reports/analysis.html", context | found.content | way) for way in ways)
    progress(1, 1, _("已完成"))
    return paper
