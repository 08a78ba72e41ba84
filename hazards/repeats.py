"""反复隐患: which earlier hazard of the same place this one may be, and the chain of those that were linked."""

from datetime import timedelta
from itertools import pairwise

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .models import Hazard, State

# Of the latest closed ones at a place so many are compared by their words.
COMPARED = 50


def earlier_ones(hazard):
    """What this one can be linked to: closed ones at the same place that were found before it."""
    closed = Hazard.objects.filter(place=hazard.place_id, state=State.CLOSED, found_at__lt=hazard.found_at).exclude(pk=hazard.pk)
    return closed.select_related("township").order_by("-closed_at", "-pk")


def likely_one(hazard):
    """The earlier one that is most like it, to be offered; None when none is like it or it is linked already."""
    if hazard.recurs_from_id:
        return None
    since = hazard.found_at - timedelta(days=settings.REPEAT_DAYS)
    found = [(likeness(hazard, earlier), earlier) for earlier in earlier_ones(hazard).filter(closed_at__gte=since)[:COMPARED]]
    share, earlier = max(found, key=lambda pair: pair[0], default=(0, None))
    return earlier if share * 100 >= settings.REPEAT_LIKENESS else None


def likeness(one, other):
    """0 to 1: how many of the pairs of neighbouring characters both descriptions have (Dice); in another sector nothing is alike."""
    if one.sector_id != other.sector_id:
        return 0
    ours, theirs = pairs(one.description), pairs(other.description)
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
