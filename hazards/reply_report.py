"""整改回复报告: what was asked, what was done and what both looked like, as it stood when the reply was entered."""

from datetime import date

from django.utils import timezone

from papers.templatetags.papers import paper_date

from .models import HazardPicture, Order
from .requirement import ASKS, requirement_in

KIND = "reply_report"
# As many photos of a side as two pages hold; the rest stays in the ledger.
MOST_PICTURES = 6


def content_of(event):
    """For templates/papers/hazards/reply.html, from the reply's event and what stood before it."""
    hazard = event.hazard
    asked = requirement_in(hazard.events.filter(action__in=ASKS, pk__lt=event.pk).order_by("pk"))
    papers = hazard.events.filter(order__isnull=False, pk__lt=event.pk).exclude(order__kind=Order.Kind.OPINION)
    order = papers.select_related("order").order_by("pk").last()
    told = asked.ordered.details if asked else {}
    return {
        "number": hazard.number,
        "addressee": order.order.content["organ"] if order else hazard.township.government,
        "paper": f"《{order.order.get_kind_display()}》（{order.order.number}）" if order else "",
        "unit": told.get("responsible_unit") or hazard.responsible_unit,
        "person": told.get("responsible_person") or hazard.responsible_person,
        "place": str(hazard.place),
        "spot": hazard.spot,
        "description": hazard.description,
        "found_on": paper_date(timezone.localdate(hazard.found_at)),
        "requirement": asked.words if asked else "",
        "missing": asked.missing if asked else "",
        "deadline": _day(asked.deadline if asked else ""),
        "extended_from": _day(asked.extended_from if asked else ""),
        "redo_by": _day(asked.redo_by if asked else ""),
        "reply": event.reason,
        "rectified_on": _day(event.details.get("rectified_on")),
        "funds": event.details.get("spent_funds") or "",
        "replied_on": paper_date(timezone.localdate(event.at)),
    }


def pictures_of(event):
    """{before: photos up to the reply, after: photos that came with it}."""
    before = event.hazard.pictures.filter(moment=HazardPicture.Moment.BEFORE)
    sides = {"before": before, "after": event.pictures}
    return {side: list(rows.select_related("event__by__person").order_by("pk")[:MOST_PICTURES]) for side, rows in sides.items()}


def _day(text):
    return paper_date(date.fromisoformat(str(text))) if text else ""
