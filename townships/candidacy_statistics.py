"""Candidacies by county, round and level on any day; every number is the number of rows of the list that it leads to."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.models import Campaign, Candidacy, County, Tier

State = Candidacy.State
UNDER_WAY = [State.CREATING, State.ACCEPTED, State.REVIEWED, State.CHECKED, State.NOTICED]

# What is counted on a day: the word, and the rows of all candidacies that it counts.
COUNTS = {
    "applied": (_("申报"), lambda rows, day: rows.filter(applied_on__lte=day)),
    "creating": (_("正在创建"), lambda rows, day: rows.in_state_on(UNDER_WAY, day)),
    "named": (_("命名"), lambda rows, day: rows.named_by(day)),
    "titled": (_("有效期内"), lambda rows, day: rows.titled_on(day)),
    "kept": (_("复核保持"), lambda rows, day: rows.kept_by(day)),
    "lapsed": (_("期满失效"), lambda rows, day: rows.in_state_on([State.LAPSED], day)),
    "revoked": (_("撤销"), lambda rows, day: rows.in_state_on([State.REVOKED], day)),
}


def counted_as(rows, key, day):
    return COUNTS[key][1](rows, day)


@dataclass(frozen=True)
class Cell:
    number: int
    url: str


@dataclass(frozen=True)
class Line:
    """One level of one round, or a sum of several; `round` is None in a sum, `county` too in one over all of them."""

    label: str
    round: Campaign | None
    cells: list
    county: County | None = None


class Statistics:
    """One query a column, whatever the number of counties and rounds."""

    def __init__(self, user, day, rounds):
        self.day, self.rounds = day, list(rounds)
        candidacies = Candidacy.objects.visible_to(user).filter(campaign__in=self.rounds)
        self.counts = {key: counts_of(counted_as(candidacies, key, day)) for key in COUNTS}
        self.lines = [self._line([one], tier, round=one) for one in self.rounds for tier in Tier if self._is_used(one.pk, tier)]
        self.sums = [*self._sums_by_county(), *self._sums_of(self.rounds)]

    def _sums_of(self, rounds, **whose):
        """Of each level and of all; one level is its own sum."""
        used = [tier for tier in Tier if any(self._is_used(one.pk, tier) for one in rounds)]
        return [self._line(rounds, tier, **whose) for tier in [*used, *([None] if len(used) > 1 else [])]]

    def _sums_by_county(self):
        """Of a city with several counties, all rounds of each."""
        rounds = {}
        for line in self.lines:
            rounds.setdefault(line.round.county, {})[line.round.pk] = line.round
        if len(rounds) < 2:
            return []
        return [line for county, own in rounds.items() for line in self._sums_of(list(own.values()), county=county)]

    def _is_used(self, campaign, tier):
        return self.counts["applied"][campaign, tier] > 0

    def _line(self, rounds, tier, **whose):
        return Line(tier.label if tier else _("合计"), cells=[self._cell(key, rounds, tier) for key in COUNTS], **{"round": None} | whose)

    def _cell(self, key, rounds, tier):
        keys = [one.pk for one in rounds]
        asked = {"counted": key, "on": self.day, "campaign": keys} | ({"tier": tier.value} if tier else {})
        return Cell(self._number(key, keys, tier), f"{reverse('townships:candidacies')}?{urlencode(asked, doseq=True)}")

    def _number(self, key, rounds, tier):
        return sum(self.counts[key][pair] for pair in self.counts[key] if pair[0] in rounds and tier in (None, pair[1]))


def counts_of(rows):
    """{(round, level): number}"""
    return Counter({(row["campaign"], row["tier"]): row["n"] for row in rows.order_by().values("campaign", "tier").annotate(n=Count("pk"))})
