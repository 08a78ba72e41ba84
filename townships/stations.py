"""安监站: what each township's station has in a year, and what falls short of what is asked (RULES section 3).

A year is judged as it stood on its last day, the running year as it stands today. Staff is counted from the roster, never
typed. Everything is worked out from a fixed number of queries, however many townships there are.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_UP, Decimal

from django.db.models import Count, TextChoices
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from townships.certificates import holders_on
from townships.gaps import Rules
from townships.models import (
    Duty,
    DutyRule,
    Equipment,
    EquipmentKind,
    Level,
    Norm,
    StationItem,
    StationYear,
    Team,
    Township,
    Village,
    VillageOffice,
)
from townships.recording import amend, record

Key = Norm.Key


class YearIsOver(Exception):
    """What a station had in a past year is not edited; a wrong row is voided and entered anew."""


class Reason(TextChoices):
    NOT_FILED = "not_filed", _("本年情况未填报")
    ROOMS = "rooms", _("办公用房不足")
    AREA = "area", _("办公面积不足")
    STAFF = "staff", _("专职人员不足")
    CERTIFIED = "certified", _("专职人员未全部持证")
    EQUIPMENT = "equipment", _("装备不足")
    ITEMS = "items", _("“八有”不全")
    OFFICES = "offices", _("村级办公室不足")
    BUDGET = "budget", _("经费未落实")


class OfAYear:
    """Something about a township's station in one year; it leads to the station's page of that year."""

    def get_absolute_url(self):
        return reverse("townships:station", args=[self.township.pk]) + f"?year={self.year}"


@dataclass(frozen=True)
class Amounts:
    """`otherwise`: what would do instead (1 元/人)."""

    held: int | Decimal | None
    asked: int | Decimal
    unit: str
    otherwise: str = ""


@dataclass(frozen=True)
class Shortfall(OfAYear):
    """What a station lacks: what is there, what is asked for and by which paper, in words and where they are one number as `amounts`.

    `facts` is what the township filed that year; `duty` the key of the post where people are wanting.
    """

    township: Township
    year: int
    reason: Reason
    there: str
    required: str
    source: str
    missing: str = ""
    # Its own words ask for its place: not for everybody who prints a shortfall.
    facts: StationYear | None = field(default=None, repr=False)
    duty: str = ""
    amounts: Amounts | None = None

    def is_over(self, today):
        return self.year < today.year


@dataclass
class Station(OfAYear):
    """A township's station in one year."""

    township: Township
    year: int
    facts: StationYear | None
    staff: int = 0
    certified: int = 0
    minimum: DutyRule | None = None
    equipment: Counter = field(default_factory=Counter)
    items: frozenset = frozenset()
    villages: int = 0
    offices: int = 0
    shortfalls: list[Shortfall] = field(default_factory=list)

    def lacks(self, reason, there, required, source, missing="", amounts=None):
        duty = self.minimum.kind.key if self.minimum else ""
        return Shortfall(self.township, self.year, reason, str(there), str(required), source, missing, self.facts, duty, amounts)


def last_day_of(year, today):
    return min(date(year, 12, 31), today)


def record_station_year(*, by, at=None, submission=None, place, **fields):
    return record(StationYear, by=by, at=at, submission=submission, place=place, **fields)


def amend_station_year(row, *, by, today, place, **fields):
    if row.is_over(today):
        raise YearIsOver
    return amend(row, by=by, place=place, **fields)


def staff_on(day):
    """Posts of townships' stations that a full-time person holds that day (decision 0061): posts have dates, the roster has none."""
    return Duty.objects.held_on(day).filter(place__level=Level.TOWNSHIP, kind__team_kind=Team.Kind.STATION, person__is_full_time=True)


def certified_staff_on(day):
    """Those posts whose holder had a certificate that was valid that day."""
    return staff_on(day).filter(person__in=holders_on(day))


def stations(townships, *, year, today):
    """A Station for each of the townships (a Township queryset) that stood that year, with what falls short; thirteen queries."""
    day = last_day_of(year, today)
    asked = Asked.of_year(year)
    scope = {"place__in": townships.order_by().values("pk")}
    staff = _count(staff_on(day).filter(**scope), "place", Count("person", distinct=True))
    certified = _count(certified_staff_on(day).filter(**scope), "place", Count("person", distinct=True))
    facts = {row.place_id: row for row in StationYear.objects.counted().filter(year=year, **scope)}
    equipment, items = _equipment(day, scope), _items(day, scope)
    within = {"township__in": scope["place__in"]}
    villages = _count(Village.objects.open_on(day).filter(**within), "township", Count("pk"))
    offices = _count(_offices(day).filter(**within), "township", Count("pk"))
    found = []
    for township in townships.open_on(day).order_by("code"):
        station = Station(
            township,
            year,
            facts.get(township.pk),
            staff=staff.get(township.pk, 0),
            certified=certified.get(township.pk, 0),
            equipment=equipment[township.pk],
            items=frozenset(items[township.pk]),
            villages=villages.get(township.pk, 0),
            offices=offices.get(township.pk, 0),
        )
        asked.judge(station)
        found.append(station)
    return found


def find_shortfalls(townships, *, year, today):
    """What falls short in these townships that year, by township and reason."""
    return [shortfall for station in stations(townships, year=year, today=today) for shortfall in station.shortfalls]


def count_by_township(shortfalls):
    """{township: Counter of reasons}"""
    counts = defaultdict(Counter)
    for shortfall in shortfalls:
        counts[shortfall.township][shortfall.reason] += 1
    return dict(counts)


def _count(rows, by, measure):
    return dict(rows.order_by().values_list(by).annotate(measure))


def _equipment(day, scope):
    held = defaultdict(Counter)
    for place, kind, quantity in Equipment.objects.counted().held_on(day).filter(**scope).values_list("place", "kind", "quantity"):
        held[place][kind] += quantity
    return held


def _items(day, scope):
    held = defaultdict(set)
    for place, item in StationItem.objects.counted().held_on(day).filter(**scope).values_list("place", "item"):
        held[place].add(item)
    return held


def _offices(day):
    return VillageOffice.objects.counted().held_on(day).filter(place__in=Village.objects.open_on(day))


@dataclass(frozen=True)
class Asked:
    """What is asked of every station in one year; where there is no row, nothing is."""

    norms: dict[str, Norm]
    rules: Rules
    equipment: list[EquipmentKind]

    @classmethod
    def of_year(cls, year):
        kinds = list(EquipmentKind.objects.filter(minimum__gt=0))
        return cls(Norm.objects.of_year(year), Rules(year), kinds)

    def judge(self, station):
        """Fill in the minimum of staff and all shortfalls, in the order of the reasons."""
        station.minimum = self.rules.staff_of(station.township)
        judges = [self._premises, self._staff, self._certified, self._equipment, self._items, self._offices, self._budget]
        station.shortfalls = [shortfall for judge in judges for shortfall in judge(station)]

    def _premises(self, station):
        facts = station.facts
        if facts is None:
            yield station.lacks(Reason.NOT_FILED, _("未填报"), _("每年填报"), "")
            return
        for reason, key, there in [(Reason.ROOMS, Key.ROOMS, facts.rooms), (Reason.AREA, Key.AREA, facts.area)]:
            norm = self.norms.get(key)
            if norm and there < norm.number:
                amounts = Amounts(_whole(there), _whole(norm.number), norm.unit)
                yield station.lacks(reason, _amount(there, norm.unit), _amount(norm.number, norm.unit), norm.source, amounts=amounts)

    def _staff(self, station):
        if station.minimum and station.staff < station.minimum.minimum:
            amounts = Amounts(station.staff, station.minimum.minimum, _("人"))
            there, required = _amount(station.staff, _("人")), _amount(station.minimum.minimum, _("人"))
            yield station.lacks(Reason.STAFF, there, required, station.minimum.source, amounts=amounts)

    def _certified(self, station):
        required = _share(station.staff, self.norms.get(Key.CERTIFIED))
        if station.certified < required:
            there = format_lazy(_("{held} 人持证"), held=station.certified)
            amounts = Amounts(station.certified, required, _("人"))
            source = self.norms[Key.CERTIFIED].source
            yield station.lacks(Reason.CERTIFIED, there, _amount(required, _("人")), source, amounts=amounts)

    def _equipment(self, station):
        lacking = [kind for kind in self.equipment if station.equipment[kind.pk] < kind.minimum]
        if lacking:
            there = "、".join(f"{kind} {_amount(station.equipment[kind.pk], kind.unit)}" for kind in lacking)
            required = "、".join(f"{kind} {_amount(kind.minimum, kind.unit)}" for kind in lacking)
            names = "、".join(str(kind) for kind in lacking)
            # Several kinds have units of their own: only one alone is a number.
            kind = lacking[0] if len(lacking) == 1 else None
            amounts = Amounts(station.equipment[kind.pk], kind.minimum, kind.unit) if kind else None
            yield station.lacks(Reason.EQUIPMENT, there, required, lacking[0].source, names, amounts)

    def _items(self, station):
        lacking = [str(item.label) for item in StationItem.Item if item.value not in station.items]
        if lacking:
            there = format_lazy(_("已核实 {held} 项"), held=len(station.items))
            amounts = Amounts(len(station.items), len(StationItem.Item), _("项"))
            yield station.lacks(Reason.ITEMS, there, _("8 项"), str(_("“八有”要求")), "、".join(lacking), amounts)

    def _offices(self, station):
        required = _share(station.villages, self.norms.get(Key.OFFICES))
        if station.offices < required:
            there, asked = _amount(station.offices, _("个")), _amount(required, _("个"))
            amounts = Amounts(station.offices, required, _("个"))
            yield station.lacks(Reason.OFFICES, there, asked, self.norms[Key.OFFICES].source, amounts=amounts)

    def _budget(self, station):
        facts, amount, a_head = station.facts, self.norms.get(Key.BUDGET), self.norms.get(Key.BUDGET_PER_HEAD)
        if facts is None or amount is None or self._has_enough(facts, amount, a_head):
            return
        there = str(_("未安排")) if facts.budget_yuan is None else _amount(facts.budget_yuan, _("元"))
        otherwise = str(_("或 ")) + _amount(a_head.number, a_head.unit) if a_head else ""
        amounts = Amounts(facts.budget_yuan, amount.number, amount.unit, otherwise)
        yield station.lacks(Reason.BUDGET, there, _amount(amount.number, amount.unit) + otherwise, amount.source, amounts=amounts)

    @staticmethod
    def _has_enough(facts, amount, a_head):
        """So much in all, or so much a head, or whatever is needed (实报实销)."""
        by_head = a_head and facts.budget_per_head is not None and facts.budget_per_head >= a_head.number
        return facts.is_reimbursed or by_head or (facts.budget_yuan or 0) >= amount.number


def _amount(number, unit):
    return f"{Decimal(number).normalize():,f} {unit}"


def _whole(number):
    """3 of 3.00: rooms are counted."""
    return int(number) if number == int(number) else number


def _share(whole, norm):
    """How many of the whole the norm's per cent are, a part counting as one; 0 without a norm."""
    return int((whole * norm.number / 100).to_integral_value(ROUND_UP)) if norm else 0
