from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from publicity.filters import ActivityFilter
from publicity.forms import REASON_NEEDED, ActivityForm
from publicity.log import edit_activity, log_activity
from publicity.models import Activity, ActivityPicture
from publicity.tables import ActivityTable
from townships.access import keeps_ledgers, keeps_ledgers_of, only
from townships.amendments import ReasonNeeded, amendments_of
from townships.lists import ledger_list
from townships.pictures import send_picture
from townships.submissions import tell_if_sent_before
from townships.views.voiding import tell_voided, void_page
from townships.voiding import AlreadyVoided


def visible_or_404(request, pk):
    rows = Activity.objects.visible_to(request.user).select_related("kind", "township", "county", "created_by__person", "voided_by__person")
    return get_object_or_404(rows, pk=pk)


@require_safe
def activities(request):
    rows = Activity.objects.visible_to(request.user).select_related("kind", "township")
    return ledger_list(request, rows, filterset=ActivityFilter, table=ActivityTable, template="publicity/activities.html")


@require_safe
def activity(request, pk):
    row = visible_or_404(request, pk)
    may_edit = not row.voided_at and keeps_ledgers_of(request.user, row.township or row.county)
    return render(
        request,
        "publicity/activity.html",
        {"activity": row, "pictures": row.pictures.all(), "amendments": amendments_of(row), "may_edit": may_edit},
    )


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def log(request):
    form = ActivityForm(request.POST or None, request.FILES or None, user=request.user)
    if form.is_valid():
        activity = log_activity(by=request.user, **form.details())
        tell_if_sent_before(request, activity)
        return redirect("publicity:activity_receipt", activity.pk)
    form.keep_files()
    return render(request, "publicity/activity_form.html", {"form": form, "cancel_url": reverse("publicity:activities")})


@require_safe
def receipt(request, pk):
    row = visible_or_404(request, pk)
    whose, day = row.township or _("县本级"), row.held_on.isoformat()
    what = {"whose": whose, "day": day, "kind": row.kind, "quantity": row.quantity, "unit": row.kind.unit}
    context = {
        "activity": row,
        "number": row.pk,
        "text": _("%(whose)s %(day)s %(kind)s %(quantity)s %(unit)s，已计入统计。有误可修改，重复可作废。") % what,
        "links": [
            (reverse("publicity:log_activity"), _("再登记一条")),
            (row.get_absolute_url(), _("查看")),
            (reverse("publicity:activities"), _("返回列表")),
        ],
    }
    return render(request, "publicity/activity_receipt.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
@transaction.atomic
def edit(request, pk):
    row = visible_or_404(request, pk)
    if row.voided_at:
        return tell_voided(request, row)
    form = ActivityForm(request.POST or None, request.FILES or None, instance=row, user=request.user)
    if form.is_valid():
        try:
            edit_activity(row, by=request.user, **form.details())
            messages.success(request, _("修改已保存。"))
            return redirect(row)
        except AlreadyVoided as refused:
            return tell_voided(request, refused.row)
        except ReasonNeeded:
            form.add_error("reason", REASON_NEEDED)
    form.keep_files()
    return render(request, "publicity/activity_form.html", {"form": form, "activity": row, "cancel_url": row.get_absolute_url()})


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def void(request, pk):
    return void_page(request, visible_or_404(request, pk))


@require_safe
def picture(request, pk):
    visible = Activity.objects.visible_to(request.user)
    return send_picture(get_object_or_404(ActivityPicture.objects.filter(activity__in=visible), pk=pk))
