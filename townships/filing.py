"""What each township owes its round, and what of it is there: the bureau sees at a glance who has not filed what."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from townships.models import Candidacy, Mentorship, Township, TownshipPlan

State = TownshipPlan.State


@dataclass(frozen=True)
class Line:
    """A township in a round; without a plan nothing of a plan is there."""

    township: Township
    has_applied: bool
    is_mentored: bool
    plan: TownshipPlan | None

    @property
    def has_filed(self):
        return bool(self.plan and self.plan.state in (State.FILED, State.ACCEPTED))

    @property
    def cells(self):
        return [(requirement, requirement.is_met(self)) for requirement in REQUIREMENTS]

    @property
    def lacking(self):
        return sum(not met for _requirement, met in self.cells)


@dataclass(frozen=True)
class Requirement:
    label: str
    is_met: object


def of_plan(condition):
    return lambda line: bool(line.plan and condition(line.plan))


REQUIREMENTS = [
    Requirement(_("创建申报"), lambda line: line.has_applied),
    Requirement(_("创建负责人"), of_plan(lambda plan: plan.responsible_id)),
    Requirement(_("经费来源"), of_plan(lambda plan: plan.funds_source)),
    Requirement(_("工作方法"), of_plan(lambda plan: plan.method)),
    Requirement(_("帮扶单位"), lambda line: line.is_mentored or bool(line.plan and line.plan.mentoring_unit)),
    Requirement(_("任务分解"), of_plan(lambda plan: plan.task_count)),
    Requirement(_("方案报送"), lambda line: line.has_filed),
    Requirement(_("方案认可"), of_plan(lambda plan: plan.state == State.ACCEPTED)),
]


def lines(campaign, user, *, everybody=False):
    """A line for each township that applied in the round, or of the whole county; four queries whatever its size."""
    # Who was sent back or lost the title owes the round nothing any more.
    over = [Candidacy.State.RETURNED, Candidacy.State.REVOKED]
    applied = set(Candidacy.objects.filter(campaign=campaign).exclude(state__in=over).values_list("township", flat=True))
    mentored = set(Mentorship.objects.counted().filter(campaign=campaign).values_list("township", flat=True))
    plans = TownshipPlan.objects.filter(campaign=campaign).annotate(task_count=Count("tasks", filter=Q(tasks__voided_at=None)))
    plans = {plan.township_id: plan for plan in plans.select_related("responsible")}
    townships = (
        Township.objects.visible_to(user)
        .filter(county=campaign.county_id)
        .open_within(campaign.starts_on, campaign.ends_on)
        .order_by("code")
    )
    found = [Line(township, township.pk in applied, township.pk in mentored, plans.get(township.pk)) for township in townships]
    return found if everybody else [line for line in found if line.has_applied or line.plan]


def totals(found):
    """[(requirement, how many have it)] and how many there are."""
    counts = Counter(requirement for line in found for requirement, met in line.cells if met)
    return [(requirement, counts[requirement]) for requirement in REQUIREMENTS]
