"""How a visit and its hazards enter the ledger: numbered, on time or late, and with somebody who answers from the first moment."""

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.models import Level, Place
from townships.submissions import once

from .answering import answering_for
from .clocks import is_late
from .fulfilment import fulfil
from .models import Action, Hazard, HazardEvent, HazardPicture, Inspection, State, VisitParty
from .numbering import next_number
from .telling import tell_of_report
from .workflow import keep_pictures


def log_hazard(*, by, at=None, submission=None, **fields):
    """Enter one hazard; the same submission sent twice is one hazard.

    `place` and `description` are needed. `found_at` is the moment of entering when it is not given, the sector that of
    the place, the responsible unit and person those of the chain on that day. `pictures` are CleanPicture.
    """
    return once(Hazard, submission, by=by, enter=partial(_log, by=by, at=at or timezone.now(), **fields))


def record_inspection(*, by, at=None, submission=None, inspectors, hazards=(), task=None, signs_clear=False, parties=(), **fields):
    """Enter a visit with the hazards that it found, possibly none: all of it or nothing. `hazards`: fields of log_hazard each.

    The visit fulfils what is due there, and `task` even when that is over; `signs_clear` signs that it found nothing.
    `parties` are (department, names of whom it sent) of a joint visit; `known_on` is the day on which its checklist was begun.
    """
    told = {"inspectors": inspectors, "hazards": hazards, "task": task, "signs_clear": signs_clear, "parties": parties}
    enter = partial(_record, by=by, at=at or timezone.now(), **told, **fields)
    return once(Inspection, submission, by=by, enter=enter)


def _log(submission, *, by, at, place, description, found_at=None, sector=None, pictures=(), **fields):
    found_at = found_at or at
    township = township_of(place, by)
    if found_at > at:
        raise ValidationError({"found_at": ValidationError(_("发现时间不能晚于上报时间。"), code="future")})
    known = answering_for(place, on=timezone.localdate(found_at))
    fields = known | {name: value for name, value in fields.items() if value not in ("", None)}
    if (visit := fields.get("inspection")) and "drive" not in fields:
        # What a drive's visit finds is the drive's.
        fields["drive_id"] = visit.drive_id
    # Numbered in the year of entering: last year's series is closed once its report is out.
    year = timezone.localdate(at).year
    hazard = Hazard.objects.create(
        submission=submission,
        year=year,
        sequence=next_number(f"hazard:{township.pk}", year),
        township=township,
        place=place,
        sector=sector or sector_of(place),
        description=description,
        found_at=found_at,
        reported_at=at,
        is_reported_late=is_late(found_at, at, may_cause_accident=fields.get("may_cause_accident", False)),
        created_by=by,
        **fields | {"answers": fields["answers"] or by.person},
    )
    event = HazardEvent.objects.create(hazard=hazard, action=Action.LOG, to_state=State.FOUND, by=by, at=at, reason=description)
    keep_pictures(hazard, pictures, HazardPicture.Moment.BEFORE, by=by, event=event)
    tell_of_report(hazard, by=by, at=at)
    return hazard


def _record(
    submission, *, by, at, place, inspectors, hazards, task, signs_clear, parties, inspected_at=None, known_on=None, sector=None, **fields
):
    township = township_of(place, by)
    inspectors = list(inspectors)
    _check_inspectors(inspectors, township)
    if signs_clear:
        fields |= {"clear_signed_by": by, "clear_signed_at": at}
    inspection = Inspection.objects.create(
        submission=submission,
        township=township,
        place=place,
        sector=sector or sector_of(place),
        inspected_at=inspected_at or at,
        created_by=by,
        created_at=at,
        **fields,
    )
    inspection.inspectors.set(inspectors)
    VisitParty.objects.bulk_create(
        VisitParty(inspection=inspection, department=department, people=people) for department, people in parties
    )
    for found in hazards:
        defaults = {"place": place, "sector": inspection.sector, "drive": inspection.drive, "found_at": inspection.inspected_at}
        log_hazard(by=by, at=at, inspection=inspection, **(defaults | found))
    fulfil(inspection, task=task, known_on=known_on or timezone.localdate(at))
    return inspection


def _check_inspectors(inspectors, township):
    """People of the county, at least one of whom is of this township or of the bureau."""
    strangers = [person for person in inspectors if person.county_id != township.county_id]
    if strangers or not any(person.township_id in (None, township.pk) for person in inspectors):
        message = _("请至少选择一名本乡镇或县局的检查人员，且都须是本县在册人员。")
        raise ValidationError({"inspectors": ValidationError(message, code="inspectors")})


def township_of(place, by):
    """The township in whose ledger a row about this place stands; PermissionDenied when it is not this user's to keep."""
    township = place.as_township if place.level == Level.TOWNSHIP else place.township
    if not by.keeps_ledgers or not Place.objects.visible_to(by).filter(pk=place.pk).exists():
        raise PermissionDenied
    if township is None:
        raise ValidationError({"place": ValidationError(_("请选到乡镇或乡镇以下的单位、部位。"), code="county")})
    return township


def sector_of(place):
    """The sector of an enterprise or key site; nothing else has one of its own."""
    owner = {Level.ENTERPRISE: "as_enterprise", Level.KEY_SITE: "as_key_site"}.get(place.level)
    if owner is None:
        raise ValidationError({"sector": ValidationError(_("请选择行业领域。"), code="required")})
    return getattr(place, owner).sector
