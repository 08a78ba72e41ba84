from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from townships.scope import ScopedQuerySet

from .people import User


class VoidableQuerySet(ScopedQuerySet):
    def counted(self):
        """What a figure may count: nothing is deleted, a wrong row is voided with a reason."""
        return self.filter(voided_at=None)


class Voidable(models.Model):
    """A ledger row that may have been counted: it is voided with a reason, never deleted."""

    voided_at = models.DateTimeField(_("作废时间"), null=True, blank=True, editable=False)
    voided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("作废人"))
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_void_has_reason", condition=Q(voided_at=None) | (Q(voided_by__isnull=False) & ~Q(void_reason=""))
            )
        ]
