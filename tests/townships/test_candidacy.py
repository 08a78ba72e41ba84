"""Who may do what with a candidacy in which state, written by hand; and what each step does to the title."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories.appraisal import State as AppraisalState
from tests.factories.appraisal import Walk
from tests.factories.campaign import AFTER_TITLE, DETAILS, FIRST_DAY, LEFT_OUT, STEPS, Action, State, Tier, an_objection, candidacy_at, step
from tests.factories.means import accident
from tests.factories.patrols import HolidayFactory
from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    CampaignFactory,
    CountyFactory,
    InspectorFactory,
    OfficialFactory,
    TownshipFactory,
)
from townships import tasks
from townships.acceptance import appraisal_of, why_not_accept
from townships.candidacy import TRANSITIONS, apply, available_actions, due_actions, lapse_expired, next_step, perform, steps_before
from townships.models import Appraisal, Candidacy, CandidacyEvent, Objection
from townships.period import midnight
from townships.refusals import AlreadyApplied, TransitionNotAllowed
from townships.titles import years_after

pytestmark = pytest.mark.django_db

# Who may: b the bureau of the county, i an inspector of the township. Nobody else ever may.
# Where tiers differ, they stand in brackets: (c) county, (s) city, (p) province; without brackets all three.
TABLE = """
           applied  creating  accepted  reviewed  checked  noticed  named  lapsed  revoked  returned
shortlist  b        -         -         -         -        -        -      -       -        -
accept     -        b         -         -         -        -        -      -       -        -
review     -        -         b(sp)     -         -        -        -      -       -        -
check      -        -         -         b(p)      -        -        -      -       -        -
notice     -        -         b(c)      b(s)      b        -        -      -       -        -
amend      -        -         -         -         -        b        -      -       -        -
first_day  -        -         -         -         -        b        -      -       -        -
object     -        -         -         -         -        b        -      -       -        -
resolve    b        b         b         b         b        b        b      b       b        b
correct    -        -         -         -         -        b        -      -       -        -
void       -        -         -         -         -        b        -      -       -        -
rejudge    -        -         -         -         -        b        -      -       -        -
name       -        -         -         -         -        b        -      -       -        -
hand_over  -        -         -         -         -        -        b      -       -        -
keep       -        -         -         -         -        -        b      -       -        -
retain     -        -         -         -         -        -        b      -       -        -
lapse      -        -         -         -         -        -        b      -       -        -
revoke     -        -         -         -         -        -        b      -       -        -
take_back  -        -         -         -         -        -        -      b       b        -
redate     -        -         -         -         -        -        b      -       b        -
kept_day   -        -         -         -         -        -        b      -       -        -
fix_plate  -        -         -         -         -        -        b      b       b        -
restore    -        -         -         -         -        -        -      -       b        -
return     b        b         b         b         b        b        -      -       -        -
reapply    -        -         -         -         -        -        -      -       -        bi
"""
AFTER = {
    Action.SHORTLIST: State.CREATING,
    Action.ACCEPT: State.ACCEPTED,
    Action.REVIEW: State.REVIEWED,
    Action.CHECK: State.CHECKED,
    Action.NOTICE: State.NOTICED,
    Action.NAME: State.NAMED,
    Action.KEEP: State.NAMED,
    Action.LAPSE: State.LAPSED,
    Action.REVOKE: State.REVOKED,
    Action.RETURN: State.RETURNED,
    Action.REAPPLY: State.APPLIED,
    Action.RESTORE: State.NAMED,
}
STAYS = {Action.AMEND, Action.OBJECT, Action.RESOLVE, Action.CORRECT, Action.VOID, Action.HAND_OVER, Action.TAKE_BACK}
STAYS |= {Action.RETAIN, Action.REDATE, Action.FIX_PLATE, Action.FIRST_DAY, Action.REJUDGE, Action.KEPT_DAY}
LETTER = {Tier.COUNTY: "c", Tier.CITY: "s", Tier.PROVINCE: "p"}
NOW = midnight(AFTER_TITLE)


def reachable(state, tier):
    return not STEPS[state] or STEPS[state][-1] not in LEFT_OUT[tier]


def column(state, tier):
    """{action: letters of the roles} for one state and tier."""
    head, *rows = TABLE.strip().splitlines()
    position = head.split().index(state) + 1
    return {Action(row.split()[0]): who(row.split()[position], LETTER[tier]) for row in rows}


def who(cell, tier):
    roles, _, tiers = cell.strip("-)").partition("(")
    return roles if not tiers or tier in tiers else ""


def cast(candidacy):
    """Everybody who might press, by letter; capitals for those who never may."""
    township, county = candidacy.township, candidacy.township.county
    return {
        "b": BureauFactory(county=county),
        "i": InspectorFactory(township=township),
        "I": InspectorFactory(township__county=county),
        "B": BureauFactory(),
        "D": BureauFactory(county=county, is_active=False),
        "O": OfficialFactory(county=county),
        "T": OfficialFactory(county=county, township=township),
        "C": OfficialFactory(county=None),
        "U": AuditorFactory(county=county),
        "A": AdministratorFactory(county=county),
    }


def an_open_objection(candidacy):
    """To a notice that hangs no more, too, or to one that was returned."""
    told = {"medium": "县政府网站", "workdays": 5, "starts_on": FIRST_DAY, "ends_on": FIRST_DAY}
    notice = candidacy.notices.last() or candidacy.notices.create(**told)
    return notice.objections.create(name="王五", phone="13812348000", content="台账与实际不符", received_on=notice.starts_on)


def asked_for(action, candidacy, user):
    """The day and the details of a step, after what has to be there before it."""
    if action == Action.OBJECT:
        return {"on": candidacy.notices.last().ends_on, "content": "匿名", "is_real_name": False}
    if action == Action.AMEND:
        return {"on": AFTER_TITLE, "ends_on": candidacy.notices.last().ends_on, "medium": "县政府公告栏"}
    if action == Action.RESOLVE:
        return {"on": AFTER_TITLE, "objection": an_open_objection(candidacy), "handling": "经核查不属实", "is_upheld": False}
    if action == Action.VOID:
        return {"on": AFTER_TITLE, "objection": an_objection(candidacy, by=user)}
    if action == Action.CORRECT:
        objection = an_objection(candidacy, by=user)
        return {"on": AFTER_TITLE, "objection": objection, "received_on": objection.received_on, "is_real_name": False, "content": "x"}
    if action == Action.FIRST_DAY:
        notice = candidacy.notices.last()
        return {"on": notice.starts_on + timedelta(days=1), "ends_on": notice.ends_on + timedelta(days=4)}
    if action == Action.REJUDGE:
        objection = an_objection(candidacy, by=user)
        step(candidacy, Action.RESOLVE, by=user, on=AFTER_TITLE, objection=objection, handling="属实", is_upheld=True)
        return {"on": AFTER_TITLE, "objection": objection, "is_upheld": False, "handling": "经核查不属实"}
    if action == Action.KEPT_DAY:
        step(candidacy, Action.KEEP, by=user, on=candidacy.valid_until)
        return {"on": candidacy.valid_until - timedelta(days=1)}
    if action == Action.RETAIN:
        accident(candidacy.township, dead=3, happened_at=midnight(candidacy.named_on + timedelta(days=1)))
    if action == Action.TAKE_BACK:
        Candidacy.objects.filter(pk=candidacy.pk).update(plate_number="01", plate_given_on=FIRST_DAY)
    if action == Action.FIX_PLATE:
        Candidacy.objects.filter(pk=candidacy.pk).update(plate_number="01", plate_given_on=FIRST_DAY)
        return {"on": AFTER_TITLE, "plate_number": "02", "given_on": FIRST_DAY}
    if action == Action.REDATE:
        return {"on": AFTER_TITLE}
    if action == Action.RESTORE:
        return {"on": candidacy.valid_until}
    if action == Action.REAPPLY:
        return {"on": candidacy.campaign.ends_on}
    return {"on": candidacy.valid_until if action == Action.KEEP else AFTER_TITLE}


@pytest.fixture(params=[(tier, state) for tier in Tier for state in State if reachable(state, tier)], ids="-".join)
def cell(request):
    """A candidacy of one tier that walked to one state, its column of the table, and everybody who might press."""
    tier, state = request.param
    candidacy = candidacy_at(state, tier=tier)
    return candidacy, column(state, tier), cast(candidacy)


def test_buttons_are_exactly_those_of_the_table(cell):
    candidacy, table, users = cell

    buttons = {letter: available_actions(candidacy, user) for letter, user in users.items()}

    assert {action: "".join(letter for letter in users if action in buttons[letter]) for action in TRANSITIONS} == table


def test_deeds_are_exactly_those_of_the_table(cell):
    candidacy, table, users = cell
    before = candidacy.state

    for action, allowed in table.items():
        for letter, user in users.items():
            with transaction.atomic():
                if letter in allowed:
                    event = step(candidacy, action, by=user, **asked_for(action, candidacy, user))
                    assert (event.from_state, event.to_state) == (before, before if action in STAYS else AFTER[action])
                else:
                    with pytest.raises(TransitionNotAllowed):
                        perform(candidacy, action, by=user, on=AFTER_TITLE, at=NOW, reason="理由")
                transaction.set_rollback(True)


def test_refusal_carries_what_somebody_else_did():
    candidacy = candidacy_at(State.APPLIED)
    bureau = BureauFactory(county=candidacy.township.county)
    perform(candidacy, Action.SHORTLIST, by=bureau, on=FIRST_DAY, at=NOW)

    with pytest.raises(TransitionNotAllowed) as refused:
        perform(candidacy, Action.SHORTLIST, by=bureau, on=FIRST_DAY, at=NOW)

    assert (refused.value.event.action, refused.value.event.by) == (Action.SHORTLIST, bureau)


def test_title_runs_for_the_years_of_the_round():
    township = TownshipFactory()
    campaign = CampaignFactory(county=township.county, title_years=5)

    named = candidacy_at(State.NAMED, township=township, campaign=campaign, on=date(2026, 10, 26))

    assert (named.named_on, named.valid_until) == (date(2026, 10, 26), date(2031, 10, 25))


@pytest.mark.parametrize("on", [date(2029, 10, 1), date(2029, 10, 25)])
def test_kept_title_runs_on_from_its_end_and_was_named_once(on):
    named = candidacy_at(State.NAMED, on=date(2026, 10, 26))

    event = perform(named, Action.KEEP, by=BureauFactory(county=named.township.county), on=on, at=NOW, anyway=True)

    named.refresh_from_db()
    assert (named.named_on, named.valid_until) == (date(2026, 10, 26), date(2032, 10, 25))
    assert event.reason == "新的有效期 2029-10-26 至 2032-10-25。没有考评结论，仍予复核保持。"


def test_a_title_that_ran_out_is_not_kept_though_the_clock_has_not_said_so():
    named = candidacy_at(State.NAMED, on=date(2026, 10, 26))

    with pytest.raises(ValidationError, match="称号已于 2029-10-25 期满，自动失效"):
        perform(named, Action.KEEP, by=BureauFactory(county=named.township.county), on=date(2029, 10, 26), at=NOW, reason="补办")


def test_a_title_is_kept_long_before_its_end_only_with_a_reason():
    named = candidacy_at(State.NAMED, on=date(2026, 10, 26))
    bureau = BureauFactory(county=named.township.county)

    with pytest.raises(ValidationError, match="提前复核的，请说明原因") as refused:
        perform(named, Action.KEEP, by=bureau, on=date(2027, 3, 1), at=NOW)
    event = perform(named, Action.KEEP, by=bureau, on=date(2027, 3, 1), at=NOW, reason="省办统一复核", anyway=True)

    assert list(refused.value.error_dict) == ["reason"]
    assert event.reason == "新的有效期 2029-10-26 至 2032-10-25。没有考评结论，仍予复核保持。　省办统一复核"


def test_a_title_that_failed_this_years_appraisal_is_kept_only_with_a_reason():
    named = candidacy_at(State.NAMED)
    type(named).objects.update(valid_until=date(2026, 11, 30))
    bureau = BureauFactory(county=named.township.county)
    walk = Walk(township=named.township).to(AppraisalState.SCORED)
    walk.look_at_clauses(failed=("veto",))
    for deed in (walk.agree, walk.sign, walk.sign, walk.sign, walk.conclude):
        deed()

    with pytest.raises(ValidationError, match="考评结论为不合格"):
        perform(named, Action.KEEP, by=bureau, on=date(2026, 10, 20), at=NOW)

    assert perform(named, Action.KEEP, by=bureau, on=date(2026, 10, 20), at=NOW, reason="省办决定保留").reason.endswith("省办决定保留")


def test_a_title_is_kept_over_a_veto_only_with_a_reason_and_without_an_appraisal_only_when_that_is_said():
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY)
    told = {"by": BureauFactory(county=named.township.county), "on": named.valid_until, "at": NOW}

    with pytest.raises(ValidationError, match="2029 年没有考评结论") as refused:
        perform(named, Action.KEEP, **told)
    assert list(refused.value.error_dict) == ["anyway"]
    accident(named.township, dead=3)
    with pytest.raises(ValidationError, match="2026 年有一票否决情形，应撤销称号") as refused:
        perform(named, Action.KEEP, **told, anyway=True)
    assert list(refused.value.error_dict) == ["reason"]

    assert perform(named, Action.KEEP, **told, anyway=True, reason="县安委会研究保留").to_state == State.NAMED


def test_a_title_is_kept_once_until_the_added_term_begins():
    named = candidacy_at(State.NAMED, on=date(2026, 10, 26))
    told = {"by": BureauFactory(county=named.township.county), "at": NOW, "reason": "统一复核", "anyway": True}
    perform(named, Action.KEEP, on=date(2029, 10, 1), **told)
    named.refresh_from_db()

    with pytest.raises(ValidationError, match="新的有效期 2029-10-26 才开始"):
        perform(named, Action.KEEP, on=date(2029, 10, 25), **told)

    assert Action.KEEP not in due_actions(named, told["by"], date(2029, 10, 25))
    assert Action.KEEP in due_actions(named, told["by"], date(2029, 10, 26))


def test_what_no_appraisal_bears_out_is_accepted_only_when_that_is_said():
    candidacy = candidacy_at(State.CREATING)
    bureau = BureauFactory(county=candidacy.township.county)

    with pytest.raises(ValidationError, match="请勾选“没有考评结论，仍予验收”"):
        perform(candidacy, Action.ACCEPT, by=bureau, on=FIRST_DAY, at=NOW)
    event = perform(candidacy, Action.ACCEPT, by=bureau, on=FIRST_DAY, at=NOW, anyway=True)

    assert event.reason == "没有考评结论，仍予验收"


@pytest.mark.parametrize(("failed", "words"), [((), ""), (("veto",), "考评结论为不合格，仍予验收")])
def test_what_an_appraisal_of_the_year_bears_out_is_accepted_without_a_word(failed, words):
    candidacy = candidacy_at(State.CREATING)
    walk = Walk(township=candidacy.township).to(AppraisalState.SCORED)
    walk.look_at_clauses(failed=failed)
    for deed in (walk.agree, walk.sign, walk.sign, walk.sign, walk.conclude):
        deed()

    assert why_not_accept(appraisal_of(candidacy, 2026)) == words
    assert why_not_accept(appraisal_of(candidacy, 2027)) == "没有考评结论，仍予验收"


def test_of_two_conclusions_of_a_year_the_one_that_counts_is_named():
    candidacy = candidacy_at(State.CREATING)
    told = {"by": BureauFactory(county=candidacy.township.county), "on": FIRST_DAY, "at": NOW}
    own, other = (Walk(township=candidacy.township) for _ in range(2))
    Appraisal.objects.filter(pk=own.appraisal.pk).update(candidacy=candidacy)
    for walk in (own, other):
        walk.to(AppraisalState.FINAL)

    with pytest.raises(ValidationError, match=f"有几份考评结论，以“{own.sheet}”的为准"):
        perform(candidacy, Action.ACCEPT, **told)

    assert perform(candidacy, Action.ACCEPT, **told, anyway=True).reason == f"有几份考评结论，以“{own.sheet}”的为准"


def test_what_would_always_be_refused_is_not_offered():
    named = candidacy_at(State.NAMED, on=date(2026, 10, 26))
    bureau = BureauFactory(county=named.township.county)
    assert due_actions(named, bureau, date(2029, 10, 25)) == [Action.HAND_OVER, Action.KEEP, Action.REVOKE, Action.REDATE]

    step(named, Action.HAND_OVER, by=bureau, on=date(2026, 11, 1))

    named.refresh_from_db()
    assert due_actions(named, bureau, date(2029, 10, 26)) == [Action.LAPSE, Action.REVOKE, Action.REDATE, Action.FIX_PLATE]
    assert due_actions(candidacy_at(State.LAPSED), bureau, AFTER_TITLE) == []


def test_nothing_is_done_with_objections_that_are_not_there():
    noticed = candidacy_at(State.NOTICED)
    bureau = BureauFactory(county=noticed.township.county)

    def offered():
        return {Action.RESOLVE, Action.CORRECT, Action.VOID} & {*due_actions(noticed, bureau, date(2026, 11, 9))}

    assert offered() == set()
    objection = an_objection(noticed, by=bureau)
    assert offered() == {Action.RESOLVE, Action.CORRECT, Action.VOID}
    Objection.objects.filter(pk=objection.pk).update(handled_on=date(2026, 11, 9), handling="已核查", is_upheld=False)
    assert offered() == {Action.CORRECT, Action.VOID}


@pytest.mark.parametrize(
    ("tier", "state", "action", "before"),
    [
        (Tier.PROVINCE, State.APPLIED, Action.ACCEPT, [Action.SHORTLIST]),
        (Tier.PROVINCE, State.CREATING, Action.NOTICE, [Action.ACCEPT, Action.REVIEW, Action.CHECK]),
        (Tier.COUNTY, State.CREATING, Action.HAND_OVER, [Action.ACCEPT, Action.NOTICE, Action.NAME]),
        (Tier.COUNTY, State.RETURNED, Action.ACCEPT, [Action.REAPPLY, Action.SHORTLIST]),
        (Tier.COUNTY, State.CREATING, Action.SHORTLIST, []),
        (Tier.COUNTY, State.ACCEPTED, Action.REVIEW, []),
        (Tier.COUNTY, State.RETURNED, Action.RETURN, []),
        (Tier.COUNTY, State.NAMED, Action.TAKE_BACK, []),
        (Tier.COUNTY, State.REVOKED, Action.KEEP, []),
    ],
)
def test_what_comes_before_a_step(tier, state, action, before):
    assert steps_before(action, candidacy_at(state, tier=tier)) == before


@pytest.mark.parametrize("on", [date(2026, 11, 1), date(2026, 2, 1)], ids=["after the naming", "dated before it"])
def test_who_holds_a_higher_title_does_not_apply_for_a_lower_one(on):
    named = candidacy_at(State.NAMED, on=date(2026, 10, 26))
    told = {"township": named.township, "by": BureauFactory(county=named.township.county), "at": NOW}

    with pytest.raises(ValidationError, match="”中命名为省级示范乡镇，有效期至 2029-10-25，不再申报县级") as refused:
        apply(named.campaign, tier=Tier.COUNTY, on=on, **told)

    assert list(refused.value.error_dict) == ["tier"]
    perform(named, Action.REVOKE, by=told["by"], on=date(2026, 11, 2), at=NOW, reason="发生较大事故")
    assert apply(named.campaign, tier=Tier.COUNTY, on=date(2026, 11, 3), **told).state == State.APPLIED


def test_who_holds_a_lower_title_applies_for_a_higher_one():
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 10, 26))
    bureau = BureauFactory(county=named.township.county)

    assert apply(named.campaign, township=named.township, tier=Tier.CITY, by=bureau, on=date(2026, 11, 1), at=NOW).tier == Tier.CITY


def test_title_does_not_lapse_before_its_term():
    named = candidacy_at(State.NAMED, on=date(2026, 10, 26))
    bureau = BureauFactory(county=named.township.county)

    with pytest.raises(ValidationError, match="尚未期满"):
        perform(named, Action.LAPSE, by=bureau, on=date(2029, 10, 25), at=NOW)
    perform(named, Action.LAPSE, by=bureau, on=date(2029, 10, 26), at=NOW)

    named.refresh_from_db()
    assert named.ended_on == date(2029, 10, 26)


@pytest.mark.parametrize(("state", "action"), [(State.NAMED, Action.REVOKE), (State.CREATING, Action.RETURN)])
def test_what_takes_something_away_needs_a_reason(state, action):
    candidacy = candidacy_at(state)

    with pytest.raises(ValidationError, match="请说明原因"):
        perform(candidacy, action, by=BureauFactory(county=candidacy.township.county), on=AFTER_TITLE, at=NOW)


@pytest.mark.parametrize(("on", "message"), [(date(2026, 2, 28), "不能早于上一步"), (date(2030, 1, 2), "不能晚于今天")])
def test_steps_follow_one_another_in_time(on, message):
    candidacy = candidacy_at(State.APPLIED)

    with pytest.raises(ValidationError, match=message):
        perform(candidacy, Action.SHORTLIST, by=BureauFactory(county=candidacy.township.county), on=on, at=NOW)


def test_applying_again_keeps_the_day_of_the_first_time():
    returned = candidacy_at(State.RETURNED, on=date(2026, 3, 1))
    inspector = InspectorFactory(township=returned.township)

    perform(returned, Action.REAPPLY, by=inspector, on=date(2027, 3, 1), at=NOW)

    returned.refresh_from_db()
    assert (returned.state, returned.applied_on) == (State.APPLIED, date(2026, 3, 1))


def test_one_application_per_round_and_tier():
    first = candidacy_at(State.APPLIED, tier=Tier.CITY)
    inspector = InspectorFactory(township=first.township)

    with pytest.raises(AlreadyApplied) as refused:
        apply(first.campaign, township=first.township, tier=Tier.CITY, by=inspector, on=FIRST_DAY, at=NOW)

    assert refused.value.candidacy == first
    assert apply(first.campaign, township=first.township, tier=Tier.PROVINCE, by=inspector, on=FIRST_DAY, at=NOW).pk


def test_only_those_who_keep_the_township_apply_for_it():
    township = TownshipFactory()
    campaign = CampaignFactory(county=township.county)
    strangers = [InspectorFactory(township__county=township.county), BureauFactory(), OfficialFactory(county=township.county)]

    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            apply(campaign, township=township, tier=Tier.CITY, by=stranger, on=FIRST_DAY, at=NOW)


def test_township_applies_in_a_round_of_its_own_county_only():
    inspector = InspectorFactory()

    with pytest.raises(PermissionDenied):
        apply(CampaignFactory(), township=inspector.township, tier=Tier.CITY, by=inspector, on=FIRST_DAY, at=NOW)


def test_township_applies_while_the_round_runs():
    inspector = InspectorFactory()
    campaign = CampaignFactory(county=inspector.county)

    with pytest.raises(ValidationError, match="本轮创建活动期间"):
        apply(campaign, township=inspector.township, tier=Tier.CITY, by=inspector, on=date(2025, 12, 31), at=NOW)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_nobody_changes_the_history(change):
    candidacy_at(State.APPLIED)
    events = CandidacyEvent.objects.all()

    with pytest.raises(IntegrityError):
        events.update(reason="") if change == "update" else events._raw_delete("default")


def test_years_after_a_leap_day():
    assert years_after(date(2028, 2, 29), 3) == date(2031, 2, 28)


def noticed(*, on=date(2026, 11, 6), **more):
    """Hanging since 6 November 2026, a Friday, for five working days: to Thursday the 12th."""
    candidacy = candidacy_at(State.NOTICED, on=on, **more)
    return candidacy, BureauFactory(county=candidacy.township.county)


def test_notice_hangs_for_the_working_days_of_the_programme():
    candidacy, _bureau = noticed()

    assert candidacy.notices.get().ends_on == date(2026, 11, 12)


def test_a_notice_hangs_longer_over_a_holiday_of_the_countys_own():
    county = CountyFactory()
    HolidayFactory(county=county, day=date(2026, 11, 9))

    assert noticed(township=TownshipFactory(county=county))[0].notices.get().ends_on == date(2026, 11, 13)


def test_notice_shorter_than_the_programme_is_refused():
    checked = candidacy_at(State.CHECKED, on=date(2026, 11, 6))
    bureau = BureauFactory(county=checked.township.county)

    with pytest.raises(ValidationError, match="公示不少于 5 个工作日，至少到 2026-11-12"):
        step(checked, Action.NOTICE, by=bureau, on=date(2026, 11, 6), ends_on=date(2026, 11, 11))
    step(checked, Action.NOTICE, by=bureau, on=date(2026, 11, 6), ends_on=date(2026, 11, 20))

    assert checked.notices.get().ends_on == date(2026, 11, 20)


def test_a_notice_that_would_hang_for_years_is_refused():
    checked = candidacy_at(State.CHECKED, on=date(2026, 11, 6))
    bureau = BureauFactory(county=checked.township.county)

    with pytest.raises(ValidationError, match="公示不超过 30 个工作日，至多到 2026-12-17") as refused:
        step(checked, Action.NOTICE, by=bureau, on=date(2026, 11, 6), ends_on=date(2029, 10, 1))

    assert list(refused.value.error_dict) == ["ends_on"]


def test_a_notice_is_put_right_and_stays_one():
    candidacy, bureau = noticed()
    told = {"by": bureau, "on": date(2026, 11, 12)}

    event = step(candidacy, Action.AMEND, **told, ends_on=date(2026, 11, 20), medium="县电视台")
    with pytest.raises(ValidationError, match="公示不少于 5 个工作日"):
        step(candidacy, Action.AMEND, **told, ends_on=date(2026, 11, 11), medium="县电视台")

    notice = candidacy.notices.get()
    assert (notice.ends_on, notice.medium) == (date(2026, 11, 20), "县电视台")
    words = "公示截止由 2026-11-12 更正为 2026-11-20。公示方式由“县政府网站、县电视台”更正为“县电视台”。"
    assert event.reason == f"{words}　按程序办理"


def test_the_first_day_of_a_notice_is_put_right_and_its_end_with_it():
    candidacy, bureau = noticed(on=date(2026, 11, 6))
    told = {"by": bureau, "ends_on": date(2026, 11, 13)}

    with pytest.raises(ValidationError, match="公示不少于 5 个工作日，至少到 2026-11-13") as refused:
        step(candidacy, Action.FIRST_DAY, **told | {"ends_on": date(2026, 11, 12)}, on=date(2026, 11, 9))
    with pytest.raises(ValidationError, match="日期不能早于上一步的"):
        step(candidacy, Action.FIRST_DAY, **told, on=date(2026, 3, 1))
    event = step(candidacy, Action.FIRST_DAY, **told, on=date(2026, 11, 9))

    notice = candidacy.notices.get()
    assert (list(refused.value.error_dict), notice.starts_on, notice.ends_on) == (["ends_on"], date(2026, 11, 9), date(2026, 11, 13))
    assert event.reason == "公示由 2026-11-06 至 2026-11-12 更正为 2026-11-09 至 2026-11-13。　按程序办理"
    assert candidacy not in Candidacy.objects.in_state_on([State.NOTICED], date(2026, 11, 8))


def test_a_notice_begins_no_later_than_the_first_objection_came():
    candidacy, bureau = noticed(on=date(2026, 11, 6))
    an_objection(candidacy, by=bureau)

    with pytest.raises(ValidationError, match="已登记 2026-11-06 收到的异议"):
        step(candidacy, Action.FIRST_DAY, by=bureau, on=date(2026, 11, 9), ends_on=date(2026, 11, 13))


def test_a_finding_that_was_entered_wrongly_is_put_right_and_the_title_given():
    candidacy, bureau = noticed()
    wrong = an_objection(candidacy, by=bureau)
    step(candidacy, Action.RESOLVE, by=bureau, on=date(2026, 11, 9), objection=wrong, handling="台账齐全", is_upheld=True)
    assert Action.NAME not in due_actions(candidacy, bureau, date(2026, 11, 20))

    event = step(candidacy, Action.REJUDGE, by=bureau, on=date(2026, 11, 12), objection=wrong, handling="台账齐全", is_upheld=False)

    wrong.refresh_from_db()
    right = Objection.objects.counted().get()
    assert (wrong.void_reason, right.is_upheld, right.handled_on, right.phone) == ("按程序办理", False, date(2026, 11, 9), wrong.phone)
    assert event.reason.startswith(f"{right}的结论由“成立”更正为“不成立”。")
    assert Action.NAME in due_actions(candidacy, bureau, date(2026, 11, 20))
    step(candidacy, Action.NAME, by=bureau, on=date(2026, 11, 20))


def test_a_notice_ends_no_sooner_than_the_last_objection_came():
    candidacy, bureau = noticed(on=date(2026, 11, 2))
    step(candidacy, Action.AMEND, by=bureau, on=date(2026, 11, 2), ends_on=date(2026, 11, 20), medium="县电视台")
    an_objection(candidacy, by=bureau, on=date(2026, 11, 18))

    with pytest.raises(ValidationError, match="已登记 2026-11-18 收到的异议"):
        step(candidacy, Action.AMEND, by=bureau, on=date(2026, 11, 18), ends_on=date(2026, 11, 17), medium="县电视台")


def test_nobody_is_named_before_the_notice_ended():
    candidacy, bureau = noticed()

    with pytest.raises(ValidationError, match="公示至 2026-11-12 截止，此前不能命名"):
        step(candidacy, Action.NAME, by=bureau, on=date(2026, 11, 12))

    step(candidacy, Action.NAME, by=bureau, on=date(2026, 11, 13))
    candidacy.refresh_from_db()
    assert candidacy.state == State.NAMED


@pytest.mark.parametrize(
    ("is_upheld", "message"),
    [(None, "还有实名异议没有办结"), (True, "有实名异议查证成立"), (False, None)],
    ids=["open", "upheld", "rejected"],
)
def test_an_objection_under_a_real_name_stands_in_the_way(is_upheld, message):
    candidacy, bureau = noticed()
    objection = an_objection(candidacy, by=bureau)
    if is_upheld is not None:
        step(candidacy, Action.RESOLVE, by=bureau, on=date(2026, 11, 9), objection=objection, handling="已核查", is_upheld=is_upheld)

    if message:
        with pytest.raises(ValidationError, match=message):
            step(candidacy, Action.NAME, by=bureau, on=date(2026, 11, 13))
    else:
        assert step(candidacy, Action.NAME, by=bureau, on=date(2026, 11, 13)).to_state == State.NAMED


def test_an_objection_without_a_name_is_kept_and_stops_nothing():
    candidacy, bureau = noticed()
    an_objection(candidacy, by=bureau, is_real_name=False, name="", phone="")

    assert step(candidacy, Action.NAME, by=bureau, on=date(2026, 11, 13)).to_state == State.NAMED


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"name": ""}, "实名异议须填写"),
        ({"phone": ""}, "实名异议须填写"),
        ({"on": date(2026, 11, 13)}, "异议应在公示期内"),
    ],
)
def test_an_objection_that_can_not_be_taken_is_refused(told, message):
    candidacy, bureau = noticed()

    with pytest.raises(ValidationError, match=message):
        an_objection(candidacy, by=bureau, **told)

    assert not candidacy.notices.get().objections.exists()


def test_objections_are_entered_and_answered_in_whatever_order_they_came():
    candidacy, bureau = noticed()
    first = an_objection(candidacy, by=bureau, on=date(2026, 11, 10))
    answer = {"handling": "经核查不属实", "is_upheld": False}
    step(candidacy, Action.RESOLVE, by=bureau, on=date(2026, 11, 16), objection=first, **answer)

    late = an_objection(candidacy, by=bureau, on=date(2026, 11, 9))
    step(candidacy, Action.RESOLVE, by=bureau, on=date(2026, 11, 11), objection=late, **answer)

    with pytest.raises(ValidationError, match="日期不能早于上一步的 2026-11-16"):
        step(candidacy, Action.NAME, by=bureau, on=date(2026, 11, 13))
    assert candidacy.notices.get().objections.filter(is_upheld=False).count() == 2


def test_an_objection_is_answered_once():
    candidacy, bureau = noticed()
    objection = an_objection(candidacy, by=bureau)
    answer = {"objection": objection, "handling": "经核查不属实", "is_upheld": False}
    step(candidacy, Action.RESOLVE, by=bureau, on=date(2026, 11, 9), **answer)

    with pytest.raises(ValidationError, match="已经办结"):
        step(candidacy, Action.RESOLVE, by=bureau, on=date(2026, 11, 10), **answer | {"is_upheld": True})

    objection.refresh_from_db()
    assert (objection.handled_on, objection.is_upheld) == (date(2026, 11, 9), False)


def corrected(objection, bureau, **told):
    fields = {"received_on": objection.received_on, "is_real_name": True, "name": "王五", "content": "台账与实际不符"} | told
    step(objection.notice.candidacy, Action.CORRECT, by=bureau, on=date(2026, 11, 9), objection=objection, **fields)
    return Objection.objects.counted().get()


def test_a_corrected_objection_stands_beside_the_wrong_one():
    candidacy = candidacy_at(State.NOTICED, by=(bureau := BureauFactory()), township=TownshipFactory(county=bureau.county))
    wrong = an_objection(candidacy, by=bureau, name="王武")

    right = corrected(wrong, bureau)

    wrong.refresh_from_db()
    assert (wrong.name, wrong.voided_by, wrong.void_reason) == ("王武", bureau, "按程序办理")
    assert (right.name, right.phone, right.handled_on) == ("王五", "13812348000", None)
    assert candidacy.events.last().action == Action.CORRECT


def test_a_correction_keeps_what_was_found_out():
    candidacy = candidacy_at(State.NOTICED, by=(bureau := BureauFactory()), township=TownshipFactory(county=bureau.county))
    wrong = an_objection(candidacy, by=bureau)
    step(candidacy, Action.RESOLVE, by=bureau, on=date(2026, 11, 9), objection=wrong, handling="不属实", is_upheld=False)

    right = corrected(wrong, bureau, is_real_name=False, name="")

    assert (right.handling, right.is_upheld, right.phone) == ("不属实", False, "")


def test_an_objection_that_was_found_true_is_not_made_harmless():
    candidacy, bureau = noticed()
    upheld = an_objection(candidacy, by=bureau)
    step(candidacy, Action.RESOLVE, by=bureau, on=date(2026, 11, 9), objection=upheld, handling="属实", is_upheld=True)

    for refused in (lambda: corrected(upheld, bureau, is_real_name=False, name=""), lambda: voided(upheld, bureau)):
        with pytest.raises(ValidationError, match="已查证成立，不能"):
            refused()

    right = corrected(upheld, bureau, name="王伍")
    assert (right.name, list(candidacy.notices.get().objections.upheld())) == ("王伍", [right])


def voided(objection, bureau):
    step(objection.notice.candidacy, Action.VOID, by=bureau, on=date(2026, 11, 9), objection=objection)


def test_a_voided_objection_stops_nothing_and_is_voided_once():
    candidacy = candidacy_at(State.NOTICED, by=(bureau := BureauFactory()), township=TownshipFactory(county=bureau.county))
    objection = an_objection(candidacy, by=bureau)
    step(candidacy, Action.VOID, by=bureau, on=date(2026, 11, 9), objection=objection)

    with pytest.raises(ValidationError, match="已经作废或更正"):
        step(candidacy, Action.VOID, by=bureau, on=date(2026, 11, 9), objection=objection)

    assert not candidacy.notices.get().objections.open().exists()


def test_a_day_outside_the_notice_is_no_correction():
    candidacy = candidacy_at(State.NOTICED, by=(bureau := BureauFactory()), township=TownshipFactory(county=bureau.county))
    objection = an_objection(candidacy, by=bureau)

    with pytest.raises(ValidationError, match="应在公示期内"):
        corrected(objection, bureau, received_on=date(2020, 1, 1))

    objection.refresh_from_db()
    assert objection.voided_at is None


def test_an_objection_of_another_township_is_not_there():
    candidacy, bureau = noticed()
    other, other_bureau = noticed()
    objection = an_objection(other, by=other_bureau)

    with pytest.raises(ValidationError, match="已经办结"):
        step(candidacy, Action.RESOLVE, by=bureau, on=AFTER_TITLE, objection=objection, handling="x", is_upheld=False)


def test_a_returned_one_hangs_again_and_old_objections_do_not_stop_it():
    candidacy, bureau = noticed(tier=Tier.COUNTY)
    an_objection(candidacy, by=bureau)
    for action in (Action.RETURN, Action.REAPPLY, Action.SHORTLIST, Action.ACCEPT, Action.NOTICE):
        step(candidacy, action, by=bureau, on=date(2026, 12, 1))

    assert step(candidacy, Action.NAME, by=bureau, on=date(2026, 12, 8)).to_state == State.NAMED


def test_who_objected_before_the_return_is_answered_afterwards():
    candidacy, bureau = noticed(tier=Tier.COUNTY)
    objection = an_objection(candidacy, by=bureau)
    step(candidacy, Action.RETURN, by=bureau, on=date(2026, 11, 9))
    candidacy.refresh_from_db()
    assert next_step(candidacy, due_actions(candidacy, bureau, AFTER_TITLE), AFTER_TITLE) == Action.RESOLVE

    step(candidacy, Action.RESOLVE, by=bureau, on=date(2026, 12, 20), objection=objection, handling="已核实", is_upheld=False)
    step(candidacy, Action.REAPPLY, by=bureau, on=date(2026, 12, 1))

    candidacy.refresh_from_db()
    assert Action.RESOLVE not in due_actions(candidacy, bureau, AFTER_TITLE)


def test_a_plate_number_is_on_one_plate_at_a_time():
    first = candidacy_at(State.NAMED)
    second = candidacy_at(State.NAMED, campaign=first.campaign, township=TownshipFactory(county=first.township.county))
    bureau = BureauFactory(county=first.township.county)
    step(first, Action.HAND_OVER, by=bureau, on=date(2026, 4, 1))

    with pytest.raises(ValidationError, match="已用于") as refused:
        step(second, Action.HAND_OVER, by=bureau, on=date(2026, 4, 2))
    assert list(refused.value.error_dict) == ["plate_number"]
    step(first, Action.REVOKE, by=bureau, on=date(2026, 5, 1))
    step(first, Action.TAKE_BACK, by=bureau, on=date(2026, 5, 2))
    step(second, Action.HAND_OVER, by=bureau, on=date(2026, 5, 3))


def test_a_plate_is_handed_over_once_and_taken_back_once_the_title_is_gone():
    named = candidacy_at(State.NAMED)
    bureau = BureauFactory(county=named.township.county)
    step(named, Action.HAND_OVER, by=bureau, on=date(2026, 4, 1))
    with pytest.raises(ValidationError, match="已于 2026-04-01 授牌，编号 省示-2026-01"):
        step(named, Action.HAND_OVER, by=bureau, on=date(2026, 4, 2))
    step(named, Action.REVOKE, by=bureau, on=date(2027, 1, 1))
    assert named in Candidacy.objects.with_plate_to_take_back()

    step(named, Action.TAKE_BACK, by=bureau, on=date(2027, 1, 5))

    named.refresh_from_db()
    assert (named.plate_given_on, named.plate_returned_on) == (date(2026, 4, 1), date(2027, 1, 5))
    assert named not in Candidacy.objects.with_plate_to_take_back()


def test_what_was_never_handed_over_is_not_taken_back():
    revoked = candidacy_at(State.REVOKED)

    with pytest.raises(ValidationError, match="没有授过牌"):
        step(revoked, Action.TAKE_BACK, by=BureauFactory(county=revoked.township.county), on=AFTER_TITLE)


def test_title_lapses_by_the_clock_on_the_day_after_its_last_and_once():
    named = candidacy_at(State.NAMED, on=date(2026, 10, 26))

    assert lapse_expired(date(2029, 10, 25), at=NOW) == []
    assert lapse_expired(date(2029, 12, 1), at=NOW) == [named.pk]
    assert lapse_expired(date(2029, 12, 1), at=NOW) == []

    named.refresh_from_db()
    assert (named.state, named.ended_on) == (State.LAPSED, date(2029, 10, 26))
    assert [(event.by, event.happened_on) for event in named.events.filter(action=Action.LAPSE)] == [(None, date(2029, 10, 26))]


def test_beat_runs_the_lapse(monkeypatch, settings):
    days = []
    monkeypatch.setattr(tasks, "lapse_expired", days.append)

    assert "townships.tasks.lapse_titles" in [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    tasks.lapse_titles()

    assert days == [timezone.localdate()]


@pytest.mark.parametrize(("day", "is_soon"), [(date(2029, 7, 26), False), (date(2029, 7, 27), True), (date(2029, 10, 26), False)])
def test_a_title_is_announced_before_it_lapses(day, is_soon):
    """Until 25 October 2029, by the round's 90 days."""
    named = candidacy_at(State.NAMED, on=date(2026, 10, 26))

    assert (named in Candidacy.objects.running_out(day)) == is_soon


def test_the_same_term_is_added_once_by_two_who_opened_the_form_on_it():
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY)
    told = {
        "by": BureauFactory(county=named.township.county),
        "on": named.valid_until,
        "at": NOW,
        "until": named.valid_until,
        "anyway": True,
    }
    perform(named, Action.KEEP, **told)

    with pytest.raises(TransitionNotAllowed) as refused:
        perform(named, Action.KEEP, **told)

    named.refresh_from_db()
    assert (named.valid_until, refused.value.event.action) == (date(2032, 2, 29), Action.KEEP)


@pytest.mark.parametrize(("state", "action"), [(State.ACCEPTED, Action.NOTICE), (State.NOTICED, Action.NAME)])
def test_a_step_to_a_title_over_a_veto_needs_a_reason(state, action):
    candidacy = candidacy_at(state, tier=Tier.COUNTY)
    told = {"by": BureauFactory(county=candidacy.township.county), "on": date(2026, 10, 26), "at": NOW} | DETAILS.get(action, {})
    accident(candidacy.township, dead=3)

    with pytest.raises(ValidationError, match="2026 年有一票否决情形"):
        perform(candidacy, action, **told)

    assert perform(candidacy, action, **told, reason="县安委会研究同意").reason == "县安委会研究同意"


def test_an_acceptance_says_that_there_is_a_veto():
    candidacy = candidacy_at(State.CREATING, tier=Tier.COUNTY)
    accident(candidacy.township, dead=3)

    event = step(candidacy, Action.ACCEPT, by=BureauFactory(county=candidacy.township.county), on=FIRST_DAY)

    assert event.reason == "没有考评结论且有一票否决情形，仍予验收　按程序办理"


def test_a_level_that_is_held_is_kept_rather_than_applied_for_again():
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY)
    later = CampaignFactory(county=named.campaign.county, round_number=3)
    told = {"township": named.township, "by": BureauFactory(county=named.campaign.county), "at": NOW}

    with pytest.raises(ValidationError, match="期满前请办理复核保持"):
        apply(later, tier=Tier.COUNTY, on=date(2026, 3, 1), **told)

    assert apply(later, tier=Tier.CITY, on=date(2026, 3, 1), **told).pk


def test_what_was_applied_for_twice_is_named_once():
    first = candidacy_at(State.NOTICED, tier=Tier.COUNTY)
    later = CampaignFactory(county=first.campaign.county, round_number=3)
    second = candidacy_at(State.NOTICED, tier=Tier.COUNTY, township=TownshipFactory(county=later.county), campaign=later)
    # As it could be entered before applying twice was refused.
    Candidacy.objects.filter(pk=second.pk).update(township=first.township)
    told = {"by": BureauFactory(county=first.campaign.county), "on": date(2026, 10, 26)}
    step(first, Action.NAME, **told)

    with pytest.raises(ValidationError, match="期满前请办理复核保持"):
        step(second, Action.NAME, **told)


def test_who_holds_a_higher_title_does_not_apply_for_a_lower_one_in_another_round_either():
    named = candidacy_at(State.NAMED, tier=Tier.CITY)
    later = CampaignFactory(county=named.campaign.county, round_number=3)
    told = {"township": named.township, "by": BureauFactory(county=later.county), "on": date(2026, 3, 1), "at": NOW}

    with pytest.raises(ValidationError, match="”中命名为市级示范乡镇，有效期至 2029-02-28，不再申报县级"):
        apply(later, tier=Tier.COUNTY, **told)

    assert apply(later, tier=Tier.PROVINCE, **told).pk


def test_a_level_is_applied_for_in_one_round_at_a_time():
    first = candidacy_at(State.CREATING, tier=Tier.COUNTY)
    bureau = BureauFactory(county=first.campaign.county)
    later = CampaignFactory(county=bureau.county, round_number=3, ends_on=date(2029, 12, 31))
    told = {"township": first.township, "tier": Tier.COUNTY, "by": bureau, "at": NOW}

    with pytest.raises(ValidationError, match="县级（创建中），不能同时在两轮申报同一级别") as refused:
        apply(later, on=FIRST_DAY, **told)

    assert list(refused.value.error_dict) == ["tier"]
    assert apply(later, on=date(2029, 1, 1), **told).pk, "left lying in a round that is over"


def test_one_level_is_posted_once_at_a_time():
    noticed = candidacy_at(State.NOTICED, tier=Tier.COUNTY)
    later = CampaignFactory(county=noticed.campaign.county, round_number=3, ends_on=date(2029, 12, 31))
    told = {"township": noticed.township, "tier": Tier.COUNTY}

    with pytest.raises(ValidationError, match="同一级别申报正在公示"):
        candidacy_at(State.NOTICED, campaign=later, on=date(2029, 1, 1), **told)


def test_a_notice_of_a_past_round_is_entered_though_another_hangs_today():
    first = CampaignFactory(round_number=1, starts_on=date(2021, 1, 1), ends_on=date(2023, 12, 31))
    township, later = TownshipFactory(county=first.county), CampaignFactory(county=first.county)
    past = candidacy_at(State.ACCEPTED, tier=Tier.COUNTY, township=township, campaign=first, on=date(2021, 11, 1))
    candidacy_at(State.NOTICED, tier=Tier.COUNTY, township=township, campaign=later)
    told = {"by": BureauFactory(county=first.county)}

    with pytest.raises(ValidationError, match="同一级别申报正在公示"):
        step(past, Action.NOTICE, **told, on=FIRST_DAY)
    step(past, Action.NOTICE, **told, on=date(2021, 11, 1))

    assert past.notices.get().starts_on == date(2021, 11, 1)


def test_what_was_applied_for_on_two_levels_is_named_on_the_higher_alone():
    higher = candidacy_at(State.NOTICED, tier=Tier.CITY)
    lower = candidacy_at(State.NOTICED, tier=Tier.COUNTY, township=higher.township, campaign=higher.campaign)
    told = {"by": BureauFactory(county=higher.campaign.county), "on": date(2026, 10, 26)}
    step(higher, Action.NAME, **told)

    with pytest.raises(ValidationError, match="”中命名为市级示范乡镇"):
        step(lower, Action.NAME, **told)


def test_an_appraisal_that_began_while_it_was_returned_is_made_for_the_application_again():
    returned = candidacy_at(State.RETURNED, tier=Tier.COUNTY)
    walk = Walk(township=returned.township)

    step(returned, Action.REAPPLY, by=walk.inspector, on=date(2026, 4, 1))

    walk.appraisal.refresh_from_db()
    assert walk.appraisal.candidacy == returned


def test_nobody_applies_again_in_a_round_that_is_over():
    returned = candidacy_at(State.RETURNED)
    over = returned.campaign.ends_on

    assert Action.REAPPLY not in due_actions(returned, InspectorFactory(township=returned.township), years_after(over, 1))

    with pytest.raises(ValidationError, match="申请日期须在本轮创建活动期间"):
        perform(returned, Action.REAPPLY, by=InspectorFactory(township=returned.township), on=years_after(over, 1), at=NOW)


def test_a_wrong_day_of_naming_is_put_right_with_all_that_is_counted_from_it():
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 10, 26))
    bureau = BureauFactory(county=named.township.county)

    event = step(named, Action.REDATE, by=bureau, on=date(2026, 11, 26))

    named.refresh_from_db()
    assert (named.named_on, named.valid_until) == (date(2026, 11, 26), date(2029, 11, 25))
    assert (event.corrects.action, event.reason) == (
        Action.NAME,
        "命名日期由 2026-10-26 更正为 2026-11-26，有效期至 2029-11-25。　按程序办理",
    )
    noticed = Candidacy.objects.in_state_on([State.NOTICED], date(2026, 11, 25))
    assert (named in noticed, named in Candidacy.objects.in_state_on([State.NAMED], date(2026, 11, 26))) == (True, True)


def change_round(campaign, **rules):
    type(campaign).objects.filter(pk=campaign.pk).update(**rules)


def test_a_title_keeps_the_years_that_it_was_given_for_whatever_its_round_says_later():
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 10, 26))
    told = {"by": BureauFactory(county=named.township.county)}

    change_round(named.campaign, title_years=1)
    step(named, Action.REDATE, **told, on=date(2026, 10, 27))
    step(named, Action.KEEP, **told, on=date(2029, 10, 1))
    change_round(named.campaign, title_years=10)
    with pytest.raises(ValidationError, match="新的有效期 2029-10-27 才开始"):
        step(named, Action.KEEP, **told, on=date(2029, 10, 1))

    named.refresh_from_db()
    assert (named.title_years, named.valid_until) == (3, date(2032, 10, 26))


def test_years_that_were_meant_otherwise_are_put_right_with_all_terms():
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 10, 26))
    told = {"by": BureauFactory(county=named.township.county), "on": date(2026, 10, 26)}
    step(named, Action.KEEP, **told | {"on": date(2029, 10, 1)})

    with pytest.raises(ValidationError, match="有效期至 2028-10-25，而复核保持在 2029-10-01"):
        step(named, Action.REDATE, **told, years=2)
    event = step(named, Action.REDATE, **told, years=5)

    named.refresh_from_db()
    assert named.valid_until == date(2036, 10, 25)
    assert event.reason.startswith("称号年限由 3 年更正为 5 年，有效期至 2036-10-25。")


def test_a_notice_keeps_the_length_that_was_asked_for_when_it_was_posted():
    candidacy, bureau = noticed(on=date(2026, 11, 6))
    change_round(candidacy.campaign, notice_workdays=1)

    with pytest.raises(ValidationError, match="公示不少于 5 个工作日，至少到 2026-11-12"):
        step(candidacy, Action.AMEND, by=bureau, on=date(2026, 11, 9), ends_on=date(2026, 11, 9), medium="县电视台")


def test_a_day_that_is_put_right_stays_between_the_steps_around_it():
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 10, 26))
    bureau = BureauFactory(county=named.township.county)
    step(named, Action.HAND_OVER, by=bureau, on=date(2026, 11, 2))

    for on, words in [(date(2026, 11, 3), "不能晚于授牌日期 2026-11-02"), (date(2026, 9, 1), "不能早于上一步的 2026-09-26")]:
        with pytest.raises(ValidationError, match=words):
            step(named, Action.REDATE, by=bureau, on=on)
    with pytest.raises(ValidationError, match="公示至 2026-10-09 截止"):
        step(named, Action.REDATE, by=bureau, on=date(2026, 9, 28))


def test_a_wrong_day_of_a_revocation_is_put_right():
    revoked = candidacy_at(State.REVOKED, tier=Tier.COUNTY, on=date(2026, 10, 26))
    bureau = BureauFactory(county=revoked.township.county)

    step(revoked, Action.REDATE, by=bureau, on=date(2026, 12, 1))

    revoked.refresh_from_db()
    assert revoked.ended_on == date(2026, 12, 1)
    assert revoked not in Candidacy.objects.in_state_on([State.REVOKED], date(2026, 11, 30))


def test_two_titles_of_a_level_are_not_put_right_into_one_another():
    first = candidacy_at(State.REVOKED, tier=Tier.COUNTY, on=date(2026, 3, 1))
    told = {"by": BureauFactory(county=first.township.county)}
    later = CampaignFactory(county=first.township.county, round_number=3)
    second = candidacy_at(State.NAMED, tier=Tier.COUNTY, township=first.township, campaign=later, on=date(2026, 10, 26))

    for on in (date(2026, 10, 26), date(2026, 4, 1)):
        step(first, Action.REDATE, **told, on=on)
    with pytest.raises(ValidationError, match="”命名（2026-10-26 至 2029-10-25），两个称号的日期不能重叠"):
        step(first, Action.REDATE, **told, on=date(2026, 10, 27))
    step(second, Action.REVOKE, **told, on=date(2026, 12, 1))
    with pytest.raises(ValidationError, match="”命名（2026-10-26 至 2026-11-30），两个称号的日期不能重叠"):
        step(first, Action.RESTORE, **told, on=date(2027, 1, 1))


def test_a_title_is_put_right_beside_a_higher_one_that_followed_it_but_not_named_under_it():
    county = candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 3, 1))
    later = CampaignFactory(county=county.township.county, round_number=3)
    candidacy_at(State.NAMED, tier=Tier.CITY, township=county.township, campaign=later, on=date(2026, 10, 26))
    told = {"by": BureauFactory(county=county.township.county)}

    step(county, Action.REDATE, **told, on=date(2026, 10, 25))
    with pytest.raises(ValidationError, match="命名（2026-10-26 至 2029-10-25），两个称号的日期不能重叠"):
        step(county, Action.REDATE, **told, on=date(2026, 10, 26))
    step(county, Action.REVOKE, **told, on=date(2026, 12, 1))
    step(county, Action.REDATE, **told, on=date(2026, 11, 30))
    step(county, Action.RESTORE, **told, on=date(2026, 12, 2))

    county.refresh_from_db()
    assert (county.state, county.named_on) == (State.NAMED, date(2026, 10, 25))


def test_a_title_is_retained_where_a_veto_waits_and_only_there():
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 3, 1))
    bureau, today = BureauFactory(county=named.township.county), date(2026, 10, 26)
    with pytest.raises(ValidationError, match="没有待核实的一票否决情形"):
        step(named, Action.RETAIN, by=bureau, on=today)
    accident(named.township, dead=3, happened_at=midnight(date(2026, 10, 1)), at=midnight(today))
    assert Action.RETAIN in due_actions(named, bureau, today)

    event = step(named, Action.RETAIN, by=bureau, on=today)

    assert event.reason == "2026 年的一票否决情形已核实，保留称号。　按程序办理"
    assert Action.RETAIN not in due_actions(named, bureau, today)
    assert named.valid_until == Candidacy.objects.get(pk=named.pk).valid_until


def test_the_day_of_a_re_check_is_put_right_and_the_term_stays():
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 10, 26))
    bureau = BureauFactory(county=named.township.county)
    assert Action.KEPT_DAY not in due_actions(named, bureau, date(2029, 10, 1))
    step(named, Action.KEEP, by=bureau, on=date(2029, 10, 10))
    step(named, Action.REDATE, by=bureau, on=date(2026, 10, 27))

    with pytest.raises(ValidationError, match="复核保持应在原有效期内，不晚于 2029-10-26"):
        step(named, Action.KEPT_DAY, by=bureau, on=date(2029, 10, 27))
    with pytest.raises(ValidationError, match="日期不能早于上一步的 2026-10-27"):
        step(named, Action.KEPT_DAY, by=bureau, on=date(2026, 10, 26))
    step(named, Action.KEPT_DAY, by=bureau, on=date(2028, 12, 30))

    named.refresh_from_db()
    assert (named.valid_until, Action.KEPT_DAY in due_actions(named, bureau, date(2029, 10, 1))) == (date(2032, 10, 26), True)
    assert [year for year in (2027, 2028, 2029) if named in Candidacy.objects.kept_by(date(year, 12, 31))] == [2028, 2029]


def test_a_plate_is_put_right_by_number_and_day():
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 10, 26))
    bureau = BureauFactory(county=named.township.county)
    step(named, Action.HAND_OVER, by=bureau, on=date(2026, 11, 2), plate_number="县示-08")
    told = {"by": bureau, "on": date(2026, 11, 9)}

    with pytest.raises(ValidationError, match="不能早于命名日期 2026-10-26"):
        step(named, Action.FIX_PLATE, **told, plate_number="县示-03", given_on=date(2026, 10, 25))
    event = step(named, Action.FIX_PLATE, **told, plate_number="县示-03", given_on=date(2026, 11, 1))

    named.refresh_from_db()
    assert (named.plate_number, named.plate_given_on) == ("县示-03", date(2026, 11, 1))
    assert event.reason.startswith("牌匾由编号 县示-08（2026-11-02 授牌）更正为编号 县示-03（2026-11-01 授牌）。")


def test_a_title_that_was_revoked_by_mistake_runs_on_and_was_never_revoked():
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 10, 26))
    bureau = BureauFactory(county=named.township.county)
    for action, day in [(Action.HAND_OVER, 1), (Action.REVOKE, 2), (Action.TAKE_BACK, 3)]:
        step(named, action, by=bureau, on=date(2027, 3, day))

    step(named, Action.RESTORE, by=bureau, on=date(2027, 4, 1))

    named.refresh_from_db()
    assert (named.state, named.ended_on, named.valid_until) == (State.NAMED, None, date(2029, 10, 25))
    assert (named.plate_number, named.plate_given_on, named.plate_returned_on) == ("", None, None)
    assert named not in Candidacy.objects.in_state_on([State.REVOKED], date(2027, 3, 15))
    assert named in Candidacy.objects.titled_on(date(2027, 3, 15))


def test_a_second_plate_is_not_put_right_into_the_days_of_the_first():
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 10, 26))
    told = {"by": BureauFactory(county=named.township.county)}
    for action, day in [(Action.HAND_OVER, 1), (Action.REVOKE, 2), (Action.TAKE_BACK, 3), (Action.RESTORE, 10), (Action.HAND_OVER, 20)]:
        step(named, action, **told, on=date(2027, 3, day))
    told |= {"on": date(2027, 3, 31), "plate_number": "省示-2026-01"}

    with pytest.raises(ValidationError, match="于 2027-03-10，这块牌匾的授牌日期不能更早"):
        step(named, Action.FIX_PLATE, **told, given_on=date(2027, 3, 9))
    step(named, Action.FIX_PLATE, **told, given_on=date(2027, 3, 10))


def test_a_title_whose_term_is_over_is_not_restored():
    revoked = candidacy_at(State.REVOKED, tier=Tier.COUNTY)

    with pytest.raises(ValidationError, match="称号有效期至 2029-02-28，已经期满，不能恢复"):
        step(revoked, Action.RESTORE, by=BureauFactory(county=revoked.township.county), on=AFTER_TITLE)


def test_a_slip_that_was_put_right_today_bars_no_true_day():
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY, on=date(2026, 10, 26))
    bureau = BureauFactory(county=named.township.county)
    step(named, Action.HAND_OVER, by=bureau, on=date(2026, 11, 2))
    step(named, Action.FIX_PLATE, by=bureau, on=date(2026, 12, 1), plate_number="县示-9", given_on=date(2026, 11, 6))

    step(named, Action.REDATE, by=bureau, on=date(2026, 11, 4))

    named.refresh_from_db()
    assert (named.named_on, named.plate_given_on) == (date(2026, 11, 4), date(2026, 11, 6))


def test_no_plate_is_put_right_where_none_was_given():
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY)

    with pytest.raises(ValidationError, match="还没有授牌"):
        step(named, Action.FIX_PLATE, by=BureauFactory(county=named.township.county), on=AFTER_TITLE, plate_number="1", given_on=FIRST_DAY)


def test_an_objection_is_not_corrected_to_a_day_after_its_answer():
    noticed = candidacy_at(State.NOTICED, tier=Tier.COUNTY)
    bureau = BureauFactory(county=noticed.township.county)
    first = noticed.notices.last().starts_on
    objection = an_objection(noticed, by=bureau, on=first)
    step(noticed, Action.RESOLVE, by=bureau, on=first, objection=objection, handling="已核实", is_upheld=False)
    told = {"name": "王五", "phone": "13812348000", "content": "x", "is_real_name": True, "received_on": first + timedelta(days=1)}

    with pytest.raises(ValidationError, match="收到日期不能晚于办结日期"):
        step(noticed, Action.CORRECT, by=bureau, on=first + timedelta(days=2), objection=objection, **told)
