from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter, NumberFilter

from townships.filters.places import townships_in_scope
from townships.models import Appraisal, ScoreSheet
from townships.widgets import InitialsSelect


class ScoreSheetFilter(FilterSet):
    q = CharFilter(label=_("名称或依据文件"), method="search")
    year = NumberFilter(label=_("年度"), min_value=2000, max_value=2100)
    state = ChoiceFilter(label=_("状态"), choices=ScoreSheet.State)

    class Meta:
        model = ScoreSheet
        fields = ["q", "year", "state"]

    def search(self, sheets, name, words):
        return sheets.filter(name__icontains=words) | sheets.filter(source__icontains=words)


class AppraisalFilter(FilterSet):
    township = ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_in_scope, widget=InitialsSelect)
    year = NumberFilter(label=_("年度"), field_name="sheet__year", min_value=2000, max_value=2100)
    state = ChoiceFilter(label=_("状态"), choices=Appraisal.State)
    result = ChoiceFilter(label=_("结果"), choices=[("1", _("合格")), ("0", _("不合格"))], method="of_result")

    class Meta:
        model = Appraisal
        fields = ["township", "year", "state", "result"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.township_id:
            del self.filters["township"]

    def filter_queryset(self, queryset):
        """Voided ones are listed when they are asked for."""
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("state") else queryset.exclude(state=Appraisal.State.VOID)

    def of_result(self, appraisals, name, passed):
        return appraisals.filter(is_passed=passed == "1")
