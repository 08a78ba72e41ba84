"""How a row about a place enters a ledger, and how it is put right."""

from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from townships.access import keeps_ledgers_of
from townships.submissions import once
from townships.voiding import lock_counted


class AlreadyThere(Exception):
    """The same was entered before, or in this very moment; carries that row."""

    def __init__(self, row):
        super().__init__(row.pk)
        self.row = row


def record(model, *, by, place, at=None, submission=None, **fields):
    """Enter one row; the same submission sent twice is one row."""
    row = written(model(created_by=by, created_at=at or timezone.now()), by, place, fields)

    def enter(submission):
        row.submission = submission
        row.save(force_insert=True)
        return row

    with _told_apart(row):
        return once(model, submission, by=by, enter=enter)


@transaction.atomic
def amend(row, *, by, place, **fields):
    """Put a row right that still counts."""
    row = lock_counted(row)
    _check_keeper(row, by)
    written(row, by, place, fields)
    with _told_apart(row), transaction.atomic():
        row.save()
    return row


@contextmanager
def _told_apart(row):
    """The database refuses a second row that says the same; whoever came second is told of the first."""
    try:
        yield
    except IntegrityError as error:
        if twin := row.twins().first():
            raise AlreadyThere(twin) from error
        raise


def written(row, by, place, fields):
    """The row with these fields at this place, not saved; PermissionDenied where this user keeps no ledger."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.stand_at(place)
    _check_keeper(row, by)
    return row


def _check_keeper(row, by):
    if not keeps_ledgers_of(by, row.township or row.county):
        raise PermissionDenied
