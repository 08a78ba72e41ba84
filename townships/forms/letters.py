from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships import letter_text
from townships.documents import SCANS, DocumentsField
from townships.forms.fields import DayField, ForgivingText, SubmissionField
from townships.kept_files import KeepsFiles
from townships.letters import issues_letters
from townships.models import Letter, LetterKind, LetterSignature, LetterText, Township
from townships.validators import not_in_future, sensible_date

FIRST_YEAR, YEARS_AHEAD = 2000, 1


def years():
    """The latest first: next year's letters are signed before the new year."""
    return range(timezone.localdate().year + YEARS_AHEAD, FIRST_YEAR - 1, -1)


class NewLettersForm(forms.Form):
    """Which letters are to be issued: the first of three pages."""

    kind = forms.ChoiceField(label=_("类别"))
    township = forms.ModelChoiceField(
        Township.objects.none(), label=_("乡镇（街道）"), required=False, empty_label=_("（县与乡镇的责任状不选）")
    )
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["kind"].choices = [choice for choice in LetterKind.choices if issues_letters(user, choice[0])]
        self.fields["year"].choices = [(year, year) for year in years()]
        self.fields["year"].initial = timezone.localdate().year
        self.fields["township"].queryset = Township.objects.visible_to(user).open_on(timezone.localdate()).order_by("code")
        if user.township_id:
            del self.fields["township"]

    def clean(self):
        cleaned = super().clean()
        if "township" in self.fields and not cleaned.get("township") and cleaned.get("kind") not in (None, LetterKind.TOWNSHIP):
            self.add_error("township", _("请选择由哪个乡镇（街道）制发。"))
        return cleaned

    @property
    def organ(self):
        """The county, or the township whose letters they are."""
        if self.cleaned_data["kind"] == LetterKind.TOWNSHIP:
            return self.user.county
        return self.user.township or self.cleaned_data["township"]


class SubmissionForm(forms.Form):
    """One sending of a form: sent twice, it counts once."""

    submission = SubmissionField()


class IssueForm(SubmissionForm):
    """To whom, on which day; those who have a letter already are no choice."""

    issued_on = DayField(label=_("制发日期"), initial=timezone.localdate, validators=[not_in_future])
    parties = forms.MultipleChoiceField(
        label=_("发给"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("请至少选择一个单位。")}
    )

    def __init__(self, *args, parties, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_key = {party.key: party for party in parties}
        self.fields["parties"].choices = [(party.key, self._label(party)) for party in parties]
        self.fields["parties"].initial = list(self.by_key)

    def _label(self, party):
        words = {"name": party.name, "signer": party.signer}
        return _("%(name)s：%(signer)s") % words if party.signer else _("%(name)s：第一责任人空缺") % words

    @property
    def chosen(self):
        return [self.by_key[key] for key in self.cleaned_data["parties"]]


class SignForm(KeepsFiles, forms.Form):
    signed_on = DayField(label=_("签字日期"), initial=timezone.localdate, validators=[sensible_date])
    scans = DocumentsField(kinds=SCANS, label=_("签字页照片或扫描件"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user


class SignTogetherForm(forms.Form):
    """A signing session: many letters, one day."""

    signed_on = DayField(label=_("签字日期"), initial=timezone.localdate, validators=[sensible_date])
    side = forms.ChoiceField(
        label=_("签字方"), choices=[("both", _("双方")), *LetterSignature.Side.choices], initial="both", widget=forms.RadioSelect
    )
    letters = forms.ModelMultipleChoiceField(
        Letter.objects.none(),
        label=_("已签字的责任状"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一份。")},
    )

    def __init__(self, *args, letters, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["letters"].queryset = letters
        self.fields["letters"].label_from_instance = lambda letter: f"{letter.number} {letter.lower_name} {letter.signer}"

    @property
    def sides(self):
        side = self.cleaned_data["side"]
        return list(LetterSignature.Side) if side == "both" else [LetterSignature.Side(side)]


class LetterTextForm(forms.ModelForm):
    """What the letters of a kind and year say. A token is all that the text can do."""

    class Meta:
        model = LetterText
        fields = ["title", "body"]
        field_classes = {"title": ForgivingText}
        widgets = {"body": forms.Textarea(attrs={"rows": 22})}
        help_texts = {"body": _("每行一段；“一、”“（一）”开头的短行排成标题。标记只有下面这些，其他文字照印。")}

    def clean_title(self):
        return self._checked("title")

    def clean_body(self):
        return self._checked("body")

    def _checked(self, name):
        text = self.cleaned_data[name]
        try:
            letter_text.check(text)
        except letter_text.UnknownToken as unknown:
            params = {"token": unknown.token, "nearest": unknown.nearest}
            raise forms.ValidationError(_explain(unknown), code="token", params=params) from None
        return text


def _explain(unknown):
    if unknown.token in ("[[", "]]"):
        return _("方括号不成对：%(token)s。")
    return _("没有“%(token)s”这个标记，是否想写“[[%(nearest)s]]”？") if unknown.nearest else _("没有“%(token)s”这个标记。")
