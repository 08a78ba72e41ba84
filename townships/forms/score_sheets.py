from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships import evidence
from townships.forms.based_on import ComparedRowForm
from townships.forms.fields import ForgivingText
from townships.kept_files import KeepsFiles
from townships.models import Clause, Criterion, EvidenceNeed, ScoreSheet
from townships.uploaded_book import BookField
from townships.validators import EARLIEST

LONGEST = {"focus": 1000, "rule": 1000}


class YearAndNameForm(ComparedRowForm):
    """A sheet is known by its year and name, once in a county."""

    class Meta:
        model = ScoreSheet
        fields = ["year", "name", "source"]
        field_classes = {"name": ForgivingText, "source": ForgivingText}

    def __init__(self, *args, county, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.county = self.county = county
        self.fields["year"].initial = self.fields["year"].initial or timezone.localdate().year

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not EARLIEST.year <= year <= timezone.localdate().year + 2:
            raise forms.ValidationError(_("请核对年份：%(year)s 年不在合理范围内。"), code="unlikely", params={"year": year})
        return year

    def clean(self):
        cleaned = super().clean()
        twins = ScoreSheet.objects.filter(county=self.county, year=cleaned.get("year"), name=cleaned.get("name"))
        if twins.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("%(year)s 年已有名为“%(name)s”的细则。") % cleaned)
        return cleaned


class ScoreSheetForm(YearAndNameForm):
    class Meta(YearAndNameForm.Meta):
        fields = ["year", "name", "source", "pass_mark", "fresh_days"]


class ImportForm(KeepsFiles, YearAndNameForm):
    file = BookField(label=_("细则文件"), help_text=_(".xlsx，不超过 2 MB"))

    field_order = ["file", "year", "name", "source"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, county=user.county, **kwargs)
        self.user = user


class CriterionForm(ComparedRowForm):
    class Meta:
        model = Criterion
        fields = ["element", "name", "points", "focus", "rule", "method"]
        field_classes = dict.fromkeys(["element", "name", "method"], ForgivingText)
        widgets = dict.fromkeys(["focus", "rule"], forms.Textarea(attrs={"rows": 3}))
        help_texts = {"element": _("与已有的同名即归在一起"), "rule": _("如：每少1次扣1分，扣完为止")}

    def clean(self):
        cleaned = super().clean()
        twins = Criterion.objects.filter(sheet=self.instance.sheet, element=cleaned.get("element"), name=cleaned.get("name"))
        if twins.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("一级要素“%(element)s”下已有“%(name)s”。") % cleaned)
        return cleaned


class NeedForm(forms.Form):
    source = forms.ChoiceField(label=_("佐证来源"), required=False)
    minimum = forms.DecimalField(label=_("至少"), required=False, min_value=0, max_digits=12, decimal_places=2)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", "—"), *evidence.choices()]
        source = evidence.SOURCES.get(self["source"].value())
        if source is None:
            self.fields["minimum"].label = _("至少（空白点、逾期等为至多）")
        elif source.is_shortfall:
            self.fields["minimum"].label = _("至多")

    def clean(self):
        cleaned = super().clean()
        source = evidence.SOURCES.get(cleaned.get("source"))
        if cleaned.get("minimum") and source is None:
            self.add_error("source", _("请选择佐证来源。"))
        if source and cleaned.get("minimum") is None and "minimum" not in self.errors:
            cleaned["minimum"] = 0 if source.is_shortfall else 1
        return cleaned


class BaseNeeds(forms.BaseFormSet):
    def clean(self):
        chosen = [form.cleaned_data.get("source") for form in self.forms if form.is_valid()]
        for form in self.forms:
            if form.is_valid() and form.cleaned_data.get("source") and chosen.count(form.cleaned_data["source"]) > 1:
                form.add_error("source", _("同一来源只填一次。"))

    def told(self):
        return [(form.cleaned_data["source"], form.cleaned_data["minimum"]) for form in self.forms if form.cleaned_data.get("source")]


NeedFormSet = forms.formset_factory(NeedForm, formset=BaseNeeds, extra=2, max_num=8, validate_max=True)


def needs_of(criterion):
    needs = EvidenceNeed.objects.filter(criterion=criterion.pk) if criterion.pk else []
    return [{"source": need.source, "minimum": need.minimum.normalize()} for need in needs]


class ClauseForm(ComparedRowForm):
    class Meta:
        model = Clause
        fields = ["kind", "text"]
        field_classes = {"text": ForgivingText}
