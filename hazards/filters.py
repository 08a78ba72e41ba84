"""What the lists of this app can be filtered by. Filters live in the address, so a filtered list can be sent to a colleague."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from hazards import quick_views
from hazards.countdown import SOON_DAYS
from hazards.models import (
    Action,
    Department,
    Drive,
    Enforcement,
    EnforcementKind,
    Handover,
    Hazard,
    HazardEvent,
    IllegalAct,
    Inspection,
    Order,
    OutcomeCount,
    OutcomeKind,
    State,
    ViolationKind,
)
from hazards.reviewing import applied, review_missed
from hazards.weekly_return import COLUMNS, Week
from townships.filters.ledger import LedgerFilter
from townships.models import County, Level, Place, Sector, Township
from townships.period import midnight
from townships.validators import sensible_date


def townships_of(request):
    return Township.objects.named_for(request.user).order_by("code")


def counties_of(request):
    return County.objects.visible_to(request.user)


def drives_of(request):
    return Drive.objects.visible_to(request.user)


def departments_of(request):
    """Ended ones too, below: what they took part in is still looked for."""
    return Department.objects.visible_to(request.user).order_by("-is_active", "position", "pk")


class DepartmentChoiceField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, department):
        return department.as_choice


class DepartmentChoiceFilter(django_filters.ModelChoiceFilter):
    field_class = DepartmentChoiceField


def places_of(request):
    """Zones and villages of the township at hand, and the one place that a link named: a county has thousands."""
    township, named = request.user.township_id or request.GET.get("township"), request.GET.get("place")
    offered = Q(pk__in=[pk for pk in [named] if pk and pk.isdecimal() and len(pk) < 19])
    if str(township or "").isdecimal() and len(str(township)) < 19:
        offered |= Q(level__in=[Level.ZONE, Level.VILLAGE], township=township)
    return Place.objects.visible_to(request.user).filter(offered).order_by("level", "pk")


class DayFilter(django_filters.DateFilter):
    """A first or a last day of something that happened at a moment."""

    def __init__(self, *args, **kwargs):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(*args, widget=widget, validators=[sensible_date], **kwargs)


class FromDay(DayFilter):
    def filter(self, queryset, day):
        return queryset.filter(**{f"{self.field_name}__gte": midnight(day)}) if day else queryset


class ToDay(DayFilter):
    def filter(self, queryset, day):
        return queryset.filter(**{f"{self.field_name}__lt": midnight(day + timedelta(days=1))}) if day else queryset


class PlaceFilter(django_filters.ModelChoiceFilter):
    """A place and all that stands under it."""

    def filter(self, queryset, place):
        return queryset.at_or_below(place) if place else queryset


class ScopedFilterSet(django_filters.FilterSet):
    """A township's user chooses among the township's own places and is never asked for the township."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.township_id and "township" in self.filters:
            del self.filters["township"]
        for each in self.filters.values():
            if isinstance(each, django_filters.ChoiceFilter | django_filters.ModelChoiceFilter):
                each.extra["empty_label"] = _("全部")

    @property
    def place_in_question(self):
        """The township or county that the list's title names; None over a whole city."""
        user = self.request.user
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        return asked.get("township") or asked.get("county") or user.township or user.county

    def search(self, queryset, name, words):
        return queryset.search(words)


WHERE_AND_TAB = {"township", "county", "view"}


class HazardFilter(ScopedFilterSet):
    q = django_filters.CharFilter(label=_("编号、描述、单位或拼音首字母"), method="search")
    township = django_filters.ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_of)
    place = PlaceFilter(label=_("片区、村或单位"), queryset=places_of)
    sector = django_filters.ModelChoiceFilter(label=_("行业领域"), queryset=Sector.objects.all())
    grade = django_filters.ChoiceFilter(label=_("等级"), choices=Hazard.Grade.choices)
    due = django_filters.ChoiceFilter(label=_("期限"), choices=[("overdue", _("已超期")), ("soon", _("3 天内到期"))], method="filter_due")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=State.choices)
    found_from = FromDay(label=_("发现日期从"), field_name="found_at")
    found_to = ToDay(label=_("发现日期到"), field_name="found_at")
    category = django_filters.ChoiceFilter(label=_("类别"), choices=Hazard.Category.choices)
    source = django_filters.ChoiceFilter(label=_("来源"), choices=Hazard.Source.choices)
    drive = django_filters.ModelChoiceFilter(label=_("专项行动"), queryset=drives_of)
    person = django_filters.CharFilter(label=_("检查人或责任人"), method="filter_person")
    waiting = django_filters.ChoiceFilter(
        label=_("等待"),
        choices=[
            ("bureau", _("等县局处理")),
            ("cut_off", _("停电停水停产待解除")),
            ("review", _("复产、验收申请待审查")),
            ("review_late", _("超过审查期限")),
        ],
        method="filter_waiting",
    )
    supervised = django_filters.ChoiceFilter(label=_("督办"), choices=[("1", _("挂牌督办，未销号"))], method="filter_supervised")
    danger = django_filters.ChoiceFilter(label=_("危急"), choices=[("1", _("可能立即引发事故，未销号"))], method="filter_danger")
    late = django_filters.ChoiceFilter(label=_("上报"), choices=[("1", _("迟报"))], field_name="is_reported_late")
    repeated = django_filters.ChoiceFilter(
        label=_("反复"), choices=[("linked", _("反复隐患")), ("reopened", _("回头看发现反弹"))], method="filter_repeated"
    )
    inspection = django_filters.NumberFilter(label=_("检查"), widget=forms.HiddenInput, max_value=2**62)
    # Of a city: set by the links of a county's analysis.
    county = django_filters.ModelChoiceFilter(
        label=_("县（市、区）"), field_name="township__county", queryset=counties_of, widget=forms.HiddenInput
    )
    # The place itself, without what stands under it.
    at = django_filters.NumberFilter(label=_("本地点"), field_name="place", widget=forms.HiddenInput, max_value=2**62)
    view = django_filters.ChoiceFilter(label=_("视图"), choices=quick_views.LABELS.items, method="open_tab", widget=forms.HiddenInput)

    class Meta:
        model = Hazard
        fields = []

    def filter_due(self, hazards, name, due):
        today = timezone.localdate()
        return hazards.overdue(today) if due == "overdue" else hazards.due_within(today, SOON_DAYS)

    def filter_waiting(self, hazards, name, whom):
        if whom == "bureau":
            return hazards.waiting_for_bureau()
        if whom == "cut_off":
            return hazards.with_cut_off_to_lift()
        return applied(hazards) if whom == "review" else review_missed(hazards, timezone.localdate())

    def filter_supervised(self, hazards, name, yes):
        return hazards.supervised()

    def filter_danger(self, hazards, name, yes):
        return hazards.dangerous()

    def filter_repeated(self, hazards, name, how):
        return hazards.recurring() if how == "linked" else hazards.reopened()

    def filter_person(self, hazards, name, words):
        return hazards.involving(words)

    def open_tab(self, hazards, name, key):
        return hazards

    def filter_queryset(self, hazards):
        """In the tab that is open; the tabs themselves count without it."""
        self.in_all_tabs = super().filter_queryset(hazards)
        return self.in_all_tabs.filter(quick_views.conditions(timezone.localdate())[self.quick_view])

    @property
    def quick_view(self):
        """The tab that is open; an unknown one is the first."""
        key = self.data.get("view", "")
        return key if key in quick_views.LABELS else "all"

    @cached_property
    def narrowed_by(self):
        """What is asked besides the place and the tab: {name: value}."""
        # A condition that can't be used is dropped; the others stand.
        self.is_valid()
        asked = self.form.cleaned_data if self.is_bound else {}
        return {name: value for name, value in asked.items() if name not in WHERE_AND_TAB and value not in (None, "")}

    @property
    def only_state(self):
        """The word of the state, where nothing else is asked."""
        return State(self.narrowed_by["state"]).label if self.narrowed_by.keys() == {"state"} else ""

    @cached_property
    def counts(self):
        return quick_views.counts(self.in_all_tabs, timezone.localdate())

    @property
    def tabs(self):
        """(key, label, count, address) of each quick view; the other filters stay."""
        for key, label in quick_views.LABELS.items():
            address = self.data.copy()
            address.pop("page", None)
            address["view"] = key
            yield key, label, self.counts[key], f"?{address.urlencode()}"


class InspectionFilter(ScopedFilterSet):
    class Found(django_filters.ChoiceFilter):
        def filter(self, inspections, found):
            if not found:
                return inspections
            with_hazards = Q(pk__in=Hazard.objects.counted().filter(inspection__isnull=False).values("inspection"))
            return inspections.filter(with_hazards if found == "some" else ~with_hazards)

    q = django_filters.CharFilter(label=_("单位、内容、检查人或拼音首字母"), method="search")
    township = django_filters.ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_of)
    sector = django_filters.ModelChoiceFilter(label=_("行业领域"), queryset=Sector.objects.all())
    kind = django_filters.ChoiceFilter(label=_("检查类别"), choices=Inspection.Kind.choices)
    drive = django_filters.ModelChoiceFilter(label=_("专项行动"), queryset=drives_of)
    joint = django_filters.ChoiceFilter(label=_("联合执法"), choices=[("1", _("只看联合执法"))], method="filter_joint")
    department = DepartmentChoiceFilter(label=_("参加部门"), queryset=departments_of, method="filter_department")
    found = Found(label=_("检查结果"), choices=[("some", _("发现隐患")), ("none", _("未发现隐患"))])
    inspected_from = FromDay(label=_("检查日期从"), field_name="inspected_at")
    inspected_to = ToDay(label=_("检查日期到"), field_name="inspected_at")
    voided = django_filters.ChoiceFilter(label=_("已作废"), choices=[("1", _("包括已作废的"))], method="including_void")

    class Meta:
        model = Inspection
        fields = []

    def filter_queryset(self, inspections):
        inspections = super().filter_queryset(inspections)
        return inspections if self.form.cleaned_data.get("voided") else inspections.counted()

    def including_void(self, inspections, name, wanted):
        return inspections

    def filter_joint(self, inspections, name, wanted):
        return inspections.joint()

    def filter_department(self, inspections, name, department):
        return inspections.with_department(department)


class OrderFilter(ScopedFilterSet):
    q = django_filters.CharFilter(label=_("文号或受文单位"), method="search")
    township = django_filters.ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_of)
    kind = django_filters.ChoiceFilter(label=_("文书"), choices=Order.Kind.choices)
    receipt = django_filters.ChoiceFilter(
        label=_("回执"), method="by_receipt", choices=[("returned", _("回执已收")), ("missing", _("回执未收")), ("late", _("回执超期未收"))]
    )
    issuer = django_filters.ChoiceFilter(
        label=_("制发机关"), field_name="issuer__level", choices=[(Level.COUNTY, _("县级")), (Level.TOWNSHIP, _("乡镇（街道）"))]
    )
    year = django_filters.NumberFilter(label=_("年度"), min_value=2000, max_value=2100)
    issued_from = DayFilter(label=_("签发日期从"), field_name="issued_on", lookup_expr="gte")
    issued_to = DayFilter(label=_("签发日期到"), field_name="issued_on", lookup_expr="lte")

    class Meta:
        model = Order
        fields = []

    def by_receipt(self, queryset, name, choice):
        return queryset.receipt_overdue(timezone.localdate()) if choice == "late" else queryset.receipted(choice == "returned")


class DriveFilter(ScopedFilterSet):
    STAGES = [("plan", _("方案")), ("running", _("进行中")), ("over", _("已结束，待总结")), ("summed_up", _("已总结"))]

    q = django_filters.CharFilter(label=_("名称"), field_name="name", lookup_expr="icontains")
    stage = django_filters.ChoiceFilter(label=_("状态"), choices=STAGES, method="filter_stage")
    sector = django_filters.ModelChoiceFilter(label=_("行业领域"), queryset=Sector.objects.all(), method="filter_sector")
    department = DepartmentChoiceFilter(label=_("参加部门"), queryset=departments_of, method="filter_department")
    year = django_filters.NumberFilter(label=_("年度"), field_name="starts_on__year", min_value=2000, max_value=2100)

    class Meta:
        model = Drive
        fields = []

    def filter_stage(self, drives, name, stage):
        today = timezone.localdate()
        asked = {"running": drives.under_way, "over": drives.over}.get(stage)
        return asked(today) if asked else drives.filter(state=stage)

    def filter_sector(self, drives, name, sector):
        return drives.in_sector(sector)

    def filter_department(self, drives, name, department):
        return drives.filter(Q(lead=department) | Q(pk__in=department.drives.values("pk")))


class MomentLedgerFilter(LedgerFilter):
    """A ledger of what happened at a moment."""

    def since(self, rows, name, day):
        return rows.filter(**{f"{self.day_field}__gte": midnight(day)})

    def until(self, rows, name, day):
        return rows.filter(**{f"{self.day_field}__lt": midnight(day + timedelta(days=1))})


class EnforcementFilter(MomentLedgerFilter):
    day_field = "acted_at"
    text_fields = ["number", "party", "place__name", "basis", "note"]

    q = django_filters.CharFilter(label=_("编号、当事人、依据或说明"), method="search")
    kind = django_filters.ModelChoiceFilter(label=_("执法措施"), queryset=EnforcementKind.objects.all())
    department = DepartmentChoiceFilter(label=_("实施部门"), queryset=departments_of, field_name="departments")
    drive = django_filters.ModelChoiceFilter(label=_("专项行动"), queryset=drives_of)
    # Set by the links of the weekly return.
    week = django_filters.DateFilter(label=_("周报截止日"), method="of_week", widget=forms.HiddenInput, validators=[sensible_date])

    class Meta:
        model = Enforcement
        fields = ["q", "township", "kind", "department", "drive", "start", "end", "state"]

    def of_week(self, rows, name, day):
        """The week's fines for illegal acts, as the weekly return adds them up."""
        return rows.filter(Week.holding(day).moments("acted_at"), kind__is_money=True, illegal_act__isnull=False)


class IllegalActFilter(MomentLedgerFilter):
    day_field = "found_at"
    text_fields = ["number", "party", "location", "place__name", "description", "note"]

    q = django_filters.CharFilter(label=_("编号、当事人、地点或情况"), method="search")
    kind = django_filters.ModelChoiceFilter(label=_("类别"), queryset=ViolationKind.objects.all())
    sector = django_filters.ModelChoiceFilter(label=_("行业领域"), queryset=Sector.objects.all())
    stage = django_filters.ChoiceFilter(label=_("办理"), choices=[*IllegalAct.State.choices, ("open", _("未销号"))], method="filter_stage")
    found_by = django_filters.ChoiceFilter(
        label=_("发现途径"), choices=[("outside", _("外部发现")), *IllegalAct.FoundBy.choices], method="filter_found_by"
    )
    drive = django_filters.ModelChoiceFilter(label=_("专项行动"), queryset=drives_of)
    # Set by the cells of the weekly return.
    week = django_filters.DateFilter(label=_("周报截止日"), method="stay", widget=forms.HiddenInput, validators=[sensible_date])
    column = django_filters.ChoiceFilter(
        label=_("周报栏目"),
        method="of_column",
        choices=[(key, label) for key, (label, _rows) in COLUMNS.items()],
        widget=forms.HiddenInput,
    )

    class Meta:
        model = IllegalAct
        fields = ["q", "township", "kind", "sector", "stage", "found_by", "drive", "start", "end", "state"]

    def filter_stage(self, acts, name, stage):
        return acts.unclosed() if stage == "open" else acts.filter(state=stage)

    def filter_found_by(self, acts, name, found_by):
        return acts.found_by_outsiders() if found_by == "outside" else acts.filter(found_by=found_by)

    def of_column(self, acts, name, column):
        """The very rows that a number of the weekly return counts."""
        day = self.form.cleaned_data.get("week") or timezone.localdate()
        return COLUMNS[column][1](acts, Week.holding(day))


class OutcomeFilter(LedgerFilter):
    day_field = "counted_on"
    text_fields = ["note", "drive__name", "place__name"]

    drive = django_filters.ModelChoiceFilter(label=_("专项行动"), queryset=drives_of)
    kind = django_filters.ModelChoiceFilter(label=_("类别"), queryset=OutcomeKind.objects.typed())

    class Meta:
        model = OutcomeCount
        fields = ["q", "township", "drive", "kind", "start", "end", "state"]


class EventFilter(ScopedFilterSet):
    q = django_filters.CharFilter(label=_("隐患编号、经办人或说明"), method="search")
    township = django_filters.ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_of, field_name="hazard__township")
    action = django_filters.ChoiceFilter(label=_("操作"), choices=Action.choices)
    at_from = FromDay(label=_("日期从"), field_name="at")
    at_to = ToDay(label=_("日期到"), field_name="at")

    class Meta:
        model = HazardEvent
        fields = []


class HandoverFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("姓名、拼音首字母或编号"), method="search")
    township = django_filters.ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_of, null_label=_("县直"))
    on_from = django_filters.DateFilter(
        label=_("起"), field_name="happens_on", lookup_expr="gte", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    on_to = django_filters.DateFilter(
        label=_("止"), field_name="happens_on", lookup_expr="lte", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    class Meta:
        model = Handover
        fields = ["q", "township", "reason", "on_from", "on_to"]

    def search(self, handovers, name, words):
        return handovers.search(words)


class DepartmentFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("名称"), field_name="name", lookup_expr="icontains")

    class Meta:
        model = Department
        fields = ["q"]


class OutcomeKindFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("名称"), field_name="name", lookup_expr="icontains")

    class Meta:
        model = OutcomeKind
        fields = ["q"]
