"""The handover wizard: who and when, what of it all, a check page, a receipt with the sheet that both sign."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hazards.accounts import AccountRefused, why_kept
from hazards.filters import HandoverFilter
from hazards.forms.handover import ChoiceForm, HandoverForm, RecallForm, obstacle_words, refusal_words
from hazards.handover_plan import HandoverRefused, check_people, plan
from hazards.handover_sheet import to_do_text
from hazards.handovers import MovedMeanwhile, hand_over
from hazards.models import Handover
from hazards.open_work import WorkRefused
from hazards.recalling import RecallRefused, holders_now, may_recall, obstacles_to, past_recalling, recall
from hazards.tables import HandoverTable
from papers.printing import print_again, request_print
from papers.views import Printed
from townships.access import keeps_ledgers, keeps_ledgers_of, only
from townships.appointments import AppointmentRefused
from townships.leading_group import AlreadySeated
from townships.lists import ledger_list, printed_ledger
from townships.spreadsheets import Column, send_spreadsheet
from townships.submissions import mark_of

KIND = "handover"
COLUMNS = [
    Column(gettext_lazy("编号"), lambda row: row.number, 24),
    Column(gettext_lazy("交接日期"), lambda row: row.happens_on, 12),
    Column(gettext_lazy("交接人"), lambda row: row.giver.name, 12),
    Column(gettext_lazy("接收人"), lambda row: row.receiver.name, 12),
    Column(gettext_lazy("乡镇（街道）"), lambda row: str(row.township or _("县直")), 14),
    Column(gettext_lazy("交接原因"), lambda row: row.get_reason_display(), 12),
    Column(gettext_lazy("岗位（个）"), lambda row: len(row.content["posts"]), 10),
    Column(gettext_lazy("终止岗位（个）"), lambda row: len(row.content.get("ended_posts", [])), 12),
    Column(gettext_lazy("隐患（条）"), lambda row: len(row.content["hazards"]), 10),
    Column(gettext_lazy("改责任人的隐患（条）"), lambda row: len(row.content.get("renamed", [])), 12),
    Column(gettext_lazy("其他待办（项）"), lambda row: len(row.content.get("work", [])), 10),
    Column(gettext_lazy("账号"), lambda row: row.content["account"], 50),
    Column(gettext_lazy("撤回"), lambda row: recall_words(row), 40),
]


def recall_words(row):
    if not row.is_recalled:
        return ""
    at = timezone.localtime(row.recall.at)
    return _("%(at)s 撤回：%(reason)s") % {"at": f"{at:%Y-%m-%d}", "reason": row.recall.reason}


@require_safe
def handovers(request):
    visible = Handover.objects.visible_to(request.user).for_list()
    return ledger_list(request, visible, filterset=HandoverFilter, table=HandoverTable, template="hazards/handovers/handovers.html")


@require_safe
def print_handovers(request):
    visible, template = Handover.objects.visible_to(request.user).for_list(), "hazards/handovers/ledger.html"
    return printed_ledger(request, visible, filterset=HandoverFilter, table=HandoverTable, template=template)


@require_safe
def export_handovers(request):
    chosen = HandoverFilter(request.GET, queryset=Handover.objects.visible_to(request.user).for_list(), request=request)
    title = _("%(place)s工作交接登记（%(day)s）") % {"place": request.user.place or _("全市"), "day": timezone.localdate()}
    return send_spreadsheet(chosen.qs.iterator(), COLUMNS, title=title, filename=title)


@require_safe
@only(keeps_ledgers)
def new_handover(request):
    """Who and when; the answer stands in the address of the next page."""
    asked = request.GET if "receiver" in request.GET else None
    form = HandoverForm(asked, user=request.user, initial={"giver": _number_of(request, "giver"), "receiver": _number_of(request, "to")})
    if form.is_valid():
        told = form.cleaned_data
        try:
            check_people(told["giver"], told["receiver"], on=told["on"], by=request.user)
        except HandoverRefused as refused:
            form.refuse(refused)
        except PermissionDenied:
            form.add_error("giver", _("该人员不归您管辖，请由县局办理。"))
        else:
            return redirect(f"{reverse('hazards:choose_handover')}?{urlencode(_plain(told))}")
    return render(request, "hazards/handovers/new.html", {"form": form, "cancel_url": reverse("hazards:handovers")})


def _number_of(request, role):
    """The roster number of whoever the link that led here names by key; `to` as the answer itself is called receiver."""
    pk = request.GET.get(role, "")
    form = HandoverForm(user=request.user)
    person = form.fields["receiver" if role == "to" else "giver"].people.filter(pk=pk if pk.isdecimal() else 0).first()
    return f"{person.number:04}" if person else ""


def _plain(told):
    people = {name: told[name].number for name in ("giver", "receiver")}
    witness = {"witness": told["witness"].number} if told["witness"] else {}
    leaves = {"giver_leaves": "on"} if told["giver_leaves"] else {}
    return {**people, **witness, **leaves, "on": told["on"], "reason": told["reason"]}


@require_http_methods(["GET", "HEAD", "POST"])
@only(keeps_ledgers)
def choose_handover(request):
    who = HandoverForm(request.GET, user=request.user)
    if not who.is_valid():
        return redirect("hazards:new_handover")
    told = who.cleaned_data
    try:
        planned = plan(told["giver"], told["receiver"], on=told["on"], by=request.user)
    except HandoverRefused:
        return redirect(f"{reverse('hazards:new_handover')}?{request.GET.urlencode()}")
    if request.method == "POST" and (answer := _overtaken(request, planned)):
        return answer
    form = ChoiceForm(request.POST or None, planned=planned)
    if not form.is_valid() or "back" in request.POST:
        return _choose(request, planned, form)
    return _send(request, told, planned, form)


def _overtaken(request, planned):
    """A second press finds the first one's receipt; who was slower than a colleague is told."""
    done = Handover.objects.filter(created_by=request.user, submission=mark_of(request.POST.get("submission"))).first()
    if done:
        return redirect("hazards:handover_receipt", done.pk)
    mine = {
        "posts": {str(one.post.pk) for one in planned.posts},
        "ended": {str(one.post.pk) for one in planned.endable},
        "ended_seats": {str(one.member.pk) for one in planned.endable_seats},
        "hazards": {str(hazard.pk) for hazard in planned.hazards},
        "work": {one.key for one in planned.work},
    }
    if all(set(request.POST.getlist(name)) <= known for name, known in mine.items()):
        return None
    return _tell_meanwhile(request, Handover.objects.filter(giver=planned.giver).order_by("pk").last())


def _send(request, told, planned, form):
    deed = _rehearse if "confirmed" not in request.POST else hand_over
    details = {"reason": told["reason"], "leaves": told["giver_leaves"], "witness": told["witness"]}
    try:
        row = deed(planned.giver, planned.receiver, by=request.user, on=planned.on, **details, **form.details())
    except MovedMeanwhile as refused:
        return _tell_meanwhile(request, refused.handover)
    except AlreadySeated:
        return _tell_meanwhile(request, None)
    except (HandoverRefused, AppointmentRefused, AccountRefused, WorkRefused) as refused:
        form.refuse(refused)
        return _choose(request, planned, form, status=409)
    if deed is _rehearse:
        return render(request, "hazards/handovers/check.html", {"form": form, "row": row, "planned": planned})
    request_print(KIND, row.pk)
    return redirect("hazards:handover_receipt", row.pk)


def _rehearse(giver, receiver, **details):
    """The handover as it would be; nothing of it is kept (decision 0023)."""
    with transaction.atomic():
        row = hand_over(giver, receiver, **details)
        transaction.set_rollback(True)
    return row


def _tell_meanwhile(request, handover):
    messages.warning(request, _told_meanwhile(handover))
    return redirect(request.get_full_path())


def _told_meanwhile(handover):
    if handover is None:
        return _("所选的岗位、隐患或待办刚才有变动，没有办理。下面是现在的情况，请重新核对。")
    at = timezone.localtime(handover.at)
    words = {"who": handover.created_by, "at": f"{at:%Y-%m-%d %H:%M}", "handover": handover}
    return _("%(who)s 已于 %(at)s 办理交接“%(handover)s”，您的没有办理。下面是现在的情况，请重新核对。") % words


def _choose(request, planned, form, status=200):
    context = {
        "form": form,
        "planned": planned,
        "refused": [(one.post, refusal_words(one.refused, one.post, planned.received)) for one in planned.immovable],
        "to_dos": [to_do_text(*to_do) for to_do in planned.to_dos],
        "seated": [one.member for one in planned.group_seats if one.refused and not one.may_end],
        "why_kept": "" if planned.account else why_kept(planned.giver, by=request.user),
        "submit_label": _("下一步：核对"),
        "cancel_url": planned.giver.get_absolute_url(),
    }
    return render(request, "hazards/handovers/choose.html", context, status=status)


def visible_handover(request, pk):
    visible = Handover.objects.visible_to(request.user)
    people = ["giver", "receiver", "witness", "created_by__person", "recall__by__person"]
    return get_object_or_404(visible.select_related("township", "county", *people), pk=pk)


PRINTED = Printed("hazards:handover", KIND, visible_handover, filename=lambda row: f"工作交接表 {row.number}")


@require_safe
def handover(request, pk):
    return _show(request, pk, "hazards/handovers/handover.html")


@require_safe
def handover_receipt(request, pk):
    return _show(request, pk, "hazards/handovers/receipt.html")


def _show(request, pk, template):
    row = visible_handover(request, pk)
    context = {"row": row, "sheet": row.content, "printing": PRINTED.printing(row, request.user), **_recalling(row, request.user)}
    return render(request, template, context)


def _recalling(row, user):
    """Whether this user is offered to take it back, and if not, why: a missing button explains nothing."""
    if row.is_recalled or not keeps_ledgers_of(user, row.township or row.county):
        return {"may_recall": False, "why_no_recall": ""}
    if past := past_recalling(row):
        return {"may_recall": False, "why_no_recall": obstacle_words(past, None)}
    may = may_recall(row, user)
    return {"may_recall": may, "why_no_recall": "" if may else _("由县局办理的交接，请县局撤回。")}


@require_http_methods(["GET", "HEAD", "POST"])
@only(keeps_ledgers)
def recall_handover(request, pk):
    """What stands against it is told before anybody writes a reason."""
    row = visible_handover(request, pk)
    if not may_recall(row, request.user):
        raise PermissionDenied
    obstacles = obstacles_to(row, by=request.user)
    form = RecallForm(request.POST or None)
    if not obstacles and form.is_valid():
        try:
            recall(row, by=request.user, reason=form.cleaned_data["reason"])
        except RecallRefused as refused:
            obstacles = refused.obstacles
        else:
            # The sheet that was printed before doesn't say it.
            print_again(KIND, row.pk)
            messages.success(request, _("%(number)s 已撤回，岗位、隐患和账号恢复原状。") % {"number": row.number})
            return redirect(row)
    return _ask_recall(request, row, form, obstacles)


def _handing_back(row, obstacles):
    """Who hands back what is not taken back: the receiver while he holds it, else who holds it now."""
    if not obstacles:
        return {}
    today = timezone.localdate()
    receiver_holds, others = holders_now(row, on=today)
    return {"is_recalled": row.is_recalled, "receiver_holds": receiver_holds, "others": others, "is_of_today": row.happens_on == today}


def _ask_recall(request, row, form, obstacles):
    context = {
        "form": form,
        "row": row,
        "sheet": row.content,
        "obstacles": [obstacle_words(*obstacle) for obstacle in obstacles],
        **_handing_back(row, obstacles),
        "submit_label": _("确认撤回"),
        "cancel_url": row.get_absolute_url(),
    }
    return render(request, "hazards/handovers/recall.html", context, status=409 if obstacles and request.method == "POST" else 200)
