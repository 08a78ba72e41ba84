from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from townships.models import County, Township, User
from townships.scope import ScopedQuerySet


class AnalysisPaper(models.Model):
    """分析报告: append-only, the numbers as they stood when they were counted; the PDF is made from it."""

    county_path, township_path = "county", "township"

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name=_("县（市、区）"))
    township = models.ForeignKey(Township, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("乡镇（街道）"))
    start = models.DateField(_("开始日期"))
    end = models.DateField(_("结束日期"))
    title = models.CharField(_("标题"), max_length=120)
    content = models.JSONField()
    counted_at = models.DateTimeField(_("统计时间"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("编制人"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("分析报告")
        verbose_name_plural = _("分析报告")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(name="analysis_ends_after_start", condition=Q(end__gte=F("start")))]

    def __str__(self):
        return self.title
