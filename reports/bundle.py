"""验收包 (RULES 11.7): what an acceptance group takes along, frozen when it is put together and printed by the worker."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.printing import request_print
from reports.draw import by_stratum
from reports.models import Bundle, Draw
from reports.self_check import SelfCheck
from townships.access import keeps_ledgers_of
from townships.models import Appraisal
from townships.printers import sheet_words

KIND = "bundle"
EMPTY_LINES = range(7)


def make_bundle(appraisal, draw, *, by, at=None):
    """The score sheet with its index of evidence, the drawn places, and blank forms for each; the paper is asked for at once."""
    at = at or timezone.now()
    if not (by.is_bureau and keeps_ledgers_of(by, appraisal.township)):
        raise PermissionDenied
    if appraisal.state == Appraisal.State.VOID:
        raise ValidationError(_("这份考评已作废，不能编制验收包。"))
    if not Draw.objects.fitting(appraisal).filter(pk=draw.pk).exists():
        raise ValidationError(_("请选择本轮创建活动为%(township)s抽取的走访点。"), params={"township": appraisal.township})
    bundle = Bundle.objects.create(appraisal=appraisal, draw=draw, html=html_of(appraisal, draw, at), made_by=by, made_at=at)
    request_print(KIND, bundle.pk)
    return bundle


def html_of(appraisal, draw, at):
    words = sheet_words(appraisal)
    if appraisal.state in (Appraisal.State.SELF, Appraisal.State.SUBMITTED):
        words |= without_official_scores(words)
    context = {
        **words,
        "title": f"{appraisal.township}安全生产示范乡镇验收包",
        "made_at": timezone.localtime(at),
        "check": SelfCheck(appraisal, today=timezone.localdate(at)),
        "draw": draw,
        "strata": by_stratum(draw, draw.result),
        "visits": [visit for _stratum, _size, visits in by_stratum(draw, draw.result) for visit in visits],
        "empty_lines": EMPTY_LINES,
    }
    return render_to_string("papers/reports/bundle.html", context)


def without_official_scores(words):
    """The assessors' columns are blank on the way: what one of them has saved already is not the other's to read."""
    rows = [(blanked(row), reason_of_township(row)) for row, _reason in words["rows"]]
    own, *others = words["sums"]
    return {"rows": rows, "sums": [own, *[(None, None)] * len(others)]}


def blanked(row):
    return type(row)(row.criterion, [row.scores[0], *[None] * (len(row.scores) - 1)], row.links, row.files)


def reason_of_township(row):
    return row.scores[0].reason if row.scores[0] else ""
