"""A place that no longer exists (撤并, 注销) gets a closing date: rows that a figure counted are never deleted.

What a closing ends is kept with it (PlaceClosing), so that a mistaken one is taken back, and one with a wrong day is entered anew.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from townships.appointments import end_terms, restore_terms
from townships.models import Duty, Place, PlaceClosing, Team
from townships.teams import AlreadyThere, check_twin, disband_all, last_day_of

# Functions of a place that tell in words what is still to be done there; upper floors add theirs.
TELLERS = []


class StillHasChildren(Exception):
    def __init__(self, count):
        super().__init__(count)
        self.count = count


class NotYetOpened(Exception):
    """Carries the day on which the place was opened."""

    def __init__(self, opened_on):
        super().__init__(opened_on)
        self.opened_on = opened_on


class ReopeningRefused(Exception):
    """Carries the place or the team that has come instead, or the parent that is closed itself."""

    def __init__(self, by_row):
        super().__init__(by_row.pk)
        self.by_row = by_row


def tells_of_open_work(teller):
    TELLERS.append(teller)
    return teller


def open_work_at(place):
    """[words] of what a closing would leave undone, such as open hazards."""
    return [words for teller in TELLERS for words in teller(place)]


@transaction.atomic
def close(place, *, on, by):
    """From this day the place is no more; who answered for it no longer does. Another day than before restores what the first ended.

    False where it was not kept what that had ended.
    """
    place = _locked(place)
    if place.opened_on and on < place.opened_on:
        raise NotYetOpened(place.opened_on)
    if count := place.children.unclosed_on(on).count():
        raise StillHasChildren(count)
    was_kept = place.closed_on is None or _restore(place, by=by)
    PlaceClosing.objects.create(place_id=place.pk, closed_on=on, ended=_ending(place, on), by=by)
    place.closed_on = on
    place.save(update_fields=["closed_on"])
    disband_all(place, on=on, by=by)
    end_terms(Duty.objects.filter(place=place), before=on, by=by, reason=f"{place}撤并（注销）")
    return was_kept


@transaction.atomic
def take_back(place, *, by):
    """A mistaken closing: the place stands again, with the posts and teams that the closing ended.

    False where nothing was kept of what it ended. AppointmentRefused or ReopeningRefused say what has come since.
    """
    place = _locked(place)
    if place.closed_on is None:
        return True
    if place.parent.closed_on:
        raise ReopeningRefused(place.parent)
    if twin := Place.objects.filter(parent=place.parent_id, level=place.level, name=place.name, closed_on=None).first():
        raise ReopeningRefused(twin)
    was_kept = _restore(place, by=by)
    place.closed_on = None
    place.save(update_fields=["closed_on"])
    return was_kept


def closing_of(place):
    """The one that stands, with what it ended; None of an open place and of one that was closed before that was kept."""
    return PlaceClosing.objects.select_related("by").filter(place=place.pk, taken_back_at=None).first()


def may_correct(user, place):
    """Whoever is of the township takes nothing back that the county entered."""
    closing = closing_of(place)
    return user.township_id is None or closing is None or closing.by.township_id is not None


def _locked(place):
    return Place.objects.select_for_update(of=("self",)).select_related("parent").get(pk=place.pk)


def _ending(place, on):
    """What a closing on that day is about to end."""
    terms = list(Duty.objects.filter(place=place).overlapping(on, None).order_by("pk"))
    teams = Team.objects.filter(place=place).open_on(on)
    return {
        "terms": [[term.pk, term.ends_on and term.ends_on.isoformat()] for term in terms if term.starts_on < on],
        "voided": [term.pk for term in terms if term.starts_on >= on],
        "teams": [[team.pk, team.disbanded_on and team.disbanded_on.isoformat()] for team in teams.order_by("pk")],
    }


def _restore(place, *, by):
    """Whether it was kept what the closing had ended; what somebody put right by hand since then stays as it is."""
    closing = closing_of(place)
    if closing is None:
        return False
    for key, before in closing.ended["teams"]:
        _restore_team(Team.objects.get(pk=key), before, closing.closed_on)
    told = {"until": closing.closed_on - timedelta(days=1), "since": closing.at, "by": by, "reason": f"撤回{place}的撤并（注销）"}
    restore_terms(closing.ended, **told)
    closing.taken_back_by, closing.taken_back_at = by, timezone.now()
    closing.save(update_fields=["taken_back_by", "taken_back_at"])
    return True


def _restore_team(team, before, closed_on):
    """To the day, if any, on which it was to end all the same; not one that somebody disbanded on another day since."""
    if team.disbanded_on != last_day_of(team, closed_on):
        return
    try:
        check_twin(team)
    except AlreadyThere as refused:
        raise ReopeningRefused(refused.team) from refused
    team.disbanded_on = before and date.fromisoformat(before)
    team.save(update_fields=["disbanded_on"])
