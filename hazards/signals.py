"""假整改的疑点: what a human should look at (RULES 11.11). Each kind is one query over a county and a rule in plain arithmetic."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from townships.access import keeps_ledgers_of
from townships.models import County
from townships.period import Period, midnight

from .alike import alike_parts, clusters, difference_hash, miniature
from .look_back import locked, order_look_backs
from .models import Action, Hazard, HazardEvent, HazardPicture, Signal, SignalReview

Kind = Signal.Kind
PICTURES_AT_A_TIME = 200


@dataclass(frozen=True)
class Finding:
    """One signal as the ledger shows it now; `key` makes it the same one next time."""

    kind: str
    key: str
    hazards: frozenset
    told: dict
    township: int | None = None
    pictures: frozenset = field(default_factory=frozenset)


class AlreadyReviewed(Exception):
    """Somebody else has looked meanwhile; carries that review."""

    def __init__(self, review):
        super().__init__(review.pk)
        self.review = review


def look_for_signals(*, today=None):
    """What the beat does, as often as it likes; returns how many signals are new or have new rows."""
    today = today or timezone.localdate()
    hash_pictures()
    return sum(look_in(county, today) for county in County.objects.order_by("pk"))


def hash_pictures():
    """Pictures that were stored before there were hashes or miniatures get them; returns how many."""
    waiting = HazardPicture.objects.filter(Q(difference_hash=None) | Q(miniature=None)).order_by("pk")
    count = 0
    while batch := list(waiting[:PICTURES_AT_A_TIME]):
        for picture in batch:
            _look_at(picture)
        HazardPicture.objects.bulk_update(batch, ["difference_hash", "miniature"])
        count += len(batch)
    return count


def _look_at(picture):
    try:
        with picture.image.open("rb") as file:
            content = file.read()
    except FileNotFoundError:
        # A file that a restored backup lacks must not stop the others.
        picture.difference_hash, picture.miniature = picture.difference_hash or "", b""
    else:
        picture.difference_hash, picture.miniature = difference_hash(content), miniature(content)


@transaction.atomic
def look_in(county, today):
    county = locked(county)
    known = {(signal.kind, signal.key): signal for signal in county.signals.prefetch_related("hazards")}
    changed = 0
    for finding in find(county, today):
        if finding.kind == Kind.VIEW and (Kind.PHOTO, finding.key) in known:
            # Asked about as one photo before the two were told apart: nobody looks twice.
            continue
        signal = known.get((finding.kind, finding.key))
        rows = {hazard.pk for hazard in signal.hazards.all()} if signal else set()
        if not finding.hazards <= rows:
            _keep(county, signal, finding)
            changed += 1
    return changed


def _keep(county, signal, finding):
    """A new signal, or one that has more rows than when it was last looked at and waits again."""
    told = {"told": finding.told, "changed_at": timezone.now()}
    if signal is None:
        signal = Signal.objects.create(county=county, kind=finding.kind, key=finding.key, township_id=finding.township, **told)
    else:
        Signal.objects.filter(pk=signal.pk).update(**told)
    signal.hazards.add(*finding.hazards)
    signal.pictures.add(*finding.pictures)


def find(county, today):
    """All signals of a county, in a query or two for each kind."""
    since = midnight(today - timedelta(days=settings.SIGNAL_DAYS))
    yield from same_photos(county)
    yield from quick_closings(county, since)
    yield from same_texts(county, since)
    closings = list(_closings(county, since))
    yield from same_people(closings)
    yield from same_pairs(closings, today)
    yield from bursts(closings, today)


def same_photos(county):
    """One photo in several hazards, or before and after; and, asked more gently, photos of one view that differ somewhere."""
    fields = ["pk", "difference_hash", "sha256", "hazard", "moment", "hazard__inspection", "hazard__township"]
    rows = HazardPicture.objects.filter(hazard__in=Hazard.objects.counted().in_county(county.pk)).order_by("pk").values_list(*fields)
    rows = {row[0]: row for row in rows}
    hashes = {pk: _as_number(row) for pk, row in rows.items()}
    groups = clusters({pk: value for pk, value in hashes.items() if value is not None}, within=settings.SIGNAL_HASH_DISTANCE)
    near = HazardPicture.objects.filter(pk__in=[key for keys in groups for key in keys])
    miniatures = {pk: bytes(points or b"") for pk, points in near.values_list("pk", "miniature")}
    for keys in groups:
        parts = alike_parts({key: miniatures[key] for key in keys}, within=settings.SIGNAL_SAME_VIEW)
        same = [finding for part in parts for finding in _of_photos(Kind.PHOTO, [rows[key] for key in part])]
        yield from same
        asked = frozenset().union(*(finding.hazards for finding in same))
        yield from (finding for finding in _of_photos(Kind.VIEW, [rows[key] for key in keys]) if not finding.hazards <= asked)


def _of_photos(kind, group):
    """One finding, or none: several hazards of one visit may share the photo that shows them."""
    keys, hazards, townships = [row[0] for row in group], {row[3] for row in group}, {row[6] for row in group}
    if len({(row[3], row[4]) for row in group}) == 1 or _is_of_one_visit(group):
        return
    told = {"pictures": len(group), "hazards": len(hazards)}
    township = townships.pop() if len(townships) == 1 else None
    yield Finding(kind, str(keys[0]), frozenset(hazards), told, township, frozenset(keys))


def _as_number(row):
    """A picture without contrast is compared by its bytes alone: 64 bits of its checksum, which lie near no other's by chance."""
    _pk, difference, checksum, *_rest = row
    return int(difference, 16) if difference else int(checksum[:16], 16) if difference == "" else None


def _is_of_one_visit(group):
    visits, moments = {row[5] for row in group}, {row[4] for row in group}
    return moments == {HazardPicture.Moment.BEFORE} and len(visits) == 1 and None not in visits


def quick_closings(county, since):
    """Passed within minutes of the paper that ordered it. What was rectified on the spot had no paper and is as quick as it should be."""
    wanted = [Action.ORDER, Action.REOPEN, Action.PASS]
    events = HazardEvent.objects.in_county(county.pk).filter(action__in=wanted, at__gte=since).exclude(hazard__state="void").order_by("pk")
    ordered = {}
    for hazard, township, action, at in events.values_list("hazard", "hazard__township", "action", "at"):
        if action != Action.PASS:
            ordered[hazard] = at
        elif hazard in ordered and at - ordered[hazard] < timedelta(minutes=settings.SIGNAL_MINUTES):
            minutes = int((at - ordered[hazard]).total_seconds() // 60)
            yield Finding(Kind.MINUTES, f"{hazard}:{at:%Y%m%d%H%M}", frozenset([hazard]), {"minutes": minutes}, township)


def same_texts(county, since):
    """The same words in many replies of one township and quarter; spaces and punctuation make no difference."""
    replies = HazardEvent.objects.in_county(county.pk).filter(action=Action.REPLY, at__gte=since).exclude(hazard__state="void")
    groups = defaultdict(set)
    for hazard, township, at, words in replies.order_by("pk").values_list("hazard", "hazard__township", "at", "reason"):
        groups[township, quarter_of(timezone.localdate(at)), plain(words)].add(hazard)
    for (township, quarter, words), hazards in groups.items():
        if words and len(hazards) >= settings.SIGNAL_SAME_TEXT:
            key = f"{township}:{quarter}:{hashlib.sha256(words.encode()).hexdigest()[:16]}"
            yield Finding(Kind.TEXT, key, frozenset(hazards), {"hazards": len(hazards), "quarter": quarter_words(quarter)}, township)


def plain(words):
    return "".join(letter for letter in words if letter.isalnum()).lower()


def quarter_of(day):
    return f"{day.year}Q{(day.month + 2) // 3}"


def quarter_words(quarter):
    """What a row keeps is Chinese in any language, as the papers are."""
    return f"{quarter[:4]}年{'一二三四'[int(quarter[-1]) - 1]}季度"


def is_over(quarter, today):
    return quarter_of(today) > quarter


@dataclass(frozen=True)
class Closing:
    hazard: int
    township: int
    day: object
    replier: tuple
    closer: tuple
    responsible: str


def _closings(county, since):
    closed = Hazard.objects.counted().in_county(county.pk).filter(closed_at__gte=since).order_by("closed_at", "pk")
    people = [f"{who}__{what}" for who in ("replied_by", "closed_by") for what in ("pk", "person", "person__name")]
    for row in closed.values_list("pk", "township", "closed_at", "responsible_person", *people):
        hazard, township, closed_at, responsible, *people = row
        yield Closing(hazard, township, timezone.localdate(closed_at), tuple(people[:3]), tuple(people[3:]), responsible)


def same_people(closings):
    """Passed by the one who was to rectify it, by name: that the log-in which replied can't pass is seen to already."""
    for closing in closings:
        name = closing.closer[2]
        if closing.replier[0] is not None and name and name == closing.responsible.strip():
            key = f"{closing.hazard}:{closing.day:%Y%m%d}"
            yield Finding(Kind.PERSON, key, frozenset([closing.hazard]), {"name": name}, closing.township)


def same_pairs(closings, today):
    """In a quarter that is over, one replied and one passed nearly all of a township's re-inspections."""
    quarters = defaultdict(lambda: defaultdict(list))
    for closing in closings:
        if closing.replier[0] is not None and is_over(quarter_of(closing.day), today):
            quarters[closing.township, quarter_of(closing.day)][closing.replier, closing.closer].append(closing.hazard)
    for (township, quarter), pairs in quarters.items():
        total = sum(map(len, pairs.values()))
        for (replier, closer), hazards in pairs.items():
            if len(hazards) >= settings.SIGNAL_PAIR_COUNT and len(hazards) * 100 >= total * settings.SIGNAL_PAIR_SHARE:
                people = {"first": replier[2] or "—", "second": closer[2] or "—"}
                told = {"quarter": quarter_words(quarter), "total": total, "hazards": len(hazards), **people}
                yield Finding(Kind.PAIR, f"{township}:{quarter}:{replier[0]}:{closer[0]}", frozenset(hazards), told, township)


def bursts(closings, today):
    """In a month that is over, most of a township's closings fell on its last days."""
    months = defaultdict(list)
    for closing in closings:
        months[closing.township, closing.day.replace(day=1)].append(closing)
    for (township, month), closed in months.items():
        end = Period.months(month.year, month.month, month.month).end
        last = [closing.hazard for closing in closed if (end - closing.day).days < settings.SIGNAL_BURST_DAYS]
        is_many = len(last) >= settings.SIGNAL_BURST_COUNT and len(last) * 100 >= len(closed) * settings.SIGNAL_BURST_SHARE
        if end < today and is_many:
            told = {
                "month": f"{month.year}年{month.month}月",
                "total": len(closed),
                "hazards": len(last),
                "days": settings.SIGNAL_BURST_DAYS,
            }
            yield Finding(Kind.BURST, f"{township}:{month:%Y%m}", frozenset(last), told, township)


class NothingToReInspect(Exception):
    """None of its hazards is closed: each is still re-inspected in the usual way."""


@transaction.atomic
def review(signal, *, by, verdict, note, after=None, at=None):
    """What somebody found when looking; `after` is the key of the review that was on the screen. Returns the SignalReview."""
    # Lock the signal: two of the bureau may look in the same second.
    signal = Signal.objects.select_for_update(of=("self",)).select_related("county").get(pk=signal.pk)
    if not keeps_ledgers_of(by, signal.county):
        raise PermissionDenied
    last = _last_review(signal)
    if last and last.pk != after:
        raise AlreadyReviewed(last)
    at = at or timezone.now()
    done = SignalReview.objects.create(signal=signal, verdict=verdict, note=note, by=by, at=at)
    hazards = list(signal.hazards.order_by("pk"))
    if verdict == SignalReview.Verdict.RE_INSPECT and not order_look_backs(done, hazards, today=timezone.localdate(at)):
        raise NothingToReInspect
    return done


def _last_review(signal):
    return signal.reviews.select_related("by__person").last()
