"""重大隐患: what a major hazard has besides its row in the ledger: its file, its plans in versions, progress."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.models import User
from townships.models.documents import KeptDocument
from townships.scope import ScopedQuerySet

from .hazard import FileQuerySet, Hazard, HazardEvent


class MajorCase(models.Model):
    """What was reported of it and by whom it is supervised. The 督办 deadline is the hazard's own: there is only one."""

    county_path, township_path = "hazard__township__county", "hazard__township"

    hazard = models.OneToOneField(Hazard, models.PROTECT, related_name="major_case", verbose_name=_("隐患"))
    # 总局令第16号: the three things that are reported of it.
    condition = models.TextField(_("现状及产生原因"), max_length=2000, blank=True)
    harm = models.TextField(_("危害程度和整改难易程度分析"), max_length=2000, blank=True)
    remedy = models.TextField(_("治理方案（概要）"), max_length=2000, blank=True)
    # 双报告 (安全生产法 第四十一条): to the authority and to the workers' congress.
    authority_told_on = models.DateField(_("向主管部门报告日期"), null=True, blank=True)
    workers_told_on = models.DateField(_("向职工（代表）大会报告日期"), null=True, blank=True)
    workers_told = models.CharField(_("向职工报告的方式"), max_length=80, blank=True)
    supervising_unit = models.CharField(_("督办单位"), max_length=80, blank=True)
    supervision_number = models.CharField(_("督办文号"), max_length=60, blank=True)
    supervised_on = models.DateField(_("挂牌日期"), null=True, blank=True)
    publicised_in = models.CharField(_("公布的媒体"), max_length=80, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("重大隐患档案")
        verbose_name_plural = _("重大隐患档案")

    def __str__(self):
        return str(self.hazard)


class RemedyPlan(models.Model):
    """治理方案, the six contents of 总局令第16号 第十五条 and the measures in the meantime; append-only, a change is a new version."""

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="plans", verbose_name=_("隐患"))
    version = models.PositiveSmallIntegerField(_("版本"))
    aim = models.TextField(_("治理的目标和任务"), max_length=2000)
    methods = models.TextField(_("采取的方法和措施"), max_length=2000)
    funds = models.TextField(_("经费和物资的落实"), max_length=2000)
    people = models.TextField(_("负责治理的机构和人员"), max_length=2000)
    timing = models.TextField(_("治理的时限和要求"), max_length=2000)
    safety = models.TextField(_("安全措施和应急预案"), max_length=2000)
    withdraws_people = models.BooleanField(_("撤出人员"), default=False)
    sets_guard = models.BooleanField(_("设置警戒"), default=False)
    stops_use = models.BooleanField(_("停产停用"), default=False)
    interim = models.CharField(_("治理期间的安全防范"), max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("录入人"))
    at = models.DateTimeField(_("录入时间"))

    CONTENTS = ["aim", "methods", "funds", "people", "timing", "safety"]
    MEASURES = ["withdraws_people", "sets_guard", "stops_use"]

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("治理方案")
        verbose_name_plural = _("治理方案")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["hazard", "version"], name="remedy_plan_version_once")]

    def __str__(self):
        return f"{self.hazard}治理方案第{self.version}版"

    @property
    def contents(self):
        return [(self._meta.get_field(name).verbose_name, getattr(self, name)) for name in self.CONTENTS]

    @property
    def measures(self):
        """撤出人员、设置警戒, as they are named."""
        return "、".join(str(self._meta.get_field(name).verbose_name) for name in self.MEASURES if getattr(self, name))


class ProgressReport(models.Model):
    """整改进度: what was done in one period (a quarter, hazards/progress.py); append-only."""

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="progress_reports", verbose_name=_("隐患"))
    starts_on = models.DateField(_("报告期起"))
    ends_on = models.DateField(_("报告期止"))
    done = models.TextField(_("进展情况"), max_length=2000)
    percent = models.PositiveSmallIntegerField(_("完成比例（%）"), validators=[MaxValueValidator(100)])
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("报告人"))
    at = models.DateTimeField(_("报告时间"))

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("整改进度报告")
        verbose_name_plural = _("整改进度报告")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="progress_percent_to_100", condition=Q(percent__lte=100)),
            models.CheckConstraint(name="progress_period_runs_forward", condition=Q(starts_on__lte=F("ends_on"))),
        ]


class HazardDocument(KeptDocument):
    """A paper that came with a step, such as the printed plan or the evidence of one of the five items."""

    county_path, township_path = "hazard__township__county", "hazard__township"

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="documents", verbose_name=_("隐患"))
    event = models.ForeignKey(HazardEvent, models.PROTECT, related_name="documents")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("上传人"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("隐患材料")
        verbose_name_plural = _("隐患材料")
        ordering = ["pk"]

    def __str__(self):
        return self.file_name.rpartition(".")[0] or self.file_name

    def get_absolute_url(self):
        return reverse("hazards:hazard_document", args=[self.pk])
