from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.models import Appraisal, Campaign, County, Township, User
from townships.scope import ScopedQuerySet


class VisitsQuerySet(ScopedQuerySet):
    def in_township(self, township):
        """Where a visit will lead is not told to those who are visited."""
        return self.none()

    def fitting(self, appraisal):
        """Draws of places that a bundle of this appraisal can carry: of its township, and of the round that it is scored for."""
        drawn = self.filter(kind=Draw.Kind.PLACES, township=appraisal.township_id)
        return drawn.filter(campaign=appraisal.candidacy.campaign_id) if appraisal.candidacy else drawn


class Draw(models.Model):
    """抽取: append-only. With its seed and its list anybody can draw again and get the same places (reports/draw.py)."""

    county_path, township_path = "county", None

    class Kind(models.TextChoices):
        TOWNSHIPS = "townships", _("抽取乡镇")
        PLACES = "places", _("抽取走访点")

    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name=_("县（市、区）"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="draws", verbose_name=_("创建活动"))
    township = models.ForeignKey(Township, models.PROTECT, null=True, related_name="draws", verbose_name=_("乡镇（街道）"))
    seed = models.CharField(_("种子"), max_length=64)
    parameters = models.JSONField(_("抽取办法"))
    # [[stratum, key, label], …] as it stood at the draw, with the size of a village's roll of households, and its SHA-256.
    population = models.JSONField(_("名单"))
    population_hash = models.CharField(_("名单校验值"), max_length=64)
    result = models.JSONField(_("结果"))
    reason = models.CharField(_("再次抽取的原因"), max_length=200, blank=True)
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("抽取人"))
    drawn_at = models.DateTimeField(_("抽取时间"))

    objects = VisitsQuerySet.as_manager()

    class Meta:
        verbose_name = _("随机抽取")
        verbose_name_plural = _("随机抽取")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="draw_of_places_names_township",
                condition=Q(kind="places", township__isnull=False) | Q(kind="townships", township=None),
            )
        ]

    def __str__(self):
        return _("%(whose)s%(what)s") % {"whose": self.township or self.county, "what": self.get_kind_display()}

    def get_absolute_url(self):
        return reverse("reports:draw", args=[self.pk])


class Bundle(models.Model):
    """验收包: append-only, frozen as it was put together; what is printed is `html`."""

    county_path, township_path = "appraisal__township__county", None

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="bundles", verbose_name=_("考评"))
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="bundles", verbose_name=_("抽取"))
    html = models.TextField(editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("编制人"))
    made_at = models.DateTimeField(_("编制时间"))

    objects = VisitsQuerySet.as_manager()

    class Meta:
        verbose_name = _("验收包")
        verbose_name_plural = _("验收包")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.appraisal} 验收包"
