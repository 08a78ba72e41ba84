"""Charts and duty boards of a place, letters of responsibility."""

import io

import pikepdf
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from papers.printing import printer
from papers.typesetting import typeset
from townships.boards import boards_of
from townships.drawing.chain_chart import chain_sheets
from townships.drawing.site_chart import site_sheets
from townships.masking import mask
from townships.models import Letter, LetterBatch, Printout

Kind = Printout.Kind
PRINTOUT, LETTER, LETTERS = "printout", "letter", "letters"


@printer(PRINTOUT)
def print_printout(subject_id, progress):
    printout = Printout.objects.select_related("place").get(pk=subject_id)
    progress(0, 1, _("正在排版"))
    # Papers are Chinese whatever language their reader reads.
    with translation.override("zh-hans"):
        paper = typeset(PAPERS[printout.kind](printout))
    progress(1, 1, _("已完成"))
    return paper


def chart(sheets_of):
    def html(printout):
        phones = str if printout.shows_phones else mask
        sheets = sheets_of(printout.place, on=printout.as_of, phone=phones, drawn_at=timezone.localtime())
        return render_to_string("papers/townships/chart.html", {"title": str(printout), "sheets": sheets})

    return html


def boards(printout):
    found = boards_of(printout.place, on=printout.as_of, shows_phones=printout.shows_phones, site_address=printout.site_address)
    return render_to_string("papers/townships/boards.html", {"title": str(printout), "boards": found})


PAPERS = {Kind.CHAIN: chart(chain_sheets), Kind.SITES: chart(site_sheets), Kind.BOARD: boards, Kind.BOARDS: boards}


@printer(LETTER)
def print_letter(subject_id, progress):
    progress(0, 1, _("正在排版"))
    paper = letter_paper(Letter.objects.get(pk=subject_id))
    progress(1, 1, _("已完成"))
    return paper


@printer(LETTERS)
def print_letters(subject_id, progress):
    """Letter after letter, each numbered from its own first page."""
    letters = LetterBatch.objects.get(pk=subject_id).letters.counted().order_by("sequence")
    count = len(letters)
    with pikepdf.new() as joined:
        for done, letter in enumerate(letters):
            progress(done, count, _("正在排版"))
            with pikepdf.open(io.BytesIO(letter_paper(letter))) as paper:
                joined.pages.extend(paper.pages)
        progress(count, count, _("已完成"))
        content = io.BytesIO()
        joined.save(content)
    return content.getvalue()


def letter_paper(letter):
    return typeset(render_to_string("papers/townships/letter.html", letter.content))
