"""What a reporter reads by the receipt code: plain words and days, nothing of anybody's and nothing from inside."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from .models import PublicReport, State


@dataclass(frozen=True)
class Outcome:
    heading: str
    words: str
    received_on: date
    ended_on: date | None = None


def outcome_of(report):
    """Queries the hazard when it was not selected along."""
    heading, words, ended = _told(report)
    received_on = timezone.localdate(report.received_at)
    return Outcome(heading, words, received_on, timezone.localdate(ended) if ended else None)


def _told(report):
    if report.is_waiting:
        return _("已经收到，正在核实"), _("您反映的情况已经转给负责的人员，请过几天再来查看。"), None
    if report.state == PublicReport.State.DECLINED:
        return _("不予受理"), report.get_refusal_display(), report.answered_at
    if report.hazard.state == State.VOID:
        return _("已经办结"), _("经进一步核实，没有发现所反映的隐患。"), report.answered_at
    if report.hazard.state == State.CLOSED:
        return _("已经整改完毕"), _("您反映的隐患已经整改，并经复查合格。感谢您的举报。"), report.hazard.closed_at
    return _("已经受理，正在整改"), _("您反映的情况已经列入隐患台账，正在督促整改。"), None
