import uuid
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.validators import MOST_YUAN

from .people import User
from .places import County, Township
from .voidable import Voidable, VoidableQuerySet


class Investment(Voidable):
    """投入: one sum of money, in yuan. A county's own spending names no township."""

    county_path, township_path = "county", "township"
    named_by = ("township",)

    class Source(models.TextChoices):
        COUNTY = "county", _("县财政")
        TOWNSHIP = "township", _("乡镇财政")
        DEPARTMENT = "department", _("上级部门")
        ENTERPRISE = "enterprise", _("企业")
        VILLAGERS = "villagers", _("群众")
        OTHER = "other", _("其他")

    class Purpose(models.TextChoices):
        STATION = "station", _("安监站建设")
        PUBLICITY = "publicity", _("宣传教育")
        RECTIFICATION = "rectification", _("隐患整改")
        FACILITIES = "facilities", _("安全设施")
        WAGES = "wages", _("人员与经费")
        OTHER = "other", _("其他")

    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, models.PROTECT, related_name="investments", verbose_name=_("县（市、区）"))
    township = models.ForeignKey(
        Township, models.PROTECT, null=True, blank=True, related_name="investments", verbose_name=_("乡镇（街道）")
    )
    spent_on = models.DateField(_("日期"))
    amount = models.DecimalField(
        _("金额（元）"), max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal("0.01")), MOST_YUAN]
    )
    source = models.CharField(_("资金来源"), max_length=12, choices=Source)
    purpose = models.CharField(_("用途"), max_length=15, choices=Purpose)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+", verbose_name=_("登记人"))
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)

    objects = VoidableQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("投入")
        verbose_name_plural = _("投入")
        ordering = ["-spent_on", "-pk"]
        constraints = [
            *Voidable.Meta.constraints,
            models.CheckConstraint(name="investment_is_positive", condition=Q(amount__gt=0)),
            models.UniqueConstraint(fields=["created_by", "submission"], name="investment_submission_once"),
        ]
        indexes = [models.Index(fields=["county", "spent_on"])]

    def __str__(self):
        return _("%(day)s %(yuan)s 元") % {"day": self.spent_on, "yuan": f"{self.amount:,.2f}"}

    def get_absolute_url(self):
        return reverse("townships:investment", args=[self.pk])

    @property
    def figure_line(self):
        """Among the rows of a number, which tells the sum itself."""
        return f"{self.spent_on} {self.township or _('县本级')} {self.get_purpose_display()}"


class PaymentEvent(models.Model):
    """Append-only: somebody said that something was paid with this sum, or took it back. What was paid for may stand on an upper floor."""

    class Action(models.TextChoices):
        LINK = "link", _("关联")
        UNLINK = "unlink", _("取消关联")

    investment = models.ForeignKey(Investment, models.PROTECT, related_name="payment_events", verbose_name=_("投入"))
    action = models.CharField(_("操作"), max_length=6, choices=Action)
    paid_model = models.CharField(max_length=60)
    paid_key = models.PositiveBigIntegerField()
    paid_for = models.CharField(_("用于"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        verbose_name = _("投入关联记录")
        verbose_name_plural = _("投入关联记录")
        ordering = ["pk"]
        indexes = [models.Index(fields=["paid_model", "paid_key"])]

    def __str__(self):
        return f"{self.get_action_display()} {self.paid_for}"
