from django import forms
from django.utils.translation import gettext_lazy as _

from townships.models import User


class OwnMailForm(forms.ModelForm):
    """Where somebody wants messages besides the inbox."""

    class Meta:
        model = User
        fields = ["email", "wants_mail"]
        labels = {"email": _("电子邮箱")}

    def clean(self):
        given = super().clean()
        if given.get("wants_mail") and not given.get("email") and "email" not in self.errors:
            self.add_error("email", _("要收邮件，请填写电子邮箱。"))
        return given
