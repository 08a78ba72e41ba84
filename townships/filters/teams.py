from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from townships.filters.places import sectors, townships_in_scope
from townships.models import TEAM_LEVELS, Level, Team

LEVELS = [(level.value, level.label) for level in Level if any(level in levels for levels in TEAM_LEVELS.values())]


class TeamFilter(FilterSet):
    """Teams that stand, unless those disbanded are asked for."""

    q = CharFilter(label=_("名称、拼音首字母或所属单位"), method="search")
    township = ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_in_scope)
    level = ChoiceFilter(label=_("层级"), choices=LEVELS, field_name="place__level")
    sector = ModelChoiceFilter(label=_("行业领域"), queryset=sectors)
    state = ChoiceFilter(label=_("状态"), choices=[("disbanded", _("已撤销")), ("all", _("全部"))], empty_label=_("现有"), method="stay")

    class Meta:
        model = Team
        fields = ["q", "township", "kind", "level", "sector", "state"]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        state, today = self.form.cleaned_data.get("state"), timezone.localdate()
        if state == "all":
            return queryset
        return queryset.filter(disbanded_on__lte=today) if state == "disbanded" else queryset.open_on(today)

    def search(self, teams, name, words):
        return teams.search(words)

    def stay(self, teams, name, state):
        return teams
