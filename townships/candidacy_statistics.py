"""Candidacies by county, round and level on any day; every number is the number of rows of the list that it leads to."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from townships.models import Campaign, Candidacy, Tier

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
    """One level of one round, or a sum of several; `round` is None in a sum."""

    label: str
    round: Campaign | None
    cells: list


class Statistics:
    """One query a column, whatever the number of counties and rounds."""

    def __init__(self, user, day, rounds):
        self.day, self.rounds = day, list(rounds)
        candidacies = Candidacy.objects.visible_to(user).filter(campaign__in=self.rounds)
        self.counts = {key: counts_of(counted_as(candidacies, key, day)) for key in COUNTS}
        self.lines = [self._line(round_, tier) for round_ in self.rounds for tier in Tier if self._is_used(round_.pk, tier)]
        used = [tier for tier in Tier if any(self._is_used(round_.pk, tier) for round_ in self.rounds)]
        # One level is its own sum.
        self.sums = [self._line(None, tier) for tier in used] + ([self._line(None, None)] if len(used) > 1 else [])

    def _is_used(self, campaign, tier):
        return self.counts["applied"][campaign, tier] > 0

    def _line(self, round_, tier):
        label = tier.label if tier else _("合计")
        return Line(label, round_, [self._cell(key, round_, tier) for key in COUNTS])

    def _cell(self, key, round_, tier):
        chosen = {"campaign": round_.pk} if round_ else self._rounds_asked()
        asked = {"counted": key, "on": self.day} | chosen | ({"tier": tier.value} if tier else {})
        return Cell(self._number(key, round_, tier), f"{reverse('townships:candidacies')}?{urlencode(asked, doseq=True)}")

    def _rounds_asked(self):
        return {"campaign": [round_.pk for round_ in self.rounds]}

    def _number(self, key, round_, tier):
        fits = lambda pair: (round_ is None or pair[0] == round_.pk) and (tier is None or pair[1] == tier)  # noqa: E731
        return sum(number for pair, number in self.counts[key].items() if fits(pair))


def counts_of(rows):
    """{(round, level): number}"""
    return Counter({(row["campaign"], row["tier"]): row["n"] for row in rows.order_by().values("campaign", "tier").annotate(n=Count("pk"))})
