from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, ModelChoiceFilter

from townships.filters.places import townships_in_scope
from townships.models import County
from townships.validators import sensible_date


def counties_in_scope(request):
    return County.objects.visible_to(request.user)


def day(label, **kwargs):
    """A day of a period; the first and the last day that a calendar has leave no room for a midnight."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return DateFilter(label=label, widget=widget, validators=[sensible_date], **kwargs)


class CountedFilter(FilterSet):
    """Rows that count, unless the voided ones are asked for: as many as the figure that links here says."""

    day_field = "held_on"
    text_fields = ["title", "venue", "note"]

    q = CharFilter(label=_("名称、地点或说明"), method="search")
    start = day(_("起"), method="since")
    end = day(_("止"), method="until")
    state = ChoiceFilter(label=_("状态"), choices=[("void", _("已作废")), ("all", _("全部"))], empty_label=_("有效"), method="stay")

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        state = self.form.cleaned_data.get("state")
        if state == "all":
            return queryset
        return queryset.exclude(voided_at=None) if state == "void" else queryset.counted()

    def search(self, rows, name, words):
        found = Q()
        for field in self.text_fields:
            found |= Q(**{f"{field}__icontains": words})
        return rows.filter(found)

    def since(self, rows, name, day):
        return rows.filter(**{f"{self.day_field}__gte": day})

    def until(self, rows, name, day):
        return rows.filter(**{f"{self.day_field}__lte": day})

    def stay(self, rows, name, state):
        return rows


class LedgerFilter(CountedFilter):
    """The same, of a ledger in which townships and the county itself write."""

    township = ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_in_scope, null_label=_("县本级"))
    # Set by the links of the totals of a city with several counties.
    county = ModelChoiceFilter(queryset=counties_in_scope, widget=forms.HiddenInput)
