"""整改回复报告: what was asked, what was done and what both looked like, as it stood when the reply was entered."""

from datetime import date

from django.utils import timezone

from papers.templatetags.papers import paper_date

from .models import Action, HazardPicture, Order
from .requirement import ASKS, requirement_in

KIND = "reply_report"
# As many photos of a side as two pages hold; the rest stays in the ledger.
MOST_PICTURES = 6


def content_of(event):
    """For templates/papers/hazards/reply.html, from the reply's event and what stood before it."""
    hazard = event.hazard
    asked = requirement_in(hazard.events.filter(action__in=ASKS, pk__lt=event.pk).order_by("pk"))
    told = _unit_and_person(hazard, asked, event)
    order = _paper_answered(hazard, event, told["unit"])
    return {
        "number": hazard.number,
        "addressee": order.order.content["organ"] if order else hazard.township.government,
        "paper": f"《{order.order.get_kind_display()}》（{order.order.number}）" if order else "",
        **told,
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


def _unit_and_person(hazard, asked, event):
    """Of the order, or of whoever was given the hazard since (交办): the one doesn't sign for the other's person."""
    given = hazard.events.filter(action=Action.ASSIGN, pk__lt=event.pk).order_by("pk").last()
    ordered = asked.ordered if asked else None
    last = max(filter(None, [ordered, given]), key=lambda one: one.pk, default=None)
    told = last.details if last else {}
    return {name: told.get(f"responsible_{name}") or getattr(hazard, f"responsible_{name}") for name in ("unit", "person")}


def _paper_answered(hazard, event, unit):
    """The step with the last paper that was served on this unit; a letter to its township is not its own to answer."""
    papers = hazard.events.filter(order__isnull=False, pk__lt=event.pk).exclude(order__kind=Order.Kind.OPINION)
    papers = papers.select_related("order").order_by("pk")
    return papers.filter(order__served_on=unit).last() or papers.exclude(order__kind=Order.Kind.URGING).last()


def pictures_of(event):
    """{before: photos up to the reply, after: photos that came with it}."""
    before = event.hazard.pictures.filter(moment=HazardPicture.Moment.BEFORE)
    sides = {"before": before, "after": event.pictures}
    return {side: list(rows.select_related("event__by__person").order_by("pk")[:MOST_PICTURES]) for side, rows in sides.items()}


def _day(text):
    return paper_date(date.fromisoformat(str(text))) if text else ""
