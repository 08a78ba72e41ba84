"""The numbered roster of safety officers: list, ledger, spreadsheet, who joins and who leaves."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from townships import officer_files
from townships.access import keeps_ledgers, only
from townships.amendments import amendments_of
from townships.filters.officers import OfficerFilter
from townships.forms.officers import EnlistForm, EntryCorrectionForm, ImportForm, StrikeOffForm
from townships.lists import ledger_list, printed_ledger
from townships.masking import masked_for
from townships.models import Person, SafetyOfficer, Township
from townships.officers import (
    AlreadyOnRoster,
    HasLeft,
    NotOfTownship,
    OffBeforeOn,
    correct_entry,
    enlist,
    not_enlisted,
    strike_off,
    without_post,
)
from townships.sealing import sealed, unsealed
from townships.spreadsheets import Column, send_book, send_spreadsheet
from townships.tables.officers import OfficerTable

SALT = "roster import"


def columns_for(user):
    return [
        Column(gettext_lazy("安全员编号"), lambda row: row.number, 14),
        Column(gettext_lazy("姓名"), lambda row: row.person.name, 12),
        Column(gettext_lazy("乡镇（街道）"), lambda row: row.township.name, 14),
        Column(gettext_lazy("所在单位"), lambda row: row.person.unit, 24),
        Column(gettext_lazy("职务"), lambda row: row.person.position, 20),
        Column(gettext_lazy("联系电话"), lambda row: masked_for(row.person.phone, user), 16),
        Column(gettext_lazy("入册日期"), lambda row: row.joined_on, 12),
        Column(gettext_lazy("退出日期"), lambda row: row.gone_on, 12),
        Column(gettext_lazy("退出原因"), lambda row: row.reason, 20),
    ]


def rows_for(user):
    return SafetyOfficer.objects.visible_to(user).select_related("person", "township").order_by("township", "sequence")


@require_safe
def officer_list(request):
    rows, template = rows_for(request.user), "townships/officers/officers.html"
    return ledger_list(request, rows, filterset=OfficerFilter, table=OfficerTable, template=template, **out_of_step(request))


def out_of_step(request):
    """How many are on the roster without a post and how many the other way round, today, of the township that is asked for."""
    whose = OfficerFilter(request.GET, queryset=SafetyOfficer.objects.none(), request=request).whose
    rows, people = rows_for(request.user), Person.objects.visible_to(request.user)
    if whose:
        rows, people = rows.filter(township=whose), people.filter(township=whose)
    today = timezone.localdate()
    return {"whose": whose, "idle": without_post(rows, today).count(), "unlisted": not_enlisted(people, today).count()}


@require_safe
def print_officers(request):
    template = "townships/officers/ledger.html"
    return printed_ledger(request, rows_for(request.user), filterset=OfficerFilter, table=OfficerTable, template=template, exclude=["act"])


@require_safe
def export_officers(request):
    chosen = OfficerFilter(request.GET, queryset=rows_for(request.user), request=request)
    place = chosen.whose or request.user.place or _("全市")
    title = _("%(place)s安全员名册（%(day)s）") % {"place": place, "day": timezone.localdate()}
    return send_spreadsheet(chosen.qs.iterator(), columns_for(request.user), title=title, filename=title)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def enlist_officer(request):
    asked = {"township": request.GET.get("township"), "person": request.GET.get("person")}
    form = EnlistForm(request.POST or None, user=request.user, initial=asked)
    if form.is_valid():
        try:
            officer = enlist(**form.details())
        except (AlreadyOnRoster, HasLeft, NotOfTownship) as refused:
            form.refuse(refused)
        else:
            words = {"who": officer.person, "township": officer.township, "number": officer.number}
            messages.success(request, _("%(who)s已列入%(township)s安全员名册，编号 %(number)s。") % words)
            return redirect(reverse("townships:officers") + f"?township={officer.township_id}")
    context = {"form": form, "submit_label": _("入册"), "cancel_url": reverse("townships:officers")}
    return render(request, "townships/officers/enlist_form.html", context)


@require_safe
@only(keeps_ledgers)
def officers_template(request):
    return send_book(officer_files.template(), filename=_("安全员名册导入模板"))


@require_http_methods(["GET", "HEAD", "POST"])
@only(keeps_ledgers)
def import_officers(request):
    if "sealed" in request.POST:
        return _take_import(request)
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user, initial={"township": request.GET.get("township")})
    if form.is_valid():
        try:
            rows = officer_files.read_rows(form.cleaned_data["file"].opened())
        except ValidationError as refused:
            form.add_error("file", refused)
        else:
            return _check_import(request, form.whose, form.cleaned_data["on"], rows)
    form.keep_files()
    context = {"form": form, "submit_label": _("读取并核对"), "cancel_url": reverse("townships:officers")}
    return render(request, "townships/officers/import.html", context)


def _check_import(request, township, on, rows, *, status=200):
    """Row by row what will be taken, or what is wrong; nothing is kept until somebody says yes."""
    lines = officer_files.judged(rows, township=township, on=on)
    context = {"township": township, "lines": lines, "wrong": [line for line in lines if line.errors]}
    context["fresh"] = [line for line in lines if line.is_fresh]
    if not context["wrong"]:
        told = {"township": township.pk, "on": on.isoformat(), "rows": rows}
        context["sealed"] = sealed(told, by=request.user, salt=SALT)
    return render(request, "townships/officers/import_check.html", context, status=status)


def _take_import(request):
    told = unsealed(request.POST["sealed"], by=request.user, salt=SALT)
    township = told and Township.objects.visible_to(request.user).open_on(timezone.localdate()).filter(pk=told["township"]).first()
    if not township:
        messages.error(request, _("没有导入：核对页已过期，请重新上传文件。"))
        return redirect("townships:import_officers")
    on = date.fromisoformat(told["on"])
    try:
        entries = officer_files.take(told["rows"], township=township, on=on)
    except officer_files.ChangedMeanwhile:
        messages.warning(request, _("没有导入：核对以后名册有了变动，请看下面标出的行。"))
        return _check_import(request, township, on, told["rows"], status=409)
    words = {"count": len(entries), "township": township, "first": entries[0].number, "last": entries[-1].number}
    messages.success(request, _("已导入%(township)s安全员 %(count)s 人，编号 %(first)s 至 %(last)s。") % words)
    return redirect(reverse("townships:officers") + f"?township={township.pk}")


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def strike_off_officer(request, pk):
    officer = get_object_or_404(rows_for(request.user), pk=pk)
    form = StrikeOffForm(request.POST or None)
    if form.is_valid():
        try:
            strike_off(officer, **form.cleaned_data)
        except OffBeforeOn:
            form.add_error("on", _("不能早于入册日期 %(day)s。") % {"day": officer.joined_on})
        else:
            messages.success(
                request, _("%(who)s已退出名册，编号 %(number)s 不再使用。") % {"who": officer.person, "number": officer.number}
            )
            return redirect("townships:officers")
    context = {"form": form, "officer": officer, "submit_label": _("确认退出"), "cancel_url": reverse("townships:officers")}
    return render(request, "townships/officers/strike_off_form.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def correct_officer(request, pk):
    officer = get_object_or_404(rows_for(request.user), pk=pk)
    shown = {"joined_on": officer.joined_on, "left_on": officer.left_on, "reason": officer.reason}
    form = EntryCorrectionForm(request.POST or None, initial=shown)
    if form.is_valid():
        try:
            correct_entry(officer, by=request.user, **form.cleaned_data)
        except (OffBeforeOn, HasLeft, AlreadyOnRoster) as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("%(who)s的入册记录已更正。") % {"who": officer})
            return redirect(reverse("townships:officers") + f"?township={officer.township_id}")
    told = {"officer": officer, "amendments": amendments_of(officer)}
    context = {"form": form, **told, "submit_label": _("保存更正"), "cancel_url": reverse("townships:officers")}
    return render(request, "townships/officers/correction_form.html", context)
