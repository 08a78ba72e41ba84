"""反复隐患: which earlier hazard of the same place this one may be, and the chain of those that were linked."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .models import Hazard, State

# Of the latest closed ones at a place so many are compared by their words.
COMPARED = 100
# What each thing that both have in common counts beside the per cent of their words.
WEIGHT = 20


@dataclass(frozen=True)
class Candidate:
    """An earlier hazard, the share of its words (0 to 1) that this one has too, and what else both have in common."""

    hazard: Hazard
    share: float
    common: tuple

    @property
    def likeness(self):
        return self.share * 100 + WEIGHT * len(self.common)

    @property
    def is_alike(self):
        """Of what says nothing of the same words, only the same spot may have been meant."""
        return int(self.share * 100) > 0 or "spot" in self.common

    @property
    def why(self):
        """具体部位相同、描述 83% 相同"""
        labels = [_("%(what)s相同") % {"what": Hazard._meta.get_field(name).verbose_name} for name in self.common]
        percent = int(self.share * 100)
        return _("、").join([*labels, *([_("描述 %(percent)s%% 相同") % {"percent": percent}] if percent else [])])

    def __str__(self):
        return _("%(hazard)s：%(why)s") % {"hazard": in_words(self.hazard), "why": self.why}


def earlier_ones(hazard):
    """What this one can be linked to: closed ones at the same place that were found before it."""
    closed = Hazard.objects.filter(place=hazard.place_id, state=State.CLOSED, found_at__lt=hazard.found_at).exclude(pk=hazard.pk)
    return closed.select_related("township").order_by("-closed_at", "-pk")


def candidates(hazard):
    """Of the latest at the same place those that it may recur from, the most alike first and the newest of equals. One query."""
    found = [
        Candidate(earlier, shared_words(hazard.description, earlier.description), in_common(hazard, earlier))
        for earlier in earlier_ones(hazard)[:COMPARED]
    ]
    return sorted((candidate for candidate in found if candidate.is_alike), key=lambda candidate: -candidate.likeness)


def in_common(one, other):
    return tuple(name for name in ("sector", "category", "spot") if _same(name, one, other))


def _same(name, one, other):
    # The key of the sector, not its row: that would be a query for each.
    name = Hazard._meta.get_field(name).attname
    return bool(getattr(one, name)) and getattr(one, name) == getattr(other, name)


def likely_one(hazard):
    """The earlier one that is most like it, to be offered; None when none is like it or it is linked already."""
    if hazard.recurs_from_id:
        return None
    since = hazard.found_at - timedelta(days=settings.REPEAT_DAYS)
    found = [(likeness(hazard, earlier), earlier) for earlier in earlier_ones(hazard).filter(closed_at__gte=since)[:COMPARED]]
    share, earlier = max(found, key=lambda pair: pair[0], default=(0, None))
    return earlier if share * 100 >= settings.REPEAT_LIKENESS else None


def open_twin(hazard):
    """One logged before it that tells the same of the same place and is still open: twice in the ledger it would have two deadlines."""
    older = Hazard.objects.unclosed().filter(place=hazard.place_id, pk__lt=hazard.pk).select_related("township").order_by("-pk")[:COMPARED]
    found = [(likeness(hazard, other), other) for other in older] if hazard.is_unclosed else []
    share, twin = max(found, key=lambda pair: pair[0], default=(0, None))
    return twin if share * 100 >= settings.REPEAT_LIKENESS else None


def likeness(one, other):
    """0 to 1; in another sector nothing is alike."""
    return shared_words(one.description, other.description) if one.sector_id == other.sector_id else 0


def shared_words(one, other):
    """0 to 1: how many of the pairs of neighbouring characters both texts have (Dice)."""
    ours, theirs = pairs(one), pairs(other)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0


def pairs(text):
    letters = [letter for letter in text if letter.isalnum()]
    return {"".join(pair) for pair in pairwise(letters)}


def chain_of_repeats(hazard):
    """All that were linked with one another, the earliest first; empty when this one is not linked. One query."""
    linked = {row.pk: row for row in Hazard.objects.counted().filter(place=hazard.place_id).select_related("township").order_by("found_at")}
    chain, wanted = set(), {hazard.pk}
    while wanted:
        chain |= wanted
        wanted = {row.recurs_from_id for row in linked.values() if row.pk in chain and row.recurs_from_id}
        wanted |= {row.pk for row in linked.values() if row.recurs_from_id in chain}
        wanted = (wanted & linked.keys()) - chain
    return [row for row in linked.values() if row.pk in chain] if len(chain) > 1 else []


def in_words(earlier):
    """官亭隐〔2025〕3号：皮带轮没有防护罩（2025-05-06 销号）"""
    words = {"number": earlier.number, "what": Truncator(earlier.description).chars(40), "day": timezone.localdate(earlier.closed_at)}
    return _("%(number)s：%(what)s（%(day)s 销号）") % words
