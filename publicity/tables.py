from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, TemplateColumn

from townships.tables.ledger import LedgerTable
from townships.tables.places import NUMBER

from .models import Activity, Training


class ActivityTable(LedgerTable):
    quantity = TemplateColumn("{{ value }} {{ record.kind.unit }}", attrs=NUMBER)
    people_reached = Column(attrs=NUMBER)
    cost = Column(attrs=NUMBER)

    class Meta(LedgerTable.Meta):
        model = Activity
        fields = ["title", "held_on", "kind", "quantity", "people_reached", "cost", "township", "state"]
        empty_text = _("没有符合条件的宣传活动。可以放宽筛选条件，或者先登记一次活动。")


class TrainingTable(LedgerTable):
    people_present = Column(_("参训人数（人）"), attrs=NUMBER)
    hours = Column(attrs=NUMBER)
    cost = Column(attrs=NUMBER)

    class Meta(LedgerTable.Meta):
        model = Training
        fields = ["title", "held_on", "audience", "people_present", "hours", "cost", "township", "state"]
        empty_text = _("没有符合条件的培训。可以放宽筛选条件，或者先登记一期培训。")
