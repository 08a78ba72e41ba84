from django import forms
from django.utils.translation import gettext_lazy as _

from townships.forms.fields import DayField, ForgivingText
from townships.validators import sensible_date

MOST_DAYS = 31


class HolidayForm(forms.Form):
    name = ForgivingText(label=_("名称"), max_length=30, help_text=_("如：春节、国庆节调休、县庆"))
    is_workday = forms.TypedChoiceField(
        label=_("安排"),
        choices=[("", _("放假")), ("1", _("调休上班"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    start = DayField(label=_("从"), validators=[sensible_date])
    end = DayField(label=_("到"), required=False, validators=[sensible_date], help_text=_("只有一天的不填"))

    def clean(self):
        given = super().clean()
        start, end = given.get("start"), given.get("end") or given.get("start")
        if start and end and end < start:
            self.add_error("end", _("结束日期不能早于开始日期。"))
        elif start and end and (end - start).days >= MOST_DAYS:
            self.add_error("end", _("一次最多录入 %(days)s 天，请核对日期。") % {"days": MOST_DAYS})
        return given | {"end": end}
