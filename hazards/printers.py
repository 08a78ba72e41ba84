"""Orders and handover sheets as PDF, from what was frozen when they were made."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from papers.printing import printer
from papers.typesetting import typeset

from .models import DriveSummary, Handover, Order, WeeklyReturn


@printer("order")
def print_order(subject_id, progress):
    order = Order.objects.get(pk=subject_id)
    return set_sheet(f"papers/hazards/{order.kind}.html", order.content, progress)


@printer("handover")
def print_handover(subject_id, progress):
    return set_sheet("papers/hazards/handover.html", Handover.objects.get(pk=subject_id).content, progress)


def set_sheet(template, content, progress):
    progress(0, 1, _("正在排版"))
    paper = typeset(render_to_string(template, content))
    progress(1, 1, _("已完成"))
    return paper


@printer("drive_summary")
def print_drive_summary(subject_id, progress):
    return set_sheet("papers/hazards/drive_summary.html", DriveSummary.objects.get(pk=subject_id).content, progress)


@printer("weekly_return")
def print_weekly_return(subject_id, progress):
    row = WeeklyReturn.objects.select_related("county", "township", "made_by__person").get(pk=subject_id)
    return set_sheet("papers/hazards/weekly_return.html", row.content | {"row": row, "title": "打非治违周报"}, progress)
