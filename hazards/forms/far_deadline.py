"""The first deadline of a general hazard is asked about where it is far off: mostly it is a slip of the finger in the year."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.forms.fields import AskedTick, ask

TICK = "is_far"


def far_deadline_field():
    return AskedTick(label=_("整改期限确定无误"))


def ask_about_far_deadline(form, days):
    """`days`: those that were typed; the form has a far_deadline_field named TICK."""
    latest = timezone.localdate() + timedelta(days=settings.FIRST_DEADLINE_DAYS)
    far = [day for day in days if day and day > latest]
    if far and not form.cleaned_data.get(TICK):
        question = _("整改期限 %(day)s 距今超过 %(days)s 天，请核对。一般隐患应当尽快整改；期限确定无误的，请勾选后再提交。")
        ask(form, TICK, question % {"day": max(far), "days": settings.FIRST_DEADLINE_DAYS})
