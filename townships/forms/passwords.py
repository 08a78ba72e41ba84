from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class OwnPasswordForm(PasswordChangeForm):
    """A password that only its owner knows: from now on the account opens every page of its role."""

    error_messages = PasswordChangeForm.error_messages | {"password_unchanged": _("新密码不能与现在的密码相同。")}

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError(self.error_messages["password_unchanged"], code="password_unchanged")
        return password

    def save(self, commit=True):
        self.user.must_change_password = False
        return super().save(commit)
