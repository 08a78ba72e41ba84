"""Two of the bureau at one mentorship, task or plan of a round in the same second; each test fails when the lock is taken out."""

from functools import partial

import pytest

from tests.factories.campaign import State, candidacy_at
from tests.factories.rounds import DAY, NOON, RoundWriter
from tests.factories.townships import BureauFactory, TownshipFactory
from tests.hazards.racing import race, wait_for_each_other, without_lock
from townships import mentoring, township_plans, work_plan
from townships.models import Campaign, Mentorship, PlanTask, TownshipPlan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def close_a_circle(monkeypatch):
    """One writes that A helps B while another writes that B helps A."""
    first = candidacy_at(State.NAMED)
    second = candidacy_at(State.NAMED, campaign=first.campaign, township=TownshipFactory(county=first.township.county))
    users = BureauFactory.create_batch(2, county=first.township.county)
    monkeypatch.setattr(mentoring, "check", wait_for_each_other(mentoring.check))

    def pair(helper, helped, user):
        return mentoring.pair(first.campaign, township=helped, mentor_kind="township", mentor=helper.name, by=user)

    one, other = first.township, second.township
    return partial(race, partial(pair, one, other, users[0]), partial(pair, other, one, users[1]))


def test_of_two_who_close_a_circle_one_is_told(close_a_circle):
    outcomes = close_a_circle()

    assert len([outcome for outcome in outcomes if isinstance(outcome, mentoring.Circular)]) == Mentorship.objects.count() == 1


def test_without_the_lock_the_circle_is_closed(close_a_circle, monkeypatch):
    without_lock(monkeypatch, type(Campaign.objects.all()))

    close_a_circle()

    assert Mentorship.objects.count() == 2


@pytest.fixture
def mark_twice(monkeypatch):
    """Two of the bureau mark the same task done, each having seen it open."""
    writer = RoundWriter()
    task = writer.enter("task")
    monkeypatch.setattr(work_plan, "may_mark", wait_for_each_other(work_plan.may_mark))
    mark = partial(work_plan.mark_done, task, by=writer.bureau, on=DAY, at=NOON)
    return task, partial(race, mark, mark)


def test_a_task_is_marked_once(mark_twice):
    task, both = mark_twice

    (told_no,) = [outcome for outcome in both() if isinstance(outcome, work_plan.AlreadyMarked)]

    assert [told_no.event] == list(task.events.all())


def test_without_the_lock_a_task_is_marked_twice(mark_twice, monkeypatch):
    task, both = mark_twice
    without_lock(monkeypatch, type(PlanTask.objects.all()))

    both()

    assert task.events.count() == 2


@pytest.fixture
def accept_twice(monkeypatch):
    """Two of the bureau accept a township's plan in the same second."""
    writer = RoundWriter()
    plan = writer.plan("file")
    monkeypatch.setattr(township_plans, "is_allowed", wait_for_each_other(township_plans.is_allowed))
    press = partial(township_plans.perform, plan, "accept", by=writer.bureau, on=DAY, at=NOON)
    return plan, partial(race, press, press)


def test_a_plan_takes_one_step(accept_twice):
    plan, both = accept_twice

    outcomes = both()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, township_plans.StepNotAllowed)]
    (event,) = [outcome for outcome in outcomes if outcome is not told_no]
    plan.refresh_from_db()
    assert (plan.state, told_no.event) == (event.to_state, event)


def test_without_the_lock_a_plan_takes_both(accept_twice, monkeypatch):
    plan, both = accept_twice
    without_lock(monkeypatch, type(TownshipPlan.objects.all()))

    both()

    assert plan.events.count() == 4
