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


def naming():
    """The relations of whatever names a sum, on whichever floor it stands."""
    return [relation for relation in Investment._meta.related_objects if hasattr(relation.related_model, "get_absolute_url")]


def shared_elsewhere(row, sums):
    """(the yuan of these sums that something else was paid with too, of how many things): a query for each kind of thing."""
    shared, others = set(), 0
    for relation in naming():
        model, name = relation.related_model, relation.field.name
        rows = _only_counted(model.objects.filter(**{f"{name}__in": sums}))
        pairs = set(rows.order_by().values_list("pk", name)) if sums else set()
        pairs = {(pk, paid) for pk, paid in pairs if (model, pk) != (type(row), row.pk)}
        shared |= {paid for _pk, paid in pairs}
        others += len({pk for pk, _paid in pairs})
    return sum(one.amount for one in sums if one.pk in shared), others


def paid_with(investment, user):
    """[(what, rows)]: whatever names this sum, as far as the user may see it."""
    found = [(relation.related_model, getattr(investment, relation.get_accessor_name())) for relation in naming()]
    piles = [(model._meta.verbose_name, _counted(rows.visible_to(user))) for model, rows in found]
    return [(what, rows) for what, rows in piles if rows]


def _counted(rows):
    rows = _only_counted(rows)
    return list(rows.for_list() if hasattr(rows, "for_list") else rows)


def _only_counted(rows):
    return rows.counted() if hasattr(rows, "counted") else rows
