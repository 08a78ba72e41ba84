from django import forms
from django.utils.translation import gettext_lazy as _

from hazards.models import Bulletin, EscalationStep, QuietHours
from townships.forms.based_on import ComparedRowForm
from townships.forms.fields import SubmissionField


class AnswerForm(forms.Form):
    """已督办: what was done about a step."""

    note = forms.CharField(
        label=_("督办情况"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("何时、向谁、提了什么要求，对方答复什么时候完成"),
    )


class StepForm(ComparedRowForm):
    class Meta:
        model = EscalationStep
        fields = ["days", "in_workdays", "enterprises_only", "is_in_use", "source"]
        help_texts = {"days": _("整改期限过后第几天；期限当天不算")}


class QuietHoursForm(ComparedRowForm):
    class Meta:
        model = QuietHours
        fields = ["starts_at", "ends_at", "rest_days"]
        widgets = {name: forms.TimeInput(format="%H:%M", attrs={"type": "time"}) for name in ("starts_at", "ends_at")}
        help_texts = {"ends_at": _("早于“从”的，到第二天")}


class CircularForm(forms.Form):
    scope = forms.ChoiceField(label=_("通报范围"), choices=Bulletin.Scope.choices, widget=forms.RadioSelect)
    submission = SubmissionField()
