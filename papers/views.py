from django.http import FileResponse, Http404
from django.shortcuts import render

# htmx takes the answer and stops polling.
STOP_POLLING = 286


def paper_response(job, filename):
    """The printed paper as a download. Who may have it is the caller's question; `filename` is without .pdf."""
    if not job.is_done:
        raise Http404
    response = FileResponse(job.file.open("rb"), as_attachment=True, filename=f"{filename}.pdf", content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    return response


def progress_response(request, job, *, progress_url, paper_url, again_url=""):
    """The piece that stands on the owner's page and asks progress_url for itself until the paper is there."""
    urls = {"progress_url": progress_url, "paper_url": paper_url, "again_url": again_url}
    status = 200 if job.is_under_way else STOP_POLLING
    return render(request, "components/_print_progress.html", {"job": job, **urls}, status=status)
