from django import forms
from django.utils.translation import gettext_lazy as _

from hazards.ladders import calendar_days, lock, neighbours, own_quiet_hours, own_step, spoken_days
from hazards.models import Bulletin, EscalationStep, QuietHours
from townships.forms.based_on import OwnOrSampleForm
from townships.forms.fields import SubmissionField


class AnswerForm(forms.Form):
    """已督办: what was done about a step."""

    note = forms.CharField(
        label=_("督办情况"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("何时、向谁、提了什么要求，对方答复什么时候完成"),
    )

    def __init__(self, *args, instead_of=None, **kwargs):
        super().__init__(*args, **kwargs)
        if instead_of:
            # A free note must not pass for the measure itself.
            self.fields["note"].label = _("没有“%(measure)s”的理由和代替的做法") % {"measure": instead_of}
            self.fields["note"].help_text = _("登记后不再列入督办；经过中写明没有采取这一措施")


class StepForm(OwnOrSampleForm):
    class Meta:
        model = EscalationStep
        fields = ["days", "in_workdays", "enterprises_only", "is_in_use", "source"]
        help_texts = {"days": _("整改期限过后第几天；期限当天不算")}

    def current(self):
        lock(self.instance.county)
        return own_step(self.instance.county, self.instance.rung)

    def clean(self):
        given = super().clean()
        if given.get("is_in_use") and given.get("days"):
            self._check_order(given)
        return given

    def _check_order(self, given):
        """The ladder is climbed from the foot up: a letter that is due before the report below it would be held up by it in silence."""
        below, above = neighbours(self.instance.county_id, self.instance.rung)
        own = calendar_days(given["days"], in_workdays=given["in_workdays"])
        if below and own < calendar_days(below.days, in_workdays=below.in_workdays):
            words = _("不能早于前一步“%(step)s”（超期 %(days)s）。请改天数，或先改那一步。")
            self.add_error("days", words % {"step": below, "days": spoken_days(below)})
        if above and own > calendar_days(above.days, in_workdays=above.in_workdays):
            words = _("不能晚于后一步“%(step)s”（超期 %(days)s）。请改天数，或先改那一步。")
            self.add_error("days", words % {"step": above, "days": spoken_days(above)})


class QuietHoursForm(OwnOrSampleForm):
    class Meta:
        model = QuietHours
        fields = ["starts_at", "ends_at", "rest_days"]
        widgets = {name: forms.TimeInput(format="%H:%M", attrs={"type": "time"}) for name in ("starts_at", "ends_at")}
        help_texts = {"ends_at": _("早于“从”的，到第二天")}

    def current(self):
        lock(self.instance.county)
        return own_quiet_hours(self.instance.county)


class CircularForm(forms.Form):
    scope = forms.ChoiceField(label=_("通报范围"), choices=Bulletin.Scope.choices, widget=forms.RadioSelect)
    submission = SubmissionField()
