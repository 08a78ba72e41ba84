from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, DateColumn, Table

from townships.models import Team
from townships.tables.places import NUMBER


class TeamTable(Table):
    name = Column(linkify=True)
    place = Column(order_by="place__name", linkify=True)
    township = Column(order_by="township__code")
    head = Column(_("负责人"), default="—")
    members = Column(_("成员（人）"), attrs=NUMBER)
    founded_on = DateColumn(format="Y-m-d")
    disbanded_on = DateColumn(format="Y-m-d")

    class Meta:
        model = Team
        fields = ["name", "kind", "sector", "place", "township", "head", "members", "document", "founded_on", "disbanded_on"]
        empty_text = _("还没有登记机构和队伍。请在乡镇、村或企业的页面上新建。")

    def before_render(self, request):
        if request.user.township_id:
            self.columns.hide("township")
        if not request.GET.get("state"):
            self.columns.hide("disbanded_on")
