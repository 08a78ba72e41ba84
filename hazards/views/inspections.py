"""Visits: the list, printed and as a spreadsheet, one visit with what it found, entering and voiding one."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max, Min
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hazards.checking import waiting_hazards
from hazards.drives import drive_on_offer
from hazards.filters import InspectionFilter
from hazards.forms.errors import blame
from hazards.forms.inspection import InspectionForm
from hazards.fulfilment import void_visit
from hazards.intake import record_inspection as record
from hazards.models import CheckSheet, Inspection
from hazards.tables import InspectionTable
from hazards.views.papers import PRINTED
from hazards.views.sheets import chosen_task
from hazards.views.townships import choose_township, township_at_hand
from townships.access import keeps_ledgers, keeps_ledgers_of, only
from townships.lists import ledger_list, printed_ledger
from townships.spreadsheets import Column, field_columns, send_spreadsheet
from townships.submissions import tell_if_sent_before
from townships.voiding import AlreadyVoided

ROWS_AT_A_TIME = 2000
LISTED = {"filterset": InspectionFilter, "table": InspectionTable}


def visible_inspections(request):
    return Inspection.objects.visible_to(request.user).for_list()


@require_safe
def inspections(request):
    return ledger_list(request, visible_inspections(request), template="hazards/inspections.html", **LISTED)


@require_safe
def inspections_ledger(request):
    """The filtered list on A4 landscape, to be printed as the office's ledger."""
    named = {"ledger_title": _("安全检查记录台账"), "list_name": _("检查记录"), "list_url": reverse("hazards:inspections")}
    visible = visible_inspections(request)
    span = span_in_words(InspectionFilter(request.GET, queryset=visible, request=request).qs)
    return printed_ledger(request, visible, template="components/plain_ledger.html", sums=span, **named, **LISTED)


def span_in_words(inspections):
    """From which day to which the rows are; nothing where there are none."""
    span = inspections.order_by().aggregate(first=Min("inspected_at"), last=Max("inspected_at"))
    if span["first"] is None:
        return ""
    return _("%(first)s 至 %(last)s") % {name: timezone.localdate(moment) for name, moment in span.items()}


@require_safe
def export_inspections(request):
    chosen = InspectionFilter(request.GET, queryset=visible_inspections(request), request=request)
    title = _("%(place)s安全检查记录台账（%(day)s）") % {"place": chosen.place_in_question or "", "day": timezone.localdate()}
    # Named here too: a query that counts drops the model's own order.
    rows = chosen.qs.order_by("-inspected_at", "-pk")
    return send_spreadsheet(rows.iterator(ROWS_AT_A_TIME), columns(), title=title, filename=title)


def columns():
    """What the paper ledger of visits asks; who came from elsewhere, and whether somebody put the name under a clean visit."""
    before, after = {"inspected_at": 17, "place": 28, "township": 14, "sector": 12, "kind": 12}, {"created_by": 10}
    return [
        *field_columns(Inspection, before),
        Column(_("检查人员"), lambda visit: "、".join(person.name for person in visit.inspectors.all()), 20),
        Column(_("联合执法"), lambda visit: "；".join(str(party) for party in visit.parties.all()), 20),
        *field_columns(Inspection, {"accompanied_by": 12, "content": 40}),
        Column(_("发现隐患（条）"), lambda visit: visit.hazard_count, 10),
        *field_columns(Inspection, after),
        Column(_("作废原因"), lambda visit: visit.void_reason, 20),
    ]


@require_safe
def inspection(request, pk):
    visible = Inspection.objects.visible_to(request.user)
    inspection = get_object_or_404(
        visible.select_related(
            "place", "township", "sector", "drive", "created_by__person", "voided_by__person", "clear_signed_by__person"
        ),
        pk=pk,
    )
    sheet = CheckSheet.objects.filter(inspection=inspection).select_related("version__checklist").first()
    context = {
        "inspection": inspection,
        "facts": facts(inspection),
        "found": inspection.hazards.counted().for_list(),
        "sheet": sheet,
        "answers": sheet.answers.select_related("item", "hazard__township").prefetch_related("pictures") if sheet else [],
        "tasks": inspection.tasks.counted().select_related("plan"),
        "waiting": waiting_hazards(inspection).exists(),
        "actions": inspection.enforcement.visible_to(request.user).counted().for_list(),
        "offer": drive_on_offer(inspection) if keeps_ledgers_of(request.user, inspection.township) else None,
        "record": PRINTED.printings(inspection.records.all(), request.user),
        "may_change": keeps_ledgers_of(request.user, inspection.township) and inspection.voided_at is None,
    }
    return render(request, "hazards/inspection.html", context)


def facts(inspection):
    named = ["place", "sector", "kind", "drive", "inspected_at", "ended_at", "accompanied_by", "unit_signatory", "unit_refusal", "content"]
    named += ["created_by", "created_at"]
    told = [_fact(inspection, name) for name in named if getattr(inspection, name)]
    people = "、".join(person.name for person in inspection.inspectors.all())
    parties = "；".join(str(party) for party in inspection.parties.select_related("department"))
    joint = [(_("联合执法"), parties, "")] if parties else []
    return [*told[:3], (_("检查人员"), people, ""), *joint, *told[3:]]


def _fact(inspection, name):
    field, value = inspection._meta.get_field(name), getattr(inspection, name)
    if isinstance(value, datetime):
        value = f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    address = value.get_absolute_url() if hasattr(value, "get_absolute_url") else ""
    return field.verbose_name, inspection.get_kind_display() if name == "kind" else value, address


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def record_inspection(request):
    township = township_at_hand(request)
    task = chosen_task(request)
    if task and task.is_done and request.method != "POST":
        messages.info(request, _("这次检查已经登记过了。"))
        return redirect(task.inspection)
    township = task.township if task else township
    if township is None:
        return choose_township(request)
    if request.method != "POST":
        form = InspectionForm(initial=_last_time(request) | _planned(task), user=request.user, township=township)
        return _page(request, form, township)
    form = InspectionForm(request.POST, user=request.user, township=township)
    if form.is_valid():
        try:
            return _after(request, form, record(by=request.user, task=task, **form.visit()), task)
        except ValidationError as refusal:
            blame(form, refusal)
    return _page(request, form, township)


def _page(request, form, township):
    context = {"form": form, "township": township, "submit_label": _("登记"), "cancel_url": reverse("hazards:inspections")}
    return render(request, "hazards/record_inspection.html", context)


def _after(request, form, inspection, task):
    request.session["inspectors"] = [person.pk for person in form.cleaned_data["inspectors"]]
    tell_if_sent_before(request, inspection)
    if task and task.is_done and task.inspection_id != inspection.pk:
        told = {"visit": task.inspection, "who": task.inspection.created_by}
        messages.warning(request, _("巡查任务此前已由 %(who)s 登记的检查（%(visit)s）完成，这次另记一次；重复登记的请作废。") % told)
    if form.cleaned_data["result"] == InspectionForm.Result.SOMETHING:
        return redirect(f"{reverse('hazards:log_hazard')}?inspection={inspection.pk}")
    return redirect("hazards:inspection_done", inspection.pk)


def _last_time(request):
    own = [request.user.person_id] if request.user.person_id else []
    chosen = {name: request.GET.get(name) for name in ("place", "drive")}
    if chosen["drive"]:
        chosen["kind"] = Inspection.Kind.DRIVE
    return {"inspectors": request.session.get("inspectors", own), "inspected_at": timezone.now(), **chosen}


def _planned(task):
    """What the plan says of the visit that it made due."""
    if task is None:
        return {}
    people = [person.pk for person in task.inspectors.all()]
    known = {"place": task.place_id, "kind": task.plan.kind, "sector": task.plan.sector_id}
    return known | {"inspectors": people} if people else known


class VoidForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("作废原因"), max_length=200)


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def void_inspection(request, pk):
    inspection = get_object_or_404(Inspection.objects.visible_to(request.user).select_related("place", "township"), pk=pk)
    if not keeps_ledgers_of(request.user, inspection.township):
        raise PermissionDenied
    form = VoidForm(request.POST or None)
    if inspection.hazards.counted().exists():
        messages.warning(request, _("这次检查登记了隐患，请先处理或作废其隐患。"))
        return redirect(inspection)
    if request.method == "POST" and form.is_valid():
        return _void(request, inspection, form.cleaned_data["reason"])
    return render(
        request,
        "hazards/void_inspection.html",
        {
            "form": form,
            "inspection": inspection,
            "papers": inspection.records.all(),
            "submit_label": _("作废"),
            "cancel_url": inspection.get_absolute_url(),
        },
    )


def _void(request, inspection, reason):
    try:
        void_visit(inspection, by=request.user, reason=reason)
    except AlreadyVoided as refusal:
        words = {"who": refusal.row.voided_by, "reason": refusal.row.void_reason}
        messages.warning(request, _("%(who)s 已作废这次检查，原因：%(reason)s。") % words)
    else:
        messages.success(request, _("检查已作废，不再计入任何统计。"))
    return redirect(inspection)
