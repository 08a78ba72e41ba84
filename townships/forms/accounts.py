from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.forms.based_on import ComparedRowForm
from townships.forms.fields import ForgivingText
from townships.models import County, Person, Role, Township, User
from townships.widgets import InitialsSelect

# Namesakes that an error message can still list.
TOO_MANY = 10


class AccountForm(ComparedRowForm):
    """Role and scope of an account, within the scope of the administrator who fills it in."""

    # Typed, not chosen: a county's roster has ten thousand people.
    person = ForgivingText(label=_("人员"), required=False, help_text=_("在册编号或姓名，没有在册的账号不填"))

    class Meta:
        model = User
        fields = ["username", "role", "county", "township", "person", "email", "wants_mail"]
        widgets = {"township": InitialsSelect}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["username"].label = _("用户名")
        self.fields["username"].help_text = _("字母、数字或姓名拼音，登录时填写")
        self.fields["email"].label = _("电子邮箱")
        self._narrow_to_scope(by)
        if self.instance == by:
            # Nobody changes their own role or reach.
            for name in ["role", "county", "township", "person"]:
                del self.fields[name]

    def _narrow_to_scope(self, by):
        self.fields["county"].queryset = County.objects.visible_to(by).open_on(timezone.localdate())
        self.fields["county"].required = not by.has_whole_deployment
        self.fields["township"].queryset = Township.objects.named_for(by).open_on(timezone.localdate())
        self.initial["person"] = f"{self.instance.person.number:04}" if self.instance.person_id else ""
        self.fields["county"].initial = by.county

    def clean_person(self):
        words = self.cleaned_data["person"]
        return self._found(words) if words else None

    def _found(self, words):
        people = Person.objects.visible_to(self.by).serving_on(timezone.localdate()).named_or_numbered(words)
        if county := self.cleaned_data.get("county"):
            people = people.in_county(county)
        found = list(people.select_related("township", "county")[:TOO_MANY])
        if len(found) > 1:
            numbers = "、".join(f"{person.number:04}（{person.township or person.county}）" for person in found)
            raise forms.ValidationError(
                _("名册里不止一名“%(words)s”，请填在册编号：%(numbers)s。"), params={"words": words, "numbers": numbers}
            )
        if not found:
            raise forms.ValidationError(_("名册里没有在任的“%(words)s”。"), params={"words": words})
        return found[0]

    def clean(self):
        cleaned = super().clean()
        if "role" in self.fields:
            self._check_reach(cleaned.get("role"), cleaned.get("county"), cleaned.get("township"))
            self._check_person(cleaned.get("person"), cleaned.get("county"), cleaned.get("township"))
        return cleaned

    def _check_reach(self, role, county, township):
        if township and not county and "county" not in self.errors:
            self.add_error("county", _("填写管辖乡镇时，须同时选择该乡镇所在的县。"))
        elif township and county and township.county_id != county.pk:
            self.add_error("township", _("该乡镇不属于所选的县。"))
        if role == Role.INSPECTOR and not township:
            self.add_error("township", _("乡镇安监员须选择管辖乡镇。"))
        if role == Role.BUREAU and township:
            self.add_error("township", _("县局工作人员管辖全县，不能限定乡镇。"))
        if role == Role.BUREAU and not county and "county" not in self.errors:
            self.add_error("county", _("县局工作人员须选择管辖县。"))

    def _check_person(self, person, county, township):
        if person and county and person.county_id != county.pk:
            self.add_error("person", _("该人员不在所选的县在册。"))
        elif person and township and person.township_id not in (None, township.pk):
            self.add_error("person", _("该人员不在所选的乡镇在册。"))
