"""通报制: every half month a circular of the county's major hazards, from the same rows as the list (RULES section 4)."""

from calendar import monthrange
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation

from papers.printing import request_print
from papers.templatetags.papers import paper_date
from townships.access import keeps_ledgers_of
from townships.period import Period, midnight

from .majors import case_of, waits_for, with_file
from .models import Assurance, Circular, Hazard, State
from .numbering import next_number
from .progress import ProgressClock

KIND = "circular"
FIRST_HALF = 15


def half_month(day):
    """From the 1st to the 15th, or from the 16th to the month's end."""
    if day.day <= FIRST_HALF:
        return Period(day.replace(day=1), day.replace(day=FIRST_HALF))
    return Period(day.replace(day=FIRST_HALF + 1), date(day.year, day.month, monthrange(day.year, day.month)[1]))


@transaction.atomic
def issue_circular(county, *, by, at=None):
    """The circular of the half month that runs, as the list stands now; asked for twice it is the same one."""
    if not (by.is_bureau and keeps_ledgers_of(by, county)):
        raise PermissionDenied
    at = at or timezone.now()
    half = half_month(timezone.localdate(at))
    # The series stays locked until this is committed, so of two who press only one finds none yet.
    sequence = next_number(f"circular:{county.pk}", half.start.year)
    issued = Circular.objects.filter(county=county, starts_on=half.start).first()
    if issued:
        transaction.set_rollback(True)
        return issued
    circular = Circular(county=county, starts_on=half.start, ends_on=half.end, year=half.start.year, sequence=sequence)
    circular.issued_at, circular.issued_by = at, by
    circular.content = content_of(county, half, at=at) | {"number": f"{half.start.year}年第{sequence}期"}
    circular.save()
    request_print(KIND, circular.pk)
    return circular


def content_of(county, half, *, at):
    """What the circular says, in words: Chinese whatever language its writer reads."""
    today = timezone.localdate(at)
    rows = with_file(Hazard.objects.in_county(county.pk).major()).order_by("township__code", "year", "sequence")
    unclosed = list(rows.unclosed())
    closed = list(rows.filter(closed_at__gte=midnight(half.start), closed_at__lte=at))
    clock = ProgressClock(today)
    with translation.override("zh-hans"):
        open_rows = [_row(hazard, clock, today) for hazard in unclosed]
        return {
            "title": f"{county.name}重大事故隐患整改情况通报",
            "organ": county.bureau_name,
            "issued_on": paper_date(today),
            "period": f"{paper_date(half.start)}至{paper_date(half.end)}",
            "counted_at": timezone.localtime(at).strftime("%Y-%m-%d %H:%M"),
            "counts": _counts(unclosed, closed, today),
            "rows": open_rows,
            "overdue": [row for row in open_rows if row["overdue_days"] > 0],
            "late": [row for row in open_rows if row["late_progress"]],
            "closed": [_row(hazard, clock, today) for hazard in closed],
        }


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
        "description": hazard.description,
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
        "closed_on": f"{timezone.localdate(hazard.closed_at):%Y-%m-%d}" if hazard.closed_at else "",
    }
