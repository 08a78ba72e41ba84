"""Filling a checklist: begun with one press, saved item by item, checked as a whole, finished."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hazards.checking import SheetFinished, begin_sheet, drop_sheet, finish_sheet, hazard_preview, save_sheet, what_is_missing
from hazards.forms.sheet import SheetForm, StartForm
from hazards.models import AnswerPicture, Checklist, CheckSheet, VisitTask
from hazards.views.townships import choose_township, township_at_hand
from townships.access import keeps_ledgers, only
from townships.models import Place
from townships.pictures import send_picture
from townships.workdays import Workdays


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def start_sheet(request):
    """?task= begins what a plan made due; ?place= offers the checklists that fit there; else one says where."""
    task, place = chosen_task(request), chosen_place(request)
    if task and task.is_done:
        messages.info(request, _("这次检查已经登记过了。"))
        return redirect(task.inspection)
    place = task.place if task else place
    if place is None:
        return _ask_where(request)
    lists = fitting_lists(place, task)
    chosen = _chosen_list(request, lists, task)
    if request.method == "POST" and chosen:
        return _begin(request, place, chosen, task)
    if not lists:
        return redirect(f"{reverse('hazards:record_inspection')}?{f'task={task.pk}' if task else f'place={place.pk}'}")
    return render(request, "hazards/start_sheet.html", {"place": place, "task": task, "lists": lists})


def chosen_task(request):
    pk = request.GET.get("task", "")
    visible = VisitTask.objects.visible_to(request.user).counted().select_related("plan__sector", "plan__checklist", "place", "inspection")
    return get_object_or_404(visible, pk=pk if pk.isdecimal() and len(pk) < 19 else None) if pk else None


def chosen_place(request):
    pk = request.GET.get("place", "")
    return get_object_or_404(Place.objects.visible_to(request.user), pk=pk) if pk.isdecimal() and len(pk) < 19 else None


def fitting_lists(place, task):
    """The plan's own list, or those for the place; a village has no sector, so there every sector's list fits."""
    if task and task.plan.checklist_id and task.plan.checklist.retired_at is None:
        return [task.plan.checklist]
    return list(Checklist.objects.for_place(place, sector=task.plan.sector if task else None).select_related("sector"))


def _chosen_list(request, lists, task):
    """The one that was pressed; for a visit that is due, the one that fits best."""
    asked = request.POST.get("checklist", "")
    if asked:
        return next((one for one in lists if str(one.pk) == asked), None)
    return lists[0] if task and (len(lists) == 1 or task.plan.sector_id or task.place.level != "village") and lists else None


def _begin(request, place, checklist, task):
    own = [request.user.person_id] if request.user.person_id else []
    people = list(task.inspectors.values_list("pk", flat=True)) if task else []
    kind = task.plan.kind if task else request.POST.get("kind") or "daily"
    sheet = begin_sheet(
        by=request.user,
        place=place,
        version=checklist.in_force,
        sector=checklist.sector,
        task=task,
        kind=kind,
        inspectors=people or request.session.get("inspectors", own),
    )
    return redirect(sheet)


def _ask_where(request):
    township = township_at_hand(request)
    if township is None:
        return choose_township(request)
    form = StartForm(request.POST or None, user=request.user, township=township)
    if form.is_valid():
        return redirect(f"{reverse('hazards:start_sheet')}?place={form.cleaned_data['place'].pk}")
    context = {"form": form, "township": township, "submit_label": _("下一步：选检查表"), "cancel_url": reverse("hazards:inspections")}
    return render(request, "hazards/where_sheet.html", context)


def own_sheet(request, pk):
    """A sheet is its writer's alone until it is a visit."""
    visible = CheckSheet.objects.visible_to(request.user).filter(created_by=request.user)
    return get_object_or_404(visible.select_related("place", "township", "version__checklist", "inspection", "sector"), pk=pk)


def answers_of(sheet):
    return sheet.answers.select_related("item").prefetch_related("pictures")


def closed(request, sheet):
    """Where a sheet that is no draft any more leads; None for a draft."""
    if sheet.inspection_id:
        messages.info(request, _("这张检查表已经完成。"))
        return redirect("hazards:inspection_done", sheet.inspection_id)
    if sheet.dropped_at:
        messages.warning(request, _("这张检查表已经放弃，请重新开始。"))
        return redirect("hazards:round")
    return None


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request, pk):
    sheet = own_sheet(request, pk)
    if answer := closed(request, sheet):
        return answer
    form = SheetForm(request.POST or None, request.FILES or None, sheet=sheet, answers=list(answers_of(sheet)), user=request.user)
    if request.method == "POST":
        is_valid = form.is_valid()
        try:
            sheet = save_sheet(sheet, by=request.user, **form.told())
        except SheetFinished:
            return redirect(sheet)
        if is_valid:
            return _saved(request, sheet)
        form.answers = list(answers_of(sheet))
    filled = sum(bool(answer.result) for answer in form.answers)
    context = {"form": form, "sheet": sheet, "filled": filled, "submit_label": _("保存，稍后再填")}
    return render(request, "hazards/sheet.html", context | _other_days(sheet, timezone.localdate()))


def _other_days(sheet, today):
    """Whether this one is of an earlier day, and the one of this place that an earlier day left unfinished."""
    left = CheckSheet.objects.drafts_of(sheet.created_by).of_earlier_days(sheet.started_on)
    return {"is_of_earlier_day": sheet.started_on < today, "left_over": left.filter(place=sheet.place, version=sheet.version).first()}


def _saved(request, sheet):
    if "finish" in request.POST:
        return redirect("hazards:check_sheet", sheet.pk)
    messages.success(request, _("已保存。可以离开，下次从“今日巡查”接着填。"))
    return redirect(sheet)


@only(keeps_ledgers)
@require_POST
def sheet_answer(request, pk, item):
    """One item, sent in the background as soon as it is pressed; answers with its photos."""
    sheet = own_sheet(request, pk)
    answer = get_object_or_404(answers_of(sheet), item=item)
    form = SheetForm(request.POST, request.FILES, sheet=sheet, answers=[answer], user=request.user, whole=False)
    is_valid = form.is_valid()
    try:
        save_sheet(sheet, by=request.user, **form.told())
    except SheetFinished:
        return HttpResponse(status=409)
    fresh = SheetForm(sheet=sheet, answers=[answers_of(sheet).get(item=item)], user=request.user, whole=False)
    errors = [] if is_valid else form.rows[0].errors
    return render(request, "hazards/_sheet_answer.html", {"row": fresh.rows[0], "is_saved": is_valid, "errors": errors})


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def check_sheet(request, pk):
    """核对: what will stand in the ledger, or the statement that nothing was found, before it is signed."""
    sheet = own_sheet(request, pk)
    if request.method == "POST" and not sheet.dropped_at:
        try:
            visit = finish_sheet(sheet, by=request.user)
        except ValidationError as refusal:
            return _check_page(request, sheet, refusal.messages, status=409)
        request.session["inspectors"] = list(sheet.inspectors.values_list("pk", flat=True))
        return redirect("hazards:inspection_done", visit.pk)
    return closed(request, sheet) or _check_page(request, sheet, list(what_is_missing(sheet)))


def _check_page(request, sheet, missing, *, status=200):
    answers = list(answers_of(sheet))
    failed = hazard_preview(sheet, [answer for answer in answers if answer.is_failed])
    today = timezone.localdate()
    last = max((row["hazard"].deadline for row in failed), default=today)
    context = {
        "sheet": sheet,
        "missing": missing,
        "missing_years": Workdays(sheet.township.county_id).missing_years(today, last) if failed else [],
        "counts": [(label, sum(answer.result == key for answer in answers)) for key, label in answers[0].Result.choices] if answers else [],
        "failed": failed,
        "unit_facts": _unit_facts(sheet),
        "people": "、".join(person.name for person in sheet.inspectors.all()),
        "now": timezone.now(),
    }
    return render(request, "hazards/check_sheet.html", context, status=status)


def _unit_facts(sheet):
    """[(label, value, no address)] of what the record will say of the unit's people; what is not written stands as 「—」."""
    names = ["accompanied_by", "unit_signatory", *(name for name in ("unit_refusal", "content") if getattr(sheet, name))]
    return [(sheet._meta.get_field(name).verbose_name, getattr(sheet, name), "") for name in names]


@only(keeps_ledgers)
@require_POST
def give_up_sheet(request, pk):
    sheet = own_sheet(request, pk)
    try:
        drop_sheet(sheet, by=request.user)
    except SheetFinished:
        return redirect(sheet)
    messages.success(request, _("已放弃这张没填完的检查表。"))
    return redirect("hazards:round")


@require_safe
def answer_picture(request, pk):
    """For its writer while it is a draft, for everybody who may see the visit afterwards."""
    sheets = CheckSheet.objects.visible_to(request.user)
    mine = sheets.filter(created_by=request.user) | sheets.filter(inspection__isnull=False)
    return send_picture(get_object_or_404(AnswerPicture, pk=pk, answer__sheet__in=mine))
