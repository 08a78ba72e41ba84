"""How the worker makes the PDF of an annual report. The job's row says whether it is done (papers/printing.py)."""

from django.utils.translation import gettext as _

from papers.printing import printer
from reports.document import Document
from reports.models import Action, AnnualReport
from reports.publishing import KIND, collect, perform


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
