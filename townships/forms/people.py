from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.appointments import Obstacle, find_obstacle
from townships.forms.fields import DayField, ForgivingCode, ForgivingText
from townships.models import Duty, DutyKind, Level, Person, Township
from townships.validators import not_in_future, sensible_date
from townships.widgets import InitialsSelect

# Where the sentence about an obstacle stands, and what it says.
OBSTACLES = {
    Obstacle.WRONG_LEVEL: ("kind", _("这个岗位不能设在这里。")),
    Obstacle.PLACE_CLOSED: ("starts_on", _("该单位（部位）在这一天已撤并或注销。")),
    Obstacle.OTHER_COUNTY: ("person", _("该人员不在本县在册。")),
    Obstacle.HAS_LEFT: ("person", _("该人员在这一天已离任。")),
    Obstacle.TERM_OVERLAPS: ("starts_on", _("该人员在这里任此岗位的任期与这一天重叠，请先终止原任期。")),
}


class PersonForm(forms.ModelForm):
    """An entry of the roster; the number is given by the roster itself."""

    class Meta:
        model = Person
        fields = ["name", "township", "unit", "position", "phone", "id_number", "inspector_card", "is_full_time"]
        field_classes = {"name": ForgivingText, "phone": ForgivingCode, "id_number": ForgivingCode}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.instance.county = user.county
        townships = Township.objects.visible_to(user).in_county(self.instance.county_id).open_on(timezone.localdate())
        self.fields["township"].queryset = townships
        if user.township_id:
            self.fields["township"].required = True
            self.fields["township"].initial = user.township_id

    def clean_id_number(self):
        number = self.cleaned_data["id_number"]
        twin = number and Person.objects.filter(county=self.instance.county_id, id_number=number).exclude(pk=self.instance.pk).first()
        if twin:
            raise forms.ValidationError(_("该身份证号已在册，编号 %(number)s。"), code="unique", params={"number": twin.number})
        return number


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return " ".join(filter(None, [f"{person.number:04}", person.name, person.position, person.unit]))


class AppointmentForm(forms.ModelForm):
    person = PersonChoice(Person.objects.none(), label=_("人员"), widget=InitialsSelect)
    starts_on = DayField(label=_("任职日期"), validators=[sensible_date])

    class Meta:
        model = Duty
        fields = ["kind", "person", "starts_on", "document"]

    def __init__(self, *args, place, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.place = place
        self.fields["kind"].queryset = DutyKind.objects.filter(level=place.level)
        self.fields["person"].queryset = people_for(place, user)
        self.fields["starts_on"].initial = timezone.localdate()
        self.fields["document"].help_text = _("如：官亭〔2026〕1号，可不填")

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            term = Duty(place=self.instance.place, **cleaned)
            if obstacle := find_obstacle(term):
                self.refuse(obstacle)
        return cleaned

    def refuse(self, obstacle):
        self.add_error(*OBSTACLES[obstacle])


def people_for(place, user):
    """Who may be appointed: the people of the county's departments and, of a township, its own people.

    In the county itself, those in charge of the townships as well: they are members of its leading group.
    """
    today = timezone.localdate()
    people = Person.objects.visible_to(user).filter(county=place.county_id or place.pk).serving_on(today)
    if place.is_county:
        in_charge = Duty.objects.held_on(today).filter(place__level=Level.TOWNSHIP).values("person")
        return people.filter(Q(township=None) | Q(pk__in=in_charge))
    return people.of_township_or_county(place.township_id or place.pk)


class TermEndForm(forms.Form):
    ends_on = DayField(label=_("任期截止"), validators=[sensible_date], help_text=_("任职的最后一天"))


class LeavingForm(forms.Form):
    left_on = DayField(label=_("离任日期"), validators=[not_in_future], help_text=_("自这一天起不再承担责任"))
