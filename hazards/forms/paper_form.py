"""A batch of paper forms, and one of them as it is typed in: in the order of the sheet."""

import re
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hazards.forms.choices import SECTOR_HELP, PlaceField, places_for
from hazards.forms.old_day import ask_about_old_day, old_day_field
from hazards.models import Hazard
from hazards.paper_forms import LINES
from townships.forms.fields import DayField, ForgivingText, SubmissionField
from townships.models import Level, Person, Sector
from townships.period import midnight
from townships.validators import sensible_date


class BatchForm(forms.Form):
    submission = SubmissionField()
    count = forms.IntegerField(label=_("份数"), min_value=1, max_value=settings.MOST_PAPER_FORMS, initial=20)


class SpoilForm(forms.Form):
    reason = ForgivingText(label=_("作废原因"), max_length=200, help_text=_("如：遗失、填错、受潮；号码不再使用"))


@dataclass(frozen=True)
class Line:
    number: int
    fields: list

    @property
    def errors(self):
        return [error for field in self.fields for error in field.errors]


class TypingForm(forms.Form):
    class Result:
        NOTHING, SOMETHING = "nothing", "something"
        CHOICES = [(NOTHING, _("本月无隐患（表上已签字，以本人名义录入确认）")), (SOMETHING, _("发现隐患，逐条录入"))]

    place = PlaceField(None, label=_("排查的村（社区）、单位或部位"))
    sector = forms.ModelChoiceField(
        Sector.objects.all(), label=_("行业领域"), required=False, empty_label=_("按所选单位自动填写"), help_text=SECTOR_HELP
    )
    inspected_on = DayField(label=_("排查日期"), validators=[sensible_date])
    is_old = old_day_field()
    people = ForgivingText(label=_("排查人员"), max_length=120, help_text=_("表上签名的人，用顿号隔开；有同名的写在册编号"))
    keeps_unlisted = forms.BooleanField(
        label=_("名册上没有的人，按纸面登记"), required=False, help_text=_("姓名写进排查内容，注明名册上没有；不计入检查人员")
    )
    unit_signatory = forms.CharField(label=_("村（单位）负责人"), max_length=30, required=False)
    content = forms.CharField(label=_("排查内容和情况"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    result = forms.ChoiceField(label=_("排查结果"), choices=Result.CHOICES, widget=forms.RadioSelect)

    def __init__(self, *args, paper, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.paper, self.user = paper, user
        self.fields["place"].offer(places_for(user, paper.township))
        for number in range(1, LINES + 1):
            self.fields |= {f"{part}-{number}": field for part, field in _line_fields(number).items()}

    @property
    def head(self):
        return [self[name] for name in self.fields if "-" not in name]

    @property
    def lines(self):
        return [Line(number, [self[f"{part}-{number}"] for part in _line_fields(number)]) for number in range(1, LINES + 1)]

    def clean_inspected_on(self):
        day = self.cleaned_data["inspected_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("排查日期不能在今天以后。"), code="future")
        return day

    def clean_people(self):
        """Handwritten names, found on the roster of the township; those that are not stay names, where the clerk says so."""
        names = dict.fromkeys(name for name in re.split(r"[、，,;；\s]+", self.cleaned_data["people"]) if name)
        found = {name: self._person(name) for name in names}
        self.unlisted = [name for name, person in found.items() if person is None]
        people = list(dict.fromkeys(person for person in found.values() if person))
        if self.unlisted and not people:
            raise forms.ValidationError(_("至少要有一人在名册上：请加填带队或收表的安监员。"), code="nobody")
        return people

    def _person(self, name):
        """The one of this name; None where it is kept as it is written."""
        roster = Person.objects.visible_to(self.user).filter(township=self.paper.township)
        found = list(roster.filter(number=int(name)) if name.isdecimal() and len(name) < 9 else roster.filter(name=name))
        if len(found) == 1:
            return found[0]
        if not found and not name.isdecimal() and self["keeps_unlisted"].value():
            return None
        if not found:
            message = _("本乡镇名册上没有“%(name)s”。请核对姓名；确实不在名册上的，勾选“名册上没有的人，按纸面登记”。")
            raise forms.ValidationError(message, code="unknown", params={"name": name})
        numbers = "、".join(f"{person.number:04}" for person in found)
        message = _("名册上有 %(count)s 个“%(name)s”，请写在册编号：%(numbers)s。")
        raise forms.ValidationError(message, code="twins", params={"count": len(found), "name": name, "numbers": numbers})

    def clean(self):
        given = super().clean()
        place, written = given.get("place"), self._written()
        if place and not given.get("sector") and place.level not in (Level.ENTERPRISE, Level.KEY_SITE):
            self.add_error("sector", _("所选地点没有固定行业，请选择行业领域。"))
        if given.get("result") == self.Result.NOTHING and written:
            self.add_error("result", _("下面录入了隐患，不能选“本月无隐患”。"))
        if given.get("result") == self.Result.SOMETHING and not written:
            self.add_error("result", _("请至少录入一条隐患，或者选“本月无隐患”。"))
        for number in written:
            self._check_line(number, given)
        if given.get("inspected_on"):
            ask_about_old_day(self, "is_old", given["inspected_on"])
        return given

    def _written(self):
        """Numbers of the lines on which anything stands."""
        return [number for number in range(1, LINES + 1) if any(self.cleaned_data.get(f"{part}-{number}") for part in _line_fields(number))]

    def _check_line(self, number, given):
        if not given.get(f"description-{number}") and f"description-{number}" not in self.errors:
            self.add_error(f"description-{number}", _("请写明隐患。"))
        if given.get(f"is_major-{number}") and given.get(f"fixed-{number}"):
            self.add_error(f"fixed-{number}", _("重大隐患不能当场销号，请取消勾选。"))
        if given.get(f"fixed-{number}") and not given.get(f"measure-{number}") and f"measure-{number}" not in self.errors:
            self.add_error(f"measure-{number}", _("现场已整改的，请写明当场采取的措施。"))
        self._check_time(number, given)

    def _check_time(self, number, given):
        """The half hour runs from a moment: from the day's first minute every urgent report would be late."""
        name, time = f"found_time-{number}", given.get(f"found_time-{number}")
        if given.get(f"may_cause_accident-{number}") and not time and name not in self.errors:
            self.add_error(name, _("可能立即引发事故的，请填写发现时间。"))
        if time and given.get("inspected_on") and self._moment(time) > timezone.now():
            self.add_error(name, _("发现时间不能在现在以后。"))

    def _moment(self, time):
        return timezone.make_aware(datetime.combine(self.cleaned_data["inspected_on"], time))

    def told(self):
        """As the deed takes it."""
        given = self.cleaned_data
        head = {name: given[name] for name in ("place", "sector", "unit_signatory")}
        return head | {
            "content": self._content(),
            "inspectors": given["people"],
            "inspected_at": midnight(given["inspected_on"]),
            "lines": [self._line(number) for number in self._written()],
        }

    def _content(self):
        """With who signed the sheet and stands on no roster."""
        if not self.unlisted:
            return self.cleaned_data["content"]
        # It becomes part of the visit's record, which is Chinese.
        return "\n".join(filter(None, [self.cleaned_data["content"], f"表上签名的{'、'.join(self.unlisted)}，名册上没有，按纸面登记。"]))

    def _line(self, number):
        part = {name: self.cleaned_data[f"{name}-{number}"] for name in _line_fields(number)}
        is_major, found_time = part.pop("is_major"), part.pop("found_time")
        if found_time:
            part["found_at"] = self._moment(found_time)
        return part | {"grade": Hazard.Grade.MAJOR if is_major else Hazard.Grade.GENERAL}


def _line_fields(number):
    return {
        "spot": forms.CharField(label=_("第 %(number)s 条：具体部位") % {"number": number}, max_length=80, required=False),
        "description": forms.CharField(label=_("隐患描述"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})),
        "measure": forms.CharField(label=_("措施（建议）"), max_length=2000, required=False),
        "fixed": forms.BooleanField(label=_("现场已整改"), required=False),
        "is_major": forms.BooleanField(label=_("重大隐患"), required=False),
        "may_cause_accident": forms.BooleanField(label=_("可能立即引发事故（30 分钟内上报）"), required=False),
        "found_time": forms.TimeField(
            label=_("发现时间"),
            required=False,
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            help_text=_("可能立即引发事故的，填表上所写的时和分"),
        ),
    }
