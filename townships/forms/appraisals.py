from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships import evidence
from townships.appraising import OFFICIAL_SIDES, TRANSITIONS, Action, Entry, Side, check_deduction, possible_assessors
from townships.documents import DocumentField
from townships.forms.fields import AskedTick, ForgivingText, ask
from townships.models import Appraisal, Clause, ScoreSheet, Signature, Township
from townships.templatetags.points import points

MEANINGS = {
    Clause.Kind.ENTRY: [("1", _("符合")), ("0", _("不符合"))],
    Clause.Kind.VETO: [("0", _("没有发生")), ("1", _("发生了"))],
}


class OpenForm(forms.Form):
    """Whom to score by which sheet; an inspector opens the own township's."""

    township = forms.ModelChoiceField(Township.objects.none(), label=_("乡镇（街道）"), empty_label=_("请选择"))
    sheet = forms.ModelChoiceField(ScoreSheet.objects.none(), label=_("考评细则"), empty_label=None)
    another = AskedTick(label=_("确需再按这份细则考评"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["township"].queryset = Township.objects.visible_to(user).open_on(timezone.localdate())
        self.fields["sheet"].queryset = ScoreSheet.objects.filter(county=user.county_id, state=ScoreSheet.State.IN_USE)
        if user.township_id:
            del self.fields["township"]

    def clean(self):
        cleaned = super().clean()
        township, sheet = cleaned.get("township", self.user.township), cleaned.get("sheet")
        if (
            township
            and sheet
            and not cleaned.get("another")
            and (other := self._scored_by(township, sheet.year).exclude(sheet=sheet).first())
        ):
            words = _("%(township)s %(year)s 年已按“%(sheet)s”考评（%(state)s），验收时只以一份为准。确需再按这份细则考评的请勾选。")
            told = {"township": township, "year": sheet.year, "sheet": other.sheet, "state": other.get_state_display()}
            ask(self, "another", words % told)
        return cleaned

    def _scored_by(self, township, year):
        live = Appraisal.objects.filter(township=township, sheet__year=year).exclude(state=Appraisal.State.VOID)
        return live.select_related("sheet")

    def details(self):
        told = {"township": self.user.township} | self.cleaned_data
        return {name: told[name] for name in ("township", "sheet")}


class ScoresForm(forms.Form):
    """The whole sheet on one page: a deduction and its reason for every criterion, and what stood there when it was opened."""

    rest = forms.BooleanField(label=_("其余没有填的各项，都按不扣分计（0 分）"), required=False)

    def __init__(self, *args, criteria, standing, side=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        # What is open when two assessors agree are their differences: none of them is settled by leaving it out.
        if side == Side.FINAL:
            del self.fields["rest"]
        for criterion in self.criteria:
            score = standing.get(criterion.pk)
            self._add_line(criterion, points(score.deduction) if score else None, score.reason if score else "")

    def _add_line(self, criterion, deduction, reason):
        number = forms.NumberInput(attrs={"step": "any", "min": 0, "inputmode": "decimal", "class": "score-deduction"})
        label = f"{criterion.element}·{criterion.name}"
        self.fields[f"deduction_{criterion.pk}"] = forms.DecimalField(
            label=_("%(name)s 扣分") % {"name": label},
            required=False,
            max_digits=5,
            decimal_places=2,
            widget=number,
            initial=deduction,
            show_hidden_initial=True,
        )
        self.fields[f"reason_{criterion.pk}"] = ForgivingText(
            label=_("%(name)s 扣分说明") % {"name": label},
            required=False,
            max_length=300,
            widget=forms.TextInput(attrs={"class": "score-reason"}),
            initial=reason,
            show_hidden_initial=True,
        )

    def line(self, criterion):
        """The two fields of one criterion."""
        return self[f"deduction_{criterion.pk}"], self[f"reason_{criterion.pk}"]

    def clean(self):
        cleaned = super().clean()
        for criterion in self.criteria:
            self._clean_line(criterion, cleaned)
        return cleaned

    def _clean_line(self, criterion, cleaned):
        names = {"deduction": f"deduction_{criterion.pk}", "reason": f"reason_{criterion.pk}"}
        if any(name in self.errors for name in names.values()):
            return
        deduction, reason = (cleaned[name] for name in names.values())
        if deduction is None and cleaned.get("rest"):
            deduction = cleaned[names["deduction"]] = Decimal(0)
        if deduction is None:
            if reason:
                self.add_error(names["deduction"], _("请填扣几分；不扣分的填 0。"))
            return
        try:
            check_deduction(criterion, deduction, reason)
        except ValidationError as refused:
            for field, errors in refused.error_dict.items():
                self.add_error(names[field], errors)

    def entries(self):
        """The lines that differ from what stood there."""
        return [entry for entry in map(self._entry, self.criteria) if entry and (entry.deduction, entry.reason) != entry.seen]

    def _entry(self, criterion):
        deduction, reason = (self.cleaned_data.get(field.name) for field in self.line(criterion))
        return None if deduction is None else Entry(criterion, deduction, reason, self._seen(criterion))

    def _seen(self, criterion):
        deduction, reason = (self.data.get(field.html_initial_name, "") for field in self.line(criterion))
        try:
            return (forms.DecimalField().clean(deduction), reason)
        except ValidationError:
            return None

    def ask_again(self, standing):
        """Somebody else changed these lines: say what stands there now; saved again, what is typed here counts."""
        self.data = self.data.copy()
        for criterion in self.criteria:
            if criterion.pk in standing:
                self._show_standing(criterion, standing[criterion.pk])

    def _show_standing(self, criterion, score):
        deduction, reason = self.line(criterion)
        self.data[deduction.html_initial_name] = points(score.deduction) if score else ""
        self.data[reason.html_initial_name] = score.reason if score else ""
        words = _("您打开之后，别人已改为扣 %(deduction)s 分（%(reason)s）。再保存一次以您的为准。")
        now = {"deduction": points(score.deduction), "reason": score.reason or "—"} if score else {"deduction": "—", "reason": "—"}
        self.add_error(deduction.name, words % now)


class AssignForm(forms.Form):
    first = forms.ChoiceField(label=_("考评员甲"))
    second = forms.ChoiceField(label=_("考评员乙"))

    def __init__(self, *args, appraisal, **kwargs):
        super().__init__(*args, **kwargs)
        self.users = {str(user.pk): user for user in possible_assessors(appraisal.township, timezone.localdate())}
        offered = [("", _("请选择")), *((pk, f"{user}（{user.username}）") for pk, user in self.users.items())]
        for name in ("first", "second"):
            self.fields[name].choices = offered
            self.initial.setdefault(name, getattr(appraisal, f"{name}_id"))

    def told(self):
        return {name: self.users[self.cleaned_data[name]] for name in ("first", "second")}


class ReplaceForm(forms.Form):
    """Which of the two assessors goes, who takes the seat, and why."""

    side = forms.ChoiceField(label=_("更换谁"), widget=forms.RadioSelect)
    user = forms.ChoiceField(label=_("新的考评员"))
    reason = ForgivingText(label=_("原因"), max_length=300, help_text=_("如：在被考评乡镇有亲属任职，应当回避"))

    def __init__(self, *args, appraisal, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = [(side, f"{side.label} {getattr(appraisal, side)}") for side in OFFICIAL_SIDES]
        seated = (appraisal.first_id, appraisal.second_id)
        possible = possible_assessors(appraisal.township, timezone.localdate())
        self.users = {str(user.pk): user for user in possible if user.pk not in seated}
        self.fields["user"].choices = [("", _("请选择")), *((pk, f"{user}（{user.username}）") for pk, user in self.users.items())]

    def told(self):
        return self.cleaned_data | {"user": self.users[self.cleaned_data["user"]]}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("说明"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    LABELS = {Action.SIGN: _("意见")}

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = self.LABELS.get(action, self.fields["reason"].label)
        if TRANSITIONS[action].needs_reason:
            self.fields["reason"].required = True
            self.fields["reason"].label = _("原因")

    def told(self):
        return self.cleaned_data


class ConcludeForm(forms.Form):
    """Asks why the township did not sign, where it did not."""

    reason = forms.CharField(
        label=_("被考评单位没有签字的原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("被考评单位没有签字，请说明原因。")},
    )

    def __init__(self, *args, appraisal, **kwargs):
        super().__init__(*args, **kwargs)
        if appraisal.signatures.filter(seat=Signature.Seat.TOWNSHIP).exists():
            del self.fields["reason"]

    def told(self):
        return self.cleaned_data


class ClauseCheckForm(forms.Form):
    holds = forms.TypedChoiceField(label=_("核查结果"), coerce=lambda value: value == "1", widget=forms.RadioSelect)
    note = ForgivingText(label=_("核查情况"), max_length=300, help_text=_("查了什么、问了谁、依据哪份资料"))

    explanation = ForgivingText(
        label=_("与台账不一致的理由"), max_length=300, required=False, help_text=_("台账中有相反的记录，仍认定符合（没有发生）的，必须写明")
    )

    def __init__(self, *args, clause, is_denied, **kwargs):
        """`is_denied`: a ledger speaks against the township."""
        super().__init__(*args, **kwargs)
        self.fields["holds"].choices = MEANINGS[clause.kind]
        if not is_denied:
            del self.fields["explanation"]


class SourcesForm(forms.Form):
    sources = forms.MultipleChoiceField(
        label=_("系统内已有的记录"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选即可，数量由系统统计，不必再填"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sources"].choices = evidence.choices()


class FileForm(forms.Form):
    file = DocumentField(label=_("上传文件（系统里没有的资料才需要上传）"))
