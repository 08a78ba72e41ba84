import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.models import County, KeySite, Level, Person, Picture, Place, Sector, Township, User
from townships.scope import ScopedQuerySet

from .hazard import Hazard
from .inspection import Inspection


class ChecklistQuerySet(ScopedQuerySet):
    """A sample that is shipped belongs to no county: everybody sees it, nobody changes it."""

    def in_county(self, county):
        return self.filter(Q(county=None) | Q(county=county))

    def in_township(self, township):
        # Not a join: it would list a row once for every place of the county.
        return self.filter(Q(county=None) | Q(county__in=County.objects.filter(places=township)))

    def in_use(self):
        """Issued at least once and not given up."""
        return self.filter(retired_at=None, pk__in=ChecklistVersion.objects.issued().values("checklist"))

    def offered_in(self, county):
        """The county's own lists, and the samples that it has not taken over."""
        own = Checklist.objects.in_use().filter(county=county)
        return (
            self.in_use()
            .filter(Q(county=county) | Q(county=None))
            .exclude(pk__in=own.filter(taken_from__isnull=False).values("taken_from"))
        )

    def for_place(self, place, sector=None):
        """Lists for places of this kind and sector; those made for the very kind come first.

        A village has no sector of its own: there every sector's list fits, unless one is named.
        """
        owner = {Level.ENTERPRISE: "as_enterprise", Level.KEY_SITE: "as_key_site"}.get(place.level)
        own = getattr(place, owner).sector_id if owner else sector
        site = place.as_key_site.kind if place.level == Level.KEY_SITE else ""
        fitting = self.offered_in(place.county_id).filter(level__in=["", place.level], site_kind__in=["", site])
        return (fitting.filter(sector=own) if own else fitting).order_by("-site_kind", "-level", "sector__position", "pk")

    def for_list(self):
        """With the version in force, its items, and how many visits used the list."""
        latest = ChecklistVersion.objects.in_force().filter(checklist=OuterRef("pk"))
        used = CheckSheet.objects.filter(version__checklist=OuterRef("pk"), inspection__isnull=False).order_by()
        return self.select_related("sector", "county").annotate(
            version_number=Subquery(latest.values("number")[:1]),
            item_count=Subquery(latest.annotate(n=Count("items")).values("n")[:1]),
            used=Subquery(used.values("version__checklist").annotate(n=Count("pk")).values("n")),
        )


class Checklist(models.Model):
    """检查表: what is looked at in places of one sector and kind. Its items stand in versions."""

    county_path, township_path = "county", None

    county = models.ForeignKey(
        County, models.PROTECT, null=True, blank=True, related_name="checklists", verbose_name=_("县（市、区）"), editable=False
    )
    name = models.CharField(_("名称"), max_length=60)
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="checklists", verbose_name=_("行业领域"))
    level = models.CharField(
        _("适用对象"),
        max_length=12,
        blank=True,
        choices=[("", _("不限")), (Level.ENTERPRISE, _("企业")), (Level.KEY_SITE, _("重点部位")), (Level.VILLAGE, _("行政村（社区）"))],
    )
    site_kind = models.CharField(_("部位类别"), max_length=12, blank=True, choices=[("", _("不限")), *KeySite.Kind.choices])
    taken_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, editable=False, verbose_name=_("来源"))
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True, editable=False)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("检查表")
        verbose_name_plural = _("检查表")
        ordering = ["sector__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="checklist_name_once", condition=Q(retired_at=None)),
            models.UniqueConstraint(fields=["county", "taken_from"], name="checklist_taken_once", condition=Q(retired_at=None)),
            models.CheckConstraint(name="checklist_site_kind_of_sites", condition=Q(site_kind="") | Q(level=Level.KEY_SITE)),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("hazards:checklist", args=[self.pk])

    @property
    def is_sample(self):
        return self.county_id is None

    @property
    def in_force(self):
        """The version that the next visit uses; None before the first is issued. Queries."""
        return self.versions.in_force().first()

    @property
    def draft(self):
        """The version that is being written, if any. Queries."""
        return self.versions.filter(issued_at=None).first()


class ChecklistVersionQuerySet(models.QuerySet):
    def issued(self):
        return self.filter(issued_at__isnull=False)

    def in_force(self):
        """Of each checklist the version that the next visit uses."""
        later = ChecklistVersion.objects.issued().filter(checklist=OuterRef("checklist"), number__gt=OuterRef("number"))
        return self.issued().filter(~Exists(later))


class ChecklistVersion(models.Model):
    """One edition of a checklist. Once issued, neither it nor its items change (a database trigger refuses it)."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="versions", verbose_name=_("检查表"))
    number = models.PositiveSmallIntegerField(_("版次"))
    note = models.CharField(_("修订说明"), max_length=200, blank=True)
    issued_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("发布人"))

    objects = ChecklistVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("检查表版次")
        verbose_name_plural = _("检查表版次")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "number"], name="checklist_version_once"),
            models.UniqueConstraint(fields=["checklist"], name="checklist_draft_once", condition=Q(issued_at=None)),
        ]

    def __str__(self):
        return _("%(name)s（第 %(number)s 版）") % {"name": self.checklist, "number": self.number}

    @property
    def is_issued(self):
        return self.issued_at is not None


class ChecklistItemQuerySet(models.QuerySet):
    def offered_in(self, county):
        """What the county's lists in use ask for, sector by sector."""
        lists = Checklist.objects.offered_in(county)
        in_force = ChecklistVersion.objects.in_force().filter(checklist__in=lists.values("pk"))
        return self.filter(version__in=in_force.values("pk")).order_by("version__checklist__sector__position", "version", "position")


class ChecklistItem(models.Model):
    """检查项: what to look at and how; what stands in the ledger when it is not in order."""

    version = models.ForeignKey(ChecklistVersion, models.CASCADE, related_name="items", verbose_name=_("版次"))
    position = models.PositiveSmallIntegerField(_("序号"))
    text = models.CharField(_("检查内容"), max_length=200)
    basis = models.CharField(_("依据条款"), max_length=200, blank=True)
    method = models.CharField(_("检查方法"), max_length=200, blank=True)
    finding = models.CharField(_("问题描述"), max_length=200, help_text=_("不合格时写入隐患台账的句子"))
    measure = models.CharField(_("整改措施"), max_length=200)
    days = models.PositiveSmallIntegerField(
        _("整改期限（工作日）"), default=5, validators=[MaxValueValidator(120)], help_text=_("当天立即整改的填 0")
    )
    category = models.CharField(_("类别"), max_length=12, choices=Hazard.Category, default=Hazard.Category.CONDITION)
    grade = models.CharField(_("等级"), max_length=8, choices=Hazard.Grade, default=Hazard.Grade.GENERAL)
    # Follows the version's issue; the trigger looks at nothing but the row itself.
    is_frozen = models.BooleanField(default=False, editable=False)

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("检查项")
        verbose_name_plural = _("检查项")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text

    def content(self):
        """All that was written of it, as a new version takes it over."""
        return {name: getattr(self, name) for name in CONTENT}


CONTENT = ["text", "basis", "method", "finding", "measure", "days", "category", "grade"]


class CheckSheetQuerySet(ScopedQuerySet):
    def drafts_of(self, user):
        """Begun by this user and neither finished nor given up."""
        return self.filter(created_by=user, inspection=None, dropped_at=None)

    def of_earlier_days(self, today):
        return self.filter(started_on__lt=today)


class CheckSheet(models.Model):
    """A checklist filled at a place: saved half-way as often as one likes, in the end the content of one visit."""

    county_path, township_path = "township__county", "township"

    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ChecklistVersion, models.PROTECT, related_name="sheets", verbose_name=_("检查表"))
    township = models.ForeignKey(Township, models.PROTECT, related_name="check_sheets", verbose_name=_("乡镇（街道）"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="check_sheets_here", verbose_name=_("被检查单位或部位"))
    sector = models.ForeignKey(Sector, models.PROTECT, verbose_name=_("行业领域"))
    kind = models.CharField(_("检查类别"), max_length=10, choices=Inspection.Kind, default=Inspection.Kind.DAILY)
    task = models.ForeignKey("VisitTask", models.PROTECT, null=True, blank=True, related_name="sheets", verbose_name=_("巡查任务"))
    started_at = models.DateTimeField(_("开始时间"), default=timezone.now)
    # The day of the visit: a sheet finished later is still that day's.
    started_on = models.DateField(_("检查日期"), default=timezone.localdate, editable=False)
    inspectors = models.ManyToManyField(Person, blank=True, related_name="check_sheets", verbose_name=_("检查人员"))
    accompanied_by = models.CharField(_("被检查单位陪同人"), max_length=60, blank=True)
    unit_signatory = models.CharField(_("被检查单位负责人"), max_length=30, blank=True, help_text=_("在检查记录上签字的人"))
    unit_refusal = models.CharField(_("拒绝签字的情况"), max_length=200, blank=True)
    content = models.TextField(_("其他情况"), max_length=2000, blank=True)
    inspection = models.OneToOneField(
        Inspection, models.PROTECT, null=True, blank=True, related_name="sheet", editable=False, verbose_name=_("检查记录")
    )
    dropped_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+", verbose_name=_("填写人"))

    objects = CheckSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("检查表填写")
        verbose_name_plural = _("检查表填写")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["created_by", "submission"], name="check_sheet_submission_once"),
            models.UniqueConstraint(
                fields=["created_by", "place", "version", "started_on"],
                name="check_sheet_draft_once",
                condition=Q(inspection=None, dropped_at=None),
            ),
            models.CheckConstraint(name="check_sheet_finished_or_dropped", condition=Q(inspection=None) | Q(dropped_at=None)),
        ]

    def __str__(self):
        return f"{self.place} {self.version.checklist}"

    def get_absolute_url(self):
        return reverse("hazards:sheet", args=[self.pk])


class SheetAnswer(models.Model):
    class Result(models.TextChoices):
        PASSED = "passed", _("合格")
        FAILED = "failed", _("不合格")
        NOT_APPLICABLE = "none", _("不适用")

    sheet = models.ForeignKey(CheckSheet, models.CASCADE, related_name="answers", verbose_name=_("检查表填写"))
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="answers", verbose_name=_("检查项"))
    result = models.CharField(_("结果"), max_length=6, choices=Result, blank=True)
    answered_at = models.DateTimeField(_("填写时间"), null=True, blank=True, editable=False)
    note = models.CharField(_("补充说明"), max_length=200, blank=True)
    is_major = models.BooleanField(_("构成重大隐患"), default=False)
    may_cause_accident = models.BooleanField(_("可能立即引发事故"), default=False)
    fixed_on_spot = models.BooleanField(_("现场已整改"), default=False)
    hazard = models.OneToOneField(Hazard, models.PROTECT, null=True, blank=True, related_name="answer", editable=False)

    class Meta:
        verbose_name = _("检查结果")
        verbose_name_plural = _("检查结果")
        ordering = ["item__position", "item"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item"], name="sheet_answer_once"),
            models.CheckConstraint(name="sheet_answer_hazard_of_failed", condition=Q(hazard=None) | Q(result="failed")),
        ]

    @property
    def is_failed(self):
        return self.result == self.Result.FAILED


class AnswerPicture(Picture):
    answer = models.ForeignKey(SheetAnswer, models.PROTECT, related_name="pictures")

    class Meta(Picture.Meta):
        abstract = False
        verbose_name = _("检查照片")
        verbose_name_plural = _("检查照片")
        constraints = [models.UniqueConstraint(fields=["answer", "sha256"], name="answer_picture_once")]
