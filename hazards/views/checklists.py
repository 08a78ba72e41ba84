"""Checklists: the list, printed and as a spreadsheet, one with its versions, and how the bureau writes them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hazards import checklists as writing
from hazards.checklists import ItemGone, VersionIssued, mark_of_draft, may_edit, may_resume
from hazards.forms.checklist import ChecklistForm, IssueForm, ItemForm
from hazards.models import Checklist, ChecklistItem, CheckSheet, PatrolPlan
from hazards.patrol_filters import ChecklistFilter
from hazards.patrol_tables import ChecklistTable
from townships.access import is_bureau, only
from townships.as_shown import ChangedSinceShown, changed_since_shown, mark_sent
from townships.lists import ledger_export, ledger_list, printed_ledger
from townships.spreadsheets import Column, send_spreadsheet

COLUMNS = [
    Column(gettext_lazy("序号"), lambda item: item.position, 6),
    Column(gettext_lazy("检查内容"), lambda item: item.text, 40),
    Column(gettext_lazy("依据条款"), lambda item: item.basis, 30),
    Column(gettext_lazy("检查方法"), lambda item: item.method, 24),
    Column(gettext_lazy("问题描述"), lambda item: item.finding, 36),
    Column(gettext_lazy("整改措施"), lambda item: item.measure, 36),
    Column(gettext_lazy("整改期限（工作日）"), lambda item: item.days, 10),
    Column(gettext_lazy("类别"), lambda item: item.get_category_display(), 14),
    Column(gettext_lazy("等级"), lambda item: item.get_grade_display(), 8),
]


ITEM_GONE = gettext_lazy("这一项刚才已被别人删除。")
LISTED = {"filterset": ChecklistFilter, "table": ChecklistTable}


def visible_checklists(request):
    return Checklist.objects.visible_to(request.user).for_list()


@require_safe
def checklists(request):
    return ledger_list(request, visible_checklists(request), template="hazards/checklists.html", **LISTED)


@require_safe
def checklists_ledger(request):
    named = {"ledger_title": _("安全检查表目录"), "list_name": _("检查表"), "list_url": reverse("hazards:checklists")}
    return printed_ledger(request, visible_checklists(request), template="components/plain_ledger.html", **named, **LISTED)


@require_safe
def export_checklists(request):
    title = _("安全检查表目录（%(day)s）") % {"day": timezone.localdate()}
    return ledger_export(request, visible_checklists(request), title=title, **LISTED)


def visible_checklist(request, pk):
    return get_object_or_404(Checklist.objects.visible_to(request.user).select_related("sector", "county", "taken_from"), pk=pk)


def asked_version(request, checklist):
    """?version=1, an older one as it was used then; the one in force otherwise."""
    asked = request.GET.get("version", "")
    if asked.isdecimal() and len(asked) < 5:
        return get_object_or_404(checklist.versions.issued(), number=asked)
    return checklist.in_force


@require_safe
def checklist(request, pk):
    checklist = visible_checklist(request, pk)
    version = asked_version(request, checklist)
    mine = may_edit(request.user, checklist)
    context = {
        "checklist": checklist,
        "version": version,
        "items": version.items.all() if version else [],
        "versions": checklist.versions.issued().select_related("issued_by__person"),
        "draft": checklist.draft if mine else None,
        "may_edit": mine,
        "may_resume": may_resume(request.user, checklist),
        "may_take_over": request.user.is_bureau and checklist.is_sample,
        "facts": facts(checklist, version),
    }
    return render(request, "hazards/checklist.html", context)


def _version_in_words(version):
    return version and _("第 %(number)s 版") % {"number": version.number}


def facts(checklist, version):
    in_force = checklist.in_force
    kind = f"：{checklist.get_site_kind_display()}" if checklist.site_kind else ""
    told = [
        (_("行业领域"), checklist.sector, ""),
        (_("适用对象"), f"{checklist.get_level_display()}{kind}", ""),
        (_("来源"), checklist.county or _("随系统提供的示例"), ""),
        (_("现行版次"), _version_in_words(in_force), in_force and checklist.get_absolute_url()),
        (_("所看版次"), "" if version == in_force else _("%(version)s，已被取代") % {"version": _version_in_words(version)}, ""),
        (_("修订说明"), version and version.note, ""),
    ]
    return [fact for fact in told if fact[1]]


@require_safe
def export_checklist(request, pk):
    checklist = visible_checklist(request, pk)
    version = asked_version(request, checklist)
    title = str(version or checklist)
    return send_spreadsheet(version.items.all() if version else [], COLUMNS, title=title, filename=title)


@only(is_bureau)
@require_http_methods(["GET", "HEAD", "POST"])
def new_checklist(request):
    form = ChecklistForm(request.POST or None, county=request.user.county)
    if form.is_valid():
        added = writing.add_checklist(by=request.user, **form.cleaned_data)
        return redirect("hazards:edit_checklist", added.pk)
    return render(request, "hazards/checklist_form.html", {"form": form, "cancel_url": reverse("hazards:checklists")})


@only(is_bureau)
@require_POST
def take_over_checklist(request, pk):
    sample = visible_checklist(request, pk)
    try:
        own = writing.take_over(sample, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(sample)
    messages.success(request, _("已转为本县检查表，今后检查用本县的；可以修改。"))
    return redirect(own)


@only(is_bureau)
@require_POST
def revise_checklist(request, pk):
    writing.revise(visible_checklist(request, pk), by=request.user)
    return redirect("hazards:edit_checklist", pk)


@only(is_bureau)
@require_http_methods(["GET", "HEAD", "POST"])
def retire_checklist(request, pk):
    """Asked first: from then on no visit is offered it."""
    checklist = visible_checklist(request, pk)
    if checklist.retired_at:
        return redirect(checklist)
    if not may_edit(request.user, checklist):
        raise PermissionDenied
    if request.method == "POST":
        writing.retire(checklist, by=request.user)
        messages.success(request, _("检查表已停用；用过它的检查记录不变。需要时可以恢复使用。"))
        return redirect(checklist)
    plans = PatrolPlan.objects.filter(checklist=checklist, ends_on__gte=timezone.localdate())
    context = {"checklist": checklist, "form": forms.Form(), "plans": plans, "drafts": begun_sheets(checklist)}
    return render(request, "hazards/retire_checklist.html", context | {"cancel_url": checklist.get_absolute_url()})


def begun_sheets(checklist):
    """How many are being filled now; they may be finished."""
    return CheckSheet.objects.filter(version__checklist=checklist, inspection=None, dropped_at=None).count()


@only(is_bureau)
@require_POST
def resume_checklist(request, pk):
    checklist = visible_checklist(request, pk)
    try:
        writing.resume(checklist, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("检查表已恢复使用。"))
    return redirect(checklist)


def own_draft(request, pk):
    """The list and its draft; without one (issued or dropped meanwhile) the draft is None."""
    checklist = visible_checklist(request, pk)
    if not may_edit(request.user, checklist):
        raise PermissionDenied
    return checklist, checklist.draft


def no_draft(request, checklist):
    messages.warning(request, _("这一版已经发布或撤回，不能再改。请重新点“修订”。"))
    return redirect(checklist)


@only(is_bureau)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_checklist(request, pk):
    """The draft with its items; a POST issues it."""
    checklist, draft = own_draft(request, pk)
    if draft is None:
        return no_draft(request, checklist)
    form = IssueForm(request.POST or None)
    if form.is_valid():
        try:
            writing.issue(draft, by=request.user, shown=mark_sent(request), **form.cleaned_data)
        except VersionIssued:
            return no_draft(request, checklist)
        except ChangedSinceShown:
            # The note that was typed stays in the form.
            form.add_error(None, changed_since_shown())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("第 %(number)s 版已发布，今后的检查用这一版。") % {"number": draft.number})
            return redirect(checklist)
    context = {"form": form, "checklist": checklist, "draft": draft, "items": draft.items.all(), "submit_label": _("发布这一版")}
    context |= {"as_shown": mark_of_draft(draft), "cancel_url": checklist.get_absolute_url()}
    return render(request, "hazards/edit_checklist.html", context)


@only(is_bureau)
@require_POST
def drop_checklist_draft(request, pk):
    checklist, draft = own_draft(request, pk)
    if draft is None:
        return no_draft(request, checklist)
    writing.drop_draft(draft, by=request.user)
    messages.success(request, _("修订稿已撤回，现行版次不变。"))
    return redirect(checklist)


@only(is_bureau)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit_checklist_item(request, pk, item=None):
    checklist, draft = own_draft(request, pk)
    if draft is None:
        return no_draft(request, checklist)
    row = ChecklistItem.objects.filter(version=draft, pk=item).first() if item else None
    is_gone = bool(item) and row is None
    if is_gone and request.method != "POST":
        messages.warning(request, ITEM_GONE)
        return redirect("hazards:edit_checklist", pk)
    form = ItemForm(request.POST or None, instance=row)
    if (not is_gone or "anew" in request.POST) and form.is_valid():
        try:
            writing.put_item(draft, by=request.user, item=row, **form.cleaned_data)
        except VersionIssued:
            return no_draft(request, checklist)
        except ItemGone:
            is_gone = True
        else:
            return redirect("hazards:edit_checklist", pk)
    context = {"form": form, "checklist": checklist, "item": row, "is_gone": is_gone, "gone": ITEM_GONE}
    return render(request, "hazards/checklist_item_form.html", context | {"cancel_url": reverse("hazards:edit_checklist", args=[pk])})


@only(is_bureau)
@require_POST
def move_checklist_item(request, pk, item):
    """Up or away, by the button that was pressed."""
    checklist, draft = own_draft(request, pk)
    row = ChecklistItem.objects.filter(version=draft, pk=item).first() if draft else None
    if row is None:
        return no_draft(request, checklist)
    try:
        (writing.remove_item if "remove" in request.POST else writing.move_item_up)(row, by=request.user)
    except VersionIssued:
        return no_draft(request, checklist)
    return redirect("hazards:edit_checklist", pk)
