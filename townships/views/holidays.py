"""Holidays and make-up working days that the built-in calendar doesn't know."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townships.access import only
from townships.filters.holidays import HolidayFilter
from townships.forms.holidays import HolidayForm
from townships.holidays import enter_days, may_enter, may_remove, remove_day
from townships.lists import ledger_list
from townships.models import Holiday
from townships.tables.holidays import HolidayTable
from townships.workdays import Workdays

# From the autumn on deadlines and plans reach into the next year.
LOOK_AHEAD = timedelta(days=100)


@require_safe
def holidays(request):
    rows, today = Holiday.objects.visible_to(request.user).select_related("county"), timezone.localdate()
    missing = Workdays(request.user.county_id).missing_years(today, today + LOOK_AHEAD)
    context = {"missing_years": missing, "may_enter": may_enter(request.user)}
    return ledger_list(request, rows, filterset=HolidayFilter, table=HolidayTable, template="townships/holidays.html", **context)


@only(may_enter)
@require_http_methods(["GET", "HEAD", "POST"])
def new_holiday(request):
    form = HolidayForm(request.POST or None)
    if form.is_valid():
        count = enter_days(by=request.user, **form.cleaned_data)
        messages.success(request, _("已录入 %(count)s 天，今后计算工作日时照此执行。") % {"count": count})
        return redirect("townships:holidays")
    return render(request, "townships/holiday_form.html", {"form": form, "cancel_url": reverse("townships:holidays")})


@only(may_enter)
@require_POST
def remove_holiday(request, pk):
    holiday = get_object_or_404(Holiday.objects.visible_to(request.user), pk=pk)
    if not may_remove(request.user, holiday):
        raise PermissionDenied
    remove_day(holiday, by=request.user)
    messages.success(request, _("已删除，恢复为内置日历的安排。已定的期限不变。"))
    return redirect("townships:holidays")
