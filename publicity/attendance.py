"""Who of the roster is looked for, and who of them was there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from townships.forms.fields import ForgivingText
from townships.models import Person, Township

SHOWN_AT_MOST = 300


class AttendanceSearch(forms.Form):
    """A township's roster fits on a page; a county's does not, so the bureau says whom it looks for."""

    q = forms.CharField(label=_("姓名、拼音首字母或电话"), max_length=30, required=False)
    township = forms.ModelChoiceField(Township.objects.none(), label=_("乡镇（街道）"), required=False, empty_label=_("县直"))

    def __init__(self, data, *, user, training):
        super().__init__({"township": training.township_id} | data.dict())
        self.user, self.training = user, training
        if user.township_id:
            del self.fields["township"]
        else:
            self.fields["township"].queryset = Township.objects.visible_to(user)

    def people(self):
        """The first of those who served on the day and fit."""
        self.is_valid()
        people = Person.objects.visible_to(self.user).serving_on(self.training.held_on)
        if not self.user.township_id:
            people = people.filter(township=self.cleaned_data.get("township"))
        if words := self.cleaned_data.get("q"):
            people = people.search(words)
        return Person.objects.filter(pk__in=list(people.order_by("number").values_list("pk", flat=True)[:SHOWN_AT_MOST]))


class PeoplePresent(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, person):
        return " ".join(filter(None, [f"{person.number:04}", person.name, person.position, person.unit]))


class AttendanceForm(forms.Form):
    """Ticks for the people that the search shows; everybody else stays as they are."""

    present = PeoplePresent(Person.objects.none(), label=_("参训在册人员"), required=False)
    reason = ForgivingText(label=_("修改原因"), max_length=200, required=False, help_text=_("总结已发布的年度必须填写"))

    def __init__(self, *args, people, training, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["present"].queryset = people
        self.fields["present"].initial = training.attendees.filter(pk__in=people)
