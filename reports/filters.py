from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, NumberFilter

from reports.models import AnnualReport


class AnnualReportFilter(FilterSet):
    year = NumberFilter(label=_("年度"))
    state = ChoiceFilter(label=_("状态"), choices=AnnualReport.State)

    class Meta:
        model = AnnualReport
        fields = ["year", "state"]
