"""What the appraisal and the accident ledger say of a candidacy: an acceptance stands on them, a title falls by them."""

from django.utils.translation import gettext_lazy as _

from townships.accidents import find_vetoes
from townships.models import Appraisal, Candidacy, Township
from townships.refusals import refuse

State = Candidacy.State


def appraisals_of(candidacy, year):
    """The township's appraisals by the score sheets of that year: concluded ones first, of them the one made for this application."""
    found = Appraisal.objects.filter(township=candidacy.township_id, sheet__year=year).exclude(state=Appraisal.State.VOID)
    found = list(found.select_related("sheet", "township").order_by("-finished_on", "-pk"))
    return sorted(found, key=lambda one: (one.state != Appraisal.State.FINAL, one.candidacy_id != candidacy.pk))


def appraisal_of(candidacy, year):
    """The one that counts; None when there is none."""
    return next(iter(appraisals_of(candidacy, year)), None)


def take_in_appraisals(candidacy):
    """Appraisals that were begun for no application, as while it was returned, are from now on made for this one."""
    years = (candidacy.applied_on.year, candidacy.campaign.ends_on.year)
    begun = Appraisal.objects.filter(township=candidacy.township_id, candidacy=None, sheet__year__range=years)
    begun.exclude(state=Appraisal.State.VOID).update(candidacy=candidacy)


def vetoes_on(candidacy, on):
    """[(year, its Vetoes)] of the term that runs, or since it applied, while there is a title to lose."""
    if candidacy.state in (State.LAPSED, State.REVOKED, State.RETURNED):
        return []
    township = Township.objects.filter(pk=candidacy.township_id)
    since = term_begins(candidacy, on) if candidacy.valid_until else candidacy.applied_on.year
    return [(year, vetoes) for year in range(since, on.year + 1) if (vetoes := find_vetoes(township, year))]


def term_begins(candidacy, on):
    """The year in which the term that runs that day began; one that a re-check added early has yet to begin."""
    years = candidacy.title_years
    first = candidacy.valid_until.year - years
    return first - years if first > on.year else first


def which_counts(appraisals):
    """What has to be said where several sheets of the year came to a conclusion; empty when one did."""
    concluded = [one for one in appraisals if one.state == Appraisal.State.FINAL]
    return _("有几份考评结论，以“%(sheet)s”的为准") % {"sheet": concluded[0].sheet} if len(concluded) > 1 else ""


def why_not_accept(appraisal, *, is_vetoed=False):
    """What has to be said of an acceptance that no appraisal bears out, or that a veto speaks against; empty when there is neither."""
    if appraisal is None or appraisal.state != Appraisal.State.FINAL:
        return _("没有考评结论且有一票否决情形，仍予验收") if is_vetoed else _("没有考评结论，仍予验收")
    if not appraisal.is_passed:
        return _("考评结论为不合格且有一票否决情形，仍予验收") if is_vetoed else _("考评结论为不合格，仍予验收")
    return _("有一票否决情形，仍予验收") if is_vetoed else ""


def asked_of_acceptance(candidacy, on, appraisals=None):
    """What has to be ticked before it is accepted on that day; empty when nothing has. `appraisals`: of that year, once looked up."""
    appraisals = appraisals_of(candidacy, on.year) if appraisals is None else appraisals
    why_not = why_not_accept(next(iter(appraisals), None), is_vetoed=bool(vetoes_on(candidacy, on)))
    return "；".join(str(words) for words in (why_not, which_counts(appraisals)) if words)


def accept(candidacy, on, *, anyway=False):
    """`anyway`: somebody said that it is accepted although no appraisal bears it out, in spite of a veto, or by one of several sheets."""
    appraisals = appraisals_of(candidacy, on.year)
    words = asked_of_acceptance(candidacy, on, appraisals)
    if words and not anyway:
        if words == which_counts(appraisals):
            refuse(
                _("%(year)s 年有几份考评结论。请核对以哪一份为准后勾选“%(words)s”；不作数的请先作废。"), "anyway", year=on.year, words=words
            )
        refuse(_("%(year)s 年没有合格的考评结论，或者有一票否决情形。确要验收的，请勾选“%(words)s”。"), "anyway", year=on.year, words=words)
    return words


def check_veto(candidacy, on, reason):
    """一票否决 takes a title away (RULES section 3: 命名后有否决情形的撤销): who gives or keeps one all the same says why."""
    if reason or not (found := vetoes_on(candidacy, on)):
        return
    years = "、".join(str(year) for year, _vetoes in found)
    if candidacy.state == State.NAMED:
        refuse(_("事故台账中 %(years)s 年有一票否决情形，应撤销称号。确要复核保持的，请说明原因。"), "reason", years=years)
    refuse(_("事故台账中 %(years)s 年有一票否决情形。确要办理的，请说明原因；不应命名的请退回申报。"), "reason", years=years)


def has_failed(appraisal):
    """The year's appraisal is concluded and bears no title out: 一票否决 revokes it (RULES section 3)."""
    return bool(appraisal and appraisal.state == Appraisal.State.FINAL and not appraisal.is_passed)


def lacks_conclusion(appraisal):
    """No appraisal of the year is concluded: the re-check (复核) has nothing to stand on."""
    return appraisal is None or appraisal.state != Appraisal.State.FINAL
