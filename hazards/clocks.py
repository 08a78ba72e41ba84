"""The clocks of reporting: 「可能发生隐患…要求在半小时进行报告，其他…在当天及时上报」 (second document)."""

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
