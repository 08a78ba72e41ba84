from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .means import Investment
from .placed import PlacedRow
from .places import Level


class WorkKind(models.Model):
    """What is built or repaired and in which unit; some are told by two measures, as 减速带 16 条、56 米."""

    key = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=30, unique=True)
    unit = models.CharField(_("单位"), max_length=6, help_text=_("公里、座、户、处……"))
    second_unit = models.CharField(_("另计单位"), max_length=6, blank=True, help_text=_("如减速带按条计，另计米"))
    is_whole = models.BooleanField(_("数量为整数"), default=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("实事工程类别")
        verbose_name_plural = _("实事工程类别")
        ordering = ["position"]

    def __str__(self):
        return self.name


class PhysicalWork(PlacedRow):
    """实事工程: so much of one kind, done at a place. What it cost is said by the sums of money that it is linked to."""

    levels = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)
    shown_along = ("kind",)
    once_on = ("place", "kind", "done_on", "quantity", "location")

    kind = models.ForeignKey(WorkKind, models.PROTECT, related_name="works", verbose_name=_("类别"))
    quantity = models.DecimalField(_("数量"), max_digits=9, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))])
    second_quantity = models.DecimalField(
        _("另计数量"), max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal("0.01"))]
    )
    done_on = models.DateField(_("完成日期"))
    location = models.CharField(_("具体地点"), max_length=80, blank=True)
    investments = models.ManyToManyField(Investment, blank=True, related_name="works", verbose_name=_("所用投入"))

    class Meta(PlacedRow.Meta):
        abstract = False
        verbose_name = _("实事工程")
        verbose_name_plural = _("实事工程")
        ordering = ["-done_on", "-pk"]
        constraints = [
            *PlacedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["place", "kind", "done_on", "quantity", "location"], name="physical_work_once", condition=Q(voided_at=None)
            ),
            models.CheckConstraint(
                name="physical_work_is_positive", condition=Q(quantity__gt=0) & (Q(second_quantity=None) | Q(second_quantity__gt=0))
            ),
        ]
        indexes = [models.Index(fields=["county", "done_on"])]

    def __str__(self):
        return f"{self.place} {self.kind} {self.measured}"

    def get_absolute_url(self):
        return reverse("townships:work", args=[self.pk])

    def days_counted(self):
        return [self.done_on]

    @property
    def measured(self):
        """98.6 公里; 16 条（56 米）."""
        return in_measure(self.quantity, self.kind.unit, self.second_quantity, self.kind.second_unit)


def in_measure(quantity, unit, second=None, second_unit=""):
    told = f"{quantity.normalize():f} {unit}"
    return f"{told}（{second.normalize():f} {second_unit}）" if second else told
