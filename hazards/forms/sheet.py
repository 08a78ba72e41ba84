"""A checklist on a phone: three big presses an item, and for what failed a note, a photo and two ticks."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from hazards.checking import HEADER
from hazards.details import PeopleField
from hazards.forms.choices import PlaceField, inspectors_for, places_for, recent_places
from hazards.models import Inspection, SheetAnswer
from townships.pictures import PicturesField

PARTS = {
    "result": lambda: forms.ChoiceField(choices=SheetAnswer.Result.choices, required=False, widget=forms.RadioSelect),
    "note": lambda: forms.CharField(label=_("具体位置和情况"), max_length=200, required=False),
    "pictures": lambda: PicturesField(label=_("照片"), required=False),
    "fixed_on_spot": lambda: forms.BooleanField(label=_("现场已整改"), required=False),
    "is_major": lambda: forms.BooleanField(label=_("构成重大隐患"), required=False),
    # What the ledger is told when the sheet is finished: the clock runs from the press that found it.
    "may_cause_accident": lambda: forms.BooleanField(label=_("可能立即引发事故（发现后 30 分钟内填完上报）"), required=False),
}


@dataclass(frozen=True)
class Row:
    """One item with its bound fields."""

    answer: SheetAnswer
    fields: dict

    @property
    def item(self):
        return self.answer.item

    @property
    def names(self):
        """What the background save sends of this item, and nothing else."""
        return ",".join(field.html_name for field in self.fields.values())

    @property
    def is_saved(self):
        """As it is shown here."""
        return bool(self.answer.result) and not self.errors

    @property
    def ticks(self):
        return [self.fields[name] for name in ("fixed_on_spot", "is_major", "may_cause_accident")]

    @property
    def errors(self):
        return [error for field in self.fields.values() for error in field.errors]


class SheetForm(forms.Form):
    inspectors = PeopleField(None, label=_("检查人员"), required=False)
    accompanied_by = forms.CharField(label=_("被检查单位陪同人"), max_length=60, required=False)
    unit_signatory = forms.CharField(label=_("被检查单位负责人"), max_length=30, required=False, help_text=_("在检查记录上签字的人"))
    unit_refusal = forms.CharField(label=_("拒绝签字的情况"), max_length=200, required=False, help_text=_("拒绝签字的，写明理由和在场人"))
    content = forms.CharField(label=_("其他情况"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, sheet, answers, user, whole=True, **kwargs):
        initial = {name: getattr(sheet, name) for name in HEADER if name != "inspectors"} if whole else {}
        if whole:
            initial["inspectors"] = [person.pk for person in sheet.inspectors.all()]
        super().__init__(*args, initial=initial, **kwargs)
        self.answers = answers
        if whole:
            self.fields["inspectors"].queryset = inspectors_for(user, sheet.township).order_by("number")
        else:
            self.fields.clear()
        for answer in answers:
            self._add(answer)

    def _add(self, answer):
        for part, make in PARTS.items():
            name = f"{part}-{answer.item_id}"
            self.fields[name] = make()
            if part != "pictures":
                self.initial[name] = getattr(answer, part)

    @property
    def rows(self):
        return [Row(answer, {part: self[f"{part}-{answer.item_id}"] for part in PARTS}) for answer in self.answers]

    @property
    def header(self):
        return [self[name] for name in HEADER if name in self.fields]

    def told(self):
        """Whatever was understood, as the deed takes it: one bad photo must not lose the rest."""
        given = self.cleaned_data
        answers = {
            answer.item_id: {part: given[f"{part}-{answer.item_id}"] for part in PARTS if f"{part}-{answer.item_id}" in given}
            for answer in self.answers
        }
        return {"answers": answers} | {name: given[name] for name in HEADER if name in given}


class StartForm(forms.Form):
    """Where a checklist is filled that no plan made due."""

    place = PlaceField(None, label=_("被检查单位或部位"))
    kind = forms.ChoiceField(label=_("检查类别"), choices=Inspection.Kind.choices, initial=Inspection.Kind.DAILY)

    def __init__(self, *args, user, township, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(places_for(user, township), recent=recent_places(user, Inspection))
