"""空白点: required duties that nobody holds, or that are not held as they should be, on a day (DESIGN section 5).

Everything is worked out from four queries, however many places there are: rules, places, running duties, loads.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, TextChoices
from django.utils.translation import gettext_lazy as _

from townships.models import Duty, DutyRule, Level, Place

LEVELS = list(Level)


class Reason(TextChoices):
    VACANT = "vacant", _("无人任职")
    LEFT = "left", _("任职人已离任")
    TOO_FEW = "too_few", _("人数不足")
    OVERLOADED = "overloaded", _("一人负责过多")


@dataclass(frozen=True)
class Gap:
    """`held` counts who holds the duty that day; `people` names those who left or carry too much."""

    place: Place
    rule: DutyRule
    held: int
    reason: Reason
    people: tuple[str, ...] = ()

    @property
    def township_id(self):
        return self.place.pk if self.place.level == Level.TOWNSHIP else self.place.township_id


def find_gaps(places, *, on):
    """Gaps of the places (a Place queryset) on that day, by township, then level, place and duty."""
    rules = _rules_by_level()
    posts = _running_posts(places, on)
    overloaded = _overloaded(places, on)
    gaps = [
        gap
        for place in places.open_on(on).with_kind().order_by("pk").select_related("parent").prefetch_related("township")
        for rule in rules[place.level]
        if _applies(rule, place)
        if (gap := _judge(place, rule, posts[place.pk, rule.kind_id], overloaded, on))
    ]
    # The sort is stable: places and rules keep their own order within a level.
    return sorted(gaps, key=lambda gap: (gap.township_id or 0, LEVELS.index(gap.place.level), gap.place.pk))


def count_by_township(gaps):
    """{township id: Counter of reasons}; the county's own gaps stand under None."""
    counts = defaultdict(Counter)
    for gap in gaps:
        counts[gap.township_id][gap.reason] += 1
    return dict(counts)


def _rules_by_level():
    rules = defaultdict(list)
    for rule in DutyRule.objects.select_related("kind").order_by("kind__position", "pk"):
        rules[rule.kind.level].append(rule)
    return rules


def _applies(rule, place):
    return (place.is_high_risk or not rule.high_risk_only) and rule.place_kind in ("", place.own_kind)


def _running_posts(places, on):
    """{(place id, kind id): posts} of every term that covers the day, with what is needed of the holder."""
    posts = defaultdict(list)
    duties = Duty.objects.running_on(on).filter(place__in=places.order_by().values("pk")).order_by("starts_on", "pk")
    fields = ["place_id", "kind_id", "person_id", "person__name", "person__left_on", "person__is_full_time"]
    for post in duties.values_list(*fields, named=True):
        posts[post.place_id, post.kind_id].append(post)
    return posts


def _overloaded(places, on):
    """{(person id, kind id)} of who holds more places than one person sensibly can, wherever these are."""
    holders = Duty.objects.running_on(on).filter(place__in=places.order_by().values("pk")).values("person")
    loads = Duty.objects.held_on(on).filter(person__in=holders).order_by().values("person", "kind", "kind__sensible_load")
    beyond = loads.annotate(load=Count("place", distinct=True)).filter(load__gt=F("kind__sensible_load"))
    return set(beyond.values_list("person", "kind"))


def _judge(place, rule, posts, overloaded, on):
    """The gap of one rule on one place, or None."""
    left = [post for post in posts if post.person__left_on and post.person__left_on <= on]
    held = [post for post in posts if post not in left and (post.person__is_full_time or not rule.full_time_only)]
    beyond = [post for post in held if (post.person_id, post.kind_id) in overloaded]
    if len(held) < rule.minimum:
        reason = Reason.TOO_FEW if held else Reason.LEFT if left else Reason.VACANT
        return Gap(place, rule, len(held), reason, _names(left))
    if len(held) - len(beyond) < rule.minimum:
        return Gap(place, rule, len(held), Reason.OVERLOADED, _names(beyond))
    return None


def _names(posts):
    return tuple(post.person__name for post in posts)
