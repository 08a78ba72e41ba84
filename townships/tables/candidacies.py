from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, DateColumn, Table

from townships.models import Candidacy


class CandidacyTable(Table):
    township = Column(linkify=lambda record: record.get_absolute_url(), order_by="township__name")
    county = Column(_("县（市、区）"), accessor="township__county", order_by="township__county__name")
    campaign = Column(_("创建活动"), order_by="campaign__starts_on")
    applied_on = DateColumn(format="Y-m-d")
    named_on = DateColumn(format="Y-m-d", default="—")
    valid_until = DateColumn(format="Y-m-d", default="—")
    plate_number = Column(default="—")

    class Meta:
        model = Candidacy
        fields = ["township", "county", "campaign", "tier", "state", "applied_on", "named_on", "valid_until", "plate_number"]
        order_by = ("-applied_on", "township")
        empty_text = _("还没有乡镇申报。在创建活动页按“申报”登记申请。")

    def before_render(self, request):
        if not request.user.has_whole_deployment:
            self.columns.hide("county")

    def render_valid_until(self, record):
        return record.valid_still.isoformat() if record.valid_still else "—"

    def value_valid_until(self, record):
        return record.valid_still

    def render_plate_number(self, value, record):
        return _("%(number)s（已收回）") % {"number": value} if record.plate_returned_on else value

    def value_plate_number(self, value, record):
        return self.render_plate_number(value, record)

    def render_state(self, record):
        return format_html('<span class="state state-{}">{}</span>', record.state, record.get_state_display())

    def value_state(self, record):
        return record.get_state_display()
