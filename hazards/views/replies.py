"""整改回复报告: what was asked, what was done and what both looked like, on a page and as PDF."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hazards.models import Action, Hazard, HazardEvent
from hazards.reply_report import KIND, content_of, pictures_of
from papers.models import PrintJob
from papers.printing import request_print
from papers.views import paper_response, progress_response


def visible_reply(request, pk, event):
    replies = HazardEvent.objects.filter(action=Action.REPLY, hazard__in=Hazard.objects.visible_to(request.user))
    return get_object_or_404(replies.select_related("hazard__place", "hazard__township"), pk=event, hazard=pk)


def job_urls(event):
    names = {"progress_url": "reply_progress", "paper_url": "reply_paper", "again_url": "print_reply"}
    return {key: reverse(f"hazards:{name}", args=[event.hazard_id, event.pk]) for key, name in names.items()}


@require_safe
def reply_report(request, pk, event):
    event = visible_reply(request, pk, event)
    job = PrintJob.objects.filter(kind=KIND, subject_id=event.pk).first()
    context = {"hazard": event.hazard, "event": event, "job": job, **job_urls(event)}
    return render(request, "hazards/reply_report.html", context | {"report": content_of(event), **pictures_of(event)})


@require_safe
def reply_progress(request, pk, event):
    event = visible_reply(request, pk, event)
    return progress_response(request, get_object_or_404(PrintJob, kind=KIND, subject_id=event.pk), **job_urls(event))


@require_POST
def print_reply(request, pk, event):
    """Ask for the PDF, or ask again after a failure; asked twice it is printed once."""
    event = visible_reply(request, pk, event)
    request_print(KIND, event.pk)
    return redirect("hazards:reply_report", pk, event.pk)


@require_safe
def reply_paper(request, pk, event):
    event = visible_reply(request, pk, event)
    return paper_response(get_object_or_404(PrintJob, kind=KIND, subject_id=event.pk), f"整改回复报告 {event.hazard.number}")
