from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townships import filing
from townships.acceptance import appraisals_of, vetoes_on
from townships.access import is_bureau, keeps_ledgers, only
from townships.amendments import amendments_of, in_words, note_amendment
from townships.candidacy import (
    CORRECTIONS,
    TRANSITIONS,
    Action,
    State,
    apply,
    available_actions,
    due_actions,
    has_run_out,
    is_on_its_way,
    next_step,
    perform,
    show_phone,
    steps_before,
    way_of,
)
from townships.clause_ledgers import in_words as veto_in_words
from townships.clause_ledgers import veto_list
from townships.filters.campaign import CampaignFilter
from townships.forms.campaign import CampaignForm, CandidacyForm
from townships.forms.candidacy import OF_AN_OBJECTION, step_form
from townships.lists import ledger_list
from townships.models import Campaign, Candidacy, LeadingGroupMember, Objection, PhoneSeen, TownshipPlan
from townships.notices import last_day_of_notice
from townships.refusals import AlreadyApplied, SentBefore, TransitionNotAllowed
from townships.round_work import waiting_in
from townships.rounds import RULES, RoundInUse, is_empty, remove_round
from townships.submissions import sent_before
from townships.tables.campaign import CampaignTable
from townships.titles import is_kept_already, start_of_term
from townships.titles_at_stake import decision_on
from townships.views.round_entries import latest_of, ledger_tiles, round_tabs
from townships.views.steps import history, tell_meanwhile
from townships.workdays import Workdays


def campaign_or_404(request, pk):
    return get_object_or_404(Campaign.objects.visible_to(request.user).select_related("county"), pk=pk)


def candidacy_or_404(request, pk):
    candidacies = Candidacy.objects.visible_to(request.user).select_related("township", "campaign")
    return get_object_or_404(candidacies, pk=pk)


@require_safe
def campaigns(request):
    rounds = Campaign.objects.visible_to(request.user).select_related("county")
    # An inspector counts the own township's candidacies only, as the round's page shows them.
    mine = Candidacy.objects.visible_to(request.user)
    named = Q(candidacies__in=mine.named_by(timezone.localdate()))
    rounds = rounds.annotate(applied=Count("candidacies", filter=Q(candidacies__in=mine)), named=Count("candidacies", filter=named))
    return ledger_list(request, rounds, filterset=CampaignFilter, table=CampaignTable, template="townships/campaign/campaigns.html")


@require_safe
def campaign(request, pk):
    round_, today = campaign_or_404(request, pk), timezone.localdate()
    candidacies = round_.candidacies.visible_to(request.user).select_related("township", "campaign")
    lines = filing.lines(round_, request.user)
    context = {
        "campaign": round_,
        "candidacies": candidacies,
        "named": candidacies.named_by(today).count(),
        "waiting": waiting_in(round_, candidacies, lines, request.user, today),
        "tiles": [filing_tile(round_, lines), *ledger_tiles(request, round_, today), *people_tiles(request, round_, today)],
        "round_tabs": round_tabs(request, round_),
        "may_edit": request.user.is_bureau,
        "may_remove": request.user.is_bureau and is_empty(round_),
        "may_apply": request.user.keeps_ledgers,
        "amendments": amendments_of(round_),
    }
    return render(request, "townships/campaign/campaign.html", context)


def filing_tile(round_, lines):
    applied = [line for line in lines if line.has_applied]
    filed = sum(line.has_filed for line in applied)
    url = reverse("townships:township_plans", args=[round_.pk])
    tone = "warn" if filed < len(applied) else ""
    return {"label": _("乡镇方案"), "value": f"{filed}/{len(applied)}", "note": _("已报送/申报乡镇"), "url": url, "tone": tone}


def people_tiles(request, round_, today):
    helped = round_.mentorships.visible_to(request.user).counted()
    members = list(round_.leading_group.select_related("person").serving_on(today))
    heads = "、".join(str(member) for member in members if member.seat == LeadingGroupMember.Seat.HEAD)
    mentoring = f"{reverse('townships:mentorships')}?campaign={round_.pk}"
    return [
        {"label": _("帮扶（对口联系）"), "value": helped.count(), "unit": _("对"), "note": latest_of(helped), "url": mentoring},
        {"label": _("领导小组"), "value": len(members), "unit": _("人"), "note": heads or _("没有组长"), "url": leading_group_url(round_)},
    ]


def leading_group_url(round_):
    return reverse("townships:leading_group", args=[round_.pk])


@require_http_methods(["GET", "POST"])
@only(is_bureau)
def create_campaign(request):
    form = CampaignForm(request.POST or None, county=request.user.county)
    if form.is_valid():
        return redirect(form.save())
    return campaign_form(request, form, reverse("townships:campaigns"))


@require_http_methods(["GET", "POST"])
@only(is_bureau)
@transaction.atomic
def edit_campaign(request, pk):
    round_ = campaign_or_404(request, pk)
    before = in_words(round_, RULES)
    form = CampaignForm(request.POST or None, instance=round_, county=round_.county)
    if form.is_valid():
        saved = form.save()
        note_amendment(saved, before, in_words(saved, RULES), by=request.user)
        messages.success(request, _("修改已保存。"))
        return redirect(saved)
    return campaign_form(request, form, round_.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def remove_campaign(request, pk):
    """A round that was made by mistake; asked first."""
    round_ = campaign_or_404(request, pk)
    if request.method != "POST" and is_empty(round_):
        return render(request, "townships/campaign/remove_campaign.html", {"campaign": round_})
    try:
        if request.method == "POST":
            remove_round(round_)
            messages.success(request, _("“%(round)s”已删除。") % {"round": round_})
            return redirect("townships:campaigns")
    except RoundInUse:
        pass
    messages.warning(request, _("“%(round)s”已有登记内容，不能删除。") % {"round": round_})
    return redirect(round_)


def campaign_form(request, form, cancel_url):
    return render(request, "townships/campaign/campaign_form.html", {"form": form, "cancel_url": cancel_url})


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def create_candidacy(request, pk):
    round_ = campaign_or_404(request, pk)
    form = CandidacyForm(request.POST or None, campaign=round_, user=request.user)
    if form.is_valid():
        try:
            return redirect(apply(round_, by=request.user, **form.details()))
        except AlreadyApplied as refused:
            messages.warning(request, _("%(candidacy)s在本轮已申报，以下是原申报。") % {"candidacy": refused.candidacy})
            return redirect(refused.candidacy)
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {"form": form, "campaign": round_, "submit_label": _("提交申报"), "cancel_url": round_.get_absolute_url()}
    return render(request, "townships/campaign/candidacy_form.html", context)


@require_safe
def candidacy(request, pk):
    return candidacy_page(request, candidacy_or_404(request, pk))


@require_POST
@only(is_bureau)
def objector_phone(request, pk):
    """The candidacy's page with one whole number in it; that it was asked for is written down."""
    seen = get_object_or_404(Objection.objects.visible_to(request.user).select_related("notice__candidacy__township"), pk=pk)
    show_phone(seen, by=request.user)
    return candidacy_page(request, candidacy_or_404(request, seen.notice.candidacy_id), phone_pk=seen.pk)


def candidacy_page(request, found, *, phone_pk=None):
    available = due_actions(found, request.user, timezone.localdate())
    context = {
        "candidacy": found,
        "phone_pk": phone_pk,
        "way": [(State(state).label, reached) for state, reached in way_of(found)],
        "vetoes": vetoes_of(found, timezone.localdate()),
        "has_run_out": has_run_out(found, timezone.localdate()),
        "actions": [(action, Action(action).label) for action in available if action not in CORRECTIONS],
        "corrections": [(action, Action(action).label) for action in available if action in OF_THE_TITLE],
        "of_the_notice": [(action, Action(action).label) for action in available if action in OF_THE_NOTICE],
        "main_action": next_step(found, available, timezone.localdate()),
        "may_resolve": Action.RESOLVE in available,
        "objection_actions": [(action, Action(action).label) for action in available if action in OF_AN_OBJECTION],
        "events": history(found),
        **notice_of(request, found),
    }
    return render(request, "townships/campaign/candidacy.html", context)


# What is put right of the notice that hangs, beside its days.
OF_THE_NOTICE = [Action.AMEND, Action.FIRST_DAY]
# What is put right of a title itself, in the panel of its days.
OF_THE_TITLE = [Action.REDATE, Action.KEPT_DAY, Action.FIX_PLATE, Action.RESTORE]


def vetoes_of(candidacy, today):
    """[(year, address of its list, what happened, the step by which the title was kept all the same or None)]"""
    found = vetoes_on(candidacy, today)
    return [(year, veto_list(year), [veto_in_words(veto) for veto in vetoes], decision_on(candidacy, year)) for year, vetoes in found]


def notice_of(request, candidacy):
    """Each notice with what was objected to it; who objected is for the bureau alone, never for the township that is objected to."""
    notices = list(candidacy.notices.order_by("-pk"))
    notice = notices[0] if notices else None
    objections = list(Objection.objects.filter(notice__candidacy=candidacy).select_related("voided_by__person").order_by("-pk"))
    hangs = notice is not None and candidacy.state == State.NOTICED and not notice.is_over(timezone.localdate())
    return {
        "notice": notice,
        "notice_hangs": hangs,
        "missing_years": Workdays(candidacy.campaign.county_id).missing_years(notice.starts_on, notice.ends_on) if hangs else [],
        "notices": [(one, of_it, sum(not said.voided_at for said in of_it)) for one, of_it in objections_by_notice(notices, objections)],
        "stops_naming": candidacy.state == State.NOTICED and any(one.stops_naming and one.notice_id == notice.pk for one in objections),
        "knows_objectors": request.user.is_bureau,
        "phones_seen": PhoneSeen.objects.filter(objection__in=objections).select_related("by__person") if request.user.is_bureau else [],
    }


def objections_by_notice(notices, objections):
    return [(notice, [one for one in objections if one.notice_id == notice.pk]) for notice in notices]


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def act_on_candidacy(request, pk, action):
    found = candidacy_or_404(request, pk)
    if action not in TRANSITIONS:
        raise Http404
    action = Action(action)
    if action not in available_actions(found, request.user):
        return tell_what_comes_first(request, action, found)
    if action == Action.KEEP and is_kept_already(found, timezone.localdate()):
        told = {"first": start_of_term(found), "until": found.valid_until}
        messages.warning(request, _("称号已复核保持，有效期至 %(until)s；新的有效期 %(first)s 才开始，此前不能再次复核保持。") % told)
        return redirect(found)
    # A form of a step that is not to be taken may ask for what is not there yet, such as the end of a term.
    about = {"objection": request.GET.get("objection")} if action in OF_AN_OBJECTION | {Action.RESOLVE} else {}
    form = step_form(request.POST or None, action=action, candidacy=found, **about)
    if action in OF_AN_OBJECTION and form.about is None:
        messages.warning(request, _("这条异议已经作废或更正。"))
        return redirect(found)
    if action == Action.RESOLVE and not request.POST and not TRANSITIONS[action].is_due(found, timezone.localdate()):
        messages.warning(request, _("没有待办结的异议。"))
        return redirect(found)
    if form.is_valid():
        try:
            perform(found, action, by=request.user, **form.cleaned_data)
            messages.success(request, _("%(candidacy)s：%(action)s，已登记。") % {"candidacy": found, "action": action.label})
            return redirect(found)
        except SentBefore:
            messages.warning(request, sent_before())
            return redirect(found)
        except TransitionNotAllowed as refused:
            return tell_meanwhile(request, refused.candidacy)
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {
        "form": form,
        "candidacy": found,
        "action": action.label,
        "standing": standing_of(found) if action in WEIGHED else None,
        "missing_years": missing_years_of_notice(found) if action == Action.NOTICE else [],
        "submit_label": action.label,
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "townships/campaign/step_form.html", context)


# Steps towards a title and the one that keeps it, each with what speaks for and against it.
WEIGHED = {Action.ACCEPT, Action.NOTICE, Action.NAME, Action.KEEP}


def missing_years_of_notice(candidacy):
    """Years that the notice's working days reach into, without their holidays: of one that begins today."""
    round_, today = candidacy.campaign, timezone.localdate()
    last = last_day_of_notice(today, round_.notice_workdays, county=round_.county_id)
    return Workdays(round_.county_id).missing_years(today, last)


def standing_of(candidacy):
    """What an acceptance, a notice, a naming or a re-check is weighed by: the appraisal of this year, the township's plan, and vetoes."""
    today = timezone.localdate()
    first, *others = appraisals_of(candidacy, today.year) or [None]
    return {
        "year": today.year,
        "appraisal": first,
        "others": others,
        "plan": TownshipPlan.objects.filter(campaign=candidacy.campaign_id, township=candidacy.township_id).first(),
        "vetoes": vetoes_of(candidacy, today),
    }


def tell_what_comes_first(request, action, candidacy):
    """For whoever asks by its address for a step that is not yet, or never, to be taken; nobody else did anything."""
    if not TRANSITIONS[action].may(request.user, candidacy):
        return tell_meanwhile(request, candidacy)
    if not is_on_its_way(action, candidacy):
        messages.warning(request, not_on_its_way(action, candidacy))
        return redirect(candidacy)
    before = steps_before(action, candidacy)
    if not before:
        return tell_meanwhile(request, candidacy)
    steps = " → ".join(str(step.label) for step in before)
    messages.warning(request, _("还不能办理“%(action)s”，须先：%(steps)s。") % {"action": action.label, "steps": steps})
    return redirect(candidacy)


def not_on_its_way(action, candidacy):
    way = " → ".join(str(state.label) for state, _reached in way_of(candidacy))
    told = {"tier": candidacy.get_tier_display(), "action": action.label, "way": way}
    return _("%(tier)s申报没有“%(action)s”这一步，依次为：%(way)s。") % told
