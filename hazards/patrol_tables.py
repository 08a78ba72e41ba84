"""The columns of plans, visits due and checklists."""

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hazards.models import Checklist, PatrolPlan, VisitTask
from hazards.recurrence import in_words
from hazards.tables import NUMERIC, ActColumn, DayColumn
from hazards.task_states import COLOURS, words
from townships.access import keeps_ledgers_of
from townships.figure import rate

NOWRAP = {"td": {"class": "nowrap"}}


class TaskTable(tables.Table):
    place = tables.Column(_("单位或部位"), linkify=lambda record: record.get_absolute_url(), order_by="place__name")
    township = tables.Column(_("乡镇（街道）"), order_by="township__code")
    plan = tables.Column(_("检查计划"), order_by="plan__name")
    starts_on = DayColumn(verbose_name=_("应检查日期"))
    due_on = DayColumn(verbose_name=_("最迟日期"))
    state = tables.Column(_("状态"), empty_values=(), orderable=False)
    inspectors = tables.ManyToManyColumn(verbose_name=_("检查人员"), separator="、", default=_("未安排人员"))
    done_on = DayColumn(verbose_name=_("检查日期"), default="—")
    missed_reason = tables.Column(_("漏查原因"), orderable=False, default="")
    act = ActColumn()

    class Meta:
        model = VisitTask
        fields = ["place", "township", "plan", "starts_on", "due_on", "state", "inspectors", "done_on", "missed_reason", "act"]
        empty_text = _("没有巡查任务。制定检查计划后，系统提前一周自动生成。")

    def before_render(self, request):
        if request.user.township_id:
            self.columns.hide("township")

    def render_state(self, record):
        today = timezone.localdate()
        state = record.state(today)
        over = format_html(' <span class="due due-over">{}</span>', _("超 %(days)s 天") % {"days": record.days_over(today)})
        label = format_html('<span class="state state-{}">{}</span>', COLOURS[state], words(record, today))
        return label + over if state == "missed" else label

    def render_act(self, record):
        if not keeps_ledgers_of(self.request.user, record.township):
            return ""
        match record.state(timezone.localdate()):
            case "missed" if not record.missed_reason:
                return format_html('<a href="{}">{}</a>', reverse("hazards:explain_task", args=[record.pk]), _("说明原因"))
            case "missed" | "due":
                return format_html('<a href="{}">{}</a>', f"{reverse('hazards:start_sheet')}?task={record.pk}", _("去检查"))
        return ""


class PlanTable(tables.Table):
    name = tables.Column(linkify=True)
    township = tables.Column(_("范围"), empty_values=(), order_by="township__code", attrs=NOWRAP)
    kind = tables.Column(_("类别"), attrs=NOWRAP)
    season = tables.Column(_("时段"), default=_("日常"))
    rhythm = tables.Column(_("频次"), orderable=False)
    target = tables.Column(_("检查对象"), empty_values=(), orderable=False)
    inspectors = tables.ManyToManyColumn(verbose_name=_("检查人员"), separator="、", default=_("各乡镇专职安监员"))
    starts_on = DayColumn(verbose_name=_("开始"))
    ends_on = DayColumn(verbose_name=_("结束"))
    done = tables.Column(_("完成率"), empty_values=(), orderable=False, attrs=NUMERIC)
    missed = tables.Column(_("漏查（次）"), attrs=NUMERIC)

    class Meta:
        model = PatrolPlan
        fields = ["name", "township", "kind", "season", "rhythm", "target", "inspectors", "starts_on", "ends_on", "done", "missed"]
        empty_text = _("还没有检查计划。")

    def before_render(self, request):
        if request.user.township_id:
            self.columns.hide("township")

    def render_township(self, record):
        return record.township or _("全县")

    def render_rhythm(self, record):
        return in_words(record)

    def render_target(self, record):
        return target_in_words(record, len(record.places.all()))

    def render_done(self, record):
        return rate(record.done, record.planned)

    def render_missed(self, record):
        if not record.missed:
            return 0
        return format_html('<a href="{}?plan={}&amp;state=missed">{}</a>', reverse("hazards:tasks"), record.pk, record.missed)


def target_in_words(plan, named):
    """烟花爆竹（高危单位）、指定 3 处，每次抽 2 处"""
    told = []
    if plan.sector or plan.high_risk_only:
        what = str(plan.sector) if plan.sector else str(_("各行业"))
        told.append(str(_("%(what)s高危单位") % {"what": what}) if plan.high_risk_only else what)
    if named:
        told.append(str(_("指定 %(count)s 处") % {"count": named}))
    told = "、".join(told)
    return _("%(words)s，每次抽 %(count)s 处") % {"words": told, "count": plan.draws_places} if plan.draws_places else told


class ChecklistTable(tables.Table):
    name = tables.Column(linkify=True)
    sector = tables.Column(_("行业"), order_by="sector__position")
    level = tables.Column(_("适用对象"), default=_("不限"))
    whose = tables.Column(_("来源"), accessor="county", default=_("示例"), orderable=False)
    version_number = tables.Column(_("现行版次"), default=_("未发布"), attrs=NUMERIC)
    item_count = tables.Column(_("检查项"), default=0, attrs=NUMERIC)
    used = tables.Column(_("已用（次）"), default=0, attrs=NUMERIC)

    class Meta:
        model = Checklist
        fields = ["name", "sector", "level", "whose", "version_number", "item_count", "used"]
        empty_text = _("还没有检查表。")

    def render_level(self, record):
        kind = record.get_site_kind_display() if record.site_kind else ""
        return f"{record.get_level_display()}{'：' if kind else ''}{kind}"

    def render_name(self, record, value):
        return format_html('{} <span class="state state-void">{}</span>', value, _("已停用")) if record.retired_at else value
