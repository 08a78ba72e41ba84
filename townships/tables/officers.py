from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, DateColumn, Table, TemplateColumn

from townships.masking import masked_for
from townships.models import SafetyOfficer


class OfficerTable(Table):
    number = Column(order_by=("township", "sequence"))
    person = Column(order_by="person__name", linkify=True)
    township = Column(order_by="township__code")
    unit = Column(_("所在单位"), accessor="person__unit")
    position = Column(_("职务"), accessor="person__position")
    phone = Column(_("联系电话"), accessor="person__phone", orderable=False)
    joined_on = DateColumn(format="Y-m-d")
    gone_on = DateColumn(verbose_name=_("退出日期"), format="Y-m-d")
    reason = Column(orderable=False)
    act = TemplateColumn(
        template_name="townships/officers/_deed.html", verbose_name=_("办理"), orderable=False, attrs={"td": {"class": "act"}}
    )

    class Meta:
        model = SafetyOfficer
        fields = ["number", "person", "township", "unit", "position", "phone", "joined_on", "gone_on", "reason", "act"]
        empty_text = _("名册上还没有安全员。请从上方入册第一个人。")

    def render_phone(self, value):
        return masked_for(value, self.request.user)

    def render_reason(self, record):
        return record.reason or (_("离任") if record.gone_on else "")

    def before_render(self, request):
        if request.user.township_id:
            self.columns.hide("township")
        if not request.GET.get("state"):
            self.columns.hide("gone_on")
            self.columns.hide("reason")
        if "act" in self.columns and not request.user.keeps_ledgers:
            self.columns.hide("act")
