"""A wrong row is voided with a reason: it stays to be read and is counted no more."""

from django.db import transaction
from django.utils import timezone


class AlreadyVoided(Exception):
    """Somebody voided it before; carries the row with whose reason stays."""

    def __init__(self, row):
        super().__init__(row.pk)
        self.row = row


@transaction.atomic
def void(row, *, by, reason, at=None):
    row = lock_counted(row)
    row.voided_at = at or timezone.now()
    row.voided_by = by
    row.void_reason = reason
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    return row


def lock_counted(row):
    """The row, locked, while it still counts: two clerks may void or edit it in the same second."""
    row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.voided_at:
        raise AlreadyVoided(row)
    return row
