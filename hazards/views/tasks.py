"""Visits that plans made due: the list, printed and as a spreadsheet, one of them, and why one was missed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hazards.forms.plan import ReasonForm
from hazards.models import VisitTask
from hazards.patrol_filters import TaskFilter
from hazards.patrol_tables import TaskTable
from hazards.recurrence import in_words
from hazards.rhythm import NotMissed, explain_missed
from hazards.task_states import COLOURS, words
from townships.access import keeps_ledgers, keeps_ledgers_of, only
from townships.amendments import amendments_of
from townships.lists import ledger_list, printed_ledger
from townships.spreadsheets import Column, send_spreadsheet

ROWS_AT_A_TIME = 2000


def visible_tasks(request):
    return VisitTask.objects.visible_to(request.user).counted()


def listed_tasks(request):
    return visible_tasks(request).for_list().most_urgent_first(timezone.localdate())


@require_safe
def tasks(request):
    visible = listed_tasks(request)
    chosen = TaskFilter(request.GET, queryset=visible, request=request).qs.order_by()
    missed = chosen.missed(timezone.localdate()).count()
    return ledger_list(request, visible, filterset=TaskFilter, table=TaskTable, template="hazards/tasks.html", missed=missed)


@require_safe
def tasks_ledger(request):
    named = {"ledger_title": _("巡查任务台账"), "list_name": _("巡查任务"), "list_url": reverse("hazards:tasks")}
    listed = {"filterset": TaskFilter, "table": TaskTable, "template": "components/plain_ledger.html", "exclude": ["act"]}
    return printed_ledger(request, listed_tasks(request), **listed, **named)


COLUMNS = [
    Column(gettext_lazy("乡镇（街道）"), lambda task: str(task.township), 14),
    Column(gettext_lazy("单位或部位"), lambda task: str(task.place), 28),
    Column(gettext_lazy("检查计划"), lambda task: str(task.plan), 28),
    Column(gettext_lazy("检查类别"), lambda task: task.plan.get_kind_display(), 12),
    Column(gettext_lazy("应检查日期"), lambda task: task.starts_on, 12),
    Column(gettext_lazy("最迟日期"), lambda task: task.due_on, 12),
    Column(gettext_lazy("检查人员"), lambda task: "、".join(person.name for person in task.inspectors.all()), 20),
    Column(gettext_lazy("状态"), lambda task: words(task, timezone.localdate()), 10),
    Column(gettext_lazy("检查日期"), lambda task: task.done_on if task.is_done else None, 12),
    Column(gettext_lazy("漏查原因"), lambda task: task.missed_reason, 30),
]


@require_safe
def export_tasks(request):
    chosen = TaskFilter(request.GET, queryset=listed_tasks(request), request=request)
    title = _("%(place)s巡查任务台账（%(day)s）") % {"place": chosen.place_in_question or "", "day": timezone.localdate()}
    return send_spreadsheet(chosen.qs.iterator(ROWS_AT_A_TIME), COLUMNS, title=title, filename=title)


@require_safe
def task(request, pk):
    visible = visible_tasks(request).select_related(
        "place", "township", "plan", "draw", "inspection__created_by__person", "missed_reason_by"
    )
    task = get_object_or_404(visible, pk=pk)
    state = task.state(timezone.localdate())
    may_change = keeps_ledgers_of(request.user, task.township)
    context = {
        "task": task,
        "state": {"key": COLOURS[state], "label": words(task, timezone.localdate())},
        "facts": facts(task),
        "amendments": amendments_of(task),
        "may_visit": may_change and state in ("due", "missed"),
        "may_explain": may_change and state == "missed",
    }
    return render(request, "hazards/task.html", context)


def facts(task):
    people = "、".join(person.name for person in task.inspectors.all()) or _("未安排人员")
    explained = f"{task.missed_reason}（{task.missed_reason_by}）" if task.missed_reason else ""
    told = [
        (_("单位或部位"), task.place, task.place.get_absolute_url()),
        (_("检查计划"), task.plan, task.plan.get_absolute_url()),
        (_("频次"), in_words(task.plan), ""),
        (_("检查人员"), people, ""),
        (_("应检查日期"), task.starts_on, ""),
        (_("最迟日期"), task.due_on, ""),
        (_("随机抽取"), task.draw and _("查看抽取记录"), task.draw and task.draw.get_absolute_url()),
        (_("检查日期"), task.is_done and task.done_on, ""),
        (_("录入日期"), task.is_done and task.entered_on, ""),
        (_("检查记录"), visit_in_words(task), task.inspection and task.inspection.get_absolute_url()),
        (_("漏查原因"), explained, ""),
    ]
    return [fact for fact in told if fact[1]]


def visit_in_words(task):
    return task.inspection if task.is_done else task.inspection and _("%(visit)s（已作废）") % {"visit": task.inspection}


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def explain_task(request, pk):
    task = get_object_or_404(visible_tasks(request).select_related("place", "township", "plan"), pk=pk)
    if not keeps_ledgers_of(request.user, task.township):
        raise PermissionDenied
    form = ReasonForm(request.POST or None, initial={"reason": task.missed_reason})
    if form.is_valid():
        try:
            count = explain_missed(task, by=request.user, **form.cleaned_data)
        except NotMissed:
            messages.warning(request, _("这次检查没有漏查，不用说明。"))
        else:
            messages.success(request, _("已说明 %(count)s 次漏查的原因。") % {"count": count})
        return redirect(task)
    return render(request, "hazards/explain_task.html", {"form": form, "task": task, "cancel_url": task.get_absolute_url()})
