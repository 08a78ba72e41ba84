"""Fields that forgive how something was typed: full-width digits and letters, stray spaces."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from townships.masking import plain_number
from townships.submissions import mark_of

# Ａ to ｚ and ０ to ９ become their half-width twins; Chinese punctuation stays as it is.
HALF_WIDTH = {code: code - 0xFEE0 for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]} | {0x3000: " "}

# 1.2万 is how everybody says it.
IN_YUAN = {"invalid": _("请填写数字，以元为单位，如 12000。")}


class DayField(forms.DateField):
    """A day by the browser's own calendar, which takes 2026-11-24 and nothing else."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class PlainDecimal(forms.DecimalField):
    """A number as people write it: who means 100000 doesn't type 1e5, and a slip of the finger is no sum of money."""

    def to_python(self, value):
        if isinstance(value, str) and "e" in value.translate(HALF_WIDTH).lower():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class SubmissionField(forms.UUIDField):
    """Says of a form whether it was sent before (townships/submissions.py). What is none, after somebody changed the page, is a new one."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(initial=uuid.uuid4, required=False, **kwargs)

    def clean(self, value):
        return mark_of(value) or uuid.uuid4()


class AskedTick(forms.BooleanField):
    """Out of sight until there is something to confirm; then a tick with the question beside it."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.HiddenInput, **kwargs)


def ask(form, name, question):
    """Refuse the form until the AskedTick of this name is ticked."""
    form.fields[name].widget = forms.CheckboxInput()
    form.add_error(name, question)


class ForgivingText(forms.CharField):
    """Half-width letters and digits, one space where several were typed."""

    def to_python(self, value):
        return super().to_python(" ".join(str(value or "").translate(HALF_WIDTH).split()))


class ForgivingCode(forms.CharField):
    """No spaces at all, and capital letters: codes, telephone and identity numbers."""

    def to_python(self, value):
        return super().to_python("".join(str(value or "").translate(HALF_WIDTH).replace("－", "-").split()).upper())


class ForgivingPhone(ForgivingCode):
    """１３８-0000 8000 is 13800008000: the same number is the same words. A landline keeps the hyphen of its area code."""

    def to_python(self, value):
        return plain_number(super().to_python(value))
