from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from townships.models import County, Enterprise, Group, KeySite, Place, Sector, Township, Village, Zone
from townships.widgets import YesNoSelect


def townships_in_scope(request):
    return Township.objects.named_for(request.user)


def places_in_scope(request):
    return Place.objects.visible_to(request.user)


def sectors(request):
    return Sector.objects.all()


STATES = [("closed", _("已撤并（注销）")), ("all", _("全部"))]


class PlaceFilter(FilterSet):
    """Places that still exist, unless the closed ones are asked for."""

    q = CharFilter(label=_("名称或拼音首字母"), method="search")
    # Set by the links of a place's page.
    parent = ModelChoiceFilter(queryset=places_in_scope, widget=forms.HiddenInput)
    state = ChoiceFilter(label=_("状态"), choices=STATES, empty_label=_("在册"), method="stay")

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        state = self.form.cleaned_data.get("state")
        if state == "all":
            return queryset
        open_places = queryset.open_on(timezone.localdate())
        return queryset.exclude(pk__in=open_places.order_by().values("pk")) if state == "closed" else open_places

    def search(self, places, name, words):
        return places.search(words)

    def stay(self, places, name, state):
        return places


class CountyFilter(PlaceFilter):
    class Meta:
        model = County
        fields = ["q", "state"]


class TownshipFilter(PlaceFilter):
    class Meta:
        model = Township
        fields = ["q", "kind", "state"]


class PlaceInTownshipFilter(PlaceFilter):
    township = ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_in_scope)


class ZoneFilter(PlaceInTownshipFilter):
    class Meta:
        model = Zone
        fields = ["q", "township", "state"]


class VillageFilter(PlaceInTownshipFilter):
    class Meta:
        model = Village
        fields = ["q", "township", "kind", "state"]


class GroupFilter(PlaceInTownshipFilter):
    class Meta:
        model = Group
        fields = ["q", "township", "kind", "state"]


class EnterpriseFilter(PlaceInTownshipFilter):
    sector = ModelChoiceFilter(label=_("行业领域"), queryset=sectors)
    is_high_risk = BooleanFilter(label=_("高危"), widget=YesNoSelect)

    class Meta:
        model = Enterprise
        fields = ["q", "township", "sector", "is_high_risk", "state"]


class KeySiteFilter(PlaceInTownshipFilter):
    sector = ModelChoiceFilter(label=_("行业领域"), queryset=sectors)

    class Meta:
        model = KeySite
        fields = ["q", "township", "kind", "sector", "state"]
