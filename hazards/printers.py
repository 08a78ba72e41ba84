"""Orders as PDF, from what was frozen when they were issued."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from papers.printing import printer
from papers.typesetting import typeset

from .models import Order


@printer("order")
def print_order(subject_id, progress):
    order = Order.objects.get(pk=subject_id)
    progress(0, 1, _("正在排版"))
    paper = typeset(render_to_string(f"papers/hazards/{order.kind}.html", order.content))
    progress(1, 1, _("已完成"))
    return paper
