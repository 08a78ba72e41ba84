"""One paper for what a visit found: what is required of each, until when."""

from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hazards.clocks import deadline_to_order
from hazards.details import PeopleField, check_deadline
from hazards.forms.choices import signers
from hazards.forms.deeds import OWN_PAPER, clause_help, deadline_help
from hazards.forms.far_deadline import ask_about_far_deadline, far_deadline_field
from hazards.models import Hazard
from hazards.orders import order_kind, usual_signers
from townships.forms.fields import DayField, ForgivingText
from townships.validators import sensible_date
from townships.workdays import Workdays


@dataclass(frozen=True)
class Row:
    hazard: Hazard
    fields: list


class ServeForm(forms.Form):
    inspectors = PeopleField(None, label=_("检查人员"), required=False)
    is_far = far_deadline_field()
    asks_clause = True

    def __init__(self, *args, hazards, visit, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.hazards = hazards
        self.fields["inspectors"].queryset = signers(order_kind(user), user, visit.township).order_by("number")
        today, workdays = timezone.localdate(), Workdays(visit.township.county_id)
        self.initial["inspectors"] = [person.pk for person in usual_signers(order_kind(user), hazards[0], user)]
        if user.township_id and any(hazard.is_townships_own for hazard in hazards):
            # A paper goes to one unit, so one is asked for all of them.
            self.fields["responsible_unit"] = ForgivingText(label=_("责任单位"), max_length=80, help_text=OWN_PAPER)
        for hazard in hazards:
            for_one = len(self.fields)
            self.fields[f"take-{hazard.pk}"] = forms.BooleanField(label=_("列入文书"), required=False, initial=True)
            self.fields[f"requirement-{hazard.pk}"] = forms.CharField(
                label=_("整改要求"), max_length=2000, initial=hazard.measure, widget=forms.Textarea(attrs={"rows": 2})
            )
            if words := clause_help(hazard):
                self.fields[f"basis-{hazard.pk}"] = ForgivingText(label=_("依据条款"), max_length=200, required=False, help_text=words)
            self.fields[f"deadline-{hazard.pk}"] = DayField(
                label=_("整改期限"),
                initial=deadline_to_order(hazard, today, workdays),
                validators=[sensible_date],
                help_text=deadline_help(hazard, today),
            )
            for field in list(self.fields.values())[for_one:]:
                # The summary on top lists the fields of all hazards in a row.
                field.label_in_summary = f"{hazard.number} {field.label}"

    @property
    def rows(self):
        return [Row(hazard, self._fields_of(hazard)) for hazard in self.hazards]

    def _fields_of(self, hazard):
        names = [f"{part}-{hazard.pk}" for part in ("take", "requirement", "basis", "deadline")]
        return [self[name] for name in names if name in self.fields]

    def clean(self):
        given = super().clean()
        if not any(given.get(f"take-{hazard.pk}") for hazard in self.hazards):
            raise forms.ValidationError(_("请至少勾选一条列入文书的隐患。"), code="none")
        taken = [hazard for hazard in self.hazards if given.get(f"take-{hazard.pk}")]
        for hazard in taken:
            self._check_day(f"deadline-{hazard.pk}", given)
        ask_about_far_deadline(self, [given.get(f"deadline-{hazard.pk}") for hazard in taken if not hazard.is_major])
        return given

    def _check_day(self, name, given):
        """Told together with whatever else is wrong, not after it."""
        try:
            if given.get(name):
                check_deadline(given[name], timezone.now(), field=name)
        except forms.ValidationError as refusal:
            self.add_error(None, refusal)

    def told(self):
        """As the deed takes it."""
        given = self.cleaned_data
        taken = [hazard.pk for hazard in self.hazards if given.get(f"take-{hazard.pk}")]
        parts = ("requirement", "deadline", "basis")
        items = {pk: {part: given[f"{part}-{pk}"] for part in parts if f"{part}-{pk}" in given} for pk in taken}
        unit = {"responsible_unit": given["responsible_unit"]} if "responsible_unit" in given else {}
        return {"items": items, "inspectors": given["inspectors"], **unit}

    def hidden(self):
        """All that was typed, to be carried through the check page."""
        return [self[name].as_hidden() for name in self.fields]
