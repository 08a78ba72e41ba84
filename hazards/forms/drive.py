import uuid

from django import forms
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hazards.drives import rows_outside
from hazards.forms.pairs import DepartmentsField
from hazards.models import Department, Drive, OutcomeKind
from townships.forms.based_on import ComparedRowForm
from townships.forms.fields import ForgivingText
from townships.models import Sector
from townships.validators import sensible_date


def long_words(label):
    return forms.CharField(label=label, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class DriveForm(ComparedRowForm):
    more_sectors = forms.ModelMultipleChoiceField(
        Sector.objects.all(), label=_("涉及的其他行业领域"), required=False, widget=forms.CheckboxSelectMultiple
    )
    departments = DepartmentsField(Department.objects.none(), label=_("参加部门"), required=False)
    aim = long_words(_("目标"))
    outcome = long_words(_("成效"))

    class Meta:
        model = Drive
        fields = ["name", "sector", "more_sectors", "starts_on", "ends_on", "lead", "departments", "aim", "outcome"]
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, county, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.county = county
        known = Department.objects.filter(county=county)
        self.fields["lead"].queryset = known.filter(Q(is_active=True) | Q(pk=self.instance.lead_id))
        mine = Q(drives=self.instance.pk) if self.instance.pk else Q()
        self.fields["departments"].queryset = known.filter(Q(is_active=True) | mine).distinct()
        if self.instance.departments_told:
            self.fields["departments"].help_text = _("原登记的参加部门：%(names)s") % {"names": self.instance.departments_told}
        for name in ("starts_on", "ends_on"):
            self.fields[name].validators.append(sensible_date)

    def clean(self):
        given = super().clean()
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("结束日期不能早于开始日期。"))
        elif self.instance.pk and starts and ends:
            self._check_rows(starts, ends)
        return given

    def _check_rows(self, starts, ends):
        """Days may be drawn in no further than the rows reach that are counted for it."""
        drive = self.instance
        if starts > drive.starts_on and (rows := rows_outside(drive, before=starts)):
            self.add_error("starts_on", _("已有更早的记录计入本行动：%(rows)s。") % {"rows": in_words(rows, _("最早"))})
        if ends < drive.ends_on and (rows := rows_outside(drive, after=ends)):
            self.add_error("ends_on", _("已有更晚的记录计入本行动：%(rows)s。") % {"rows": in_words(rows, _("最晚"))})

    def _get_validation_exclusions(self):
        # The county is not on the form, yet a second drive of the same name on the same day is refused beside the name.
        return super()._get_validation_exclusions() - {"county"}


def in_words(rows, which):
    """检查 2 条（最晚 2026-11-20）、执法行动 1 条（最晚 2026-11-18）"""
    told = [{"what": what, "count": count, "which": which, "day": day} for what, count, day in rows]
    return "、".join(str(_("%(what)s %(count)s 条（%(which)s %(day)s）")) % words for words in told)


class SummaryTextForm(ComparedRowForm):
    """The bureau's own paragraphs; what is left empty is made of rows."""

    class Meta:
        model = Drive
        fields = ["background", "work_done", "problems", "next_steps"]
        widgets = dict.fromkeys(fields, forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, made, **kwargs):
        super().__init__(*args, **kwargs)
        for name, paragraphs in made.items():
            self.fields[name].help_text = made_words(_("不填时按台账自动写："), paragraphs)
        self.fields["work_done"].help_text = made_words(_("写具体做法，后面自动接上按台账统计的数字："), made["work_done"])


def made_words(label, paragraphs):
    """What the ledger makes of it: a paper's words, marked as Chinese for whoever reads the form in another language."""
    return format_html('{}<span lang="zh-CN">{}</span>', label, "".join(paragraphs))


class StepForm(forms.Form):
    reason = ForgivingText(label=_("原因"), max_length=200)


class CountyRowForm(ComparedRowForm):
    """A department or a kind of outcome of one county."""

    def __init__(self, *args, county, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.county = county

    def _get_validation_exclusions(self):
        # So that the same name twice is refused beside the name.
        return super()._get_validation_exclusions() - {"county"}


class DepartmentForm(CountyRowForm):
    class Meta:
        model = Department
        fields = ["name", "position", "is_active"]
        field_classes = {"name": ForgivingText}


class OutcomeKindForm(CountyRowForm):
    class Meta:
        model = OutcomeKind
        fields = ["name", "unit", "is_whole", "position", "is_active"]
        field_classes = {"name": ForgivingText, "unit": ForgivingText}

    def save(self, commit=True):
        self.instance.key = self.instance.key or f"own-{uuid.uuid4().hex[:12]}"
        return super().save(commit)
