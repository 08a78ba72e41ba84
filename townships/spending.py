"""How a sum of money enters the ledger."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from townships.access import keeps_ledgers_of
from townships.models import Investment
from townships.submissions import once


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


def link_sums(row, investments):
    """Say which sums a work, a hazard or a drive was paid with. The sums count as before: a link adds no money."""
    row.investments.set(investments)
