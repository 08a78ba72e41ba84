from django import forms
from django.utils.translation import gettext_lazy as _

from townships.forms.days import DayForm
from townships.models import Campaign, County


class StatisticsForm(DayForm):
    """Of which county and round, and on which day; what can't be understood filters nothing."""

    county = forms.ModelChoiceField(County.objects.none(), label=_("县（市、区）"), required=False, empty_label=_("全部"))
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("创建活动"), required=False, empty_label=_("全部"))

    field_order = ["county", "campaign", "on"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("统计日期")
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user).order_by("county", "-starts_on")
        if user.has_whole_deployment:
            self.fields["county"].queryset = County.objects.visible_to(user)
            self.fields["campaign"].label_from_instance = lambda round_: f"{round_.county} {round_}"
        else:
            del self.fields["county"]

    def rounds(self):
        """The rounds asked for, begun by that day."""
        found = self.fields["campaign"].queryset.filter(starts_on__lte=self.day).select_related("county")
        asked = {"county": self.cleaned_data.get("county"), "pk": (self.cleaned_data.get("campaign") or Campaign()).pk}
        return found.filter(**{name: value for name, value in asked.items() if value})
