"""Enforcement: who may have acted, and how an action is numbered (行政处罚法 第四十二条: two officers or more, with cards)."""

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.models import Level
from townships.recording import written
from townships.submissions import once

from .models import Drive, Enforcement, EnforcementOfficer, Hazard, IllegalAct, Inspection, Order
from .numbering import next_number

LINKED = {"hazard": Hazard, "order": Order, "drive": Drive, "inspection": Inspection, "illegal_act": IllegalAct}


def record_enforcement(*, by, place, kind, at=None, submission=None, **told):
    """Enter one action; the same submission sent twice is one. `people` are of the roster, `others` (name, card) of departments."""
    enter = partial(_enter, by=by, place=place, kind=kind, at=at or timezone.now(), **told)
    return once(Enforcement, submission, by=by, enter=enter)


@transaction.atomic
def _enter(submission, *, by, place, kind, at, people=(), others=(), departments=(), **told):
    officers = officers_of(people, others)
    check_officers(kind, officers)
    check_departments(kind, departments)
    check_measure(kind, told)
    row = written(Enforcement(created_by=by, created_at=at, submission=submission, kind=kind), by, place, told)
    check_links(row, by)
    number(row, "执", at)
    row.save(force_insert=True)
    row.departments.set(departments)
    EnforcementOfficer.objects.bulk_create(
        EnforcementOfficer(enforcement=row, person=person, name=name, card=card) for person, name, card in officers
    )
    return row


def officers_of(people, others):
    """[(person or None, name, card)], with the cards of this day."""
    return [(person, person.name, person.inspector_card) for person in people] + [(None, name, card) for name, card in others]


def check_officers(kind, officers):
    without_card = [name for _person, name, card in officers if not card]
    if without_card:
        raise _refused("people", _("%(names)s没有登记执法证号。"), "no_card", names="、".join(without_card))
    if len({card for _person, _name, card in officers}) != len(officers):
        raise _refused("others", _("同一执法证号填了两次。"), "same_card")
    if len(officers) < kind.officers:
        raise _refused("people", _("%(kind)s须由 %(count)s 名以上持证执法人员实施。"), "too_few", kind=kind, count=kind.officers)


def check_departments(kind, departments):
    if kind.officers and not departments:
        raise _refused("departments", _("请选择实施这项措施的部门。"), "no_department")


def check_measure(kind, told):
    if kind.is_money and not told.get("amount"):
        raise _refused("amount", _("请填写金额。"), "required")
    if not kind.is_money and told.get("amount"):
        raise _refused("amount", _("%(kind)s不填金额，罚款请另登一条。"), "not_money", kind=kind)
    check_whole(kind, told.get("quantity"))


def check_whole(kind, quantity):
    """Half a den closed would stand in the summary that goes to the county."""
    if kind.is_whole and quantity and quantity % 1:
        raise _refused("quantity", _("%(kind)s按%(unit)s计，请填写整数。"), "not_whole", kind=kind, unit=kind.unit)


def check_links(row, by):
    """What an action is about is of the same county, and in sight of whoever says so."""
    for name, model in LINKED.items():
        linked = getattr(row, name)
        if linked and not model.objects.visible_to(by).in_county(row.county_id).filter(pk=linked.pk).exists():
            raise PermissionDenied
    if row.drive and row.drive.state == Drive.State.SUMMED_UP:
        raise _refused("drive", _("“%(drive)s”已经总结，不能再登记。"), "summed_up", drive=row.drive)


def _refused(field, message, code, **params):
    return ValidationError({field: ValidationError(message, code=code, params=params)})


def number(row, word, at):
    """官亭执〔2026〕3号: one series an organ and year, whoever of it enters; inside the transaction that keeps the row."""
    organ = row.created_by.place
    row.organ, row.year = organ, timezone.localdate(at).year
    row.sequence = next_number(f"{word}:{organ.pk}", row.year)
    row.number = f"{organ.document_prefix}{word}〔{row.year}〕{row.sequence}号"


def is_registered(place):
    """A unit with a name of its own; of any other place an action must say whom it met."""
    return place.level in (Level.ENTERPRISE, Level.KEY_SITE)
