"""A place that no longer exists (撤并, 注销) gets a closing date: rows that a figure counted are never deleted."""

from django.db import transaction

from townships.appointments import end_terms
from townships.models import Duty, Place
from townships.teams import disband_all


class StillHasChildren(Exception):
    def __init__(self, count):
        super().__init__(count)
        self.count = count


class NotYetOpened(Exception):
    """Carries the day on which the place was opened."""

    def __init__(self, opened_on):
        super().__init__(opened_on)
        self.opened_on = opened_on


@transaction.atomic
def close(place, *, on, by):
    """From this day the place is no more; who answered for it no longer does."""
    place = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if place.opened_on and on < place.opened_on:
        raise NotYetOpened(place.opened_on)
    if count := place.children.unclosed_on(on).count():
        raise StillHasChildren(count)
    place.closed_on = on
    place.save(update_fields=["closed_on"])
    disband_all(place, on=on, by=by)
    end_terms(Duty.objects.filter(place=place), before=on, by=by, reason=f"{place}撤并（注销）")
