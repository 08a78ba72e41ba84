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
    """Levels from the place up to the county, as it stood that day, with the duties held then; required duties that nobody held
    included.

    At most twenty queries, whatever the county's size.
    """
    return chains_of([place], on=on)[place.pk]


def chains_of(places, *, on):
    """{place id: its chain} of many places, in as many queries as for one."""
    known, parents = _with_all_above(places, on)
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
    return {place.pk: [levels[pk] for pk in _way_up(place, parents)] for place in places}


def _with_all_above(places, on):
    """{place id: place} of the places and of everything that they stood under on that day, and {place id: what it stood under}; a
    query a step, five at most."""
    known = {place.pk: place for place in places}
    parents = dict(Place.objects.filter(pk__in=known).standing_on(on).values_list("pk", "parent_then"))
    while missing := set(filter(None, parents.values())) - known.keys():
        found = Place.objects.standing_on(on).in_bulk(missing)
        known |= found
        parents |= {pk: place.parent_then for pk, place in found.items()}
    return known, parents


def ways_up(places, *, on):
    """{place id: ids from it up to the county} as they stood on that day, in five queries at most."""
    _known, parents = _with_all_above(places, on)
    return {place.pk: list(_way_up(place, parents)) for place in places}


def ancestry(place, *, on):
    """From this place up to the county, as it stood on that day."""
    known, parents = _with_all_above([place], on)
    return [known[pk] for pk in _way_up(place, parents)]


def _way_up(place, parents):
    pk = place.pk
    while pk:
        yield pk
        pk = parents[pk]


def first_responsible(on):
    """The name of the first responsible person of each row of a Place queryset, to annotate it with."""
    held = Duty.objects.held_on(on).filter(place=OuterRef("pk"), kind__is_first_responsible=True)
    return Subquery(held.order_by("starts_on").values("person__name")[:1])


def _post(posts, place_id, kind):
    return posts[place_id].setdefault(kind.pk, Post(kind, [], []))
