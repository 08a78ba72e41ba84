from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, DateColumn, Table

from townships.models import Candidacy


class CandidacyTable(Table):
    township = Column(linkify=lambda record: record.get_absolute_url(), order_by="township__code")
    county = Column(_("县（市、区）"), accessor="township__county", order_by="township__county__name")
    campaign = Column(_("创建活动"), order_by="campaign__starts_on")
    applied_on = DateColumn(format="Y-m-d")
    named_on = DateColumn(format="Y-m-d", default="—")
    valid_until = DateColumn(accessor="runs_until", verbose_name=_("有效期至"), format="Y-m-d", default="—", order_by="valid_until")
    plate_number = Column(
        accessor="hanging_plate", verbose_name=_("牌匾编号"), default="—", order_by="plate_number", empty_values=(None, "")
    )

    class Meta:
        model = Candidacy
        fields = ["township", "county", "campaign", "tier", "state", "applied_on", "named_on", "valid_until", "plate_number"]
        order_by = ("-applied_on", "township")
        empty_text = _("还没有乡镇申报。在创建活动页按“申报”登记申请。")

    def before_render(self, request):
        if not request.user.has_whole_deployment:
            self.columns.hide("county")

    def render_state(self, record):
        return format_html('<span class="state state-{}">{}</span>', record.state, record.get_state_display())

    def value_state(self, record):
        return record.get_state_display()
