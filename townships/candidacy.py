"""The life of a candidacy (DESIGN section 3) in one table: buttons, permissions and history are read off it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, Min
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from townships.access import keeps_ledgers_of
from townships.accidents import find_vetoes
from townships.models import Appraisal, Candidacy, CandidacyEvent, County, Objection, PhoneSeen, PublicNotice, Township
from townships.voiding import void
from townships.workdays import add_workdays

Action, State, Tier = CandidacyEvent.Action, Candidacy.State, Candidacy.Tier
EVERY = frozenset(Tier)
# As many as a round's programme may ask for at most.
LONGEST_NOTICE = 30
UNDER_WAY = [State.APPLIED, State.CREATING, State.ACCEPTED, State.REVIEWED, State.CHECKED, State.NOTICED]


class AlreadyApplied(Exception):
    """The township applied in this round at this level before; carries that candidacy."""

    def __init__(self, candidacy):
        super().__init__(candidacy.pk)
        self.candidacy = candidacy


class TransitionNotAllowed(Exception):
    """The candidacy as it is now, and the last event: what somebody else did meanwhile."""

    def __init__(self, action, candidacy):
        super().__init__(f"{action} of candidacy {candidacy.pk} in state {candidacy.state}")
        self.action = action
        self.candidacy = candidacy
        self.event = candidacy.events.select_related("by__person").last()


def bureau(user, candidacy):
    return user.is_bureau and keeps_ledgers_of(user, candidacy.township)


def of_the_township(user, candidacy):
    return keeps_ledgers_of(user, candidacy.township)


def appraisals_of(candidacy, year):
    """The township's appraisals by the score sheets of that year: concluded ones first, of them the one made for this application."""
    found = Appraisal.objects.filter(township=candidacy.township_id, sheet__year=year).exclude(state=Appraisal.State.VOID)
    found = list(found.select_related("sheet", "township").order_by("-finished_on", "-pk"))
    return sorted(found, key=lambda one: (one.state != Appraisal.State.FINAL, one.candidacy_id != candidacy.pk))


def appraisal_of(candidacy, year):
    """The one that counts; None when there is none."""
    return next(iter(appraisals_of(candidacy, year)), None)


def vetoes_on(candidacy, on):
    """[(year, its Vetoes)] of the term that runs, or since it applied, while there is a title to lose."""
    if candidacy.state in (State.LAPSED, State.REVOKED, State.RETURNED):
        return []
    township = Township.objects.filter(pk=candidacy.township_id)
    since = candidacy.valid_until.year - candidacy.campaign.title_years if candidacy.valid_until else candidacy.applied_on.year
    return [(year, vetoes) for year in range(since, on.year + 1) if (vetoes := find_vetoes(township, year))]


def which_counts(candidacy, year):
    """What has to be said where several sheets of the year came to a conclusion; empty when one did."""
    concluded = [one for one in appraisals_of(candidacy, year) if one.state == Appraisal.State.FINAL]
    return _("有几份考评结论，以“%(sheet)s”的为准") % {"sheet": concluded[0].sheet} if len(concluded) > 1 else ""


def why_not_accept(appraisal, *, is_vetoed=False):
    """What has to be said of an acceptance that no appraisal bears out, or that a veto speaks against; empty when there is neither."""
    if appraisal is None or appraisal.state != Appraisal.State.FINAL:
        return _("没有考评结论且有一票否决情形，仍予验收") if is_vetoed else _("没有考评结论，仍予验收")
    if not appraisal.is_passed:
        return _("考评结论为不合格且有一票否决情形，仍予验收") if is_vetoed else _("考评结论为不合格，仍予验收")
    return _("有一票否决情形，仍予验收") if is_vetoed else ""


def asked_of_acceptance(candidacy, on):
    """What has to be ticked before it is accepted on that day; empty when nothing has."""
    why_not = why_not_accept(appraisal_of(candidacy, on.year), is_vetoed=bool(vetoes_on(candidacy, on)))
    return "；".join(str(words) for words in (why_not, which_counts(candidacy, on.year)) if words)


def accept(candidacy, on, *, anyway=False):
    """`anyway`: somebody said that it is accepted although no appraisal bears it out, in spite of a veto, or by one of several sheets."""
    words = asked_of_acceptance(candidacy, on)
    if words and not anyway:
        if words == which_counts(candidacy, on.year):
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


def has_failed(candidacy, year):
    """That year's appraisal is concluded and bears no title out: 一票否决 revokes it (RULES section 3)."""
    appraisal = appraisal_of(candidacy, year)
    return bool(appraisal and appraisal.state == Appraisal.State.FINAL and not appraisal.is_passed)


def post_notice(candidacy, on, *, medium, ends_on=None, reason="", **told):
    """The county posts the name from `on`; without an end for as many working days as the round's programme asks."""
    check_veto(candidacy, on, reason)
    check_no_other_notice(candidacy)
    ends_on = ends_on or last_day_of_notice(on, candidacy.campaign)
    check_length_of_notice(candidacy.campaign, on, ends_on)
    PublicNotice.objects.create(candidacy=candidacy, starts_on=on, ends_on=ends_on, medium=medium)


def check_length_of_notice(campaign, first, ends_on):
    """Long enough for the programme, and not so long that a slip of the year bars the naming for years."""
    earliest = last_day_of_notice(first, campaign)
    if ends_on < earliest:
        refuse(_("公示不少于 %(days)s 个工作日，至少到 %(day)s。"), "ends_on", days=campaign.notice_workdays, day=earliest)
    most = max(LONGEST_NOTICE, campaign.notice_workdays)
    latest = add_workdays(first - timedelta(days=1), most, county=campaign.county_id)
    if ends_on > latest:
        refuse(_("公示不超过 %(days)s 个工作日，至多到 %(day)s，请核对年份。"), "ends_on", days=most, day=latest)


def amend_notice(candidacy, on, *, ends_on, medium):
    """The end or the place of a notice that was entered wrongly; it stays one notice. The history says what it was before."""
    notice = candidacy.notices.last()
    check_length_of_notice(candidacy.campaign, notice.starts_on, ends_on)
    late = notice.objections.counted().filter(received_on__gt=ends_on).order_by("received_on").last()
    if late:
        refuse(_("已登记 %(day)s 收到的异议，公示截止不能早于这一天。"), "ends_on", day=late.received_on)
    changes = [
        _("公示截止由 %(was)s 更正为 %(now)s。") % {"was": notice.ends_on, "now": ends_on} if ends_on != notice.ends_on else "",
        _("公示方式由“%(was)s”更正为“%(now)s”。") % {"was": notice.medium, "now": medium} if medium != notice.medium else "",
    ]
    if not any(changes):
        refuse(_("没有改动，不需要更正。"), "ends_on")
    notice.ends_on, notice.medium = ends_on, medium
    notice.save(update_fields=["ends_on", "medium"])
    return "".join(changes)


def check_no_other_notice(candidacy):
    """Nobody is told of the same title twice at once, as those are that were applied for in two rounds."""
    noticed = Candidacy.objects.filter(township=candidacy.township_id, tier=candidacy.tier, state=State.NOTICED)
    if other := noticed.exclude(pk=candidacy.pk).select_related("campaign").first():
        refuse(_("“%(round)s”中的同一级别申报正在公示，请先办结或者退回那一份。"), round=other.campaign)


def last_day_of_notice(first, campaign):
    """The first day counts: the province's notice of 2015 hung from 6 to 12 November, five working days."""
    return add_workdays(first - timedelta(days=1), campaign.notice_workdays, county=campaign.county_id)


class SentBefore(Exception):
    """The same form was sent before, and entered; the candidacy's lock keeps the two apart."""


def take_objection(candidacy, on, *, submission=None, **told):
    notice = candidacy.notices.last()
    if submission and notice.objections.filter(submission=submission).exists():
        raise SentBefore
    check_objection(notice, on, **told)
    Objection.objects.create(notice=notice, received_on=on, submission=submission, **told)


def check_objection(notice, received_on, *, content, is_real_name=True, name="", phone="", field="on"):
    if not notice.starts_on <= received_on <= notice.ends_on:
        refuse(_("异议应在公示期内（%(start)s 至 %(end)s）提出。"), field, start=notice.starts_on, end=notice.ends_on)
    if is_real_name and not (name and phone):
        refuse(_("实名异议须填写姓名（单位）和联系电话。"), "phone" if name else "name")


def answer_objection(candidacy, on, *, objection, handling, is_upheld):
    """Looked into and answered, once; one of another township is not there."""
    waiting = Objection.objects.counted().filter(notice__candidacy=candidacy, pk=objection.pk, handled_on=None, received_on__lte=on)
    if not waiting.update(handled_on=on, handling=handling, is_upheld=is_upheld):
        refuse(_("这条异议已经办结，或者是在这一天之后收到的。"), "objection")


def correct_objection(candidacy, on, *, objection, received_on, is_real_name, name="", phone="", content, by, reason):
    """The wrong one is voided and stays to be read; the corrected one keeps what was found out, and the phone if none is told."""
    standing = counted_objection(candidacy, objection)
    if not is_real_name and standing.stops_naming:
        refuse(_("这条实名异议已查证成立，不能改为匿名：命名与否以查证结论为准，应退回申报的请办理“退回”。"), "is_real_name")
    wrong = void(standing, by=by, reason=reason)
    told = {"is_real_name": is_real_name, "name": name, "phone": (phone or wrong.phone) if is_real_name else "", "content": content}
    check_objection(wrong.notice, received_on, field="received_on", **told)
    found_out = {"handled_on": wrong.handled_on, "handling": wrong.handling, "is_upheld": wrong.is_upheld}
    Objection.objects.create(notice=wrong.notice, received_on=received_on, **told, **found_out)


def void_objection(candidacy, on, *, objection, by, reason):
    """One that was entered by mistake; the candidacy's lock keeps two clerks apart."""
    found = counted_objection(candidacy, objection)
    if found.stops_naming:
        refuse(_("这条实名异议已查证成立，不能作废：命名与否以查证结论为准，应退回申报的请办理“退回”。"), "objection")
    return void(found, by=by, reason=reason)


def counted_objection(candidacy, objection):
    """As it stands now in the notice that hangs."""
    found = Objection.objects.counted().filter(notice=candidacy.notices.last(), pk=objection.pk).first()
    if found is None:
        refuse(_("这条异议已经作废或更正。"), "objection")
    return found


def show_phone(objection, *, by, at=None):
    """The whole number, for the bureau that has to ring; that it was seen is written down."""
    if not bureau(by, objection.notice.candidacy):
        raise PermissionDenied
    PhoneSeen.objects.create(objection=objection, by=by, at=at or timezone.now())
    return objection.phone


def start_title(candidacy, on, *, reason="", **told):
    check_notice(candidacy.notices.last(), on)
    check_veto(candidacy, on, reason)
    check_titles(candidacy, on)
    candidacy.named_on = on
    candidacy.valid_until = end_of_term(candidacy, on)


def check_notice(notice, on):
    """Nobody is named before the notice ended, or against an objection under a real name that is open or was upheld."""
    if not notice.is_over(on):
        refuse(_("公示至 %(day)s 截止，此前不能命名。"), day=notice.ends_on)
    if notice.objections.open().exists():
        refuse(_("还有实名异议没有办结，不能命名。请先“办结异议”，办结后再命名。"))
    if notice.objections.upheld().exists():
        refuse(_("有实名异议查证成立，不能命名，请退回申报。"))


def end_of_term(candidacy, first):
    return years_after(first, candidacy.campaign.title_years) - timedelta(days=1)


def next_term(candidacy):
    """(first day, last day) of the term of a title that is kept: it follows on the old one."""
    first = candidacy.valid_until + timedelta(days=1)
    return first, end_of_term(candidacy, first)


def is_kept_early(candidacy, on):
    """Before the round reminds of it."""
    return on < candidacy.valid_until - timedelta(days=candidacy.campaign.reminder_days)


def start_of_term(candidacy):
    """The first day of the term that runs, or is to run: the title's own years counted back from its end."""
    return years_after(candidacy.valid_until + timedelta(days=1), -candidacy.campaign.title_years)


def is_kept_already(candidacy, day):
    """The term that a re-check added has yet to begin: one re-check, one term, else three presses are nine years. May query."""
    return day < start_of_term(candidacy) and candidacy.events.filter(action=Action.KEEP).exists()


def lacks_appraisal(candidacy, year):
    """No appraisal of that year is concluded: the re-check (复核) has nothing to stand on."""
    appraisal = appraisal_of(candidacy, year)
    return appraisal is None or appraisal.state != Appraisal.State.FINAL


def keep_title(candidacy, on, *, by, reason, until=None, anyway=False):
    """`until`: the end of the term as the form was opened on it; who comes second would add a term to a term.

    `anyway`: somebody said that it is kept although nobody appraised the township that year.
    """
    if until and until != candidacy.valid_until:
        raise TransitionNotAllowed(Action.KEEP, candidacy)
    # 期满自动失效 (湘政办发〔2020〕50号 第三条): there is nothing left to keep, whether or not the clock has said so yet.
    if on > candidacy.valid_until:
        refuse(_("称号已于 %(day)s 期满，自动失效，不能再复核保持，可在新一轮重新申报。"), day=candidacy.valid_until)
    if is_kept_already(candidacy, on):
        refuse(_("称号已复核保持，新的有效期 %(first)s 才开始，此前不能再次复核保持。"), first=start_of_term(candidacy))
    if is_kept_early(candidacy, on) and not reason:
        refuse(_("称号有效期至 %(day)s，还没有到复核的时候。提前复核的，请说明原因。"), "reason", day=candidacy.valid_until)
    if has_failed(candidacy, on.year) and not reason:
        refuse(_("%(year)s 年考评结论为不合格（含一票否决的，应撤销称号）。确要复核保持的，请说明原因。"), "reason", year=on.year)
    check_veto(candidacy, on, reason)
    is_unproved = lacks_appraisal(candidacy, on.year)
    if is_unproved and not anyway:
        refuse(_("%(year)s 年没有考评结论。确要复核保持的，请勾选“没有考评结论，仍予复核保持”。"), "anyway", year=on.year)
    first, candidacy.valid_until = next_term(candidacy)
    told = _("新的有效期 %(first)s 至 %(last)s。") % {"first": first, "last": candidacy.valid_until}
    return told + (_("没有考评结论，仍予复核保持。") if is_unproved else "")


def let_lapse(candidacy, on):
    if on <= candidacy.valid_until:
        refuse(_("称号有效期至 %(day)s，尚未期满。"), day=candidacy.valid_until)
    candidacy.ended_on = on


def end_title(candidacy, on):
    candidacy.ended_on = on


def hand_over_plate(candidacy, on, *, plate_number):
    if candidacy.plate_given_on:
        refuse(_("已于 %(day)s 授牌，编号 %(number)s。"), "plate_number", day=candidacy.plate_given_on, number=candidacy.plate_number)
    check_plate_is_free(candidacy, plate_number)
    candidacy.plate_number, candidacy.plate_given_on = plate_number, on


def check_plate_is_free(candidacy, number):
    """One number, one plate, as long as it hangs; one that was taken back may be given again."""
    # Lock the county: two plates may be handed over in the same second.
    County.objects.select_for_update(no_key=True).get(pk=candidacy.township.county_id)
    hanging = Candidacy.objects.filter(township__county=candidacy.township.county_id, plate_number=number, plate_returned_on=None)
    other = hanging.exclude(pk=candidacy.pk).select_related("township").first()
    if other:
        told = {"number": number, "title": other, "day": other.plate_given_on}
        refuse(_("编号 %(number)s 已用于%(title)s的牌匾（%(day)s 授牌），请核对编号。"), "plate_number", **told)


def take_back_plate(candidacy, on):
    if not candidacy.plate_given_on:
        refuse(_("没有授过牌，不用收回。"))
    if candidacy.plate_returned_on:
        refuse(_("牌匾已于 %(day)s 收回。"), day=candidacy.plate_returned_on)
    candidacy.plate_returned_on = on


def fix_plate(candidacy, on, *, plate_number, given_on):
    """A number or a day that was typed wrongly; the history says what it was before."""
    if given_on < candidacy.named_on:
        refuse(_("授牌日期不能早于命名日期 %(day)s。"), "given_on", day=candidacy.named_on)
    if given_on > on or (candidacy.plate_returned_on and given_on > candidacy.plate_returned_on):
        refuse(_("授牌日期不能晚于更正日期和牌匾收回日期。"), "given_on")
    if (plate_number, given_on) == (candidacy.plate_number, candidacy.plate_given_on):
        refuse(_("没有改动，不需要更正。"), "plate_number")
    if not candidacy.plate_returned_on:
        check_plate_is_free(candidacy, plate_number)
    was = {"was": candidacy.plate_number, "was_on": candidacy.plate_given_on, "now": plate_number, "now_on": given_on}
    candidacy.plate_number, candidacy.plate_given_on = plate_number, given_on
    return _("牌匾由编号 %(was)s（%(was_on)s 授牌）更正为编号 %(now)s（%(now_on)s 授牌）。") % was


def step_in_force(candidacy):
    """The step by which it came to stand where it stands, as it was last put right."""
    entered = {State.NAMED: [Action.NAME], State.REVOKED: [Action.REVOKE]}[candidacy.state]
    return candidacy.events.standing().filter(action__in=[*entered, Action.REDATE], to_state=candidacy.state).last()


def correct_day(candidacy, on):
    """The right day of a naming or a revocation: between the steps before and after it, and with all that is counted from it."""
    wrong = step_in_force(candidacy)
    if on == wrong.happened_on:
        refuse(_("没有改动，不需要更正。"))
    check_between_neighbours(candidacy, wrong, on)
    if candidacy.state == State.REVOKED:
        candidacy.ended_on = on
        return _("撤销日期由 %(was)s 更正为 %(now)s。") % {"was": wrong.happened_on, "now": on}
    check_notice(candidacy.notices.last(), on)
    if candidacy.plate_given_on and on > candidacy.plate_given_on:
        refuse(_("命名日期不能晚于授牌日期 %(day)s。"), day=candidacy.plate_given_on)
    candidacy.named_on, candidacy.valid_until = on, end_of_term(candidacy, on)
    for _kept in range(candidacy.events.filter(action=Action.KEEP).count()):
        _first, candidacy.valid_until = next_term(candidacy)
    return _("命名日期由 %(was)s 更正为 %(now)s，有效期至 %(until)s。") % {
        "was": wrong.happened_on,
        "now": on,
        "until": candidacy.valid_until,
    }


def check_between_neighbours(candidacy, step, on):
    root = step
    while root.corrects_id:
        root = root.corrects
    others = candidacy.events.standing().exclude(pk=step.pk)
    first = others.filter(pk__lt=root.pk).aggregate(day=Max("happened_on"))["day"]
    last = others.filter(pk__gt=root.pk).aggregate(day=Min("happened_on"))["day"]
    if on < first:
        refuse(_("日期不能早于上一步的 %(day)s。"), day=first)
    if last and on > last:
        refuse(_("日期不能晚于下一步的 %(day)s。"), day=last)


def restore_title(candidacy, on):
    """The revocation was a mistake, or was set aside: the title runs on as if there had been none."""
    if on > candidacy.valid_until:
        refuse(_("称号有效期至 %(day)s，已经期满，不能恢复。"), day=candidacy.valid_until)
    check_titles(candidacy, on)
    candidacy.ended_on = None
    if candidacy.plate_returned_on:
        # It hangs no more: it is handed over anew, and the history tells of the first time.
        candidacy.plate_number, candidacy.plate_given_on, candidacy.plate_returned_on = "", None, None
    return _("有效期仍至 %(day)s。") % {"day": candidacy.valid_until}


def apply_again(candidacy, on):
    """As a first application is made: within the round, and for what the township doesn't hold already."""
    check_round_runs(candidacy.campaign, on)
    check_titles(candidacy, on)
    check_not_under_way(candidacy.campaign, candidacy.township, candidacy.tier, on, field="on")


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
    """Queries."""
    return Objection.objects.counted().filter(notice__candidacy=candidacy, handled_on=None).exists()


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
    Action.OBJECT: Transition({State.NOTICED: EVERY}, None, effect=take_objection, in_order=False),
    Action.RESOLVE: Transition({State.NOTICED: EVERY}, None, effect=answer_objection, is_due=has_unanswered, in_order=False),
    Action.CORRECT: Transition(
        {State.NOTICED: EVERY}, None, effect=correct_objection, needs_reason=True, signs=True, is_due=has_objections
    ),
    Action.VOID: Transition({State.NOTICED: EVERY}, None, effect=void_objection, needs_reason=True, signs=True, is_due=has_objections),
    Action.NAME: Transition({State.NOTICED: EVERY}, State.NAMED, effect=start_title, signs=True),
    Action.HAND_OVER: Transition({State.NAMED: EVERY}, None, effect=hand_over_plate, is_due=has_no_plate),
    Action.KEEP: Transition({State.NAMED: EVERY}, State.NAMED, effect=keep_title, signs=True, is_due=may_be_kept),
    Action.LAPSE: Transition({State.NAMED: EVERY}, State.LAPSED, effect=let_lapse, is_due=has_run_out),
    Action.REVOKE: Transition({State.NAMED: EVERY}, State.REVOKED, effect=end_title, needs_reason=True),
    Action.TAKE_BACK: Transition({State.LAPSED: EVERY, State.REVOKED: EVERY}, None, effect=take_back_plate, is_due=has_plate_out),
    Action.REDATE: Transition(
        {State.NAMED: EVERY, State.REVOKED: EVERY}, None, effect=correct_day, needs_reason=True, in_order=False, corrects=step_in_force
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
CORRECTIONS = {Action.AMEND, Action.CORRECT, Action.VOID, Action.REDATE, Action.FIX_PLATE, Action.RESTORE}


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
        case Action.RETURN | Action.REVOKE | Action.OBJECT:
            return False
        case Action.RESOLVE:
            return notice.objections.open().exists()
        case Action.NAME:
            return notice.is_over(today) and not notice.objections.upheld().exists()
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
    record(candidacy, Action.APPLY, before="", by=by, on=on, at=at, reason=reason)
    return candidacy


def check_round_runs(campaign, on):
    if not campaign.starts_on <= on <= campaign.ends_on:
        refuse(_("申请日期须在本轮创建活动期间（%(start)s 至 %(end)s）。"), start=campaign.starts_on, end=campaign.ends_on)


def check_titles(candidacy, on):
    check_no_higher_title(candidacy.township, candidacy.tier, on, field="on")
    check_no_such_title(candidacy.township, candidacy.tier, on)


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


def check_no_such_title(township, tier, on):
    """What a township holds is kept by a re-check (保持单位, RULES section 3), or applied for anew when it has lapsed: never held twice."""
    title = Candidacy.objects.titled_from(on).filter(township=township, tier=tier).select_related("campaign").first()
    if title:
        told = {"township": township, "title": title.get_tier_display(), "round": title.campaign, "day": title.valid_until}
        words = _("%(township)s已在“%(round)s”中命名为%(title)s示范乡镇，有效期至 %(day)s：期满前请办理复核保持，期满失效后再申报。")
        refuse(words, **told)


def check_no_higher_title(township, tier, on, *, field="tier"):
    """Whatever round it was given in: 逐级申报 (湘政办发〔2014〕82号) leads upwards."""
    higher = Tier.values[Tier.values.index(tier) + 1 :]
    title = Candidacy.objects.titled_from(on).filter(township=township, tier__in=higher).select_related("campaign").first()
    if title:
        told = {"township": township, "round": title.campaign, "title": title.get_tier_display(), "day": title.valid_until}
        words = _("%(township)s已在“%(round)s”中命名为%(title)s示范乡镇，有效期至 %(day)s，不再申报%(tier)s。")
        refuse(words, field, **told, tier=Tier(tier).label)


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
    return candidacy.events.standing().aggregate(last=Max("happened_on"))["last"]


def check_not_in_future(on, at):
    if on > timezone.localdate(at):
        refuse(_("日期不能晚于今天。"))


def refuse(message, field="on", **params):
    raise ValidationError({field: ValidationError(message, code="impossible", params=params)})


def years_after(day, years):
    # 29 February has no twin in most years.
    return day.replace(year=day.year + years, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + years)
