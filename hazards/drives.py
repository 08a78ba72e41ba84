"""A drive's course: planned, under way, summed up; what belongs to it, and what it achieved."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, F, Max, Min
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.access import keeps_ledgers_of
from townships.as_shown import check_as_shown
from townships.in_chinese import in_chinese
from townships.recording import record

from .drive_summary import content_of
from .enforcing import check_whole
from .models import Drive, DriveEvent, DriveSummary, Hazard, Inspection, OutcomeCount

Action, State = DriveEvent.Action, Drive.State


class DriveStepNotAllowed(Exception):
    """The drive as it is now: somebody else was first, it still runs, or this user may not."""

    def __init__(self, drive, action):
        super().__init__(f"{action} of drive {drive.pk} in state {drive.state}")
        self.drive = drive
        self.action = action


@dataclass(frozen=True)
class Transition:
    source: str
    target: str
    needs_end: bool = False  # only when its last day has come
    needs_reason: bool = False


TRANSITIONS = {
    Action.START: Transition(State.PLAN, State.RUNNING),
    Action.SUM_UP: Transition(State.RUNNING, State.SUMMED_UP, needs_end=True),
    Action.REOPEN: Transition(State.SUMMED_UP, State.RUNNING, needs_reason=True),
}


def is_allowed(action, drive, user, today):
    transition = TRANSITIONS[action]
    may = user.is_bureau and keeps_ledgers_of(user, drive.county)
    return may and drive.state == transition.source and (today >= drive.ends_on or not transition.needs_end)


def available_steps(drive, user, today):
    return [action for action in TRANSITIONS if is_allowed(action, drive, user, today)]


@transaction.atomic
def take(drive, action, *, by, at=None, reason="", shown=None):
    """One step of a drive; summing up writes down what its summary says from now on. ChangedSinceShown if it was shown another."""
    at = at or timezone.now()
    drive = lock(drive)
    if not is_allowed(action, drive, by, timezone.localdate(at)):
        raise DriveStepNotAllowed(drive, action)
    transition = TRANSITIONS[action]
    if transition.needs_reason and not reason:
        raise ValidationError({"reason": ValidationError(_("请写明原因。"), code="required")})
    drive.state = transition.target
    drive.save(update_fields=["state"])
    if action == Action.SUM_UP:
        content = content_of(drive, at=at)
        check_as_shown(content, shown)
        DriveSummary.objects.create(drive=drive, content=content, made_by=by, made_at=at)
    return DriveEvent.objects.create(
        drive=drive, action=action, from_state=transition.source, to_state=transition.target, reason=reason, by=by, at=at
    )


@transaction.atomic
def save_drive(form, *, by, at=None):
    """Keep a new drive, or what is changed of one; other days than before are told in its history."""
    before = lock(form.instance) if form.instance.pk else None
    drive = form.save()
    if before and (moved := moved_days(before, drive)):
        DriveEvent.objects.create(
            drive=drive, action=Action.MOVE, from_state=drive.state, to_state=drive.state, reason=moved, by=by, at=at or timezone.now()
        )
    return drive


@in_chinese
def moved_days(before, after):
    """结束日期由 2026-11-30 改为 2026-11-20"""
    moved = [name for name in ("starts_on", "ends_on") if getattr(before, name) != getattr(after, name)]
    words = str(_("%(which)s由 %(old)s 改为 %(new)s"))
    return "；".join(
        words % {"which": Drive._meta.get_field(name).verbose_name, "old": getattr(before, name), "new": getattr(after, name)}
        for name in moved
    )


def rows_outside(drive, *, before=None, after=None):
    """[(检查, 2, the last day or the first)] of the counted rows of this drive before one day or after another; queries."""
    found = []
    for rows, moment in _counted_rows(drive):
        days = rows.annotate(day=TruncDate(moment) if moment.endswith("_at") else F(moment))
        outside = days.filter(day__lt=before) if before else days.filter(day__gt=after)
        told = outside.aggregate(count=Count("pk"), first=Min("day"), last=Max("day"))
        if told["count"]:
            found.append((rows.model._meta.verbose_name, told["count"], told["first" if before else "last"]))
    return found


def _counted_rows(drive):
    """(rows, the field of their day), without an order that would split the sums."""
    ledgers = {"inspections": "inspected_at", "hazards": "found_at", "illegal_acts": "found_at", "enforcement": "acted_at"}
    ledgers |= {"outcomes": "counted_on"}
    return [(getattr(drive, name).counted().order_by(), moment) for name, moment in ledgers.items()]


def lock(drive):
    """Whoever enters an outcome and whoever sums up must not miss one another."""
    return Drive.objects.select_for_update(of=["self"]).select_related("county", "sector", "lead").get(pk=drive.pk)


@transaction.atomic
def record_outcome(*, by, drive, kind, place, **told):
    """Enter what a township or the county achieved; what rows of enforcement say is never typed a second time."""
    if drive.county_id not in (place.county_id, place.pk):
        raise PermissionDenied
    if kind.enforcement_kind_id:
        raise ValidationError({"kind": ValidationError(_("这一类由执法记录统计，请登记执法行动。"), code="counted_from_rows")})
    check_whole(kind, told["quantity"])
    if lock(drive).state == State.SUMMED_UP:
        words = {"drive": drive}
        raise ValidationError({"drive": ValidationError(_("“%(drive)s”已经总结，不能再登记。"), code="summed_up", params=words)})
    return record(OutcomeCount, by=by, drive=drive, kind=kind, place=place, **told)


def drive_on_offer(row):
    """The running drive to which this visit or hazard could belong, or None; queries."""
    if row.drive_id:
        return None
    moment = row.inspected_at if isinstance(row, Inspection) else row.found_at
    running = Drive.objects.in_county(row.township.county_id).under_way(timezone.localdate(moment))
    return running.in_sector(row.sector_id).order_by("pk").first()


def sole_drives(county, day):
    """{sector: drive} (keys) of the sectors in which exactly one drive of the county runs on this day: that one needs no asking."""
    running = defaultdict(list)
    for drive in Drive.objects.in_county(county).under_way(day).prefetch_related("more_sectors"):
        for sector in {drive.sector_id, *(more.pk for more in drive.more_sectors.all())}:
            running[sector].append(drive.pk)
    return {sector: drives[0] for sector, drives in running.items() if len(drives) == 1}


@transaction.atomic
def join_drive(row, drive, *, by):
    """Count a visit, with the hazards that it found, or a hazard as the drive's; done twice it is done once."""
    row = type(row).objects.select_for_update(of=["self"]).select_related("township").get(pk=row.pk)
    if not keeps_ledgers_of(by, row.township):
        raise PermissionDenied
    if row.drive_id is None:
        row.drive = drive
        row.save(update_fields=["drive"])
    if isinstance(row, Inspection):
        Hazard.objects.filter(inspection=row, drive=None).update(drive=row.drive)
    return row
