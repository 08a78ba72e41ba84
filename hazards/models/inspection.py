import uuid

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.models import Person, Place, Sector, Township, User, Voidable, VoidableQuerySet

from .drive import Department, Drive


class InspectionQuerySet(VoidableQuerySet):
    def search(self, words):
        """By place, by what was looked at, or by who was there, also of other departments; by pinyin initials too."""
        there = Person.objects.filter(Q(name__icontains=words) | Q(initials=words.lower()))
        came_along = VisitParty.objects.filter(Q(people__icontains=words) | Q(department__name__icontains=words))
        return self.filter(
            Q(place__name__icontains=words)
            | Q(place__initials__startswith=words.lower())
            | Q(content__icontains=words)
            | Q(pk__in=Inspection.inspectors.through.objects.filter(person__in=there).values("inspection"))
            | Q(pk__in=came_along.values("inspection"))
        )

    def for_list(self):
        """With all that a row of the list shows; a void hazard was not found."""
        found = Count("hazards", filter=~Q(hazards__state="void"))
        with_people = self.select_related("place", "township", "sector", "created_by__person").prefetch_related(
            "inspectors", "parties__department"
        )
        return with_people.annotate(hazard_count=found)

    def joint(self):
        """联合执法: with people of other departments."""
        return self.filter(Exists(VisitParty.objects.filter(inspection=OuterRef("pk"))))

    def with_department(self, department):
        return self.filter(Exists(VisitParty.objects.filter(inspection=OuterRef("pk"), department=department)))


class Inspection(Voidable):
    """检查（巡查）: a visit with a day, people, a place and a kind, and the hazards it found, possibly none."""

    county_path, township_path = "township__county", "township"
    named_by = ("place",)

    class Kind(models.TextChoices):
        DAILY = "daily", _("日巡查")
        WEEKLY = "weekly", _("周督查")
        MONTHLY = "monthly", _("月检查")
        QUARTERLY = "quarterly", _("季评比")
        DRIVE = "drive", _("专项检查")
        SPECIAL = "special", _("重点时段检查")
        RANDOM = "random", _("不定期抽查")

    # The form's own number, so that a form sent twice over a poor network is one visit.
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    township = models.ForeignKey(Township, models.PROTECT, related_name="inspections", verbose_name=_("乡镇（街道）"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="inspections_here", verbose_name=_("被检查单位或部位"))
    sector = models.ForeignKey(Sector, models.PROTECT, verbose_name=_("行业领域"))
    kind = models.CharField(_("检查类别"), max_length=10, choices=Kind, default=Kind.DAILY)
    drive = models.ForeignKey(Drive, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name=_("专项行动"))
    inspected_at = models.DateTimeField(_("检查时间"))
    inspectors = models.ManyToManyField(Person, related_name="inspections", verbose_name=_("检查人员"))
    accompanied_by = models.CharField(_("被检查单位陪同人"), max_length=60, blank=True)
    content = models.TextField(_("检查内容和情况"), blank=True)
    # 安全生产法 第六十八条: time, place, content, problems and how they were dealt with; the unit's head signs, or it is noted why not.
    ended_at = models.DateTimeField(_("检查结束时间"), null=True, blank=True)
    unit_signatory = models.CharField(_("被检查单位负责人"), max_length=30, blank=True, help_text=_("在检查记录上签字的人"))
    unit_refusal = models.CharField(_("拒绝签字的情况"), max_length=200, blank=True)
    # 「本次检查未发现隐患」 is a statement with a name and a time, not an empty list.
    clear_signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("确认无隐患的人")
    )
    clear_signed_at = models.DateTimeField(_("确认无隐患的时间"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+", verbose_name=_("登记人"))
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)

    objects = InspectionQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("检查")
        verbose_name_plural = _("检查")
        ordering = ["-inspected_at", "-pk"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(fields=["created_by", "submission"], name="inspection_submission_once"),
            models.CheckConstraint(
                name="inspection_clear_signed_with_name",
                condition=Q(clear_signed_by=None, clear_signed_at=None) | Q(clear_signed_by__isnull=False, clear_signed_at__isnull=False),
            ),
            models.CheckConstraint(name="inspection_ends_after_start", condition=Q(ended_at=None) | Q(ended_at__gte=F("inspected_at"))),
        ]
        indexes = [models.Index(fields=["township", "inspected_at"])]

    def __str__(self):
        return f"{self.place} {self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("hazards:inspection", args=[self.pk])


class VisitParty(models.Model):
    """A department that took part in a joint visit (联合执法), and whom it sent: they stand in no roster of the safety bureau."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="parties")
    department = models.ForeignKey(Department, models.PROTECT, related_name="visits", verbose_name=_("部门"))
    people = models.CharField(_("参加人员"), max_length=100)

    class Meta:
        verbose_name = _("联合检查部门")
        verbose_name_plural = _("联合检查部门")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["inspection", "department"], name="visit_party_once")]

    def __str__(self):
        return f"{self.department}：{self.people}"
