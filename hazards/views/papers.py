"""A paper served, as text for a screen and as it is printed."""

from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from hazards.models import Order
from papers.views import Printed

KIND = "order"


def visible_order(request, pk):
    visible = Order.objects.visible_to(request.user)
    along = ["township", "issued_by__person", "follows", "inspection__place", "inspection__voided_by__person"]
    return get_object_or_404(visible.select_related(*along).with_receipt(), pk=pk)


PRINTED = Printed("hazards:order", KIND, visible_order, filename=lambda order: f"{order.get_kind_display()} {order.number}")


def paper_text(order):
    """The body of the paper for a screen, of the same template that prints it."""
    return render_to_string(f"papers/hazards/_{order.kind}_body.html", order.content)
