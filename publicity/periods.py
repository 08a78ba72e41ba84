"""Which period the totals are asked for."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townships.period import Period
from townships.validators import EARLIEST

SPANS = {
    "year": (1, 12, _("全年")),
    "h1": (1, 6, _("上半年")),
    "h2": (7, 12, _("下半年")),
    "q1": (1, 3, _("一季度")),
    "q2": (4, 6, _("二季度")),
    "q3": (7, 9, _("三季度")),
    "q4": (10, 12, _("四季度")),
    "m1": (1, 1, _("1月")),
    "m2": (2, 2, _("2月")),
    "m3": (3, 3, _("3月")),
    "m4": (4, 4, _("4月")),
    "m5": (5, 5, _("5月")),
    "m6": (6, 6, _("6月（安全生产月）")),
    "m7": (7, 7, _("7月")),
    "m8": (8, 8, _("8月")),
    "m9": (9, 9, _("9月")),
    "m10": (10, 10, _("10月")),
    "m11": (11, 11, _("11月")),
    "m12": (12, 12, _("12月")),
}


class PeriodForm(forms.Form):
    """`?year=2026&span=q2`; this whole year when nothing, or nothing sensible, is asked for."""

    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    span = forms.ChoiceField(label=_("时段"), choices=[(key, label) for key, (_first, _last, label) in SPANS.items()])

    def __init__(self, asked):
        self.this_year = timezone.localdate().year
        super().__init__({"year": asked.get("year") or self.this_year, "span": asked.get("span") or "year"})
        self.fields["year"].choices = [(year, year) for year in range(self.this_year, EARLIEST.year - 1, -1)]
        self.is_valid()
        self.year = self.cleaned_data.get("year", self.this_year)
        self.first, self.last, self.label = SPANS[self.cleaned_data.get("span", "year")]

    @property
    def period(self):
        return Period.months(self.year, self.first, self.last)

    @property
    def words(self):
        """2026年二季度"""
        return gettext("%(year)s年%(span)s") % {"year": self.year, "span": self.label}

    def words_until(self, today):
        """2026年（截至11月30日）, 2026年四季度（截至11月30日） while it runs; what is over is named as everywhere."""
        if not self.period.start <= today < self.period.end:
            return self.words
        begun = gettext("%(year)s年") % {"year": self.year} if (self.first, self.last) == (1, 12) else self.words
        return gettext("%(begun)s（截至%(month)s月%(day)s日）") % {"begun": begun, "month": today.month, "day": today.day}
