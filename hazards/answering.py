"""Who answers for a place on a day, from the responsibility chain: every hazard has somebody until it is closed."""

from townships.chain import ways_up
from townships.models import Duty, Level

# On the side of government, from the nearest up; the township head is the last resort.
ANSWERING = [
    "attached_cadre",
    "enterprise_liaison",
    "site_keeper",
    "building_chief",
    "group_cadre",
    "group_liaison",
    "village_supervisor",
    "resident_cadre",
    "village_secretary",
    "zone_chief",
    "department_lead",
    "station_head",
    "township_deputy",
    "township_head",
    "county_head",
]


def answering_for(place, *, on):
    """Fields of a hazard at this place: responsible unit, person and phone, and who answers, by the duties held on that day."""
    way = ways_up([place], on=on)[place.pk]
    duties = Duty.objects.held_on(on).filter(place__in=way).select_related("person", "kind").order_by("kind__position", "pk")
    held = sorted(duties, key=lambda duty: way.index(duty.place_id))
    first = next((duty.person for duty in held if duty.kind.is_first_responsible), None)
    answers = min((duty for duty in held if duty.kind.key in ANSWERING), key=lambda duty: ANSWERING.index(duty.kind.key), default=None)
    return {
        "responsible_unit": responsible_unit(place),
        "responsible_person": first.name if first else "",
        "responsible_phone": first.phone if first else "",
        "answers": answers.person if answers else None,
    }


def responsible_unit(place):
    """An enterprise or a village itself; a slope, a bridge or a road has no owner, so its township answers."""
    if place.level in (Level.ENTERPRISE, Level.VILLAGE):
        return place.name
    return (place.as_township if place.level == Level.TOWNSHIP else place.township).government
