from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ModelChoiceFilter

from townships.filters.ledger import LedgerFilter

from .models import Activity, ActivityKind, Training


class ActivityFilter(LedgerFilter):
    kind = ModelChoiceFilter(label=_("类别"), queryset=ActivityKind.objects.all())
    is_safety_month = BooleanFilter(label=_("安全生产月活动"))

    class Meta:
        model = Activity
        fields = ["q", "township", "kind", "start", "end", "is_safety_month", "state"]


class TrainingFilter(LedgerFilter):
    class Meta:
        model = Training
        fields = ["q", "township", "audience", "start", "end", "state"]
