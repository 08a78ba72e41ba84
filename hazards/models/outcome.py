from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.models import County, PlacedRow
from townships.models.works import in_measure
from townships.validators import MOST_COUNTED, MOST_SMALL

from .drive import Drive
from .enforcement import EnforcementKind


class OutcomeKindQuerySet(models.QuerySet):
    def of_county(self, county):
        """Those shipped for everybody, and the county's own."""
        return self.filter(Q(county=None) | Q(county=county))

    def typed(self):
        """Entered by hand; the others are counted from rows."""
        return self.filter(enforcement_kind=None)


class OutcomeKind(models.Model):
    """成效类别: what a drive achieves, in which unit; what rows of enforcement say is counted from them and never typed."""

    county = models.ForeignKey(County, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("县（市、区）"))
    key = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=30)
    unit = models.CharField(_("单位"), max_length=6, help_text=_("辆、个、家、处、人……"))
    is_whole = models.BooleanField(_("数量为整数"), default=True)
    enforcement_kind = models.OneToOneField(
        EnforcementKind, models.PROTECT, null=True, blank=True, related_name="outcome_kind", verbose_name=_("由执法记录统计")
    )
    position = models.PositiveSmallIntegerField(_("顺序"), default=0, validators=[MOST_SMALL])
    is_active = models.BooleanField(_("在用"), default=True)

    objects = OutcomeKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("成效类别")
        verbose_name_plural = _("成效类别")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="outcome_kind_once"),
            models.UniqueConstraint(fields=["name"], name="shipped_outcome_kind_once", condition=Q(county=None)),
        ]

    def __str__(self):
        return self.name


class OutcomeCount(PlacedRow):
    """整治成效: so much of one kind, achieved by a township or the county on a day of a drive."""

    shown_along = ("kind", "drive")
    named_by = ("place", "kind")
    once_on = ("drive", "place", "kind", "counted_on", "quantity", "note")

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="outcomes", verbose_name=_("专项行动"))
    kind = models.ForeignKey(OutcomeKind, models.PROTECT, related_name="counts", verbose_name=_("类别"))
    quantity = models.DecimalField(
        _("数量"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal("0.01")), MOST_COUNTED]
    )
    counted_on = models.DateField(_("日期"))

    class Meta(PlacedRow.Meta):
        abstract = False
        verbose_name = _("整治成效")
        verbose_name_plural = _("整治成效")
        ordering = ["-counted_on", "-pk"]
        constraints = [
            *PlacedRow.Meta.constraints,
            models.CheckConstraint(name="outcome_count_is_positive", condition=Q(quantity__gt=0)),
            models.UniqueConstraint(
                fields=["drive", "place", "kind", "counted_on", "quantity", "note"], name="outcome_count_once", condition=Q(voided_at=None)
            ),
        ]

    def __str__(self):
        return f"{self.place} {self.kind} {self.measured}"

    def get_absolute_url(self):
        return reverse("hazards:outcome", args=[self.pk])

    @property
    def measured(self):
        return in_measure(self.quantity, self.kind.unit)
