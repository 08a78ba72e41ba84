from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.models import County, Investment, Sector, User
from townships.scope import ScopedQuerySet
from townships.validators import MOST_SMALL


class CountyWideQuerySet(ScopedQuerySet):
    """Rows of a whole county: each of its townships sees them."""

    def in_township(self, township):
        return self.filter(**{f"{self.model.county_path}__places": township})


class Department(models.Model):
    """部门: who takes part in drives and joint visits and enforces, as the county calls it."""

    county_path, township_path = "county", None

    county = models.ForeignKey(County, models.PROTECT, related_name="departments", verbose_name=_("县（市、区）"))
    name = models.CharField(_("名称"), max_length=40)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0, validators=[MOST_SMALL])
    is_active = models.BooleanField(_("在用"), default=True)

    objects = CountyWideQuerySet.as_manager()

    class Meta:
        verbose_name = _("部门")
        verbose_name_plural = _("部门")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["county", "name"], name="department_once")]

    def __str__(self):
        return self.name

    @property
    def as_choice(self):
        """Beside those that took over its work, one that ended says so; papers of its time keep the plain name."""
        return self.name if self.is_active else str(_("%(name)s（已停用）") % {"name": self.name})


class DriveQuerySet(CountyWideQuerySet):
    """A drive runs in the whole county: its townships see it, each with its own rows."""

    def running_in(self, period):
        return self.filter(starts_on__lte=period.end, ends_on__gte=period.start)

    def held(self):
        """Begun, and not only planned."""
        return self.exclude(state=Drive.State.PLAN)

    def under_way(self, day):
        return self.filter(state=Drive.State.RUNNING, starts_on__lte=day, ends_on__gte=day)

    def over(self, today):
        """Past the last day, and not summed up yet."""
        return self.filter(state=Drive.State.RUNNING, ends_on__lt=today)

    def takes_rows(self, today):
        """Launched and begun. What happened in its days may be entered late; a summary that was made is not made wrong."""
        return self.filter(state=Drive.State.RUNNING, starts_on__lte=today)

    def in_sector(self, sector):
        more = Drive.more_sectors.through.objects.filter(drive=OuterRef("pk"), sector=sector)
        return self.filter(Q(sector=sector) | Exists(more))

    def with_counts(self, hazards):
        """Each with `found` and `closed` of these hazards."""
        of_drive = hazards.counted().filter(drive=OuterRef("pk")).order_by().values("drive")
        closed = of_drive.filter(state="closed")
        return self.annotate(
            found=Coalesce(Subquery(of_drive.annotate(n=Count("pk")).values("n")), 0),
            closed=Coalesce(Subquery(closed.annotate(n=Count("pk")).values("n")), 0),
        )

    def for_list(self):
        """With all that a row of the list shows."""
        return self.select_related("sector", "lead").prefetch_related("departments", "more_sectors")


class Drive(models.Model):
    """专项整治行动: a special rectification campaign in a sector, or in several, over some weeks."""

    county_path, township_path = "county", None

    class State(models.TextChoices):
        PLAN = "plan", _("方案")
        RUNNING = "running", _("实施")
        SUMMED_UP = "summed_up", _("已总结")

    county = models.ForeignKey(County, models.PROTECT, related_name="drives", verbose_name=_("县（市、区）"))
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="drives", verbose_name=_("行业领域"))
    more_sectors = models.ManyToManyField(Sector, blank=True, related_name="further_drives", verbose_name=_("涉及的其他行业领域"))
    name = models.CharField(_("名称"), max_length=80)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    lead = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="led_drives", verbose_name=_("牵头部门"))
    departments = models.ManyToManyField(Department, blank=True, related_name="drives", verbose_name=_("参加部门"))
    # As it was typed before departments were rows.
    departments_told = models.CharField(_("原登记的参加部门"), max_length=200, blank=True, editable=False)
    aim = models.TextField(_("目标"), blank=True)
    outcome = models.TextField(_("成效"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PLAN, editable=False)
    # Paragraphs of the summary where the bureau's own words replace those made of rows.
    background = models.TextField(_("基本情况"), blank=True)
    work_done = models.TextField(_("主要做法"), blank=True)
    problems = models.TextField(_("存在的问题"), blank=True)
    next_steps = models.TextField(_("下一步打算"), blank=True)
    investments = models.ManyToManyField(Investment, blank=True, editable=False, related_name="drives", verbose_name=_("所用投入"))

    objects = DriveQuerySet.as_manager()

    class Meta:
        verbose_name = _("专项整治行动")
        verbose_name_plural = _("专项整治行动")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(name="drive_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.UniqueConstraint(fields=["county", "name", "starts_on"], name="drive_once"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("hazards:drive", args=[self.pk])

    def stage(self, today):
        """(key, words): the state as the calendar makes it."""
        if self.state != self.State.RUNNING:
            return self.state, self.get_state_display()
        if today < self.starts_on:
            return "coming", _("未到开始日期")
        return ("over", _("已结束，待总结")) if today > self.ends_on else ("running", _("进行中"))

    def is_on(self, day):
        return self.starts_on <= day <= self.ends_on

    @property
    def sector_names(self):
        """All its sectors; queries unless prefetched."""
        return "、".join(str(sector) for sector in [self.sector, *self.more_sectors.all()])

    @property
    def department_names(self):
        """Who takes part, the leading one first; queries unless prefetched. Where no rows are named, as it was typed."""
        named = [self.lead] if self.lead else []
        named += [department for department in self.departments.all() if department != self.lead]
        return "、".join(str(department) for department in named) or self.departments_told


class DriveEvent(models.Model):
    """What happened to a drive's state or to its days. Append-only (a database trigger refuses changes)."""

    class Action(models.TextChoices):
        START = "start", _("启动")
        SUM_UP = "sum_up", _("总结")
        REOPEN = "reopen", _("退回修改")
        MOVE = "move", _("调整日期")

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="events")
    action = models.CharField(_("操作"), max_length=10, choices=Action)
    from_state = models.CharField(max_length=10, choices=Drive.State)
    to_state = models.CharField(_("状态"), max_length=10, choices=Drive.State)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ["pk"]


class DriveSummary(models.Model):
    """What a drive's summary said when it was made: the paper comes from `content` alone. Append-only."""

    county_path, township_path = "drive__county", None

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="summaries")
    content = models.JSONField(_("总结内容"), encoder=DjangoJSONEncoder)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    made_at = models.DateTimeField(_("时间"))

    objects = CountyWideQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
