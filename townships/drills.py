"""应急演练: which townships have not rehearsed for longer than the rule allows (生产安全事故应急条例 第八条; the interval is data)."""

from django.db.models import Max, OuterRef, Q, Subquery

from townships.models import Drill, Norm
from townships.months import months_before


def with_last_drill(townships, day):
    """Each with `last_drill`: the day of the last drill that the township itself held by then; None for never."""
    held = Drill.objects.counted().filter(place=OuterRef("pk"), held_on__lte=day).order_by().values("place")
    return townships.annotate(last_drill=Subquery(held.annotate(last=Max("held_on")).values("last")))


def drill_needed_since(day):
    """A township that has rehearsed on this day or later is in order; None when no rule asks for drills."""
    norm = Norm.objects.of_year(day.year).get(Norm.Key.DRILL)
    return months_before(day, int(norm.number)) if norm else None


def overdue_on(townships, day):
    """Those of the townships (a Township queryset) that stand that day and whose last drill is too long ago, or never was."""
    since = drill_needed_since(day)
    if since is None:
        return townships.none()
    late = Q(last_drill=None) | Q(last_drill__lt=since)
    return with_last_drill(townships.open_on(day), day).filter(late)
