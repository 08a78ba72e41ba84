from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townships.models import Level, Person, Place, PlacedRow
from townships.models.placed import PlacedQuerySet
from townships.models.works import in_measure
from townships.validators import MOST_COUNTED, MOST_YUAN

from .drive import Department, Drive
from .hazard import Hazard
from .illegal import IllegalAct
from .inspection import Inspection
from .order import Order


class EnforcementKind(models.Model):
    """执法措施: what may be done to a unit or person, in which unit it is counted, and how many officers must do it."""

    key = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=30, unique=True)
    unit = models.CharField(_("单位"), max_length=6)
    is_money = models.BooleanField(_("按金额统计"), default=False)
    is_whole = models.BooleanField(_("数量为整数"), default=True)
    officers = models.PositiveSmallIntegerField(_("至少执法人员数"), default=2, help_text=_("须持执法证；0 为不作要求"))
    handles = models.BooleanField(_("可作为非法违法行为的处理结果"), default=True)
    source = models.CharField(_("依据"), max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("执法措施")
        verbose_name_plural = _("执法措施")
        ordering = ["position"]

    def __str__(self):
        return self.name


class EnforcementQuerySet(PlacedQuerySet):
    def about(self, hazard):
        """What was registered from the hazard itself, or from a paper that lists it."""
        return self.filter(Q(hazard=hazard) | Q(order__in=hazard.orders.values("pk")))

    def for_page(self):
        around = ["hazard__township", "order", "drive", "inspection__place", "illegal_act"]
        return super().for_page().select_related(*around).prefetch_related("departments", "officers")


class Enforcement(PlacedRow):
    """执法: what was done to a unit, or to somebody who stands in no register. Numbered; a wrong one is voided, never rewritten."""

    levels = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE, Level.GROUP, Level.ENTERPRISE, Level.KEY_SITE)
    shown_along = ("kind",)
    named_by = ("place", "kind")

    organ = models.ForeignKey(Place, models.PROTECT, editable=False, related_name="+", verbose_name=_("登记机关"))
    year = models.PositiveSmallIntegerField(_("年度"), editable=False)
    sequence = models.PositiveIntegerField(_("序号"), editable=False)
    number = models.CharField(_("编号"), max_length=40, editable=False)
    kind = models.ForeignKey(EnforcementKind, models.PROTECT, related_name="actions", verbose_name=_("执法措施"))
    party = models.CharField(_("当事人"), max_length=80, blank=True, help_text=_("没有登记的单位、个人或窝点，写明名称；是所选企业的不填"))
    acted_at = models.DateTimeField(_("实施时间"))
    basis = models.CharField(_("依据条款"), max_length=200)
    amount = models.DecimalField(
        _("金额（元）"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal("0.01")), MOST_YUAN]
    )
    quantity = models.DecimalField(
        _("数量"), max_digits=12, decimal_places=2, default=Decimal(1), validators=[MinValueValidator(Decimal("0.01")), MOST_COUNTED]
    )
    departments = models.ManyToManyField(Department, blank=True, related_name="enforcement", verbose_name=_("实施部门"))
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, blank=True, related_name="enforcement", verbose_name=_("隐患"))
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="enforcement", verbose_name=_("文书"))
    drive = models.ForeignKey(Drive, models.PROTECT, null=True, blank=True, related_name="enforcement", verbose_name=_("专项行动"))
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="enforcement", verbose_name=_("检查"))
    illegal_act = models.ForeignKey(
        IllegalAct, models.PROTECT, null=True, blank=True, related_name="enforcement", verbose_name=_("非法违法行为")
    )

    objects = EnforcementQuerySet.as_manager()

    class Meta(PlacedRow.Meta):
        abstract = False
        verbose_name = _("执法行动")
        verbose_name_plural = _("执法行动")
        ordering = ["-acted_at", "-pk"]
        constraints = [
            *PlacedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organ", "year", "sequence"], name="enforcement_number_once"),
            models.CheckConstraint(name="enforcement_is_positive", condition=Q(quantity__gt=0) & (Q(amount=None) | Q(amount__gt=0))),
        ]
        indexes = [models.Index(fields=["county", "acted_at"])]

    def __str__(self):
        return f"{self.number} {self.kind}：{self.whom}"

    def get_absolute_url(self):
        return reverse("hazards:enforcement", args=[self.pk])

    @property
    def whom(self):
        return self.party or str(self.place)

    @property
    def measured(self):
        """20,000.00 元; 12 辆."""
        return f"{self.amount:,.2f} {gettext('元')}" if self.kind.is_money else in_measure(self.quantity, self.kind.unit)


class EnforcementOfficer(models.Model):
    """Who acted, with the card of that day; somebody of another department stands in no roster."""

    enforcement = models.ForeignKey(Enforcement, models.CASCADE, related_name="officers")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("姓名"), max_length=30)
    card = models.CharField(_("执法证号"), max_length=30)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["enforcement", "card"], name="enforcement_officer_once")]

    def __str__(self):
        return f"{self.name}（{self.card}）"
