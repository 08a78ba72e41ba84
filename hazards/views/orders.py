"""Papers served: the list, one paper as text and as PDF."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hazards.filters import OrderFilter
from hazards.models import Order
from hazards.paper_returns import may_take_back
from hazards.records import cited, citing
from hazards.tables import OrderTable
from hazards.views.papers import PRINTED, paper_text, replaced_by, visible_order
from townships.access import keeps_ledgers_of
from townships.lists import ledger_export, ledger_list, printed_ledger


@require_safe
def orders(request):
    visible = Order.objects.visible_to(request.user).for_list()
    return ledger_list(request, visible, filterset=OrderFilter, table=OrderTable, template="hazards/orders.html")


@require_safe
def orders_ledger(request):
    """The filtered list on one page, to be printed as the office's ledger."""
    visible = Order.objects.visible_to(request.user).for_list()
    return printed_ledger(request, visible, filterset=OrderFilter, table=OrderTable, template="hazards/orders_ledger.html")


@require_safe
def export_orders(request):
    visible = Order.objects.visible_to(request.user).for_list()
    return ledger_export(request, visible, filterset=OrderFilter, table=OrderTable, title=_("执法文书台账"))


@require_safe
def order(request, pk):
    order = visible_order(request, pk)
    items = order.items.select_related("hazard__township", "hazard__place")
    context = {
        "order": order,
        "items": items,
        "later": [*order.followed_by.all(), *(cited(order) if order.kind == Order.Kind.RECORD else citing(order))],
        "replaced_by": replaced_by(order),
        "returns": order.returns.select_related("voided_by__person"),
        "is_receipted": order.is_receipted,
        "may_take_back": may_take_back(request.user, order),
        "actions": order.enforcement.visible_to(request.user).counted().for_list(),
        "may_enter": keeps_ledgers_of(request.user, order.township),
        **met(order, items),
    }
    return render(request, "hazards/order.html", context | {"printing": PRINTED.printing(order, request.user), "text": paper_text(order)})


def met(order, items):
    """Where and whom an action on this paper is about, as its form starts: the place, and the receiver where that is another."""
    there = {item.hazard.place for item in items} | ({order.inspection.place} if order.inspection else set())
    place = there.pop() if len(there) == 1 else None
    is_the_place = place is not None and place.name == order.served_on
    return {"place": place.pk if place else "", "party": "" if is_the_place else order.served_on}
