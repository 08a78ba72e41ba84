"""Reading annual reports: the list, one report with every number linked to its rows, its snapshot, its paper."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.views import Printing, paper_response, progress_response
from reports.filters import AnnualReportFilter
from reports.gather import gather_all
from reports.models import Action, AnnualReport
from reports.publishing import available_actions, paper_of
from reports.reading import annexes_on_screen, dates_on_screen, figures_on_screen, reading_text
from reports.snapshot import changes, period_of
from reports.tables import AnnualReportTable
from townships.lists import ledger_list

# In these states the paper is the one that the words and the snapshot make.
WITH_PAPER = {AnnualReport.State.READY, AnnualReport.State.SIGNED, AnnualReport.State.PUBLISHED}


def visible_or_404(request, pk):
    reports = AnnualReport.objects.visible_to(request.user).select_related("county", "created_by__person", "signed_by__person")
    return get_object_or_404(reports, pk=pk)


@require_safe
def annual_reports(request):
    reports = AnnualReport.objects.visible_to(request.user).for_list()
    return ledger_list(request, reports, filterset=AnnualReportFilter, table=AnnualReportTable, template="reports/annual_reports.html")


@require_safe
def annual_report(request, pk):
    report = visible_or_404(request, pk)
    linked = holds_rows(request.user)
    events = history(report)
    context = {
        "report": report,
        "later": report.later_version(),
        "failure": failure_of(report, events),
        "linked": linked,
        "actions": available_actions(report, request.user),
        "paragraphs": [(one, reading_text(one.text, report.snapshot, linked=linked, report=report.pk)) for one in report.paragraphs.all()],
        "events": events,
        "paper": paper_of(report) if report.state in WITH_PAPER else None,
        "printing": printing_of(report, paper_of(report)) if report.is_with_worker else None,
    }
    return render(request, "reports/annual_report.html", context | dates_on_screen(report))


@require_safe
def report_snapshot(request, pk):
    """Every frozen number with its rows, and what the ledgers say today where that differs."""
    report = visible_or_404(request, pk)
    changed = changes(report.snapshot, gather_all(period_of(report.snapshot), report.county))
    figures = figures_on_screen(report.snapshot, changed, linked=holds_rows(request.user), report=report.pk)
    may_collect = Action.COLLECT in available_actions(report, request.user)
    annexes = annexes_on_screen(report.snapshot)
    context = {"report": report, "figures": figures, "changed": changed, "may_collect": may_collect, "annexes": annexes}
    return render(request, "reports/report_snapshot.html", context | dates_on_screen(report))


@require_safe
def report_progress(request, pk):
    report = visible_or_404(request, pk)
    response = progress_response(request, printing_of(report, paper_of(report)))
    if not report.is_with_worker:
        # The buttons of the whole page have changed with the state.
        response["HX-Refresh"] = "true"
    return response


@require_safe
def report_paper(request, pk, *, inline=False):
    """The PDF. While the words are being changed there is none that they would make."""
    report = visible_or_404(request, pk)
    job = paper_of(report) if report.state in WITH_PAPER else None
    response = paper_response(job, report.filename)
    if inline:
        response["Content-Disposition"] = response["Content-Disposition"].replace("attachment", "inline", 1)
    return response


def holds_rows(user):
    """A report counts the whole county, whose rows a township does not see: its numbers lead nowhere for them."""
    return user.township_id is None


def history(report):
    """Newest first, in the words of components/_timeline.html; the worker signs as the system."""
    return [
        {
            "action": event.action,
            "at": timezone.localtime(event.at),
            "title": event.get_action_display(),
            "by": event.by or _("系统"),
            "text": event.reason,
            "state": "suspended" if event.action == Action.FAIL else "closed" if event.action == Action.PUBLISH else "",
        }
        for event in report.events.select_related("by__person").order_by("-pk")
    ]


def failure_of(report, events):
    """The entry of the last attempt to make the paper, if it came to nothing and nobody has gone on since."""
    return events[0] if report.is_draft and events and events[0]["action"] == Action.FAIL else None


def printing_of(report, job):
    addresses = [reverse(f"reports:report_{name}", args=[report.pk]) for name in ("progress", "paper")]
    return Printing(report, job, *addresses)
