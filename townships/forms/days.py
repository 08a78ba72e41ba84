from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.forms.fields import DayField
from townships.validators import sensible_date


class DayForm(forms.Form):
    """`?on=2026-11-24`: the day as of which a page is asked for; today unless a sensible one is given."""

    on = DayField(label=_("查看日期"), required=False, validators=[sensible_date])

    @property
    def day(self):
        self.is_valid()
        return self.cleaned_data.get("on") or timezone.localdate()


def day_form(request):
    return DayForm({"on": request.GET.get("on") or timezone.localdate()})
