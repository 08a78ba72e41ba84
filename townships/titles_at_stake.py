"""Titles that an accident of their term may cost (一票否决, RULES section 3): who gave one has to keep or to revoke it."""

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.acceptance import term_begins, vetoes_on
from townships.accidents import find_vetoes
from townships.models import Accident, Candidacy, CandidacyEvent, Township
from townships.refusals import refuse
from townships.title_corrections import REDATING

Action = CandidacyEvent.Action
# Each of them asks for a reason while a veto stands in the ledger: whoever took the step has decided.
DECIDES = [Action.NAME, Action.KEEP, Action.RETAIN, Action.RESTORE]


def at_stake(candidacies, today):
    """The keys of those of the candidacies that hold a title against which a veto of its term speaks that nobody decided on yet.

    As candidacy.vetoes_on says of one; of many in four queries for every year in which somebody died.
    """
    named = list(candidacies.filter(state=Candidacy.State.NAMED).select_related("campaign"))
    townships = Township.objects.filter(pk__in={one.township_id for one in named})
    entered = deaths_entered(townships.order_by().values("pk"))
    years = {year for _township, year in entered if year <= today.year}
    vetoed = {(veto.township.pk, year) for year in years for veto in find_vetoes(townships, year)}
    asked = [(one, year) for one in named for year in years if (one.township_id, year) in vetoed and year >= term_begins(one, today)]
    decided = decisions({one.pk for one, _year in asked}) if asked else {}
    return {one.pk for one, year in asked if not decision(decided.get(one.pk, []), *entered[one.township_id, year])}


def decision_on(candidacy, year):
    """The step by which a title was kept in spite of that year's veto, or None while it is to be decided on."""
    if candidacy.state != Candidacy.State.NAMED:
        return None
    entered = deaths_entered([candidacy.township_id])
    return decision(decisions([candidacy.pk]).get(candidacy.pk, []), *entered[candidacy.township_id, year])


def undecided_years(candidacy, on):
    """The years of the term with a veto that nobody decided on yet. Queries."""
    return [year for year, _vetoes in vetoes_on(candidacy, on) if not decision_on(candidacy, year)]


def retain_title(candidacy, on):
    """Looked into, the accidents cost no title, and no term is added: a re-check may be years away, or done already."""
    years = undecided_years(candidacy, on)
    if not years:
        refuse(_("没有待核实的一票否决情形。"))
    return _("%(years)s 年的一票否决情形已核实，保留称号。") % {"years": "、".join(str(year) for year in years)}


def deaths_entered(townships):
    """{(township, year): (the last day on which somebody died there that year, when the last of it came into the ledger)}"""
    deaths = Accident.objects.counted().filter(township__in=townships, dead__gt=0).order_by()
    found = deaths.values_list("township", "happened_at__year").annotate(Max("happened_at"), Max("created_at"))
    return {(township, year): (timezone.localdate(happened), moment) for township, year, happened, moment in found}


def decisions(candidacies):
    """{candidacy: [its steps that decide], oldest first}, each with the day to which it was put right since."""
    found, steps = {}, {}
    for event in CandidacyEvent.objects.filter(candidacy__in=candidacies, action__in=[*DECIDES, *REDATING]).order_by("pk"):
        if event.action in DECIDES:
            steps[event.pk] = event
            found.setdefault(event.candidacy_id, []).append(event)
        elif step := steps.get(event.corrects_id):
            # The day was another; what whoever decided could know was not.
            step.happened_on = event.happened_on
            steps[event.pk] = step
    return found


def decision(events, happened_on, entered_at):
    """The last of them that knew of the accidents: one that happens or comes into the ledger afterwards asks again."""
    return next((event for event in reversed(events) if event.happened_on >= happened_on and event.at >= entered_at), None)
