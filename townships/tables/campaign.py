from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, DateColumn, Table

from townships.models import Campaign, Investment
from townships.tables.ledger import DAY, LedgerTable
from townships.tables.places import NUMBER
from townships.templatetags.money import yuan


class CampaignTable(Table):
    name = Column(linkify=True)
    county = Column(order_by="county__name")
    starts_on = DateColumn(format="Y-m-d")
    ends_on = DateColumn(format="Y-m-d")
    applied = Column(_("申报（个）"), attrs=NUMBER)
    named = Column(_("已命名（个）"), attrs=NUMBER)

    class Meta:
        model = Campaign
        fields = ["name", "county", "round_number", "starts_on", "ends_on", "applied", "named"]
        # Named here and not left to the model: a query that counts drops the model's own order.
        order_by = "-starts_on"
        empty_text = _("还没有创建活动。由县局新建一轮，乡镇再申报。")

    def before_render(self, request):
        if not request.user.has_whole_deployment:
            self.columns.hide("county")


class InvestmentTable(LedgerTable):
    spent_on = DateColumn(format="Y-m-d", linkify=True, attrs=DAY)
    held_on = None
    title = None
    amount = Column(attrs=NUMBER)
    purpose = Column(attrs={"td": {"class": "nowrap"}})

    class Meta(LedgerTable.Meta):
        model = Investment
        fields = ["spent_on", "amount", "purpose", "source", "township", "note", "state"]
        order_by = "-spent_on"
        empty_text = _("没有符合条件的投入。可以放宽筛选条件，或者先登记一笔。")

    def render_amount(self, value):
        return yuan(value)

    def value_amount(self, value):
        return value
