"""Illegal acts: the steps of one, its pictures, and the weekly return."""

from datetime import date, timedelta
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hazards.forms.enforcement import StepForm
from hazards.illegal_acts import Action, ActStepNotAllowed, available_steps, take
from hazards.models import IllegalAct, IllegalActPicture, WeeklyReturn
from hazards.weekly_return import COLUMNS, KIND, Return, Week, WeekStillRuns, hand_in
from papers.views import Printed
from townships.access import keeps_ledgers, only
from townships.as_shown import ChangedSinceShown, mark_of_shown, mark_sent, tell_of_change
from townships.models import Place, Township
from townships.pictures import send_picture
from townships.spreadsheets import Column, send_spreadsheet
from townships.validators import sensible_date


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def illegal_act_step(request, pk, action):
    act = get_object_or_404(IllegalAct.objects.visible_to(request.user).for_page(), pk=pk)
    if action not in Action.values:
        raise Http404
    if action not in available_steps(act, request.user):
        return _tell_meanwhile(request, act)
    form = StepForm(request.POST or None, request.FILES or None, user=request.user)
    if form.is_valid():
        told = form.cleaned_data
        try:
            event = take(act, action, by=request.user, reason=told["reason"], pictures=told["pictures"])
        except ActStepNotAllowed as refused:
            return _tell_meanwhile(request, refused.act)
        messages.success(request, _("已办理：%(step)s。") % {"step": event.get_action_display()})
        return redirect(act)
    form.keep_files()
    context = {"form": form, "act": act, "step": Action(action), "submit_label": Action(action).label, "cancel_url": act.get_absolute_url()}
    return render(request, "hazards/illegal_act_step.html", context)


def _tell_meanwhile(request, act):
    event = act.events.select_related("by__person").last()
    at = timezone.localtime(event.at)
    words = {"who": event.by, "at": f"{at:%Y-%m-%d %H:%M}", "step": event.get_action_display(), "state": act.get_state_display()}
    messages.warning(request, _("没有办理：%(who)s 已于 %(at)s %(step)s，现在是“%(state)s”。") % words)
    return redirect(act)


@require_safe
def illegal_act_picture(request, pk):
    visible = IllegalAct.objects.visible_to(request.user)
    return send_picture(get_object_or_404(IllegalActPicture, pk=pk, act__in=visible))


def of_a_week(view):
    """?week=2026-11-27, or the one that holds today; an address that names no day leads to this week's and says so."""

    @wraps(view)
    def asked(request):
        told = request.GET.get("week") or str(timezone.localdate())
        try:
            day = date.fromisoformat(told)
            sensible_date(day)
        except (ValueError, ValidationError):
            messages.warning(request, _("网址里的“%(told)s”不是可用的日期，没有这一周的周报；现在显示的是本周。") % {"told": told[:20]})
            return redirect("hazards:illegal_week")
        return view(request, Week.holding(day))

    return asked


def asked_place(request):
    """?township=, else where the user works; None over a whole city."""
    asked = request.GET.get("township", "")
    if not asked:
        return request.user.place
    return get_object_or_404(Place.objects.visible_to(request.user), pk=asked if asked.isdecimal() and len(asked) < 19 else 0)


@require_safe
@of_a_week
def illegal_week(request, week):
    place = asked_place(request)
    found = Return(week, user=request.user, place=place)
    handed_in = (
        WeeklyReturn.objects.visible_to(request.user).filter(week_end=week.end).select_related("township", "county", "made_by__person")
    )
    done = {row.township_id for row in handed_in}
    totals, yuan = found.totals
    may_hand_in = request.user.keeps_ledgers and place == request.user.place and week.end <= timezone.localdate()
    context = {
        "week": week,
        "place": place,
        "heads": [label for label, _rows in COLUMNS.values()],
        "lines": found.lines,
        "silent": found.silent,
        "totals": totals,
        "yuan": yuan,
        "handed_in": handed_in,
        "is_handed_in": any(row.township_id == request.user.township_id for row in handed_in),
        "missing": [township for township in townships_that_report(request.user, week) if township.pk not in done],
        "before": week.end - timedelta(days=7),
        "after": week.end + timedelta(days=7) if week.end < timezone.localdate() else None,
        "hands_in_from": week.end if request.user.keeps_ledgers and week.end > timezone.localdate() else None,
        "may_hand_in": may_hand_in,
        "as_shown": mark_of_shown(found.frozen()) if may_hand_in else "",
        "township": place.pk if place and not place.is_county else "",
    }
    return render(request, "hazards/illegal_week.html", context)


def townships_that_report(user, week):
    """Those of the county at hand, for whoever reads their returns; of a week that still runs none is late."""
    if user.township_id or not user.county_id or timezone.now() < week.closes_at:
        return []
    return Township.objects.visible_to(user).open_on(week.end).order_by("code")


@require_safe
@of_a_week
def export_illegal_week(request, week):
    place = asked_place(request)
    content = Return(week, user=request.user, place=place).frozen()
    columns = [
        Column(head, lambda row, position=position: row[position], 40 if position == 1 else 14)
        for position, head in enumerate(content["heads"])
    ]
    title = _("%(place)s打非治违周报（%(start)s至%(end)s）") % {"place": place or _("全市"), "start": week.start, "end": week.end}
    return send_spreadsheet([*content["rows"], content["total"]], columns, title=title, filename=title)


@only(keeps_ledgers)
@require_POST
@of_a_week
def hand_in_week(request, week):
    try:
        row = hand_in(week, by=request.user, shown=mark_sent(request))
    except ChangedSinceShown:
        tell_of_change(request)
        return redirect(f"{reverse('hazards:illegal_week')}?week={week.end}")
    except WeekStillRuns:
        messages.warning(request, _("本周还没有结束，请在星期五报送。"))
        return redirect("hazards:illegal_week")
    return redirect(row)


def visible_return(request, pk):
    rows = WeeklyReturn.objects.visible_to(request.user).select_related("county", "township", "made_by__person")
    return get_object_or_404(rows, pk=pk)


PRINTED = Printed("hazards:weekly_return", KIND, visible_return)


@require_safe
def weekly_return(request, pk):
    row = visible_return(request, pk)
    heads = row.content["heads"]
    lines = [list(zip(heads, line, strict=True)) for line in [*row.content["rows"], row.content["total"]]]
    context = {"row": row, "heads": heads, "lines": lines, "printing": PRINTED.printing(row, request.user)}
    return render(request, "hazards/weekly_return.html", context)
