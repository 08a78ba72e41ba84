"""What the lists of plans, visits due and checklists can be filtered by."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hazards import task_states
from hazards.filters import DayFilter, ScopedFilterSet, townships_of
from hazards.models import Checklist, Inspection, PatrolPlan, VisitTask
from hazards.task_states import in_state
from townships.models import Sector


def plans_of(request):
    return PatrolPlan.objects.visible_to(request.user)


class TaskFilter(ScopedFilterSet):
    q = django_filters.CharFilter(label=_("单位、计划、检查人或拼音首字母"), method="search")
    township = django_filters.ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_of)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=task_states.LABELS.items, method="filter_state")
    due_from = DayFilter(label=_("最迟日期从"), field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label=_("最迟日期到"), field_name="due_on", lookup_expr="lte")
    plan = django_filters.ModelChoiceFilter(label=_("检查计划"), queryset=plans_of)
    kind = django_filters.ChoiceFilter(label=_("检查类别"), choices=Inspection.Kind.choices, field_name="plan__kind")
    season = django_filters.ChoiceFilter(
        label=_("时段"), choices=[choice for choice in PatrolPlan.Season.choices if choice[0]], field_name="plan__season"
    )
    reason = django_filters.ChoiceFilter(
        label=_("漏查原因"), choices=[("none", _("未说明")), ("some", _("已说明"))], method="filter_reason"
    )
    mine = django_filters.ChoiceFilter(label=_("谁检查"), choices=[("1", _("我的"))], method="filter_mine")

    class Meta:
        model = VisitTask
        fields = []

    def filter_state(self, tasks, name, state):
        return in_state(tasks, state, timezone.localdate())

    def filter_reason(self, tasks, name, given):
        return tasks.unexplained() if given == "none" else tasks.exclude(missed_reason="")

    def filter_mine(self, tasks, name, wanted):
        return tasks.of_person(self.request.user.person_id)


class PlanFilter(ScopedFilterSet):
    class State(django_filters.ChoiceFilter):
        def filter(self, plans, state):
            today = timezone.localdate()
            conditions = {
                "running": {"starts_on__lte": today, "ends_on__gte": today},
                "coming": {"starts_on__gt": today},
                "over": {"ends_on__lt": today},
            }
            return plans.filter(**conditions[state]) if state else plans

    q = django_filters.CharFilter(label=_("计划名称"), field_name="name", lookup_expr="icontains")
    township = django_filters.ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_of, null_label=_("全县计划"))
    kind = django_filters.ChoiceFilter(label=_("检查类别"), choices=Inspection.Kind.choices)
    sector = django_filters.ModelChoiceFilter(label=_("行业领域"), queryset=Sector.objects.all())
    state = State(label=_("状态"), choices=[("running", _("执行中")), ("coming", _("未开始")), ("over", _("已结束"))])
    season = django_filters.ChoiceFilter(label=_("时段"), choices=[choice for choice in PatrolPlan.Season.choices if choice[0]])

    class Meta:
        model = PatrolPlan
        fields = []


class ChecklistFilter(ScopedFilterSet):
    q = django_filters.CharFilter(label=_("名称"), field_name="name", lookup_expr="icontains")
    sector = django_filters.ModelChoiceFilter(label=_("行业领域"), queryset=Sector.objects.all())
    whose = django_filters.ChoiceFilter(label=_("来源"), choices=[("own", _("本县检查表")), ("sample", _("示例"))], method="filter_whose")
    retired = django_filters.ChoiceFilter(label=_("停用"), choices=[("1", _("包括已停用的"))], method="including_retired")

    class Meta:
        model = Checklist
        fields = []

    def filter_queryset(self, checklists):
        checklists = super().filter_queryset(checklists)
        return checklists if self.form.cleaned_data.get("retired") else checklists.filter(retired_at=None)

    def filter_whose(self, checklists, name, whose):
        return checklists.filter(county__isnull=whose == "sample")

    def including_retired(self, checklists, name, wanted):
        return checklists
