"""Who is made answerable for what, from when to when; who leaves."""

from datetime import timedelta
from enum import StrEnum

from django.db import transaction

from townships.models import Duty, Person


class Obstacle(StrEnum):
    WRONG_LEVEL = "wrong_level"
    PLACE_CLOSED = "place_closed"
    OTHER_COUNTY = "other_county"
    HAS_LEFT = "has_left"
    TERM_OVERLAPS = "term_overlaps"


class AppointmentRefused(Exception):
    def __init__(self, obstacle):
        super().__init__(obstacle)
        self.obstacle = obstacle


class DutyNotBegun(Exception):
    """A term can't end before its first day."""


@transaction.atomic
def appoint(person, *, kind, place, starts_on, ends_on=None, document=""):
    # Lock the person: two clerks may appoint the same one in the same second.
    person = Person.objects.select_for_update().get(pk=person.pk)
    term = Duty(person=person, kind=kind, place=place, starts_on=starts_on, ends_on=ends_on, document=document)
    if obstacle := find_obstacle(term):
        raise AppointmentRefused(obstacle)
    term.save()
    return term


def find_obstacle(term):
    """The first thing that stands against a new term, or None; queries for overlapping terms."""
    person, place = term.person, term.place
    if term.kind.level != place.level:
        return Obstacle.WRONG_LEVEL
    if place.closed_on and place.closed_on <= term.starts_on:
        return Obstacle.PLACE_CLOSED
    if person.county_id != (place.county_id or place.pk):
        return Obstacle.OTHER_COUNTY
    if person.has_left(term.starts_on):
        return Obstacle.HAS_LEFT
    others = Duty.objects.filter(person=person, kind=term.kind, place=place).overlapping(term.starts_on, term.ends_on)
    return Obstacle.TERM_OVERLAPS if others.exists() else None


def end_term(duty, *, on):
    """The last day on which the holder answers."""
    if on < duty.starts_on:
        raise DutyNotBegun
    duty.ends_on = on
    duty.save(update_fields=["ends_on"])


def end_terms_of_place(place, *, before):
    """End what runs on a place that closes; a term that would only begin later is ended on its own first day."""
    running = Duty.objects.filter(place=place).overlapping(before, None)
    for duty in running:
        end_term(duty, on=max(duty.starts_on, before - timedelta(days=1)))


def record_leaving(person, *, on):
    """The first day on which the person no longer serves (None takes a mistaken leaving back).

    Terms keep their own dates: the gap then says who left, and a mistake taken back loses nothing.
    """
    person.left_on = on
    person.save(update_fields=["left_on"])


def posts_left_vacant(person, *, on):
    """What the person holds on the day of leaving."""
    return Duty.objects.filter(person=person).running_on(on).select_related("kind", "place__parent")
