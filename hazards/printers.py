"""Orders, bundles of them, paper forms, posters, handover sheets, bulletins and reply reports as PDF."""

from io import BytesIO
from itertools import zip_longest
from urllib.parse import urljoin

import pikepdf
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image

from papers.printing import printer
from papers.typesetting import on_fewest_pages, typeset
from townships.boards import HOTLINE
from townships.models import Level

from . import reply_report
from .bulletins import BULLETIN
from .codes import picture_of
from .handover_sheet import recalled_words
from .models import Bulletin, DriveSummary, FormBatch, Handover, HazardEvent, Order, OrderBundle, ReportCode, WeeklyReturn
from .paper_forms import LINES

PRINTED_SIDE = 900
# Instead of 28.95 points from line to line.
CLOSER = (27, 25.5)
SHORT_END = 200  # characters
PHOTOS_TALL = ("62mm", "52mm", "44mm")
POSTER, BUNDLE, FORMS = "report_poster", "order_bundle", "paper_forms"


@printer("order")
def print_order(subject_id, progress):
    order = Order.objects.get(pk=subject_id)
    return set_sheet(f"papers/hazards/{order.kind}.html", order.printed, progress)


@printer(BUNDLE)
def print_bundle(subject_id, progress):
    """Paper after paper, each as it is printed alone."""
    papers = Order.objects.filter(pk__in=OrderBundle.objects.get(pk=subject_id).orders.values("pk")).order_by("township__code", "pk")
    count = len(papers)
    with pikepdf.new() as joined:
        for done, order in enumerate(papers):
            progress(done, count, _("正在排版"))
            content = typeset(render_to_string(f"papers/hazards/{order.kind}.html", order.printed))
            with pikepdf.open(BytesIO(content)) as paper:
                joined.pages.extend(paper.pages)
        progress(count, count, _("已完成"))
        written = BytesIO()
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
    row = Handover.objects.select_related("recall__by__person").get(pk=subject_id)
    progress(0, 1, _("正在排版"))
    paper = handover_paper(row.content | recalled_words(row) | {"renamed_besides": row.renamed_besides})
    progress(1, 1, _("已完成"))
    return paper


def handover_paper(content):
    """Closer where that saves a page: the signatures would stand there with little else."""
    ways = [{"is_close": is_close} for is_close in (False, True)]
    return on_fewest_pages(render_to_string("papers/hazards/handover.html", content | way) for way in ways)


@printer(BULLETIN)
def print_bulletin(subject_id, progress):
    bulletin = Bulletin.objects.get(pk=subject_id)
    content = bulletin.content | {"content": bulletin.content}
    if bulletin.kind == Bulletin.Kind.CIRCULAR:
        progress(0, 1, _("正在排版"))
        paper = circular_paper(content)
        progress(1, 1, _("已完成"))
        return paper
    return set_sheet(f"papers/hazards/{bulletin.kind}.html", content, progress)


def circular_paper(content):
    """Two lines and the signature should not stand alone before the annex: lines stand closer where that saves the page (5.2.3)."""
    return on_fewest_pages(render_to_string("papers/hazards/circular.html", content | {"pitch": pitch}) for pitch in ("", *CLOSER))


@printer(reply_report.KIND)
def print_reply_report(subject_id, progress):
    event = HazardEvent.objects.select_related("hazard__place", "hazard__township").get(pk=subject_id)
    before, after = reply_report.pictures_of(event).values()
    assets = {f"{picture.pk}.jpg": small_copy(picture) for picture in [*before, *after]}
    pairs = zip_longest(*[[f"asset://{picture.pk}.jpg" for picture in pictures] for pictures in (before, after)])
    content = {"report": reply_report.content_of(event), "photos": list(pairs) or [(None, None)]}
    progress(0, 1, _("正在排版"))
    paper = reply_paper(content, assets)
    progress(1, 1, _("已完成"))
    return paper


def reply_paper(content, assets):
    """Photos stand smaller where that saves a page: two pairs with the signatures below the table, and not alone on a second sheet."""
    htmls = (render_to_string("papers/hazards/reply.html", content | {"tallest": tallest}) for tallest in PHOTOS_TALL)
    return on_fewest_pages(htmls, assets=assets)


def small_copy(picture):
    """As large as half a sheet needs: nine photos of a camera would make a file that no mail takes."""
    written = BytesIO()
    with picture.image.open("rb") as file, Image.open(file) as image:
        image.thumbnail((PRINTED_SIDE, PRINTED_SIDE))
        image.convert("RGB").save(written, "JPEG", quality=80)
    return written.getvalue()


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


@printer("drive_summary")
def print_drive_summary(subject_id, progress):
    progress(0, 1, _("正在排版"))
    paper = summary_paper(DriveSummary.objects.get(pk=subject_id).content)
    progress(1, 1, _("已完成"))
    return paper


def summary_paper(content):
    """Its last section should not stand alone on a page.

    Lines stand closer where that saves the page (GB/T 9704-2012, 5.2.3: 特定情况可以作适当调整), with the table as an annex;
    where it doesn't, the table stands in the text and a short end stays together.
    """
    tables = [True, False] if len(content["rows"]) > 1 else [False]
    is_short = sum(len(paragraph) for _heading, told in content["sections"][2:] for paragraph in told) < SHORT_END
    ways = [{"in_annex": annex, "pitch": pitch, "keeps_end": is_short} for annex in tables for pitch in ("", *CLOSER)]
    return on_fewest_pages(render_to_string("papers/hazards/drive_summary.html", content | way) for way in ways)


@printer("weekly_return")
def print_weekly_return(subject_id, progress):
    row = WeeklyReturn.objects.select_related("county", "township", "made_by__person").get(pk=subject_id)
    return set_sheet("papers/hazards/weekly_return.html", row.content | {"row": row, "title": "打非治违周报"}, progress)


def set_sheet(template, content, progress):
    progress(0, 1, _("正在排版"))
    paper = typeset(render_to_string(template, content))
    progress(1, 1, _("已完成"))
    return paper
