"""What of somebody who hands over no successor simply takes on: it needs another decision, another paper or another signature."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from townships.models import Appraisal, Letter, LetterSignature, Mentorship, TownshipPlan

from .handover_sheet import in_line
from .models import CheckSheet, Escalation


def unsettled(handing, posts, stuck):
    """[(what it is, which)] in words; `stuck`: open work of the kinds that usually move, and here can't."""
    kinds = [
        (_("逾期督办，尚未办结"), _escalations(handing)),
        (_("待签的责任状"), _letters(handing, posts)),
        (_("未提交的检查表"), _sheets(handing)),
        (_("考评员，考评未定结果"), _appraisals(handing)),
        (_("乡镇创建方案的创建负责人"), _plans(handing)),
        (_("帮扶联系人"), _mentorships(handing)),
    ]
    told = [(label, _names(rows.visible_to(handing.by).order_by("pk"))) for label, rows in kinds]
    return [(label, words) for label, words in told if words] + [(work.kind, work.told()) for work in stuck]


def _names(rows):
    return in_line([str(row) for row in rows])


def _escalations(handing):
    return Escalation.objects.to_do().filter(answers=handing.giver).select_related("hazard__township")


def _sheets(handing):
    drafts = CheckSheet.objects.filter(created_by__person=handing.giver, inspection=None, dropped_at=None)
    return drafts.select_related("place", "version__checklist")


def _plans(handing):
    running = TownshipPlan.objects.filter(responsible=handing.giver, campaign__ends_on__gte=handing.today)
    return running.select_related("township")


def _letters(handing, posts):
    """Of a department by its head, of a place by the name that the letter prints."""
    mine = Q(lower_person=handing.giver) | Q(signer=handing.giver.name, lower__in=[post.place_id for post in posts])
    return Letter.objects.counted().lacking(LetterSignature.Side.LOWER).filter(mine)


def _appraisals(handing):
    over = [Appraisal.State.FINAL, Appraisal.State.VOID]
    mine = Q(first__person=handing.giver) | Q(second__person=handing.giver)
    return Appraisal.objects.filter(mine).exclude(state__in=over).select_related("township", "sheet")


def _mentorships(handing):
    running = Mentorship.objects.counted().filter(contact=handing.giver.name, campaign__ends_on__gte=handing.today)
    return running.filter(township__county=handing.giver.county_id).select_related("township")
