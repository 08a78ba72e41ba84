"""The score sheet of an appraisal as PDF: landscape, heads repeated, places for the signatures."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.printing import printer
from papers.typesetting import typeset
from townships.appraising import Action, Side, failed_clauses
from townships.models import Appraisal, Signature
from townships.score_table import ScoreTable
from townships.signed_evidence import shelf_of

APPRAISAL = "appraisal"
# Shares of the width by column: element, name, points, focus, rule, method. Each side has 扣分分值 and 得分 (成安办函〔2020〕102号),
# the reasons what is left.
TEXT_COLUMNS = {"element": 6, "name": 8, "points": 4, "focus": 17, "rule": 16, "method": 7}
WIDEST_SCORE, SCORES = 6, 28


@printer(APPRAISAL)
def print_appraisal(appraisal_id, progress):
    progress(0, 1, _("正在排版"))
    around = ["township__county", "sheet", "candidacy__campaign", "first__person", "second__person"]
    found = Appraisal.objects.select_related(*around).get(pk=appraisal_id)
    paper = typeset(render_to_string("papers/townships/appraisal.html", {"title": title_of(found), **sheet_words(found)}))
    progress(1, 1, _("已完成"))
    return paper


def title_of(found):
    return f"{found.township}{found.sheet.year}年安全生产示范乡镇考评表"


def sides_printed(found):
    """While the township scores itself, its own column; afterwards every side."""
    return [Side.SELF] if found.state == Appraisal.State.SELF else list(Side)


def sheet_words(found):
    """What the templates of the paper need of one appraisal."""
    table = ScoreTable(found, sides_printed(found), shelf_of(found))
    share = min(SCORES / len(table.sides) / 2, WIDEST_SCORE)
    reason = 100 - sum(TEXT_COLUMNS.values()) - 2 * share * len(table.sides)
    checks = {check.clause_id: check for check in found.checks.select_related("by__person")}
    return {
        "appraisal": found,
        "table": table,
        "sums": [(table.total - points if points is not None else None, points) for points in table.sums],
        "rows": [with_reason(row) for row in table.rows],
        "widths": TEXT_COLUMNS | {"reason": f"{reason:.2f}"},
        "share": f"{share:.2f}",
        "clauses": [(clause, checks.get(clause.pk)) for clause in found.sheet.clauses.all()],
        "failed": list(failed_clauses(found).select_related("clause")),
        "former": list(found.former_assessors.select_related("user__person")),
        "signatures": {signature.seat: signature for signature in found.signatures.select_related("by__person")},
        "why_unsigned": why_unsigned(found),
        "printed_at": timezone.localtime(),
    }


def why_unsigned(found):
    """What was written down when the result was settled without the township's signature; empty before, or where it signed."""
    if found.state != Appraisal.State.FINAL or found.signatures.filter(seat=Signature.Seat.TOWNSHIP).exists():
        return ""
    return found.events.filter(action=Action.CONCLUDE).latest("pk").reason


def with_reason(row):
    """The row and why points were deducted: what each side says, those that say the same together."""
    said = {}
    for score in row.scores:
        if score and score.reason:
            said.setdefault(score.reason, []).append(score.get_side_display())
    return row, "；".join(f"{'、'.join(sides)}：{reason}" for reason, sides in said.items())
