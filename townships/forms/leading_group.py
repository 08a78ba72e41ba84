"""Who joins a round's leading group, sits in another seat, or leaves."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.forms.campaign import RosterField
from townships.forms.fields import AskedTick, DayField, ask
from townships.models import LeadingGroupMember, Person
from townships.validators import not_in_future

Seat = LeadingGroupMember.Seat


class SecondHeadAsked:
    """Two heads may be meant (双组长); seldom, so it is asked once."""

    member = None

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("seat") == Seat.HEAD and not cleaned.get("is_second_head") and (head := self._another_head()):
            words = _("%(head)s已是组长。换组长的请先登记其退出或改其职务；确有两位组长的请勾选后再保存。")
            ask(self, "is_second_head", words % {"head": head.person})
        return cleaned

    def _another_head(self):
        heads = self.campaign.leading_group.serving_on(timezone.localdate()).filter(seat=Seat.HEAD).select_related("person")
        return heads.exclude(pk=self.member and self.member.pk).first()


class SeatForm(SecondHeadAsked, forms.Form):
    person = RosterField(label=_("姓名或在册编号"))
    seat = forms.ChoiceField(label=_("组内职务"), choices=LeadingGroupMember.Seat, initial=LeadingGroupMember.Seat.MEMBER)
    on = DayField(label=_("加入日期"), initial=timezone.localdate, validators=[not_in_future])
    is_second_head = AskedTick(label=_("确有两位组长"))

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        self.fields["person"].people = Person.objects.filter(county=campaign.county_id).serving_on(timezone.localdate())

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on < self.campaign.starts_on:
            raise forms.ValidationError(_("不能早于本轮活动开始的 %(day)s。"), params={"day": self.campaign.starts_on})
        return on

    def details(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "is_second_head"}


class AnotherSeatForm(SecondHeadAsked, forms.Form):
    """Another seat for somebody who sits already."""

    seat = forms.ChoiceField(choices=LeadingGroupMember.Seat, widget=forms.HiddenInput)
    is_second_head = AskedTick(label=_("确有两位组长"))

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign, self.member = member.campaign, member


class LeaveForm(forms.Form):
    """The first day on which somebody sits no more."""

    on = DayField(label=_("退出日期"), initial=timezone.localdate, validators=[not_in_future], help_text=_("从这一天起不再是成员"))

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.first = member.joined_on or member.campaign.starts_on
        if member.left_on:
            self.initial["on"] = member.left_on
            self.fields["on"].required = False
            self.fields["on"].help_text = _("登记错了日期的在此改正；误登记退出的，清空日期后保存，即仍为成员")

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on and on < self.first:
            raise forms.ValidationError(_("不能早于加入日期 %(day)s。"), params={"day": self.first})
        return on
