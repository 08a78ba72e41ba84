"""Titles that an accident of their term may cost (一票否决, RULES section 3): who gave one has to keep or to revoke it."""

from townships.accidents import find_vetoes
from townships.models import Accident, Candidacy, Township


def at_stake(candidacies, today):
    """The keys of those of the candidacies that hold a title against which a veto of its term speaks.

    As candidacy.vetoes_on says of one; of many in four queries for every year in which somebody died.
    """
    named = list(candidacies.filter(state=Candidacy.State.NAMED).select_related("campaign"))
    townships = Township.objects.filter(pk__in={one.township_id for one in named})
    deaths = Accident.objects.counted().filter(township__in=townships.order_by().values("pk"), dead__gt=0)
    years = [year for year in deaths.order_by().values_list("happened_at__year", flat=True).distinct() if year <= today.year]
    vetoed = {(veto.township.pk, year) for year in years for veto in find_vetoes(townships, year)}
    return {one.pk for one in named if any((one.township_id, year) in vetoed for year in years if year >= term_begins(one))}


def term_begins(candidacy):
    return candidacy.valid_until.year - candidacy.campaign.title_years
