from django import forms
from django.utils.translation import gettext_lazy as _

from townships.forms.fields import ForgivingText


class VoidForm(forms.Form):
    reason = ForgivingText(label=_("作废原因"), max_length=200, help_text=_("如：重复登记、数量有误已另行登记"))
