"""逾期督办: the list, its ledger and spreadsheet, the answer to one step, and the ladder that the bureau edits."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hazards.escalation import AlreadyAnswered, answer, deed_for, may_answer, measure_of
from hazards.escalation_filters import EscalationFilter
from hazards.escalation_tables import LABELS, EscalationTable, standing_of
from hazards.forms.escalation import AnswerForm, QuietHoursForm, StepForm
from hazards.ladders import change_quiet_hours, change_step, ladder_of, own_quiet_hours, own_step
from hazards.models import Escalation, Rung
from hazards.workflow import available_actions
from townships.access import is_bureau, keeps_ledgers, only
from townships.lists import ledger_list, printed_ledger
from townships.spreadsheets import Column, send_spreadsheet
from townships.workdays import Workdays

ROWS_AT_A_TIME = 2000
COLUMNS = [
    Column(gettext_lazy("编号"), lambda step: step.hazard.number, 20),
    Column(gettext_lazy("乡镇（街道）"), lambda step: str(step.hazard.township), 14),
    Column(gettext_lazy("责任单位"), lambda step: step.hazard.responsible_unit, 24),
    Column(gettext_lazy("隐患描述"), lambda step: step.hazard.description, 40),
    Column(gettext_lazy("等级"), lambda step: step.hazard.get_grade_display(), 8),
    Column(gettext_lazy("期限"), lambda step: step.deadline, 12),
    Column(gettext_lazy("督办步骤"), lambda step: step.get_rung_display(), 20),
    Column(gettext_lazy("督办时间"), lambda step: step.raised_at, 17),
    Column(gettext_lazy("督办责任人"), lambda step: step.answers.name if step.answers else "", 12),
    Column(gettext_lazy("承办单位"), lambda step: step.office, 24),
    Column(gettext_lazy("状态"), lambda step: LABELS[standing_of(step)], 14),
    Column(gettext_lazy("督办情况"), lambda step: step.answer.event.reason if hasattr(step, "answer") else "", 40),
    Column(gettext_lazy("依据"), lambda step: step.source, 40),
]


def visible_steps(request):
    return Escalation.objects.visible_to(request.user).for_list()


@require_safe
def escalations(request):
    shown = {"filterset": EscalationFilter, "table": EscalationTable, "template": "hazards/escalation/escalations.html"}
    return ledger_list(request, visible_steps(request), missing_years=missing_years(request.user), **shown)


def missing_years(user):
    """Of which the steps that come due count working days without knowing the holidays."""
    return Workdays(user.county_id).years_to_enter(timezone.localdate())


@require_safe
def escalation_ledger(request):
    """The filtered list on one page, to be printed as the office's ledger."""
    shown = {"filterset": EscalationFilter, "table": EscalationTable, "template": "hazards/escalation/ledger.html"}
    return printed_ledger(request, visible_steps(request), exclude=["act"], missing_years=missing_years(request.user), **shown)


@require_safe
def export_escalations(request):
    chosen = EscalationFilter(request.GET, queryset=visible_steps(request), request=request)
    title = _("%(place)s逾期隐患督办台账（%(day)s）") % {"place": chosen.place_in_question or "", "day": timezone.localdate()}
    return send_spreadsheet(chosen.qs.iterator(ROWS_AT_A_TIME), COLUMNS, title=title, filename=title)


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_escalation(request, pk):
    step = get_object_or_404(visible_steps(request), pk=pk)
    if not may_answer(request.user, step):
        raise PermissionDenied
    measure = measure_of(step)
    form = AnswerForm(request.POST or None, instead_of=measure and measure.label)
    if standing_of(step) != "todo":
        return _tell_meanwhile(request, step)
    if form.is_valid():
        try:
            answer(step, by=request.user, **form.cleaned_data)
        except AlreadyAnswered:
            return _tell_meanwhile(request, step)
        messages.success(request, _("已记入经过：%(step)s。") % {"step": step.get_rung_display()})
        return redirect(step.hazard)
    deed = deed_for(step)
    context = {
        "form": form,
        "step": step,
        "deed": deed if deed in available_actions(step.hazard, request.user) else None,
        "submit_label": _("不采取这一措施，登记理由") if measure else _("已督办"),
        "cancel_url": step.get_absolute_url(),
    }
    return render(request, "hazards/escalation/answer.html", context)


def _tell_meanwhile(request, step):
    messages.warning(request, _("“%(step)s”已经办理，或隐患已销号、延期，不用再督办。") % {"step": step.get_rung_display()})
    return redirect(step.hazard)


@require_safe
def escalation_steps(request):
    context = {"ladder": ladder_of(request.user.county_id), "may_edit": is_bureau(request.user)}
    context["missing_years"] = missing_years(request.user)
    return render(request, "hazards/escalation/steps.html", context)


@only(is_bureau)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit_escalation_step(request, rung):
    if rung not in Rung.values:
        raise Http404
    step = own_step(request.user.county, rung)
    form = StepForm(request.POST or None, instance=step)
    if form.is_valid():
        change_step(request.user.county, rung, **form.cleaned_data)
        messages.success(request, _("“%(step)s”已保存，从下一次检查起执行；已经督办的不变。") % {"step": step})
        return redirect("hazards:escalation_steps")
    return render(
        request, "hazards/escalation/step_form.html", {"form": form, "step": step, "cancel_url": reverse("hazards:escalation_steps")}
    )


@only(is_bureau)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit_escalation_hours(request):
    form = QuietHoursForm(request.POST or None, instance=own_quiet_hours(request.user.county))
    if form.is_valid():
        change_quiet_hours(request.user.county, **form.cleaned_data)
        messages.success(request, _("免打扰时段已保存。"))
        return redirect("hazards:escalation_steps")
    return render(request, "hazards/escalation/hours_form.html", {"form": form, "cancel_url": reverse("hazards:escalation_steps")})
