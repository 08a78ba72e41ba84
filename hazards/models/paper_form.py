import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.models import Township, User, Voidable, VoidableQuerySet
from townships.scope import ScopedQuerySet

from .inspection import Inspection


class FormBatch(models.Model):
    """一批纸质排查表: printed together as one PDF, given to village officers."""

    county_path, township_path = "township__county", "township"

    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    township = models.ForeignKey(Township, models.PROTECT, related_name="form_batches", verbose_name=_("乡镇（街道）"))
    year = models.PositiveSmallIntegerField(_("年度"))
    first = models.PositiveIntegerField(_("起始号"))
    last = models.PositiveIntegerField(_("终止号"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("制表人"))
    created_at = models.DateTimeField(_("制表时间"))
    # Under which the server was reached by whoever asked: the worker knows no address of its own.
    site_address = models.URLField(_("系统网址"), max_length=200)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("纸质表批次")
        verbose_name_plural = _("纸质表批次")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["created_by", "submission"], name="form_batch_submission_once"),
            models.CheckConstraint(name="form_batch_has_forms", condition=Q(first__gte=1, last__gte=F("first"))),
        ]

    def __str__(self):
        return f"{number_of(self.township, self.year, self.first)}—{self.last}号"

    def get_absolute_url(self):
        return reverse("hazards:form_batch", args=[self.pk])


class PaperFormQuerySet(VoidableQuerySet):
    def outstanding(self):
        """Handed out, and neither spoilt nor typed in as a visit that stands."""
        return self.counted().filter(Q(inspection=None) | Q(inspection__voided_at__isnull=False))

    def typed_in(self):
        return self.filter(inspection__isnull=False, inspection__voided_at=None)

    def for_list(self):
        """With all that a row of the list shows."""
        return self.select_related("township", "batch", "inspection__place", "typed_by__person")


class PaperForm(Voidable):
    """纸质排查表: one sheet of paper with a serial number, filled by hand, typed in once."""

    county_path, township_path = "township__county", "township"
    named_by = ("township",)

    batch = models.ForeignKey(FormBatch, models.PROTECT, related_name="forms", verbose_name=_("批次"))
    township = models.ForeignKey(Township, models.PROTECT, related_name="paper_forms", verbose_name=_("乡镇（街道）"))
    year = models.PositiveSmallIntegerField(_("年度"))
    sequence = models.PositiveIntegerField(_("序号"))
    inspection = models.OneToOneField(
        Inspection, models.PROTECT, null=True, blank=True, related_name="paper_form", verbose_name=_("录入的检查")
    )
    typed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("录入人"))
    typed_at = models.DateTimeField(_("录入时间"), null=True, blank=True)

    objects = PaperFormQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("纸质排查表")
        verbose_name_plural = _("纸质排查表")
        ordering = ["-year", "-sequence"]
        constraints = [
            *Voidable.Meta.constraints,
            models.UniqueConstraint(fields=["township", "year", "sequence"], name="paper_form_number_once"),
            models.CheckConstraint(
                name="paper_form_typed_by_somebody",
                condition=Q(inspection=None, typed_by=None, typed_at=None)
                | Q(inspection__isnull=False, typed_by__isnull=False, typed_at__isnull=False),
            ),
            models.CheckConstraint(name="paper_form_typed_or_spoilt", condition=Q(inspection=None) | Q(voided_at=None)),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("hazards:paper_form", args=[self.pk])

    @property
    def number(self):
        """官亭表〔2026〕1号. Queries the township when it was not selected along."""
        return number_of(self.township, self.year, self.sequence)

    @property
    def is_outstanding(self):
        """Queries the visit when it was not selected along."""
        return self.voided_at is None and (self.inspection_id is None or self.is_to_be_typed_again)

    @property
    def is_to_be_typed_again(self):
        """Typed in as a visit that was voided since: under the wrong village, say. Queries the visit when it was not selected along."""
        return self.inspection_id is not None and self.inspection.voided_at is not None


def number_of(township, year, sequence):
    return f"{township.document_prefix}表〔{year}〕{sequence}号"
