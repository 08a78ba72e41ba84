"""年度检查计划台账: every plan of a year with its visits month by month, to print or as .xlsx."""

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hazards.annual import annual_lines
from hazards.models import PatrolPlan
from hazards.patrol_tables import target_in_words
from hazards.recurrence import in_words
from townships.models import Township
from townships.period import Period
from townships.spreadsheets import Column, send_spreadsheet
from townships.workdays import Workdays


class YearForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2000, max_value=2100, required=False)
    township = forms.ModelChoiceField(None, label=gettext_lazy("乡镇（街道）"), required=False, empty_label=gettext_lazy("全部"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["township"].queryset = Township.objects.visible_to(user).order_by("code")
        if user.township_id:
            del self.fields["township"]


class AnnualPlan:
    """What was asked for, and what the plans come to."""

    def __init__(self, request):
        self.form = YearForm(request.GET or {"year": timezone.localdate().year}, user=request.user)
        given = self.form.cleaned_data if self.form.is_valid() else {}
        self.year = given.get("year") or timezone.localdate().year
        self.place = given.get("township") or request.user.place
        plans = PatrolPlan.objects.visible_to(request.user).of_place(self.place)
        self.lines = annual_lines(plans, self.year, today=timezone.localdate())
        self.totals = [sum(line.months[month] for line in self.lines) for month in range(12)]
        self.total = sum(self.totals)

    @property
    def title(self):
        return _("%(place)s%(year)s年度安全生产检查计划") % {"place": self.place or "", "year": self.year}


@require_safe
def annual_plan(request):
    annual = AnnualPlan(request)
    year = Period.year(annual.year)
    rows = [{"line": line, "rhythm": in_words(line.plan), "target": target(line), "people": people(line.plan)} for line in annual.lines]
    context = {
        "annual": annual,
        "rows": rows,
        "months": [_("%(month)s 月") % {"month": month} for month in range(1, 13)],
        "missing_years": Workdays(request.user.county_id).missing_years(year.start, year.end) if rows else [],
    }
    return render(request, "hazards/annual_plan.html", context)


def target(line):
    return target_in_words(line.plan, len(line.plan.places.all()))


@require_safe
def export_annual_plan(request):
    annual = AnnualPlan(request)
    return send_spreadsheet(annual.lines, columns(), title=annual.title, filename=annual.title)


def columns():
    months = [
        Column(_("%(month)s 月（次）") % {"month": month}, lambda line, month=month: line.months[month - 1], 8) for month in range(1, 13)
    ]
    return [
        Column(_("范围"), lambda line: str(line.plan.whose), 14),
        Column(_("计划名称"), lambda line: line.plan.name, 28),
        Column(_("检查类别"), lambda line: line.plan.get_kind_display(), 12),
        Column(_("时段"), lambda line: line.plan.get_season_display(), 12),
        Column(_("检查对象"), target, 24),
        Column(_("对象数（处）"), lambda line: line.places, 10),
        Column(_("频次"), lambda line: in_words(line.plan), 24),
        Column(_("检查人员"), lambda line: people(line.plan), 20),
        Column(_("开始日期"), lambda line: line.plan.starts_on, 12),
        Column(_("结束日期"), lambda line: line.plan.ends_on, 12),
        *months,
        Column(_("合计（次）"), lambda line: line.visits, 10),
    ]


def people(plan):
    return "、".join(person.name for person in plan.inspectors.all()) or _("各乡镇专职安监员")
