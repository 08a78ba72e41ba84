"""A form that is sent twice (a second press, a poor network) is entered once."""

import uuid

from django.db import IntegrityError, transaction


def once(model, submission, *, by, enter):
    """The row of this user's submission, whether it is entered now, was before, or is being entered in this very moment.

    `enter(submission)` makes the row; the model holds (created_by, submission) unique.
    """
    submission = submission or uuid.uuid4()
    mine = model.objects.filter(created_by=by, submission=submission)
    try:
        with transaction.atomic():
            return mine.first() or enter(submission)
    except IntegrityError:
        # Its twin was committed between our look and our insert.
        if row := mine.first():
            return row
        raise
