"""What was changed in a row that counts stays to be read; where a published report counted it, a reason is asked for."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from townships.in_chinese import in_chinese
from townships.models import Amendment

NOTHING = "—"
# Functions of (county, day) that say whether something published counts that day; upper floors add theirs.
TELLERS = []


class ReasonNeeded(Exception):
    """A published report counts the row as it was: it is not changed without a word."""


def tells_of_reports(teller):
    TELLERS.append(teller)
    return teller


def is_reported(county, day):
    return any(teller(county, day) for teller in TELLERS)


def amendments_of(row):
    return Amendment.objects.filter(changed_model=row._meta.label_lower, changed_key=row.pk).select_related("by__person")


@in_chinese
def in_words(row, names):
    """{label: words} of these fields, Chinese as all that is kept for good."""
    return {str(row._meta.get_field(name).verbose_name): words(row, name) for name in names}


def words(row, name):
    choice = getattr(row, f"get_{name}_display", None)
    value = choice() if choice else getattr(row, name)
    if hasattr(value, "all"):
        return "、".join(sorted(str(one) for one in value.all())) or NOTHING
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return NOTHING if value in (None, "") else str(value)


def file_in_words(row):
    """The size tells a better scan from the one before, which often has the same name."""
    return f"{row.file_name}（{row.file_size:,} 字节）" if row.file else NOTHING


def note_amendment(row, before, after, *, by, reason="", at=None):
    """The Amendment, or None where both say the same. `before` and `after` are {label: words}."""
    changes = [[what, before[what], after[what]] for what in after if before[what] != after[what]]
    if not changes:
        return None
    told = {"changes": changes, "reason": reason, "by": by, "at": at or timezone.now()}
    return Amendment.objects.create(changed_model=row._meta.label_lower, changed_key=row.pk, **told)
