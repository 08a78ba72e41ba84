"""What falls short of what is asked of stations, and what to do next about it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table

from townships.access import writes
from townships.models import StationItem
from townships.stations import Reason

# In words, for paper and the spreadsheet.
NEXT_STEPS = {
    Reason.NOT_FILED: _("填报本年情况"),
    Reason.ROOMS: _("落实办公用房后更新年度情况"),
    Reason.AREA: _("落实办公用房后更新年度情况"),
    Reason.STAFF: _("任命专职安监员，或核对在岗人员是否专职"),
    Reason.CERTIFIED: _("登记或换发证件"),
    Reason.EQUIPMENT: _("配备后登记装备"),
    Reason.ITEMS: _("逐项落实后由县局核实登记"),
    Reason.OFFICES: _("设立后登记村级办公室"),
    Reason.BUDGET: _("落实经费后更新年度情况"),
}
# On a screen, where it is done.
DEEDS = {
    Reason.NOT_FILED: _("填报年度情况"),
    Reason.ROOMS: _("更新年度情况"),
    Reason.AREA: _("更新年度情况"),
    Reason.STAFF: _("任命专职人员"),
    Reason.CERTIFIED: _("登记证件"),
    Reason.EQUIPMENT: _("登记装备"),
    Reason.ITEMS: _("逐项登记"),
    Reason.OFFICES: _("登记村级办公室"),
    Reason.BUDGET: _("更新年度情况"),
}
# Of several people, items or villages the station's page names each, with its link.
ON_THE_PAGE = {Reason.CERTIFIED: "#staff", Reason.ITEMS: "#items", Reason.OFFICES: "#outposts"}


def next_step(lack):
    """Nothing: what a station had in a past year can't be mended any more."""
    return "" if lack.is_over(timezone.localdate()) else NEXT_STEPS[lack.reason]


def deed_of(lack, user):
    """A link to where the shortfall is mended, for those who may; for others to the station's page."""
    may = writes(user, StationItem) if lack.reason == Reason.ITEMS else user.keeps_ledgers
    if lack.is_over(timezone.localdate()) or not may:
        return format_html('<a href="{}">{}</a>', lack.get_absolute_url(), _("查看安监站"))
    return format_html('<a href="{}">{}</a>', _address_of(lack), DEEDS[lack.reason])


def _address_of(lack):
    place = f"?place={lack.township.pk}"
    match lack.reason:
        case Reason.NOT_FILED:
            return reverse("townships:new_station_year") + f"{place}&year={lack.year}&population={lack.township.population}"
        case Reason.ROOMS | Reason.AREA | Reason.BUDGET:
            return reverse("townships:edit_station_year", args=[lack.facts.pk])
        case Reason.STAFF:
            return reverse("townships:appoint", args=[lack.township.pk]) + f"?kind={lack.duty}"
        case Reason.EQUIPMENT:
            return reverse("townships:new_equipment") + place
    return lack.get_absolute_url() + ON_THE_PAGE[lack.reason]


class ShortfallTable(Table):
    """Rows are Shortfalls, by township. `step` is the deed in words, for paper."""

    township = Column(_("乡镇（街道）"), linkify=lambda record: record.get_absolute_url(), orderable=False)
    reason = Column(_("短板"), accessor="reason__label", orderable=False)
    missing = Column(_("缺什么"), orderable=False, default="—")
    there = Column(_("现有"), orderable=False)
    required = Column(_("要求"), orderable=False)
    source = Column(_("依据"), orderable=False)
    deed = Column(_("处理"), accessor="reason", orderable=False)
    step = Column(_("下一步"), accessor="reason", orderable=False)

    class Meta:
        empty_text = _("没有短板：各安监站都达到要求。")

    def before_render(self, request):
        self.columns.hide("deed" if getattr(self, "is_printed", False) else "step")

    def render_reason(self, value):
        return format_html('<span class="state state-danger">{}</span>', value)

    def render_deed(self, record):
        return deed_of(record, self.request.user)

    def render_step(self, record):
        return next_step(record)
