from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.validators import MOST_SMALL, MOST_YUAN

from .placed import PlacedQuerySet, PlacedRow
from .places import Level, Sector

YEARS = [MinValueValidator(2000), MaxValueValidator(2100)]


class AccidentGrade(models.Model):
    """事故等级 by deaths, serious injuries or direct loss, each number itself included (以上包括本数); `rank` 1 is the lowest."""

    key = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=20, unique=True)
    rank = models.PositiveSmallIntegerField(_("级次"), unique=True)
    dead_from = models.PositiveSmallIntegerField(_("死亡（人）以上"))
    injured_from = models.PositiveSmallIntegerField(_("重伤（人）以上"))
    loss_from = models.DecimalField(_("直接经济损失（元）以上"), max_digits=14, decimal_places=2)
    source = models.CharField(_("依据"), max_length=120)

    class Meta:
        verbose_name = _("事故等级")
        verbose_name_plural = _("事故等级")
        ordering = ["rank"]

    def __str__(self):
        return self.name

    def is_reached_by(self, *, dead, injured, loss):
        return dead >= self.dead_from or injured >= self.injured_from or loss >= self.loss_from


class AccidentType(models.Model):
    """事故类别, after GB 6441."""

    key = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=20, unique=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    source = models.CharField(_("依据"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("事故类别")
        verbose_name_plural = _("事故类别")
        ordering = ["position"]

    def __str__(self):
        return self.name


class AccidentQuerySet(PlacedQuerySet):
    def killing_at_least(self, number):
        """With so many deaths at once, the number itself included."""
        return self.filter(dead__gte=number)

    def of_rank(self, rank):
        """Of that grade or a higher one: 较大以上."""
        return self.filter(grade__rank__gte=rank)


class Accident(PlacedRow):
    """事故. Its grade and whether it was reported in time are settled when it is entered, by the numbers in force then."""

    levels = (Level.TOWNSHIP, Level.VILLAGE, Level.ENTERPRISE, Level.KEY_SITE)
    shown_along = ("grade", "type", "sector")
    once_on = ("place", "happened_at", "type")
    asks_why = ("place", "township", "happened_at", "type", "dead", "injured", "slightly_injured", "loss")

    title = models.CharField(_("事故名称"), max_length=80)
    happened_at = models.DateTimeField(_("发生时间"))
    spot = models.CharField(_("具体地点"), max_length=80, blank=True)
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="+", verbose_name=_("行业领域"))
    type = models.ForeignKey(AccidentType, models.PROTECT, related_name="accidents", verbose_name=_("事故类别"))
    grade = models.ForeignKey(AccidentGrade, models.PROTECT, editable=False, related_name="accidents", verbose_name=_("事故等级"))
    people_present = models.PositiveIntegerField(_("现场人数（人）"), null=True, blank=True, validators=[MaxValueValidator(100_000)])
    dead = models.PositiveSmallIntegerField(_("死亡（人）"), default=0, validators=[MOST_SMALL])
    injured = models.PositiveSmallIntegerField(_("重伤（人）"), default=0, validators=[MOST_SMALL])
    slightly_injured = models.PositiveSmallIntegerField(_("轻伤（人）"), default=0, validators=[MOST_SMALL])
    loss = models.DecimalField(
        _("直接经济损失（元）"), max_digits=14, decimal_places=2, default=0, validators=[MinValueValidator(0), MOST_YUAN]
    )
    summary = models.TextField(_("简要经过"), max_length=2000)
    reported_at = models.DateTimeField(_("单位报告时间"), null=True, blank=True)
    passed_on_at = models.DateTimeField(_("上报时间"), null=True, blank=True)
    is_reported_late = models.BooleanField(_("迟报"), default=False, editable=False)

    objects = AccidentQuerySet.as_manager()

    class Meta(PlacedRow.Meta):
        abstract = False
        verbose_name = _("事故")
        verbose_name_plural = _("事故")
        ordering = ["-happened_at", "-pk"]
        constraints = [
            *PlacedRow.Meta.constraints,
            models.UniqueConstraint(fields=["place", "happened_at", "type"], name="accident_once", condition=Q(voided_at=None)),
            models.CheckConstraint(name="accident_loss_not_negative", condition=Q(loss__gte=0)),
            models.CheckConstraint(
                name="accident_harms_those_present",
                condition=Q(people_present=None) | Q(people_present__gte=F("dead") + F("injured") + F("slightly_injured")),
            ),
            models.CheckConstraint(name="accident_reported_after", condition=Q(reported_at=None) | Q(reported_at__gte=F("happened_at"))),
        ]
        indexes = [models.Index(fields=["county", "happened_at"])]

    def __str__(self):
        return f"{timezone.localdate(self.happened_at)} {self.title}"

    def get_absolute_url(self):
        return reverse("townships:accident", args=[self.pk])

    def days_counted(self):
        return [timezone.localdate(self.happened_at)]


class AccidentTarget(PlacedRow):
    """控制指标: how many deaths a county or township may not exceed in a year."""

    once_on = ("place", "year")
    is_the_countys = True
    asks_why = ("place", "year", "deaths")

    year = models.PositiveSmallIntegerField(_("年度"), validators=YEARS)
    deaths = models.PositiveSmallIntegerField(_("死亡人数控制指标（人）"), validators=[MaxValueValidator(999)])
    document = models.CharField(_("下达文号"), max_length=60, blank=True)

    class Meta(PlacedRow.Meta):
        abstract = False
        verbose_name = _("事故控制指标")
        verbose_name_plural = _("事故控制指标")
        ordering = ["-year", "township"]
        constraints = [
            *PlacedRow.Meta.constraints,
            models.UniqueConstraint(fields=["place", "year"], name="accident_target_once", condition=Q(voided_at=None)),
        ]

    def __str__(self):
        return f"{self.place} {self.year} ≤ {self.deaths}"

    def get_absolute_url(self):
        return reverse("townships:accident_target", args=[self.pk])


class NoAccidentsQuerySet(PlacedQuerySet):
    def for_list(self):
        return super().for_list().with_denial()

    def with_denial(self):
        """Each with `is_denied`: whether the ledger holds an accident that the statement says there was not."""
        accidents = Accident.objects.counted().filter(
            county=OuterRef("county"),
            grade__rank__gte=OuterRef("grade__rank"),
            happened_at__year=OuterRef("year"),
            happened_at__date__lte=OuterRef("through"),
        )
        here = Exists(accidents.filter(township=OuterRef("township")))
        return self.annotate(is_denied=Case(When(Q(township=None) & Q(Exists(accidents)) | Q(here), then=True), default=False))


class NoAccidents(PlacedRow):
    """无事故报告: somebody's word that up to a day of a year there was no accident of this grade or a higher one.

    Zero means something: an empty ledger alone says nothing.
    """

    shown_along = ("grade", "created_by__person")

    year = models.PositiveSmallIntegerField(_("年度"), validators=YEARS)
    through = models.DateField(_("截至"))
    grade = models.ForeignKey(AccidentGrade, models.PROTECT, related_name="+", verbose_name=_("未发生何等级以上事故"))
    basis = models.CharField(_("核实方式"), max_length=200, help_text=_("如：逐乡镇核对、与公安交警和卫健部门核对"))

    objects = NoAccidentsQuerySet.as_manager()

    class Meta(PlacedRow.Meta):
        abstract = False
        verbose_name = _("无事故报告")
        verbose_name_plural = _("无事故报告")
        ordering = ["-through", "-pk"]
        constraints = [
            *PlacedRow.Meta.constraints,
            models.CheckConstraint(name="no_accidents_within_its_year", condition=Q(through__year=F("year"))),
        ]

    def __str__(self):
        return f"{self.place} {self.through} {self.statement}"

    def get_absolute_url(self):
        return reverse("townships:no_accidents", args=[self.pk])

    @property
    def statement(self):
        """未发生生产安全事故; of a higher grade 未发生较大以上事故."""
        return str(_("未发生生产安全事故") if self.grade.rank == 1 else _("未发生%s以上事故") % self.grade.name.removesuffix("事故"))
