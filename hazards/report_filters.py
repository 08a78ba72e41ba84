"""What the lists of reports, their codes and paper forms can be filtered by."""

from datetime import timedelta

import django_filters
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hazards.filters import FromDay, ScopedFilterSet, ToDay, townships_of
from hazards.models import PaperForm, PublicReport
from townships.models import Level, Place
from townships.period import midnight


def long_waiting(reports, today):
    """Received more than so many days ago, and not answered."""
    return reports.waiting_since(midnight(today - timedelta(days=settings.REPORT_ANSWER_DAYS)))


class ReportFilter(ScopedFilterSet):
    q = django_filters.CharFilter(label=_("内容、地点、拼音首字母或查询码"), method="search")
    township = django_filters.ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_of)
    # Of what a township passed on, that is its state here, whatever became of it elsewhere.
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=[*PublicReport.State.choices, ("passed_on", _("已转交"))], method="filter_state"
    )
    desk = django_filters.ChoiceFilter(label=_("由谁办理"), choices=PublicReport.Desk.choices)
    received_from = FromDay(label=_("收到日期从"), field_name="received_at")
    received_to = ToDay(label=_("收到日期到"), field_name="received_at")
    late = django_filters.ChoiceFilter(label=_("时限"), choices=[("1", _("超时未办"))], method="filter_late")
    rewarded = django_filters.ChoiceFilter(label=_("奖励"), choices=[("1", _("已奖励"))], method="filter_rewarded")

    class Meta:
        model = PublicReport
        fields = []

    def filter_state(self, reports, name, state):
        user = self.request.user
        if state != "passed_on":
            return reports.in_hands_of(user).filter(state=state)
        return reports.passed_on_by(user.township_id) if user.township_id else reports.passed_on()

    def filter_late(self, reports, name, yes):
        return long_waiting(reports.in_hands_of(self.request.user), timezone.localdate())

    def filter_rewarded(self, reports, name, yes):
        return reports.filter(reward__gt=0)


class CodeFilter(ScopedFilterSet):
    q = django_filters.CharFilter(label=_("名称或拼音首字母"), method="search")
    township = django_filters.ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_of)
    level = django_filters.ChoiceFilter(
        label=_("类别"), choices=[(level, level.label) for level in (Level.TOWNSHIP, Level.VILLAGE, Level.KEY_SITE, Level.ENTERPRISE)]
    )

    class Meta:
        model = Place
        fields = []


class PaperFormFilter(ScopedFilterSet):
    class State(django_filters.ChoiceFilter):
        def filter(self, forms, state):
            if not state:
                return forms
            return {"outstanding": forms.outstanding, "typed": forms.typed_in, "void": lambda: forms.filter(voided_at__isnull=False)}[
                state
            ]()

    q = django_filters.NumberFilter(label=_("序号"), field_name="sequence", min_value=1, max_value=999999)
    township = django_filters.ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_of)
    state = State(label=_("状态"), choices=[("outstanding", _("未交回")), ("typed", _("已录入")), ("void", _("已作废"))])
    year = django_filters.NumberFilter(label=_("年度"), min_value=2000, max_value=2100)
    batch = django_filters.NumberFilter(label=_("批次"), field_name="batch", max_value=2**62)

    class Meta:
        model = PaperForm
        fields = []
