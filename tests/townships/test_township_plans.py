"""Who may do what with a township's plan in which state, written by hand; what filing asks for."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from tests.factories.campaign import State as CandidacyState
from tests.factories.campaign import candidacy_at
from tests.factories.rounds import DAY, NOON, RoundWriter
from tests.factories.townships import AdministratorFactory, BureauFactory, CampaignFactory, InspectorFactory, OfficialFactory
from townships import filing
from townships.models import Mentorship, TownshipPlan, TownshipPlanEvent
from townships.township_plans import TRANSITIONS, Action, PlanClosed, StepNotAllowed, available_actions, edit_plan, perform, start_plan

pytestmark = pytest.mark.django_db

STEPS = {"draft": [], "filed": ["file"], "returned": ["file", "return"], "accepted": ["file", "accept"]}
# b the bureau of the county, i an inspector of the township; nobody else ever may.
TABLE = """
        draft  filed  returned  accepted
file    bi     -      bi        -
accept  -      b      -         -
return  -      b      -         b
"""
AFTER = {Action.FILE: "filed", Action.ACCEPT: "accepted", Action.RETURN: "returned"}


@pytest.fixture
def writer():
    return RoundWriter()


def column(state):
    head, *rows = TABLE.strip().splitlines()
    position = head.split().index(state) + 1
    return {Action(row.split()[0]): row.split()[position].strip("-") for row in rows}


def cast(writer):
    county = writer.township.county
    return {
        "b": writer.bureau,
        "i": writer.inspector,
        "I": InspectorFactory(township__county=county),
        "B": BureauFactory(),
        "O": OfficialFactory(county=county),
        "A": AdministratorFactory(county=county),
    }


@pytest.mark.parametrize("state", STEPS)
def test_buttons_and_deeds_are_exactly_those_of_the_table(writer, state):
    plan, table, users = writer.plan(*STEPS[state]), column(state), cast(writer)
    if state == "draft":
        writer.enter("plan_task")

    found = {action: "".join(letter for letter, user in users.items() if action in available_actions(plan, user)) for action in TRANSITIONS}

    assert found == table
    for action, allowed in table.items():
        for letter, user in users.items():
            with transaction.atomic():
                if letter in allowed:
                    assert perform(plan, action, by=user, on=DAY, at=NOON, reason="理由").to_state == AFTER[action]
                else:
                    with pytest.raises(StepNotAllowed):
                        perform(plan, action, by=user, on=DAY, at=NOON, reason="理由")
                transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"responsible": None}, "还缺：创建负责人、至少一项有期限的任务"),
        ({"funds_source": ""}, "还缺：经费来源、至少一项"),
        ({"method": ""}, "还缺：创建工作方法、至少一项"),
    ],
)
def test_what_is_missing_is_named_when_a_plan_is_filed(writer, changes, message):
    plan = writer.plan(**changes)

    with pytest.raises(ValidationError, match=message):
        perform(plan, Action.FILE, by=writer.inspector, on=DAY, at=NOON)

    assert TownshipPlan.objects.get().state == "draft"


def test_returning_needs_a_reason(writer):
    with pytest.raises(ValidationError, match="请说明原因"):
        perform(writer.plan("file"), Action.RETURN, by=writer.bureau, on=DAY, at=NOON)


def test_a_filed_plan_is_closed_until_it_is_returned(writer):
    plan = writer.plan("file")
    with pytest.raises(PlanClosed):
        edit_plan(plan, by=writer.inspector, method="另一种")

    perform(plan, Action.RETURN, by=writer.bureau, on=DAY, at=NOON, reason="请补充")

    assert edit_plan(plan, by=writer.inspector, method="另一种").method == "另一种"


def test_a_plan_is_started_once_and_knows_its_mentors(writer):
    first = start_plan(writer.campaign, township=writer.township, by=writer.inspector)

    assert start_plan(writer.campaign, township=writer.township, by=writer.bureau) == first
    assert first.mentoring_unit == Mentorship.objects.get().mentor


def test_a_plan_that_is_entered_late_is_filed_with_its_true_day_in_the_round(writer):
    plan, start = writer.plan(), writer.campaign.starts_on
    writer.enter("plan_task", by=writer.inspector)
    with pytest.raises(ValidationError, match="不能早于本轮活动开始的 2026-01-01"):
        perform(plan, Action.FILE, by=writer.inspector, on=start - timedelta(days=1), at=NOON)

    perform(plan, Action.FILE, by=writer.inspector, on=start, at=NOON)

    assert list(TownshipPlan.objects.in_state_on(["filed"], DAY)) == [plan]
    with pytest.raises(ValidationError, match="不能早于上一步的 2026-01-01"):
        perform(plan, Action.ACCEPT, by=writer.bureau, on=start - timedelta(days=1), at=NOON)


def test_nobody_writes_another_townships_plan(writer):
    stranger = InspectorFactory(township__county=writer.township.county)

    with pytest.raises(PermissionDenied):
        start_plan(writer.campaign, township=writer.township, by=stranger)
    with pytest.raises(PermissionDenied):
        start_plan(CampaignFactory(), township=writer.township, by=writer.inspector)
    with pytest.raises(PermissionDenied):
        edit_plan(writer.plan(), by=stranger, method="x")


def test_states_of_a_past_day_are_read_off_the_events(writer):
    writer.plan("file", "accept")

    assert [event.to_state for event in TownshipPlanEvent.objects.all()] == ["draft", "filed", "accepted"]
    assert TownshipPlan.objects.in_state_on(["accepted"], DAY).count() == 1
    assert TownshipPlan.objects.in_state_on(["accepted"], DAY.replace(day=10)).count() == 0


def test_who_lost_the_title_owes_the_round_no_plan():
    revoked = candidacy_at(CandidacyState.REVOKED)

    assert filing.lines(revoked.campaign, BureauFactory(county=revoked.township.county)) == []
