"""The life of an appraisal in one table: buttons, permissions and history are read off it.

The township scores itself → two assessors of the bureau score it, each without seeing the other → they agree on every
difference → both and the township sign → the result stands. Who may write which scores when stands in WRITERS beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.access import keeps_ledgers_of
from townships.clause_ledgers import Ledgers
from townships.in_chinese import in_chinese
from townships.models import (
    Appraisal,
    AppraisalEvent,
    Candidacy,
    Clause,
    ClauseCheck,
    Criterion,
    Duty,
    EvidenceLink,
    EvidenceNeed,
    FormerAssessor,
    Score,
    ScoreSheet,
    Signature,
    User,
)
from townships.signed_evidence import forget_evidence, fresh_shelf, keep_evidence
from townships.telling import tell_of_returned_self_score, tell_of_signatures_wanted
from townships.templatetags.points import points

Action, State, Side, Seat = AppraisalEvent.Action, Appraisal.State, Score.Side, Signature.Seat
OFFICIAL_SIDES = (Side.FIRST, Side.SECOND)


class AlreadyOpen(Exception):
    """The township is being scored by this sheet already; carries that appraisal."""

    def __init__(self, appraisal):
        super().__init__(appraisal.pk)
        self.appraisal = appraisal


class TransitionNotAllowed(Exception):
    """The appraisal as it is now, and the last event: what somebody else did meanwhile."""

    def __init__(self, action, appraisal):
        super().__init__(f"{action} of appraisal {appraisal.pk} in state {appraisal.state}")
        self.action, self.appraisal = action, appraisal
        self.event = appraisal.events.select_related("by__person").last()


class ScoredMeanwhile(Exception):
    """Somebody else changed the same criteria since the form was opened; {criterion id: the Score that stands, or None}."""

    def __init__(self, standing):
        super().__init__(sorted(standing))
        self.standing = standing


def bureau(user, appraisal):
    return user.is_bureau and keeps_ledgers_of(user, appraisal.township)


def of_the_township(user, appraisal):
    return user.is_inspector and keeps_ledgers_of(user, appraisal.township)


def assessor(user, appraisal):
    return bureau(user, appraisal) and user.pk in (appraisal.first_id, appraisal.second_id)


def unfinished_assessor(user, appraisal):
    return assessor(user, appraisal) and getattr(appraisal, f"{side_of(user, appraisal)}_done_at") is None


def side_of(user, appraisal):
    """Whether an assessor is the first or the second."""
    return Side.FIRST if user.pk == appraisal.first_id else Side.SECOND


def seat_of(user, appraisal):
    """Where somebody signs, or None."""
    if of_the_township(user, appraisal):
        return Seat.TOWNSHIP
    return Seat(side_of(user, appraisal)) if assessor(user, appraisal) else None


def has_yet_to_sign(user, appraisal):
    seat = seat_of(user, appraisal)
    return seat is not None and not appraisal.signatures.filter(seat=seat).exists()


def bureau_before_signatures(user, appraisal):
    return bureau(user, appraisal) and not appraisal.signatures.exists()


def why_not_assessor(user, township, on):
    """Why this account can't score the township, in words; empty when it can."""
    if not (user.is_bureau and keeps_ledgers_of(user, township)):
        return _("考评员须是本县在用的县局账号。")
    if user.person_id is None:
        return _("该账号没有对应在册人员，不能签字，请先在“账号”中补上。")
    return why_partial(user, township, on)


def why_partial(user, township, on):
    """Who stands in the township's roster, or holds a post there, judges nothing of it; empty when nothing is wrong."""
    if user.person_id is None:
        return ""
    if user.person.township_id == township.pk or Duty.objects.held_on(on).in_township(township.pk).filter(person=user.person_id).exists():
        return _("%(name)s在%(township)s任职，不能考评本乡镇。") % {"name": user, "township": township}
    return ""


def why_unfit(user, appraisal, on):
    """Why an assessor scores and signs no more, having come to hold a post in the township since; empty while nothing is wrong."""
    why = why_not_assessor(user, appraisal.township, on)
    if not why:
        return ""
    if appraisal.state == State.SUBMITTED:
        return _("%(why)s请县局另行指定考评员。") % {"why": why}
    return _("%(why)s请县局办理“更换考评员”。") % {"why": why}


def require_fit(user, appraisal, at):
    if why := why_unfit(user, appraisal, timezone.localdate(at)):
        raise ValidationError(why, code="unfit")


def close_self_scores(appraisal, *, at, **told):
    """Every criterion looked at; the numbers of the linked evidence stay as they were on this day."""
    require_scores(appraisal, Side.SELF)
    shelf = fresh_shelf(appraisal, today=timezone.localdate(at))
    for link in appraisal.links.all():
        found = shelf[link.source]
        link.number_then = found and found.number
        link.save(update_fields=["number_then"])


def name_assessors(appraisal, *, by, at, first=None, second=None, **told):
    """A changed assessor begins anew: what the former one wrote is not the new one's."""
    chosen = {Side.FIRST: first, Side.SECOND: second}
    errors = {side: why for side, user in chosen.items() if (why := why_not_assessor(user, appraisal.township, timezone.localdate(at)))}
    if first == second:
        errors[Side.SECOND] = _("两名考评员须是不同的人。")
    if errors:
        raise ValidationError(errors)
    for side, user in chosen.items():
        if getattr(appraisal, f"{side}_id") != user.pk:
            seat_assessor(appraisal, side, user, by=by, at=at)


def seat_assessor(appraisal, side, user, *, by, at, reason=""):
    """The seat is somebody else's from now on; what the former one wrote is set aside."""
    scores = scores_of(appraisal, side)
    if scores:
        FormerAssessor.objects.create(
            appraisal=appraisal,
            side=side,
            user=getattr(appraisal, side),
            scores=[[pk, str(score.deduction), score.reason] for pk, score in sorted(scores.items())],
            replaced_by=by,
            replaced_at=at,
            reason=reason,
        )
        appraisal.scores.filter(side=side).delete()
    setattr(appraisal, side, user)
    setattr(appraisal, f"{side}_done_at", None)


def replace_assessor(appraisal, *, by, at, side, user, reason, **told):
    """Found unfit when the sheets lay side by side already, or after a signature (decision 0124).

    The new one scores the whole sheet; the other assessor's scores stand. What they agreed and who signed it is gone:
    neither was of these two. The history keeps both.
    """
    if why := why_not_assessor(user, appraisal.township, timezone.localdate(at)):
        raise ValidationError({"user": why})
    if user.pk in (appraisal.first_id, appraisal.second_id):
        raise ValidationError({"user": _("新的考评员须是原来两人以外的人。")})
    seat_assessor(appraisal, side, user, by=by, at=at, reason=reason)
    appraisal.scores.filter(side=Side.FINAL).delete()
    appraisal.signatures.all().delete()
    appraisal.points = appraisal.is_passed = None
    forget_evidence(appraisal)


def finish_scores(appraisal, *, by, at, **told):
    """The first to finish waits; with the second the two sheets lie side by side, and what they agree on is agreed."""
    require_fit(by, appraisal, at)
    side = side_of(by, appraisal)
    require_scores(appraisal, side)
    setattr(appraisal, f"{side}_done_at", at)
    if not (appraisal.first_done_at and appraisal.second_done_at):
        return State.SUBMITTED
    take_over_what_agrees(appraisal)
    return State.SCORED


def take_over_what_agrees(appraisal):
    first, second = (scores_of(appraisal, side) for side in OFFICIAL_SIDES)
    Score.objects.bulk_create(
        Score(appraisal=appraisal, side=Side.FINAL, criterion_id=pk, out_of=score.out_of, deduction=score.deduction, reason=score.reason)
        for pk, score in first.items()
        if score.deduction == second[pk].deduction
    )


def open_scores_again(appraisal, **told):
    appraisal.scores.filter(side=Side.FINAL).delete()
    appraisal.first_done_at = appraisal.second_done_at = None
    appraisal.points = appraisal.is_passed = None


def settle(appraisal, *, by, at, **told):
    """Every criterion decided, every condition looked at: the points, and whether that is enough."""
    require_fit(by, appraisal, at)
    require_scores(appraisal, Side.FINAL)
    require_checks(appraisal)
    require_explanations(appraisal)
    appraisal.points = sum((score.points for score in scores_of(appraisal, Side.FINAL).values()), Decimal(0))
    appraisal.is_passed = passes(appraisal)


def passes(appraisal):
    return not failed_clauses(appraisal).exists() and reaches_pass_mark(appraisal)


def failed_clauses(appraisal):
    """Entry conditions that are not met and vetoes that happened: 不合格, whatever the points."""
    vetoes = appraisal.checks.filter(clause__kind=Clause.Kind.VETO, holds=True)
    return vetoes | appraisal.checks.filter(clause__kind=Clause.Kind.ENTRY, holds=False)


def reaches_pass_mark(appraisal):
    return appraisal.sheet.pass_mark is None or appraisal.points >= appraisal.sheet.pass_mark


def sign(appraisal, *, by, at, reason="", **told):
    """With the second assessor's signature the numbers of the evidence stay as they are: by them the result was signed."""
    seat = seat_of(by, appraisal)
    if seat != Seat.TOWNSHIP:
        require_fit(by, appraisal, at)
    require_explanations(appraisal)
    Signature.objects.create(appraisal=appraisal, seat=seat, by=by, at=at, opinion=reason)
    if seat != Seat.TOWNSHIP and is_signed_by_both(appraisal):
        keep_evidence(appraisal, at)


def is_signed_by_both(appraisal):
    return {Seat.FIRST, Seat.SECOND} <= set(appraisal.signatures.values_list("seat", flat=True))


def conclude(appraisal, *, at, reason="", **told):
    """Both assessors have signed; a township that doesn't sign can't hold the result up, but why is written down."""
    signed = set(appraisal.signatures.values_list("seat", flat=True))
    if not is_signed_by_both(appraisal):
        raise ValidationError(_("两名考评员都签字后才能确定结果。"), code="unsigned")
    require_explanations(appraisal)
    if Seat.TOWNSHIP not in signed and not reason:
        raise ValidationError({"reason": ValidationError(_("被考评单位没有签字，请说明原因。"), code="required")})
    appraisal.finished_on = timezone.localdate(at)


def leave(appraisal, **told):
    """Some steps change the state only."""


@dataclass(frozen=True)
class Transition:
    """From which states to which; who may; what else it does (and, if it returns one, the state it leads to)."""

    sources: frozenset
    target: State
    may: Callable = bureau
    effect: Callable = leave
    needs_reason: bool = False


TRANSITIONS = {
    Action.SUBMIT: Transition({State.SELF}, State.SUBMITTED, of_the_township, close_self_scores),
    Action.ASSIGN: Transition({State.SUBMITTED}, State.SUBMITTED, effect=name_assessors),
    Action.RETURN: Transition({State.SUBMITTED}, State.SELF, effect=open_scores_again, needs_reason=True),
    Action.FINISH: Transition({State.SUBMITTED}, State.SCORED, unfinished_assessor, finish_scores),
    Action.RESCORE: Transition(
        {State.SCORED, State.AGREED}, State.SUBMITTED, bureau_before_signatures, open_scores_again, needs_reason=True
    ),
    Action.REPLACE: Transition({State.SCORED, State.AGREED}, State.SUBMITTED, effect=replace_assessor, needs_reason=True),
    Action.AGREE: Transition({State.SCORED}, State.AGREED, assessor, settle),
    Action.SIGN: Transition({State.AGREED}, State.AGREED, has_yet_to_sign, sign),
    Action.CONCLUDE: Transition({State.AGREED}, State.FINAL, effect=conclude),
    Action.VOID: Transition({State.SELF, State.SUBMITTED, State.SCORED, State.AGREED, State.FINAL}, State.VOID, needs_reason=True),
}


def is_allowed(action, appraisal, user):
    transition = TRANSITIONS[action]
    return appraisal.state in transition.sources and transition.may(user, appraisal)


def available_actions(appraisal, user):
    """The actions that this user may perform now, in the table's order."""
    return [action for action in TRANSITIONS if is_allowed(action, appraisal, user)]


# Who may write the scores of a side, and while the appraisal is in which state; the states after it are closed to everybody.
WRITERS = {
    Side.SELF: (State.SELF, of_the_township),
    Side.FIRST: (State.SUBMITTED, lambda user, one: unfinished_assessor(user, one) and side_of(user, one) == Side.FIRST),
    Side.SECOND: (State.SUBMITTED, lambda user, one: unfinished_assessor(user, one) and side_of(user, one) == Side.SECOND),
    Side.FINAL: (State.SCORED, assessor),
}


def side_to_write(appraisal, user):
    """The side whose scores this user may write now, or None."""
    return next((side for side, (state, may) in WRITERS.items() if appraisal.state == state and may(user, appraisal)), None)


def may_check(appraisal, user):
    """Conditions and vetoes are looked at by the bureau until the result is agreed; then only when a ledger has come to say otherwise."""
    if not bureau(user, appraisal):
        return False
    return appraisal.state in (State.SUBMITTED, State.SCORED) or (appraisal.state == State.AGREED and bool(denied_clauses(appraisal)))


def sides_shown(appraisal, user):
    """Assessors don't see each other's scores before both are done, nor does the township before they have agreed."""
    if appraisal.state in (State.AGREED, State.FINAL):
        return list(Side)
    if appraisal.state == State.SCORED and user.township_id is None:
        return list(Side)
    if appraisal.state == State.SUBMITTED and assessor(user, appraisal):
        return [Side.SELF, side_of(user, appraisal)]
    return [Side.SELF]


def tells(event, sides, user):
    """Whether the history says what was scored: no sooner than the page shows these scores, but for who entered them."""
    is_secret = event.action == Action.SCORE and event.from_state != State.SELF
    return not is_secret or event.by_id == user.pk or sides == list(Side)


def scores_of(appraisal, side):
    """{criterion id: Score}"""
    return {score.criterion_id: score for score in appraisal.scores.filter(side=side)}


def require_scores(appraisal, side):
    missing = list(appraisal.sheet.criteria.exclude(scores__in=appraisal.scores.filter(side=side)))
    if missing:
        names = "、".join(criterion.name for criterion in missing[:5])
        words = _("还有 %(count)s 项没有评分：%(names)s。不扣分的也请填 0。")
        raise ValidationError(words, code="incomplete", params={"count": len(missing), "names": names})


def require_checks(appraisal):
    missing = appraisal.sheet.clauses.exclude(checks__in=appraisal.checks.all()).count()
    if missing:
        raise ValidationError(_("还有 %(count)s 条准入条件或一票否决没有核查。"), code="unchecked", params={"count": missing})


def denied_clauses(appraisal):
    """Clauses whose finding a ledger denies by now without anybody having said why it stands, knowing of all that is held there."""
    ledgers = Ledgers(appraisal.township, appraisal.sheet.year)
    denied = [check for check in appraisal.checks.select_related("clause") if ledgers.deny(check.clause, holds=check.holds)]
    return [check.clause for check in denied if not is_explained(check, ledgers)]


def is_explained(check, ledgers):
    """A second accident is not explained by what was said of the first."""
    return bool(check.explanation) and not ledgers.has_more_than(check.explained_facts, check.clause)


def require_explanations(appraisal):
    """An accident that was registered after the clause was looked at is looked at as well, up to the last signature (RULES section 3)."""
    for clause in denied_clauses(appraisal):
        words = _("“%(clause)s”的核查结果与台账记录不一致，请县局重新核查：改正核查结果，或说明理由。")
        raise ValidationError(words, code="denied", params={"clause": clause})


def candidacy_of(township, year):
    """The application that the township is scored for: the latest of a round that covers the year, unless it was over by its end."""
    running = {"campaign__starts_on__year__lte": year, "campaign__ends_on__year__gte": year}
    asked = Candidacy.objects.filter(township=township, **running).exclude(state=Candidacy.State.RETURNED)
    ended = Q(ended_on__lte=min(date(year, 12, 31), timezone.localdate()))
    return asked.exclude(ended).order_by("-applied_on").first()


@transaction.atomic
def open_appraisal(sheet, *, township, by, candidacy=None, at=None):
    """A township begins to be scored by a sheet that is in use; returns the Appraisal."""
    if not keeps_ledgers_of(by, township) or sheet.county_id != township.county_id:
        raise PermissionDenied
    # Lock the sheet: it may be retired in the same second.
    sheet = ScoreSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if not sheet.is_in_use:
        raise ValidationError({"sheet": ValidationError(_("“%(sheet)s”不在执行中。"), params={"sheet": sheet})})
    if sheet.year > timezone.localdate(at).year:
        raise ValidationError({"sheet": ValidationError(_("%(year)s 年还没有开始，不能开始考评。"), params={"year": sheet.year})})
    try:
        with transaction.atomic():
            appraisal = Appraisal.objects.create(sheet=sheet, township=township, candidacy=candidacy)
    except IntegrityError:
        raise AlreadyOpen(Appraisal.objects.exclude(state=State.VOID).get(sheet=sheet, township=township)) from None
    link_what_is_needed(appraisal)
    record(appraisal, Action.OPEN, before="", by=by, at=at or timezone.now())
    return appraisal


def link_what_is_needed(appraisal):
    """A fresh appraisal is proved with what its sheet asks for; the township may choose otherwise."""
    needs = EvidenceNeed.objects.filter(criterion__sheet=appraisal.sheet_id)
    EvidenceLink.objects.bulk_create(
        EvidenceLink(appraisal=appraisal, criterion_id=criterion, source=source)
        for criterion, source in needs.values_list("criterion", "source")
    )


def lock(appraisal):
    """The row, locked: two people may press in the same second, and only one step is taken."""
    return Appraisal.objects.select_for_update(of=("self",)).select_related("township", "sheet").get(pk=appraisal.pk)


@transaction.atomic
def perform(appraisal, action, *, by, at=None, reason="", **told):
    """One step; returns its AppraisalEvent. ValidationError names the detail that is wrong."""
    at = at or timezone.now()
    appraisal = lock(appraisal)
    if not is_allowed(action, appraisal, by):
        raise TransitionNotAllowed(action, appraisal)
    transition = TRANSITIONS[action]
    if transition.needs_reason and not reason:
        raise ValidationError({"reason": ValidationError(_("请说明原因。"), code="required")})
    before, words = appraisal.state, told_of(action, appraisal, reason, told)
    appraisal.state = transition.effect(appraisal, by=by, at=at, reason=reason, **told) or transition.target
    appraisal.save()
    event = record(appraisal, action, before=before, by=by, at=at, reason=words)
    if tell := TELLS.get(action):
        tell(event)
    return event


# Whoever has to do something next, and doesn't look at the list by chance, is told.
TELLS = {Action.RETURN: tell_of_returned_self_score, Action.AGREE: tell_of_signatures_wanted}


def told_of(action, appraisal, reason, told):
    """What the history keeps, which is Chinese whoever reads the screen."""
    if action == Action.ASSIGN:
        return "考评员：{first}、{second}".format(**told)
    if action == Action.REPLACE:
        seat = "甲" if told["side"] == Side.FIRST else "乙"
        return f"考评员{seat}由{getattr(appraisal, told['side'])}更换为{told['user']}：{reason}"
    return reason


def record(appraisal, action, *, before, by, at, reason=""):
    return AppraisalEvent.objects.create(
        appraisal=appraisal, action=action, from_state=before, to_state=appraisal.state, by=by, at=at, reason=reason
    )


@dataclass(frozen=True)
class Entry:
    """One line of a filled-in sheet, and what stood there when it was opened: (deduction, reason), None where nothing did."""

    criterion: Criterion
    deduction: Decimal
    reason: str
    seen: tuple | None = None


def check_deduction(criterion, deduction, reason):
    """Not below nothing, not above what the criterion is worth, and with a reason."""
    if deduction < 0:
        raise ValidationError({"deduction": ValidationError(_("扣分不能是负数。"), code="negative")})
    if deduction > criterion.points:
        words = _("扣分不能超过标准分值 %(points)s 分。")
        raise ValidationError({"deduction": ValidationError(words, code="too_much", params={"points": points(criterion.points)})})
    if deduction and not reason:
        raise ValidationError({"reason": ValidationError(_("扣了分，请说明扣分原因。"), code="required")})


@transaction.atomic
def write_scores(appraisal, side, entries, *, by, at=None):
    """Enter or change scores of one side; refused as a whole if somebody else changed the same lines meanwhile."""
    at = at or timezone.now()
    appraisal = lock(appraisal)
    if side_to_write(appraisal, by) != side:
        raise TransitionNotAllowed(Action.SCORE, appraisal)
    if side != Side.SELF:
        require_fit(by, appraisal, at)
    standing = scores_of(appraisal, side)
    moved = {entry.criterion.pk: standing.get(entry.criterion.pk) for entry in entries if has_moved(entry, standing)}
    if moved:
        raise ScoredMeanwhile(moved)
    for entry in entries:
        check_deduction(entry.criterion, entry.deduction, entry.reason)
    Score.objects.bulk_create(
        [score_of(appraisal, side, entry, by) for entry in entries],
        update_conflicts=True,
        unique_fields=["appraisal", "side", "criterion"],
        update_fields=["deduction", "reason", "out_of", "by"],
    )
    if entries:
        words = in_words(side, entries)
        record(appraisal, Action.SCORE, before=appraisal.state, by=by, at=at, reason=words)


def score_of(appraisal, side, entry, by):
    told = {"deduction": entry.deduction, "reason": entry.reason, "out_of": entry.criterion.points}
    return Score(appraisal=appraisal, side=side, criterion=entry.criterion, by=by, **told)


def has_moved(entry, standing):
    score = standing.get(entry.criterion.pk)
    return (score and (score.deduction, score.reason)) != entry.seen


@in_chinese
def in_words(side, entries):
    """自评：工作方案 −2；12 项不扣分"""
    lines = [f"{entry.criterion.name} −{points(entry.deduction)}" for entry in entries if entry.deduction]
    plain = len(entries) - len(lines)
    words = "；".join([*lines, *([_("%s 项不扣分") % plain] if plain else [])])
    return f"{side.label}：{words}"


@transaction.atomic
def check_clause(appraisal, clause, *, holds, note, by, explanation="", at=None):
    """Write down whether a condition is met or a veto happened; looked at again, the later finding stands.

    Against what a ledger holds it needs an explanation, and only then has one.
    """
    at = at or timezone.now()
    appraisal = lock(appraisal)
    if not may_check(appraisal, by):
        raise TransitionNotAllowed(Action.CHECK, appraisal)
    # A veto decides whatever the points: who may not score the township may not judge that either.
    if why := why_partial(by, appraisal.township, timezone.localdate(at)):
        raise ValidationError(why, code="unfit")
    if not note:
        raise ValidationError({"note": ValidationError(_("请写明核查情况。"), code="required")})
    explanation, facts = explained(appraisal, clause, holds=holds, explanation=explanation)
    told = {"holds": holds, "note": note, "explanation": explanation, "explained_facts": facts, "by": by, "at": at}
    found, _is_new = ClauseCheck.objects.update_or_create(appraisal=appraisal, clause=clause, defaults=told)
    # What the history keeps is Chinese, whoever reads the screen.
    word, why = "是" if holds else "否", f"　与台账不一致的理由：{explanation}" if explanation else ""
    why += settle_again(appraisal) if appraisal.state == State.AGREED else ""
    event = record(appraisal, Action.CHECK, before=appraisal.state, by=by, at=at, reason=f"{clause.text}：{word}。{note}{why}")
    if appraisal.state == State.AGREED:
        tell_of_signatures_wanted(event)
    return found


def settle_again(appraisal):
    """After a clause was looked at again: whoever had signed, had signed another result. Returns what the history says of it."""
    signed, _rows = appraisal.signatures.all().delete()
    appraisal.is_passed = passes(appraisal)
    forget_evidence(appraisal)
    appraisal.save()
    return "　结果按此重新认定" + ("，已有的签字作废，须重新签字。" if signed else "。")


def explained(appraisal, clause, *, holds, explanation):
    """(the explanation, what it explains) if one is needed."""
    ledgers = Ledgers(appraisal.township, appraisal.sheet.year)
    if not ledgers.deny(clause, holds=holds):
        return "", None
    if not explanation:
        words = _("台账中有与此相反的记录，仍这样认定的，请写明理由。")
        raise ValidationError({"explanation": ValidationError(words, code="required")})
    return explanation, ledgers.facts_against(clause)


def possible_assessors(township, on):
    """Accounts that may score the township, in the order of their names."""
    users = User.objects.filter(role="bureau", is_active=True, county=township.county_id).select_related("person", "county")
    return [user for user in users.order_by("person__name", "pk") if not why_not_assessor(user, township, on)]
