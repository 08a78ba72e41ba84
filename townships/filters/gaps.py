from collections import Counter, defaultdict
from functools import cached_property

from django import forms
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.figure import rate
from townships.filters.asked import AskedForm
from townships.forms.days import DayForm
from townships.gaps import Reason, count_by_township, survey
from townships.models import County, DutyKind, Level, Township


class GapFilterForm(AskedForm, DayForm):
    county = forms.ModelChoiceField(County.objects.none(), label=_("县（市、区）"), required=False, empty_label=_("全部"))
    level = forms.ChoiceField(label=_("层级"), choices=[("", _("全部")), *Level.choices], required=False)
    duty = forms.ModelChoiceField(DutyKind.objects.all(), to_field_name="key", label=_("岗位"), required=False, empty_label=_("全部"))
    reason = forms.ChoiceField(label=_("原因"), choices=[("", _("全部")), *Reason.choices], required=False)

    field_order = ["county", "township", "level", "duty", "reason", "on"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        if user.has_whole_deployment:
            self.fields["county"].queryset = County.objects.visible_to(user).order_by("code")
        else:
            del self.fields["county"]

    def matches(self, gap):
        level, duty, reason = self.asked("level"), self.asked("duty"), self.asked("reason")
        return (
            (level is None or gap.place.level == level)
            and (duty is None or gap.rule.kind_id == duty.pk)
            and (reason is None or reason in [fault.reason for fault in gap.faults])
        )


class GapFilter:
    """To ledger_list what a FilterSet is, but gaps are no rows of a table: `qs` is a list."""

    def __init__(self, data, *, queryset, request):
        self.request = request
        self.form = GapFilterForm(data, user=request.user)
        county, township = self.form.asked("county"), self.form.asked("township")
        self.places = queryset.in_county(county.pk) if county else queryset
        self.places = self.places.in_township(township.pk) if township else self.places

    @property
    def tells_county(self):
        """Whoever looks at the gaps of several counties is told whose each is."""
        return "county" in self.form.fields

    @property
    def is_today(self):
        return self.form.day == timezone.localdate()

    @cached_property
    def survey(self):
        found = survey(self.places, on=self.form.day)
        if self.tells_county:
            prefetch_related_objects([gap.place for gap in found.gaps], "county")
        return found

    @cached_property
    def qs(self):
        return [gap for gap in self.survey.gaps if self.form.matches(gap)]

    @property
    def rate(self):
        """95.1%（116/122）: required posts held as they should be, whatever else the list is filtered by."""
        return rate(self.survey.total.filled, self.survey.total.required)

    @cached_property
    def totals(self):
        """A row for each township, also for one without gaps: its county, its name (None for the counties' own), how many gaps have
        each reason, the sum, the rate.

        A gap with two reasons counts for both, and once in the sum.
        """
        counts, sums, asked = self._reasons(), count_by_township(self.qs), self.survey.by_township
        places = Township.objects.filter(pk__in=filter(None, asked)).values_list("pk", "name", "county", "county__name")
        names = {pk: (county, name, county_name) for pk, name, county, county_name in places} | {None: (0, None, "")}
        return [
            {
                "pk": pk,
                "county": names[pk][2],
                "name": names[pk][1],
                "counts": [(reason, counts[pk][reason]) for reason in Reason],
                "sum": sums.get(pk, Counter()).total(),
                "rate": rate(coverage.filled, coverage.required),
            }
            for pk, coverage in sorted(asked.items(), key=lambda row: (names[row[0]][0], row[0] or 0))
        ]

    @cached_property
    def total(self):
        """The same of all together, whose last row it is."""
        counts = sum(self._reasons().values(), Counter())
        return {"counts": [(reason, counts[reason]) for reason in Reason], "sum": len(self.qs), "rate": self.rate}

    def _reasons(self):
        found = defaultdict(Counter)
        for gap in self.qs:
            found[gap.township_id].update(fault.reason for fault in gap.faults)
        return found

    @property
    def has_several_reasons(self):
        return any(len(gap.faults) > 1 for gap in self.qs)
