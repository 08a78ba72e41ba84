from django.contrib.auth.views import PasswordChangeView
from django.contrib.messages.views import SuccessMessageMixin
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from townships.forms.passwords import OwnPasswordForm


class OwnPasswordChange(SuccessMessageMixin, PasswordChangeView):
    template_name = "accounts/password_change.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("dashboard")
    success_message = _("密码已修改，下次登录请用新密码。")
