from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .documents import KeptDocument
from .placed import PlacedQuerySet, PlacedRow, years_touched
from .places import Level


class ProvisionQuerySet(PlacedQuerySet):
    def in_force_on(self, day):
        """Issued by that day and not replaced by then: an earlier version stays in the ledger, and counts in its own time."""
        later = self.model.objects.counted().filter(supersedes=OuterRef("pk"), issued_on__lte=day)
        return self.counted().filter(~Exists(later), Q(ended_on=None) | Q(ended_on__gt=day), issued_on__lte=day)


class Provision(KeptDocument, PlacedRow):
    """规章制度、应急预案 of a township, a village, an enterprise or the county, in one version."""

    levels = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE, Level.ENTERPRISE)
    shown_along = ("supersedes",)
    once_on = ("supersedes",)

    class Kind(models.TextChoices):
        RULE = "rule", _("规章制度")
        DUTIES = "duties", _("岗位职责")
        PROCEDURE = "procedure", _("操作规程")
        TARGETS = "targets", _("目标管理考核细则")
        AGENDA = "agenda", _("工作要点")
        PLAN = "plan", _("应急预案")

    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    title = models.CharField(_("名称"), max_length=80)
    version = models.CharField(_("版本"), max_length=30, help_text=_("如：2026 年版、第 2 版"))
    number = models.CharField(_("文号"), max_length=40, blank=True)
    issued_on = models.DateField(_("印发日期"))
    ended_on = models.DateField(_("废止日期"), null=True, blank=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later_versions", verbose_name=_("替代的原版本")
    )

    objects = ProvisionQuerySet.as_manager()

    class Meta(PlacedRow.Meta):
        abstract = False
        verbose_name = _("制度和预案")
        verbose_name_plural = _("制度和预案")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            *PlacedRow.Meta.constraints,
            models.UniqueConstraint(fields=["supersedes"], name="provision_replaced_once", condition=Q(voided_at=None)),
            models.CheckConstraint(name="provision_replaces_another", condition=Q(supersedes=None) | ~Q(supersedes=F("pk"))),
            models.CheckConstraint(name="provision_ends_after_issue", condition=Q(ended_on=None) | Q(ended_on__gte=F("issued_on"))),
        ]

    def __str__(self):
        return f"{self.title}（{self.version}）"

    def get_absolute_url(self):
        return reverse("townships:provision", args=[self.pk])

    def days_counted(self):
        return years_touched(self.issued_on, self.ended_on)

    @property
    def is_plan(self):
        return self.kind == self.Kind.PLAN
