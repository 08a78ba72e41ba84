from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from townships.figure import all_figures
from townships.models import County, User
from townships.scope import ScopedQuerySet


def is_figure(key):
    if key not in all_figures():
        raise ValidationError(_("没有代码为“%(key)s”的指标。"), code="unknown", params={"key": key})


class Indicator(models.Model):
    """季评比 compares shares only: one figure out of another. How many records somebody typed is nobody's merit."""

    class Direction(models.TextChoices):
        HIGHER = "higher", _("越高越好")
        LOWER = "lower", _("越低越好")

    key = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=30)
    part = models.CharField(_("分子（指标代码）"), max_length=60, validators=[is_figure])
    whole = models.CharField(_("分母（指标代码）"), max_length=60, validators=[is_figure])
    direction = models.CharField(_("方向"), max_length=6, choices=Direction)
    definition = models.CharField(_("口径"), max_length=200, blank=True, help_text=_("分子、分母各数什么，印在季评比页面和季评比表上。"))
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("季评比指标")
        verbose_name_plural = _("季评比指标")
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(name="indicator_is_a_share", condition=~Q(part=F("whole")))]

    def __str__(self):
        return self.name


class ComparisonPaper(models.Model):
    """季评比表: append-only, the table as it stood when it was counted; the PDF is made from it."""

    county_path, township_path = "county", "county__places"

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name=_("县（市、区）"))
    year = models.PositiveSmallIntegerField(_("年度"))
    quarter = models.PositiveSmallIntegerField(_("季度"), validators=[MinValueValidator(1), MaxValueValidator(4)])
    content = models.JSONField()
    counted_at = models.DateTimeField(_("统计时间"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("编制人"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("季评比表")
        verbose_name_plural = _("季评比表")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(name="comparison_of_a_quarter", condition=Q(quarter__range=(1, 4)))]

    def __str__(self):
        return f"{self.county}{self.year}年第{self.quarter}季度季评比表"
