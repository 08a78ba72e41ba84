"""当场整改: put right before the eyes of a visit, on its day; whatever is dealt with later goes by paper, reply and re-inspection."""

from django.db.models import Q
from django.utils import timezone

from townships.period import Period

from .models import Inspection


def visit_on_the_spot(hazard, user, at):
    """The visit of this day that found it and that this user took part in; else None.

    What was not found by a visit, as a villager's report, needs one first: of that day, to the place, and not signed as
    without findings. Told with the entry itself (a paper form, a checklist finished at home), the sheet speaks of the day
    of the visit, whenever it is typed. Queries unless the user entered the hazard of a visit.
    """
    if hazard.inspection_id is None:
        return _visits_after_report(hazard, user, at).first()
    told_with_entry = hazard.reported_at == at
    found_on = timezone.localdate(hazard.found_at)
    if found_on != timezone.localdate(hazard.inspection.inspected_at):
        return None
    return hazard.inspection if (told_with_entry or found_on == timezone.localdate(at)) and _took_part(hazard, user) else None


def _took_part(hazard, user):
    visit = hazard.inspection
    return user.pk in (hazard.created_by_id, visit.created_by_id) or visit.inspectors.filter(pk=user.person_id).exists()


def _visits_after_report(hazard, user, at):
    today = timezone.localdate(at)
    visits = Inspection.objects.counted().filter(Period(today, today).moments("inspected_at"), place=hazard.place_id, clear_signed_at=None)
    mine = Q(created_by=user) | Q(pk__in=user.person.inspections.all()) if user.person else Q(created_by=user)
    return visits.filter(mine, inspected_at__range=(hazard.found_at, at)).order_by("inspected_at", "pk")
