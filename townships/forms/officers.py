from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.forms.campaign import RosterField
from townships.forms.fields import AskedTick, DayField, ForgivingCode, ForgivingText, ask
from townships.forms.people import ID_NUMBER, PersonForm
from townships.kept_files import KeepsFiles
from townships.models import Person, Township
from townships.officers import AlreadyOnRoster, HasLeft, NotOfTownship, OffBeforeOn
from townships.uploaded_book import BookField
from townships.validators import MOST_COUNTED, not_in_future, real_id_number
from townships.widgets import InitialsSelect


class EnlistForm(forms.Form):
    township = forms.ModelChoiceField(Township.objects.none(), label=_("乡镇（街道）"), empty_label=_("请选择"), widget=InitialsSelect)
    person = RosterField(label=_("姓名或在册编号"), help_text=_("不在人员名册的，请先登记人员"))
    on = DayField(label=_("入册日期"), initial=timezone.localdate, validators=[not_in_future])

    is_the_countys = AskedTick(label=_("确需列入乡镇名册"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["township"].queryset = Township.objects.visible_to(user).open_on(timezone.localdate())
        self.fields["person"].people = Person.objects.visible_to(user).serving_on(timezone.localdate())
        if user.township_id:
            del self.fields["township"]

    def clean(self):
        cleaned = super().clean()
        person = cleaned.get("person")
        if person and person.township_id is None and not cleaned.get("is_the_countys"):
            words = _("%(person)s（%(known)s）是县直人员，不在乡镇在册，请核对是否选错。确需列入的请勾选后再保存。")
            ask(self, "is_the_countys", words % {"person": person, "known": person.known_by or _("县直")})
        return cleaned

    def details(self):
        told = {name: value for name, value in self.cleaned_data.items() if name != "is_the_countys"}
        return {"township": self.user.township} | told

    def refuse(self, refused):
        match refused:
            case AlreadyOnRoster():
                words = {"township": refused.officer.township, "number": refused.officer.number}
                self.add_error("person", _("该人员已在%(township)s的名册上，编号 %(number)s。") % words)
            case NotOfTownship():
                self.add_error("person", _("该人员不在所选的乡镇在册。"))
            case HasLeft():
                self.add_error("on", _("该人员在这一天已离任。"))


class ImportForm(KeepsFiles, forms.Form):
    """Whose roster, from when, and the file."""

    township = forms.ModelChoiceField(Township.objects.none(), label=_("乡镇（街道）"), empty_label=_("请选择"), widget=InitialsSelect)
    file = BookField(label=_("名册文件"), help_text=_(".xlsx，不超过 2 MB"))
    on = DayField(
        label=_("入册日期"), initial=timezone.localdate, validators=[not_in_future], help_text=_("文件里没有填入册日期的，按这一天")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["township"].queryset = Township.objects.visible_to(user).open_on(timezone.localdate())
        if user.township_id:
            del self.fields["township"]

    @property
    def whose(self):
        return self.user.township or self.cleaned_data["township"]


class OfficerRowForm(forms.ModelForm):
    """One row of an uploaded roster, by the rules of the form in which one person is entered."""

    number = forms.IntegerField(label=_("在册编号"), required=False, min_value=1, validators=[MOST_COUNTED])
    joined_on = forms.DateField(
        label=_("入册日期"),
        required=False,
        input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"],
        validators=[not_in_future],
    )

    class Meta:
        model = Person
        fields = ["name", "unit", "position", "phone", "id_number", "inspector_card"]
        field_classes = PersonForm.Meta.field_classes | {"unit": ForgivingText, "position": ForgivingText, "id_number": ForgivingCode}

    def clean_id_number(self):
        number = self.cleaned_data["id_number"]
        if ID_NUMBER.fullmatch(number):
            real_id_number(number)
        return number


class StrikeOffForm(forms.Form):
    on = DayField(label=_("退出日期"), initial=timezone.localdate, validators=[not_in_future], help_text=_("自这一天起不在名册上"))
    reason = ForgivingText(label=_("退出原因"), max_length=60, help_text=_("如：年满退出、工作调整"))


class EntryCorrectionForm(forms.Form):
    """更正: other days than were entered, or a striking-off that was a mistake."""

    joined_on = DayField(label=_("入册日期"), validators=[not_in_future])
    left_on = DayField(label=_("退出日期"), required=False, validators=[not_in_future], help_text=_("误登记退出的请清空，编号不变"))
    reason = ForgivingText(label=_("退出原因"), max_length=60, required=False)
    why = ForgivingText(label=_("更正原因"), max_length=200, help_text=_("如：入册日期登记有误、误登记退出"))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("left_on") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("填了退出日期的，请填退出原因。"))
        return cleaned

    def refuse(self, refused):
        match refused:
            case OffBeforeOn():
                self.add_error("left_on", _("不能早于入册日期。"))
            case HasLeft():
                self.add_error("joined_on", _("该人员在这一天已离任。"))
            case AlreadyOnRoster():
                other = refused.officer
                told = {"township": other.township, "number": other.number, "day": other.joined_on}
                words = _("与该人员另一次入册重叠：%(township)s，编号 %(number)s，%(day)s 入册。")
                self.add_error("left_on" if not self.cleaned_data["left_on"] else "joined_on", words % told)
