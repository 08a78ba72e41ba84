"""The list of major hazards (一单四制): what each of them waits for, and whom."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from .models import Action, Assurance, RemedyPlan, State
from .progress import with_progress

ITEMS = len(Assurance.Item)


@dataclass(frozen=True)
class Step:
    """What is to be done next with a hazard, by whom; the action that does it, if it is one."""

    words: str
    whom: str
    action: Action | None = None


def with_file(hazards):
    """With all that a row of the list shows and that `waits_for` looks at."""
    plans = RemedyPlan.objects.current().filter(hazard=OuterRef("pk")).order_by("-version").values("version")[:1]
    items = Assurance.objects.current().filter(hazard=OuterRef("pk")).order_by().values("hazard").annotate(n=Count("pk")).values("n")
    hazards = hazards.select_related("township__county", "place", "sector", "major_case", "answers")
    return with_progress(hazards).annotate(plan_version=Subquery(plans), assured=Coalesce(Subquery(items), 0))


def case_of(hazard):
    return getattr(hazard, "major_case", None)


def waits_for(hazard, clock):
    """The Step that a hazard of `with_file` waits for, the most pressing one; None once it is closed and no cut is left."""
    return _lifting(hazard) or _decision(hazard) or _preparation(hazard) or _work(hazard, clock)


def _lifting(hazard):
    """Whoever may produce again needs power at once."""
    if not hazard.has_cut_off_to_lift:
        return None
    return Step(_("解除停电停水停产"), hazard.township.county.bureau_name, Action.LIFT_CUT_OFF)


def _decision(hazard):
    """Somebody asked, and somebody above has to answer."""
    bureau = hazard.township.county.bureau_name
    return {
        State.ACCEPTED: Step(_("签批销号"), hazard.township.name, Action.SIGN_TOWNSHIP),
        State.ENDORSED: Step(_("签批销号"), bureau, Action.SIGN_BUREAU),
        State.APPROVED: Step(_("签批销号"), _("县分管领导"), Action.SIGN_COUNTY),
    }.get(hazard.state) or _answer(hazard, bureau)


def _answer(hazard, bureau):
    if hazard.state == State.REPLIED and hazard.acceptance_asked_on:
        return Step(_("组织验收"), bureau, Action.ACCEPT)
    if hazard.extension_asked_on:
        return Step(_("答复延期申请"), bureau, Action.EXTEND)
    return None


def _preparation(hazard):
    """What the rules want of every major hazard from the beginning."""
    if not hazard.is_unclosed:
        return None
    township, bureau, case = hazard.township.name, hazard.township.county.bureau_name, case_of(hazard)
    if not case or not case.condition:
        return Step(_("书面上报（双报告）"), township, Action.REPORT)
    if not hazard.supervision:
        return Step(_("挂牌督办"), bureau, Action.SUPERVISE)
    if hazard.state == State.FOUND:
        return Step(_("下达整改文书"), bureau, Action.ORDER)
    if not hazard.plan_version:
        return Step(_("制定治理方案"), hazard.responsible_unit, Action.PLAN)
    return None


def _work(hazard, clock):
    if not hazard.is_unclosed:
        return None
    if hazard.state == State.REPLIED:
        return Step(_("申请验收"), hazard.responsible_unit, Action.ASK_ACCEPTANCE)
    if hazard.assured < ITEMS:
        return Step(_("核查五落实（已 %(done)s 项）") % {"done": hazard.assured}, hazard.township.name, Action.ASSURE)
    if owed := clock.owed(hazard):
        return Step(_("补报%(period)s进度") % {"period": owed[0]}, hazard.responsible_unit, Action.PROGRESS)
    return Step(_("整改"), hazard.responsible_unit, Action.REPLY)
