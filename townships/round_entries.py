"""How a round, a mentorship or a township's plan gets its ledger rows, and how they are put right."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from townships.access import keeps_ledgers_of
from townships.meanwhile import ChangedMeanwhile
from townships.models import Campaign, Investment, IssuedDocument, MentorAid, Mentorship, TownshipPlan
from townships.submissions import once
from townships.voiding import lock_counted


class AlreadyEntered(Exception):
    """Somebody entered the same thing a moment before."""


class SumRefused(Exception):
    """The sum that aid names was voided, or other aid leaves less of it than this; carries both."""

    def __init__(self, investment, named):
        super().__init__(investment.pk)
        self.investment, self.named = investment, named


def may_write(user, owner):
    """The bureau under its rounds; a township under what helps it, or what it helps, and while it is open under its own plan.

    What stands there already, may_correct answers for.
    """
    match owner:
        case Campaign():
            return user.is_bureau and keeps_ledgers_of(user, owner.county)
        case Mentorship():
            return not owner.voided_at and any(keeps_ledgers_of(user, side) for side in (owner.township, owner.mentor_township) if side)
        case TownshipPlan():
            return owner.is_open and keeps_ledgers_of(user, owner.township)


def may_correct(user, row):
    """Who may write there; but of a mentorship's two townships each only what its own side wrote (decision 0053)."""
    if not may_write(user, row.owner):
        return False
    return user.is_bureau or not isinstance(row.owner, Mentorship) or row.created_by.township_id == user.township_id


def links(owner):
    match owner:
        case Campaign():
            return {"campaign": owner}
        case Mentorship():
            return {"mentorship": owner}
        case TownshipPlan():
            return {"campaign": owner.campaign, "plan": owner, "township": owner.township}


def record_entry(model, owner, *, by, at=None, submission=None, **fields):
    """Enter one row; the same submission sent twice is one row."""
    if not may_write(by, owner):
        raise PermissionDenied

    def enter(submission):
        lock_pair(owner)
        row = model(submission=submission, created_by=by, created_at=at or timezone.now(), **links(owner))
        return write(row, fields)

    return once(model, submission, by=by, enter=enter)


@transaction.atomic
def edit_entry(row, *, by, based_on=None, **fields):
    """Put a row right; `based_on` is the revision that the form showed."""
    row = lock_counted(row)
    lock_pair(row.owner)
    if not may_correct(by, row):
        raise PermissionDenied
    if based_on is not None and row.revision != based_on:
        raise ChangedMeanwhile(row)
    row.revision += 1
    return write(row, fields)


def lock_pair(owner):
    """A mentorship is voided or changed by one clerk while another writes down what it did: AlreadyVoided carries it."""
    if isinstance(owner, Mentorship):
        lock_counted(owner)


def write(row, fields):
    several = {field.name for field in row._meta.many_to_many}
    for name, value in fields.items():
        if name not in several:
            setattr(row, name, value)
    check_twins(row)
    check_sum(row)
    row.save()
    for name in several & fields.keys():
        getattr(row, name).set(fields[name])
    return row


def check_twins(row):
    """A paper with a number is entered once; the round's row queues clerks who enter it in the same second."""
    if isinstance(row, IssuedDocument) and row.number:
        Campaign.objects.select_for_update(of=["self"]).get(pk=row.campaign_id)
        if row.twins().exists():
            raise AlreadyEntered


def check_sum(row):
    """All aid that names a sum comes to no more than the sum: each of them is part of it. What was entered before is left as it is."""
    if not isinstance(row, MentorAid) or not row.investment_id:
        return
    # Two clerks may name the same sum in the same second.
    investment = Investment.objects.select_for_update(of=("self",)).get(pk=row.investment_id)
    aids = MentorAid.objects.counted().filter(investment=investment)
    if aids.filter(pk=row.pk, worth__gte=row.worth).exists():
        return
    named = aids.exclude(pk=row.pk).aggregate(named=Sum("worth"))["named"] or 0
    if investment.voided_at or named + row.worth > investment.amount:
        raise SumRefused(investment, named)
