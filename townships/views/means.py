from django.db.models import Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from townships.access import keeps_ledgers, keeps_ledgers_of, only
from townships.filters.means import InvestmentFilter
from townships.forms.campaign import InvestmentForm
from townships.lists import ledger_export, ledger_list, printed_ledger
from townships.models import Investment
from townships.spending import paid_with, record_investment
from townships.tables.campaign import InvestmentTable
from townships.templatetags.money import wan, yuan
from townships.views.voiding import void_page


def visible_or_404(request, pk):
    rows = Investment.objects.visible_to(request.user).select_related("township", "county", "created_by__person", "voided_by__person")
    return get_object_or_404(rows, pk=pk)


def listed(request):
    return Investment.objects.visible_to(request.user).select_related("township")


def total_of(request):
    """What the rows come to that the filters leave."""
    chosen = InvestmentFilter(request.GET, queryset=listed(request), request=request)
    return chosen.qs.order_by().aggregate(total=Sum("amount"))["total"]


@require_safe
def investments(request):
    template = "townships/campaign/investments.html"
    return ledger_list(
        request, listed(request), filterset=InvestmentFilter, table=InvestmentTable, template=template, total=total_of(request)
    )


@require_safe
def print_investments(request):
    return printed_ledger(
        request,
        listed(request),
        filterset=InvestmentFilter,
        table=InvestmentTable,
        template="components/plain_ledger.html",
        ledger_title=_("%(place)s安全生产投入台账") % {"place": request.user.place or _("全市")},
        list_name=_("投入"),
        list_url=reverse("townships:investments"),
        sums=_("合计 %(yuan)s 元") % {"yuan": yuan(total_of(request))},
    )


@require_safe
def export_investments(request):
    title = _("投入台账（%(day)s）") % {"day": timezone.localdate()}
    return ledger_export(request, listed(request), filterset=InvestmentFilter, table=InvestmentTable, title=title)


@require_safe
def investment(request, pk):
    row = visible_or_404(request, pk)
    may_void = request.user.keeps_ledgers and not row.voided_at and keeps_ledgers_of(request.user, row.township or row.county)
    context = {
        "investment": row,
        "may_void": may_void,
        "paid_for": paid_with(row, request.user),
        "payments": row.payment_events.select_related("by__person").order_by("-pk"),
    }
    return render(request, "townships/campaign/investment.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def create_investment(request):
    form = InvestmentForm(request.POST or None, user=request.user)
    if form.is_valid():
        return redirect("townships:investment_receipt", record_investment(by=request.user, **form.details()).pk)
    context = {"form": form, "cancel_url": reverse("townships:investments")}
    return render(request, "townships/campaign/investment_form.html", context)


@require_safe
def receipt(request, pk):
    row = visible_or_404(request, pk)
    what = {"whose": row.township or _("县本级"), "purpose": row.get_purpose_display(), "yuan": yuan(row.amount), "wan": wan(row.amount)}
    context = {
        "investment": row,
        "number": row.pk,
        "text": _("%(whose)s %(purpose)s %(yuan)s 元（%(wan)s 万元），已计入统计。有误请作废后重新登记。") % what,
        "links": [
            (reverse("townships:new_investment"), _("再登记一笔")),
            (row.get_absolute_url(), _("查看")),
            (reverse("townships:investments"), _("返回列表")),
        ],
    }
    return render(request, "townships/campaign/investment_receipt.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def void_investment(request, pk):
    row = visible_or_404(request, pk)
    named = "、".join(f"{what}（{len(rows)}）" for what, rows in paid_with(row, request.user))
    note = _("已注明使用这笔投入的有：%(named)s。作废后请到那里另选。") % {"named": named} if named else ""
    return void_page(request, row, note=note)
