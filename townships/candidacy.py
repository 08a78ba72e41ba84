"""The life of a candidacy (DESIGN section 3) in one table: buttons, permissions and history are read off it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from townships.acceptance import accept, take_in_appraisals
from townships.access import keeps_ledgers_of
from townships.models import Candidacy, CandidacyEvent, Objection, PhoneSeen
from townships.notices import (
    amend_notice,
    answer_objection,
    correct_first_day,
    correct_objection,
    notice_in_force,
    post_notice,
    rejudge_objection,
    take_objection,
    void_objection,
)
from townships.refusals import AlreadyApplied, TransitionNotAllowed, refuse
from townships.title_corrections import correct_day, correct_kept_day, fix_plate, keeping_in_force, restore_title, step_in_force
from townships.titles import (
    check_no_higher_title,
    check_no_such_title,
    check_titles,
    end_title,
    hand_over_plate,
    is_kept_already,
    is_kept_early,
    keep_title,
    let_lapse,
    start_title,
    take_back_plate,
)
from townships.titles_at_stake import retain_title, undecided_years

Action, State, Tier = CandidacyEvent.Action, Candidacy.State, Candidacy.Tier
EVERY = frozenset(Tier)
UNDER_WAY = [State.APPLIED, State.CREATING, State.ACCEPTED, State.REVIEWED, State.CHECKED, State.NOTICED]


def bureau(user, candidacy):
    return user.is_bureau and keeps_ledgers_of(user, candidacy.township)


def of_the_township(user, candidacy):
    return keeps_ledgers_of(user, candidacy.township)


def show_phone(objection, *, by, at=None):
    """The whole number, for the bureau that has to ring; that it was seen is written down."""
    if not bureau(by, objection.notice.candidacy):
        raise PermissionDenied
    PhoneSeen.objects.create(objection=objection, by=by, at=at or timezone.now())
    return objection.phone


def apply_again(candidacy, on):
    """As a first application is made: within the round, and for what the township doesn't hold already."""
    check_round_runs(candidacy.campaign, on)
    check_titles(candidacy, on)
    check_not_under_way(candidacy.campaign, candidacy.township, candidacy.tier, on, field="on")
    take_in_appraisals(candidacy)


def round_runs(candidacy, today):
    return candidacy.campaign.ends_on >= today


def leave_title(candidacy, on):
    """Most steps change the state only."""


@dataclass(frozen=True)
class Transition:
    """From which states, and at which tiers, to which (None: it stays there); who may; what it does; whether a reason must be given.

    An effect takes the candidacy, the day, and what else its step asks for; one that signs is also told by whom and why.
    What it returns is written into the history. `is_due` says of a candidacy and a day whether there is anything to do.
    One that is not `in_order` may be dated before the last step: letters are entered as they are found, not as they came.
    `corrects` finds the step whose place it takes in the history.
    """

    sources: Mapping[str, frozenset]
    target: State | None
    may: Callable = bureau
    effect: Callable = leave_title
    needs_reason: bool = False
    signs: bool = False
    is_due: Callable = lambda candidacy, today: True
    in_order: bool = True
    corrects: Callable | None = None


def has_no_plate(candidacy, today):
    return candidacy.plate_given_on is None


def has_objections(candidacy, today):
    """Queries."""
    return Objection.objects.counted().filter(notice=candidacy.notices.last()).exists()


def has_unanswered(candidacy, today):
    """One without a name waits for nothing once its notice hangs no more. Queries."""
    said = Objection.objects.filter(notice__candidacy=candidacy)
    hanging = said.counted().filter(notice=candidacy.notices.last(), handled_on=None) if candidacy.state == State.NOTICED else said.none()
    return said.open().exists() or hanging.exists()


def has_answered(candidacy, today):
    """Queries."""
    return Objection.objects.counted().filter(notice=candidacy.notices.last()).exclude(handled_on=None).exists()


def has_no_upheld(candidacy, today):
    """Nobody is named over an objection that was found true. Queries."""
    return not Objection.objects.upheld().filter(notice=candidacy.notices.last()).exists()


def was_kept(candidacy, today):
    """Queries."""
    return keeping_in_force(candidacy) is not None


def has_undecided_veto(candidacy, today):
    """Queries."""
    return bool(undecided_years(candidacy, today))


def has_plate_out(candidacy, today):
    return candidacy.plate_given_on is not None and candidacy.plate_returned_on is None


def has_plate(candidacy, today):
    return candidacy.plate_given_on is not None


def has_term_left(candidacy, today):
    return candidacy.valid_until >= today


def has_run_out(candidacy, today):
    return candidacy.state == State.NAMED and candidacy.valid_until < today


def may_be_kept(candidacy, today):
    return not has_run_out(candidacy, today) and not is_kept_already(candidacy, today)


TRANSITIONS = {
    Action.SHORTLIST: Transition({State.APPLIED: EVERY}, State.CREATING),
    Action.ACCEPT: Transition({State.CREATING: EVERY}, State.ACCEPTED, effect=accept),
    # A county-tier candidacy is not reviewed by the city, and only a provincial one is checked by the province.
    Action.REVIEW: Transition({State.ACCEPTED: EVERY - {Tier.COUNTY}}, State.REVIEWED),
    Action.CHECK: Transition({State.REVIEWED: {Tier.PROVINCE}}, State.CHECKED),
    Action.NOTICE: Transition(
        {State.ACCEPTED: {Tier.COUNTY}, State.REVIEWED: {Tier.CITY}, State.CHECKED: {Tier.PROVINCE}},
        State.NOTICED,
        effect=post_notice,
        signs=True,
    ),
    Action.AMEND: Transition({State.NOTICED: EVERY}, None, effect=amend_notice, needs_reason=True),
    Action.FIRST_DAY: Transition(
        {State.NOTICED: EVERY}, None, effect=correct_first_day, needs_reason=True, in_order=False, corrects=notice_in_force
    ),
    Action.OBJECT: Transition({State.NOTICED: EVERY}, None, effect=take_objection, in_order=False),
    # Whoever objected under his name is answered, whatever became of the application meanwhile.
    Action.RESOLVE: Transition(dict.fromkeys(State, EVERY), None, effect=answer_objection, is_due=has_unanswered, in_order=False),
    Action.CORRECT: Transition(
        {State.NOTICED: EVERY}, None, effect=correct_objection, needs_reason=True, signs=True, is_due=has_objections
    ),
    Action.VOID: Transition({State.NOTICED: EVERY}, None, effect=void_objection, needs_reason=True, signs=True, is_due=has_objections),
    Action.REJUDGE: Transition({State.NOTICED: EVERY}, None, effect=rejudge_objection, needs_reason=True, signs=True, is_due=has_answered),
    Action.NAME: Transition({State.NOTICED: EVERY}, State.NAMED, effect=start_title, signs=True, is_due=has_no_upheld),
    Action.HAND_OVER: Transition({State.NAMED: EVERY}, None, effect=hand_over_plate, is_due=has_no_plate),
    Action.KEEP: Transition({State.NAMED: EVERY}, State.NAMED, effect=keep_title, signs=True, is_due=may_be_kept),
    Action.RETAIN: Transition({State.NAMED: EVERY}, None, effect=retain_title, needs_reason=True, is_due=has_undecided_veto),
    Action.LAPSE: Transition({State.NAMED: EVERY}, State.LAPSED, effect=let_lapse, is_due=has_run_out),
    Action.REVOKE: Transition({State.NAMED: EVERY}, State.REVOKED, effect=end_title, needs_reason=True),
    Action.TAKE_BACK: Transition({State.LAPSED: EVERY, State.REVOKED: EVERY}, None, effect=take_back_plate, is_due=has_plate_out),
    Action.REDATE: Transition(
        {State.NAMED: EVERY, State.REVOKED: EVERY}, None, effect=correct_day, needs_reason=True, in_order=False, corrects=step_in_force
    ),
    Action.KEPT_DAY: Transition(
        {State.NAMED: EVERY},
        None,
        effect=correct_kept_day,
        needs_reason=True,
        in_order=False,
        corrects=keeping_in_force,
        is_due=was_kept,
    ),
    Action.FIX_PLATE: Transition(
        dict.fromkeys([State.NAMED, State.LAPSED, State.REVOKED], EVERY), None, effect=fix_plate, needs_reason=True, is_due=has_plate
    ),
    Action.RESTORE: Transition(
        {State.REVOKED: EVERY}, State.NAMED, effect=restore_title, needs_reason=True, is_due=has_term_left, corrects=step_in_force
    ),
    Action.RETURN: Transition(
        dict.fromkeys(UNDER_WAY, EVERY),
        State.RETURNED,
        needs_reason=True,
    ),
    Action.REAPPLY: Transition({State.RETURNED: EVERY}, State.APPLIED, may=of_the_township, effect=apply_again, is_due=round_runs),
}


# Steps that put an earlier one right; none of them leads on.
CORRECTIONS = {Action.AMEND, Action.FIRST_DAY, Action.CORRECT, Action.VOID, Action.REJUDGE}
CORRECTIONS |= {Action.REDATE, Action.KEPT_DAY, Action.FIX_PLATE, Action.RESTORE}


def is_allowed(action, candidacy, user):
    transition = TRANSITIONS[action]
    return candidacy.tier in transition.sources.get(candidacy.state, ()) and transition.may(user, candidacy)


def available_actions(candidacy, user):
    """The actions that this user may perform now, in the table's order. Queries the township when it was not selected along."""
    return [action for action in TRANSITIONS if is_allowed(action, candidacy, user)]


def due_actions(candidacy, user, today):
    """Those of them that are offered that day: a plate is not given twice, a title that runs doesn't lapse."""
    return [action for action in available_actions(candidacy, user) if TRANSITIONS[action].is_due(candidacy, today)]


def next_step(candidacy, offered, today):
    """The one of the offered steps that is to be taken now, or None while there is only to wait. Queries while a notice hangs."""
    return next((action for action in offered if is_next(action, candidacy, today)), None)


def is_next(action, candidacy, today):
    """No exception, and nothing that would be refused: a title that runs is not kept yet, nobody is named over an open objection."""
    notice = candidacy.notices.last() if candidacy.state == State.NOTICED else None
    if action in CORRECTIONS:
        return False
    match action:
        case Action.RETURN | Action.REVOKE | Action.RETAIN | Action.OBJECT:
            return False
        case Action.RESOLVE:
            return Objection.objects.open().filter(notice__candidacy=candidacy).exists()
        case Action.NAME:
            return notice.is_over(today)
        case Action.KEEP:
            return not is_kept_early(candidacy, today)
    return True


def step_ahead(candidacy):
    """The step that leads on from where it stands, whoever may take it; None at the end."""
    leading = (action for action, transition in TRANSITIONS.items() if transition.target and action not in {Action.RETURN, *CORRECTIONS})
    return next((action for action in leading if candidacy.tier in TRANSITIONS[action].sources.get(candidacy.state, ())), None)


def is_on_its_way(action, candidacy):
    """Whether the step belongs to this tier at all: a county-tier candidacy is never reviewed by the city."""
    return any(candidacy.tier in tiers for tiers in TRANSITIONS[action].sources.values())


def steps_before(action, candidacy):
    """The steps that have to be taken first, in their order; none when no way leads there, or when it has been taken."""
    steps, state = [], candidacy.state
    if state == TRANSITIONS[action].target:
        return []
    while candidacy.tier not in TRANSITIONS[action].sources.get(state, ()):
        ahead = (one for one, step in TRANSITIONS.items() if leads_on(step, state, candidacy.tier))
        if state == State.NAMED or (step := next(ahead, None)) is None:
            return []
        steps.append(step)
        state = TRANSITIONS[step].target
    return steps


def way_of(candidacy):
    """The states from application to naming at this tier, each with whether it is behind or reached; read off the table."""
    way = [State.APPLIED]
    while way[-1] != State.NAMED:
        way.append(next(step.target for step in TRANSITIONS.values() if leads_on(step, way[-1], candidacy.tier)))
    last = way.index(candidacy.state) if candidacy.state in way else len(way) - 1 if candidacy.named_on else -1
    return [(state, position <= last) for position, state in enumerate(way)]


def leads_on(transition, state, tier):
    leads = transition.target not in (None, State.RETURNED) and transition.corrects is None
    return leads and tier in transition.sources.get(state, ())


@transaction.atomic
def apply(campaign, *, township, tier, by, on, at=None, reason=""):
    """A township applies in a round at one level; returns the Candidacy."""
    if not keeps_ledgers_of(by, township) or township.county_id != campaign.county_id:
        raise PermissionDenied
    at = at or timezone.now()
    check_round_runs(campaign, on)
    check_not_in_future(on, at)
    check_no_higher_title(township, tier, on)
    if not Candidacy.objects.filter(campaign=campaign, township=township, tier=tier).exists():
        check_no_such_title(township, tier, on)
        check_not_under_way(campaign, township, tier, on)
    try:
        with transaction.atomic():
            candidacy = Candidacy.objects.create(campaign=campaign, township=township, tier=tier, applied_on=on)
    except IntegrityError:
        raise AlreadyApplied(Candidacy.objects.get(campaign=campaign, township=township, tier=tier)) from None
    take_in_appraisals(candidacy)
    record(candidacy, Action.APPLY, before="", by=by, on=on, at=at, reason=reason)
    return candidacy


def check_round_runs(campaign, on):
    if not campaign.starts_on <= on <= campaign.ends_on:
        refuse(_("申请日期须在本轮创建活动期间（%(start)s 至 %(end)s）。"), start=campaign.starts_on, end=campaign.ends_on)


def check_not_under_way(campaign, township, tier, on, *, field="tier"):
    """One level is applied for in one round at a time. What was left lying in a round that is over bars nobody."""
    asked = Candidacy.objects.filter(township=township, tier=tier, state__in=UNDER_WAY, campaign__ends_on__gte=on)
    other = asked.exclude(campaign=campaign).select_related("campaign").first()
    if other:
        told = {"township": township, "round": other.campaign, "tier": Tier(tier).label, "state": other.get_state_display()}
        words = _(
            "%(township)s已在“%(round)s”申报%(tier)s（%(state)s），不能同时在两轮申报同一级别；确要改在本轮申报的，请先由县局退回那一份。"
        )
        refuse(words, field, **told)


@transaction.atomic
def perform(candidacy, action, *, by, on, at=None, reason="", **details):
    """One step on the day `on`; returns its CandidacyEvent. ValidationError names the detail that is wrong."""
    at = at or timezone.now()
    candidacy = lock(candidacy.pk)
    if not is_allowed(action, candidacy, by):
        raise TransitionNotAllowed(action, candidacy)
    transition = TRANSITIONS[action]
    if transition.needs_reason and not reason:
        raise ValidationError({"reason": ValidationError(_("请说明原因。"), code="required")})
    if transition.in_order:
        check_order(candidacy, on)
    check_not_in_future(on, at)
    if transition.signs:
        details |= {"by": by, "reason": reason}
    corrects = transition.corrects and transition.corrects(candidacy)
    # What the history keeps is Chinese, whoever reads the screen.
    with translation.override("zh-hans"):
        remark = str(transition.effect(candidacy, on, **details) or "")
    before, candidacy.state = candidacy.state, transition.target or candidacy.state
    candidacy.save()
    words = "　".join(filter(None, [remark, reason]))
    return record(candidacy, action, before=before, by=by, on=on, at=at, reason=words, corrects=corrects)


def lock(pk):
    """Two clerks may press in the same second, or a clerk and the clock, and only one step is taken."""
    return Candidacy.objects.select_for_update(of=["self"]).select_related("township", "campaign").get(pk=pk)


def lapse_expired(today, *, at=None):
    """Every title whose term is over lapses, once, from the day after its last; returns the keys of those that lapsed now."""
    waiting = Candidacy.objects.run_out_by(today).order_by("pk").values_list("pk", flat=True)
    return [pk for pk in waiting if lapse_one(pk, today, at or timezone.now())]


@transaction.atomic
def lapse_one(pk, today, at):
    """True if it lapsed now: meanwhile the bureau may have kept it, or another worker have been here."""
    candidacy = lock(pk)
    if not has_run_out(candidacy, today):
        return False
    candidacy.ended_on = max(candidacy.valid_until + timedelta(days=1), latest_day(candidacy))
    candidacy.state = State.LAPSED
    candidacy.save()
    record(candidacy, Action.LAPSE, before=State.NAMED, by=None, on=candidacy.ended_on, at=at, reason="")
    return True


def record(candidacy, action, *, before, by, on, at, reason, corrects=None):
    told = {"by": by, "at": at, "happened_on": on, "reason": reason, "corrects": corrects}
    return CandidacyEvent.objects.create(candidacy=candidacy, action=action, from_state=before, to_state=candidacy.state, **told)


def check_order(candidacy, on):
    """Steps follow one another in time: what a day's state was is read off the events."""
    latest = latest_day(candidacy)
    if on < latest:
        refuse(_("日期不能早于上一步的 %(day)s。"), day=latest)


def latest_day(candidacy):
    return candidacy.events.dated().aggregate(last=Max("happened_on"))["last"]


def check_not_in_future(on, at):
    if on > timezone.localdate(at):
        refuse(_("日期不能晚于今天。"))
