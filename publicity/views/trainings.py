from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from publicity.attendance import AttendanceForm, AttendanceSearch
from publicity.filters import TrainingFilter
from publicity.forms import REASON_NEEDED, TrainingForm
from publicity.log import edit_training, log_training, take_attendance
from publicity.models import Training
from publicity.tables import TrainingTable
from townships.access import keeps_ledgers, keeps_ledgers_of, only
from townships.amendments import ReasonNeeded, amendments_of
from townships.lists import ledger_list
from townships.submissions import tell_if_sent_before
from townships.views.voiding import tell_voided, void_page
from townships.voiding import AlreadyVoided


def visible_or_404(request, pk):
    rows = Training.objects.visible_to(request.user).with_people_present()
    return get_object_or_404(rows.select_related("township", "county", "created_by__person", "voided_by__person"), pk=pk)


@require_safe
def trainings(request):
    rows = Training.objects.visible_to(request.user).with_people_present().select_related("township")
    return ledger_list(request, rows, filterset=TrainingFilter, table=TrainingTable, template="publicity/trainings.html")


@require_safe
def training(request, pk):
    row = visible_or_404(request, pk)
    may_edit = not row.voided_at and keeps_ledgers_of(request.user, row.township or row.county)
    attendees = row.attendees.select_related("township")
    return render(
        request,
        "publicity/training.html",
        {"training": row, "attendees": attendees, "amendments": amendments_of(row), "may_edit": may_edit},
    )


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def log(request):
    form = TrainingForm(request.POST or None, user=request.user)
    if form.is_valid():
        training = log_training(by=request.user, **form.details())
        tell_if_sent_before(request, training)
        return redirect("publicity:training_receipt", training.pk)
    return render(request, "publicity/training_form.html", {"form": form, "cancel_url": reverse("publicity:trainings")})


@require_safe
def receipt(request, pk):
    row = visible_or_404(request, pk)
    what = {"whose": row.township or _("县本级"), "day": row.held_on.isoformat(), "title": row.title, "count": row.people_present}
    context = {
        "training": row,
        "number": row.pk,
        "text": _("%(whose)s %(day)s “%(title)s”，%(count)s 人参训，已计入统计。") % what,
        "steps": [_("勾选参训的在册人员，他们计入参训人数。")],
        "links": [
            (reverse("publicity:training_attendance", args=[row.pk]), _("勾选参训人员")),
            (row.get_absolute_url(), _("查看")),
            (reverse("publicity:trainings"), _("返回列表")),
        ],
    }
    return render(request, "publicity/training_receipt.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
@transaction.atomic
def edit(request, pk):
    row = visible_or_404(request, pk)
    if row.voided_at:
        return tell_voided(request, row)
    form = TrainingForm(request.POST or None, instance=row, user=request.user)
    if form.is_valid():
        try:
            edit_training(row, by=request.user, **form.details())
            messages.success(request, _("修改已保存。"))
            return redirect(row)
        except AlreadyVoided as refused:
            return tell_voided(request, refused.row)
        except ReasonNeeded:
            form.add_error("reason", REASON_NEEDED)
    return render(request, "publicity/training_form.html", {"form": form, "training": row, "cancel_url": row.get_absolute_url()})


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def attendance(request, pk):
    """Tick who of the roster was there; what the search doesn't show stays as it is."""
    row = visible_or_404(request, pk)
    if row.voided_at:
        return tell_voided(request, row)
    search = AttendanceSearch(request.GET, user=request.user, training=row)
    # Nobody ticked is an empty form, and an answer too.
    form = AttendanceForm(request.POST if request.method == "POST" else None, people=search.people(), training=row)
    if form.is_valid():
        try:
            take_attendance(row, by=request.user, among=form.people, **form.cleaned_data)
            messages.success(request, _("参训人员已保存。"))
            return redirect(row)
        except AlreadyVoided as refused:
            return tell_voided(request, refused.row)
        except ReasonNeeded:
            form.add_error("reason", REASON_NEEDED)
    return render(request, "publicity/attendance.html", {"training": row, "search": search, "form": form})


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def void(request, pk):
    return void_page(request, visible_or_404(request, pk))
