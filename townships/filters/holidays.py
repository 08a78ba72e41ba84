from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, NumberFilter

from townships.models import Holiday


class HolidayFilter(FilterSet):
    year = NumberFilter(label=_("年度"), field_name="day__year", min_value=2000, max_value=2100)
    is_workday = ChoiceFilter(label=_("安排"), choices=[("0", _("放假")), ("1", _("调休上班"))], empty_label=_("全部"))

    class Meta:
        model = Holiday
        fields = []
