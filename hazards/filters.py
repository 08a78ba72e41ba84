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
from hazards.models import Action, Drive, Handover, Hazard, HazardEvent, Inspection, Order, State
from townships.models import Level, Place, Sector, Township
from townships.period import midnight
from townships.validators import sensible_date


def townships_of(request):
    return Township.objects.visible_to(request.user).order_by("code")


def drives_of(request):
    return Drive.objects.visible_to(request.user)


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
        chosen = self.form.cleaned_data.get("township") if self.form.is_valid() else None
        return chosen or user.township or user.county

    def search(self, queryset, name, words):
        return queryset.search(words)


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
    source = django_filters.ChoiceFilter(label=_("来源"), choices=Hazard.Source.choices)
    drive = django_filters.ModelChoiceFilter(label=_("专项行动"), queryset=drives_of)
    person = django_filters.CharFilter(label=_("检查人或责任人"), method="filter_person")
    waiting = django_filters.ChoiceFilter(label=_("等待"), choices=[("bureau", _("等县局处理"))], method="filter_waiting")
    supervised = django_filters.ChoiceFilter(label=_("督办"), choices=[("1", _("挂牌督办，未销号"))], method="filter_supervised")
    late = django_filters.ChoiceFilter(label=_("上报"), choices=[("1", _("迟报"))], field_name="is_reported_late")
    inspection = django_filters.NumberFilter(label=_("检查"), widget=forms.HiddenInput, max_value=2**62)
    view = django_filters.ChoiceFilter(label=_("视图"), choices=quick_views.LABELS.items, method="open_tab", widget=forms.HiddenInput)

    class Meta:
        model = Hazard
        fields = []

    def filter_due(self, hazards, name, due):
        today = timezone.localdate()
        return hazards.overdue(today) if due == "overdue" else hazards.due_within(today, SOON_DAYS)

    def filter_waiting(self, hazards, name, whom):
        return hazards.waiting_for_bureau()

    def filter_supervised(self, hazards, name, yes):
        return hazards.supervised()

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


class OrderFilter(ScopedFilterSet):
    q = django_filters.CharFilter(label=_("文号或受文单位"), method="search")
    township = django_filters.ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_of)
    kind = django_filters.ChoiceFilter(label=_("文书"), choices=Order.Kind.choices)
    receipt = django_filters.ChoiceFilter(
        label=_("回执"), method="by_receipt", choices=[("returned", _("回执已收")), ("missing", _("回执未收"))]
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
        return queryset.receipted(choice == "returned")


class DriveFilter(ScopedFilterSet):
    q = django_filters.CharFilter(label=_("名称"), field_name="name", lookup_expr="icontains")
    sector = django_filters.ModelChoiceFilter(label=_("行业领域"), queryset=Sector.objects.all())
    year = django_filters.NumberFilter(label=_("年度"), field_name="starts_on__year", min_value=2000, max_value=2100)

    class Meta:
        model = Drive
        fields = []


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
