"""Orders, handover sheets and reply reports as PDF, from what was frozen when they were made."""

from io import BytesIO
from itertools import zip_longest

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from PIL import Image

from papers.printing import printer
from papers.typesetting import typeset

from . import reply_report
from .models import Handover, HazardEvent, Order

PRINTED_SIDE = 900


@printer("order")
def print_order(subject_id, progress):
    order = Order.objects.get(pk=subject_id)
    return set_sheet(f"papers/hazards/{order.kind}.html", order.content, progress)


@printer("handover")
def print_handover(subject_id, progress):
    return set_sheet("papers/hazards/handover.html", Handover.objects.get(pk=subject_id).content, progress)


@printer(reply_report.KIND)
def print_reply_report(subject_id, progress):
    event = HazardEvent.objects.select_related("hazard__place", "hazard__township").get(pk=subject_id)
    before, after = reply_report.pictures_of(event).values()
    assets = {f"{picture.pk}.jpg": small_copy(picture) for picture in [*before, *after]}
    pairs = zip_longest(*[[f"asset://{picture.pk}.jpg" for picture in pictures] for pictures in (before, after)])
    content = {"report": reply_report.content_of(event), "photos": list(pairs) or [(None, None)]}
    return set_sheet("papers/hazards/reply.html", content, progress, assets=assets)


def small_copy(picture):
    """As large as half a sheet needs: nine photos of a camera would make a file that no mail takes."""
    written = BytesIO()
    with picture.image.open("rb") as file, Image.open(file) as image:
        image.thumbnail((PRINTED_SIDE, PRINTED_SIDE))
        image.convert("RGB").save(written, "JPEG", quality=80)
    return written.getvalue()


def set_sheet(template, content, progress, *, assets=None):
    progress(0, 1, _("正在排版"))
    paper = typeset(render_to_string(template, content), assets=assets)
    progress(1, 1, _("已完成"))
    return paper
