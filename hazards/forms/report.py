"""The public form, and what a township does with what came in by it."""

import uuid
from datetime import timedelta

from django import forms
from django.conf import settings
from django.core import signing
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from hazards.forms.choices import SECTOR_HELP, PlaceField, SectorField, places_for, refuse_without_sector
from hazards.models import Hazard, PublicReport
from hazards.models.report import RECEIPT_LENGTH
from hazards.repeats import shared_words
from townships.forms.fields import IN_YUAN, ForgivingCode, ForgivingPhone, ForgivingText
from townships.kept_files import KeepsFiles
from townships.models import Township
from townships.pictures import PicturesField

# Of the open hazards that a report may be about so many are compared, and so many offered.
COMPARED, OFFERED = 200, 20
TOKEN_SALT, TOKEN_LIVES = "public report", 12 * 60 * 60
PHOTOS_KEPT_FOR = timedelta(seconds=TOKEN_LIVES)
MOST_PICTURES = 3


class FewPictures(PicturesField):
    limit = MOST_PICTURES


def new_token(code):
    """Proof that the form was opened at this code, and the number under which it is entered once: no cookie is needed."""
    return signing.dumps([code.key, uuid.uuid4().hex], salt=TOKEN_SALT)


class PublicForm(KeepsFiles, forms.Form):
    # None at all is told like one that is too old.
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("您看到了什么？（最多 500 字）"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写一两句您看到的情况。")},
    )
    pictures = FewPictures(label=_("照片（可不传，最多 3 张）"), required=False)
    name = ForgivingText(label=_("姓名（可不填）"), max_length=30, required=False)
    phone = ForgivingPhone(
        label=_("电话（可不填）"),
        max_length=20,
        required=False,
        validators=[RegexValidator(r"^\+?[\d-]{7,20}$", _("请填写手机号或带区号的座机号，也可以不填。"))],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    # Nobody sees this field; whoever fills it in is a program.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, *args, code, **kwargs):
        super().__init__(*args, **kwargs)
        self.code = code
        self.kept_for = PHOTOS_KEPT_FOR
        self.initial["token"] = new_token(code)

    def clean_token(self):
        """The submission that the token carries; a form left open since yesterday gets a new one and is sent again."""
        try:
            key, submission = signing.loads(self.cleaned_data["token"], salt=TOKEN_SALT, max_age=TOKEN_LIVES)
        except signing.BadSignature:
            key, submission = "", ""
        if key != self.code.key:
            self.data = self.data.copy()
            self.data["token"] = new_token(self.code)
            raise forms.ValidationError(_("页面打开得太久了，内容还在，请再按一次“提交”。"), code="stale")
        return uuid.UUID(submission)

    @property
    def file_owner(self):
        """Nobody is named: a photo waits at its code for whoever holds the photo's own key."""
        return f"code:{self.code.pk}"

    @property
    def is_by_a_program(self):
        return bool(self.data.get("website"))

    def told(self, *, is_changed):
        """As the deed takes it; what was sent under its mark with other words is a report of its own."""
        given = {name: self.cleaned_data[name] for name in ("text", "pictures", "name", "phone")}
        return given | {"submission": self._changed() if is_changed else self.cleaned_data["token"]}

    def sent_before(self):
        """What came under the mark that a script keeps when one goes back (static/js/sent_once.js)."""
        return list(PublicReport.objects.filter(submission__in=[self.cleaned_data["token"], self._changed()]))

    def adds_nothing_to(self, report):
        """A browser gives typed words back and forgets photos: fewer of them are nothing new."""
        given = self.cleaned_data
        same = all(given[name] == getattr(report, name) for name in ("text", "name", "phone"))
        return same and {picture.sha256 for picture in given["pictures"]} <= {*report.pictures.values_list("sha256", flat=True)}

    def _changed(self):
        """The same for the same words, so that a double tap is one report here too."""
        return uuid.uuid5(self.cleaned_data["token"], repr(self.words()))

    def words(self):
        """All that makes two forms the same but for their tokens: a step back fetches the page anew, with another one."""
        given = self.cleaned_data
        photos = sorted(picture.sha256 for picture in given["pictures"])
        return [self.code.key, given["text"], given["name"], given["phone"], *photos]


class ReceiptForm(forms.Form):
    receipt_code = ForgivingCode(label=_("查询码"), max_length=RECEIPT_LENGTH + 8, help_text=_("回执上的 12 位字母和数字"))

    def clean_receipt_code(self):
        return self.cleaned_data["receipt_code"].replace("-", "")


class AcceptForm(forms.Form):
    """What the ledger asks for and the report can't say; text and pictures are taken over."""

    place = PlaceField(None, label=_("单位或部位"))
    sector = SectorField(help_text=SECTOR_HELP)
    description = forms.CharField(
        label=_("隐患描述"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("举报原文已填好，可按核实情况修改，原文另存"),
    )
    grade = forms.ChoiceField(label=_("等级"), choices=Hazard.Grade.choices, initial=Hazard.Grade.GENERAL, widget=forms.RadioSelect)
    may_cause_accident = forms.BooleanField(label=_("可能立即引发事故（30 分钟内上报）"), required=False)

    def __init__(self, *args, report, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(places_for(user, report.township))
        self.initial |= {"place": report.place_id, "description": report.text}

    def clean(self):
        given = self.cleaned_data
        refuse_without_sector(self)
        return given


class MergeForm(forms.Form):
    hazard = forms.ModelChoiceField(
        None, label=_("并入哪条隐患"), widget=forms.RadioSelect, help_text=_("同一地点的在前，说的情况相像的在前")
    )

    def __init__(self, *args, report, user, **kwargs):
        super().__init__(*args, **kwargs)
        open_here = Hazard.objects.visible_to(user).in_township(report.township_id).unclosed()
        self.fields["hazard"].queryset = open_here
        self.fields["hazard"].choices = [(hazard.pk, in_one_line(hazard)) for hazard in likely_ones(report, open_here)]


def likely_ones(report, hazards):
    """Those at its place, above or below it first, and the most alike of each first; of the latest, in one query."""
    place, parent = report.place_id, report.place.parent_id

    def likeness(hazard):
        is_near = place in (hazard.place_id, hazard.place.parent_id) or hazard.place_id == parent
        return is_near, shared_words(report.text, hazard.description)

    return sorted(hazards.for_list().order_by("-found_at", "-pk")[:COMPARED], key=likeness, reverse=True)[:OFFERED]


def in_one_line(hazard):
    return f"{hazard.number}　{hazard.place}：{hazard.description[:40]}"


class DeclineForm(forms.Form):
    refusal = forms.ChoiceField(
        label=_("不予受理的原因"), choices=PublicReport.Refusal.choices, widget=forms.RadioSelect, help_text=_("举报人凭查询码可以看到")
    )
    note = forms.CharField(
        label=_("核实情况"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("谁、什么时候、怎样核实的；不对外显示")
    )


class PassOnForm(forms.Form):
    BUREAU = "bureau"
    to = forms.ChoiceField(label=_("转给"))
    reason = ForgivingText(label=_("转办原因"), max_length=200)

    def __init__(self, *args, report, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.townships = {
            str(row.pk): row for row in Township.objects.filter(county=report.township.county_id, closed_on=None).order_by("code")
        }
        others = [(pk, str(row)) for pk, row in self.townships.items() if row != report.township or report.desk == PublicReport.Desk.BUREAU]
        bureau = [(self.BUREAU, report.township.county.bureau_name)] if report.desk == PublicReport.Desk.TOWNSHIP else []
        self.fields["to"].choices = [("", _("请选择")), *bureau, *others]

    def told(self):
        return {"township": self.townships.get(self.cleaned_data["to"]), "reason": self.cleaned_data["reason"]}


class RewardForm(forms.Form):
    amount = forms.DecimalField(label=_("奖励金额（元）"), min_value=0, max_digits=10, decimal_places=2, error_messages=IN_YUAN)
    note = ForgivingText(label=_("发放情况"), max_length=200, help_text=_("依据哪个办法、何时怎样发放；不要写举报人姓名"))

    def __init__(self, *args, report, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = _("累计金额：以后补发的，填连同已发的总数")
        if report.reward is not None:
            self.initial["amount"] = report.reward
            words = _("已登记 %(amount)s 元。补发的填累计金额（连同已发的）；保存后替换原数，原数留在经过中")
            self.fields["amount"].help_text = words % {"amount": report.reward}


def purpose():
    """个人信息保护法 第十七条: why, and for how long, in one sentence."""
    words = _("姓名和电话只用于核实情况、告知结果和发放奖励，办结 %(days)s 天后删除。")
    return words % {"days": settings.REPORTER_KEPT_DAYS}
