import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townships.models import County, User
from townships.scope import ScopedQuerySet


class BulletinQuerySet(ScopedQuerySet):
    def in_township(self, township):
        """What is circulated goes to every township of its county; what is written for the county's head does not."""
        return self.filter(county__in=County.objects.filter(places=township)).exclude(kind=Bulletin.Kind.BRIEF)

    def of_half_months(self):
        return self.filter(kind=Bulletin.Kind.MAJOR)

    def for_list(self):
        return self.select_related("created_by__person", "county")


class Bulletin(models.Model):
    """通报: how things stand with a county's hazards, written down, numbered and frozen on one day. Append-only."""

    county_path, township_path = "county", None

    class Kind(models.TextChoices):
        CIRCULAR = "circular", _("县通报")
        BRIEF = "brief", _("县长一页纸")
        MAJOR = "major", _("重大隐患半月通报")

    class Scope(models.TextChoices):
        CIRCULAR = "circular", _("已到“全县通报”一步的")
        OVERDUE = "overdue", _("全部逾期未销号的")

    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    county = models.ForeignKey(County, models.PROTECT, related_name="bulletins", verbose_name=_("县（市、区）"))
    kind = models.CharField(_("文种"), max_length=8, choices=Kind)
    year = models.PositiveSmallIntegerField(_("年度"))
    sequence = models.PositiveIntegerField(_("序号"))
    # The half month that a 半月通报 tells of (RULES section 4).
    starts_on = models.DateField(_("起"), null=True, blank=True)
    ends_on = models.DateField(_("止"), null=True, blank=True)
    issued_on = models.DateField(_("签发日期"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("签发人"))
    created_at = models.DateTimeField(_("签发时间"), default=timezone.now)
    content = models.JSONField(_("内容"))

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = _("通报")
        verbose_name_plural = _("通报")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["created_by", "submission"], name="bulletin_submission_once"),
            models.UniqueConstraint(fields=["county", "kind", "year", "sequence"], name="bulletin_number_once"),
            models.UniqueConstraint(fields=["county", "starts_on"], name="bulletin_half_month_once"),
            models.CheckConstraint(
                name="bulletin_of_majors_has_half_month",
                condition=Q(kind="major", starts_on__isnull=False, ends_on__isnull=False)
                | (~Q(kind="major") & Q(starts_on=None, ends_on=None)),
            ),
        ]

    def __str__(self):
        if self.kind == self.Kind.MAJOR:
            words = {"county": self.county, "year": self.year, "number": self.sequence}
            return gettext("%(county)s重大隐患半月通报（%(year)s年第%(number)s期）") % words
        return f"{self.content['title']} {self.content['number']}"

    def get_absolute_url(self):
        return reverse("hazards:circular" if self.kind == self.Kind.MAJOR else "hazards:bulletin", args=[self.pk])

    @property
    def total(self):
        """How many hazards it tells of that are not closed."""
        if self.kind == self.Kind.MAJOR:
            return self.content["counts"]["unclosed"]
        return self.content["totals"]["count"] if self.kind == self.Kind.BRIEF else self.content["count"]

    @property
    def overdue(self):
        """Of these, how many beyond their deadline: the other kinds tell of nothing else."""
        return self.content["counts"]["overdue"] if self.kind == self.Kind.MAJOR else self.total
