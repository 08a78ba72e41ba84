"""What the lists of look-backs and of signals can be filtered by."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hazards import look_back_states
from hazards.filters import DayFilter, FromDay, ScopedFilterSet, ToDay, townships_of
from hazards.look_back_states import in_state
from hazards.models import Hazard, LookBack, LookBackDraw, Signal
from townships.models import Sector


def draws_of(request):
    return LookBackDraw.objects.visible_to(request.user)


class LookBackFilter(ScopedFilterSet):
    q = django_filters.CharFilter(label=_("编号、单位、描述或复看人"), method="search")
    township = django_filters.ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_of, field_name="hazard__township")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=look_back_states.LABELS.items, method="filter_state")
    due_from = DayFilter(label=_("最迟日期从"), field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label=_("最迟日期到"), field_name="due_on", lookup_expr="lte")
    draw = django_filters.ModelChoiceFilter(label=_("抽样"), queryset=draws_of, null_label=_("疑点复核安排的"))
    sector = django_filters.ModelChoiceFilter(label=_("行业领域"), queryset=Sector.objects.all(), field_name="hazard__sector")
    grade = django_filters.ChoiceFilter(label=_("等级"), choices=Hazard.Grade.choices, field_name="hazard__grade")
    mine = django_filters.ChoiceFilter(label=_("谁复看"), choices=[("1", _("我的"))], method="filter_mine")

    class Meta:
        model = LookBack
        fields = []

    def filter_state(self, look_backs, name, state):
        return in_state(look_backs, state, timezone.localdate())

    def filter_mine(self, look_backs, name, wanted):
        return look_backs.filter(assignee=self.request.user)


class SignalFilter(ScopedFilterSet):
    state = django_filters.ChoiceFilter(label=_("复核"), choices=[("waiting", _("待复核")), ("seen", _("已看"))], method="filter_state")
    kind = django_filters.ChoiceFilter(label=_("疑点"), choices=Signal.Kind.choices)
    township = django_filters.ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_of, null_label=_("多个乡镇"))
    found_from = FromDay(label=_("发现日期从"), field_name="found_at")
    found_to = ToDay(label=_("发现日期到"), field_name="found_at")

    class Meta:
        model = Signal
        fields = []

    def filter_state(self, signals, name, state):
        return signals.waiting() if state == "waiting" else signals.looked_at()
