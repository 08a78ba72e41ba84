from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, DateColumn, Table

from townships.templatetags.money import yuan

DAY = {"td": {"class": "day"}}


class LedgerTable(Table):
    held_on = DateColumn(format="Y-m-d", attrs=DAY)
    title = Column(linkify=True)
    township = Column(order_by="township__code", default=_("县本级"))
    state = Column(_("状态"), accessor="voided_at", empty_values=())

    class Meta:
        order_by = "-held_on"

    def before_render(self, request):
        if not request.GET.get("state"):
            # Only rows that count are listed.
            self.columns.hide("state")
        if request.user.township_id:
            self.columns.hide("township")

    def render_cost(self, value):
        return yuan(value)

    def render_state(self, record):
        if record.voided_at:
            return format_html('<span class="state state-void">{}</span>', _("已作废"))
        return _("有效")
