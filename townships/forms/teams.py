from django import forms
from django.utils.translation import gettext_lazy as _

from townships.forms.based_on import ComparedRowForm
from townships.forms.fields import DayField, ForgivingText
from townships.models import TEAM_LEVELS, Team
from townships.teams import AlreadyThere, check_twin
from townships.validators import not_in_future, sensible_date


class TeamForm(ComparedRowForm):
    """A team of one place; which kinds stand there its level says. Kind and place stay as they were founded."""

    mandate = forms.CharField(
        label=_("工作职责"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("如：分工、工作制度")
    )
    founded_on = DayField(label=_("成立日期"), required=False, validators=[not_in_future])

    class Meta:
        model = Team
        fields = ["kind", "name", "sector", "document", "founded_on", "mandate"]
        field_classes = {"name": ForgivingText, "document": ForgivingText}
        help_texts = {
            "name": _("如：森林防火指挥部、道路交通安全管理领导小组"),
            "sector": _("只管一个行业的填写"),
            "document": _("如：子良〔2026〕3号"),
        }

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["kind"]
        else:
            self.instance.stand_at(place)
            self.fields["kind"].choices = [(kind.value, kind.label) for kind in Team.Kind if place.level in TEAM_LEVELS[kind]]
        self.fields["sector"].empty_label = _("不限行业")

    def clean_founded_on(self):
        """Neither before its place, nor after what is on the books of it."""
        day, team = self.cleaned_data["founded_on"], self.instance
        if day and team.place.opened_on and day < team.place.opened_on:
            raise forms.ValidationError(
                _("%(place)s自 %(day)s 起设立，不能更早。"), params={"place": team.place, "day": team.place.opened_on}
            )
        if day and team.disbanded_on and day > team.disbanded_on:
            raise forms.ValidationError(_("不能晚于撤销日期 %(day)s。"), params={"day": team.disbanded_on})
        if day and team.pk and "founded_on" in self.changed_data and (seat := self._seat_before(day)):
            told = {"who": seat.person, "what": seat.kind, "day": seat.starts_on}
            raise forms.ValidationError(_("不能晚于已登记的任期：%(who)s自 %(day)s 起任%(what)s。任期有误的请先更正。"), params=told)
        return day

    def _seat_before(self, day):
        seats = self.instance.seats.counted().filter(starts_on__lt=day)
        return seats.select_related("person", "kind").order_by("starts_on").first()

    def clean(self):
        cleaned = super().clean()
        for name, value in cleaned.items():
            setattr(self.instance, name, value)
        if not self.errors:
            try:
                check_twin(self.instance)
            except AlreadyThere as refused:
                self.refuse(refused)
        return cleaned

    def refuse(self, refused):
        """The place has a team of this name, or its one station."""
        if refused.team.name == self.instance.name:
            self.add_error("name", _("%(place)s已有“%(name)s”。") % {"place": refused.team.place, "name": refused.team})
        else:
            self.add_error(
                None, _("%(place)s已有安监站“%(name)s”，一个乡镇只设一个。") % {"place": refused.team.place, "name": refused.team}
            )


class DisbandForm(forms.Form):
    disbanded_on = DayField(
        label=_("撤销日期"), validators=[sensible_date], help_text=_("自这一天起不再设立，成员的任期到前一天为止，尚未开始的作废")
    )

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.team = team

    def clean_disbanded_on(self):
        day = self.cleaned_data["disbanded_on"]
        if self.team.founded_on and day < self.team.founded_on:
            raise forms.ValidationError(_("不能早于成立日期 %(day)s。"), params={"day": self.team.founded_on})
        return day
