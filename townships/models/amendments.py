from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import User


class Amendment(models.Model):
    """Append-only: who put which row right, from what to what, and why. The row may stand on an upper floor."""

    changed_model = models.CharField(max_length=60)
    changed_key = models.PositiveBigIntegerField()
    # [[what, before, after], …] in the words of the day.
    changes = models.JSONField(_("改动"))
    reason = models.CharField(_("修改原因"), max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("修改人"))
    at = models.DateTimeField(_("修改时间"), default=timezone.now)

    class Meta:
        verbose_name = _("修改记录")
        verbose_name_plural = _("修改记录")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["changed_model", "changed_key"])]

    def __str__(self):
        return "；".join(f"{what}：{before} → {after}" for what, before, after in self.changes)
