"""The life of a township's own plan in one table: it files, the bureau accepts or returns; buttons and permissions are read off it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.access import keeps_ledgers_of
from townships.models import Mentorship, TownshipPlan, TownshipPlanEvent
from townships.telling import tell_of_returned_plan

Action, State = TownshipPlanEvent.Action, TownshipPlan.State


class StepNotAllowed(Exception):
    """The plan as it is now, and the last event: what somebody else did meanwhile."""

    def __init__(self, action, plan):
        super().__init__(f"{action} of plan {plan.pk} in state {plan.state}")
        self.plan = plan
        self.event = plan.events.select_related("by__person").last()


class PlanClosed(Exception):
    """Filed or accepted: the bureau has to return it before anybody writes in it again."""


def bureau(user, plan):
    return user.is_bureau and keeps_ledgers_of(user, plan.township)


def of_the_township(user, plan):
    return keeps_ledgers_of(user, plan.township)


@dataclass(frozen=True)
class Transition:
    sources: frozenset
    target: State
    may: Callable
    needs_reason: bool = False


TRANSITIONS = {
    Action.FILE: Transition({State.DRAFT, State.RETURNED}, State.FILED, of_the_township),
    Action.ACCEPT: Transition({State.FILED}, State.ACCEPTED, bureau),
    Action.RETURN: Transition({State.FILED, State.ACCEPTED}, State.RETURNED, bureau, needs_reason=True),
}


def is_allowed(action, plan, user):
    return plan.state in TRANSITIONS[action].sources and TRANSITIONS[action].may(user, plan)


def available_actions(plan, user):
    return [action for action in TRANSITIONS if is_allowed(action, plan, user)]


def missing(plan):
    """What the plan still lacks, in words; queries its tasks."""
    wanted = {
        _("创建负责人"): plan.responsible_id,
        _("经费来源"): plan.funds_source,
        _("创建工作方法"): plan.method,
        _("至少一项有期限的任务"): plan.tasks.counted().exists(),
    }
    return [name for name, there in wanted.items() if not there]


@transaction.atomic
def start_plan(campaign, *, township, by, at=None):
    """The township's plan in the round, made now or before, and perhaps by somebody else in this very moment."""
    if not keeps_ledgers_of(by, township) or township.county_id != campaign.county_id:
        raise PermissionDenied
    mentors = Mentorship.objects.counted().filter(campaign=campaign, township=township).order_by("pk").values_list("mentor", flat=True)
    try:
        with transaction.atomic():
            plan = TownshipPlan.objects.create(campaign=campaign, township=township, mentoring_unit="、".join(mentors)[:120])
    except IntegrityError:
        return TownshipPlan.objects.get(campaign=campaign, township=township)
    at = at or timezone.now()
    record(plan, Action.DRAFT, before="", by=by, on=timezone.localdate(at), at=at, reason="")
    return plan


@transaction.atomic
def edit_plan(plan, *, by, **fields):
    plan = lock(plan)
    if not of_the_township(by, plan):
        raise PermissionDenied
    if not plan.is_open:
        raise PlanClosed
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.save()
    return plan


@transaction.atomic
def perform(plan, action, *, by, on, at=None, reason=""):
    at = at or timezone.now()
    plan = lock(plan)
    if not is_allowed(action, plan, by):
        raise StepNotAllowed(action, plan)
    transition = TRANSITIONS[action]
    if transition.needs_reason and not reason:
        raise ValidationError({"reason": ValidationError(_("请说明原因。"), code="required")})
    check_day(plan, on, at)
    if action == Action.FILE and (lacks := missing(plan)):
        words = "、".join(str(name) for name in lacks)
        raise ValidationError(_("方案还缺：%(lacks)s。补齐后再报送。"), code="incomplete", params={"lacks": words})
    before, plan.state = plan.state, transition.target
    plan.save()
    event = record(plan, action, before=before, by=by, on=on, at=at, reason=reason)
    if action == Action.RETURN:
        tell_of_returned_plan(event)
    return event


def lock(plan):
    # Lock the row: the township may file while the bureau returns.
    return TownshipPlan.objects.select_for_update(of=["self"]).select_related("township", "campaign").get(pk=plan.pk)


def check_day(plan, on, at):
    words, first = first_day(plan)
    if on < first:
        raise ValidationError({"on": ValidationError(words, code="impossible", params={"day": first})})
    if on > timezone.localdate(at):
        raise ValidationError({"on": ValidationError(_("日期不能晚于今天。"), code="impossible")})


def first_day(plan):
    """On which the next step may have happened, and what is said of an earlier one."""
    latest = plan.events.latest("pk")
    if latest.action == Action.DRAFT:
        # That is the day on which somebody began to enter it here; the paper may have been filed long before.
        return _("不能早于本轮活动开始的 %(day)s。"), plan.campaign.starts_on
    return _("日期不能早于上一步的 %(day)s。"), latest.happened_on


def record(plan, action, *, before, by, on, at, reason):
    return TownshipPlanEvent.objects.create(
        plan=plan, action=action, from_state=before, to_state=plan.state, by=by, at=at, happened_on=on, reason=reason
    )
