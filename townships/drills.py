"""应急演练: who has not rehearsed for longer than the rule allows (生产安全事故应急条例 第八条; the intervals are data)."""

from django.db.models import Max, OuterRef, Q, Subquery

from townships.models import Drill, Level, Norm
from townships.months import months_before

# Of enterprises the high-risk ones alone; of a level without a norm nothing is asked.
ASKED_OF = {Level.TOWNSHIP: Norm.Key.DRILL, Level.VILLAGE: Norm.Key.DRILL_OF_VILLAGES, Level.ENTERPRISE: Norm.Key.DRILL_OF_FIRMS}


def norms_of(day):
    """{level: its Norm} of the levels that are asked to rehearse."""
    norms = Norm.objects.of_year(day.year)
    return {level: norms[key] for level, key in ASKED_OF.items() if key in norms}


def needed_since(day, norms=None):
    """{level: the day since when a place of it has to have rehearsed}"""
    asked = norms_of(day) if norms is None else norms
    return {level: months_before(day, int(norm.number)) for level, norm in asked.items()}


def asked_to_rehearse(places, day, norms=None):
    """Of the places (a Place queryset) those of whom drills are asked that day, with `last_drill`."""
    small = Q(level=Level.ENTERPRISE, is_high_risk=False)
    return with_last_drill(places.open_on(day).filter(level__in=norms_of(day) if norms is None else norms).exclude(small), day)


def late_among(places, day, norms=None):
    """Of places with `last_drill` those whose last drill is too long ago, or never was."""
    late = Q(pk=None)
    for level, since in needed_since(day, norms).items():
        late |= Q(level=level) & (Q(last_drill=None) | Q(last_drill__lt=since))
    return places.filter(late)


def with_last_drill(places, day):
    """Each with `last_drill`: the day of the last drill that the place itself held by then; None for never."""
    held = Drill.objects.counted().filter(place=OuterRef("pk"), held_on__lte=day).order_by().values("place")
    return places.annotate(last_drill=Subquery(held.annotate(last=Max("held_on")).values("last")))


def overdue_on(townships, day):
    """Those of the townships (a Township queryset) that stand that day and whose last drill is too long ago, or never was."""
    norms = norms_of(day)
    return late_among(asked_to_rehearse(townships, day, norms), day, norms)
