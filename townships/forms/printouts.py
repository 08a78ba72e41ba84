from django import forms
from django.utils.translation import gettext_lazy as _


class BoardForm(forms.Form):
    """Whether telephone numbers are printed is decided each time, by a person: a board hangs where everybody reads it."""

    shows_phones = forms.TypedChoiceField(
        label=_("责任人电话"),
        choices=[("yes", _("印电话：公开张挂，任何人可以拨打")), ("no", _("不印电话：只印姓名和岗位"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_("责任牌公开张挂。印电话等于公开责任人的电话号码，请确认本人知情。"),
        error_messages={"required": _("请选择责任牌上印不印责任人电话。")},
    )
