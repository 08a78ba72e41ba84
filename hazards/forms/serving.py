"""One paper for what a visit found: what is required of each, until when."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from hazards.details import PeopleField
from hazards.forms.choices import inspectors_for
from hazards.models import Hazard
from townships.forms.fields import DayField
from townships.validators import sensible_date


@dataclass(frozen=True)
class Row:
    hazard: Hazard
    fields: list


class ServeForm(forms.Form):
    inspectors = PeopleField(None, label=_("检查人员"), required=False)

    def __init__(self, *args, hazards, visit, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.hazards = hazards
        self.fields["inspectors"].queryset = inspectors_for(user, visit.township).order_by("number")
        self.initial["inspectors"] = [person.pk for person in visit.inspectors.all()]
        for hazard in hazards:
            self.fields[f"take-{hazard.pk}"] = forms.BooleanField(label=_("列入文书"), required=False, initial=True)
            self.fields[f"requirement-{hazard.pk}"] = forms.CharField(
                label=_("整改要求"), max_length=2000, initial=hazard.measure, widget=forms.Textarea(attrs={"rows": 2})
            )
            self.fields[f"deadline-{hazard.pk}"] = DayField(label=_("整改期限"), initial=hazard.deadline, validators=[sensible_date])

    @property
    def rows(self):
        return [Row(hazard, [self[f"{part}-{hazard.pk}"] for part in ("take", "requirement", "deadline")]) for hazard in self.hazards]

    def clean(self):
        given = super().clean()
        if not any(given.get(f"take-{hazard.pk}") for hazard in self.hazards):
            raise forms.ValidationError(_("请至少勾选一条列入文书的隐患。"), code="none")
        return given

    def told(self):
        """As the deed takes it."""
        given = self.cleaned_data
        taken = [hazard.pk for hazard in self.hazards if given.get(f"take-{hazard.pk}")]
        items = {pk: {"requirement": given[f"requirement-{pk}"], "deadline": given[f"deadline-{pk}"]} for pk in taken}
        return {"items": items, "inspectors": given["inspectors"]}

    def hidden(self):
        """All that was typed, to be carried through the check page."""
        return [self[name].as_hidden() for name in self.fields]
