"""责任人: which unclosed hazards name somebody who hands over, and because of which posts.

A name alone proves nothing: it is the giver's where he holds a post at the hazard's place or above it, and no namesake does.
"""

from dataclasses import dataclass

from townships.chain import ways_up
from townships.models import Duty

from .models import Hazard


@dataclass(frozen=True)
class Named:
    """A hazard whose responsible person is the giver; `posts`: keys of those of his posts that make him so."""

    hazard: Hazard
    posts: frozenset[int]

    def follows(self, moved):
        """Whether one of these posts is among those that move."""
        return not self.posts.isdisjoint(moved)


def naming(giver, posts, *, on, by):
    """What names the giver on that day, of what the user may see; `posts` are the giver's."""
    hazards = Hazard.objects.visible_to(by).unclosed().filter(responsible_person=giver.name)
    hazards = list(hazards.select_related("township", "place").order_by("deadline", "found_at", "pk"))
    if not hazards or not posts:
        return []
    ways = ways_up([hazard.place for hazard in hazards], on=on)
    namesakes = Duty.objects.running_on(on).filter(person__name=giver.name).exclude(person=giver)
    theirs = set(namesakes.filter(place__in=set().union(*ways.values())).values_list("place", flat=True))
    found = [Named(hazard, _posts_of(hazard, posts, ways[hazard.place_id])) for hazard in hazards]
    return [one for one in found if one.posts and _is_him(one.hazard, giver, theirs.isdisjoint(ways[one.hazard.place_id]))]


def _posts_of(hazard, posts, way):
    """The first responsible person's post, or whatever else is held there: an order may name anybody."""
    here = [post for post in posts if post.place_id in way]
    first = [post for post in here if post.kind.is_first_responsible]
    return frozenset(post.pk for post in first or here)


def _is_him(hazard, giver, is_only_one):
    return is_only_one or (giver.phone != "" and hazard.responsible_phone == giver.phone)
