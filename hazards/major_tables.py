"""The columns of the list of major hazards (一单四制), on screen, on paper and as .xlsx."""

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hazards.majors import ITEMS, case_of, waits_for
from hazards.models import Hazard
from hazards.progress import ProgressClock
from hazards.tables import HazardTable, StateColumn
from hazards.workflow import available_actions
from townships.lists import in_short
from townships.masking import masked_for
from townships.spreadsheets import Column, field_cell


def two_lines(words, remark):
    """One cell, also on a phone's card, where what stands in a cell stands side by side."""
    return format_html("<div>{}<br><small>{}</small></div>", words, remark) if remark else words


class MajorTable(HazardTable):
    description = tables.Column(_("隐患"), orderable=False)
    units = tables.Column(_("责任、交办、协调督办单位"), empty_values=(), order_by="responsible_unit")
    supervision = tables.Column(_("督办"), empty_values=())
    preparation = tables.Column(_("方案、五落实"), empty_values=(), orderable=False)
    state = StateColumn(_("状态"))
    waits = tables.Column(_("等什么、等谁"), empty_values=(), orderable=False)

    class Meta:
        model = Hazard
        fields = ["number", "description", "units", "supervision", "deadline", "preparation", "state", "waits", "act"]
        sequence = fields
        exclude = ["responsible_unit", "sector", "grade", "responsible_person", "found_at"]
        empty_text = _("没有符合条件的重大隐患。")

    def before_render(self, request):
        self.clock = ProgressClock(timezone.localdate())

    def render_description(self, record):
        return two_lines(in_short(self, record.description, 48), f"{record.township.name} · {record.sector}")

    def render_units(self, record):
        others = [(_("交办"), record.assigning_unit), (_("协调督办"), record.coordinating_unit)]
        told = "；".join(f"{label}：{unit}" for label, unit in others if unit)
        return two_lines(record.responsible_unit, told)

    def render_supervision(self, record):
        case = case_of(record)
        number = case.supervision_number if case else ""
        if not record.supervision:
            return format_html('<span class="state state-found">{}</span>', record.get_supervision_display())
        return two_lines(record.get_supervision_display(), number)

    def render_preparation(self, record):
        plan = _("方案第 %(version)s 版") % {"version": record.plan_version} if record.plan_version else _("无方案")
        return two_lines(plan, _("五落实 %(done)s/%(all)s") % {"done": record.assured, "all": ITEMS})

    def render_waits(self, record):
        step = waits_for(record, self.clock)
        return two_lines(format_html("<b>{}</b>", step.words), step.whom) if step else "—"

    def render_act(self, record):
        step = waits_for(record, self.clock)
        if step is None or step.action not in available_actions(record, self.request.user):
            return ""
        return format_html('<a href="{}">{}</a>', reverse("hazards:act", args=[record.pk, step.action]), _("办理"))


def major_columns(user):
    """Columns of the .xlsx: the list with all its fields."""
    clock, today = ProgressClock(timezone.localdate()), timezone.localdate()
    return [
        Column(_("编号"), lambda hazard: hazard.number, 20),
        *[_field(name, width) for name, width in FIELDS.items()],
        Column(_("责任人电话"), lambda hazard: masked_for(hazard.responsible_phone, user), 14),
        *[_of_case(name, width) for name, width in CASE_FIELDS.items()],
        Column(_("治理方案版本"), lambda hazard: hazard.plan_version, 8),
        Column(_("五落实（项）"), lambda hazard: hazard.assured, 8),
        Column(_("未报进度"), lambda hazard: "、".join(str(owed) for owed in clock.owed(hazard)), 20),
        Column(_("超期（天）"), lambda hazard: _days_over(hazard, today), 8),
        Column(_("等什么"), lambda hazard: _step(hazard, clock, "words"), 20),
        Column(_("等谁"), lambda hazard: _step(hazard, clock, "whom"), 24),
    ]


FIELDS = {
    "township": 12,
    "place": 24,
    "sector": 12,
    "source": 10,
    "found_at": 17,
    "description": 40,
    "measure": 30,
    "responsible_unit": 24,
    "responsible_person": 10,
    "assigning_unit": 20,
    "coordinating_unit": 20,
    "supervision": 12,
    "deadline": 12,
    "redo_by": 12,
    "planned_funds": 14,
    "spent_funds": 14,
    "state": 12,
    "acceptance_asked_on": 12,
    "closed_at": 17,
}
CASE_FIELDS = {
    "condition": 30,
    "harm": 30,
    "authority_told_on": 12,
    "workers_told_on": 12,
    "supervising_unit": 20,
    "supervision_number": 20,
    "supervised_on": 12,
    "publicised_in": 16,
}


def _field(name, width):
    return Column(Hazard._meta.get_field(name).verbose_name, lambda hazard: field_cell(hazard, name), width)


def _of_case(name, width):
    label = Hazard._meta.get_field("major_case").related_model._meta.get_field(name).verbose_name
    return Column(label, lambda hazard: getattr(case_of(hazard), name, None), width)


def _days_over(hazard, today):
    left = hazard.days_left(today)
    return -left if left is not None and left < 0 else None


def _step(hazard, clock, part):
    step = waits_for(hazard, clock)
    return getattr(step, part) if step else ""
