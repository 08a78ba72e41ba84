from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from townships.models import User


class LogInForm(AuthenticationForm):
    error_messages = AuthenticationForm.error_messages | {"inactive": _("这个账号已经停用，请联系本县的系统管理员。")}

    def get_invalid_login_error(self):
        """Whoever knows the password of a disabled account is told so; nobody else learns that there is one."""
        account = User.objects.filter(username=self.cleaned_data["username"], is_active=False).first()
        if account and account.check_password(self.cleaned_data["password"]):
            return ValidationError(self.error_messages["inactive"], code="inactive")
        return super().get_invalid_login_error()


class OwnPasswordForm(PasswordChangeForm):
    """A password that only its owner knows: from now on the account opens every page of its role."""

    error_messages = PasswordChangeForm.error_messages | {"password_unchanged": _("新密码不能与现在的密码相同。")}

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError(self.error_messages["password_unchanged"], code="password_unchanged")
        return password

    def validate_password_for_user(self, user, _repeated):
        """What is wrong with a password is said where it was chosen, not where it was repeated."""
        super().validate_password_for_user(user, "new_password1")

    def save(self, commit=True):
        self.user.must_change_password = False
        return super().save(commit)
