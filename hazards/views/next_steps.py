"""What happens next to a hazard, who does it, and until when."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from hazards.details import shortened_from
from hazards.forms.choices import township_reviewers
from hazards.models import SIGNING, Action, Order, State
from hazards.orders import ORDERING, PAPERS

# The steps that bring a hazard on, the usual one first; everything else is beside the way.
WAY = [
    Action.ORDER,
    Action.REPLY,
    Action.PASS,
    Action.FAIL,
    Action.APPLY,
    Action.RESUME,
    Action.RESUME_MAJOR,
    Action.REFUSE,
    Action.RECTIFY,
    Action.LIFT_CUT_OFF,
]
WAY += [Action.ASK_ACCEPTANCE, Action.ACCEPT, Action.REJECT]
WAY += [Action.SIGN_TOWNSHIP, Action.SIGN_BUREAU, Action.SIGN_COUNTY, Action.REFUSE_CLOSING]
# What fills the file of a major hazard stands with the file, not among the steps.
FILE = [Action.REPORT, Action.SUPERVISE, Action.ASSIGN, Action.PLAN, Action.ASSURE, Action.PROGRESS]


# Whoever may answer a request for more time does that before anything else.
ANSWERS = [Action.EXTEND, Action.REFUSE_EXTENSION]


# What tells a unit itself what is asked of it, until when.
DEMANDING = [*ORDERING, Order.Kind.SUPERVISION, Order.Kind.SUSPENSION]


def usual_first(actions):
    way = [*ANSWERS, *WAY] if Action.REFUSE_EXTENSION in actions else WAY
    return sorted(actions, key=lambda action: way.index(action) if action in way else len(way))


def what_next(hazard):
    """In a sentence or two, a cut that is to be lifted first."""
    return _of_cut_off(hazard) + _of_state(hazard) + _of_given(hazard)


def _of_given(hazard):
    """交办 after a paper was served: it went to another unit, and no other paper orders the same. Queries what was given to somebody."""
    if not hazard.assigning_unit or not hazard.is_unclosed:
        return ""
    order = hazard.orders.filter(kind__in=ORDERING).order_by("pk").last()
    served = hazard.orders.filter(served_on=hazard.responsible_unit, kind__in=DEMANDING)
    if order is None or served.exists():
        return ""
    words = _("《%(paper)s》（%(number)s）送达的是%(before)s，后交办%(unit)s，没有向其另制发文书：要求和期限由交办通知告知。")
    return words % {"paper": order.get_kind_display(), "number": order.number, "before": order.served_on, "unit": hazard.responsible_unit}


def _of_cut_off(hazard):
    if not hazard.has_cut_off_to_lift:
        return ""
    return _("报请的停电停水停产还没有解除：县局须及时通知有关单位解除，并登记谁在何时通知（安全生产法第七十条）。")


def _of_state(hazard):
    """A major hazard is reported up and closed by the bureau."""
    words = {
        State.FOUND: _("接下来：下达整改文书，写明要求和期限。"),
        State.ORDERED: _of_ordered(hazard),
        State.REPLIED: _of_replied(hazard),
        State.ACCEPTED: _("接下来：验收合格，由乡镇（街道）签批，再由县局、县分管领导签批后销号。"),
        State.ENDORSED: _("接下来：由县局签批，再由县分管领导签批后销号。"),
        State.APPROVED: _("接下来：由县分管领导签批后销号。"),
        State.SUSPENDED: _("接下来：停产停业整改，期限 %(until)s；整改完毕后责任单位提出复产申请，审查同意方可恢复生产经营。"),
        State.RESUMING: _("接下来：县局在收到申请后 %(days)s 日内现场审查，由%(replied_by)s以外的人员办理；同意前不得恢复生产经营。"),
        State.CLOSED: _("已销号。之后可以“回头看”，发现反弹的重新整改。"),
        State.VOID: _("已作废：编号保留，不计入任何统计。"),
    }
    until = f"{hazard.deadline:%Y-%m-%d}" if hazard.deadline else ""
    if hazard.is_major and hazard.state == State.REPLIED:
        return _of_major(hazard)
    said = words[hazard.state] % {"until": until, "replied_by": hazard.replied_by or "", "days": settings.RESUMPTION_REVIEW_DAYS}
    if hazard.extension_asked_on:
        return said + _("已申请延期，等县局答复。")
    return said + _of_major(hazard) if hazard.is_major and hazard.is_unclosed else said


def _of_ordered(hazard):
    if hazard.redo_by:
        return _of_redone(hazard)
    if hazard.deadline and hazard.deadline < timezone.localdate():
        return _("接下来：整改期限 %(until)s 已过，责任单位须立即整改完毕；收到整改情况后录入“整改回复”。") + _of_shortened(hazard)
    return _("接下来：责任单位须在 %(until)s 以前整改完毕；收到整改情况后录入“整改回复”。") + _of_shortened(hazard)


def _of_shortened(hazard):
    """The deadline of the paper is not the one that counts any more."""
    told = {"before": shortened_from(hazard), "until": hazard.deadline}
    return _("复查不合格，整改期限已由 %(before)s 提前到 %(until)s，超期从这天起算。") % told if told["before"] else ""


def _of_redone(hazard):
    """Which of the two days counts (decision 0128)."""
    words = _("接下来：复查后限 %(redo_by)s 以前整改完毕，整改期限 %(deadline)s 不变，到期未销号的计为超期；收到后录入“整改回复”。")
    if hazard.deadline < timezone.localdate():
        words = _("接下来：整改期限 %(deadline)s 已过，复查后限 %(redo_by)s 以前整改完毕，仍按原期限计算超期；收到后录入“整改回复”。")
    return words % {"deadline": f"{hazard.deadline:%Y-%m-%d}", "redo_by": f"{hazard.redo_by:%Y-%m-%d}"}


def _of_replied(hazard):
    """Somebody else judges it than who reported it, and two of them sign (RULES section 5)."""
    count = PAPERS[Order.Kind.OPINION].inspectors
    replier = hazard.replied_by.person if hazard.replied_by else None
    asks = hazard.state == State.REPLIED and not hazard.is_major
    if asks and township_reviewers(hazard.township, count=count, without=replier).count() < count:
        return _("接下来：由%(replied_by)s以外的人员现场复查，本乡镇能签名的人员不足，请县局派员复查；合格的销号。")
    return _("接下来：由%(replied_by)s以外的人员现场复查，合格的销号。")


def _of_major(hazard):
    if hazard.state in SIGNING:
        return ""
    if hazard.state == State.REPLIED:
        return _("重大隐患须申请验收。") if hazard.acceptance_asked_on is None else _("已申请验收，由县局组织验收。")
    return _("重大隐患由县局挂牌督办，验收合格并经三级签批后销号。")
