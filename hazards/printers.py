"""Orders and handover sheets as PDF, from what was frozen when they were made."""

import io
from urllib.parse import urljoin

import pikepdf
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from papers.printing import printer
from papers.typesetting import typeset
from townships.boards import HOTLINE
from townships.models import Level

from .codes import picture_of
from .models import FormBatch, Handover, Order, OrderBundle, ReportCode
from .paper_forms import LINES

POSTER, BUNDLE, FORMS = "report_poster", "order_bundle", "paper_forms"


@printer("order")
def print_order(subject_id, progress):
    order = Order.objects.get(pk=subject_id)
    return set_sheet(f"papers/hazards/{order.kind}.html", order.content, progress)


@printer(BUNDLE)
def print_bundle(subject_id, progress):
    """Paper after paper, each as it is printed alone."""
    papers = Order.objects.filter(pk__in=OrderBundle.objects.get(pk=subject_id).orders.values("pk")).order_by("township__code", "pk")
    count = len(papers)
    with pikepdf.new() as joined:
        for done, order in enumerate(papers):
            progress(done, count, _("正在排版"))
            content = typeset(render_to_string(f"papers/hazards/{order.kind}.html", order.content))
            with pikepdf.open(io.BytesIO(content)) as paper:
                joined.pages.extend(paper.pages)
        progress(count, count, _("已完成"))
        written = io.BytesIO()
        joined.save(written)
    return written.getvalue()


@printer(FORMS)
def print_forms(subject_id, progress):
    """A sheet for each form of a batch that is not typed in or spoilt yet."""
    batch = FormBatch.objects.select_related("township").get(pk=subject_id)
    forms = batch.forms.outstanding().select_related("township").order_by("sequence")
    paths = {form.number: reverse("hazards:type_in_paper_form", args=[form.pk]) for form in forms}
    sheets = [(number, picture_of(urljoin(batch.site_address, path))) for number, path in paths.items()]
    content = {"title": f"{batch}安全隐患排查表", "sheets": sheets, "lines": range(1, LINES + 1), "government": batch.township.government}
    return set_sheet("papers/hazards/paper_forms.html", content, progress)


@printer("handover")
def print_handover(subject_id, progress):
    return set_sheet("papers/hazards/handover.html", Handover.objects.get(pk=subject_id).content, progress)


@printer(POSTER)
def print_poster(subject_id, progress):
    code = ReportCode.objects.select_related("place__township", "place__as_township").get(pk=subject_id)
    place = code.place
    township = place.as_township if place.level == Level.TOWNSHIP else place.township
    content = {
        "title": f"{place}举报二维码",
        "place": place.local_name if place.pk == township.pk else f"{township}{place.local_name}",
        "government": township.government,
        "picture": picture_of(urljoin(code.site_address, code.get_absolute_url())),
        "hotline": HOTLINE,
    }
    return set_sheet("papers/hazards/poster.html", content, progress)


def set_sheet(template, content, progress):
    progress(0, 1, _("正在排版"))
    paper = typeset(render_to_string(template, content))
    progress(1, 1, _("已完成"))
    return paper
