"""The clocks of reporting: 「可能发生隐患…要求在半小时进行报告，其他…在当天及时上报」 (second document). And by when an order is obeyed."""

from datetime import timedelta

from django.utils import timezone

from townships.period import midnight

URGENT = timedelta(minutes=30)


def report_due(found_at, *, may_cause_accident):
    """The last moment of an urgent report; for any other the midnight that ends the day, which is too late already."""
    if may_cause_accident:
        return found_at + URGENT
    return midnight(timezone.localdate(found_at) + timedelta(days=1))


def is_late(found_at, reported_at, *, may_cause_accident):
    due = report_due(found_at, may_cause_accident=may_cause_accident)
    return reported_at > due if may_cause_accident else reported_at >= due


def deadline_to_order(hazard, today, workdays):
    """What the ledger has; once that is over, as many working days from today as it left from the day of finding.

    A supervision's deadline is moved by an extension alone.
    """
    if hazard.deadline is None or hazard.deadline >= today or hazard.supervision:
        return hazard.deadline
    return workdays.add(today, workdays.count(timezone.localdate(hazard.found_at), hazard.deadline))
