"""节假日: the county enters what the State Council's notice of a coming year says, or what it keeps otherwise itself."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from townships.models import Holiday


def may_enter(user):
    """Bureau and administrators, each for the own county; whoever has the whole deployment, for all of them."""
    return user.is_active and (user.is_bureau or user.is_administrator)


def may_remove(user, holiday):
    return may_enter(user) and holiday.county_id == user.county_id


@transaction.atomic
def enter_days(*, by, start, end, is_workday, name):
    """Every day from one to another, both included; a day that was entered before is corrected. Returns how many days."""
    if not may_enter(by):
        raise PermissionDenied
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    for day in days:
        told = {"is_workday": is_workday, "name": name}
        Holiday.objects.update_or_create(county=by.county, day=day, defaults=told)
    return len(days)


def remove_day(holiday, *, by):
    """Back to what the calendar says. Deadlines that were set keep their day."""
    if not may_remove(by, holiday):
        raise PermissionDenied
    holiday.delete()
