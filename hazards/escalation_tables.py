"""The columns of what is urged, and of what was written down about it."""

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hazards.escalation import may_answer
from hazards.models import Bulletin, Escalation
from hazards.tables import NUMERIC, ActColumn, DayColumn
from townships.lists import in_short

COLOURS = {"todo": "overdue", "done": "done", "over": "void"}
LABELS = {"todo": _("待督办"), "done": _("已督办"), "over": _("已销号或延期")}


def standing_of(escalation):
    """todo, done or over; of a row with `is_done`."""
    if escalation.is_done:
        return "done"
    return "todo" if escalation.is_standing else "over"


class EscalationTable(tables.Table):
    hazard = tables.Column(
        _("编号"), linkify=True, order_by=("hazard__township__code", "hazard__year", "hazard__sequence"), attrs={"td": {"class": "nowrap"}}
    )
    township = tables.Column(_("乡镇（街道）"), accessor="hazard__township", order_by="hazard__township__code")
    unit = tables.Column(_("单位"), accessor="hazard__responsible_unit")
    description = tables.Column(_("隐患描述"), accessor="hazard__description", orderable=False)
    deadline = tables.Column(_("期限"), attrs={"td": {"class": "deadline"}})
    rung = tables.Column(_("督办步骤"), order_by=("position", "pk"))
    raised_at = DayColumn(verbose_name=_("列入日期"), order_by=("raised_at", "pk"))
    answers = tables.Column(_("督办责任人"), empty_values=(), order_by="answers__name")
    state = tables.Column(_("状态"), empty_values=(), orderable=False)
    act = ActColumn()

    class Meta:
        model = Escalation
        fields = ["hazard", "township", "unit", "description", "deadline", "rung", "raised_at", "answers", "state", "act"]
        empty_text = _("没有逾期督办。隐患超过期限仍未销号的，系统按督办步骤自动列入。")

    def before_render(self, request):
        if request.user.township_id:
            self.columns.hide("township")

    def render_description(self, value):
        return in_short(self, value, 30)

    def render_deadline(self, record):
        days = (timezone.localdate() - record.deadline).days
        if not record.is_standing:
            return str(record.deadline)
        return format_html('{} <span class="due due-over">{}</span>', record.deadline, _("超 %(days)s 天") % {"days": days})

    def render_answers(self, record):
        return f"{record.answers}（{record.office}）" if record.answers else record.office

    def render_state(self, record):
        standing = standing_of(record)
        return format_html('<span class="state state-{}">{}</span>', COLOURS[standing], LABELS[standing])

    def render_act(self, record):
        if standing_of(record) != "todo" or not may_answer(self.request.user, record):
            return ""
        return format_html('<a href="{}">{}</a>', reverse("hazards:answer_escalation", args=[record.pk]), _("登记督办情况"))


class BulletinTable(tables.Table):
    number = tables.Column(_("文号"), accessor="content__number", linkify=lambda record: record.get_absolute_url(), orderable=False)
    kind = tables.Column(_("文种"))
    period = tables.Column(_("期间"), accessor="starts_on")
    count = tables.Column(_("隐患（条）"), accessor="total", orderable=False, attrs=NUMERIC)
    overdue = tables.Column(_("超期（条）"), orderable=False, attrs=NUMERIC)
    issued_on = DayColumn(verbose_name=_("签发日期"), order_by=("issued_on", "pk"))
    created_by = tables.Column(_("签发人"), orderable=False)

    class Meta:
        model = Bulletin
        fields = ["number", "kind", "period", "count", "overdue", "issued_on", "created_by"]
        order_by = "-issued_on"
        empty_text = _("还没有印发过通报。")

    def render_period(self, record):
        return f"{record.starts_on} — {record.ends_on}"
