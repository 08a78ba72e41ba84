from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import BooleanWidget

from townships.forms.fields import HALF_WIDTH


class InitialsSelect(forms.Select):
    """A long list of places or people: static/js/initials.js finds 官亭乡 by gtx; without a script it is a plain list."""

    def __init__(self, attrs=None, choices=()):
        super().__init__({"data-initials-hint": _("输名称或拼音首字母查找")} | (attrs or {}), choices)

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        initials = getattr(getattr(value, "instance", None), "initials", "")
        if initials:
            option["attrs"]["data-initials"] = initials
        return option


class NumberText(forms.TextInput):
    """A number as it is typed or pasted, ５００．５ or ￥20,000: a number box of the browser would drop it without a word."""

    # Besides what HALF_WIDTH knows: signs that divide or name money, and the two dots.
    SIGNS = {ord(sign): None for sign in ",，￥¥ "} | {ord("．"): ".", ord("－"): "-"}

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal"} | (attrs or {}))

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value.translate(HALF_WIDTH).translate(self.SIGNS) if isinstance(value, str) else value


class YesNoSelect(BooleanWidget):
    """For a BooleanFilter: all, yes or no."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.choices = [("", _("全部")), ("true", _("是")), ("false", _("否"))]
