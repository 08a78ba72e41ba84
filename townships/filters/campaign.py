from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, FilterSet

from townships.models import Campaign


class CampaignFilter(FilterSet):
    q = CharFilter(label=_("名称"), field_name="name", lookup_expr="icontains")

    class Meta:
        model = Campaign
        fields = ["q"]
