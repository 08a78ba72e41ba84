"""Filling a checklist at a place: begun, saved as often as one likes, finished once. What failed becomes hazards."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from townships.pictures import as_clean
from townships.workdays import Workdays

from .intake import record_inspection, township_of
from .models import Action, AnswerPicture, CheckSheet, Hazard, SheetAnswer
from .orders import order_kind, serve_order
from .workflow import perform

HEADER = ["inspectors", "accompanied_by", "unit_signatory", "unit_refusal", "content"]


class SheetFinished(Exception):
    """Its visit is recorded, or it was given up: nothing is written into it any more."""


def begin_sheet(*, by, place, version, sector, task=None, inspectors=(), at=None, **fields):
    """A new sheet, or the one of this checklist that this user has begun at this place on the same day."""
    at = at or timezone.now()
    township = township_of(place, by)
    if task and task.place_id != place.pk:
        raise PermissionDenied
    # Another day's is that day's visit: its deadlines run from then, and it fulfils nothing of today.
    begun = CheckSheet.objects.drafts_of(by).filter(place=place, version=version, started_on=timezone.localdate(at))
    told = {"version": version, "township": township, "place": place, "sector": sector, "task": task, "created_by": by, **fields}
    try:
        with transaction.atomic():
            return begun.first() or _begin(inspectors, started_at=at, started_on=timezone.localdate(at), **told)
    except IntegrityError:
        # A second press, begun between our look and our insert.
        return begun.get()


def _begin(inspectors, **fields):
    sheet = CheckSheet.objects.create(**fields)
    sheet.inspectors.set(inspectors)
    items = sheet.version.items.values_list("pk", "grade")
    SheetAnswer.objects.bulk_create(SheetAnswer(sheet=sheet, item_id=pk, is_major=grade == Hazard.Grade.MAJOR) for pk, grade in items)
    return sheet


@transaction.atomic
def save_sheet(sheet, *, by, answers=None, at=None, **header):
    """Keep what has been filled so far. `answers`: {item key: {result, note, is_major, may_cause_accident, fixed_on_spot, pictures}}."""
    sheet = _lock(sheet, by)
    for name in HEADER:
        if name == "inspectors" and name in header:
            sheet.inspectors.set(header[name])
        elif name in header:
            setattr(sheet, name, header[name])
    sheet.save()
    for answer in sheet.answers.filter(item__in=answers or {}):
        told = dict(answers[answer.item_id])
        _keep_pictures(answer, told.pop("pictures", []), by=by)
        if told.get("result", answer.result) != answer.result:
            answer.answered_at = at or timezone.now()
        for name, value in told.items():
            setattr(answer, name, value)
        answer.save()
    return sheet


def _keep_pictures(answer, pictures, *, by):
    """A photo that the browser sends again is the same photo."""
    known = set(answer.pictures.values_list("sha256", flat=True))
    for picture in pictures:
        if picture.sha256 not in known:
            known.add(picture.sha256)
            AnswerPicture.objects.create(answer=answer, added_by=by, **picture.as_fields())


@transaction.atomic
def drop_sheet(sheet, *, by, at=None):
    """Begun by mistake: nothing was recorded, nothing counts."""
    sheet = _lock(sheet, by)
    sheet.dropped_at = at or timezone.now()
    sheet.save(update_fields=["dropped_at"])


def what_is_missing(sheet):
    """Sentences that say what must be filled before the sheet can be finished; queries."""
    answers = list(sheet.answers.select_related("item"))
    open_items = [str(answer.item.position) for answer in answers if not answer.result]
    both = [str(answer.item.position) for answer in answers if answer.is_failed and answer.is_major and answer.fixed_on_spot]
    if open_items:
        yield _("第 %(items)s 项还没有填写结果。") % {"items": "、".join(open_items)}
    if both:
        yield _("第 %(items)s 项：重大隐患不能当场销号，请取消“现场已整改”。") % {"items": "、".join(both)}
    if not sheet.inspectors.exists():
        yield _("请选择检查人员。")


@transaction.atomic
def finish_sheet(sheet, *, by, at=None):
    """The visit of this sheet, on the day it was begun, with a hazard for each failed item or signed as without findings.

    Pressed twice it is one visit.
    """
    at = at or timezone.now()
    sheet = _lock(sheet, by, allow_finished=True)
    if sheet.inspection_id:
        return sheet.inspection
    if missing := list(what_is_missing(sheet)):
        raise ValidationError(missing, code="incomplete")
    failed = list(sheet.answers.filter(result=SheetAnswer.Result.FAILED).select_related("item").prefetch_related("pictures"))
    workdays = Workdays(sheet.township.county_id)
    sheet.inspection = record_inspection(
        by=by,
        at=at,
        submission=sheet.submission,
        place=sheet.place,
        sector=sheet.sector,
        kind=sheet.kind,
        inspectors=sheet.inspectors.all(),
        inspected_at=sheet.started_at,
        # Finished on a later day, nobody knows when the visit ended.
        ended_at=at if timezone.localdate(at) == sheet.started_on else None,
        accompanied_by=sheet.accompanied_by,
        unit_signatory=sheet.unit_signatory,
        unit_refusal=sheet.unit_refusal,
        content=sheet.content,
        task=sheet.task,
        known_on=sheet.started_on,
        signs_clear=not failed,
        hazards=[hazard_of(answer, sheet, workdays, at=at) for answer in failed],
    )
    sheet.save(update_fields=["inspection"])
    for answer in failed:
        _link(answer, sheet, by=by, at=at)
    return sheet.inspection


def hazard_of(answer, sheet, workdays, *, at):
    """The failed item as the ledger takes it at this moment."""
    pictures = [as_clean(picture) for picture in answer.pictures.all()]
    return hazard_fields(answer, sheet, workdays, at=at) | {
        "submission": submission_of(answer),
        "pictures": pictures,
        "entered_at": answer.answered_at,
    }


def hazard_fields(answer, sheet, workdays, *, at):
    """Its standard sentence, basis, measure, and the deadline by working days."""
    item = answer.item
    return handling(item, sheet.started_on, workdays, entered_on=timezone.localdate(at)) | {
        "description": with_note(item.finding, answer.note),
        "category": item.category,
        "grade": Hazard.Grade.MAJOR if answer.is_major else Hazard.Grade.GENERAL,
        "may_cause_accident": answer.may_cause_accident,
        "found_at": found_at(answer, sheet),
    }


def found_at(answer, sheet):
    """As a rule the visit's own moment; the half hour of an urgent report runs from the press that found it on that day."""
    pressed = answer.answered_at
    of_that_day = pressed and timezone.localdate(pressed) == sheet.started_on
    return pressed if answer.may_cause_accident and of_that_day else sheet.started_at


def handling(item, day, workdays, *, entered_on):
    """What a checklist's item says is to be done about what was found that day: by which clause, how, until when.

    Entered when that is over already, the days run from then: nobody was told before.
    """
    deadline = workdays.add(day, item.days)
    if deadline < entered_on:
        deadline = workdays.add(entered_on, item.days)
    return {"basis": item.basis, "measure": item.measure, "deadline": deadline}


def hazard_preview(sheet, failed):
    """What the ledger will say of each failed answer, for the check page."""
    workdays, now = Workdays(sheet.township.county_id), timezone.now()
    return [{"answer": answer, "hazard": Hazard(**hazard_fields(answer, sheet, workdays, at=now))} for answer in failed]


def submission_of(answer):
    """Always the same for the same answer, so that it is entered once."""
    return uuid.uuid5(answer.sheet.submission, str(answer.item_id))


def with_note(sentence, note):
    """灭火器压力不足（2 号车间门口）。"""
    return f"{sentence.rstrip('。')}（{note.rstrip('。')}）。" if note else sentence


def _link(answer, sheet, *, by, at):
    answer.hazard = Hazard.objects.get(created_by=by, submission=submission_of(answer))
    answer.save(update_fields=["hazard"])
    if answer.fixed_on_spot:
        perform(answer.hazard, Action.RECTIFY, by=by, at=at, measure=answer.item.measure)


def _lock(sheet, by, *, allow_finished=False):
    # Lock the sheet: a phone sends the same form twice, and a background save may meet the last press. Its visit is not
    # joined: whoever waited for the lock would get the join of before.
    sheet = CheckSheet.objects.select_for_update(of=("self",)).select_related("township", "place").get(pk=sheet.pk)
    if sheet.created_by_id != by.pk or not by.keeps_ledgers:
        raise PermissionDenied
    if sheet.dropped_at or (sheet.inspection_id and not allow_finished):
        raise SheetFinished
    return sheet


def waiting_hazards(inspection):
    """What a visit found and nobody has dealt with yet."""
    return inspection.hazards.filter(state="found").select_related("township__county", "place").order_by("pk")


def serve_for_visit(inspection, *, by, items, at=None, **shared):
    """One paper for what a visit found; `items`: {hazard key: {requirement, deadline}} says which and what is required."""
    # Whatever its state by now: what somebody served meanwhile is refused, not left out in silence.
    hazards = list(inspection.hazards.filter(pk__in=items).select_related("township__county", "place").order_by("pk"))
    return serve_order(hazards, kind=order_kind(by), by=by, at=at, items=items, **shared)
