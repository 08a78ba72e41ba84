from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table

from townships.masking import masked_for
from townships.models import Person
from townships.tables.places import NUMBER


class PersonTable(Table):
    number = Column(_("编号"))
    name = Column(linkify=True)
    township = Column(order_by="township__code", default=_("县直"))
    posts = Column(_("岗位数"), attrs=NUMBER)
    state = Column(_("状态"), accessor="left_on", empty_values=())

    class Meta:
        model = Person
        fields = ["number", "name", "township", "unit", "position", "phone", "is_full_time", "posts", "state"]
        empty_text = _("还没有登记人员。请从上方登记第一个人。")

    def render_number(self, value):
        return f"{value:04}"

    def render_phone(self, value):
        return masked_for(value, self.request.user)

    def render_is_full_time(self, value):
        return _("专职") if value else ""

    def render_state(self, record):
        return _("已离任") if record.has_left(timezone.localdate()) else _("在任")
