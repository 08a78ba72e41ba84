from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, ModelChoiceFilter, NumberFilter

from reports.models import AnnualReport, Draw
from townships.filters.places import townships_in_scope


class AnnualReportFilter(FilterSet):
    year = NumberFilter(label=_("年度"))
    state = ChoiceFilter(label=_("状态"), choices=AnnualReport.State)

    class Meta:
        model = AnnualReport
        fields = ["year", "state"]


class DrawFilter(FilterSet):
    kind = ChoiceFilter(label=_("类别"), choices=Draw.Kind)
    township = ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_in_scope)

    class Meta:
        model = Draw
        fields = ["kind", "township"]
