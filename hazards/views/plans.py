"""Plans of inspection: the list, printed and exported, one plan, making, changing and stopping one, and the record of a draw."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hazards.drawing import checksum, in_order, redraw
from hazards.forms.errors import blame
from hazards.forms.plan import PRESETS, PlanForm, StopForm
from hazards.models import PatrolDraw, PatrolPlan, VisitTask
from hazards.patrol_filters import PlanFilter
from hazards.patrol_tables import PlanTable, target_in_words
from hazards.recurrence import days_of, in_words
from hazards.rhythm import change_plan, open_plan, stop_plan, targets
from hazards.task_states import LABELS
from hazards.views.townships import township_at_hand
from townships.access import keeps_ledgers, keeps_ledgers_of, only
from townships.amendments import amendments_of
from townships.figure import rate
from townships.lists import ledger_export, ledger_list, printed_ledger
from townships.models import Township
from townships.submissions import tell_if_sent_before
from townships.workdays import Workdays

NEXT_SHOWN = 6


LISTED = {"filterset": PlanFilter, "table": PlanTable}


def visible_plans(request):
    own_tasks = VisitTask.objects.visible_to(request.user)
    return PatrolPlan.objects.visible_to(request.user).for_list().with_counts(own_tasks, timezone.localdate())


@require_safe
def plans(request):
    return ledger_list(request, visible_plans(request), template="hazards/plans.html", **LISTED)


@require_safe
def plans_ledger(request):
    named = {"ledger_title": _("检查计划台账"), "list_name": _("检查计划"), "list_url": reverse("hazards:plans")}
    return printed_ledger(request, visible_plans(request), template="components/plain_ledger.html", **named, **LISTED)


@require_safe
def export_plans(request):
    return ledger_export(request, visible_plans(request), title=_("检查计划台账（%(day)s）") % {"day": timezone.localdate()}, **LISTED)


@require_safe
def plan(request, pk):
    visible = PatrolPlan.objects.visible_to(request.user)
    plan = get_object_or_404(visible.select_related("county", "township", "sector", "checklist", "created_by__person"), pk=pk)
    today, workdays = timezone.localdate(), Workdays(plan.county_id)
    tasks = plan.tasks.visible_to(request.user).counted().filter(due_on__lte=today)
    counts = {
        "planned": tasks.count(),
        "done": tasks.done().count(),
        "on_time": tasks.on_time().count(),
        "entered": tasks.entered_late().count(),
        "late": tasks.late().count(),
        "due": tasks.due(today).count(),
        "missed": tasks.missed(today).count(),
    }
    begin = max(today, plan.starts_on)
    context = {
        "plan": plan,
        "facts": facts(plan, request.user),
        "tiles": tiles(plan, counts),
        "coming": days_of(plan, begin, plan.ends_on, workdays)[:NEXT_SHOWN] if begin <= plan.ends_on else [],
        "draws": plan.draws.all()[:NEXT_SHOWN],
        "amendments": amendments_of(plan),
        "missing_years": workdays.missing_years(begin, plan.ends_on) if begin <= plan.ends_on else [],
        "may_change": keeps_ledgers_of(request.user, plan.whose) and plan.ends_on >= today,
    }
    return render(request, "hazards/plan.html", context)


def facts(plan, user):
    here = targets(plan).visible_to(user).open_on(timezone.localdate())
    told = [
        (_("范围"), plan.whose, ""),
        (_("检查类别"), plan.get_kind_display(), ""),
        (_("时段"), plan.get_season_display(), ""),
        (_("检查对象"), target_in_words(plan, plan.places.count()), ""),
        (_("现有对象"), _("%(count)s 处") % {"count": here.count()}, ""),
        (_("频次"), in_words(plan), ""),
        (_("起止日期"), f"{plan.starts_on} — {plan.ends_on}", ""),
        (_("检查人员"), "、".join(person.name for person in plan.inspectors.all()) or _("各乡镇专职安监员"), ""),
        (_("随机选派"), plan.draws_inspectors and _("每家 %(count)s 人") % {"count": plan.draws_inspectors}, ""),
        (_("检查表"), plan.checklist, plan.checklist and plan.checklist.get_absolute_url()),
        (_("制定人"), plan.created_by, ""),
    ]
    return [fact for fact in told if fact[1]]


def _if_any(state, count, address, *, tone="danger"):
    """Said only where there is some: in time, entered late, late, missed and still to be done today are all that was planned."""
    told = {"label": LABELS[state], "value": count, "unit": _("次"), "url": f"{address}&state={state}", "tone": tone}
    return [told] if count else []


def tiles(plan, counts):
    address = f"{reverse('hazards:tasks')}?plan={plan.pk}&due_to={timezone.localdate()}"
    return [
        {"label": _("应检查"), "value": counts["planned"], "unit": _("次"), "url": address},
        {"label": _("已检查"), "value": counts["done"], "unit": _("次"), "note": rate(counts["done"], counts["planned"])},
        {"label": _("按时检查"), "value": counts["on_time"], "unit": _("次"), "note": rate(counts["on_time"], counts["planned"])},
        *_if_any("entered", counts["entered"], address),
        *_if_any("late", counts["late"], address),
        *_if_any("due", counts["due"], address, tone=""),
        {
            "label": _("漏查"),
            "value": counts["missed"],
            "unit": _("次"),
            "url": f"{address}&state=missed",
            "tone": "danger" if counts["missed"] else "ok",
        },
    ]


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request):
    """An inspector plans for the own township; the bureau says first for which, or for the whole county."""
    township = township_at_hand(request)
    if township is None and "county" not in request.GET:
        townships = Township.objects.visible_to(request.user).open_on(timezone.localdate()).order_by("code")
        return render(request, "hazards/choose_plan_scope.html", {"townships": townships})
    preset = PRESETS.get(request.GET.get("like", ""), (None, {}))[1]
    scope = {"user": request.user, "county": request.user.county, "township": township}
    form = PlanForm(request.POST or None, initial=first_guess(request) | preset, **scope)
    if form.is_valid():
        try:
            return redirect(_told_of_draw(request, tell_if_sent_before(request, open_plan(by=request.user, **form.told()))))
        except ValidationError as refusal:
            blame(form, refusal)
    context = {"form": form, "whose": township or request.user.county, "presets": presets(request), "cancel_url": reverse("hazards:plans")}
    return render(request, "hazards/plan_form.html", context)


def _told_of_draw(request, plan):
    """The plan; and to whoever would draw more than there are, that nothing is left to the lot. Until the draw a sector may grow."""
    count = targets(plan).open_on(max(timezone.localdate(), plan.starts_on)).count() if plan.draws_places else 0
    if plan.draws_places and plan.draws_places > count:
        words = _("每次抽取 %(drawn)s 处，而现有检查对象只有 %(count)s 处：会全部检查，不是随机抽查。请核对抽取数和检查对象。")
        messages.warning(request, words % {"drawn": plan.draws_places, "count": count})
    return plan


def first_guess(request):
    today = timezone.localdate()
    own = [request.user.person_id] if request.user.person_id and request.user.township_id else []
    return {"starts_on": today, "ends_on": today.replace(month=12, day=31), "inspectors": own, "rhythm": PatrolPlan.Rhythm.WORKDAYS}


def presets(request):
    """(label, address) of the plans that a year usually has; the scope that was chosen stays."""
    address = request.GET.copy()
    for key, (label, _fields) in PRESETS.items():
        address["like"] = key
        yield label, f"?{address.urlencode()}"


def own_plan(request, pk):
    plan = get_object_or_404(PatrolPlan.objects.visible_to(request.user).select_related("county", "township"), pk=pk)
    if not keeps_ledgers_of(request.user, plan.whose):
        raise PermissionDenied
    return plan


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit_plan(request, pk):
    plan = own_plan(request, pk)
    form = PlanForm(request.POST or None, instance=plan, user=request.user, county=plan.county, township=plan.township)
    if form.is_valid():
        changed = change_plan(plan, by=request.user, **form.told())
        messages.success(request, _("检查计划已修改，从明天起按新的计划生成巡查任务。"))
        return redirect(_told_of_draw(request, changed))
    return render(
        request, "hazards/plan_form.html", {"form": form, "plan": plan, "whose": plan.whose, "cancel_url": plan.get_absolute_url()}
    )


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def end_plan(request, pk):
    plan = own_plan(request, pk)
    form = StopForm(request.POST or None)
    if form.is_valid():
        stop_plan(plan, by=request.user, **form.cleaned_data)
        messages.success(request, _("检查计划已停止，以后的巡查任务已撤回。"))
        return redirect(plan)
    context = {"form": form, "plan": plan, "submit_label": _("停止计划"), "cancel_url": plan.get_absolute_url()}
    return render(request, "hazards/stop_plan.html", context)


@require_safe
def draw(request, pk):
    """The record of a draw, and whether it comes out the same when it is drawn again now."""
    draw = get_object_or_404(PatrolDraw.objects.visible_to(request.user).select_related("plan"), pk=pk)
    names = dict(draw.people)
    lines = [
        {
            "key": key,
            "name": name,
            "sum": checksum(draw.seed, key)[:16],
            "people": "、".join(f"{names[person]}（{person}）" for person in draw.outcome.get(str(key), [])),
            "is_drawn": str(key) in draw.outcome,
        }
        for key, name in in_order(draw.seed, draw.places)
    ]
    return render(request, "hazards/draw.html", {"draw": draw, "lines": lines, "is_same": redraw(draw) == draw.outcome})
