"""Special rectification drives: the list, one drive by township, its steps, and the bureau's form."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hazards.drive_summary import Tally, changes_since, content_of, latest, made_of_rows
from hazards.drives import Action, DriveStepNotAllowed, available_steps, drive_on_offer, join_drive, save_drive, take
from hazards.filters import DriveFilter
from hazards.forms.drive import DriveForm, StepForm, SummaryTextForm
from hazards.models import Drive, Hazard, Inspection
from hazards.tables import DriveTable
from hazards.views.money import money_of_drive
from papers.printing import request_print
from papers.views import Printed
from townships.access import is_bureau, keeps_ledgers, only
from townships.as_shown import ChangedSinceShown, mark_of_shown, mark_sent, tell_of_change
from townships.lists import ledger_export, ledger_list, printed_ledger

KIND = "drive_summary"


def listed(request):
    return Drive.objects.visible_to(request.user).for_list().with_counts(Hazard.objects.visible_to(request.user))


@require_safe
def drives(request):
    return ledger_list(request, listed(request), filterset=DriveFilter, table=DriveTable, template="hazards/drives.html")


@require_safe
def print_drives(request):
    return printed_ledger(request, listed(request), filterset=DriveFilter, table=DriveTable, template="hazards/drives_ledger.html")


@require_safe
def export_drives(request):
    title = _("专项整治行动（%(day)s）") % {"day": timezone.localdate()}
    return ledger_export(request, listed(request), filterset=DriveFilter, table=DriveTable, title=title)


def visible_drive(request, pk):
    return get_object_or_404(Drive.objects.visible_to(request.user).for_list().select_related("county"), pk=pk)


@require_safe
def drive(request, pk):
    drive, today = visible_drive(request, pk), timezone.localdate()
    tally = Tally(drive, request.user)
    context = {
        "drive": drive,
        "stage": drive.stage(today),
        "tally": tally,
        "steps": available_steps(drive, request.user, today),
        "facts": facts(drive, tally),
        "events": drive.events.select_related("by__person").order_by("-pk"),
        "sums_up_from": drive.ends_on if request.user.is_bureau and drive.state == Drive.State.RUNNING and today < drive.ends_on else None,
        "may_edit": request.user.is_bureau and drive.state != Drive.State.SUMMED_UP,
        "may_enter": request.user.keeps_ledgers and Drive.objects.takes_rows(today).filter(pk=drive.pk).exists(),
        "changes": _changes_of(drive, request.user),
        **money_of_drive(drive, request.user),
    }
    return render(request, "hazards/drive.html", context)


def _changes_of(drive, user):
    """Of the whole county, as its summary is: not beside the numbers of one township."""
    made = latest(drive) if drive.state == Drive.State.SUMMED_UP and not user.township_id else None
    return changes_since(made, at=timezone.now()) if made else []


def facts(drive, tally):
    told = {
        name: Drive._meta.get_field(name).verbose_name
        for name in ["sector", "starts_on", "ends_on", "lead", "departments", "aim", "outcome"]
    }
    shown = {"sector": drive.sector_names, "departments": drive.department_names}
    rows = [(label, shown.get(name, getattr(drive, name)), "") for name, label in told.items()]
    visits = f"{reverse('hazards:inspections')}?drive={drive.pk}"
    acts = f"{reverse('hazards:illegal_acts')}?drive={drive.pk}"
    return [
        *rows,
        (_("检查（次）"), str(tally.visits["all"]), visits),
        (_("联合执法（次）"), str(tally.visits["joint"]), f"{visits}&joint=1"),
        (_("非法违法行为（起）"), str(tally.acts["found"]), acts),
    ]


@only(is_bureau)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit_drive(request, pk=None):
    """A new drive, or one of the county's own."""
    own = Drive.objects.visible_to(request.user)
    drive = get_object_or_404(own, pk=pk) if pk else None
    if drive and drive.state == Drive.State.SUMMED_UP:
        messages.warning(request, _("行动已经总结，要修改请先退回修改。"))
        return redirect(drive)
    form = DriveForm(request.POST or None, instance=drive, county=request.user.county)
    if request.method == "POST" and form.is_valid():
        return redirect(save_drive(form, by=request.user))
    cancel_url = drive.get_absolute_url() if drive else reverse("hazards:drives")
    return render(request, "hazards/edit_drive.html", {"form": form, "drive": drive, "cancel_url": cancel_url})


@only(is_bureau)
@require_http_methods(["GET", "HEAD", "POST"])
def drive_step(request, pk, action):
    """Start it, sum it up, or take the summary back: a check page with what will be said, then the deed."""
    drive = visible_drive(request, pk)
    if action not in available_steps(drive, request.user, timezone.localdate()):
        messages.warning(request, _("现在不能办理：%(drive)s的状态是“%(state)s”。") % {"drive": drive, "state": drive.get_state_display()})
        return redirect(drive)
    form = StepForm(request.POST or None) if action == Action.REOPEN else None
    if request.method == "POST" and (form is None or form.is_valid()):
        return _take(request, drive, action, form.cleaned_data["reason"] if form else "")
    context = {"submit_label": Action(action).label, "cancel_url": drive.get_absolute_url()}
    if action == Action.SUM_UP:
        summary = content_of(drive, at=timezone.now())
        context |= {"summary": summary, "as_shown": mark_of_shown(summary)}
    return render(request, "hazards/drive_step.html", {"drive": drive, "action": Action(action), "form": form, **context})


def _take(request, drive, action, reason):
    try:
        event = take(drive, action, by=request.user, reason=reason, shown=mark_sent(request))
    except ChangedSinceShown:
        tell_of_change(request)
        return redirect("hazards:drive_step", drive.pk, action)
    except DriveStepNotAllowed as refused:
        words = {"drive": refused.drive, "state": refused.drive.get_state_display()}
        messages.warning(request, _("刚才已有人办理：%(drive)s的状态是“%(state)s”。") % words)
        return redirect(drive)
    messages.success(request, _("已办理：%(step)s。") % {"step": event.get_action_display()})
    if action == Action.SUM_UP:
        request_print(KIND, latest(drive).pk)
        return redirect("hazards:drive_summary", drive.pk)
    return redirect(drive)


def visible_summary(request, pk, version):
    return get_object_or_404(visible_drive(request, pk).summaries.select_related("drive"), pk=version)


PRINTED = Printed(
    "hazards:drive_summary",
    KIND,
    visible_summary,
    filename=lambda summary: summary.content["title"],
    arguments=lambda summary: [summary.drive_id, summary.pk],
    page=lambda summary: reverse("hazards:drive_summary_version", args=[summary.drive_id, summary.pk]),
)


@require_safe
def drive_summary(request, pk):
    """The summary as it was made, or as it would be made now; the whole county's, so not for a township before it is made."""
    drive = visible_drive(request, pk)
    made = latest(drive)
    is_final = drive.state == Drive.State.SUMMED_UP and made is not None
    if not is_final and request.user.township_id:
        messages.warning(request, _("行动还没有总结。"))
        return redirect(drive)
    context = {
        "drive": drive,
        "is_final": is_final,
        "summary": made.content if is_final else content_of(drive, at=timezone.now()),
        "may_write": request.user.is_bureau and not is_final,
        "changes": changes_since(made, at=timezone.now()) if is_final else [],
        **_versions(request, drive, made if is_final else None),
    }
    return render(request, "hazards/drive_summary.html", context)


def _versions(request, drive, shown):
    """All that were made, the newest first, and the paper of the one that is shown."""
    versions = drive.summaries.select_related("made_by__person").order_by("-pk")
    return {"shown": shown, "versions": versions, "printing": PRINTED.printing(shown, request.user) if shown else None}


@require_safe
def drive_summary_version(request, pk, version):
    """One that was made, as it was made, whatever came after it."""
    drive, made = visible_drive(request, pk), visible_summary(request, pk, version)
    newer = drive.summaries.filter(pk__gt=made.pk).exists()
    # One that was taken back may be the last that was made.
    is_replaced = newer or drive.state != Drive.State.SUMMED_UP
    context = {"drive": drive, "is_final": True, "is_replaced": is_replaced, "summary": made.content, **_versions(request, drive, made)}
    return render(request, "hazards/drive_summary.html", context)


@only(is_bureau)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit_drive_summary(request, pk):
    drive = visible_drive(request, pk)
    if drive.state == Drive.State.SUMMED_UP:
        messages.warning(request, _("行动已经总结，要修改请先退回修改。"))
        return redirect("hazards:drive_summary", drive.pk)
    form = SummaryTextForm(request.POST or None, instance=drive, made=made_of_rows(drive, Tally(drive)))
    if form.is_valid():
        form.save()
        return redirect("hazards:drive_summary", drive.pk)
    cancel_url = reverse("hazards:drive_summary", args=[drive.pk])
    return render(request, "hazards/edit_drive_summary.html", {"form": form, "drive": drive, "cancel_url": cancel_url})


@only(keeps_ledgers)
@require_POST
def join_visit(request, pk):
    return _join(request, Inspection, pk)


@only(keeps_ledgers)
@require_POST
def join_hazard(request, pk):
    return _join(request, Hazard, pk)


def _join(request, model, pk):
    """Count this visit or hazard as the running drive's, as its page offered."""
    row = get_object_or_404(model.objects.visible_to(request.user).select_related("township"), pk=pk)
    drive = drive_on_offer(row)
    if drive:
        join_drive(row, drive, by=request.user)
        messages.success(request, _("已归入“%(drive)s”。") % {"drive": drive})
    return redirect(row)
