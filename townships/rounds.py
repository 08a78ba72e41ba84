"""What a round goes by; and one that was made by mistake goes again, as long as nothing stands in it."""

from django.db import transaction
from django.db.models import ProtectedError

from townships.models import Campaign

# What is done by them: how they were changed stays to be read. Aims and plans are texts of pages.
RULES = ["name", "round_number", "tier", "programme", "starts_on", "ends_on", "title_years", "notice_workdays", "reminder_days", "basis"]


class RoundInUse(Exception):
    """Something was written into the round; what was counted is never deleted."""


def is_empty(campaign):
    """Nothing points to it: no application, pair, plan, seat, entry or draw, voided ones among them. A query a relation."""
    return not any(relation.related_model._base_manager.filter(**{relation.field.name: campaign}).exists() for relation in relations())


def relations():
    return Campaign._meta.related_objects


@transaction.atomic
def remove_round(campaign):
    # Lock the round: a colleague may write into it in the same second.
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if not is_empty(campaign):
        raise RoundInUse
    try:
        campaign.delete()
    except ProtectedError:
        raise RoundInUse from None
