"""What the phone sends in one press: the hazard, the visit that found it, and that it was put right on the spot."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hazards.checking import handling
from hazards.intake import log_hazard, record_inspection
from hazards.models import Action, Hazard, Inspection
from hazards.workflow import available_actions, perform
from townships.period import Period
from townships.workdays import Workdays


@transaction.atomic
def log_finding(*, by, submission, place, at=None, inspection=None, inspectors=(), item=None, measure="", rectified_on_spot=False, **found):
    """The hazard of this submission; sent twice it is one. Without a visit, today's visit to the place stands for it.

    `item` of a checklist is what its standard sentence was taken from: what nobody typed is as that item says.
    """
    at = at or timezone.now()
    if rectified_on_spot and not inspection and found.get("source", Hazard.Source.INSPECTION) != Hazard.Source.INSPECTION:
        wrong = _("不是本次检查发现的隐患，不能当场销号：请先登记，到现场检查后再办理；不能当天现场整改的，下达整改文书。")
        raise ValidationError({"rectified_on_spot": ValidationError(wrong, code="no_visit")})
    if rectified_on_spot:
        _check_on_the_spot(found["found_at"], inspection, at)
    found |= {"submission": submission, "place": place}
    if item:
        asked = _handling(item, found["found_at"], place, at)
        found = asked | {name: value for name, value in found.items() if value != ""}
    if inspection or found.get("source", Hazard.Source.INSPECTION) != Hazard.Source.INSPECTION:
        hazard = log_hazard(by=by, at=at, inspection=inspection, **found)
    else:
        hazard = _log_with_visit(by=by, at=at, inspectors=inspectors, **found)
    # Sent again on another day, it is as it was left.
    if rectified_on_spot and Action.RECTIFY in available_actions(hazard, by, at=at):
        perform(hazard, Action.RECTIFY, by=by, at=at, measure=measure)
        hazard.refresh_from_db()
    return hazard


def _check_on_the_spot(found_at, inspection, at):
    """A finding of its visit's day, typed soon: later nobody can tell any more, and somebody else looks whether it was done."""
    found_on = timezone.localdate(found_at)
    if inspection and found_on != timezone.localdate(inspection.inspected_at):
        wrong = _("当场整改的，发现时间须在检查当天。")
        raise ValidationError({"found_at": ValidationError(wrong, code="other_day")})
    if found_on < timezone.localdate(at) - timedelta(days=settings.ON_THE_SPOT_DAYS):
        wrong = _("已过 %(days)s 天，不能补记当场整改：请取消勾选，登记后下达整改文书，由他人复查。")
        told = {"days": settings.ON_THE_SPOT_DAYS}
        raise ValidationError({"rectified_on_spot": ValidationError(wrong, code="too_late", params=told)})


def _handling(item, found_at, place, at):
    return handling(item, timezone.localdate(found_at), Workdays(place.county_id), entered_on=timezone.localdate(at))


def _log_with_visit(*, by, at, submission, place, inspectors, found_at, **found):
    # Three hazards of one round are one visit: it must not be counted three times.
    day = timezone.localdate(found_at)
    visits = Inspection.objects.counted().filter(Period(day, day).moments("inspected_at"), created_by=by, place=place)
    visit = visits.order_by("pk").last()
    if visit:
        return log_hazard(by=by, at=at, submission=submission, place=place, inspection=visit, found_at=found_at, **found)
    record_inspection(
        by=by,
        at=at,
        submission=submission,
        place=place,
        inspectors=inspectors,
        inspected_at=found_at,
        kind=Inspection.Kind.DRIVE if found.get("drive") else Inspection.Kind.DAILY,
        drive=found.get("drive"),
        sector=found.get("sector"),
        hazards=[found | {"submission": submission, "found_at": found_at}],
    )
    return Hazard.objects.get(submission=submission, created_by=by)
