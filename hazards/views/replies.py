"""整改回复报告: what was asked, what was done and what both looked like, on a page and as PDF."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hazards.models import Action, Hazard, HazardEvent
from hazards.reply_report import KIND, content_of, pictures_of
from papers.views import Printed


def visible_reply(request, pk, event):
    replies = HazardEvent.objects.filter(action=Action.REPLY, hazard__in=Hazard.objects.visible_to(request.user))
    return get_object_or_404(replies.select_related("hazard__place", "hazard__township"), pk=event, hazard=pk)


PRINTED = Printed(
    "hazards:reply",
    KIND,
    visible_reply,
    filename=lambda event: f"整改回复报告 {event.hazard.number}",
    arguments=lambda event: [event.hazard_id, event.pk],
    page=lambda event: reverse("hazards:reply_report", args=[event.hazard_id, event.pk]),
)


@require_safe
def reply_report(request, pk, event):
    event = visible_reply(request, pk, event)
    context = {"hazard": event.hazard, "event": event, "printing": PRINTED.printing(event, request.user)}
    return render(request, "hazards/reply_report.html", context | {"report": content_of(event), **pictures_of(event)})
