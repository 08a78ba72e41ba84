from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import BooleanWidget


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


class YesNoSelect(BooleanWidget):
    """For a BooleanFilter: all, yes or no."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.choices = [("", _("全部")), ("true", _("是")), ("false", _("否"))]
