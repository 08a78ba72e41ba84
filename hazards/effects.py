"""What each action does to the hazard's row. The workflow has locked it, asked who may, checked the details, and saves it."""

from django.utils import timezone

from .details import check_deadline, check_extension, check_notice, check_rectified_on
from .models import Assurance


def rectify(hazard, *, by, at, measure, spent_funds, pictures):
    hazard.measure = measure
    hazard.spent_funds = spent_funds
    hazard.rectified_on = timezone.localdate(at)
    close(hazard, by=by, at=at)


def order(hazard, *, by, at, requirement, deadline, responsible_unit, responsible_person, inspectors):
    check_deadline(deadline, at)
    hazard.measure = requirement
    hazard.deadline = deadline
    hazard.responsible_unit = responsible_unit or hazard.responsible_unit
    hazard.responsible_person = responsible_person or hazard.responsible_person


def extend(hazard, *, by, at, reason, **extension):
    check_extension(hazard, at, **extension)
    hazard.deadline = extension["deadline"]


def reply(hazard, *, by, at, reply, rectified_on, spent_funds, pictures):
    check_rectified_on(rectified_on, hazard, at)
    hazard.rectified_on = rectified_on
    hazard.spent_funds = spent_funds if spent_funds is not None else hazard.spent_funds
    hazard.replied_by = by


def close(hazard, *, by, at, **details):
    hazard.closed_by = by
    hazard.closed_at = at


def fail(hazard, *, by, at, deadline, **details):
    check_deadline(deadline, at)
    hazard.deadline = deadline
    hazard.rectified_on = None


def suspend(hazard, *, by, at, deadline, **details):
    check_deadline(deadline, at)
    hazard.deadline = deadline
    hazard.needs_stop = True
    hazard.rectified_on = None


def refuse(hazard, *, by, at, deadline, **details):
    """Production stays suspended, until a new day."""
    fail(hazard, by=by, at=at, deadline=deadline)


def urge(hazard, *, by, at, report_by, **details):
    check_deadline(report_by, at, field="report_by")


def transfer(hazard, *, by, at, answer_by, **details):
    if answer_by:
        check_deadline(answer_by, at, field="answer_by")


def ask_cut_off(hazard, *, by, at, cut_at, is_urgent, **details):
    check_notice(cut_at, is_urgent, at)
    hazard.needs_county = True


def reopen(hazard, *, by, at, finding, **details):
    order(hazard, by=by, at=at, **details)
    hazard.closed_by = hazard.closed_at = hazard.rectified_on = hazard.replied_by = None


def supervise(hazard, *, by, at, level, reason):
    hazard.supervision = level


def assure(hazard, *, by, at, item, evidence):
    """Checked again, the newer evidence stands; the history keeps both."""
    Assurance.objects.update_or_create(hazard=hazard, item=item, defaults={"evidence": evidence, "by": by, "at": at})


def ask_county(hazard, *, by, at, reason):
    hazard.needs_county = True


def void(hazard, *, by, at, reason):
    """The row stays, with its number; no figure counts it."""
