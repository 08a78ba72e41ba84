"""What a reporter reads by the receipt code: plain words and days, nothing of anybody's and nothing from inside."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Action, PublicReport, ReportEvent, State


@dataclass(frozen=True)
class Outcome:
    heading: str
    words: str
    received_on: date
    ended_on: date | None = None
    passed_to: str = ""
    passed_on: date | None = None


def outcome_of(report):
    """Queries whether it was passed on, and the hazard when it was not selected along."""
    passed = report.events.filter(action=ReportEvent.Action.PASS_ON).last()
    heading, words, ended = _told(report, passed)
    told = Outcome(heading, words, timezone.localdate(report.received_at), timezone.localdate(ended) if ended else None)
    return replace(told, passed_to=passed.details["to"], passed_on=timezone.localdate(passed.at)) if passed else told


def _told(report, passed):
    if report.is_waiting and passed:
        words = _("您反映的情况已经转交%(office)s办理，请过几天再来查看。") % {"office": passed.details["to"]}
        return _("已经转交，正在核实"), words, None
    if report.is_waiting:
        return _("已经收到，正在核实"), _("您反映的情况已经转给负责的人员，请过几天再来查看。"), None
    if report.state == PublicReport.State.DECLINED:
        return _("不予受理"), report.get_refusal_display(), report.answered_at
    if report.hazard.state == State.VOID:
        # Why stays inside; what was entered twice follows the other entry (hazards/duplicates.py).
        return _("已经办结"), _("经进一步核实，这条隐患记录已经撤销，不再整改。"), report.answered_at
    if report.hazard.state == State.CLOSED:
        return _("已经整改完毕"), _how_closed(report.hazard), report.hazard.closed_at
    if report.hazard.state == State.FOUND:
        return _("已经受理，准备整改"), _("您反映的情况已经列入隐患台账，下一步将要求责任单位整改。"), None
    return _("已经受理，正在整改"), _("您反映的情况已经列入隐患台账，正在督促整改。"), None


def _how_closed(hazard):
    """As it was: not everything that is closed was looked at again by somebody else. Queries the last step."""
    ways = {
        Action.RECTIFY: _("您反映的隐患，检查人员到现场时已经当场整改。感谢您的举报。"),
        Action.PASS: _("您反映的隐患已经整改，并经复查合格。感谢您的举报。"),
        Action.RESUME: _("您反映的隐患已经停产停业整改，并经审查合格。感谢您的举报。"),
        Action.SIGN_COUNTY: _("您反映的隐患已经整改，并经验收合格。感谢您的举报。"),
    }
    last = hazard.events.filter(to_state=State.CLOSED).exclude(from_state=State.CLOSED).last()
    return ways.get(last.action if last else "", _("您反映的隐患已经整改完毕。感谢您的举报。"))
