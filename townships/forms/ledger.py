from django import forms
from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.forms.based_on import ComparedRowForm
from townships.forms.fields import IN_YUAN, ForgivingText, SubmissionField
from townships.kept_files import KeepsFiles
from townships.models import Level, Place, Township
from townships.validators import MOST_YUAN
from townships.widgets import InitialsSelect, NumberText


class SubmittedForm(KeepsFiles, ComparedRowForm):
    """A new or corrected row of a ledger, entered once per submission."""

    submission = SubmissionField()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if self.instance.pk:
            del self.fields["submission"]
        self._forgive_numbers()
        self._ask_for_yuan()

    def _forgive_numbers(self):
        """Sums and quantities may be typed full-width or pasted with commas."""
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField) and type(field.widget) is forms.NumberInput:
                field.widget = NumberText()
                field.widget.is_required = field.required

    def _ask_for_yuan(self):
        for row in self._meta.model._meta.fields:
            if row.name in self.fields and MOST_YUAN in row.validators:
                self.fields[row.name].error_messages |= IN_YUAN

    def details(self):
        """What was told, as the deeds take it."""
        return self.cleaned_data


class LedgerForm(SubmittedForm):
    """A row of a township or of the county itself, within the scope of who writes it."""

    county_itself = ""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        if user.township_id:
            del self.fields["township"]
        else:
            self._narrow_townships(user)

    def _narrow_townships(self, user):
        townships = Township.objects.visible_to(user)
        self.fields["township"].queryset = townships.open_on(timezone.localdate()) | townships.filter(pk=self.instance.township_id)
        self.fields["township"].empty_label = self.county_itself

    def details(self):
        own = {"township": self.user.township} if self.user.township_id else {}
        return {**self.cleaned_data, **own}


class PlaceField(forms.ModelChoiceField):
    """A place by name or pinyin initials, those of a township under its name; one place to choose from is chosen."""

    def __init__(self, **kwargs):
        super().__init__(Place.objects.none(), widget=InitialsSelect, **kwargs)

    def offer(self, places, levels, *, now=None):
        """The open places of these levels, and the one that stands there now."""
        chosen = places.filter(level__in=levels)
        chosen = chosen.open_on(timezone.localdate()) | chosen.filter(pk=now)
        village = Case(When(level=Level.GROUP, then="parent__name"), default=Value(""))
        self.queryset = chosen.select_related("township", "parent").order_by("township", "level", village, "name")
        first = list(chosen[:2])
        if len(first) == 1 and now is None:
            self.initial = first[0]

    def label_from_instance(self, place):
        return f"{place.township} · {place.local_name}" if place.township_id else str(place)


class PlacedForm(SubmittedForm):
    """A row about one place: the places of the levels that its model takes, within the scope of who writes it."""

    place = PlaceField(label=_("单位或部位"))
    reason = ForgivingText(label=_("修改原因"), max_length=200, required=False, help_text=_("影响考核或已发布总结的改动必须填写"))
    place_label = None
    said_twice = _("已登记过相同的内容，请核对是否重复。")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["place"].label = self.place_label or self.fields["place"].label
        self.fields["place"].offer(Place.objects.visible_to(user), self._meta.model.levels, now=self.instance.place_id)
        if not self.instance.pk:
            del self.fields["reason"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and self._twins(cleaned).exists():
            self.add_error(self._meta.model.once_on[-1], self.said_twice)
        return cleaned

    def _twins(self, cleaned):
        model = self._meta.model
        same = {name: cleaned.get(name) for name in model.once_on}
        held = {"ended_on": cleaned["ended_on"]} if "ended_on" in cleaned else {}
        mine = {"created_by": self.user, "submission": cleaned.get("submission")}
        # The same form sent twice is not the same thing said twice.
        return model(pk=self.instance.pk, **held, **same).twins().exclude(**mine)
