"""A township's own plan in a round, and the bureau's matrix of who has not filed what."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townships.access import keeps_ledgers, only
from townships.filing import REQUIREMENTS, lines, totals
from townships.forms.township_plan import PlanStepForm, TownshipPlanForm
from townships.models import Campaign, Mentorship, Township, TownshipPlan
from townships.round_entries import may_write
from townships.spreadsheets import Column, send_spreadsheet
from townships.tables.round_ledger import TaskTable
from townships.township_plans import (
    TRANSITIONS,
    Action,
    PlanClosed,
    StepNotAllowed,
    available_actions,
    edit_plan,
    missing,
    perform,
    start_plan,
)
from townships.views.round_entries import round_tabs
from townships.views.steps import history, tell_meanwhile


def round_or_404(request, pk):
    return get_object_or_404(Campaign.objects.visible_to(request.user).select_related("county"), pk=pk)


def plan_or_404(request, pk):
    plans = TownshipPlan.objects.visible_to(request.user).select_related("township__county", "campaign__county", "responsible")
    return get_object_or_404(plans, pk=pk)


@require_safe
def township_plans(request, pk):
    round_ = round_or_404(request, pk)
    everybody = bool(request.GET.get("everybody"))
    found = lines(round_, request.user, everybody=everybody)
    context = {
        "campaign": round_,
        "lines": found,
        "totals": totals(found),
        "complete": sum(not line.lacking for line in found),
        "everybody": everybody,
        "requirements": REQUIREMENTS,
        "own_plan": next((line.plan for line in found if line.township.pk == request.user.township_id), None),
        "round_tabs": round_tabs(request, round_, "township_plans"),
    }
    return render(request, "townships/campaign/township_plans.html", context)


@require_safe
def export_township_plans(request, pk):
    round_ = round_or_404(request, pk)
    found = lines(round_, request.user, everybody=bool(request.GET.get("everybody")))
    columns = [
        Column(_("乡镇（街道）"), lambda line: str(line.township), 16),
        *(met_column(requirement) for requirement in REQUIREMENTS),
        Column(_("缺项"), lambda line: line.lacking, 8),
    ]
    title = _("%(round)s乡镇方案报送情况") % {"round": round_}
    return send_spreadsheet(found, columns, title=title, filename=title)


def met_column(requirement):
    return Column(requirement.label, lambda line: _("有") if requirement.is_met(line) else _("缺"), 12)


@require_POST
@only(keeps_ledgers)
def start_township_plan(request, pk):
    round_ = round_or_404(request, pk)
    asked = request.POST.get("township", "")
    townships = Township.objects.visible_to(request.user).filter(county=round_.county_id)
    township = request.user.township or get_object_or_404(townships, pk=asked if asked.isdecimal() else 0)
    return redirect("townships:edit_township_plan", start_plan(round_, township=township, by=request.user).pk)


@require_safe
def township_plan(request, pk):
    plan = plan_or_404(request, pk)
    mentorships = Mentorship.objects.counted().filter(campaign=plan.campaign_id, township=plan.township_id).with_names()
    tasks = plan.tasks.counted().select_related("person", "township", "plan__township")
    context = {
        "plan": plan,
        "mentorships": mentorships,
        # What the township wrote stays to be read beside the pairs that the bureau registered.
        "mentors_differ": plan.mentoring_unit != "、".join(one.mentor for one in mentorships),
        "actions": [(action, Action(action).label) for action in available_actions(plan, request.user)],
        "may_edit": may_write(request.user, plan),
        "is_closed": not plan.is_open and request.user.keeps_ledgers,
        "lacks": missing(plan) if plan.is_open else [],
        "tasks": TaskTable(tasks, orderable=False),
        "task_count": len(tasks),
        "done": sum(task.done_on is not None for task in tasks),
        "events": history(plan),
    }
    return render(request, "townships/campaign/township_plan.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
@transaction.atomic
def edit_township_plan(request, pk):
    plan = plan_or_404(request, pk)
    if not plan.is_open:
        return tell_closed(request, plan)
    form = TownshipPlanForm(request.POST or None, instance=plan)
    if form.is_valid():
        try:
            edit_plan(plan, by=request.user, **form.cleaned_data)
        except PlanClosed:
            return tell_closed(request, plan)
        messages.success(request, _("方案已保存，还没有报送。"))
        return redirect(plan)
    context = {"form": form, "plan": plan, "cancel_url": plan.get_absolute_url()}
    return render(request, "townships/campaign/township_plan_form.html", context)


def tell_closed(request, plan):
    messages.warning(request, _("方案已报送，由县局退回后才能修改。"))
    return redirect(plan.get_absolute_url())


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def act_on_township_plan(request, pk, action):
    plan = plan_or_404(request, pk)
    if action not in TRANSITIONS:
        raise Http404
    action = Action(action)
    if action not in available_actions(plan, request.user):
        return tell_meanwhile(request, plan)
    form = PlanStepForm(request.POST or None, action=action)
    if form.is_valid():
        try:
            perform(plan, action, by=request.user, **form.cleaned_data)
            messages.success(request, _("%(plan)s创建方案：%(action)s，已登记。") % {"plan": plan, "action": action.label})
            return redirect(plan)
        except StepNotAllowed as refused:
            return tell_meanwhile(request, refused.plan)
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {"form": form, "plan": plan, "action": action.label, "submit_label": action.label, "cancel_url": plan.get_absolute_url()}
    return render(request, "townships/campaign/township_plan_step.html", context)
