from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.forms.campaign import RosterField
from townships.forms.fields import DayField, ForgivingText
from townships.models import Person, Township
from townships.officers import AlreadyOnRoster, HasLeft, NotOfTownship
from townships.validators import not_in_future
from townships.widgets import InitialsSelect


class EnlistForm(forms.Form):
    township = forms.ModelChoiceField(Township.objects.none(), label=_("乡镇（街道）"), empty_label=_("请选择"), widget=InitialsSelect)
    person = RosterField(label=_("姓名或在册编号"), help_text=_("不在人员名册的，请先登记人员"))
    on = DayField(label=_("入册日期"), initial=timezone.localdate, validators=[not_in_future])

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["township"].queryset = Township.objects.visible_to(user).open_on(timezone.localdate())
        self.fields["person"].people = Person.objects.visible_to(user).serving_on(timezone.localdate())
        if user.township_id:
            del self.fields["township"]

    def details(self):
        return {"township": self.user.township} | self.cleaned_data

    def refuse(self, refused):
        match refused:
            case AlreadyOnRoster():
                words = {"township": refused.officer.township, "number": refused.officer.number}
                self.add_error("person", _("该人员已在%(township)s的名册上，编号 %(number)s。") % words)
            case NotOfTownship():
                self.add_error("person", _("该人员不在所选的乡镇在册。"))
            case HasLeft():
                self.add_error("on", _("该人员在这一天已离任。"))


class StrikeOffForm(forms.Form):
    on = DayField(label=_("退出日期"), initial=timezone.localdate, validators=[not_in_future], help_text=_("自这一天起不在名册上"))
    reason = ForgivingText(label=_("退出原因"), max_length=60, help_text=_("如：年满退出、工作调整"))
