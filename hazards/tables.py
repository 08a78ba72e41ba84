"""The columns of this app's lists, as the office's paper ledgers have them."""

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hazards.countdown import countdown
from hazards.models import (
    Action,
    Department,
    Drive,
    Enforcement,
    Handover,
    Hazard,
    HazardEvent,
    IllegalAct,
    Inspection,
    Order,
    OutcomeCount,
    OutcomeKind,
)
from hazards.workflow import is_allowed
from townships.access import is_bureau
from townships.lists import in_short
from townships.tables.ledger import LedgerTable
from townships.tables.means import PlacedTable

NUMERIC = {"td": {"class": "number"}, "th": {"class": "number"}}
# On a phone a row of the ledger is a card of few lines: what has one to itself, and what says by itself what it is.
WHOLE_LINE, MARK = {"td": {"class": "card-line"}}, {"td": {"class": "card-mark"}}

# What a row offers without being opened: the step that brings the hazard on, in this order.
NEXT_STEPS = [Action.ORDER, Action.REPLY, Action.PASS, Action.APPLY, Action.RESUME]
NEXT_STEP_WORDS = {
    Action.ORDER: _("下达文书"),
    Action.REPLY: _("录入回复"),
    Action.PASS: _("复查"),
    Action.APPLY: _("申请复产"),
    Action.RESUME: _("复产审查"),
    Action.EXTEND: _("答复延期申请"),
}


def next_step(hazard, user):
    """A request for more time is answered first, by whoever may. No query."""
    steps = [Action.EXTEND, *NEXT_STEPS] if hazard.extension_asked_on else NEXT_STEPS
    return next((step for step in steps if is_allowed(step, hazard, user, timezone.now())), None)


class DayColumn(tables.Column):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, attrs={"td": {"class": "day"}}, **kwargs)

    def render(self, value):
        return f"{self.value(value):%Y-%m-%d}"

    def value(self, value):
        """In an .xlsx a day, by which the office can sort."""
        return timezone.localdate(value) if hasattr(value, "hour") else value


class StateColumn(tables.Column):
    """By word and colour."""

    def render(self, record):
        return format_html('<span class="state state-{}">{}</span>', record.state, record.get_state_display())

    def value(self, record):
        return record.get_state_display()


class ActColumn(tables.Column):
    """What can be done with a row without opening it: a link, on screen alone."""

    def __init__(self):
        attrs = {"td": {"class": "act nowrap no-print"}, "th": {"class": "no-print"}}
        super().__init__(_("办理"), empty_values=(), orderable=False, exclude_from_export=True, attrs=attrs)


class HazardTable(tables.Table):
    number = tables.Column(_("编号"), linkify=True, order_by=("township__code", "year", "sequence"), attrs={"td": {"class": "nowrap"}})
    responsible_unit = tables.Column(_("单位或部位"), order_by=("place__name", "responsible_unit"), attrs=WHOLE_LINE)
    sector = tables.Column(_("行业"), order_by="sector__position")
    description = tables.Column(_("隐患描述"), orderable=False, attrs=WHOLE_LINE)
    grade = tables.Column(_("等级"), attrs=MARK)
    state = StateColumn(_("状态"), attrs=MARK)
    deadline = tables.Column(_("期限"), empty_values=(), attrs={"td": {"class": "deadline"}})
    responsible_person = tables.Column(_("责任人"), attrs={"td": {"class": "person"}, "th": {"class": "person"}})
    found_at = DayColumn(verbose_name=_("发现日期"))
    act = ActColumn()

    class Meta:
        model = Hazard
        fields = [
            "number",
            "responsible_unit",
            "sector",
            "description",
            "grade",
            "state",
            "deadline",
            "responsible_person",
            "found_at",
            "act",
        ]
        attrs = {"class": "ledger compact"}
        empty_text = _("没有符合条件的隐患。")

    def render_responsible_unit(self, record):
        """A slope or a road is looked for by its own name; who answers for it stands below."""
        if record.place.name == record.responsible_unit:
            return record.responsible_unit
        return format_html("{} <small>{}</small>", record.place.name, record.responsible_unit)

    def value_responsible_unit(self, value):
        return value

    def render_description(self, value):
        return in_short(self, value, 40)

    def render_grade(self, record):
        return format_html('<span class="grade grade-{}">{}</span>', record.grade, record.get_grade_display())

    def render_state(self, record):
        state = format_html('<span class="state state-{}">{}</span>', record.state, record.get_state_display())
        danger = format_html(' <span class="state state-overdue">{}</span>', _("可能立即引发事故"))
        return state + danger if record.may_cause_accident and record.is_unclosed else state

    def render_deadline(self, record):
        left = countdown(record, timezone.localdate())
        if left is None:
            return str(record.deadline or "—")
        return format_html('{} <span class="due due-{}">{}</span>', record.deadline, left.urgency, left)

    def render_act(self, record):
        step = next_step(record, self.request.user)
        if step is None:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("hazards:act", args=[record.pk, step]), NEXT_STEP_WORDS[step])


class ChoosingTable(HazardTable):
    """The ledger with a tick for each row: the form that takes them stands below the list (templates/hazards/bulk/_choose.html)."""

    choose = tables.Column(
        _("选择"),
        empty_values=(),
        orderable=False,
        exclude_from_export=True,
        attrs={"td": {"class": "choose no-print"}, "th": {"class": "choose no-print"}},
    )

    class Meta(HazardTable.Meta):
        sequence = ["choose", "..."]

    def render_choose(self, record):
        label = _("选择 %(number)s") % {"number": record.number}
        return format_html('<input type="checkbox" form="choose-many" name="rows" value="{}" aria-label="{}">', record.pk, label)


class InspectionTable(tables.Table):
    inspected_at = DayColumn(verbose_name=_("检查日期"), linkify=True, order_by=("inspected_at", "pk"))
    place = tables.Column(_("被检查单位或部位"), orderable=False)
    township = tables.Column(_("乡镇（街道）"), order_by="township__code")
    sector = tables.Column(_("行业"), order_by="sector__position")
    kind = tables.Column(_("类别"))
    inspectors = tables.ManyToManyColumn(verbose_name=_("检查人员"), separator="、")
    hazard_count = tables.Column(_("发现隐患（条）"), attrs=NUMERIC)
    created_by = tables.Column(_("登记人"), orderable=False)
    void_reason = tables.Column(_("作废原因"), orderable=False, default="")

    class Meta:
        model = Inspection
        fields = ["inspected_at", "place", "township", "sector", "kind", "inspectors", "hazard_count", "created_by", "void_reason"]
        # Named here and not left to the model: a query that counts drops the model's own order.
        order_by = "-inspected_at"
        empty_text = _("没有符合条件的检查。")

    def before_render(self, request):
        if request.user.township_id:
            self.columns.hide("township")
        if not request.GET.get("voided"):
            self.columns.hide("void_reason")

    def render_hazard_count(self, value):
        return value or _("未发现")

    def render_kind(self, record, value):
        """With who else came."""
        parties = record.parties.all()
        joint = format_html(' <span class="state state-joint">{}</span>', _("联合执法")) if parties else ""
        return format_html("{}{}", value, joint)

    def value_kind(self, value):
        return value

    def render_place(self, record):
        voided = format_html(' <span class="state state-void">{}</span>', _("已作废")) if record.voided_at else ""
        return format_html("{}{}", record.place, voided)


class OrderTable(tables.Table):
    number = tables.Column(_("文号"), linkify=True, order_by=("issuer", "year", "sequence"), attrs={"td": {"class": "nowrap"}})
    kind = tables.Column(_("文书"))
    served_on = tables.Column(_("受文单位"))
    item_count = tables.Column(_("隐患（条）"), attrs=NUMERIC)
    township = tables.Column(_("乡镇（街道）"), order_by="township__code")
    issued_on = DayColumn(verbose_name=_("签发日期"), order_by=("issued_on", "pk"))
    issued_by = tables.Column(_("签发人"), orderable=False)
    receipt = tables.Column(_("回执"), empty_values=(), orderable=False)

    class Meta:
        model = Order
        fields = ["number", "kind", "served_on", "item_count", "township", "issued_on", "issued_by", "receipt"]
        order_by = "-issued_on"
        empty_text = _("没有符合条件的文书。")

    def render_kind(self, record, value):
        voided = format_html(' <span class="state state-void">{}</span>', _("检查已作废")) if record.is_of_voided_visit else ""
        return format_html("{}{}", value, voided)

    def value_kind(self, record, value):
        return _("%(paper)s（检查已作废）") % {"paper": value} if record.is_of_voided_visit else value

    def value_receipt(self, record):
        return (_("已收") if record.is_receipted else _("未收")) if record.has_receipt else "—"

    def render_receipt(self, record):
        if not record.has_receipt:
            return "—"
        return format_html(
            '<span class="state state-{}">{}</span>', "done" if record.is_receipted else "waiting", self.value_receipt(record)
        )


class DriveTable(tables.Table):
    name = tables.Column(_("专项行动"), linkify=True)
    sector = tables.Column(_("行业"), order_by="sector__position")
    starts_on = DayColumn(verbose_name=_("开始"))
    ends_on = DayColumn(verbose_name=_("结束"))
    stage = tables.Column(_("状态"), empty_values=(), accessor="state", order_by=("state", "ends_on"))
    departments = tables.Column(_("参加部门"), accessor="department_names", orderable=False)
    found = tables.Column(_("排查隐患（条）"), attrs=NUMERIC)
    closed = tables.Column(_("已销号（条）"), attrs=NUMERIC)

    class Meta:
        model = Drive
        fields = ["name", "sector", "starts_on", "ends_on", "stage", "departments", "found", "closed"]
        order_by = "-starts_on"
        empty_text = _("没有符合条件的专项整治行动。")

    def render_sector(self, record):
        return record.sector_names

    def render_stage(self, record):
        return format_html('<span class="state state-drive-{}">{}</span>', *record.stage(timezone.localdate()))

    def value_stage(self, record):
        return record.stage(timezone.localdate())[1]


class EnforcementTable(PlacedTable):
    number = tables.Column(
        linkify=lambda record: record.get_absolute_url(), order_by=("organ", "year", "sequence"), attrs={"td": {"class": "nowrap"}}
    )
    kind = tables.Column(order_by="kind__position")
    whom = tables.Column(_("当事人"), accessor="whom", order_by=("party", "place__name"))
    measured = tables.Column(_("数量（金额）"), accessor="measured", order_by=("amount", "quantity"), attrs=NUMERIC)
    acted_at = DayColumn(verbose_name=_("实施日期"))

    class Meta(LedgerTable.Meta):
        model = Enforcement
        fields = ["number", "kind", "whom", "measured", "acted_at", "township", "place", "basis", "state"]
        order_by = "-acted_at"
        empty_text = _("没有符合条件的执法行动。可以放宽筛选条件，或者先登记一次。")


class IllegalActTable(PlacedTable):
    number = tables.Column(
        linkify=lambda record: record.get_absolute_url(), order_by=("organ", "year", "sequence"), attrs={"td": {"class": "nowrap"}}
    )
    kind = tables.Column(order_by="kind__position")
    found_at = DayColumn(verbose_name=_("发现日期"))
    stage = tables.Column(_("办理"), accessor="get_state_display", order_by="state")
    place = None

    class Meta(LedgerTable.Meta):
        model = IllegalAct
        fields = ["number", "kind", "party", "location", "township", "found_at", "found_by", "stage", "state"]
        order_by = "-found_at"
        empty_text = _("没有符合条件的非法违法行为。可以放宽筛选条件，或者登记一起。")

    def render_stage(self, record):
        return format_html('<span class="state state-act-{}">{}</span>', record.state, record.get_state_display())

    def render_found_by(self, record, value):
        mark = format_html(' <span class="state state-overdue">{}</span>', _("外部")) if record.is_outsiders_find else ""
        return format_html("{}{}", value, mark)

    def value_found_by(self, value):
        return value


class OutcomeTable(PlacedTable):
    kind = tables.Column(linkify=lambda record: record.get_absolute_url(), order_by="kind__position")
    quantity = tables.Column(_("数量"), accessor="measured", order_by="quantity", attrs=NUMERIC)
    counted_on = DayColumn(verbose_name=_("日期"))
    drive = tables.Column(linkify=True, order_by="drive__starts_on")
    place = None

    class Meta(LedgerTable.Meta):
        model = OutcomeCount
        fields = ["kind", "quantity", "counted_on", "township", "drive", "note", "state"]
        order_by = "-counted_on"
        empty_text = _("没有符合条件的整治成效。可以放宽筛选条件，或者先登记一条。")


def _edited_by_the_bureau(view):
    return lambda record, table: reverse(view, args=[record.pk]) if record.county_id and is_bureau(table.request.user) else None


class DepartmentTable(tables.Table):
    name = tables.Column(linkify=_edited_by_the_bureau("hazards:edit_department"))

    class Meta:
        model = Department
        fields = ["name", "position", "is_active"]
        order_by = "position"
        empty_text = _("还没有部门。可以先采用随系统提供的名单，再按本县情况修改。")


class OutcomeKindTable(tables.Table):
    name = tables.Column(linkify=_edited_by_the_bureau("hazards:edit_outcome_kind"))
    origin = tables.Column(_("来源"), accessor="county", empty_values=(), orderable=False)
    enforcement_kind = tables.Column(_("统计方式"), empty_values=(), orderable=False)

    class Meta:
        model = OutcomeKind
        fields = ["name", "unit", "is_whole", "enforcement_kind", "origin", "is_active"]
        order_by = "position"
        empty_text = _("还没有成效类别。")

    def render_origin(self, record):
        return _("本县增设") if record.county_id else _("随系统提供")

    def render_enforcement_kind(self, record):
        return _("由执法记录统计") if record.enforcement_kind_id else _("按次登记")


class EventTable(tables.Table):
    at = tables.DateTimeColumn(verbose_name=_("时间"), format="Y-m-d H:i:s", order_by=("at", "pk"), attrs={"td": {"class": "nowrap"}})
    hazard = tables.Column(_("隐患"), linkify=True, orderable=False, attrs={"td": {"class": "nowrap"}})
    action = tables.Column(_("操作"), orderable=False)
    to_state = tables.Column(_("状态"), orderable=False)
    by = tables.Column(_("经办人"), orderable=False, attrs={"td": {"class": "nowrap"}})
    reason = tables.Column(_("说明"), orderable=False)

    class Meta:
        model = HazardEvent
        fields = ["at", "hazard", "action", "to_state", "by", "reason"]
        order_by = "-at"
        empty_text = _("没有符合条件的记录。")

    def render_reason(self, value):
        return in_short(self, value, 60)

    def render_to_state(self, record):
        if record.from_state in ("", record.to_state):
            return record.get_to_state_display()
        return f"{record.get_from_state_display()} → {record.get_to_state_display()}"


class HandoverTable(tables.Table):
    number = tables.Column(_("编号"), order_by=("year", "sequence"), linkify=True)
    happens_on = DayColumn(verbose_name=_("交接日期"))
    giver = tables.Column(order_by="giver__name", linkify=True)
    receiver = tables.Column(order_by="receiver__name", linkify=True)
    township = tables.Column(_("乡镇（街道）"), order_by="township__code", default=_("县直"))
    posts = tables.Column(_("岗位（个）"), accessor="content__posts", attrs=NUMERIC, orderable=False, empty_values=())
    hazards = tables.Column(_("隐患（条）"), accessor="content__hazards", attrs=NUMERIC, orderable=False, empty_values=())
    recall = tables.Column(_("状态"), accessor="is_recalled", orderable=False, empty_values=())

    class Meta:
        model = Handover
        fields = ["number", "happens_on", "giver", "receiver", "township", "reason", "posts", "hazards", "recall"]
        empty_text = _("还没有办理过工作交接。")

    def before_render(self, request):
        if request.user.township_id:
            self.columns.hide("township")

    def render_posts(self, value, record):
        ended = len(record.content.get("ended_posts", []))
        return _("%(posts)s（另终止 %(ended)s）") % {"posts": len(value), "ended": ended} if ended else len(value)

    def render_hazards(self, value, record):
        told = {"hazards": len(value), "renamed": record.renamed_besides}
        return _("%(hazards)s（另改责任人 %(renamed)s）") % told if told["renamed"] else len(value)

    def render_recall(self, value):
        return _("已撤回") if value else _("已办理")
