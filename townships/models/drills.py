from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .placed import PlacedRow
from .places import Level
from .provisions import Provision


class Drill(PlacedRow):
    """应急演练: who rehearsed which plan, what came out and what was done about it."""

    levels = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE, Level.ENTERPRISE, Level.KEY_SITE)
    shown_along = ("plan",)
    once_on = ("place", "held_on", "title")

    title = models.CharField(_("演练名称"), max_length=80)
    held_on = models.DateField(_("演练日期"))
    plan = models.ForeignKey(Provision, models.PROTECT, null=True, blank=True, related_name="drills", verbose_name=_("所演练预案"))
    venue = models.CharField(_("地点"), max_length=80, blank=True)
    people_present = models.PositiveIntegerField(_("参加人数（人）"), validators=[MinValueValidator(1), MaxValueValidator(100_000)])
    evaluation = models.TextField(_("评估情况"), max_length=2000)
    measures = models.TextField(_("整改完善措施"), max_length=2000, blank=True)

    class Meta(PlacedRow.Meta):
        abstract = False
        verbose_name = _("应急演练")
        verbose_name_plural = _("应急演练")
        ordering = ["-held_on", "-pk"]
        constraints = [
            *PlacedRow.Meta.constraints,
            models.CheckConstraint(name="drill_has_people", condition=Q(people_present__gt=0)),
            models.UniqueConstraint(fields=["place", "held_on", "title"], name="drill_once", condition=Q(voided_at=None)),
        ]
        indexes = [models.Index(fields=["township", "held_on"])]

    def __str__(self):
        return f"{self.held_on} {self.title}"

    def get_absolute_url(self):
        return reverse("townships:drill", args=[self.pk])

    def days_counted(self):
        return [self.held_on]
