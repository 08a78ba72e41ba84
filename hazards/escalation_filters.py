"""What the list of urged hazards can be filtered by."""

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from hazards.escalation_tables import LABELS
from hazards.filters import FromDay, ScopedFilterSet, ToDay, townships_of
from hazards.models import Bulletin, Escalation, Hazard, Rung
from townships.models import Sector


class EscalationFilter(ScopedFilterSet):
    """What still has to be urged, unless something else is asked for."""

    q = django_filters.CharFilter(label=_("编号、描述、单位或拼音首字母"), method="search")
    township = django_filters.ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_of, field_name="hazard__township")
    rung = django_filters.ChoiceFilter(label=_("督办步骤"), choices=Rung.choices)
    mine = django_filters.ChoiceFilter(label=_("谁督办"), choices=[("1", _("我的"))], method="filter_mine")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=[*LABELS.items(), ("all", _("全部"))], method="stay")
    sector = django_filters.ModelChoiceFilter(label=_("行业领域"), queryset=Sector.objects.all(), field_name="hazard__sector")
    grade = django_filters.ChoiceFilter(label=_("等级"), choices=Hazard.Grade.choices, field_name="hazard__grade")
    person = django_filters.CharFilter(label=_("督办责任人"), field_name="answers__name", lookup_expr="icontains")
    raised_from = FromDay(label=_("督办日期从"), field_name="raised_at")
    raised_to = ToDay(label=_("督办日期到"), field_name="raised_at")
    highest = django_filters.ChoiceFilter(label=_("步骤"), choices=[("1", _("只看到了哪一步"))], method="filter_highest")

    class Meta:
        model = Escalation
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["state"].extra["empty_label"] = LABELS["todo"]

    def filter_queryset(self, steps):
        steps = super().filter_queryset(steps)
        narrow = {"all": lambda: steps, "done": steps.done, "over": lambda: steps.over().filter(is_done=False)}
        return narrow.get(self.form.cleaned_data.get("state"), steps.to_do)()

    @cached_property
    def hazard_count(self):
        return self.qs.order_by().values("hazard").distinct().count()

    def stay(self, steps, name, state):
        return steps

    def filter_mine(self, steps, name, wanted):
        return steps.of_office(self.request.user)

    def filter_highest(self, steps, name, wanted):
        return steps.highest()


class BulletinFilter(ScopedFilterSet):
    kind = django_filters.ChoiceFilter(label=_("文种"), choices=Bulletin.Kind.choices)
    year = django_filters.NumberFilter(label=_("年度"), min_value=2000, max_value=2100)

    class Meta:
        model = Bulletin
        fields = []
