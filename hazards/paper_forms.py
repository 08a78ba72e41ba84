"""The paper path for villages (RULES 11.14): sheets with serial numbers, filled by hand, each typed in once."""

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.access import keeps_ledgers_of
from townships.submissions import once

from .intake import record_inspection
from .models import Action, FormBatch, Inspection, PaperForm
from .numbering import next_numbers
from .workflow import perform

# Rows of the printed sheet.
LINES = 6


class NotOutstanding(Exception):
    """Typed in already, or spoilt; carries the form as it is now."""

    def __init__(self, form):
        super().__init__(form.pk)
        self.form = form


def make_batch(township, count, *, by, site_address, submission=None, at=None):
    """So many forms numbered one after the other; the same submission sent twice is one batch."""
    if not keeps_ledgers_of(by, township):
        raise PermissionDenied
    enter = partial(_make, township, count, by=by, site_address=site_address, at=at or timezone.now())
    return once(FormBatch, submission, by=by, enter=enter)


def _make(township, count, submission, *, by, site_address, at):
    year = timezone.localdate(at).year
    numbers = next_numbers(f"form:{township.pk}", year, count)
    batch = FormBatch.objects.create(
        submission=submission,
        township=township,
        year=year,
        first=numbers[0],
        last=numbers[-1],
        created_by=by,
        created_at=at,
        site_address=site_address,
    )
    PaperForm.objects.bulk_create([PaperForm(batch=batch, township=township, year=year, sequence=number) for number in numbers])
    return batch


@transaction.atomic
def type_in(form, *, by, place, inspectors, inspected_at, lines=(), at=None, **fields):
    """The visit that the sheet tells of, with its hazards; none of them is the signed statement that there were none.

    `lines`: fields of log_hazard each, and `fixed` where it was put right on the spot.
    """
    at = at or timezone.now()
    form = _lock(form, by=by)
    if form.township_id not in (place.pk, place.township_id):
        message = _("请选择%(township)s的单位或部位。")
        raise ValidationError({"place": ValidationError(message, code="elsewhere", params={"township": form.township})})
    visit = record_inspection(
        by=by,
        at=at,
        place=place,
        inspectors=inspectors,
        inspected_at=inspected_at,
        kind=Inspection.Kind.MONTHLY,
        hazards=[{name: value for name, value in line.items() if name != "fixed"} for line in lines],
        signs_clear=not lines,
        **fields,
    )
    for hazard, line in zip(visit.hazards.order_by("pk"), lines, strict=True):
        if line.get("fixed"):
            perform(hazard, Action.RECTIFY, by=by, at=at, measure=hazard.measure)
    form.inspection, form.typed_by, form.typed_at = visit, by, at
    form.save(update_fields=["inspection", "typed_by", "typed_at"])
    return form


@transaction.atomic
def spoil(form, *, by, reason, at=None):
    """A sheet that was lost or written wrong; its number is not given again. What it was typed in as, if it was, is voided already."""
    form = _lock(form, by=by)
    form.voided_by, form.voided_at, form.void_reason = by, at or timezone.now(), reason
    form.inspection = form.typed_by = form.typed_at = None
    form.save(update_fields=["voided_by", "voided_at", "void_reason", "inspection", "typed_by", "typed_at"])
    return form


def _lock(form, *, by):
    # Lock the sheet: two clerks may have the same paper, or one and its photo.
    form = PaperForm.objects.select_for_update(of=["self"]).select_related("township", "typed_by__person").get(pk=form.pk)
    if not keeps_ledgers_of(by, form.township):
        raise PermissionDenied
    if not form.is_outstanding:
        raise NotOutstanding(form)
    return form
