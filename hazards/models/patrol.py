import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Count, F, Max, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.models import County, Level, Person, Place, Sector, Township, User, Voidable, VoidableQuerySet
from townships.scope import ScopedQuerySet
from townships.validators import MOST_SMALL

from .checklist import Checklist
from .inspection import Inspection

DONE = Q(inspection__isnull=False, inspection__voided_at=None)
UNDONE = Q(inspection=None) | Q(inspection__voided_at__isnull=False)
# Of what was done before this was kept nothing else is known (docs/decisions/0030).
KNOWN_IN_TIME = Q(entered_on=None) | Q(entered_on__lte=F("due_on"))


class PatrolPlanQuerySet(ScopedQuerySet):
    def in_township(self, township):
        """A plan of the whole county concerns each of its townships."""
        # Not a join: it would list a plan once for every place of the county.
        return self.filter(Q(township=township) | Q(township=None, county__in=County.objects.filter(places=township)))

    def running_in(self, start, end):
        return self.filter(starts_on__lte=end, ends_on__gte=start)

    def for_list(self):
        """With all that a row of the list shows but its counts."""
        places = Prefetch("places", Place.objects.select_related("as_enterprise", "as_key_site"))
        return self.select_related("county", "township", "sector").prefetch_related("inspectors", places)

    def with_counts(self, tasks, today):
        """Each with `planned`, `done` and `missed` of these tasks so far."""
        so_far = tasks.counted().filter(plan=OuterRef("pk"), due_on__lte=today).order_by().values("plan")
        return self.annotate(planned=_count(so_far), done=_count(so_far.done()), missed=_count(so_far.missed(today)))


def _count(rows):
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


class PatrolPlan(models.Model):
    """检查计划: which places are visited in which rhythm by whom. Its visits (VisitTask) are made day by day in hazards/rhythm.py."""

    county_path, township_path = "county", "township"

    class Season(models.TextChoices):
        ROUTINE = "", _("日常")
        FESTIVAL = "festival", _("节假日")
        FLOOD = "flood", _("汛期")
        SAFETY_MONTH = "safety_month", _("安全生产月")
        FOREST_FIRE = "forest_fire", _("森林防火期")
        WINTER = "winter", _("冬防")

    class Rhythm(models.TextChoices):
        WORKDAYS = "workdays", _("每个工作日")
        DAYS = "days", _("每天（含休息日）")
        WEEKLY = "weekly", _("每周")
        MONTHLY = "monthly", _("每月")
        QUARTERLY = "quarterly", _("每季度")
        ONCE = "once", _("期间内检查一遍")

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("星期一")
        TUESDAY = 1, _("星期二")
        WEDNESDAY = 2, _("星期三")
        THURSDAY = 3, _("星期四")
        FRIDAY = 4, _("星期五")
        SATURDAY = 5, _("星期六")
        SUNDAY = 6, _("星期日")

    class MonthOfQuarter(models.IntegerChoices):
        FIRST = 1, _("季度第一个月")
        SECOND = 2, _("季度第二个月")
        THIRD = 3, _("季度第三个月")

    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, models.PROTECT, related_name="patrol_plans", verbose_name=_("县（市、区）"))
    township = models.ForeignKey(
        Township, models.PROTECT, null=True, blank=True, related_name="patrol_plans", verbose_name=_("乡镇（街道）")
    )
    name = models.CharField(_("计划名称"), max_length=60)
    kind = models.CharField(_("检查类别"), max_length=10, choices=Inspection.Kind, default=Inspection.Kind.DAILY)
    season = models.CharField(_("时段"), max_length=12, choices=Season, blank=True)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, verbose_name=_("行业领域"))
    high_risk_only = models.BooleanField(_("只查高危单位"), default=False)
    places = models.ManyToManyField(Place, blank=True, related_name="patrol_plans_here", verbose_name=_("指定单位和部位"))
    checklist = models.ForeignKey(Checklist, models.PROTECT, null=True, blank=True, verbose_name=_("检查表"))

    rhythm = models.CharField(_("频次"), max_length=10, choices=Rhythm, default=Rhythm.WORKDAYS)
    weekdays = models.JSONField(_("星期几"), default=list, blank=True)
    month_day = models.PositiveSmallIntegerField(
        _("几日"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)], help_text=_("没有这一天的月份为月末")
    )
    quarter_month = models.PositiveSmallIntegerField(_("季度内月份"), choices=MonthOfQuarter, default=MonthOfQuarter.THIRD)
    moves_to_workday = models.BooleanField(_("遇休息日顺延到下一个工作日"), default=True)
    days_allowed = models.PositiveSmallIntegerField(
        _("宽限（工作日）"), default=0, validators=[MaxValueValidator(60)], help_text=_("当天应完成的填 0；一周内完成的填 4")
    )
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))

    inspectors = models.ManyToManyField(Person, blank=True, related_name="patrol_plans", verbose_name=_("检查人员"))
    draws_places = models.PositiveSmallIntegerField(
        _("每次随机抽取单位数"), null=True, blank=True, validators=[MinValueValidator(1), MOST_SMALL], help_text=_("不填为全部检查")
    )
    draws_inspectors = models.PositiveSmallIntegerField(
        _("每家随机选派人数"), null=True, blank=True, validators=[MinValueValidator(1), MOST_SMALL], help_text=_("不填为全部人员")
    )
    # The last day for which visits have been made due; the next run goes on from there.
    made_until = models.DateField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+", verbose_name=_("制定人"))
    created_at = models.DateTimeField(_("制定时间"), default=timezone.now, editable=False)

    objects = PatrolPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("检查计划")
        verbose_name_plural = _("检查计划")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["created_by", "submission"], name="patrol_plan_submission_once"),
            models.CheckConstraint(name="patrol_plan_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="patrol_plan_has_month_day", condition=~Q(rhythm__in=["monthly", "quarterly"]) | Q(month_day__isnull=False)
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("hazards:plan", args=[self.pk])

    @property
    def whose(self):
        """The county or township whose plan it is."""
        return self.township or self.county

    @property
    def is_drawn(self):
        return bool(self.draws_places or self.draws_inspectors)


class PatrolDrawQuerySet(ScopedQuerySet):
    def in_township(self, township):
        """As the plans that were drawn for."""
        return self.filter(plan__in=PatrolPlan.objects.in_township(township))


class PatrolDraw(models.Model):
    """双随机: one draw of places and inspectors with all that it takes to draw it again. Append-only."""

    county_path, township_path = "plan__county", "plan__township"

    plan = models.ForeignKey(PatrolPlan, models.PROTECT, related_name="draws", verbose_name=_("检查计划"))
    day = models.DateField(_("检查日期"))
    seed = models.CharField(_("随机种子"), max_length=64)
    # What was drawn from and how many, as it stood at that moment: [[key, name], …].
    places = models.JSONField(_("检查对象名录"))
    people = models.JSONField(_("检查人员名录"))
    place_count = models.PositiveSmallIntegerField(_("抽取单位数"))
    people_count = models.PositiveSmallIntegerField(_("每家选派人数"))
    # {place key: [person key, …]}
    outcome = models.JSONField(_("抽取结果"))
    drawn_at = models.DateTimeField(_("抽取时间"), default=timezone.now)

    objects = PatrolDrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("随机抽取")
        verbose_name_plural = _("随机抽取")
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["plan", "day"], name="patrol_draw_once")]

    def __str__(self):
        return f"{self.plan} {self.day}"

    def get_absolute_url(self):
        return reverse("hazards:draw", args=[self.pk])


class VisitTaskQuerySet(VoidableQuerySet):
    def counted(self):
        """Neither taken back nor at a place that was closed before the day came, or opened after it."""
        unclosed = Q(place__closed_on=None) | Q(place__closed_on__gt=F("starts_on"))
        return super().counted().filter(unclosed, Q(place__opened_on=None) | Q(place__opened_on__lte=F("starts_on")))

    def done(self):
        return self.filter(DONE)

    def undone(self):
        return self.filter(UNDONE)

    def done_by(self, day):
        """Made, and known of, by that day."""
        return self.done().filter(Q(entered_on=None) | Q(entered_on__lte=day), done_on__lte=day)

    def on_time(self):
        return self.done().filter(KNOWN_IN_TIME, done_on__lte=F("due_on"))

    def entered_late(self):
        """补录: there in time by what was entered when the last day was over. Nobody could see so while it was due."""
        return self.done().filter(done_on__lte=F("due_on"), entered_on__gt=F("due_on"))

    def late(self):
        return self.done().filter(done_on__gt=F("due_on"))

    def due(self, today):
        """To be walked now: begun and not over."""
        return self.undone().filter(starts_on__lte=today, due_on__gte=today)

    def missed(self, today):
        """漏查: the last day is over and nobody was there."""
        return self.undone().filter(due_on__lt=today)

    def unexplained(self):
        return self.filter(missed_reason="")

    def coming(self, today):
        return self.undone().filter(starts_on__gt=today)

    def of_person(self, person):
        return self.filter(inspectors=person)

    def search(self, words):
        """By place, by plan, or by who goes; by pinyin initials too."""
        going = Person.objects.filter(Q(name__icontains=words) | Q(initials=words.lower()))
        return self.filter(
            Q(place__name__icontains=words)
            | Q(place__initials__startswith=words.lower())
            | Q(plan__name__icontains=words)
            | Q(pk__in=VisitTask.inspectors.through.objects.filter(person__in=going).values("visittask"))
        )

    def for_list(self):
        """With all that a row of the list shows."""
        return self.select_related("place", "township", "plan", "inspection").prefetch_related("inspectors")

    def most_urgent_first(self, today):
        """Missed and not explained, the longest ago first; then what is to be walked now, then what comes; then what is settled."""
        urgency = Case(
            When(UNDONE & Q(due_on__lt=today, missed_reason=""), then=Value(0)),
            When(UNDONE & Q(due_on__gte=today, starts_on__lte=today), then=Value(1)),
            When(UNDONE & Q(starts_on__gt=today), then=Value(2)),
            default=Value(3),
        )
        soonest = Case(When(urgency__lt=3, then="due_on"))
        return self.annotate(urgency=urgency).order_by("urgency", soonest.asc(nulls_last=True), "-due_on", "pk")

    def in_walking_order(self, user):
        """As this user put them; what is new goes by zone, village and longest not visited."""
        own = RoundPosition.objects.filter(user=user, place=OuterRef("place")).values("position")[:1]
        visits = Inspection.objects.counted().filter(place=OuterRef("place")).order_by().values("place")
        return self.annotate(
            own_position=Subquery(own),
            zone=_nearest(Level.ZONE),
            village=_nearest(Level.VILLAGE),
            last_visit=Subquery(visits.annotate(last=Max("inspected_at")).values("last")),
        ).order_by(
            F("own_position").asc(nulls_last=True),
            F("zone").asc(nulls_last=True),
            F("village").asc(nulls_last=True),
            F("last_visit").asc(nulls_first=True),
            "due_on",
            "pk",
        )


def _nearest(level):
    """The place's nearest ancestor of this level, itself included, as a key."""
    steps = ["place", "place__parent", "place__parent__parent", "place__parent__parent__parent"]
    return Coalesce(*[models.Case(models.When(**{f"{step}__level": level, "then": F(f"{step}__pk")})) for step in steps])


class VisitTask(Voidable):
    """巡查任务: a visit that a plan makes due at a place, from a day to a day, by whom. A visit recorded there fulfils it."""

    county_path, township_path = "township__county", "township"

    plan = models.ForeignKey(PatrolPlan, models.PROTECT, related_name="tasks", verbose_name=_("检查计划"))
    township = models.ForeignKey(Township, models.PROTECT, related_name="visit_tasks", verbose_name=_("乡镇（街道）"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="visit_tasks_here", verbose_name=_("单位或部位"))
    starts_on = models.DateField(_("应检查日期"))
    due_on = models.DateField(_("最迟日期"))
    inspectors = models.ManyToManyField(Person, related_name="visit_tasks", verbose_name=_("检查人员"))
    draw = models.ForeignKey(PatrolDraw, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("随机抽取"))
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("检查记录"))
    done_on = models.DateField(_("检查日期"), null=True, blank=True)
    # When the visit that fulfils it was entered, or its checklist was begun: found, entered and received are three times (RULES 11.13).
    entered_on = models.DateField(_("录入日期"), null=True, blank=True)
    missed_reason = models.CharField(_("漏查原因"), max_length=200, blank=True)
    missed_reason_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("说明人"))
    missed_reason_at = models.DateTimeField(_("说明时间"), null=True, blank=True)

    objects = VisitTaskQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("巡查任务")
        verbose_name_plural = _("巡查任务")
        ordering = ["-due_on", "pk"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(fields=["plan", "place", "starts_on"], name="visit_task_once", condition=Q(voided_at=None)),
            models.CheckConstraint(name="visit_task_due_after_start", condition=Q(due_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="visit_task_done_by_a_visit",
                condition=Q(inspection=None, done_on=None) | Q(inspection__isnull=False, done_on__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_task_reason_has_giver",
                condition=Q(missed_reason="") | Q(missed_reason_by__isnull=False, missed_reason_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["township", "due_on"]), models.Index(fields=["place", "due_on"])]

    def __str__(self):
        return f"{self.starts_on} {self.place}"

    def get_absolute_url(self):
        return reverse("hazards:task", args=[self.pk])

    @property
    def is_done(self):
        """Queries the visit when it was not selected along."""
        return self.inspection_id is not None and self.inspection.voided_at is None

    def days_over(self, today):
        return (today - self.due_on).days

    @property
    def days_entered_late(self):
        return (self.entered_on - self.due_on).days if self.entered_on else 0

    def state(self, today):
        """done, entered, late, missed, due or coming: words and colours stand in hazards/task_states.py."""
        if self.is_done:
            in_time = "entered" if self.days_entered_late > 0 else "done"
            return in_time if self.done_on <= self.due_on else "late"
        if self.due_on < today:
            return "missed"
        return "due" if self.starts_on <= today else "coming"


class RoundPosition(models.Model):
    """Where somebody puts a place in the own round: remembered for the next one."""

    user = models.ForeignKey(User, models.CASCADE, related_name="round_positions")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["user", "place"], name="round_position_once")]
