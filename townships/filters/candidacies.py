from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter, ModelMultipleChoiceFilter

from townships.candidacy_statistics import COUNTS, counted_as
from townships.filters.ledger import counties_in_scope, day
from townships.filters.places import townships_in_scope
from townships.models import Campaign, Candidacy, Tier


def rounds_in_scope(request):
    return Campaign.objects.visible_to(request.user).order_by("-starts_on")


class CandidacyFilter(FilterSet):
    q = CharFilter(label=_("乡镇或牌匾编号"), method="search")
    county = ModelChoiceFilter(label=_("县（市、区）"), queryset=counties_in_scope, field_name="township__county")
    township = ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_in_scope)
    tier = ChoiceFilter(label=_("级别"), choices=Tier)
    state = ChoiceFilter(label=_("现在的状态"), choices=Candidacy.State)
    due = ChoiceFilter(label=_("提醒"), choices=[("soon", _("即将期满")), ("plate", _("牌匾待收回"))], method="due_for")
    counted = ChoiceFilter(label=_("统计口径"), choices=[(key, word) for key, (word, _rows) in COUNTS.items()], method="counts")
    on = day(_("统计日期"), method="asked_with_counted")
    # Set by the links of the statistics, whose sums go over several rounds.
    campaign = ModelMultipleChoiceFilter(queryset=rounds_in_scope, widget=forms.MultipleHiddenInput, label=_("创建活动"))

    class Meta:
        model = Candidacy
        fields = ["q", "county", "township", "tier", "state", "due", "counted", "on", "campaign"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.user.has_whole_deployment:
            del self.filters["county"]

    def search(self, rows, name, words):
        return rows.filter(township__name__icontains=words) | rows.filter(plate_number__icontains=words)

    def due_for(self, rows, name, what):
        return rows.running_out(timezone.localdate()) if what == "soon" else rows.with_plate_to_take_back()

    def counts(self, rows, name, key):
        return counted_as(rows, key, self.form.cleaned_data.get("on") or timezone.localdate())

    def asked_with_counted(self, rows, name, day):
        """The day narrows nothing by itself: it says on which day 统计口径 counts."""
        return rows
