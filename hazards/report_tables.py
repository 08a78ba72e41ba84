"""The columns of the lists of reports, their codes and paper forms."""

from datetime import timedelta

import django_tables2 as tables
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hazards.codes import keeps_code
from hazards.models import PaperForm, PublicReport
from hazards.tables import DayColumn
from townships.lists import in_short
from townships.models import Place

# Their colours in static/css/components.css.
COLOURS = {"waiting": "found", "accepted": "replied", "merged": "replied", "declined": "declined"}


class ReportTable(tables.Table):
    received_at = tables.DateTimeColumn(
        verbose_name=_("收到时间"), format="Y-m-d H:i", linkify=True, order_by=("received_at", "pk"), attrs={"td": {"class": "nowrap"}}
    )
    place = tables.Column(_("地点"), orderable=False, attrs={"td": {"class": "wordy"}})
    text = tables.Column(_("反映的情况"), orderable=False)
    township = tables.Column(_("乡镇（街道）"), order_by="township__code")
    desk = tables.Column(_("由谁办理"))
    state = tables.Column(_("状态"))
    hazard = tables.Column(
        _("隐患"), linkify=lambda record, table: table.address_of_hazard(record), orderable=False, attrs={"td": {"class": "nowrap"}}
    )
    reward = tables.Column(_("奖励（元）"), attrs={"td": {"class": "number"}, "th": {"class": "number"}})

    class Meta:
        model = PublicReport
        fields = ["received_at", "place", "text", "township", "desk", "state", "hazard", "reward"]
        order_by = "-received_at"
        empty_text = _("还没有收到群众举报。责任牌和村里张贴的海报上印有举报二维码。")

    def render_text(self, value):
        return in_short(self, value, 40)

    def value_text(self, value):
        return value

    def address_of_hazard(self, record):
        """None where the ledger that it stands in is another township's."""
        return None if record.passed_to(self.request.user) else record.hazard.get_absolute_url()

    def render_state(self, record):
        words = format_html('<span class="state state-{}">{}</span>', COLOURS[record.state], record.get_state_display())
        if office := record.passed_to(self.request.user):
            return format_html('<span class="state state-handed-on">{}</span> {}', passed_words(office), words)
        days = (timezone.localdate() - timezone.localdate(record.received_at)) // timedelta(days=1)
        if not record.is_waiting or days <= settings.REPORT_ANSWER_DAYS:
            return words
        return format_html('{} <span class="due due-over">{}</span>', words, _("已等 %(days)s 天") % {"days": days})

    def value_state(self, record):
        office = record.passed_to(self.request.user)
        return f"{passed_words(office)}（{record.get_state_display()}）" if office else record.get_state_display()


def passed_words(office):
    return _("已转交%(office)s") % {"office": office}


class CodeTable(tables.Table):
    name = tables.Column(
        _("地点"),
        accessor="local_name",
        linkify=lambda record, table: reverse("hazards:report_code", args=[record.pk]) if keeps_code(table.request.user, record) else None,
        orderable=False,
    )
    level = tables.Column(_("类别"), orderable=False)
    township = tables.Column(_("乡镇（街道）"), orderable=False, default="")
    reports = tables.Column(_("举报（条）"), orderable=False, attrs={"td": {"class": "number"}, "th": {"class": "number"}})

    class Meta:
        model = Place
        fields = ["name", "level", "township", "reports"]
        order_by = ()
        empty_text = _("没有符合条件的地点。")


class PaperFormTable(tables.Table):
    number = tables.Column(_("编号"), linkify=True, order_by=("township__code", "year", "sequence"), attrs={"td": {"class": "nowrap"}})
    township = tables.Column(_("乡镇（街道）"), order_by="township__code")
    state = tables.Column(_("状态"), empty_values=(), orderable=False)
    place = tables.Column(_("排查地点"), accessor="inspection__place", orderable=False)
    inspected_at = DayColumn(verbose_name=_("排查日期"), accessor="inspection__inspected_at")
    typed_by = tables.Column(_("录入人"), orderable=False)
    typed_at = DayColumn(verbose_name=_("录入日期"))
    void_reason = tables.Column(_("作废原因"), orderable=False)

    class Meta:
        model = PaperForm
        fields = ["number", "township", "state", "place", "inspected_at", "typed_by", "typed_at", "void_reason"]
        order_by = "-number"
        empty_text = _("还没有制发纸质排查表。")

    def render_state(self, record):
        return format_html('<span class="state state-{}">{}</span>', *state_of(record))

    def value_state(self, record):
        return str(state_of(record)[1])


def state_of(form):
    """(colour, word)"""
    if form.voided_at:
        return "void", _("已作废")
    if form.is_to_be_typed_again:
        return "found", _("检查已作废，待重新录入")
    return ("closed", _("已录入")) if form.inspection_id else ("found", _("未交回"))
