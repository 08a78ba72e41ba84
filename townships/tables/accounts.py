from django.utils.translation import gettext_lazy as _
from django_tables2 import A, Column, Table, TemplateColumn

from townships.models import User
from townships.tables.messages import MomentColumn


class AccountTable(Table):
    username = Column(_("用户名"), linkify=("townships:edit_account", [A("pk")]))
    person = Column(_("姓名"), order_by="person__name")
    reach = Column(_("管辖范围"), accessor="place", orderable=False, default=_("全部"))
    last_login = MomentColumn(verbose_name=_("最近登录"))
    state = TemplateColumn(template_name="townships/_account_state.html", verbose_name=_("状态"), order_by="is_active")

    class Meta:
        model = User
        fields = ["username", "person", "role", "reach", "last_login", "state"]
        empty_text = _("还没有账号。")
