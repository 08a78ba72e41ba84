"""How a sum of money enters the ledger."""

from operator import attrgetter

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from townships.access import keeps_ledgers_of
from townships.models import Investment, PaymentEvent
from townships.submissions import once

Action = PaymentEvent.Action


def record_investment(*, by, at=None, submission=None, township=None, **fields):
    """Enter one sum; the same submission sent twice is one row. No township means the county's own spending.

    `spent_on`, `amount` (yuan), `source` and `purpose` are needed.
    """
    if not keeps_ledgers_of(by, township or by.county):
        raise PermissionDenied

    def enter(submission):
        return Investment.objects.create(
            submission=submission, county=by.county, township=township, created_by=by, created_at=at or timezone.now(), **fields
        )

    return once(Investment, submission, by=by, enter=enter)


@transaction.atomic
def link_sums(row, investments, *, by, at=None):
    """Say which sums a work, a hazard or a drive was paid with; what changed is written down. A link adds no money."""
    # Lock what was paid for: two clerks may tick its sums in the same second.
    type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    before, after = set(row.investments.all()), set(investments)
    row.investments.set(after)
    told = {"paid_model": row._meta.label_lower, "paid_key": row.pk, "paid_for": str(row)[:200], "by": by, "at": at or timezone.now()}
    changes = [(Action.LINK, after - before), (Action.UNLINK, before - after)]
    PaymentEvent.objects.bulk_create(
        PaymentEvent(investment=investment, action=action, **told)
        for action, changed in changes
        for investment in sorted(changed, key=attrgetter("pk"))
    )


def payments_of(row):
    """The history of which sums something was paid with, newest first."""
    events = PaymentEvent.objects.filter(paid_model=row._meta.label_lower, paid_key=row.pk)
    return events.select_related("investment", "by__person").order_by("-pk")


def paid_with(investment, user):
    """[(what, rows)]: whatever names this sum, on whichever floor it stands, as far as the user may see it."""
    named = [relation for relation in Investment._meta.related_objects if hasattr(relation.related_model, "get_absolute_url")]
    found = [(relation.related_model, getattr(investment, relation.get_accessor_name())) for relation in named]
    piles = [(model._meta.verbose_name, _counted(rows.visible_to(user))) for model, rows in found]
    return [(what, rows) for what, rows in piles if rows]


def _counted(rows):
    rows = rows.counted() if hasattr(rows, "counted") else rows
    return list(rows.for_list() if hasattr(rows, "for_list") else rows)
