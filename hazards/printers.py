"""Orders and handover sheets as PDF, from what was frozen when they were made."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from papers.printing import printer
from papers.typesetting import typeset

from .circulars import KIND as CIRCULAR
from .models import Circular, Handover, Order


@printer("order")
def print_order(subject_id, progress):
    order = Order.objects.get(pk=subject_id)
    return set_sheet(f"papers/hazards/{order.kind}.html", order.content, progress)


@printer("handover")
def print_handover(subject_id, progress):
    return set_sheet("papers/hazards/handover.html", Handover.objects.get(pk=subject_id).content, progress)


@printer(CIRCULAR)
def print_circular(subject_id, progress):
    return set_sheet("papers/hazards/circular.html", circular_content(subject_id), progress)


def circular_content(subject_id):
    """Its pieces are those of the page, which knows it as `content`."""
    content = Circular.objects.get(pk=subject_id).content
    return content | {"content": content}


def set_sheet(template, content, progress):
    progress(0, 1, _("正在排版"))
    paper = typeset(render_to_string(template, content))
    progress(1, 1, _("已完成"))
    return paper
