"""The numbered roster of safety officers: list, ledger, spreadsheet, who joins and who leaves."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from townships.access import keeps_ledgers, only
from townships.filters.officers import OfficerFilter
from townships.forms.officers import EnlistForm, StrikeOffForm
from townships.lists import ledger_list, printed_ledger
from townships.masking import masked_for
from townships.models import SafetyOfficer
from townships.officers import AlreadyOnRoster, HasLeft, NotOfTownship, OffBeforeOn, enlist, strike_off
from townships.spreadsheets import Column, send_spreadsheet
from townships.tables.officers import OfficerTable


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
    return ledger_list(
        request, rows_for(request.user), filterset=OfficerFilter, table=OfficerTable, template="townships/officers/officers.html"
    )


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
