"""Who may do what with an appraisal in which state, written by hand; what each step refuses, and what a result is."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from tests.factories.appraisal import AT, STEPS, Action, DraftSheetFactory, ScoreSheetFactory, Side, State, Walk, appraisal_at, entries
from tests.factories.campaign import State as CandidacyState
from tests.factories.campaign import candidacy_at
from tests.factories.means import accident
from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    DutyFactory,
    InspectorFactory,
    OfficialFactory,
    TownshipFactory,
)
from townships.appraising import (
    TRANSITIONS,
    AlreadyOpen,
    Entry,
    ScoredMeanwhile,
    TransitionNotAllowed,
    available_actions,
    candidacy_of,
    check_clause,
    may_check,
    open_appraisal,
    perform,
    side_to_write,
    sides_shown,
    write_scores,
)
from townships.models import AppraisalEvent, FormerAssessor, Score, Signature

pytestmark = pytest.mark.django_db

# Who may: i an inspector of the township, 1 and 2 the assessors, b another of the bureau. Nobody else ever may.
TABLE = """
           self  submitted  scored  agreed  final  void
submit     i     -          -       -       -      -
assign     -     12b        -       -       -      -
return     -     12b        -       -       -      -
finish     -     12         -       -       -      -
rescore    -     -          12b     12b     -      -
replace    -     -          12b     12b     -      -
agree      -     -          12      -       -      -
sign       -     -          -       i12     -      -
conclude   -     -          -       12b     -      -
void       12b   12b        12b     12b     12b    -
"""
# Whose scores they may write: s the township's own, 1 and 2 an assessor's, f the agreed ones.
WRITING = {State.SELF: {"i": "s"}, State.SUBMITTED: {"1": "1", "2": "2"}, State.SCORED: {"1": "f", "2": "f"}}
SIDES = {"s": Side.SELF, "1": Side.FIRST, "2": Side.SECOND, "f": Side.FINAL}


def column(state):
    head, *rows = TABLE.strip().splitlines()
    position = head.split().index(state) + 1
    return {Action(row.split()[0]): set(row.split()[position].strip("-")) for row in rows}


def cast(walk):
    """Everybody who might press, by letter; capitals for those who never may."""
    township, county = walk.township, walk.township.county
    return {
        "i": walk.inspector,
        "1": walk.first,
        "2": walk.second,
        "b": walk.clerk,
        "I": InspectorFactory(township__county=county),
        "J": InspectorFactory(township=township, is_active=False),
        "B": BureauFactory(),
        "O": OfficialFactory(county=county),
        "C": OfficialFactory(county=None),
        "U": AuditorFactory(county=county),
        "A": AdministratorFactory(county=county),
    }


@pytest.fixture(params=list(State))
def walk(request):
    return Walk().to(request.param)


def test_buttons_are_exactly_those_of_the_table(walk):
    users = cast(walk)

    buttons = {letter: available_actions(walk.appraisal, user) for letter, user in users.items()}

    assert {action: {letter for letter in users if action in buttons[letter]} for action in TRANSITIONS} == column(walk.appraisal.state)


def test_deeds_are_exactly_those_of_the_table(walk):
    told = {"reason": "理由", "first": walk.first, "second": walk.second}
    told |= {"side": Side.FIRST, "user": BureauFactory(county=walk.township.county)}

    for action, allowed in column(walk.appraisal.state).items():
        for letter, user in cast(walk).items():
            with transaction.atomic():
                if letter not in allowed:
                    with pytest.raises(TransitionNotAllowed):
                        perform(walk.appraisal, action, by=user, at=AT, **told)
                transaction.set_rollback(True)


def test_scores_are_written_by_whose_turn_it_is(walk):
    users = cast(walk)

    turns = {letter: side_to_write(walk.appraisal, user) for letter, user in users.items()}

    assert {letter: side for letter, side in turns.items() if side} == {
        letter: SIDES[side] for letter, side in WRITING.get(walk.appraisal.state, {}).items()
    }


def test_scores_of_a_side_are_refused_out_of_turn(walk):
    allowed = {(letter, SIDES[side]) for letter, side in WRITING.get(walk.appraisal.state, {}).items()}

    for letter, user in cast(walk).items():
        for side in Side:
            if (letter, side) not in allowed:
                with pytest.raises(TransitionNotAllowed):
                    write_scores(walk.appraisal, side, entries(walk.sheet, 1), by=user, at=AT)


@pytest.mark.parametrize("state", list(STEPS))
def test_a_walk_ends_where_it_should(state):
    assert appraisal_at(state).state == state


def test_an_appraisal_of_a_year_that_has_not_begun_is_not_started():
    township = TownshipFactory()
    told = {"township": township, "by": InspectorFactory(township=township), "at": AT}

    with pytest.raises(ValidationError, match="2027 年还没有开始，不能开始考评"):
        open_appraisal(ScoreSheetFactory(county=township.county, year=2027), **told)

    assert open_appraisal(ScoreSheetFactory(county=township.county, year=2026), **told).state == State.SELF


def test_both_assessors_finish_before_the_sheets_lie_side_by_side():
    walk = Walk().to(State.SUBMITTED)

    walk.finish(first_deductions=(), second_deductions=())
    halfway = walk.appraisal.state
    walk.finish(first_deductions=(), second_deductions=())

    assert (halfway, walk.appraisal.state) == (State.SUBMITTED, State.SCORED)


def test_assessor_who_finished_changes_nothing_more():
    walk = Walk().to(State.SUBMITTED)
    walk.finish(first_deductions=(), second_deductions=())

    with pytest.raises(TransitionNotAllowed):
        walk.write(Side.FIRST, walk.first, 3, seen=(Decimal(0), ""))


def test_what_the_assessors_agree_on_is_agreed_and_the_rest_is_open():
    walk = Walk().to(State.SCORED, first=(2, 1), second=(2, 3))

    agreed = walk.appraisal.scores.filter(side=Side.FINAL)

    assert [(score.criterion, score.deduction) for score in agreed] == [(walk.sheet.criteria.first(), 2)]


def test_a_difference_keeps_the_result_open():
    walk = Walk().to(State.SCORED, first=(2, 1), second=(2, 3))
    walk.look_at_clauses()

    with pytest.raises(ValidationError, match="还有 1 项没有评分"):
        walk.press(Action.AGREE, walk.first)


def test_result_is_the_points_less_the_agreed_deductions():
    walk = Walk().to(State.SCORED, first=(2, 1), second=(2, 3))
    last = walk.sheet.criteria.last()
    write_scores(walk.appraisal, Side.FINAL, [Entry(last, Decimal("1.5"), "两人商定")], by=walk.second, at=AT)

    walk.agree()

    assert (walk.appraisal.points, walk.appraisal.is_passed) == (Decimal("16.5"), True)


@pytest.mark.parametrize("failed", ["veto", "entry"])
def test_veto_or_a_condition_not_met_fails_whatever_the_points(failed):
    walk = Walk().to(State.SCORED)
    walk.look_at_clauses(failed=[failed])

    walk.agree()

    assert (walk.appraisal.points, walk.appraisal.is_passed) == (20, False)


@pytest.mark.parametrize(("mark", "passed"), [(None, True), (18, True), (Decimal("18.01"), False)])
def test_pass_mark_decides_when_the_sheet_has_one(mark, passed):
    township = TownshipFactory()
    walk = Walk(township=township, sheet=ScoreSheetFactory(county=township.county, pass_mark=mark))

    walk.to(State.AGREED, first=(2,), second=(2,))

    assert walk.appraisal.is_passed is passed


def test_conditions_are_looked_at_before_the_result():
    walk = Walk().to(State.SCORED)

    with pytest.raises(ValidationError, match="还有 2 条"):
        walk.press(Action.AGREE, walk.first)


def test_condition_is_looked_at_with_a_note():
    walk = Walk().to(State.SUBMITTED)

    with pytest.raises(ValidationError, match="请写明核查情况"):
        check_clause(walk.appraisal, walk.sheet.clauses.first(), holds=True, note="", by=walk.clerk, at=AT)


@pytest.mark.parametrize("state", [State.SELF, State.AGREED, State.FINAL])
def test_condition_is_looked_at_while_scored(state):
    walk = Walk().to(state)

    with pytest.raises(TransitionNotAllowed):
        check_clause(walk.appraisal, walk.sheet.clauses.first(), holds=False, note="查阅", by=walk.clerk, at=AT)


@pytest.mark.parametrize(
    ("deduction", "reason", "message"),
    [("-1", "缺", "不能是负数"), ("10.01", "缺", "不能超过标准分值 10 分"), ("2", "", "请说明扣分原因")],
)
def test_deduction_out_of_bounds_is_refused(deduction, reason, message):
    walk = Walk()

    with pytest.raises(ValidationError, match=message):
        write_scores(walk.appraisal, Side.SELF, [Entry(walk.sheet.criteria.first(), Decimal(deduction), reason)], by=walk.inspector, at=AT)


@pytest.mark.parametrize(("deduction", "reason"), [(-1, "缺"), (11, "缺"), (2, "")])
def test_the_database_refuses_it_too(deduction, reason):
    walk = Walk()

    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.create(
            appraisal=walk.appraisal, side=Side.SELF, criterion=walk.sheet.criteria.first(), out_of=10, deduction=deduction, reason=reason
        )


def test_self_scores_are_whole_before_they_are_submitted():
    walk = Walk()

    with pytest.raises(ValidationError, match="还有 2 项没有评分"):
        walk.press(Action.SUBMIT, walk.inspector)


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten():
    walk = Walk()
    colleague = InspectorFactory(township=walk.township)
    walk.write(Side.SELF, colleague, 3)

    with pytest.raises(ScoredMeanwhile) as refused:
        walk.write(Side.SELF, walk.inspector, 5)

    assert {score.deduction for score in refused.value.standing.values()} == {3, 0}


def test_the_same_line_is_corrected_by_whoever_saw_it():
    walk = Walk()
    walk.write(Side.SELF, walk.inspector, 3)
    first = walk.sheet.criteria.first()

    write_scores(walk.appraisal, Side.SELF, [Entry(first, Decimal(1), "已补", (Decimal(3), "缺一份资料"))], by=walk.inspector, at=AT)

    assert Score.objects.get(criterion=first).deduction == 1


def test_assessor_holds_no_post_in_the_township():
    walk = Walk().to(State.SELF)
    walk.submit(self_deductions=())
    DutyFactory(place=walk.township, person=walk.first.person)

    with pytest.raises(ValidationError, match="不能考评本乡镇") as refused:
        walk.press(Action.ASSIGN, walk.clerk, first=walk.first, second=walk.second)

    assert set(refused.value.error_dict) == {"first"}


def test_who_holds_a_post_in_the_township_does_not_judge_its_vetoes():
    walk = Walk().to(State.SUBMITTED)
    DutyFactory(place=walk.township, person=walk.clerk.person)

    with pytest.raises(ValidationError, match="不能考评本乡镇"):
        check_clause(walk.appraisal, walk.sheet.clauses.get(kind="veto"), holds=False, note="查事故台账", by=walk.clerk, at=AT)

    assert not walk.appraisal.checks.exists()


def test_assessor_does_not_stand_in_the_roster_of_the_township():
    walk = Walk()
    walk.submit(self_deductions=())
    walk.second.person.township = walk.township
    walk.second.person.save()

    with pytest.raises(ValidationError, match="不能考评本乡镇"):
        walk.press(Action.ASSIGN, walk.clerk, first=walk.first, second=walk.second)


@pytest.mark.parametrize("stranger", [InspectorFactory, OfficialFactory, BureauFactory])
def test_assessor_is_an_account_of_the_county_bureau(stranger):
    walk = Walk()
    walk.submit(self_deductions=())

    with pytest.raises(ValidationError, match="县局账号"):
        walk.press(Action.ASSIGN, walk.clerk, first=walk.first, second=stranger())


def test_two_assessors_are_two_people():
    walk = Walk()
    walk.submit(self_deductions=())

    with pytest.raises(ValidationError, match="不同的人"):
        walk.press(Action.ASSIGN, walk.clerk, first=walk.first, second=walk.first)


def test_a_new_assessor_begins_anew_and_the_other_goes_on():
    walk = Walk().to(State.SUBMITTED)
    walk.write(Side.FIRST, walk.first, 2), walk.write(Side.SECOND, walk.second, 3)

    walk.press(Action.ASSIGN, walk.clerk, first=walk.clerk, second=walk.second)

    assert {score.side for score in walk.appraisal.scores.exclude(side=Side.SELF)} == {Side.SECOND}


def test_scoring_is_closed_once_somebody_signed():
    walk = Walk().to(State.AGREED)
    walk.sign()

    assert Action.RESCORE not in available_actions(walk.appraisal, walk.clerk)
    with pytest.raises(TransitionNotAllowed):
        walk.press(Action.RESCORE, walk.clerk, reason="漏看一项")


def test_scored_again_the_old_agreement_is_gone():
    walk = Walk().to(State.AGREED)

    walk.press(Action.RESCORE, walk.clerk, reason="漏看一项")

    assert (walk.appraisal.state, walk.appraisal.points, walk.appraisal.first_done_at) == (State.SUBMITTED, None, None)
    assert not walk.appraisal.scores.filter(side=Side.FINAL).exists()


def test_result_needs_both_assessors_signatures():
    walk = Walk().to(State.AGREED)
    walk.press(Action.SIGN, walk.first)

    with pytest.raises(ValidationError, match="两名考评员都签字"):
        walk.press(Action.CONCLUDE, walk.clerk)


def test_why_the_township_did_not_sign_is_written_down():
    walk = Walk().to(State.AGREED)
    walk.press(Action.SIGN, walk.first), walk.press(Action.SIGN, walk.second)

    with pytest.raises(ValidationError, match="被考评单位没有签字"):
        walk.press(Action.CONCLUDE, walk.clerk)
    event = walk.press(Action.CONCLUDE, walk.clerk, reason="负责人外出，电话认可")

    assert (walk.appraisal.state, event.reason) == (State.FINAL, "负责人外出，电话认可")


def test_nobody_signs_twice():
    walk = Walk().to(State.AGREED)
    walk.press(Action.SIGN, walk.inspector)

    with pytest.raises(TransitionNotAllowed):
        walk.press(Action.SIGN, InspectorFactory(township=walk.township))


def test_assessors_do_not_see_each_other_before_both_are_done():
    walk = Walk().to(State.SUBMITTED)

    assert sides_shown(walk.appraisal, walk.first) == [Side.SELF, Side.FIRST]
    assert sides_shown(walk.appraisal, walk.second) == [Side.SELF, Side.SECOND]
    assert sides_shown(walk.appraisal, walk.clerk) == [Side.SELF]


def test_who_came_to_hold_a_post_in_the_township_scores_no_more_and_another_takes_the_seat():
    walk = Walk().to(State.SUBMITTED)
    walk.write(Side.SECOND, walk.second)
    DutyFactory(place=walk.township, person=walk.second.person)

    with pytest.raises(ValidationError, match="任职，不能考评本乡镇。请县局另行指定考评员。"):
        walk.write(Side.SECOND, walk.second, 1)
    with pytest.raises(ValidationError, match="任职"):
        walk.press(Action.FINISH, walk.second)
    walk.press(Action.ASSIGN, walk.clerk, first=walk.first, second=walk.clerk)
    assert side_to_write(walk.appraisal, walk.clerk) == Side.SECOND


@pytest.mark.parametrize(("state", "action"), [(State.SCORED, Action.AGREE), (State.AGREED, Action.SIGN)])
def test_who_came_to_hold_a_post_in_the_township_neither_agrees_nor_signs(state, action):
    walk = Walk().to(state)
    walk.look_at_clauses() if state == State.SCORED else None
    DutyFactory(place=walk.township, person=walk.first.person)

    with pytest.raises(ValidationError, match="更换考评员"):
        walk.press(action, walk.first)
    walk.press(Action.REPLACE, walk.clerk, side=Side.FIRST, user=walk.clerk, reason="考评员任职变动")
    assert side_to_write(walk.appraisal, walk.clerk) == Side.FIRST


def replaced_after_a_signature():
    """The walk, and the event: the clerk has the first assessor's seat, who had deducted two points and signed."""
    walk = Walk().to(State.AGREED, first=(2,), second=(2,))
    walk.sign()
    return walk, walk.press(Action.REPLACE, walk.clerk, side=Side.FIRST, user=walk.clerk, reason="亲属在该乡任职")


def test_an_assessor_who_signed_is_replaced_with_a_reason():
    walk, event = replaced_after_a_signature()

    assert event.reason == f"考评员甲由{walk.first}更换为{walk.clerk}：亲属在该乡任职"
    assert (walk.appraisal.state, walk.appraisal.first, walk.appraisal.points) == (State.SUBMITTED, walk.clerk, None)
    assert not walk.appraisal.signatures.exists()
    assert {score.side for score in walk.appraisal.scores.all()} == {Side.SELF, Side.SECOND}


def test_scores_of_who_was_replaced_are_kept_and_count_no_more():
    walk, _event = replaced_after_a_signature()

    walk.write(Side.FIRST, walk.clerk, 2)
    walk.press(Action.FINISH, walk.clerk), walk.press(Action.AGREE, walk.clerk)

    [former] = walk.appraisal.former_assessors.all()
    assert (former.user, former.scores[0][1:]) == (walk.first, ["2.00", "缺一份资料"])
    assert walk.appraisal.points == 18
    with pytest.raises(IntegrityError):
        FormerAssessor.objects.update(scores=[])


@pytest.mark.parametrize(("who", "match"), [("second", "原来两人以外"), ("inspector", "县局账号")])
def test_the_seat_goes_to_a_third_person_of_the_bureau(who, match):
    walk = Walk().to(State.AGREED)

    with pytest.raises(ValidationError, match=match):
        walk.press(Action.REPLACE, walk.clerk, side=Side.FIRST, user=getattr(walk, who), reason="回避")


def test_signed_evidence_goes_with_the_signatures():
    walk = Walk().to(State.AGREED)
    walk.sign(), walk.sign()
    assert walk.appraisal.evidence_at

    walk.press(Action.REPLACE, walk.clerk, side=Side.FIRST, user=walk.clerk, reason="回避")

    assert (walk.appraisal.evidence_at, walk.appraisal.signed_evidence) == (None, None)


@pytest.mark.parametrize(("state", "sides"), [(State.SCORED, [Side.SELF]), (State.AGREED, list(Side)), (State.VOID, [Side.SELF])])
def test_township_sees_the_official_scores_once_they_are_agreed(state, sides):
    walk = Walk().to(state)

    assert sides_shown(walk.appraisal, walk.inspector) == sides


def test_one_appraisal_a_township_and_sheet_until_it_is_voided():
    walk = Walk()

    with pytest.raises(AlreadyOpen) as refused:
        open_appraisal(walk.sheet, township=walk.township, by=walk.clerk, at=AT)
    assert refused.value.appraisal == walk.appraisal

    walk.void()
    assert open_appraisal(walk.sheet, township=walk.township, by=walk.clerk, at=AT).pk


def test_a_draft_scores_nobody():
    township = TownshipFactory()

    with pytest.raises(ValidationError, match="不在执行中"):
        open_appraisal(DraftSheetFactory(county=township.county), township=township, by=InspectorFactory(township=township), at=AT)


def test_only_those_who_keep_the_township_open_it():
    township = TownshipFactory()
    sheet = ScoreSheetFactory(county=township.county)

    for stranger in [InspectorFactory(township__county=township.county), BureauFactory(), OfficialFactory(county=township.county)]:
        with pytest.raises(PermissionDenied):
            open_appraisal(sheet, township=township, by=stranger, at=AT)
    with pytest.raises(PermissionDenied):
        open_appraisal(ScoreSheetFactory(), township=township, by=InspectorFactory(township=township), at=AT)


@pytest.mark.parametrize("action", [Action.RETURN, Action.VOID])
def test_what_takes_something_away_needs_a_reason(action):
    walk = Walk().to(State.SUBMITTED)

    with pytest.raises(ValidationError, match="请说明原因"):
        walk.press(action, walk.clerk)


def test_history_says_in_chinese_who_deducted_what():
    walk = Walk()

    with override("en"):
        walk.write(Side.SELF, walk.inspector, 2)

    event = walk.appraisal.events.latest("pk")
    assert (event.action, event.by, event.reason) == (
        Action.SCORE,
        walk.inspector,
        f"自评：{walk.sheet.criteria.first().name} −2；1 项不扣分",
    )


@pytest.mark.parametrize("change", ["update", "delete"])
def test_nobody_changes_the_history(change):
    Walk()
    events = AppraisalEvent.objects.all()

    with pytest.raises(IntegrityError):
        events.update(reason="") if change == "update" else events._raw_delete("default")


def test_nothing_is_signed_or_concluded_over_an_accident_that_came_after_the_clause_was_looked_at():
    walk = Walk().to(State.AGREED)
    walk.sign()
    accident(walk.township, dead=3)

    with pytest.raises(ValidationError, match="重新核查"):
        walk.sign()

    Signature.objects.create(appraisal=walk.appraisal, seat=Signature.Seat.SECOND, by=walk.second, at=AT)
    with pytest.raises(ValidationError, match="重新核查"):
        walk.press(Action.CONCLUDE, walk.clerk, reason="未签字")


def test_a_clause_looked_at_again_after_the_agreement_settles_the_result_anew_and_voids_the_signatures():
    walk = Walk().to(State.AGREED)
    walk.sign()
    accident(walk.township, dead=3)

    check_clause(walk.appraisal, walk.sheet.clauses.get(kind="veto"), holds=True, note="查事故台账", by=walk.clerk, at=AT)

    walk.appraisal.refresh_from_db()
    assert (walk.appraisal.is_passed, walk.appraisal.signatures.count()) == (False, 0)
    assert "已有的签字作废" in walk.appraisal.events.last().reason
    assert not may_check(walk.appraisal, walk.clerk)


@pytest.mark.parametrize("state", [CandidacyState.RETURNED, CandidacyState.REVOKED])
def test_a_township_is_not_scored_for_a_candidacy_that_is_over(state):
    over = candidacy_at(state)

    assert candidacy_of(over.township, 2026) is None
