"""The pages of a thing that is printed: how far its paper is, the button that asks for it, the PDF.

An app says once what its thing is called, how it is found and which paper it has,

    BULLETIN = Printed("hazards:bulletin", "bulletin", visible_bulletin)

and its urls.py lists BULLETIN.pages("bulletins/<int:pk>/"). The thing's own page shows BULLETIN.printing(row, user)
with components/_printing.html.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from papers.delivery import file_name
from papers.models import PrintJob
from papers.printing import print_again, request_print

# htmx takes the answer and stops polling.
STOP_POLLING = 286


@dataclass(frozen=True)
class Printing:
    """One thing and its paper, as a page shows them. Without a job nobody has asked for the paper yet."""

    row: Model
    job: PrintJob | None
    progress_url: str
    paper_url: str
    # Where one may ask for it, or ask again after a failure; takes a POST.
    again_url: str = ""


def paper_response(job, filename):
    """The printed paper as a download. Who may have it is the caller's question; `filename` is without .pdf."""
    if job is None or not job.is_done:
        raise Http404
    response = FileResponse(job.file.open("rb"), as_attachment=True, filename=file_name(filename, "pdf"), content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    return response


def progress_response(request, printing):
    """The piece that stands on the owner's page and asks progress_url for itself until the paper is there."""
    if printing.job is None:
        raise Http404
    status = 200 if printing.job.is_under_way else STOP_POLLING
    return render(request, "components/_print_progress.html", {"printing": printing}, status=status)


def ask_once(request, kind, row):
    """For what never changes: asked twice it is printed once, asked after a failure it is tried again."""
    request_print(kind, row.pk)


def ask_afresh(request, kind, row):
    """For what may have changed since it was printed."""
    print_again(kind, row.pk)


def anybody(user):
    return True


def key_of(row):
    return [row.pk]


def page_of(row):
    return row.get_absolute_url()


@dataclass(frozen=True)
class Printed:
    """A kind of thing that is printed, with its addresses `…_progress`, `…_paper` and `print_…`."""

    name: str
    kind: str
    # (request, **what the address names) -> the row, or Http404: whoever sees the row may have its paper.
    find: Callable
    # Without .pdf.
    filename: Callable = str
    # What the address names, of a row.
    arguments: Callable = key_of
    # Where one goes after asking.
    page: Callable = page_of
    ask: Callable = ask_once
    may_ask: Callable = anybody

    def pages(self, at):
        """For urls.py: the addresses below that of the thing itself."""
        name = self.name.partition(":")[2]
        return [
            path(f"{at}progress/", require_safe(self.progress), name=f"{name}_progress"),
            path(f"{at}print/", require_POST(self.again), name=f"print_{name}"),
            path(f"{at}paper.pdf", require_safe(self.paper), name=f"{name}_paper"),
        ]

    def printing(self, row, user):
        return self.printings([row], user)[0]

    def printings(self, rows, user):
        """Of each row its Printing, all jobs in one query."""
        rows = list(rows)
        jobs = {job.subject_id: job for job in PrintJob.objects.filter(kind=self.kind, subject_id__in=[row.pk for row in rows])}
        return [Printing(row, jobs.get(row.pk), **self._urls(row, user)) for row in rows]

    def _urls(self, row, user):
        space, _colon, name = self.name.partition(":")
        names = {"progress_url": f"{name}_progress", "paper_url": f"{name}_paper"}
        names |= {"again_url": f"print_{name}"} if self.may_ask(user) else {}
        return {key: reverse(f"{space}:{view}", args=self.arguments(row)) for key, view in names.items()}

    def progress(self, request, **named):
        return progress_response(request, self.printing(self.find(request, **named), request.user))

    def again(self, request, **named):
        row = self.find(request, **named)
        if not self.may_ask(request.user):
            raise PermissionDenied
        self.ask(request, self.kind, row)
        return redirect(self.page(row))

    def paper(self, request, **named):
        row = self.find(request, **named)
        return paper_response(self.printing(row, request.user).job, self.filename(row))
