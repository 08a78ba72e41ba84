from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from townships.filters.places import townships_in_scope
from townships.models import Duty, DutyKind, Person
from townships.officers import not_enlisted
from townships.widgets import YesNoSelect

STATES = [("left", _("已离任")), ("unlisted", _("任安全员岗位未入册")), ("all", _("全部"))]


def duty_kinds(request):
    return DutyKind.objects.all()


class PersonFilter(FilterSet):
    """People who serve, unless those who left are asked for."""

    q = CharFilter(label=_("姓名、拼音首字母或电话"), method="search")
    township = ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_in_scope)
    duty = ModelChoiceFilter(label=_("岗位"), queryset=duty_kinds, method="holding")
    is_full_time = BooleanFilter(label=_("专职"), widget=YesNoSelect)
    state = ChoiceFilter(label=_("状态"), choices=STATES, empty_label=_("在任"), method="stay")

    class Meta:
        model = Person
        fields = ["q", "township", "duty", "is_full_time", "state"]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        state, today = self.form.cleaned_data.get("state"), timezone.localdate()
        if state == "all":
            return queryset
        if state == "unlisted":
            return not_enlisted(queryset, today)
        return queryset.filter(left_on__lte=today) if state == "left" else queryset.serving_on(today)

    def search(self, people, name, words):
        return people.search(words)

    def holding(self, people, name, kind):
        return people.filter(pk__in=Duty.objects.held_on(timezone.localdate()).filter(kind=kind).values("person"))

    def stay(self, people, name, state):
        return people
