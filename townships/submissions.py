"""A form that is sent twice (a second press, a poor network) is entered once."""

import uuid

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _


def mark_of(text):
    """The UUID of a submission, or None for what is none: somebody changed the page, or left it out."""
    try:
        return uuid.UUID(str(text).strip())
    except ValueError:
        return None


def once(model, submission, *, by, enter):
    """The row of this user's submission, whether it is entered now, was before, or is being entered in this very moment.

    `enter(submission)` makes the row; the model holds (created_by, submission) unique. A row that was there has `was_sent_before`.
    """
    submission = submission or uuid.uuid4()
    mine = model.objects.filter(created_by=by, submission=submission)
    try:
        with transaction.atomic():
            return _as_sent_before(mine.first()) or enter(submission)
    except IntegrityError:
        # Its twin was committed between our look and our insert.
        if row := _as_sent_before(mine.first()):
            return row
        raise


def _as_sent_before(row):
    if row:
        row.was_sent_before = True
    return row


def tell_if_sent_before(request, row):
    """The row; and to whoever went back in the browser and saved again: what stands there, and that nothing was added or changed."""
    if getattr(row, "was_sent_before", False):
        messages.warning(request, sent_before())
    return row


def sent_before():
    return _("这张表单已经提交过，这里是当时登记的内容：没有再登记一条，改动也没有保存。要另登记的，请重新打开登记页。")
