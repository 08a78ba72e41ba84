"""Two people press in the same second: one wins, the other is told; each test fails when the lock is taken out."""

from datetime import date
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from tests.factories.appraisal import Walk
from tests.factories.campaign import AFTER_TITLE, Action, InvestmentFactory, State, candidacy_at
from tests.factories.rounds import DAY, NOON, RoundWriter
from tests.factories.townships import BureauFactory, InspectorFactory, PersonFactory, TownshipFactory
from tests.hazards.racing import race, wait_for_each_other, without_lock
from townships import appointments, appraising, mentoring, officers, recording, township_plans, voiding, work_plan
from townships import candidacy as life
from townships.models import Appraisal, Campaign, Candidacy, County, DutyKind, Investment, Mentorship, PlanTask, StationYear, TownshipPlan
from townships.period import midnight

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def name_and_return(monkeypatch):
    """One of the bureau names a township while another returns it, each having looked before the other writes."""
    candidacy = candidacy_at(State.NOTICED)
    users = BureauFactory.create_batch(2, county=candidacy.township.county)
    monkeypatch.setattr(life, "is_allowed", wait_for_each_other(life.is_allowed))

    def press(action, user):
        return life.perform(candidacy, action, by=user, on=date(2026, 10, 26), at=midnight(AFTER_TITLE), reason="理由")

    return candidacy, lambda: race(lambda: press(Action.NAME, users[0]), lambda: press(Action.RETURN, users[1]))


def test_one_step_is_taken_and_the_other_is_told(name_and_return):
    candidacy, both = name_and_return

    outcomes = both()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, life.TransitionNotAllowed)]
    (event,) = [outcome for outcome in outcomes if outcome is not told_no]
    candidacy.refresh_from_db()
    assert (candidacy.state, told_no.event) == (event.to_state, event)


def test_without_the_lock_both_steps_are_taken(name_and_return, monkeypatch):
    candidacy, both = name_and_return
    without_lock(monkeypatch, type(Candidacy.objects.all()))

    both()

    assert candidacy.events.filter(action__in=[Action.NAME, Action.RETURN]).count() == 2


@pytest.fixture
def void_twice(monkeypatch):
    """Two void the same row for different reasons, each having seen it valid before the other writes."""
    investment = InvestmentFactory()
    monkeypatch.setattr(voiding, "timezone", SimpleNamespace(now=wait_for_each_other(timezone.now)))

    def void(reason):
        return voiding.void(investment, by=investment.created_by, reason=reason)

    return investment, lambda: race(lambda: void("重复登记"), lambda: void("金额有误"))


def test_the_first_reason_stays_and_the_other_is_told_it(void_twice):
    investment, both = void_twice

    outcomes = both()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, voiding.AlreadyVoided)]
    investment.refresh_from_db()
    assert told_no.row.void_reason == investment.void_reason


def test_without_the_lock_the_second_reason_overwrites_the_first(void_twice, monkeypatch):
    _investment, both = void_twice
    without_lock(monkeypatch, type(Investment.objects.all()))

    assert not [outcome for outcome in both() if isinstance(outcome, voiding.AlreadyVoided)]


@pytest.fixture
def name_twice(monkeypatch):
    """Two of the bureau name the same township in the same second."""
    candidacy = candidacy_at(State.NOTICED)
    users = BureauFactory.create_batch(2, county=candidacy.township.county)
    monkeypatch.setattr(life, "is_allowed", wait_for_each_other(life.is_allowed))
    name = [partial(life.perform, candidacy, Action.NAME, by=user, on=date(2026, 10, 26), at=midnight(AFTER_TITLE)) for user in users]
    return candidacy, partial(race, *name)


def test_a_township_is_named_once(name_twice):
    candidacy, both = name_twice

    (told_no,) = [outcome for outcome in both() if isinstance(outcome, life.TransitionNotAllowed)]

    assert [told_no.event] == list(candidacy.events.filter(action=Action.NAME))


def test_without_the_lock_it_is_named_twice(name_twice, monkeypatch):
    candidacy, both = name_twice
    without_lock(monkeypatch, type(Candidacy.objects.all()))

    both()

    assert candidacy.events.filter(action=Action.NAME).count() == 2


@pytest.fixture
def lapse_twice(monkeypatch):
    """Two workers look for titles that ran out in the same second."""
    candidacy = candidacy_at(State.NAMED)
    monkeypatch.setattr(life, "has_run_out", wait_for_each_other(life.has_run_out))
    lapse = partial(life.lapse_expired, AFTER_TITLE, at=midnight(AFTER_TITLE))
    return candidacy, partial(race, lapse, lapse)


def test_a_title_lapses_once(lapse_twice):
    candidacy, both = lapse_twice

    assert sorted(both()) == [[], [candidacy.pk]]
    assert candidacy.events.filter(action=Action.LAPSE).count() == 1


def test_without_the_lock_it_lapses_twice(lapse_twice, monkeypatch):
    candidacy, both = lapse_twice
    without_lock(monkeypatch, type(Candidacy.objects.all()))

    both()

    assert candidacy.events.filter(action=Action.LAPSE).count() == 2


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


@pytest.fixture
def submit_twice(monkeypatch):
    """Two inspectors of a township submit its scores, each having looked before the other writes."""
    walk = Walk()
    walk.write(appraising.Side.SELF, walk.inspector)
    users = [walk.inspector, InspectorFactory(township=walk.township)]
    monkeypatch.setattr(appraising, "is_allowed", wait_for_each_other(appraising.is_allowed))

    def submit(user):
        return appraising.perform(walk.appraisal, appraising.Action.SUBMIT, by=user)

    return walk.appraisal, lambda: race(*[partial(submit, user) for user in users])


def test_scores_are_submitted_once_and_the_other_is_told(submit_twice):
    appraisal, both = submit_twice

    outcomes = both()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, appraising.TransitionNotAllowed)]
    (event,) = [outcome for outcome in outcomes if outcome is not told_no]
    assert (told_no.event, appraisal.events.filter(action="submit").count()) == (event, 1)


def test_without_the_lock_scores_are_submitted_twice(submit_twice, monkeypatch):
    appraisal, both = submit_twice
    without_lock(monkeypatch, type(Appraisal.objects.all()))

    both()

    assert appraisal.events.filter(action="submit").count() == 2


@pytest.fixture
def two_years_told(monkeypatch):
    """Two clerks tell the same station's year, each having looked before the other writes."""
    township = TownshipFactory()
    users = BureauFactory.create_batch(2, county=township.county)
    monkeypatch.setattr(recording, "keeps_ledgers_of", wait_for_each_other(recording.keeps_ledgers_of))

    def tell(user, rooms):
        told = {"year": 2026, "rooms": rooms, "area": 40, "population": 20000}
        return recording.record(StationYear, by=user, place=township, **told)

    return lambda: race(lambda: tell(users[0], 2), lambda: tell(users[1], 3))


def test_one_year_is_told_and_the_other_clerk_is_shown_it(two_years_told):
    outcomes = two_years_told()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, recording.AlreadyThere)]
    assert told_no.row == StationYear.objects.get()
    assert told_no.row in outcomes


def test_without_the_databases_own_rule_both_years_would_stand(two_years_told):
    rule = next(rule for rule in StationYear._meta.constraints if rule.name == "station_year_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(StationYear, rule)
    try:
        two_years_told()
        assert StationYear.objects.filter(year=2026).count() == 2
    finally:
        StationYear.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(StationYear, rule)


@pytest.fixture
def appoint_two_heads(monkeypatch):
    """Two clerks make two people head of one township, each having seen the post free before the other writes."""
    township = TownshipFactory()
    kind = DutyKind.objects.get(key="township_head")
    people = PersonFactory.create_batch(2, county=township.county, township=township)
    monkeypatch.setattr(appointments, "check_term", wait_for_each_other(appointments.check_term))

    def press(person):
        return appointments.appoint(person, kind=kind, place=township, starts_on=date(2026, 5, 1))

    return township, lambda: race(lambda: press(people[0]), lambda: press(people[1]))


def test_one_becomes_head_and_the_other_is_told_who(appoint_two_heads):
    township, both = appoint_two_heads

    outcomes = both()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, appointments.AppointmentRefused)]
    assert told_no.post == township.duties.get()


def test_without_the_lock_a_township_has_two_heads(appoint_two_heads, monkeypatch):
    township, both = appoint_two_heads
    monkeypatch.setattr(appointments, "lock_people_and_places", lambda people, places: None)

    both()

    assert township.duties.count() == 2


@pytest.fixture
def enlist_two(monkeypatch):
    """Two clerks put two people on a roster, each having seen the same highest number before the other writes."""
    township = TownshipFactory()
    people = PersonFactory.create_batch(2, county=township.county, township=township)
    monkeypatch.setattr(officers, "_highest_number", wait_for_each_other(officers._highest_number))

    def press(person):
        return officers.enlist(person, township=township, on=date(2026, 5, 1))

    return lambda: race(lambda: press(people[0]), lambda: press(people[1]))


def test_two_officers_get_two_numbers(enlist_two):
    assert sorted(officer.sequence for officer in enlist_two()) == [1, 2]


def test_without_the_lock_one_of_two_officers_gets_none(enlist_two, monkeypatch):
    without_lock(monkeypatch, type(County.objects.all()))

    assert [type(outcome) for outcome in enlist_two() if isinstance(outcome, Exception)] == [IntegrityError]
