from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from townships.filters.ledger import day
from townships.filters.places import townships_in_scope
from townships.models import SafetyOfficer
from townships.officers import without_post

STATES = [("joined", _("本期入册")), ("gone", _("本期退出")), ("all", _("本期在册过")), ("idle", _("在册无岗位"))]


class OfficerFilter(FilterSet):
    """Who is on the roster at the end of the period (today without one), or who joined or left in it."""

    q = CharFilter(label=_("姓名、拼音首字母或编号"), method="search")
    township = ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_in_scope)
    start = day(_("起"), method="stay")
    end = day(_("止"), method="stay")
    state = ChoiceFilter(label=_("状态"), choices=STATES, empty_label=_("在册"), method="stay")

    class Meta:
        model = SafetyOfficer
        fields = ["q", "township", "start", "end", "state"]

    def asked(self, name):
        """What is filtered by, or None."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name)

    @property
    def end_day(self):
        return self.asked("end") or timezone.localdate()

    @property
    def start_day(self):
        return self.asked("start")

    def filter_queryset(self, queryset):
        self.rows = super().filter_queryset(queryset).with_gone_on()
        return self.by_state(self.form.cleaned_data.get("state"))

    def by_state(self, state):
        match state:
            case "idle":
                return without_post(self.rows, self.end_day)
            case "joined":
                return self._within("joined_on")
            case "gone":
                return self._within("gone_on")
            case "all":
                begun = self.rows.filter(joined_on__lte=self.end_day)
                return begun.filter(Q(gone_on=None) | Q(gone_on__gt=self.start_day)) if self.start_day else begun
        return self.rows.on_roster(self.end_day)

    def _within(self, field):
        rows = self.rows.filter(**{f"{field}__lte": self.end_day})
        return rows.filter(**{f"{field}__gte": self.start_day}) if self.start_day else rows

    @property
    def whose(self):
        return self.asked("township")

    @cached_property
    def movement(self):
        """How many joined and left in the period, and how many are on the roster at its end."""
        self.qs  # noqa: B018 (filters)
        return {state: self.by_state(state).count() for state in ["joined", "gone", "here"]}

    def search(self, officers, name, words):
        return officers.search(words)

    def stay(self, officers, name, state):
        return officers
