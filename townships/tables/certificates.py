from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, DateColumn, Table

from townships.models import Certificate
from townships.templatetags.certificates import state_on


class CertificateTable(Table):
    number = Column(linkify=True)
    person = Column(order_by="person__name", linkify=True)
    township = Column(_("乡镇（街道）"), accessor="person__township", order_by="person__township__code", default=_("县直"))
    issued_on = DateColumn(format="Y-m-d")
    valid_until = DateColumn(format="Y-m-d", default=_("长期"))
    state = Column(_("状态"), accessor="pk", orderable=False)

    class Meta:
        model = Certificate
        fields = ["number", "kind", "person", "township", "issued_on", "valid_until", "issuer", "state"]
        order_by = "valid_until"
        empty_text = _("还没有登记证件。请在人员的页面上登记。")

    def before_render(self, request):
        if request.user.township_id:
            self.columns.hide("township")

    def render_state(self, record):
        return state_on(record, timezone.localdate())
