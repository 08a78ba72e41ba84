"""通报制: every half month a circular of the county's major hazards, from the same rows as the list (RULES section 4)."""

from calendar import monthrange
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone, translation

from papers.dates import in_figures
from townships.as_shown import check_as_shown
from townships.masking import mask_numbers
from townships.period import Period, midnight

from .bulletins import WORDS, numbered, write_down
from .majors import case_of, waits_for, with_file
from .models import Assurance, Bulletin, Hazard, HazardEvent, State
from .order_text import is_shortened, shortened
from .progress import ProgressClock

FIRST_HALF = 15
# So many half months back one may still be told of: half a year.
EARLIER = 12


def half_month(day):
    """From the 1st to the 15th, or from the 16th to the month's end."""
    if day.day <= FIRST_HALF:
        return Period(day.replace(day=1), day.replace(day=FIRST_HALF))
    return Period(day.replace(day=FIRST_HALF + 1), date(day.year, day.month, monthrange(day.year, day.month)[1]))


def recent_half_months(today):
    """The one that runs and those before it, the newest first."""
    halves = [half_month(today)]
    while len(halves) <= EARLIER:
        halves.append(half_month(halves[-1].start - timedelta(days=1)))
    return halves


def untold_half_months(county, today):
    """Those of which the county has no circular yet."""
    told = set(Bulletin.objects.of_half_months().filter(county=county).values_list("starts_on", flat=True))
    return [half for half in recent_half_months(today) if half.start not in told]


@transaction.atomic
def issue_half_month(county, half, *, by, at=None, shown=None):
    """The circular of this half month; asked for twice it is the same one. ChangedSinceShown if another was shown."""
    at = at or timezone.now()
    # The series stays locked until this is committed, so of two who press only one finds none yet.
    told = numbered(county, Bulletin.Kind.MAJOR, by, at, year=half.start.year)
    issued = Bulletin.objects.filter(county=county, starts_on=half.start).first()
    if issued:
        transaction.set_rollback(True)
        return issued
    content = content_of(county, half, at=at)
    check_as_shown(content, shown)
    return write_down(told, content, starts_on=half.start, ends_on=half.end)


def content_of(county, half, *, at):
    """What the circular says, in words: Chinese whatever language its writer reads.

    Of a half month that is over it tells what stood on the list at its end, and in which state; units, deadlines, supervision
    and the file are told as they stand now, and with `told_on` the paper says so.
    """
    until = min(at, midnight(half.end + timedelta(days=1)))
    today = min(timezone.localdate(at), half.end)
    rows = with_file(Hazard.objects.in_county(county.pk).major()).order_by("township__code", "year", "sequence")
    rows = rows.filter(reported_at__lte=until).annotate(state_then=Subquery(_events_until(until).order_by("-pk").values("to_state")[:1]))
    closings = _events_until(until).filter(at__gte=midnight(half.start), to_state=State.CLOSED).exclude(from_state=State.CLOSED)
    unclosed = _as_they_stood(rows.exclude(state_then=State.CLOSED))
    closed = _as_they_stood(rows.filter(Exists(closings), state_then=State.CLOSED))
    clock = ProgressClock(today)
    with translation.override("zh-hans"):
        open_rows = [_row(hazard, clock, today) for hazard in unclosed]
        told = {
            "title": f"{county.name}重大事故隐患整改情况通报",
            "period": f"{in_figures(half.start)}至{in_figures(half.end)}",
            "counted_at": timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if until == at else f"{half.end} 24:00",
            "counts": _counts(unclosed, closed, today),
            "rows": open_rows,
            "overdue": [row for row in open_rows if row["overdue_days"] > 0],
            "late": [row for row in open_rows if row["late_progress"]],
            "closed": [_row(hazard, clock, today) for hazard in closed],
        }
    told["is_shortened"] = any(is_shortened(row["description"]) for row in [*told["rows"], *told["closed"]])
    return told if until == at else _as_told_later(told, timezone.localdate(at), half)


def _as_told_later(told, on, half):
    """What is next follows from the state of then and the file of now, so of an earlier half month there is no telling."""
    rows = [row | {"step": "", "whom": ""} for row in told["rows"]]
    return told | {"rows": rows, "told_on": in_figures(on), "ended_on": in_figures(half.end)}


def _events_until(moment):
    return HazardEvent.objects.filter(hazard=OuterRef("pk"), at__lte=moment)


def _as_they_stood(hazards):
    stood = list(hazards)
    for hazard in stood:
        hazard.state = hazard.state_then
    return stood


def _counts(unclosed, closed, today):
    supervised = [hazard for hazard in unclosed if hazard.supervision]
    return {
        "unclosed": len(unclosed),
        "closed": len(closed),
        "supervised": len(supervised),
        "province": sum(hazard.supervision == Hazard.Supervision.PROVINCE for hazard in supervised),
        "planned": sum(bool(hazard.plan_version) for hazard in unclosed),
        "signing": sum(hazard.state in (State.ACCEPTED, State.ENDORSED, State.APPROVED) for hazard in unclosed),
        "overdue": sum(hazard.days_left(today) is not None and hazard.days_left(today) < 0 for hazard in unclosed),
    }


def _row(hazard, clock, today):
    step, case, left = waits_for(hazard, clock), case_of(hazard), hazard.days_left(today)
    return {
        "number": hazard.number,
        "township": hazard.township.name,
        "unit": hazard.responsible_unit,
        "person": hazard.responsible_person,
        "description": shortened(mask_numbers(hazard.description), WORDS),
        "supervision": hazard.get_supervision_display(),
        "supervision_number": case.supervision_number if case else "",
        "assigning": hazard.assigning_unit,
        "coordinating": hazard.coordinating_unit,
        "deadline": f"{hazard.deadline:%Y-%m-%d}" if hazard.deadline else "",
        "overdue_days": max(-left, 0) if left is not None else 0,
        "assured": f"{hazard.assured}/{len(Assurance.Item)}",
        "late_progress": "、".join(str(owed) for owed in clock.owed(hazard) if owed.is_overdue),
        "state": hazard.get_state_display(),
        "step": step.words if step else "",
        "whom": step.whom if step else "",
    }
