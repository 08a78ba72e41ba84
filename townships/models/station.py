from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.validators import MOST_COUNTED

from .placed import PlacedQuerySet, PlacedRow, years_touched
from .places import Level


class StationYearQuerySet(PlacedQuerySet):
    def with_budget(self):
        """`budget`: the year's amount, or what so many yuan a head come to; None where neither is told."""
        return self.annotate(budget=Coalesce(F("budget_amount"), F("budget_per_head") * F("population")))


class StationYear(PlacedRow):
    """安监站年度情况: what a station had in one year. Staff is not written here: it is counted from the roster.

    A year that is over is not edited; a wrong row of it is voided and entered anew.
    """

    levels = (Level.TOWNSHIP,)
    once_on = ("place", "year")

    class Rank(models.TextChoices):
        NONE = "", _("未定级")
        SECTION = "section", _("股级")
        DEPUTY = "deputy", _("副科级")
        FULL = "full", _("正科级")

    year = models.PositiveSmallIntegerField(_("年度"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    rooms = models.PositiveSmallIntegerField(_("办公用房（间）"), validators=[MaxValueValidator(99)])
    area = models.DecimalField(_("办公面积（㎡）"), max_digits=7, decimal_places=1, validators=[MinValueValidator(0)])
    rank = models.CharField(_("级别"), max_length=8, choices=Rank, blank=True)
    population = models.PositiveIntegerField(_("当年人口（人）"), validators=[MinValueValidator(1), MOST_COUNTED])
    budget_amount = models.DecimalField(
        _("年度经费（元）"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    budget_per_head = models.DecimalField(
        _("按人口安排（元/人）"), max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    is_reimbursed = models.BooleanField(_("超支部分实报实销"), default=False)

    objects = StationYearQuerySet.as_manager()

    class Meta(PlacedRow.Meta):
        abstract = False
        verbose_name = _("安监站年度情况")
        verbose_name_plural = _("安监站年度情况")
        ordering = ["-year", "township"]
        constraints = [
            *PlacedRow.Meta.constraints,
            models.UniqueConstraint(fields=["place", "year"], name="station_year_once", condition=Q(voided_at=None)),
            models.CheckConstraint(name="station_year_one_budget", condition=Q(budget_amount=None) | Q(budget_per_head=None)),
        ]

    def __str__(self):
        return f"{self.place} {self.year}"

    def get_absolute_url(self):
        return reverse("townships:station", args=[self.place_id]) + f"?year={self.year}"

    def days_counted(self):
        return [date(self.year, 1, 1)]

    def is_over(self, today):
        return self.year < today.year

    @property
    def budget_yuan(self):
        """As with_budget() counts it."""
        if self.budget_amount is not None:
            return self.budget_amount
        return None if self.budget_per_head is None else self.budget_per_head * self.population


class HeldQuerySet(PlacedQuerySet):
    def held_on(self, day):
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), since_on__lte=day)


class Held(PlacedRow):
    """Something that a station has from a day on, until the day on which it has it no more."""

    since_on = models.DateField(_("起始日期"))
    ended_on = models.DateField(_("终止日期"), null=True, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta(PlacedRow.Meta):
        abstract = True
        ordering = ["township", "pk"]
        constraints = [
            *PlacedRow.Meta.constraints,
            models.CheckConstraint(name="%(class)s_ends_after_start", condition=Q(ended_on=None) | Q(ended_on__gte=F("since_on"))),
        ]

    def days_counted(self):
        return years_touched(self.since_on, self.ended_on)

    def twins(self):
        return super().twins().filter(ended_on=None) if self.ended_on is None else type(self).objects.none()


class EquipmentKind(models.Model):
    """What a station works with; `minimum` is how many of it every station needs."""

    key = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=30, unique=True)
    unit = models.CharField(_("单位"), max_length=6)
    minimum = models.PositiveSmallIntegerField(_("至少配备"), default=0)
    source = models.CharField(_("依据"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = _("装备类别")
        verbose_name_plural = _("装备类别")
        ordering = ["position"]

    def __str__(self):
        return self.name


class Equipment(Held):
    """装备: so many of one kind, since when."""

    levels = (Level.TOWNSHIP,)
    shown_along = ("kind",)

    kind = models.ForeignKey(EquipmentKind, models.PROTECT, related_name="equipment", verbose_name=_("装备"))
    quantity = models.PositiveSmallIntegerField(_("数量"), validators=[MinValueValidator(1), MaxValueValidator(999)])

    class Meta(Held.Meta):
        abstract = False
        verbose_name = _("安监站装备")
        verbose_name_plural = _("安监站装备")
        constraints = [*Held.Meta.constraints, models.CheckConstraint(name="equipment_is_positive", condition=Q(quantity__gt=0))]

    def __str__(self):
        return f"{self.place} {self.kind} {self.quantity} {self.kind.unit}"

    def get_absolute_url(self):
        return reverse("townships:equipment", args=[self.pk])


class StationItem(Held):
    """八有: one of the eight things that a station must have, checked with its evidence."""

    levels = (Level.TOWNSHIP,)
    once_on = ("place", "item")
    is_the_countys = True

    class Item(models.TextChoices):
        FUNCTION = "function", _("职能")
        POSTS = "posts", _("岗位")
        PEOPLE = "people", _("人员")
        SIGN = "sign", _("牌子")
        SEAL = "seal", _("印章")
        PREMISES = "premises", _("办公场所")
        FUNDS = "funds", _("经费")
        EQUIPMENT = "equipment", _("装备")

    item = models.CharField(_("八有项目"), max_length=10, choices=Item)
    evidence = models.CharField(_("核实依据"), max_length=200, help_text=_("如：机构编制文号、照片所在、票据"))

    class Meta(Held.Meta):
        abstract = False
        verbose_name = _("八有核实")
        verbose_name_plural = _("八有核实")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["place", "item"], name="station_item_once", condition=Q(voided_at=None, ended_on=None)),
        ]

    def __str__(self):
        return f"{self.place} {self.get_item_display()}"

    def get_absolute_url(self):
        return reverse("townships:station_item", args=[self.pk])


class VillageOffice(Held):
    """村级安全生产办公室: the station's outpost in a village (second document: 将安监阵地延伸到各行政村)."""

    levels = (Level.VILLAGE,)
    once_on = ("place",)

    location = models.CharField(_("具体位置"), max_length=80, blank=True, help_text=_("如：村部一楼"))

    class Meta(Held.Meta):
        abstract = False
        verbose_name = _("村级安全生产办公室")
        verbose_name_plural = _("村级安全生产办公室")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["place"], name="village_office_once", condition=Q(voided_at=None, ended_on=None)),
        ]

    def __str__(self):
        return _("%(place)s安全生产办公室") % {"place": self.place}

    def get_absolute_url(self):
        return reverse("townships:outpost", args=[self.pk])
