"""Who sits in the leading group of a round, from when to when."""

from django.db import IntegrityError, transaction

from townships.models import LeadingGroupMember


class AlreadySeated(Exception):
    """The person sits in the group already; carries that seat."""

    def __init__(self, member):
        super().__init__(member.pk)
        self.member = member


def seat(person, *, campaign, seat, on):
    """From this day the person sits in the group."""
    try:
        with transaction.atomic():
            return LeadingGroupMember.objects.create(campaign=campaign, person=person, seat=seat, joined_on=on)
    except IntegrityError:
        raise AlreadySeated(campaign.leading_group.get(person=person, left_on=None)) from None


def unseat(member, *, on):
    """The first day on which the person no longer sits; who left before keeps that day."""
    LeadingGroupMember.objects.filter(pk=member.pk, left_on=None).update(left_on=on)
