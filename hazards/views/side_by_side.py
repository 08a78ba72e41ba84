"""What was asked beside what was answered, and the photos of before beside those of after."""

from hazards.models import Action, HazardPicture
from hazards.requirement import ASKS, requirement_in

ANSWERS = {Action.REPLY, Action.RECTIFY, Action.APPLY}
Moment = HazardPicture.Moment


def side_by_side(hazard):
    """For templates/hazards/_side_by_side.html; two queries."""
    events = list(hazard.events.filter(action__in=ASKS | ANSWERS).select_related("by__person").order_by("pk"))
    asked = requirement_in(events)
    reopened = max((event.pk for event in events if event.action == Action.REOPEN), default=0)
    answered = next((event for event in reversed(events) if event.action in ANSWERS), None)
    # A reply from before the hazard was opened anew answers nothing now.
    is_stale = answered and asked and answered.pk < asked.last.pk
    return {"asked": asked, "answered": None if is_stale else answered, **pictures_of(hazard, reopened)}


def pictures_of(hazard, reopened):
    """By what they show; `earlier` are those from before the hazard was opened anew, by the event of this key: they prove nothing now."""
    pictures = list(hazard.pictures.select_related("event__by__person").order_by("pk"))
    now = [picture for picture in pictures if (picture.event_id or 0) >= reopened]
    told = {moment.value: [picture for picture in now if picture.moment == moment] for moment in Moment}
    earlier = [picture for picture in pictures if picture not in now and picture.moment != Moment.PROOF]
    return told | {"earlier": earlier}
