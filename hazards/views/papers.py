"""A paper and the job that prints it."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hazards.orders import PAPERS
from papers.models import PrintJob
from townships.models import Level

KIND = "order"
ISSUER_WORDS = {Level.TOWNSHIP: gettext_lazy("乡镇（街道）"), Level.COUNTY: gettext_lazy("县级主管部门")}


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


def why_not(refusal, user):
    """Why this user's organ can't issue this paper now, for a PaperNotAllowed."""
    paper = PAPERS[refusal.kind]
    if user.place is None or user.place.level not in paper.issuers:
        organs = _("、").join(str(word) for level, word in ISSUER_WORDS.items() if level in paper.issuers)
        return _("《%(paper)s》由%(organs)s制发，本单位不能制发。") % {"paper": refusal.kind.label, "organs": organs}
    if paper.after:
        words = {"paper": refusal.kind.label, "before": _("或").join(f"《{kind.label}》" for kind in sorted(paper.after))}
        return _("制发《%(paper)s》之前，须先有%(before)s。") % words
    return _("《%(paper)s》不在这里制发。") % {"paper": refusal.kind.label}
