from django import forms
from django.utils.translation import gettext_lazy as _

from townships.forms.days import DayForm
from townships.gaps import Reason
from townships.models import DutyKind, Level, Township


class GapFilterForm(DayForm):
    """Which gaps, as of which day. What can't be understood is left out of the filter and said beside its field."""

    township = forms.ModelChoiceField(Township.objects.none(), label=_("乡镇（街道）"), required=False, empty_label=_("全部"))
    level = forms.ChoiceField(label=_("层级"), choices=[("", _("全部")), *Level.choices], required=False)
    duty = forms.ModelChoiceField(DutyKind.objects.all(), to_field_name="key", label=_("岗位"), required=False, empty_label=_("全部"))
    reason = forms.ChoiceField(label=_("原因"), choices=[("", _("全部")), *Reason.choices], required=False)

    field_order = ["township", "level", "duty", "reason", "on"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["township"].queryset = Township.objects.visible_to(user)

    def asked(self, name):
        self.is_valid()
        return self.cleaned_data.get(name) or None

    def matches(self, gap):
        level, duty, reason = self.asked("level"), self.asked("duty"), self.asked("reason")
        return (
            (level is None or gap.place.level == level)
            and (duty is None or gap.rule.kind_id == duty.pk)
            and (reason is None or gap.reason == reason)
        )
