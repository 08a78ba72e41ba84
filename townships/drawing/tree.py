"""The chain of a township or a village as a tree, as of a day: who answers at each place below it, and what nobody answers for."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townships.chain import ancestry
from townships.drawing.shapes import SEAM, Line
from townships.gaps import Reason, find_gaps
from townships.models import Duty, Level, Place, Seat, Team

# A duty that more people hold than this is told by their number: a roster is a list, not a picture. Who sits in a team is named
# where the team is told in detail, as long as a sheet holds the names.
MOST_NAMED, MOST_NAMED_OF_A_TEAM = 6, 60
TEAM = "team"
# 两部一站 first, as the second document names them.
TEAM_ORDER = [Team.Kind.HEADQUARTERS, Team.Kind.STATION, Team.Kind.WORKING_GROUP, Team.Kind.RESCUE]
# What a duty's name repeats of its team's: 指挥部指挥长 of 森林防火指挥部 is 指挥长 in the team's own box.
TOLD_BY_THE_TEAM = {"headquarters": "指挥部", "station": "安监站", "working_group": "行业领导小组", "rescue": "应急救援队"}
BELOW = {Level.GROUP: gettext_lazy("组"), Level.ENTERPRISE: gettext_lazy("企业"), Level.KEY_SITE: gettext_lazy("重点部位")}
ORDER = list(Level)


@dataclass(frozen=True)
class Node:
    """A place with its posts in words; `first` are the lines of its first responsible person.

    A team stands below its place as a node without a place: `first` is its head, and `brief` has the number of those who are many.
    """

    place_id: int
    level: str
    name: str
    lines: tuple[Line, ...] = ()
    first: tuple[Line, ...] = ()
    children: tuple["Node", ...] = ()
    url: str = ""
    is_high_risk: bool = False
    brief: tuple[Line, ...] = ()
    team_kind: str = ""

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
    """As it stood on that day, in at most eighteen queries, whatever the township's size. `phone(number)` shows it whole or masked."""
    above = ancestry(place, on=on)[::-1]
    places = _places_of(place, above, on)
    posts = _Posts(places, on, phone)
    children = defaultdict(list)
    for row in places.standing_on(on).order_by("pk").select_related("parent"):
        children[row.parent_then].append(row)
    return Tree(tuple(_above(step, posts) for step in above[:-1]), _node(above[-1], posts, children))


def _places_of(place, above, on):
    """The place, what stood below it on that day, and what it stood under."""
    below = Place.objects.open_on(on)
    if place.level == Level.TOWNSHIP:
        below = below.in_township(place.pk)
    else:
        below = Place.objects.filter(pk__in=below.standing_on(on).filter(parent_then=place.pk).values("pk"))
    return below | Place.objects.filter(pk__in=[step.pk for step in above])


def _above(place, posts):
    """Its teams have boxes on its own picture; here it is told only that there are some."""
    node = _node(place, posts, {})
    words = _("机构和队伍：%(count)s 个（见%(place)s体系图）") % {"count": len(node.children), "place": place.name}
    return replace(node, lines=(*node.lines, *([Line(words, "soft")] if node.children else [])), children=())


def _node(place, posts, children):
    below = sorted(children.get(place.pk, []), key=lambda child: (ORDER.index(child.level), child.pk))
    lines, first = posts.lines_of(place)
    return Node(
        place.pk,
        place.level,
        place.name,
        lines,
        first,
        (*posts.teams_of(place), *(_node(child, posts, children) for child in below)),
        place.get_absolute_url(),
        place.is_high_risk,
    )


@dataclass(frozen=True)
class _Held:
    kind: object
    duties: list
    gaps: list


class _Posts:
    """Duties and gaps of many places and of their teams, as lines of a drawing."""

    def __init__(self, places, on, phone: Callable):
        self.phone, self.on = phone, on
        self.held = defaultdict(dict)
        ids = places.order_by().values("pk")
        self.teams = defaultdict(list)
        for team in Team.objects.filter(place__in=ids).open_on(on).order_by("pk"):
            self.teams[team.place_id].append(team)
        known = {team.pk for teams in self.teams.values() for team in teams}
        duties = Duty.objects.held_on(on).filter(place__in=ids).select_related("kind", "person").order_by("kind__position", "starts_on")
        for duty in duties:
            self._post(duty.place_id, duty.team_id if duty.team_id in known else None, duty.kind).duties.append(duty)
        for gap in find_gaps(Place.objects.filter(pk__in=ids), on=on):
            self._post(gap.place.pk, gap.team and gap.team.pk, gap.rule.kind).gaps.append(gap)

    def _post(self, place_id, team_id, kind):
        return self.held[place_id, team_id].setdefault(kind.pk, _Held(kind, [], []))

    def _posts_of(self, place_id, team_id=None):
        return sorted(self.held.get((place_id, team_id), {}).values(), key=lambda post: post.kind.position)

    def lines_of(self, place):
        if absent := _absence(place, self.on):
            return (absent,), (absent,)
        told = [(post.kind.is_first_responsible, self._lines(post, str(post.kind))) for post in self._posts_of(place.pk)]
        every = tuple(line for _first, lines in told for line in lines)
        return every, tuple(line for is_first, lines in told if is_first for line in lines)

    def teams_of(self, place):
        teams = sorted(self.teams.get(place.pk, []), key=lambda team: TEAM_ORDER.index(team.kind))
        return tuple(self._team(team) for team in teams)

    def _team(self, team):
        posts = sorted(self._posts_of(team.place_id, team.pk), key=lambda post: list(Seat).index(post.kind.seat))
        full = [line for post in posts for line in self._lines(post, _in_team(post.kind), most_named=MOST_NAMED_OF_A_TEAM)]
        brief = [line for post in posts for line in self._lines(post, _in_team(post.kind))]
        head = [line for post in posts if post.kind.seat == Seat.HEAD for line in self._lines(post, _in_team(post.kind))]
        nobody = [] if full else [Line(_("还没有登记人员"), "soft")]
        lines = tuple(full or nobody)
        return Node(0, TEAM, team.name, lines, tuple(head), (), team.get_absolute_url(), brief=tuple(brief or nobody), team_kind=team.kind)

    def _lines(self, post, name, most_named=MOST_NAMED):
        people, name = self._people(post.duties, most_named), f"{SEAM}{name}{SEAM}"
        lines = [Line(_("%(duty)s：%(people)s") % {"duty": name, "people": people})] if post.duties else []
        return lines + [Line(f"{name}：{gap_in_words(gap)}", "gap") for gap in post.gaps]

    def _people(self, duties, most_named):
        if len(duties) > most_named:
            return _("%(count)s 人") % {"count": len(duties)}
        return "、".join(SEAM + " ".join(filter(None, [duty.person.name, self.phone(duty.person.phone)])) + SEAM for duty in duties)


def _absence(place, day):
    """Of a place that is not there on the day: nobody is missing in it, which is not to say that it is well."""
    if place.opened_on and day < place.opened_on:
        return Line(_("这一天尚未设立（%(day)s 设立或纳入监管）") % {"day": place.opened_on}, "soft")
    if place.closed_on and place.closed_on <= day:
        return Line(_("已于 %(day)s 撤并（注销）") % {"day": place.closed_on}, "soft")
    return None


def _in_team(kind):
    """The duty's name without what the name of its team says already."""
    return kind.name.partition(TOLD_BY_THE_TEAM[kind.team_kind])[2] or kind.name


def kinds_of(teams):
    """A line that counts teams by kind; two headquarters and a station are 两部一站, as the second document calls them."""
    counts = Counter(team.team_kind for team in teams)
    both = counts[Team.Kind.HEADQUARTERS] == 2 and counts[Team.Kind.STATION] == 1
    kinds = [kind for kind in TEAM_ORDER if counts[kind] and not (both and kind in TEAM_ORDER[:2])]
    words = [_("两部一站")] if both else []
    return Line("、".join([*words, *(f"{SEAM}{kind.label} {counts[kind]}{SEAM}" for kind in kinds)]), "soft")


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
