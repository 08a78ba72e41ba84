from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.models import County, User
from townships.scope import ScopedQuerySet


class Action(models.TextChoices):
    """What can happen to a report; who may do it when stands in reports/publishing.py."""

    START = "start", _("拟稿")
    EDIT = "edit", _("修改文字")
    COLLECT = "collect", _("汇总数据并排版")
    RENDER = "render", _("按已有数据排版")
    COLLECTED = "collected", _("数据已汇总")
    RENDERED = "rendered", _("排版完成")
    FAIL = "fail", _("未能完成")
    SIGN = "sign", _("签发")
    PUBLISH = "publish", _("发布")


class AnnualReportQuerySet(ScopedQuerySet):
    def for_list(self):
        """Without the snapshot, which may weigh megabytes."""
        return self.select_related("county", "created_by__person", "signed_by__person").defer("snapshot").with_later_version()

    def with_later_version(self):
        """`later_pk` and `later_number` of the newest published version of the same year, where there is one after this."""
        later = self.model.objects.filter(county=OuterRef("county"), year=OuterRef("year"), version__gt=OuterRef("version"))
        newest = later.filter(state=AnnualReport.State.PUBLISHED).order_by("-version")
        return self.annotate(later_pk=Subquery(newest.values("pk")[:1]), later_number=Subquery(newest.values("version")[:1]))

    def in_township(self, township):
        """The report is the county's: everybody in the county stands under it."""
        return self.filter(county__places=township)

    def visible_to(self, user):
        """Bureau staff see their county's drafts, everybody else only what is published."""
        reports = super().visible_to(user)
        return reports if user.is_authenticated and user.is_bureau else reports.filter(state=AnnualReport.State.PUBLISHED)


class AnnualReport(models.Model):
    """年度工作总结: one version of one county's report on one year. Its life is a table in reports/publishing.py."""

    county_path, township_path = "county", None

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        COLLECTING = "collecting", _("汇总数据")
        RENDERING = "rendering", _("排版中")
        READY = "ready", _("待签发")
        SIGNED = "signed", _("已签发")
        PUBLISHED = "published", _("已发布")

    county = models.ForeignKey(County, models.PROTECT, related_name="annual_reports", verbose_name=_("县（市、区）"))
    year = models.PositiveSmallIntegerField(_("年度"))
    version = models.PositiveSmallIntegerField(_("版次"), default=1, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    title = models.CharField(_("标题"), max_length=80)
    dated_on = models.DateField(_("成文日期"))
    chinese_date = models.BooleanField(_("成文日期用汉字数字"), default=False, help_text=_("现行标准用阿拉伯数字"))
    # Every figure, phrase, table and chart value of the document, with the time it was taken (reports/snapshot.py).
    snapshot = models.JSONField(editable=False)
    # A form for title or date that was open while somebody else wrote is refused (reports/editing.py).
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+", verbose_name=_("拟稿人"))
    created_at = models.DateTimeField(_("拟稿时间"), auto_now_add=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("签发人"))
    signed_at = models.DateTimeField(_("签发时间"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True, editable=False)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度工作总结")
        verbose_name_plural = _("年度工作总结")
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "version"], name="annual_report_version_once"),
            # Whoever starts a correction finds the one that a colleague started a second ago.
            models.UniqueConstraint(
                fields=["county", "year"],
                name="annual_report_one_open_version",
                condition=Q(state__in=["draft", "collecting", "rendering", "ready"]),
            ),
            models.CheckConstraint(
                name="annual_report_signed_by_somebody",
                condition=~Q(state__in=["signed", "published"]) | Q(signed_by__isnull=False, signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="annual_report_published_has_time", condition=~Q(state="published") | Q(published_at__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.county} {self.year} 年 第 {self.version} 版"

    def get_absolute_url(self):
        return reverse("reports:annual_report", args=[self.pk])

    def later_version(self):
        """The newest published version that takes this one's place, or None. Queries."""
        later = AnnualReport.objects.filter(county=self.county_id, year=self.year, version__gt=self.version)
        return later.filter(state=self.State.PUBLISHED).order_by("-version").defer("snapshot").first()

    @property
    def is_sealed(self):
        """Signed off: nothing in it changes any more; a correction is a new version."""
        return self.state in (self.State.SIGNED, self.State.PUBLISHED)

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED

    @property
    def is_with_worker(self):
        return self.state in (self.State.COLLECTING, self.State.RENDERING)

    @property
    def filename(self):
        """Without an ending."""
        return f"{self.title}（{self.year}年第{self.version}版）"


class Paragraph(models.Model):
    """One editable piece of the report. A figure stands in the text as [[key]], never as a typed number."""

    class Style(models.TextChoices):
        BODY = "body", _("正文")
        HEADING = "heading", _("一级标题")
        SUBHEADING = "subheading", _("二级标题")

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="paragraphs")
    position = models.PositiveSmallIntegerField(_("顺序"))
    style = models.CharField(_("样式"), max_length=10, choices=Style, default=Style.BODY)
    text = models.TextField(_("内容"), max_length=5000)
    # Which default of reports/prose.py this began as; empty for a paragraph that staff added.
    slot = models.SlugField(max_length=30, blank=True, editable=False)
    # An unedited default is written anew from new figures; what staff wrote is never touched.
    is_edited = models.BooleanField(default=False, editable=False)
    # A form that was open while somebody else wrote is refused, with both texts (reports/editing.py).
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("段落")
        verbose_name_plural = _("段落")
        # Positions are dealt out under the report's row lock; inserting one moves the later ones by one UPDATE.
        ordering = ["position", "pk"]


class AnnualReportEvent(models.Model):
    """Append-only: who moved a report from where to where, when, and why. Nobody (`by` empty) is the worker."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="events")
    action = models.CharField(_("操作"), max_length=12, choices=Action)
    from_state = models.CharField(_("原状态"), max_length=10, choices=AnnualReport.State, blank=True)
    to_state = models.CharField(_("新状态"), max_length=10, choices=AnnualReport.State)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("经办人"))
    at = models.DateTimeField(_("时间"))
    reason = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("总结经过")
        verbose_name_plural = _("总结经过")
        ordering = ["pk"]
