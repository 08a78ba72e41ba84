"""The chain of a township or a village as a tree, as of a day: who answers at each place below it, and what nobody answers for."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townships.drawing.shapes import SEAM, Line
from townships.gaps import Reason, find_gaps
from townships.models import Duty, Level, Place

# A duty that more people hold than this is told by their number: a roster is a list, not a picture.
MOST_NAMED = 6
BELOW = {Level.GROUP: gettext_lazy("组"), Level.ENTERPRISE: gettext_lazy("企业"), Level.KEY_SITE: gettext_lazy("重点部位")}
ORDER = list(Level)


@dataclass(frozen=True)
class Node:
    """A place with its posts in words; `first` are the lines of its first responsible person."""

    place_id: int
    level: str
    name: str
    lines: tuple[Line, ...] = ()
    first: tuple[Line, ...] = ()
    children: tuple["Node", ...] = ()
    url: str = ""
    is_high_risk: bool = False

    @property
    def gaps(self):
        return sum(line.tone == "gap" for line in self.lines)

    @property
    def gaps_below(self):
        return sum(child.gaps + child.gaps_below for child in self.children)

    def alone(self):
        return replace(self, children=())


@dataclass(frozen=True)
class Tree:
    """A place with all that stands below it, and the places that it stands under, the county first."""

    above: tuple[Node, ...]
    top: Node


def tree_of(place, *, on, phone):
    """At most fourteen queries, whatever the township's size. `phone(number)` shows it whole or masked."""
    above = place.ancestry()[::-1]
    places = _places_of(place, above, on)
    posts = _Posts(places, on, phone)
    children = defaultdict(list)
    for row in places.order_by("pk").select_related("parent"):
        children[row.parent_id].append(row)
    return Tree(tuple(_node(step, posts, {}) for step in above[:-1]), _node(above[-1], posts, children))


def _places_of(place, above, on):
    """The place, what stands below it on that day, and what it stands under."""
    below = Place.objects.open_on(on)
    below = below.in_township(place.pk) if place.level == Level.TOWNSHIP else below.filter(parent=place.pk)
    return below | Place.objects.filter(pk__in=[step.pk for step in above])


def _node(place, posts, children):
    below = sorted(children.get(place.pk, []), key=lambda child: (ORDER.index(child.level), child.pk))
    lines, first = posts.lines_of(place)
    return Node(
        place.pk,
        place.level,
        place.name,
        lines,
        first,
        tuple(_node(child, posts, children) for child in below),
        place.get_absolute_url(),
        place.is_high_risk,
    )


@dataclass(frozen=True)
class _Held:
    kind: object
    duties: list
    gaps: list


class _Posts:
    """Duties and gaps of many places, as lines of a drawing."""

    def __init__(self, places, on, phone: Callable):
        self.phone = phone
        self.held = defaultdict(dict)
        ids = places.order_by().values("pk")
        duties = Duty.objects.held_on(on).filter(place__in=ids).select_related("kind", "person").order_by("kind__position", "starts_on")
        for duty in duties:
            self._post(duty.place_id, duty.kind).duties.append(duty)
        for gap in find_gaps(Place.objects.filter(pk__in=ids), on=on):
            self._post(gap.place.pk, gap.rule.kind).gaps.append(gap)

    def _post(self, place_id, kind):
        return self.held[place_id].setdefault(kind.pk, _Held(kind, [], []))

    def lines_of(self, place):
        posts = sorted(self.held.get(place.pk, {}).values(), key=lambda post: post.kind.position)
        told = [(post.kind.is_first_responsible, self._lines(post)) for post in posts]
        every = tuple(line for _first, lines in told for line in lines)
        return every, tuple(line for is_first, lines in told if is_first for line in lines)

    def _lines(self, post):
        lines = [Line(_("%(duty)s：%(people)s") % {"duty": post.kind, "people": self._people(post.duties)})] if post.duties else []
        return lines + [Line(f"{post.kind}：{gap_in_words(gap)}", "gap") for gap in post.gaps]

    def _people(self, duties):
        if len(duties) > MOST_NAMED:
            return _("%(count)s 人") % {"count": len(duties)}
        return "、".join(SEAM + " ".join(filter(None, [duty.person.name, self.phone(duty.person.phone)])) + SEAM for duty in duties)


def gap_in_words(gap):
    """空缺, and why where somebody did hold it; what is held, but not as it should be, by its reason alone."""
    people = f"：{'、'.join(gap.people)}" if gap.people else ""
    if gap.held >= gap.rule.minimum:
        return f"{gap.reason.label}{people}"
    if gap.reason == Reason.TOO_FEW:
        return _("空缺 %(missing)s 人") % {"missing": gap.rule.minimum - gap.held}
    return _("空缺") if gap.reason == Reason.VACANT else _("空缺（%(reason)s%(people)s）") % {"reason": gap.reason.label, "people": people}


def counts_below(node):
    """组 3、企业 2、重点部位 1, and how many gaps stand there."""
    levels = [child.level for child in node.children]
    counts = "、".join(f"{words} {levels.count(level)}" for level, words in BELOW.items() if level in levels)
    lines = [Line(counts, "soft")] if counts else []
    return [*lines, Line(_("下级空白点 %(count)s 处") % {"count": node.gaps_below}, "gap")] if node.gaps_below else lines
