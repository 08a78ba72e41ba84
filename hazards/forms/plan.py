"""A plan of inspection in plain choices: what, how often, who, and whether by lot."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hazards.forms.choices import inspectors_for
from hazards.models import Checklist, Inspection, PatrolPlan
from townships.forms.based_on import ComparedRowForm
from townships.forms.fields import DayField, ForgivingText, SubmissionField
from townships.forms.layout import in_groups
from townships.models import Level, Person, Place
from townships.validators import sensible_date

LONGEST = timedelta(days=2 * 366)
Rhythm, Season, Kind = PatrolPlan.Rhythm, PatrolPlan.Season, Inspection.Kind

# 「日巡查、周督查、月检查、季评比」 (second document) and what a year brings; the dates are a county's to set.
PRESETS = {
    "daily": (_("日巡查"), {"kind": Kind.DAILY, "rhythm": Rhythm.WORKDAYS, "high_risk_only": True}),
    "weekly": (_("周督查"), {"kind": Kind.WEEKLY, "rhythm": Rhythm.WEEKLY, "weekdays": [1], "days_allowed": 3}),
    "monthly": (_("月检查"), {"kind": Kind.MONTHLY, "rhythm": Rhythm.MONTHLY, "month_day": 20, "days_allowed": 5}),
    "quarterly": (_("季评比"), {"kind": Kind.QUARTERLY, "rhythm": Rhythm.QUARTERLY, "month_day": 20, "days_allowed": 5}),
    "festival": (_("节假日检查"), {"kind": Kind.SPECIAL, "season": Season.FESTIVAL, "rhythm": Rhythm.ONCE}),
    "flood": (_("汛期检查"), {"kind": Kind.SPECIAL, "season": Season.FLOOD, "rhythm": Rhythm.DAYS}),
    "safety_month": (_("安全生产月检查"), {"kind": Kind.SPECIAL, "season": Season.SAFETY_MONTH, "rhythm": Rhythm.ONCE}),
    "random": (_("双随机抽查"), {"kind": Kind.RANDOM, "rhythm": Rhythm.MONTHLY, "month_day": 10, "draws_places": 5, "draws_inspectors": 2}),
}


class PlanForm(ComparedRowForm):
    submission = SubmissionField()
    name = ForgivingText(label=_("计划名称"), max_length=60, help_text=_("如：2026 年烟花爆竹企业日巡查"))
    rhythm = forms.ChoiceField(label=_("频次"), choices=Rhythm.choices, widget=forms.RadioSelect)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期几"),
        choices=PatrolPlan.Weekday.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("频次为“每周”时选择"),
    )
    places = forms.ModelMultipleChoiceField(None, label=_("指定单位和部位"), required=False, widget=forms.CheckboxSelectMultiple)
    inspectors = forms.ModelMultipleChoiceField(None, label=_("检查人员"), required=False, widget=forms.CheckboxSelectMultiple)
    starts_on = DayField(label=_("开始日期"), validators=[sensible_date])
    ends_on = DayField(label=_("结束日期"), validators=[sensible_date])

    class Meta:
        model = PatrolPlan
        fields = [
            "name",
            "kind",
            "season",
            "sector",
            "high_risk_only",
            "places",
            "checklist",
            "rhythm",
            "weekdays",
            "month_day",
            "quarter_month",
            "moves_to_workday",
            "days_allowed",
            "starts_on",
            "ends_on",
            "inspectors",
            "draws_places",
            "draws_inspectors",
        ]

    def __init__(self, *args, user, county, township, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.county, self.township = user, county, township
        self.fields["sector"].empty_label = _("不按行业")
        self.fields["checklist"].queryset = Checklist.objects.offered_in(county).order_by("sector__position", "pk")
        self.fields["checklist"].empty_label = _("按单位的行业自动选用")
        self.fields["month_day"].help_text = _("频次为“每月”“每季度”时填写；没有这一天的月份为月末")
        self.fields["moves_to_workday"].help_text = _("按月、按季的不跨月：月底没有工作日的，提前到当月最后一个工作日")
        self._offer_people_and_places()
        self._settle_what_has_begun()
        self.helper = in_groups(*self._groups())

    def _offer_people_and_places(self):
        if self.township:
            offered = Place.objects.in_township(self.township.pk).open_on(timezone.localdate())
            self.fields["places"].queryset = offered.filter(level__in=[Level.ENTERPRISE, Level.KEY_SITE, Level.VILLAGE]).order_by(
                "level", "name"
            )
            self.fields["inspectors"].queryset = inspectors_for(self.user, self.township).order_by("number")
            self.fields["inspectors"].required = True
            return
        # A county's plan goes by sector; thousands of places are no list to tick.
        del self.fields["places"]
        bureau = Person.objects.visible_to(self.user).serving_on(timezone.localdate()).filter(township=None).exclude(inspector_card="")
        self.fields["inspectors"].queryset = bureau.order_by("number")
        self.fields["inspectors"].help_text = _("不选的，由各乡镇专职安监员检查")

    def _settle_what_has_begun(self):
        if self.instance.pk:
            del self.fields["submission"], self.fields["kind"]
            if self.instance.starts_on <= timezone.localdate():
                del self.fields["starts_on"]

    def _groups(self):
        rhythm = ["rhythm", "weekdays", "month_day", "quarter_month", "moves_to_workday", "days_allowed", "starts_on", "ends_on"]
        groups = [
            ("", "submission", "name", "kind", "season"),
            (_("检查对象"), "sector", "high_risk_only", "places", "checklist"),
            (_("什么时候检查"), *rhythm),
            (_("谁去检查"), "inspectors"),
            (_("随机抽取（双随机）"), "draws_places", "draws_inspectors"),
        ]
        return [(title, *[name for name in names if name in self.fields]) for title, *names in groups]

    def clean(self):
        given = super().clean()
        self._check_target(given)
        self._check_rhythm(given)
        self._check_term(given)
        self._check_draws(given)
        return given

    def _check_draws(self, given):
        """No more than there are; how many places a sector has changes until the day of the draw."""
        people, places = len(given.get("inspectors") or ()), len(given.get("places") or ())
        if given.get("draws_inspectors") and not people:
            self.add_error("draws_inspectors", _("随机选派人员，须先选择供抽取的检查人员。"))
        elif (given.get("draws_inspectors") or 0) > people:
            self.add_error("draws_inspectors", _("只选了 %(count)s 名检查人员，不能每家选派更多。") % {"count": people})
        by_sector = given.get("sector") or given.get("high_risk_only")
        if places and not by_sector and (given.get("draws_places") or 0) > places:
            self.add_error("draws_places", _("只指定了 %(count)s 个单位和部位，不能抽取更多。") % {"count": places})

    def _check_target(self, given):
        if not (given.get("sector") or given.get("high_risk_only") or given.get("places")) and "sector" not in self.errors:
            self.add_error("sector", _("请选择行业领域，或勾选高危单位，或指定单位和部位。"))

    def _check_rhythm(self, given):
        if given.get("rhythm") == Rhythm.WEEKLY and not given.get("weekdays"):
            self.add_error("weekdays", _("请选择星期几检查。"))
        if given.get("rhythm") in (Rhythm.MONTHLY, Rhythm.QUARTERLY) and not given.get("month_day") and "month_day" not in self.errors:
            self.add_error("month_day", _("请填写几日检查（1 至 31）。"))

    def _check_term(self, given):
        starts, ends = given.get("starts_on") or self.instance.starts_on, given.get("ends_on")
        if "starts_on" in given and given["starts_on"] and given["starts_on"] < timezone.localdate():
            self.add_error("starts_on", _("计划不能从过去的日期开始。"))
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("结束日期不能早于开始日期。"))
        elif starts and ends and ends - starts > LONGEST:
            self.add_error("ends_on", _("一个计划最长两年，请核对年份。"))

    def told(self):
        """As the deeds take it."""
        own = {} if self.instance.pk else {"county": self.county, "township": self.township}
        return {**self.cleaned_data, **own}


class StopForm(forms.Form):
    reason = ForgivingText(label=_("停止原因"), max_length=200, help_text=_("今天是最后一天；以后的巡查任务随之撤回"))


class ReasonForm(forms.Form):
    reason = ForgivingText(label=_("漏查原因"), max_length=200, help_text=_("如：大雪封路、单位停产无人；漏查仍计为漏查"))
    alike = forms.BooleanField(label=_("同一计划同一天的其他漏查也用此原因"), required=False)
