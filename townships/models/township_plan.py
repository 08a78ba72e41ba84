from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.scope import ScopedQuerySet
from townships.validators import MOST_YUAN

from .campaign import Campaign
from .means import Investment
from .people import Person, User
from .places import County, Township
from .round_ledger import RoundEntry
from .voidable import VoidableQuerySet


class TownshipPlanQuerySet(ScopedQuerySet):
    def in_state_on(self, states, day):
        """In one of these states at the end of that day, by the events."""
        events = TownshipPlanEvent.objects.filter(plan=OuterRef("pk"), happened_on__lte=day).order_by("-pk")
        return self.annotate(state_then=Subquery(events.values("to_state")[:1])).filter(state_then__in=states)


class TownshipPlan(models.Model):
    """乡镇创建方案: one township's own plan in one round. Its life is a table in townships/township_plans.py.

    The first document asks for three things: 落实创建负责人、落实创建经费来源、落实创建工作方法.
    """

    county_path, township_path = "township__county", "township"

    class State(models.TextChoices):
        DRAFT = "draft", _("起草中")
        FILED = "filed", _("已报送")
        RETURNED = "returned", _("已退回")
        ACCEPTED = "accepted", _("已认可")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="township_plans", editable=False, verbose_name=_("创建活动"))
    township = models.ForeignKey(Township, models.PROTECT, related_name="plans", editable=False, verbose_name=_("乡镇（街道）"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    responsible = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("创建负责人"))
    funds_source = models.CharField(_("经费来源"), max_length=12, choices=Investment.Source, blank=True)
    funds = models.DecimalField(
        _("计划经费（元）"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MOST_YUAN],
    )
    method = models.TextField(_("创建工作方法"), blank=True)
    mentoring_unit = models.CharField(_("帮扶（后盾）单位"), max_length=120, blank=True)

    objects = TownshipPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("乡镇创建方案")
        verbose_name_plural = _("乡镇创建方案")
        ordering = ["township"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "township"], name="township_plan_once"),
            models.CheckConstraint(
                name="filed_plan_names_three_things",
                condition=~Q(state__in=["filed", "accepted"]) | (Q(responsible__isnull=False) & ~Q(funds_source="") & ~Q(method="")),
            ),
        ]

    def __str__(self):
        return str(self.township)

    def get_absolute_url(self):
        return reverse("townships:township_plan", args=[self.pk])

    @property
    def tone(self):
        """Key for the colour: accepted is the end here, while an accepted candidacy waits for the next step."""
        return "done" if self.state == self.State.ACCEPTED else self.state

    @property
    def is_open(self):
        """May still be written in."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)


class TownshipPlanEvent(models.Model):
    """Append-only: who filed, returned or accepted a plan, on which day, and why."""

    class Action(models.TextChoices):
        DRAFT = "draft", _("起草")
        FILE = "file", _("报送")
        RETURN = "return", _("退回")
        ACCEPT = "accept", _("认可")

    plan = models.ForeignKey(TownshipPlan, models.PROTECT, related_name="events")
    action = models.CharField(_("操作"), max_length=10, choices=Action)
    from_state = models.CharField(_("原状态"), max_length=10, choices=TownshipPlan.State, blank=True)
    to_state = models.CharField(_("新状态"), max_length=10, choices=TownshipPlan.State)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("经办人"))
    at = models.DateTimeField(_("登记时间"))
    happened_on = models.DateField(_("日期"))
    reason = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("方案报送经过")
        verbose_name_plural = _("方案报送经过")
        ordering = ["pk"]


class TaskQuerySet(VoidableQuerySet):
    def in_township(self, township):
        """A round's tasks are the whole county's, a plan's its township's."""
        # A join to the county's places would repeat a plan's task for each of them.
        return self.filter(Q(plan=None, campaign__county__in=County.objects.filter(places=township)) | Q(plan__township=township))

    def of_the_round(self):
        return self.counted().filter(plan=None)

    def done_by(self, day):
        return self.filter(done_on__lte=day)

    def late_by(self, day):
        """Done after their day, or not done though it has passed."""
        not_in_time = Q(done_on__gt=F("due_on")) | Q(done_on=None)
        return self.filter(not_in_time, due_on__lt=day)

    def overdue_on(self, day):
        return self.filter(Q(done_on=None) | Q(done_on__gt=day), due_on__lt=day)

    def to_do_for(self, user):
        """What this user can mark done and has not been."""
        open_tasks = self.counted().visible_to(user).filter(done_on=None)
        if not user.township_id:
            return open_tasks.filter(plan=None)
        return open_tasks.filter(Q(township=user.township_id) | Q(plan__township=user.township_id))


class PlanTask(RoundEntry):
    """工作任务: of the round's work plan, or (with `plan`) of a township's own: who answers, until when, done or late."""

    SOON_DAYS = 3

    plan = models.ForeignKey(TownshipPlan, models.PROTECT, null=True, editable=False, related_name="tasks", verbose_name=_("乡镇创建方案"))
    title = models.CharField(_("任务"), max_length=100)
    due_on = models.DateField(_("完成期限"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任人"))
    department = models.CharField(_("责任部门"), max_length=60, blank=True)
    township = models.ForeignKey(
        Township, models.PROTECT, null=True, blank=True, related_name="round_tasks", verbose_name=_("责任乡镇（街道）")
    )
    done_on = models.DateField(_("完成日期"), null=True, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta(RoundEntry.Meta):
        verbose_name = _("工作任务")
        verbose_name_plural = _("工作任务")
        ordering = ["due_on", "pk"]
        constraints = [
            *RoundEntry.Meta.constraints,
            models.CheckConstraint(
                name="task_has_somebody",
                condition=Q(person__isnull=False) | Q(township__isnull=False) | ~Q(department="") | Q(plan__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("townships:task", args=[self.pk])

    @property
    def owner(self):
        return self.plan or self.campaign

    @property
    def answers(self):
        """Who answers, in words: 县交通局 张三、官亭乡."""
        own = [self.person, self.department, self.township] if not self.plan_id else [self.person or self.plan.township, self.department]
        return "、".join(str(who) for who in own if who)

    def standing(self, day):
        """(key for the colour, the word) of how the task stands on a day."""
        if self.voided_at:
            return "void", _("已作废")
        if self.done_on and self.done_on <= day:
            return ("done", _("已完成")) if self.done_on <= self.due_on else ("late", _("逾期完成"))
        days = (self.due_on - day).days
        if days < 0:
            return "overdue", _("超 %(days)s 天") % {"days": -days}
        if days <= self.SOON_DAYS:
            return "soon", _("剩 %(days)s 天") % {"days": days}
        return "running", _("进行中")


class PlanTaskEvent(models.Model):
    """Append-only: who said that a task is done, or took that back."""

    task = models.ForeignKey(PlanTask, models.PROTECT, related_name="events")
    done_on = models.DateField(_("完成日期"), null=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("经办人"))
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("任务办理经过")
        verbose_name_plural = _("任务办理经过")
        ordering = ["pk"]
