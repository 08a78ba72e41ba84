"""How a row about a place enters a ledger, and how it is put right."""

from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from townships.access import keeps_ledgers_of, writes
from townships.amendments import ReasonNeeded, file_in_words, in_words, is_reported, note_amendment
from townships.models import KeptDocument
from townships.submissions import once
from townships.voiding import lock_counted

FILE = "文件"


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
def amend(row, *, by, place, reason="", **fields):
    """Put a row right that still counts; what it was stays to be read beside it.

    ReasonNeeded where nobody says why, though an appraisal or a published report rests on what was changed.
    """
    row = lock_counted(row)
    _check_keeper(row, by)
    before, weighty, days = _told(row, fields), in_words(row, row.asks_why), row.days_counted()
    written(row, by, place, fields)
    with _told_apart(row), transaction.atomic():
        row.save()
    noted = note_amendment(row, before, _told(row, fields), by=by, reason=reason)
    if noted and not reason and (in_words(row, row.asks_why) != weighty or _is_reported(row, [*days, *row.days_counted()])):
        raise ReasonNeeded
    return row


def _told(row, fields):
    """{label: words} of what a form may change; a file by its name and size."""
    kept = {field.name for field in KeptDocument._meta.fields}
    told = in_words(row, ["place", "township", *(name for name in fields if name not in kept)])
    return {**told, FILE: file_in_words(row)} if isinstance(row, KeptDocument) else told


def _is_reported(row, days):
    return any(is_reported(row.county, day) for day in days)


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
    if not (writes(by, type(row)) and keeps_ledgers_of(by, row.township or row.county)):
        raise PermissionDenied
