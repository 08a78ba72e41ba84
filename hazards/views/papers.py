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


def replaced(papers):
    """Keys of the notices of a supervision that a later one of the same hazard has replaced: 县级 by 市级, or another number."""
    notices = sorted(order.pk for order in papers if order.kind == Order.Kind.SUPERVISION)
    return set(notices[:-1])


def replaced_by(order):
    """The notice that stands in place of this one, or None."""
    if order.kind != Order.Kind.SUPERVISION:
        return None
    later = Order.objects.filter(kind=order.kind, hazards__in=order.hazards.all(), pk__gt=order.pk)
    return later.order_by("pk").last()


def paper_text(order):
    """The body of the paper for a screen, of the same template that prints it."""
    return render_to_string(f"papers/hazards/_{order.kind}_body.html", order.content)
