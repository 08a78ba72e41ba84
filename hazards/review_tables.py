"""The columns of look-backs and of signals."""

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hazards.look_back_states import COLOURS, LABELS
from hazards.models import Action, LookBack, Signal
from hazards.tables import NUMERIC, ActColumn, DayColumn
from hazards.workflow import available_actions
from townships.lists import in_short


class LookBackTable(tables.Table):
    number = tables.Column(
        _("隐患编号"),
        accessor="hazard__number",
        linkify=lambda record: record.get_absolute_url(),
        order_by=("hazard__township__code", "hazard__year", "hazard__sequence"),
        attrs={"td": {"class": "nowrap"}},
    )
    place = tables.Column(_("单位或部位"), accessor="hazard__place", order_by="hazard__place__name")
    township = tables.Column(_("乡镇（街道）"), accessor="hazard__township", order_by="hazard__township__code")
    description = tables.Column(_("隐患描述"), accessor="hazard__description", orderable=False)
    closed_at = DayColumn(verbose_name=_("销号日期"))
    why = tables.Column(_("由来"), empty_values=(), orderable=False, attrs={"td": {"class": "nowrap"}})
    starts_on = DayColumn(verbose_name=_("应复看日期"))
    due_on = DayColumn(verbose_name=_("最迟日期"), order_by=("due_on", "pk"))
    assignee = tables.Column(_("复看人"), orderable=False, default=_("未安排人员"), attrs={"td": {"class": "nowrap"}})
    state = tables.Column(_("状态"), empty_values=(), orderable=False)
    note = tables.Column(_("复看情况"), orderable=False, default="")
    act = ActColumn()

    class Meta:
        model = LookBack
        order_by = "-due_on"
        fields = [
            "number",
            "place",
            "township",
            "description",
            "closed_at",
            "why",
            "starts_on",
            "due_on",
            "assignee",
            "state",
            "note",
            "act",
        ]
        empty_text = _("没有要回头看的隐患。每月销号的隐患，满 30 天和 90 天时由系统抽样生成。")

    def before_render(self, request):
        if request.user.township_id:
            self.columns.hide("township")

    def render_description(self, value):
        return in_short(self, value, 24)

    def value_description(self, value):
        return value

    def render_why(self, record):
        url = record.draw.get_absolute_url() if record.draw else None
        words = self.value_why(record)
        return format_html('<a href="{}">{}</a>', url, words) if url else words

    def value_why(self, record):
        return _("%(days)s 天抽样") % {"days": record.draw.days} if record.draw else _("疑点复核")

    def render_state(self, record):
        today = timezone.localdate()
        state = record.state(today)
        over = _("超 %(days)s 天") % {"days": record.days_over(today)} if state == "missed" else _late_words(record)
        over = format_html(' <span class="due due-over">{}</span>', over) if over else ""
        day = format_html(" <small>{}</small>", timezone.localdate(record.done_at)) if record.done_at else ""
        return format_html('<span class="state state-{}">{}</span>{}{}', COLOURS[state], LABELS[state], day, over)

    def value_state(self, record):
        day = str(timezone.localdate(record.done_at)) if record.done_at else ""
        return " ".join(part for part in (str(LABELS[record.state(timezone.localdate())]), day, _late_words(record)) if part)

    def render_note(self, value):
        return in_short(self, value, 16)

    def value_note(self, value):
        return value

    def render_act(self, record):
        if record.state(timezone.localdate()) not in ("due", "missed"):
            return ""
        if Action.LOOK_BACK not in available_actions(record.hazard, self.request.user):
            return ""
        return format_html('<a href="{}">{}</a>', reverse("hazards:act", args=[record.hazard_id, Action.LOOK_BACK]), _("复看"))


def _late_words(look_back):
    return _("迟 %(days)s 天") % {"days": look_back.days_late} if look_back.days_late else ""


class SignalTable(tables.Table):
    kind = tables.Column(_("疑点"), linkify=lambda record: record.get_absolute_url(), attrs={"td": {"class": "nowrap"}})
    sentence = tables.Column(_("说明"), orderable=False)
    township = tables.Column(_("乡镇（街道）"), order_by="township__code", default=_("多个乡镇"))
    row_count = tables.Column(_("隐患（条）"), attrs=NUMERIC)
    found_at = DayColumn(verbose_name=_("发现日期"), order_by=("found_at", "pk"))
    state = tables.Column(_("复核"), empty_values=(), orderable=False)
    note = tables.Column(_("复核说明"), empty_values=(), orderable=False)

    class Meta:
        model = Signal
        # By day and kind only: no order that would rank townships or people.
        order_by = "-found_at"
        fields = ["kind", "sentence", "township", "row_count", "found_at", "state", "note"]
        empty_text = _("没有要请复核的疑点。系统每天自动查找。")

    def render_state(self, record):
        colour = {"in_order": "closed", "re_inspect": "ordered"}.get(record.last_review and record.last_review.verdict, "found")
        return format_html('<span class="state state-{}">{}</span>', colour, self.value_state(record))

    def value_state(self, record):
        return record.last_review.get_verdict_display() if record.last_review else _("待复核")

    def render_note(self, record):
        last = record.last_review
        return f"{last.note}（{last.by}）" if last else ""
