"""Bodies of a place: how one is founded and disbanded. Who sits in them, townships/appointments.py says."""

from django.db import transaction

from townships.appointments import end_terms, lock_people_and_places
from townships.models import TEAM_LEVELS, Duty, Team


class WrongLevel(Exception):
    """A team of this kind doesn't stand at a place of this level."""


class AlreadyThere(Exception):
    """The place has a team of this name, or its one station; carries that team."""

    def __init__(self, team):
        super().__init__(team.pk)
        self.team = team


@transaction.atomic
def found(team, *, at):
    """Save a new team of the place; its one station takes in those who held its seats before it was entered."""
    lock_people_and_places([], [at.pk])
    if at.level not in TEAM_LEVELS[team.kind]:
        raise WrongLevel
    team.stand_at(at)
    check_twin(team)
    team.save()
    if team.kind == Team.Kind.STATION:
        Duty.objects.filter(place=at, team=None, kind__team_kind=team.kind).update(team=team)
    return team


@transaction.atomic
def rename(team):
    """Save what was changed in it."""
    lock_people_and_places([], [team.place_id])
    check_twin(team)
    team.save()
    return team


def check_twin(team):
    others = Team.objects.filter(place=team.place, disbanded_on=None).exclude(pk=team.pk)
    same = others.filter(name=team.name) | (others.filter(kind=team.kind) if team.kind == Team.Kind.STATION else others.none())
    if twin := same.first():
        raise AlreadyThere(twin)


@transaction.atomic
def disband(team, *, on, by):
    """From this day the team is no more, and nobody sits in it."""
    team.disbanded_on = on
    team.save(update_fields=["disbanded_on"])
    end_terms(team.seats.all(), before=on, by=by, reason=f"{team}撤销")


def disband_all(place, *, on, by):
    for team in Team.objects.filter(place=place).open_on(on):
        disband(team, on=last_day_of(team, on), by=by)


def last_day_of(team, closed_on):
    """On which a closing of its place that day disbands it."""
    return max(closed_on, team.founded_on) if team.founded_on else closed_on
