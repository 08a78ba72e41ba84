"""How activities and trainings enter the ledger, and how they are put right."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from townships.access import keeps_ledgers_of
from townships.amendments import NOTHING, ReasonNeeded, in_words, is_reported, note_amendment
from townships.in_chinese import in_chinese
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
def edit_activity(activity, *, by, pictures=(), reason="", **fields):
    """Put it right; ReasonNeeded where a published report counts it and nobody says why."""
    activity = _edit(activity, by, fields, reason)
    keep_pictures(activity, pictures, by=by)
    return activity


@transaction.atomic
def edit_training(training, *, by, reason="", **fields):
    """As of an activity."""
    return _edit(training, by, fields, reason)


@transaction.atomic
def take_attendance(training, *, by, among, present, reason=""):
    """Of the people `among` those `present` were there; everybody else stays as entered."""
    training = lock_counted(training)
    _check_keeper(training, by)
    before = _present(training)
    present = set(present)
    training.attendees.add(*present)
    training.attendees.remove(*[person for person in among if person not in present])
    _note(training, before, _present(training), by=by, reason=reason, days=[training.held_on])


def keep_pictures(activity, pictures, *, by):
    for picture in pictures:
        ActivityPicture.objects.create(activity=activity, added_by=by, **picture.as_fields())


def _enter(model, submission, by, at, fields):
    row = model(submission=submission, created_by=by, created_at=at or timezone.now(), county=by.county)
    return _write(row, by, {"township": None, **fields})


def _edit(row, by, fields, reason):
    row = lock_counted(row)
    _check_keeper(row, by)
    before, day = in_words(row, fields), row.held_on
    row = _write(row, by, fields)
    _note(row, before, in_words(row, fields), by=by, reason=reason, days=[day, row.held_on])
    return row


def _note(row, before, after, *, by, reason, days):
    noted = note_amendment(row, before, after, by=by, reason=reason)
    if noted and not reason and any(is_reported(row.county, day) for day in days):
        raise ReasonNeeded


@in_chinese
def _present(training):
    return {
        str(Training._meta.get_field("attendees").verbose_name): "、".join(str(person) for person in training.attendees.all()) or NOTHING
    }


def _write(row, by, fields):
    for name, value in fields.items():
        setattr(row, name, value)
    _check_keeper(row, by)
    row.save()
    return row


def _check_keeper(row, by):
    if not keeps_ledgers_of(by, row.township or row.county):
        raise PermissionDenied
