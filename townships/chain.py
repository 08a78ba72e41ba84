"""责任链: everybody who answers for one place on one day, from the place up to the county (DESIGN section 5)."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from townships.gaps import Gap, find_gaps
from townships.models import Duty, DutyKind, Place


@dataclass(frozen=True)
class Post:
    """One kind of duty on one place: who held it that day, and what is wrong with that."""

    kind: DutyKind
    duties: list[Duty]
    gaps: list[Gap]


@dataclass(frozen=True)
class ChainLevel:
    place: Place
    posts: list[Post]


def chain_of(place, *, on):
    """Levels from the place up to the county with the duties held that day; required duties that nobody held included.

    At most sixteen queries, whatever the county's size.
    """
    return chains_of([place], on=on)[place.pk]


def chains_of(places, *, on):
    """{place id: its chain} of many places, in as many queries as for one."""
    known = _with_all_above(places)
    above = Place.objects.filter(pk__in=known)
    duties = (
        Duty.objects.held_on(on).filter(place__in=known).select_related("kind", "person", "team").order_by("kind__position", "starts_on")
    )
    posts = {pk: {} for pk in known}
    for duty in duties:
        _post(posts, duty.place_id, duty.kind).duties.append(duty)
    for gap in find_gaps(above, on=on):
        _post(posts, gap.place.pk, gap.rule.kind).gaps.append(gap)
    levels = {pk: ChainLevel(step, sorted(posts[pk].values(), key=lambda post: post.kind.position)) for pk, step in known.items()}
    return {place.pk: [levels[pk] for pk in _way_up(place, known)] for place in places}


def _with_all_above(places):
    """{place id: place} of the places and of everything that they stand under; a query a step, four at most."""
    known = {place.pk: place for place in places}
    while missing := {place.parent_id for place in known.values() if place.parent_id} - known.keys():
        known |= Place.objects.in_bulk(missing)
    return known


def ways_up(places):
    """{place id: ids from it up to the county}, in four queries at most."""
    known = _with_all_above(places)
    return {place.pk: list(_way_up(place, known)) for place in places}


def _way_up(place, known):
    pk = place.pk
    while pk:
        yield pk
        pk = known[pk].parent_id


def first_responsible(on):
    """The name of the first responsible person of each row of a Place queryset, to annotate it with."""
    held = Duty.objects.held_on(on).filter(place=OuterRef("pk"), kind__is_first_responsible=True)
    return Subquery(held.order_by("starts_on").values("person__name")[:1])


def _post(posts, place_id, kind):
    return posts[place_id].setdefault(kind.pk, Post(kind, [], []))
