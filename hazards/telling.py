"""Who is told of what at once, by a message: what can't wait until somebody opens a list. Nothing here changes a hazard."""

from django.utils.translation import gettext as _

from townships.in_chinese import in_chinese
from townships.messaging import bureau_of, inspectors_of, tell
from townships.models import Message
from townships.workdays import Workdays

from .details import shortened_from
from .models import Action, PublicReport, QuietHours

Kind = Message.Kind
SHOWN = 60
# More time, acceptance, work to be resumed: only the bureau answers, and by a day.
APPLICATIONS = {Action.ASK_EXTENSION, Action.ASK_ACCEPTANCE, Action.APPLY}
# What the county answers or orders, and a re-inspection that failed: the township goes on from there, and by a day.
DECISIONS = {Action.EXTEND, Action.REFUSE_EXTENSION, Action.ACCEPT, Action.REJECT, Action.RESUME, Action.RESUME_MAJOR, Action.REFUSE}
DECISIONS |= {Action.FAIL, Action.SUPERVISE, Action.SUSPEND, Action.URGE, Action.REFUSE_CLOSING, Action.UNMARK_URGENT}
DECISIONS |= {Action.SIGN_COUNTY, Action.ASSIGN, Action.TRANSFER, Action.ASK_CUT_OFF, Action.LIFT_CUT_OFF}


def in_short(hazard):
    """官亭隐〔2026〕17号 红星采石场：皮带轮没有防护罩。Queries the place when it was not selected along."""
    return f"{hazard.number} {hazard.place.local_name}：{hazard.description[:SHOWN].rstrip('。；，')}"


@in_chinese
def tell_of_report(hazard, *, by, at):
    """The bureau, of what may lead to an accident at once and of a major hazard; not whoever entered it."""
    if not (hazard.may_cause_accident or hazard.is_major):
        return
    kind = Kind.URGENT if hazard.may_cause_accident else Kind.MAJOR
    users = bureau_of(hazard.township.county_id).exclude(pk=by.pk)
    _tell(users, hazard, kind=kind, key=f"report:{hazard.pk}", text=f"{kind.label}：{in_short(hazard)}", at=at)


@in_chinese
def tell_of_deed(event):
    """Of a reply those who may re-inspect; of an application the bureau, which answers it, and of a danger; of a decision the township.

    Never the one who did it.
    """
    tell_of = {Action.REPLY: _tell_of_reply, Action.MARK_URGENT: _tell_of_danger}
    tell_of |= dict.fromkeys(APPLICATIONS, _tell_of_application) | dict.fromkeys(DECISIONS, _tell_of_decision)
    # What the township itself takes back, or finds again, is no news to it.
    tell_of |= {} if event.by.township_id else dict.fromkeys([Action.VOID, Action.REOPEN], _tell_of_decision)
    told = tell_of.get(event.action)
    if told:
        told(event)


def _tell_of_reply(event):
    """Of a major hazard only the bureau."""
    hazard = event.hazard
    users = bureau_of(hazard.township.county_id) if hazard.is_major else inspectors_of(hazard.township_id)
    text = _("整改回复待复查：%(hazard)s") % {"hazard": in_short(hazard)}
    _tell_in_time(users.exclude(pk=event.by_id), hazard, kind=Kind.REPLIED, key=f"reply:{event.pk}", text=text, at=event.at)


def _tell_of_danger(event):
    """As if it had been logged so, at once, whatever the hour; with what was seen, which the description doesn't say yet."""
    hazard = event.hazard
    users = bureau_of(hazard.township.county_id).exclude(pk=event.by_id)
    text = f"{Kind.URGENT.label}：{in_short(hazard)}。{event.reason}"
    _tell(users, hazard, kind=Kind.URGENT, key=f"urgent:{event.pk}", text=text, at=event.at)


def _tell_of_application(event):
    hazard = event.hazard
    users = bureau_of(hazard.township.county_id).exclude(pk=event.by_id)
    text = _("%(application)s待审批：%(hazard)s") % {"application": event.get_action_display(), "hazard": in_short(hazard)}
    _tell_in_time(users, hazard, kind=Kind.APPLIED, key=f"application:{event.pk}", text=text, at=event.at)


def _tell_of_decision(event):
    """The inspectors of the township; of what an official closed or sent back the bureau too, which accepts it anew."""
    hazard = event.hazard
    users = inspectors_of(hazard.township_id)
    if event.action in (Action.REFUSE_CLOSING, Action.SIGN_COUNTY):
        users = users | bureau_of(hazard.township.county_id)
    told = {"what": event.get_action_display(), "hazard": in_short(hazard), "until": _until(event)}
    text = _("%(what)s：%(hazard)s%(until)s") % told
    _tell_in_time(users.exclude(pk=event.by_id), hazard, kind=Kind.DECIDED, key=f"decision:{event.pk}", text=text, at=event.at)


@in_chinese
def tell_of_answer(returned, *, by):
    """The bureau, of what a township answered to its letter in writing; nobody looks into a paper's page every day."""
    order = returned.order
    users = bureau_of(order.township.county_id).exclude(pk=by.pk)
    told = {"paper": order.get_kind_display(), "number": order.number, "words": returned.words}
    text = _("《%(paper)s》（%(number)s）收到书面答复：%(words)s") % told
    _tell_in_time(users, order, kind=Kind.ANSWERED, key=f"answer:{returned.pk}", text=text, at=returned.created_at)


def _until(event):
    """By when; a day that a failed re-inspection names beside the deadline is not one (decision 0128)."""
    details = event.details
    if day := details.get("deadline"):
        if f"{event.hazard.redo_by}" == f"{day}":
            return _("，复查后限 %(day)s，整改期限 %(deadline)s 不变") % {"day": day, "deadline": event.hazard.deadline}
        if event.action in (Action.FAIL, Action.REJECT) and (before := shortened_from(event.hazard)):
            return _("，整改期限由 %(before)s 提前到 %(day)s") % {"before": before, "day": day}
        return _("，期限 %(day)s") % {"day": day}
    if event.action == Action.ASSIGN:
        return _("，责任单位改为%(unit)s") % {"unit": event.hazard.responsible_unit}
    return _("，%(day)s 前书面报告") % {"day": details["report_by"]} if details.get("report_by") else ""


@in_chinese
def tell_of_public_report(event):
    """Whoever is to look into it now, the township or the bureau: of its place alone, as the words may say who told."""
    report = event.report
    users = bureau_of(report.township.county_id) if report.desk == PublicReport.Desk.BUREAU else inspectors_of(report.township_id)
    text = _("群众举报待核实：%(township)s %(place)s") % {"township": report.township, "place": report.place.local_name}
    _tell_in_time(users.exclude(pk=event.by_id), report, kind=Kind.REPORTED, key=f"report-event:{event.pk}", text=text, at=event.at)


@in_chinese
def tell_of_voided_act(act):
    """The township, of an illegal act that the bureau struck from the ledger."""
    users = inspectors_of(act.township_id).exclude(pk=act.voided_by_id)
    text = _("非法违法行为已作废：%(act)s，原因：%(reason)s") % {"act": act, "reason": act.void_reason}
    _tell_in_time(users, act, kind=Kind.DECIDED, key=f"voided-act:{act.pk}", text=text, at=act.voided_at)


@in_chinese
def tell_of_escalation(escalation, users):
    text = _("%(rung)s：%(hazard)s，期限 %(deadline)s") % {
        "rung": escalation.get_rung_display(),
        "hazard": in_short(escalation.hazard),
        "deadline": escalation.deadline,
    }
    _tell(users, escalation.hazard, kind=Kind.ESCALATED, key=f"escalation:{escalation.pk}", text=text, at=escalation.raised_at)


def _tell_in_time(users, row, *, at, **told):
    """What can wait leaves the system after the county's quiet hours."""
    county = row.township.county_id
    hours = QuietHours.objects.in_county(county).first()
    _tell(users, row, at=at, leaves_at=hours.over_at(at, Workdays(county)) if hours else None, **told)


def _tell(users, row, **told):
    tell(users, row=row, county=row.township.county, township=row.township, **told)
