"""What somebody of the bureau found when looking at a signal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hazards.models import SignalReview
from townships.forms.fields import ForgivingText


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(label=_("结论"), choices=SignalReview.Verdict.choices, widget=forms.RadioSelect)
    note = ForgivingText(label=_("说明"), max_length=200, help_text=_("看了什么、为什么正常，或要复查什么"))
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)
