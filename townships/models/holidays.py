from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from townships.scope import ScopedQuerySet

from .places import County


class HolidayQuerySet(ScopedQuerySet):
    """What holds for everybody is seen by everybody."""

    def in_county(self, county):
        return self.filter(Q(county=None) | Q(county=county))

    def in_township(self, township):
        # Not a join: it would list a day once for every place of the county.
        return self.filter(Q(county=None) | Q(county__in=County.objects.filter(places=township)))


class Holiday(models.Model):
    """节假日: a day that the built-in calendar doesn't know yet, or that this county keeps otherwise. It overrides the calendar."""

    county_path, township_path = "county", None

    county = models.ForeignKey(
        County,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="holidays",
        verbose_name=_("县（市、区）"),
        help_text=_("不填为各县通用"),
    )
    day = models.DateField(_("日期"))
    is_workday = models.BooleanField(_("安排"), choices=[(False, _("放假")), (True, _("调休上班"))], default=False)
    name = models.CharField(_("名称"), max_length=30)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("节假日")
        verbose_name_plural = _("节假日")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["county", "day"], name="holiday_once_in_county"),
            models.UniqueConstraint(fields=["day"], name="holiday_once_for_everybody", condition=Q(county=None)),
        ]

    def __str__(self):
        return f"{self.day} {self.name}"
