"""What happens next to a hazard, who does it, and until when."""

from django.conf import settings
from django.utils.translation import gettext as _

from hazards.models import Action, State

# The steps that bring a hazard on, the usual one first; everything else is beside the way.
WAY = [Action.ORDER, Action.REPLY, Action.PASS, Action.FAIL, Action.APPLY, Action.RESUME, Action.REFUSE, Action.RECTIFY]


def usual_first(actions):
    return sorted(actions, key=lambda action: WAY.index(action) if action in WAY else len(WAY))


def what_next(hazard):
    """In a sentence or two; a major hazard is reported up and closed by the bureau."""
    words = {
        State.FOUND: _("接下来：下达整改文书，写明要求和期限。"),
        State.ORDERED: _("接下来：责任单位须在 %(until)s 以前整改完毕；收到整改情况后录入“整改回复”。"),
        State.REPLIED: _("接下来：由%(replied_by)s以外的人员现场复查，合格的销号。"),
        State.SUSPENDED: _("接下来：停产停业整改，期限 %(until)s；整改完毕后责任单位提出复产申请，审查同意方可恢复生产经营。"),
        State.RESUMING: _("接下来：县局在收到申请后 %(days)s 日内现场审查，由%(replied_by)s以外的人员办理；同意前不得恢复生产经营。"),
        State.CLOSED: _("已销号。之后可以“回头看”，发现反弹的重新整改。"),
        State.VOID: _("已作废：编号保留，不计入任何统计。"),
    }
    until = f"{hazard.deadline:%Y-%m-%d}" if hazard.deadline else ""
    reported_up = _("重大隐患已报县局，由县局挂牌督办并销号。") if hazard.is_major and hazard.is_unclosed else ""
    return (
        words[hazard.state] % {"until": until, "replied_by": hazard.replied_by or "", "days": settings.RESUMPTION_REVIEW_DAYS} + reported_up
    )
