"""Who is made answerable for what, from when to when; who leaves."""

from contextlib import contextmanager
from datetime import date, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from townships.amendments import file_in_words, in_words, note_amendment
from townships.documents import NO_FILE
from townships.gaps import full_time_among
from townships.models import Amendment, Duty, Person, Place, Seat
from townships.voiding import lock_counted, void

# What a correction may put right; who holds which post where is another appointment: the wrong one is voided.
CORRECTABLE = ["starts_on", "ends_on", "document", "document_on", "end_document"]
FILE = "任职文件"
LEADING = [Seat.HEAD, Seat.DEPUTY]


class Obstacle(StrEnum):
    WRONG_LEVEL = "wrong_level"
    ENDS_BEFORE_START = "ends_before_start"
    PLACE_CLOSED = "place_closed"
    PLACE_NOT_OPEN = "place_not_open"
    NOT_HIGH_RISK = "not_high_risk"
    RANK_TOO_LOW = "rank_too_low"
    NEEDS_TEAM = "needs_team"
    WRONG_TEAM = "wrong_team"
    TEAM_NOT_FOUNDED = "team_not_founded"
    TEAM_DISBANDED = "team_disbanded"
    OTHER_COUNTY = "other_county"
    HAS_LEFT = "has_left"
    TERM_OVERLAPS = "term_overlaps"
    SEAT_TAKEN = "seat_taken"
    TWO_SEATS = "two_seats"
    FULL_TIME_TWICE = "full_time_twice"


class AppointmentRefused(Exception):
    """Carries the obstacle and, where another post or the days of a team stand in the way, that post or team."""

    def __init__(self, obstacle, post=None, team=None):
        super().__init__(obstacle)
        self.obstacle = obstacle
        self.post = post
        self.team = team


class DutyNotBegun(Exception):
    """A term can't end before its first day."""


class LongerWithoutReason(Exception):
    """A term that had an end is made longer by somebody who doesn't say why (decision 0126)."""


@transaction.atomic
def appoint(person, *, kind, place, by=None, at=None, marks_full_time=False, **term):
    """The new term of these days, team and document; `marks_full_time`: the person is full-time safety staff from now on."""
    lock_people_and_places([person.pk], [place.pk])
    person.refresh_from_db(fields=["left_on", "rank"])
    term = Duty(person=person, kind=kind, place=place, created_by=by, created_at=at or timezone.now(), **term)
    check_term(term)
    term.save()
    if marks_full_time:
        person.is_full_time = True
        person.save(update_fields=["is_full_time"])
    return term


def lock_people_and_places(people, places):
    """Two clerks may appoint the same person, or two people to one post, in the same second.

    In one order for everybody. Rows that only point to a locked person or place are not held up (no_key).
    """
    list(Person.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=people).order_by("pk"))
    list(Place.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=places).order_by("pk"))


def check_term(term, *, instead_of=()):
    """AppointmentRefused with the first thing that stands against a term, besides the posts that it takes the place of.

    Sets the team where there is only one to choose; queries for overlapping terms.
    """
    if term.pk is None:
        # What is on the books may be older than its place's day of opening, or its place and holder be others since.
        check_begins(term)
        _check_kind(term)
    _check_place(term)
    _check_team(term)
    if term.person.county_id != (term.place.county_id or term.place.pk):
        raise AppointmentRefused(Obstacle.OTHER_COUNTY)
    if term.person.has_left(term.starts_on):
        raise AppointmentRefused(Obstacle.HAS_LEFT)
    _check_others(term, Duty.objects.exclude(pk__in=[term.pk, *(post.pk for post in instead_of)]))


def check_restored(term, *, since, besides=()):
    """AppointmentRefused with what has come since that moment and can't stand beside a term that is put back as it was.

    How the term was once given is not judged anew: a rule of today, or a founding day that its station was given afterwards, is
    no reason to keep what was taken from somebody by mistake. `besides`: keys of the posts that are put back with it.
    """
    if not _lasts(term.place.closed_on, term):
        raise AppointmentRefused(Obstacle.PLACE_CLOSED)
    if term.team and not _lasts(term.team.disbanded_on, term):
        raise AppointmentRefused(Obstacle.TEAM_DISBANDED, team=term.team)
    changed = Amendment.objects.filter(changed_model=Duty._meta.label_lower, at__gt=since).values("changed_key")
    _check_others(term, Duty.objects.filter(Q(created_at__gt=since) | Q(pk__in=changed)).exclude(pk__in=[term.pk, *besides]))


def check_begins(term):
    """Nobody answers for what is not there yet."""
    if term.place.opened_on and term.starts_on < term.place.opened_on:
        raise AppointmentRefused(Obstacle.PLACE_NOT_OPEN)
    if term.team and term.team.founded_on and term.starts_on < term.team.founded_on:
        raise AppointmentRefused(Obstacle.TEAM_NOT_FOUNDED, team=term.team)


def _check_kind(term):
    """第二份文件: 副科级以上干部分别联系一家高危企业, 高危企业所在村村干部联厂."""
    if term.kind.high_risk_only and not term.place.is_high_risk:
        raise AppointmentRefused(Obstacle.NOT_HIGH_RISK)
    if term.kind.deputy_rank_only and term.person.rank not in Person.DEPUTY_OR_ABOVE:
        raise AppointmentRefused(Obstacle.RANK_TOO_LOW)


def _check_place(term):
    if term.kind.level != term.place.level:
        raise AppointmentRefused(Obstacle.WRONG_LEVEL)
    if term.ends_on and term.ends_on < term.starts_on:
        raise AppointmentRefused(Obstacle.ENDS_BEFORE_START)
    if not _lasts(term.place.closed_on, term):
        raise AppointmentRefused(Obstacle.PLACE_CLOSED)


def _check_team(term):
    if term.team is None:
        if not term.kind.team_kind:
            return
        teams = list(term.place.teams.filter(kind=term.kind.team_kind).open_on(term.starts_on)[:2])
        if len(teams) > 1:
            raise AppointmentRefused(Obstacle.NEEDS_TEAM)
        # The township's one station need not be named.
        term.team = teams[0] if teams else None
    elif term.team.kind != term.kind.team_kind or term.team.place_id != term.place.pk:
        raise AppointmentRefused(Obstacle.WRONG_TEAM)
    elif not _lasts(term.team.disbanded_on, term):
        raise AppointmentRefused(Obstacle.TEAM_DISBANDED, team=term.team)


def _lasts(ended_on, term):
    """Whether a place or team that ends on this day is there for the whole term."""
    return ended_on is None or (term.ends_on is not None and term.ends_on < ended_on)


def _check_others(term, others):
    others = others.overlapping(term.starts_on, term.ends_on).select_related("person", "kind", "place__parent", "team")
    same_post = others.filter(kind=term.kind, place=term.place, team=term.team)
    if post := same_post.filter(person=term.person).first():
        raise AppointmentRefused(Obstacle.TERM_OVERLAPS, post)
    if term.kind.is_single_holder and (post := next(filter(_still_held(term), same_post), None)):
        raise AppointmentRefused(Obstacle.SEAT_TAKEN, post)
    if term.team and term.kind.seat in LEADING and (post := others.filter(_leads(term), person=term.person).first()):
        raise AppointmentRefused(Obstacle.TWO_SEATS, post)
    if post := _full_time_beside(term, others.filter(person=term.person)):
        raise AppointmentRefused(Obstacle.FULL_TIME_TWICE, post)


def _leads(term):
    """Nobody is the deputy of himself; the head of a station may be one of its staff (decision 0061)."""
    return Q(team=term.team, kind__seat__in=LEADING)


def _full_time_beside(term, own):
    """Of the person's own posts one that takes a whole person, where the new one does as well."""
    posts = list(own)
    full_time = full_time_among([*posts, term], on=term.starts_on) if posts else []
    return full_time[0] if term in full_time and len(full_time) > 1 else None


def doubled_by(place, facts, *, on):
    """[(post, another)] of those who answer for the place and would hold two full-time posts from that day, were these facts of it
    so ({"is_high_risk": True}). Who holds two already is no news."""
    here = Duty.objects.filter(place=place).overlapping(on, None).values("person")
    posts = Duty.objects.overlapping(on, None).filter(person__in=here).exclude(person__left_on__lte=on)
    posts = list(posts.select_related("person", "kind", "team", "place__parent"))
    were = full_time_among(posts, on=on)
    will_be = full_time_among(posts, on=on, becoming={place.pk: facts})
    fresh = [post for post in will_be if post not in were]
    return [(post, other) for post in fresh for other in will_be if other != post and _is_beside(post, other)]


def _is_beside(post, other):
    """Whether one person holds both over the same days."""
    begins_in_time = post.starts_on <= (other.ends_on or date.max) and other.starts_on <= (post.ends_on or date.max)
    return post.person_id == other.person_id and begins_in_time


def _still_held(term):
    """Whoever left holds nothing from that day, although the term of the post runs on (decision 0022)."""
    return lambda post: not post.person.has_left(term.starts_on)


@transaction.atomic
def end_term(duty, *, on, by=None, at=None, reason="", document=None):
    """The last day on which the holder answers. A term that is made longer must not run into another.

    `document`: 免职文号; None leaves what is there. AlreadyVoided where the term counts no more.
    """
    if on < duty.starts_on:
        raise DutyNotBegun
    row = _locked(duty)
    grows = row.ends_on is not None and on > row.ends_on
    if grows and by and not reason:
        raise LongerWithoutReason
    with _written_down(row, by=by, at=at, reason=reason):
        row.ends_on = on
        row.end_document = row.end_document if document is None else document
        if grows:
            check_term(row)
    duty.ends_on, duty.end_document = row.ends_on, row.end_document


@transaction.atomic
def correct_term(duty, *, by, reason="", at=None, **told):
    """Put right what was written down wrongly of a term (CORRECTABLE, and its file), or open its end again (ends_on=None).

    Other days are checked as an appointment is: AppointmentRefused. AlreadyVoided where the term counts no more.
    """
    row = _locked(duty)
    days = row.starts_on, row.ends_on
    with _written_down(row, by=by, at=at, reason=reason):
        for name, value in told.items():
            setattr(row, name, value)
        if row.starts_on < days[0]:
            check_begins(row)
        if (row.starts_on, row.ends_on) != days:
            check_term(row)
    return row


@transaction.atomic
def void_term(duty, *, by, reason, at=None):
    """A term that was entered by mistake: nobody has held anything by it, on whatever day."""
    lock_people_and_places([duty.person_id], [duty.place_id])
    return void(duty, by=by, reason=reason, at=at)


def _locked(duty):
    """The term as it is now, locked after its person and place, as an appointment locks them."""
    lock_people_and_places([duty.person_id], [duty.place_id])
    lock_counted(duty)
    return Duty.objects.select_related("person", "kind", "place", "team").get(pk=duty.pk)


@contextmanager
def _written_down(row, *, by, at, reason):
    """Save what is changed within, and who changed it."""
    before = _in_words(row)
    yield
    row.save(update_fields=[*CORRECTABLE, *NO_FILE])
    if by:
        note_amendment(row, before, _in_words(row), by=by, at=at, reason=reason)


def _in_words(row):
    return {**in_words(row, CORRECTABLE), FILE: file_in_words(row)}


def end_terms(duties, *, before, by, reason):
    """End what runs on a place or in a team that is no more from that day; what would only have begun then is voided: it never
    took place, and nobody holds it even on that day."""
    for duty in duties.overlapping(before, None):
        if duty.starts_on < before:
            end_term(duty, on=before - timedelta(days=1), by=by, reason=reason)
        else:
            void_term(duty, by=by, reason=reason)


@transaction.atomic
def restore_terms(ended, *, until, since, by, reason):
    """Put back what a closing ended (PlaceClosing.ended) with the day before it, `until`: each term that is still as it was left.

    AppointmentRefused where something has come since that moment and can't stand beside one of them.
    """
    ends = dict(ended["terms"])
    rows = list(Duty.objects.select_related("person", "kind", "place", "team").filter(pk__in=[*ends, *ended["voided"]]).order_by("pk"))
    lock_people_and_places([row.person_id for row in rows], [row.place_id for row in rows])
    for row in rows:
        is_as_left = row.voided_at if row.pk in ended["voided"] else row.ends_on == until and not row.voided_at
        if is_as_left:
            _restore_term(row, ends.get(row.pk, row.ends_on), since=since, besides=[*ends, *ended["voided"]], by=by, reason=reason)


def _restore_term(row, ends_on, *, since, besides, by, reason):
    before = in_words(row, [*CORRECTABLE, "voided_at"])
    row.ends_on = date.fromisoformat(ends_on) if isinstance(ends_on, str) else ends_on
    row.voided_at, row.voided_by, row.void_reason = None, None, ""
    # As if the place stood: its closing is what is taken back.
    row.place.closed_on = None
    check_restored(row, since=since, besides=besides)
    row.save(update_fields=["ends_on", "voided_at", "voided_by", "void_reason"])
    note_amendment(row, before, in_words(row, [*CORRECTABLE, "voided_at"]), by=by, reason=reason)


@transaction.atomic
def record_leaving(person, *, on):
    """The first day on which the person no longer serves (None takes a mistaken leaving back).

    Terms keep their own dates: the gap then says who left, and a mistake taken back loses nothing. It can't be taken back
    over somebody who has the post by now.
    """
    lock_people_and_places([person.pk], [])
    if person.left_on and (on is None or on > person.left_on):
        _check_not_taken_over(person)
    person.left_on = on
    person.save(update_fields=["left_on"])


def _check_not_taken_over(person):
    for post in Duty.objects.filter(person=person, kind__is_single_holder=True).overlapping(person.left_on, None):
        others = Duty.objects.filter(kind=post.kind_id, place=post.place_id, team=post.team_id).exclude(pk=post.pk)
        since = max(post.starts_on, person.left_on)
        if successor := others.overlapping(since, post.ends_on).select_related("person", "kind", "place", "team").first():
            raise AppointmentRefused(Obstacle.SEAT_TAKEN, successor)


def posts_left_vacant(person, *, on):
    """What the person holds on the day of leaving, and what would only have begun then."""
    return Duty.objects.filter(person=person).overlapping(on, None).select_related("person", "kind", "team", "place__parent")
