"""空白点: required duties that nobody holds, or that are not held as they should be, on a day (DESIGN section 5).

Everything is worked out from at most fourteen queries, however many places there are: rules, minimums of staff, populations,
places, teams, running duties, loads, certificates, who held what before, who has two full-time posts and where these are, and the
places of the gaps with their townships.
"""

from bisect import bisect_left
from collections import Counter, defaultdict, namedtuple
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townships.models import Certificate, Duty, DutyRule, Level, Person, Place, Team
from townships.models.chain import seat_title
from townships.staffing import Staffing

LEVELS = list(Level)


class Reason(TextChoices):
    VACANT = "vacant", _("无人任职")
    EXPIRED = "expired", _("任期届满未接任")
    LEFT = "left", _("任职人已离任")
    TOO_FEW = "too_few", _("人数不足")
    UNQUALIFIED = "unqualified", _("未持有效证件")
    LOW_RANK = "low_rank", _("职级不符")
    OVERLOADED = "overloaded", _("一人负责过多")
    DOUBLED = "doubled", _("一人两个专职岗位")


Holder = namedtuple("Holder", "pk name")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: how many are wanting because of it; `holders` are those who left, whose term ended, who have no
    valid certificate or too low a rank, or who carry too much. `beside`: which full-time posts each of them has elsewhere, in words."""

    reason: Reason
    missing: int
    holders: tuple[Holder, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def people(self):
        return tuple(holder.name for holder in self.holders)

    @property
    def is_too_much(self):
        """Whether it is mended by ending one of somebody's posts."""
        return self.reason in (Reason.OVERLOADED, Reason.DOUBLED)


@dataclass(frozen=True)
class Gap:
    """`held` counts who holds the duty that day, `faults` are all that stand, the gravest first: a gap goes by it.

    `uncounted`: who holds the duty, but is not full-time where only those count. `team` where the duty is a seat of one.
    """

    place: Place
    rule: DutyRule
    held: int
    faults: tuple[Fault, ...]
    uncounted: tuple[Holder, ...] = ()
    # [(name, first day)] of who is appointed and has yet to begin, where somebody is missing.
    coming: tuple[tuple[str, date], ...] = ()
    team: Team | None = None

    @property
    def reason(self):
        return self.faults[0].reason

    @property
    def missing(self):
        return self.faults[0].missing

    @property
    def holders(self):
        return self.faults[0].holders

    @property
    def township_id(self):
        return self.place.pk if self.place.level == Level.TOWNSHIP else self.place.township_id

    @property
    def people(self):
        return self.faults[0].people

    @property
    def everybody(self):
        """The names of all who are concerned, each once."""
        named = [holder for fault in self.faults for holder in fault.holders]
        return tuple(holder.name for holder in dict.fromkeys([*named, *self.uncounted]))

    @property
    def title(self):
        return seat_title(self.team, self.rule.kind) if self.team else str(self.rule.kind)

    # What lists are ordered by: the county's own come first, then by the level in the tree, the gravest reason first.
    @property
    def township_name(self):
        return "" if self.place.is_county else str(self.place.township or self.place)

    @property
    def county_name(self):
        """Queries the county if it is not loaded."""
        return str(self.place if self.place.is_county else self.place.county)

    @property
    def depth(self):
        return LEVELS.index(self.place.level)

    @property
    def gravity(self):
        return list(Reason).index(self.reason)

    @property
    def is_taken(self):
        """Only one may hold the post and somebody does: another is refused as long as that term runs."""
        return self.rule.kind.is_single_holder and bool(self.held or self.uncounted)

    @property
    def told(self):
        """[(fault, what it asks for in words)]"""
        return [(fault, self._in_words(fault)) for fault in self.faults]

    def _in_words(self, fault):
        match fault.reason:
            case Reason.TOO_FEW:
                words = gettext("在岗 %(held)s 人，应配 %(minimum)s 人") % {"held": self.held, "minimum": self.rule.minimum}
                return words + gettext("（专职）") if self.rule.full_time_only else words
            case Reason.UNQUALIFIED:
                told = {"kind": self.rule.certificate, "missing": fault.missing}
                return gettext("须持%(kind)s，尚缺 %(missing)s 人") % told
            case Reason.LOW_RANK:
                return gettext("须为副科级以上")
            case Reason.OVERLOADED:
                words = gettext("专职岗位，一人只能任 1 处") if self.rule.is_full_time else gettext("一人最多 %(load)s 处")
                return words % {"load": self.rule.load}
            case Reason.DOUBLED:
                several = len(fault.holders) > 1
                told = zip(fault.people, fault.beside, strict=True)
                return "，".join((name if several else "") + gettext("又任%(posts)s") % {"posts": posts} for name, posts in told)
        return ""

    @property
    def sentence(self):
        """All that is wrong, for those who read it outside a table."""
        parts = [" ".join(filter(None, [str(fault.reason.label), "、".join(fault.people), words])) for fault, words in self.told]
        parts += [self.uncounted_words] if self.uncounted else []
        return "；".join(parts + ([self.coming_words] if self.coming else []))

    @property
    def coming_words(self):
        return "、".join(gettext("已任命%(name)s，自 %(day)s 起") % {"name": name, "day": day} for name, day in self.coming)

    @property
    def uncounted_words(self):
        names = "、".join(holder.name for holder in self.uncounted)
        return gettext("%(names)s未标记为专职安监人员，不计入人数") % {"names": names}


@dataclass
class Coverage:
    """Posts that are required and those of them that are held as they should be."""

    required: int = 0
    missing: int = 0

    @property
    def filled(self):
        return self.required - self.missing


@dataclass
class Survey:
    """All gaps, by township, then level, place and duty; and how many posts are required in each township (None: the county's own)."""

    gaps: list[Gap]
    required: Counter = field(default_factory=Counter)

    @cached_property
    def by_township(self):
        """{township id: Coverage}"""
        missing = Counter()
        for gap in self.gaps:
            missing[gap.township_id] += gap.missing
        return {pk: Coverage(required, missing[pk]) for pk, required in self.required.items()}

    @cached_property
    def total(self):
        return Coverage(self.required.total(), sum(gap.missing for gap in self.gaps))


def find_gaps(places, *, on):
    """Gaps of the places (a Place queryset) on that day, by township, then level, place and duty."""
    return survey(places, on=on).gaps


def survey(places, *, on):
    """The whole check of the places (a Place queryset) on that day."""
    rules = Rules(on.year)
    posts = Posts(places, on, rules)
    required, found = Counter(), []
    for place in _rows(places.open_on(on)):
        for rule in rules.of(place):
            for team in _units(place, rule, posts.teams):
                required[place.own_township] += rule.minimum
                if verdict := posts.judge(rule, place.pk, team):
                    found.append((place, rule, team, verdict))
    # The sort is stable: places and rules keep their own order within a level.
    found.sort(key=lambda gap: (gap[0].own_township or 0, LEVELS.index(gap[0].level), gap[0].pk))
    return Survey(_told(found, posts), required)


def rules_at(places, *, on):
    """{(place id, kind id): what is asked of that duty there}"""
    rules = Rules(on.year)
    return {(place.pk, rule.kind_id): rule for place in _rows(places.open_on(on)) for rule in rules.of(place)}


def full_time_among(posts, *, on, rules=None, becoming=None):
    """Those of the posts that take a whole person: by their kind, or by what is asked of it at their place (decision 0061).

    `becoming`: {place id: {"is_high_risk": True}} of a place that is judged by what it is about to be.
    """
    rules = rules or Rules(on.year)
    places = {row.pk: row for row in _rows(Place.objects.filter(pk__in={post.place_id for post in posts}))}
    places |= {pk: places[pk]._replace(**facts) for pk, facts in (becoming or {}).items() if pk in places}
    return [post for post in posts if post.kind.is_full_time or rules.take_a_whole_person(post.kind_id, places[post.place_id])]


def gap_of(duty, *, on):
    """What is still wrong on that day with the duty that somebody was appointed to, or None."""
    here = find_gaps(Place.objects.filter(pk=duty.place_id), on=on)
    return next((gap for gap in here if gap.rule.kind_id == duty.kind_id and gap.team in (None, duty.team)), None)


def load_of(duty, *, on):
    """How many posts of this kind its holder has on that day, where that is more than one person sensibly holds; otherwise None."""
    if duty.kind.sensible_load is None:
        return None
    load = Duty.objects.held_on(on).filter(person=duty.person_id, kind=duty.kind_id).count()
    return load if load > duty.kind.sensible_load else None


def count_by_township(gaps):
    """{township id: Counter of the reasons that the gaps go by}; the county's own gaps stand under None."""
    counts = defaultdict(Counter)
    for gap in gaps:
        counts[gap.township_id][gap.reason] += 1
    return dict(counts)


Row = namedtuple("Row", "pk level is_high_risk own_kind own_township employees")


def _rows(places):
    """Ten thousand places as plain rows: of most of them nothing has to be said."""
    fields = ["pk", "level", "is_high_risk", "own_kind", "township_id", "as_enterprise__employees"]
    rows = places.with_kind().order_by("pk").values_list(*fields)
    return [Row(pk, level, *told, pk if level == Level.TOWNSHIP else township, size) for pk, level, *told, township, size in rows]


def _units(place, rule, teams):
    """Where a rule asks for people: in each team of its kind, or at the place itself; nowhere if only teams are asked."""
    if not rule.kind.team_kind:
        return [None]
    return teams.get((place.pk, rule.kind.team_kind)) or ([] if rule.in_teams_only else [None])


def _told(found, posts):
    """Gaps with the rows that they are about, read now that it is known which."""
    places = Place.objects.select_related("parent").prefetch_related("township").in_bulk({place.pk for place, *_ in found})
    return [Gap(places[place.pk], rule, *verdict, team=posts.team_rows.get(team)) for place, rule, team, verdict in found]


class Rules:
    """Which rules apply to a place in a year; of several for one duty the narrowest."""

    def __init__(self, year):
        self.staffing = Staffing(year)
        self.all = list(DutyRule.objects.select_related("kind", "certificate").order_by("kind__position", "pk"))
        # What big enterprises are asked for begins above these numbers of people.
        self.sizes = sorted({rule.employees_over for rule in self.all if rule.employees_over is not None})
        self.known = {}

    def of(self, place):
        rules = self._of_profile(place)
        if place.level != Level.TOWNSHIP:
            return rules
        return [self.staffing.applied(rule, place.pk) if rule.by_population else rule for rule in rules]

    def take_a_whole_person(self, kind, place):
        rules = self._of_profile(place)
        return any(rule.is_full_time for rule in rules if rule.kind_id == kind)

    def staff_of(self, township):
        """The rule by which a station's staff is counted, as it holds in this township (a row), or None."""
        place = Row(township.pk, Level.TOWNSHIP, False, township.kind, township.pk, None)
        return next((rule for rule in self.of(place) if rule.by_population), None)

    def _of_profile(self, place):
        # Of how many sizes a place is matters, and not its number of people: a thousand enterprises are a few profiles.
        profile = place.level, place.is_high_risk, place.own_kind, bisect_left(self.sizes, place.employees or 0)
        if profile not in self.known:
            self.known[profile] = self._apply(place)
        return self.known[profile]

    def _apply(self, place):
        narrowest = {}
        for rule in self.all:
            if _applies(rule, place):
                kept = narrowest.setdefault(rule.kind_id, rule)
                if _narrowness(rule) > _narrowness(kept):
                    narrowest[rule.kind_id] = rule
        return list(narrowest.values())

    def certificates(self):
        return {rule.certificate_id for rule in self.all if rule.certificate_id}

    def full_time_kinds(self):
        return {rule.kind_id for rule in self.all if rule.is_full_time}


def _applies(rule, place):
    is_of_kind = rule.kind.level == place.level and rule.place_kind in ("", place.own_kind)
    is_big_enough = rule.employees_over is None or (place.employees or 0) > rule.employees_over
    return is_of_kind and is_big_enough and (place.is_high_risk or not rule.high_risk_only)


def _narrowness(rule):
    # 第二十四条 asks big enterprises only where it has not asked the dangerous ones already (前款规定以外的).
    return bool(rule.place_kind), rule.high_risk_only, -1 if rule.employees_over is None else rule.employees_over


class Posts:
    """Who holds what on the day, and what is needed of the holders."""

    def __init__(self, places, on, rules):
        self.on = on
        self.rules = rules
        self.duties = Duty.objects.filter(place__in=places.order_by().values("pk"))
        self.team_rows = {team.pk: team for team in Team.objects.filter(place__in=places.order_by().values("pk")).open_on(on)}
        self.teams = defaultdict(list)
        for team in self.team_rows.values():
            self.teams[team.place_id, team.kind].append(team.pk)
        self.running = self._running()
        self.loads = self._loads(rules.full_time_kinds())
        self.certified = self._certified(rules.certificates())

    def _running(self):
        """{(place id, kind id, team id): posts} of every term that covers the day; `coming`: [(name, first day)] of later ones."""
        running, self.station_staff, self.coming = defaultdict(list), defaultdict(dict), defaultdict(list)
        of_post = ["place_id", "kind_id", "team_id", "starts_on", "kind__team_kind"]
        of_person = ["name", "left_on", "is_full_time", "rank"]
        fields = [*of_post, "person_id", *(f"person__{name}" for name in of_person)]
        terms = self.duties.overlapping(self.on, None).order_by("starts_on", "pk")
        for place, kind, team, starts_on, seat_of, *post in terms.values_list(*fields):
            person, name, left_on, is_full_time, _rank = post
            if starts_on > self.on:
                if not (left_on and left_on <= starts_on):
                    self.coming[place, kind, team].append((name, starts_on))
                continue
            running[place, kind, team].append(post)
            if seat_of == Team.Kind.STATION and is_full_time and not (left_on and left_on <= self.on):
                self.station_staff[place][person] = Holder(person, name)
        return running

    def _loads(self, full_time_kinds):
        """{(person id, kind id): how many posts} of who holds several of a kind that has a limit, wherever these are."""
        limited = Q(kind__sensible_load__isnull=False) | Q(kind__in=full_time_kinds)
        loads = Duty.objects.held_on(self.on).filter(limited, person__in=self._holders())
        loads = loads.order_by().values("person", "kind").annotate(load=Count("pk")).filter(load__gt=1)
        return {(person, kind): load for person, kind, load in loads.values_list("person", "kind", "load")}

    @cached_property
    def doubled(self):
        """{(person id, place id, kind id): the person's other full-time posts in words} of those who have several, wherever these are."""
        full_time = Q(kind__is_full_time=True) | Q(kind__in=self.rules.full_time_kinds())
        candidates = Duty.objects.held_on(self.on).filter(full_time)
        several = candidates.filter(person__in=self._holders()).order_by().values("person").annotate(posts=Count("pk"))
        posts = candidates.filter(person__in=several.filter(posts__gt=1).values("person")).select_related("kind", "team", "place")
        own = defaultdict(list)
        for post in full_time_among(posts, on=self.on, rules=self.rules) if posts else []:
            own[post.person_id].append(post)
        return {
            (person, post.place_id, post.kind_id): "、".join(f"{other.place} {other.title}" for other in held if other is not post)
            for person, held in own.items()
            if len(held) > 1
            for post in held
        }

    def _certified(self, kinds):
        """{(person id, kind of certificate)} of what is valid that day."""
        if not kinds:
            return set()
        valid = Certificate.objects.valid_on(self.on).filter(kind__in=kinds, person__in=self._holders())
        return set(valid.order_by().values_list("person", "kind"))

    def _holders(self):
        return self.duties.running_on(self.on).order_by().values("person")

    @cached_property
    def last_holders(self):
        """{(place id, kind id, team id): Holder} of posts whose term ended and in which nobody's runs."""
        here = {"place": OuterRef("place"), "kind": OuterRef("kind"), "unit": OuterRef("unit")}
        running = Duty.objects.running_on(self.on).annotate(unit=Coalesce("team_id", 0)).filter(**here)
        ended = self.duties.counted().filter(ends_on__lt=self.on).annotate(unit=Coalesce("team_id", 0)).filter(~Exists(running))
        rows = ended.order_by("ends_on", "pk").values_list("place_id", "kind_id", "team_id", "person_id", "person__name")
        return {(place, kind, team): Holder(person, name) for place, kind, team, person, name in rows}

    def judge(self, rule, place, team):
        """(held, faults, uncounted, coming) of one rule at one place or team, or None; the last two where somebody is missing."""
        posts = self.running.get((place, rule.kind_id, team), ())
        left, held, uncounted, low = [], [], [], []
        for person, name, left_on, is_full_time, rank in posts:
            counts = is_full_time or not rule.full_time_only
            (left if left_on and left_on <= self.on else held if counts else uncounted).append(Holder(person, name))
            # Asked for when somebody is appointed; it is lowered, or its entry put right, while the post is held. No rank has a day.
            if rule.kind.deputy_rank_only and rank not in Person.DEPUTY_OR_ABOVE:
                low.append(Holder(person, name))
        if rule.by_population:
            # The station's staff (decision 0061): its head is one of them (second document: 2名专编专职安监员，其中站长…).
            others = {**self.station_staff[place]}
            held += [others[pk] for pk in others.keys() - {holder.pk for holder in held}]
        doubled = self._doubled(rule, place, held)
        faults = [
            *self._wanting(rule, place, team, held, left, uncounted),
            *self._short_of(Reason.UNQUALIFIED, rule.certified_minimum, held, self._without(rule, held)),
            *self._short_of(Reason.LOW_RANK, rule.minimum, held, tuple(one for one in low if one in held)),
            *self._short_of(Reason.OVERLOADED, rule.minimum, held, tuple(one for one in self._beyond(rule, held) if one not in doubled)),
            *self._in_two_places(rule, place, held, doubled),
        ]
        # Who is not counted explains why there are too few; where there are enough, nothing is wrong with it.
        if not faults:
            return None
        if len(held) >= rule.minimum:
            return len(held), tuple(faults), (), ()
        return len(held), tuple(faults), tuple(uncounted), tuple(self.coming.get((place, rule.kind_id, team), ()))

    def _wanting(self, rule, place, team, held, left, uncounted):
        missing = rule.minimum - len(held)
        if missing <= 0:
            return []
        if held or uncounted:
            return [Fault(Reason.TOO_FEW, missing, tuple(left))]
        if left:
            return [Fault(Reason.LEFT, missing, tuple(left))]
        last = self.last_holders.get((place, rule.kind_id, team))
        return [Fault(Reason.EXPIRED, missing, (last,)) if last else Fault(Reason.VACANT, missing)]

    def _short_of(self, reason, wanted, held, unfit):
        """Too few of those who hold it are fit; who is not there at all is missing already."""
        missing = min(wanted - len(held) + len(unfit), len(unfit))
        return [Fault(reason, missing, unfit)] if missing > 0 else []

    def _without(self, rule, held):
        return tuple(holder for holder in held if (holder.pk, rule.certificate_id) not in self.certified)

    def _beyond(self, rule, held):
        return tuple(holder for holder in held if rule.load and self.loads.get((holder.pk, rule.kind_id), 1) > rule.load)

    def _doubled(self, rule, place, held):
        if not held or not (rule.is_full_time or rule.kind.is_full_time):
            return ()
        return tuple(holder for holder in held if (holder.pk, place, rule.kind_id) in self.doubled)

    def _in_two_places(self, rule, place, held, doubled):
        """Told also where enough others serve: nobody holds two full-time posts (decision 0061)."""
        if not doubled:
            return []
        missing = max(0, min(rule.minimum - len(held) + len(doubled), len(doubled)))
        beside = tuple(self.doubled[holder.pk, place, rule.kind_id] for holder in doubled)
        return [Fault(Reason.DOUBLED, missing, doubled, beside)]
