"""A visit of long ago is asked about: mostly it is a slip of the finger in the year or the month."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.forms.fields import AskedTick, ask


def old_day_field():
    return AskedTick(label=_("确为那一天的检查"))


def ask_about_old_day(form, name, day):
    """`name`: of the form's old_day_field."""
    days = (timezone.localdate() - day).days
    if days > settings.OLD_VISIT_DAYS and not form.cleaned_data.get(name):
        question = _("检查日期 %(day)s 距今已有 %(days)s 天，请核对年月日。确为那一天的检查、现在补录的，请勾选后再保存。")
        ask(form, name, question % {"day": day, "days": days})
