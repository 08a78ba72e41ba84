from collections import Counter
from functools import cached_property

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter, NumberFilter

from townships.accidents import find_vetoes
from townships.drills import ASKED_OF, late_among
from townships.filters.asked import AskedForm
from townships.filters.ledger import LedgerFilter
from townships.filters.places import townships_in_scope
from townships.forms.means import YearChoice
from townships.models import (
    Accident,
    AccidentGrade,
    AccidentTarget,
    Drill,
    Equipment,
    EquipmentKind,
    Investment,
    NoAccidents,
    PhysicalWork,
    Place,
    Provision,
    StationItem,
    StationYear,
    VillageOffice,
    WorkKind,
)
from townships.period import midnight
from townships.provisions import stale_on
from townships.stations import Reason, count_by_township, stations
from townships.widgets import YesNoSelect


class InvestmentFilter(LedgerFilter):
    day_field = "spent_on"
    text_fields = ["note"]

    class Meta:
        model = Investment
        fields = ["q", "township", "source", "purpose", "start", "end", "state"]


class YearFilter(LedgerFilter):
    """Rows of a year instead of a day."""

    year = NumberFilter(label=_("年度"))
    start = end = None
    text_fields = ["place__name", "note"]


class StationYearFilter(YearFilter):
    class Meta:
        model = StationYear
        fields = ["q", "township", "year", "rank", "state"]


class HeldFilter(LedgerFilter):
    """What is held today, unless what ended, or was voided, is asked for."""

    start = end = None
    text_fields = ["place__name", "note"]
    state = ChoiceFilter(
        label=_("状态"),
        choices=[("ended", _("已终止")), ("void", _("已作废")), ("all", _("全部"))],
        empty_label=_("在用"),
        method="stay",
    )

    def filter_queryset(self, queryset):
        rows, state = super().filter_queryset(queryset), self.form.cleaned_data.get("state")
        if state in ("void", "all"):
            return rows
        held = rows.held_on(timezone.localdate())
        return rows.exclude(pk__in=held.order_by().values("pk")) if state == "ended" else held


class EquipmentFilter(HeldFilter):
    kind = ModelChoiceFilter(label=_("装备"), queryset=EquipmentKind.objects.all())

    class Meta:
        model = Equipment
        fields = ["q", "township", "kind", "state"]


class StationItemFilter(HeldFilter):
    text_fields = ["evidence", "place__name", "note"]

    class Meta:
        model = StationItem
        fields = ["q", "township", "item", "state"]


class VillageOfficeFilter(HeldFilter):
    text_fields = ["location", "place__name", "note"]

    class Meta:
        model = VillageOffice
        fields = ["q", "township", "state"]


class WorkFilter(LedgerFilter):
    day_field = "done_on"
    text_fields = ["location", "place__name", "note"]
    kind = ModelChoiceFilter(label=_("类别"), queryset=WorkKind.objects.all())

    class Meta:
        model = PhysicalWork
        fields = ["q", "township", "kind", "start", "end", "state"]


class ProvisionFilter(LedgerFilter):
    """What is in force, unless old versions, what waits for its review or what was voided is asked for."""

    day_field = "issued_on"
    text_fields = ["title", "number", "place__name", "note"]
    state = ChoiceFilter(
        label=_("状态"),
        choices=[("stale", _("到期未评估修订")), ("old", _("已替代或废止")), ("void", _("已作废")), ("all", _("全部"))],
        empty_label=_("有效"),
        method="stay",
    )

    class Meta:
        model = Provision
        fields = ["q", "township", "kind", "start", "end", "state"]

    def filter_queryset(self, queryset):
        rows, state, today = super().filter_queryset(queryset), self.form.cleaned_data.get("state"), timezone.localdate()
        if state in ("void", "all"):
            return rows
        if state == "stale":
            return stale_on(rows, today)
        in_force = rows.in_force_on(today)
        return rows.exclude(pk__in=in_force.order_by().values("pk")) if state == "old" else in_force


class DrillFilter(LedgerFilter):
    text_fields = ["title", "venue", "place__name", "note"]

    class Meta:
        model = Drill
        fields = ["q", "township", "start", "end", "state"]


class AccidentFilter(LedgerFilter):
    text_fields = ["title", "spot", "place__name", "summary"]
    grade = ModelChoiceFilter(label=_("等级"), queryset=AccidentGrade.objects.all())
    is_reported_late = BooleanFilter(label=_("迟报"), widget=YesNoSelect)

    class Meta:
        model = Accident
        fields = ["q", "township", "grade", "start", "end", "type", "sector", "is_reported_late", "state"]

    def since(self, rows, name, day):
        return rows.filter(happened_at__gte=midnight(day))

    def until(self, rows, name, day):
        return rows.filter(happened_at__date__lte=day)


class AccidentTargetFilter(YearFilter):
    class Meta:
        model = AccidentTarget
        fields = ["q", "township", "year", "state"]


class NoAccidentsFilter(YearFilter):
    class Meta:
        model = NoAccidents
        fields = ["q", "township", "year", "state"]


class StationFilterForm(AskedForm, YearChoice):
    reason = forms.ChoiceField(label=_("短板"), choices=[("", _("全部")), *Reason.choices], required=False)

    field_order = ["township", "reason", "year"]


class StationFilter:
    """To ledger_list what a FilterSet is, but a station is worked out: `qs` is a list."""

    def __init__(self, data, *, queryset, request):
        self.request = request
        self.form = StationFilterForm(data, user=request.user)
        township = self.form.asked("township")
        self.townships = queryset.filter(pk=township.pk) if township else queryset

    @property
    def year(self):
        return self.form.chosen

    @cached_property
    def stations(self):
        return stations(self.townships, year=self.year, today=timezone.localdate())

    @cached_property
    def shortfalls(self):
        reason = self.form.asked("reason")
        return [lack for station in self.stations for lack in station.shortfalls if reason in (None, lack.reason)]

    @cached_property
    def qs(self):
        """The stations, of which something falls short in the way that is asked for, if one is."""
        reason = self.form.asked("reason")
        return [one for one in self.stations if reason is None or any(lack.reason == reason for lack in one.shortfalls)]

    @cached_property
    def totals(self):
        """A row for each township where something falls short: the township, a number for each reason that occurs, the sum."""
        return [
            {"pk": township.pk, "name": township.name, "counts": [(one, found[one]) for one in self.reasons], "sum": found.total()}
            for township, found in count_by_township(self.shortfalls).items()
        ]

    @cached_property
    def total(self):
        """The same of all together, whose last row it is."""
        counts = Counter(lack.reason for lack in self.shortfalls)
        return {"counts": [(one, counts[one]) for one in self.reasons], "sum": len(self.shortfalls)}

    @cached_property
    def reasons(self):
        """The reasons for which something falls short, in their order."""
        occurring = {lack.reason for lack in self.shortfalls}
        return [reason for reason in Reason if reason in occurring]

    @property
    def reason_choices(self):
        return [(reason.value, reason.label) for reason in self.reasons]


class VetoFilter:
    """Vetoes of one year, as a list."""

    def __init__(self, data, *, queryset, request):
        self.request = request
        self.form = YearChoice(data)
        self.townships = queryset

    @property
    def year(self):
        return self.form.chosen

    @cached_property
    def qs(self):
        return find_vetoes(self.townships, self.year)


class ShortfallFilter(StationFilter):
    @cached_property
    def qs(self):
        return self.shortfalls


class DrillDueFilter(FilterSet):
    """Places by whether they have rehearsed as often as the rule asks."""

    level = ChoiceFilter(label=_("层级"), choices=[(level.value, level.label) for level in ASKED_OF], empty_label=_("全部"))
    township = ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_in_scope, method="within")
    q = CharFilter(label=_("名称或拼音首字母"), method="search")
    due = ChoiceFilter(label=_("状态"), choices=[("overdue", _("到期未演练"))], empty_label=_("全部"), method="overdue")

    class Meta:
        model = Place
        fields = ["q", "level", "township", "due"]

    def search(self, places, name, words):
        return places.search(words)

    def within(self, places, name, township):
        """The township's own row as well."""
        return places.in_township(township.pk)

    def overdue(self, places, name, state):
        return late_among(places, timezone.localdate())
