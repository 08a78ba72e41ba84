"""How activities and trainings enter the ledger, and how they are put right."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from townships.access import keeps_ledgers_of
from townships.submissions import once
from townships.voiding import lock_counted

from .models import Activity, ActivityPicture, Training


def log_activity(*, by, at=None, submission=None, pictures=(), **fields):
    """Enter one act of publicity; the same submission sent twice is one row.

    `kind`, `quantity`, `held_on` and `title` are needed. No township means the county itself. `pictures` are CleanPicture.
    """

    def enter(submission):
        activity = _enter(Activity, submission, by, at, fields)
        keep_pictures(activity, pictures, by=by)
        return activity

    return once(Activity, submission, by=by, enter=enter)


def log_training(*, by, at=None, submission=None, attendees=(), **fields):
    """Enter one class; `attendees` are people of the roster, `others_present` the number of everybody else."""

    def enter(submission):
        training = _enter(Training, submission, by, at, fields)
        training.attendees.set(attendees)
        return training

    return once(Training, submission, by=by, enter=enter)


@transaction.atomic
def edit_activity(activity, *, by, pictures=(), **fields):
    activity = _edit(activity, by, fields)
    keep_pictures(activity, pictures, by=by)
    return activity


@transaction.atomic
def edit_training(training, *, by, **fields):
    return _edit(training, by, fields)


@transaction.atomic
def take_attendance(training, *, by, among, present):
    """Of the people `among` those `present` were there; everybody else stays as entered."""
    training = _edit(training, by, {})
    present = set(present)
    training.attendees.add(*present)
    training.attendees.remove(*[person for person in among if person not in present])


def keep_pictures(activity, pictures, *, by):
    for picture in pictures:
        ActivityPicture.objects.create(activity=activity, added_by=by, **picture.as_fields())


def _enter(model, submission, by, at, fields):
    row = model(submission=submission, created_by=by, created_at=at or timezone.now(), county=by.county)
    return _write(row, by, {"township": None, **fields})


def _edit(row, by, fields):
    row = lock_counted(row)
    _check_keeper(row, by)
    return _write(row, by, fields)


def _write(row, by, fields):
    for name, value in fields.items():
        setattr(row, name, value)
    _check_keeper(row, by)
    row.save()
    return row


def _check_keeper(row, by):
    if not keeps_ledgers_of(by, row.township or row.county):
        raise PermissionDenied
