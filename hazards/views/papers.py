"""A paper and the job that prints it."""

from django.template.loader import render_to_string
from django.urls import reverse

from papers.models import PrintJob

KIND = "order"


def with_jobs(orders):
    """Papers for templates/hazards/_paper.html, with their print jobs in one query."""
    orders = list(orders)
    jobs = {job.subject_id: job for job in PrintJob.objects.filter(kind=KIND, subject_id__in=[order.pk for order in orders])}
    return [{"order": order, "job": jobs.get(order.pk), **job_urls(order)} for order in orders]


def paper_text(order):
    """The body of the paper for a screen, of the same template that prints it."""
    return render_to_string(f"papers/hazards/_{order.kind}_body.html", order.content)


def job_urls(order):
    return {
        "progress_url": reverse("hazards:order_progress", args=[order.pk]),
        "paper_url": reverse("hazards:order_paper", args=[order.pk]),
        "again_url": reverse("hazards:print_order", args=[order.pk]),
    }
