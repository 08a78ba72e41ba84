"""撤回: a handover is taken back while nothing was built on it, all or nothing: every row is again what it was before (decision 0043)."""

from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone

from townships.access import keeps_ledgers_of
from townships.amendments import in_words, note_amendment
from townships.appointments import CORRECTABLE, AppointmentRefused, check_restored, lock_people_and_places
from townships.appointments import Obstacle as TermObstacle
from townships.chain import ways_up
from townships.models import Duty, LeadingGroupMember, Letter, User

from .models import Action, HandoverRecall, Hazard, HazardEvent
from .trail import BY_NAME, before_it, put_back, read, stands


class Obstacle(StrEnum):
    RECALLED = "recalled"
    NO_TRAIL = "no_trail"
    TOO_LATE = "too_late"
    OWN_ACCOUNT = "own_account"
    CHANGED = "changed"
    WORKED_ON = "worked_on"
    FOUND_SINCE = "found_since"
    LETTER = "letter"
    LOGGED_IN = "logged_in"
    TAKEN_OVER = "taken_over"
    SEATED_AGAIN = "seated_again"
    FULL_TIME_ELSEWHERE = "full_time_elsewhere"
    PLACE_CLOSED = "place_closed"
    TEAM_DISBANDED = "team_disbanded"


# What can have come since against a post that is put back (townships/appointments.py, check_restored).
AGAINST_A_POST = {
    TermObstacle.TERM_OVERLAPS: Obstacle.TAKEN_OVER,
    TermObstacle.SEAT_TAKEN: Obstacle.TAKEN_OVER,
    TermObstacle.TWO_SEATS: Obstacle.TAKEN_OVER,
    TermObstacle.FULL_TIME_TWICE: Obstacle.FULL_TIME_ELSEWHERE,
    TermObstacle.PLACE_CLOSED: Obstacle.PLACE_CLOSED,
    TermObstacle.TEAM_DISBANDED: Obstacle.TEAM_DISBANDED,
}


class RecallRefused(Exception):
    """Carries [(obstacle, the row that stands in the way or None)]."""

    def __init__(self, obstacles):
        super().__init__([obstacle for obstacle, _row in obstacles])
        self.obstacles = obstacles


def may_recall(handover, by):
    """Whoever could have done it; what the bureau did, it may have done beyond a township's reach."""
    reaches = by.is_bureau or not handover.created_by.is_bureau
    return reaches and keeps_ledgers_of(by, handover.township or handover.county)


@transaction.atomic
def recall(handover, *, by, reason, at=None):
    """RecallRefused says what has happened since; nothing is changed then."""
    if not may_recall(handover, by):
        raise PermissionDenied
    at = at or timezone.now()
    # The two people first, as a handover does: of two recalls, or a recall and a handover, the second finds what is left.
    posts = Duty.objects.filter(pk__in=handover.touched("Duty"))
    lock_people_and_places([handover.giver_id, handover.receiver_id], posts.values_list("place", flat=True))
    if obstacles := list(obstacles_to(handover, by=by, at=at, lock=True)):
        raise RecallRefused(obstacles)
    row = HandoverRecall.objects.create(handover=handover, by=by, at=at, reason=reason)
    # The events first: they tell who answered until now.
    _record_on_hazards(row)
    _put_back(row)
    return row


def obstacles_to(handover, *, by, at=None, lock=False):
    """[(obstacle, row)] of all that stands against it; what still points to a row that was made is left to `recall`."""
    at = at or timezone.now()
    if HandoverRecall.objects.filter(handover=handover).exists():
        return [(Obstacle.RECALLED, None)]
    if past := past_recalling(handover, at=at):
        return [(past, None)]
    if by.pk in handover.touched("User"):
        return [(Obstacle.OWN_ACCOUNT, None)]
    looks = [_worked_on, _found_since, _letters, _logged_in, _seated_again, _posts_given_since]
    checks = [_changed(handover, lock), *(look(handover) for look in looks)]
    return [obstacle for found in checks for obstacle in found]


def holders_now(handover, *, on):
    """(whether the receiver still holds one of the posts that came to him, [who was appointed to the others since]) on that day.

    What somebody else holds now nobody else hands back. Without posts the receiver has the hazards: (True, []).
    """
    came = Duty.objects.filter(pk__in=handover.touched("Duty"), person=handover.receiver_id)
    seats = set(came.values_list("place", "kind", "team"))
    held = Duty.objects.held_on(on).filter(place__in=[place for place, _kind, _team in seats]).select_related("person").order_by("person")
    held = [(post, seat) for post in held if (seat := (post.place_id, post.kind_id, post.team_id)) in seats]
    kept = {seat for post, seat in held if post.person_id == handover.receiver_id}
    since = [post.person for post, seat in held if seat not in kept and post.starts_on >= handover.happens_on]
    return not seats or bool(kept), [person for person in dict.fromkeys(since) if person.pk != handover.giver_id]


def past_recalling(handover, *, at=None):
    """The obstacle that no later change takes away, or None: its page says so instead of offering it."""
    if not handover.trail:
        return Obstacle.NO_TRAIL
    is_long_ago = handover.at < (at or timezone.now()) - timedelta(days=settings.HANDOVER_DAYS_BACK)
    return Obstacle.TOO_LATE if is_long_ago else None


def _changed(handover, lock):
    steps = {(step["model"], step["pk"]): step["after"] for step in handover.trail}
    now = read(steps, lock=lock)
    for key, after in steps.items():
        if not stands(now.get(key), after):
            yield Obstacle.CHANGED, BY_NAME[key[0]].objects.filter(pk=key[1]).first()


def _worked_on(handover):
    """Whatever was done about a hazard since was done, and may have been printed, in the receiver's name."""
    done = HazardEvent.objects.filter(hazard__in=handover.touched("Hazard"), at__gt=handover.at).order_by().values("hazard")
    for hazard in Hazard.objects.filter(pk__in=done).select_related("township").order_by("pk"):
        yield Obstacle.WORKED_ON, hazard


def _found_since(handover):
    """Hazards that know the receiver because of a post that he has through the handover."""
    names = Q(answers=handover.receiver) | Q(responsible_person=handover.receiver.name)
    since = Hazard.objects.filter(names, reported_at__gt=handover.at, township__county=handover.county_id)
    found = list(since.select_related("township", "place").order_by("pk"))
    ways, places = ways_up([hazard.place for hazard in found], on=handover.happens_on), _places_of(handover)
    for hazard in found:
        if not places.isdisjoint(ways[hazard.place_id]):
            yield Obstacle.FOUND_SINCE, hazard


def _letters(handover):
    mine = Q(lower__in=_places_of(handover), signer=handover.receiver.name) | Q(lower_person=handover.receiver)
    for letter in Letter.objects.counted().filter(mine, batch__created_at__gt=handover.at):
        yield Obstacle.LETTER, letter


def _places_of(handover):
    return set(Duty.objects.filter(pk__in=handover.touched("Duty")).values_list("place", flat=True))


def _logged_in(handover):
    """An account that the handover made, and somebody has the password of."""
    fresh = [step["pk"] for step in handover.trail if step["model"] == "User" and step["before"] is None]
    for account in User.objects.filter(pk__in=fresh):
        if account.last_login or account.has_usable_password():
            yield Obstacle.LOGGED_IN, account


def _seated_again(handover):
    """Who gave up the own seat and was given another in the same group since."""
    mine = LeadingGroupMember.objects.filter(pk__in=handover.touched("LeadingGroupMember"), person=handover.giver)
    since = LeadingGroupMember.objects.filter(person=handover.giver, left_on=None, campaign__in=mine.values("campaign"))
    for member in since.exclude(pk__in=mine).select_related("campaign"):
        yield Obstacle.SEATED_AGAIN, member


def _posts_given_since(handover):
    """What came since and does not go with a post that the giver would hold again."""
    together = handover.touched("Duty")
    for term in before_it(handover.trail, Duty.objects.select_related("person", "kind", "place", "team")):
        try:
            check_restored(term, since=handover.at, besides=together)
        except AppointmentRefused as refused:
            yield AGAINST_A_POST[refused.obstacle], refused.post or term


def _put_back(row):
    handover = row.handover
    held = Duty.objects.filter(pk__in=handover.touched("Duty")).select_related("person", "kind", "place", "team")
    before = {post.pk: in_words(post, CORRECTABLE) for post in held}
    try:
        with transaction.atomic():
            put_back(handover.trail)
    except ProtectedError as used:
        raise RecallRefused([(Obstacle.CHANGED, one) for one in used.protected_objects]) from used
    for post in held.all():
        note_amendment(post, before[post.pk], in_words(post, CORRECTABLE), by=row.by, at=row.at, reason=f"撤回交接（{handover.number}）")


def _record_on_hazards(row):
    handover = row.handover
    for hazard in Hazard.objects.filter(pk__in=handover.touched("Hazard")):
        HazardEvent.objects.create(
            hazard=hazard,
            action=Action.HAND_OVER,
            from_state=hazard.state,
            to_state=hazard.state,
            by=row.by,
            at=row.at,
            reason=f"撤回交接（{handover.number}），责任人由{handover.receiver}改回{handover.giver}。",
        )
