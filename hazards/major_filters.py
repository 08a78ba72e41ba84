"""What the list of major hazards can be filtered by."""

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hazards.countdown import SOON_DAYS
from hazards.filters import ScopedFilterSet, townships_of
from hazards.models import SIGNING, UNDER_WORK, Hazard, RemedyPlan, State
from hazards.progress import owing_progress
from townships.models import Sector

WAITS = {
    "report": _("书面上报（双报告）"),
    "supervision": _("挂牌督办"),
    "plan": _("制定治理方案"),
    "progress": _("补报进度"),
    "extension": _("答复延期申请"),
    "acceptance": _("申请或组织验收"),
    "signature": _("签批销号"),
}
OPEN = Q(state__in=UNDER_WORK)
CONDITIONS = {
    "report": OPEN & (Q(major_case=None) | Q(major_case__condition="")),
    "supervision": OPEN & Q(supervision=""),
    "plan": OPEN & ~Exists(RemedyPlan.objects.current().filter(hazard=OuterRef("pk"))),
    "extension": Q(extension_asked_on__isnull=False),
    "acceptance": Q(state=State.REPLIED),
    "signature": Q(state__in=SIGNING),
}


class MajorFilter(ScopedFilterSet):
    q = django_filters.CharFilter(label=_("编号、描述、单位或拼音首字母"), method="search")
    township = django_filters.ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_of)
    sector = django_filters.ModelChoiceFilter(label=_("行业领域"), queryset=Sector.objects.all())
    supervision = django_filters.ChoiceFilter(
        label=_("督办级别"), choices=[(level or "none", label) for level, label in Hazard.Supervision.choices], method="filter_supervision"
    )
    due = django_filters.ChoiceFilter(label=_("期限"), choices=[("overdue", _("已超期")), ("soon", _("3 天内到期"))], method="filter_due")
    waits = django_filters.ChoiceFilter(label=_("等什么"), choices=WAITS.items, method="filter_waits")
    closed = django_filters.ChoiceFilter(
        label=_("已销号"), choices=[("with", _("包括已销号的")), ("only", _("只看已销号的"))], method="filter_closed"
    )

    class Meta:
        model = Hazard
        fields = []

    def filter_queryset(self, hazards):
        """What is closed is left out unless it is asked for."""
        chosen = super().filter_queryset(hazards)
        return chosen if self.form.cleaned_data.get("closed") else chosen.unclosed()

    def filter_supervision(self, hazards, name, level):
        return hazards.filter(supervision="" if level == "none" else level)

    def filter_due(self, hazards, name, due):
        today = timezone.localdate()
        return hazards.overdue(today) if due == "overdue" else hazards.due_within(today, SOON_DAYS)

    def filter_waits(self, hazards, name, what):
        return owing_progress(hazards, timezone.localdate()) if what == "progress" else hazards.filter(CONDITIONS[what])

    def filter_closed(self, hazards, name, which):
        return hazards.filter(state=State.CLOSED) if which == "only" else hazards

    @property
    def count(self):
        return self.qs.order_by().count()
