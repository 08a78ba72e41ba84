"""Which rung an overdue hazard climbs to on which day, who is asked, and what takes the to-do away."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from hazards.escalation import AlreadyAnswered, answer, deed_for, raise_due
from hazards.models import Action, Escalation, EscalationAnswer, EscalationStep, HazardEvent, QuietHours, State
from hazards.tasks import escalate_overdue
from hazards.workflow import perform
from tests.factories.escalation import CLIMB, DEADLINE, RUNGS, at, escalated, holder_of, overdue_hazard
from tests.factories.hazards import HazardFactory, hazard_at, told
from tests.factories.townships import BureauFactory, InspectorFactory, KeySiteFactory, OfficialFactory
from townships.models import Addressee, Holiday

pytestmark = pytest.mark.django_db
# 1 to 5 May 2026 are holidays, 9 May is worked: the county's own rows say so, whatever the calendar knows.
MAY = [date(2026, 5, day) for day in range(1, 6)]


@pytest.fixture(autouse=True)
def holidays():
    Holiday.objects.bulk_create(Holiday(day=day, name="劳动节") for day in MAY)
    Holiday.objects.create(day=date(2026, 5, 9), is_workday=True, name="调休")


@pytest.fixture
def hazard():
    return overdue_hazard()


def rungs(hazard):
    return [*Escalation.objects.filter(hazard=hazard).order_by("position").values_list("rung", flat=True)]


def beat(first, last):
    """The beat at ten o'clock of each of these days, until nothing more is due. Returns the day of each step that it raised."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [f"{day:%m-%d}" for day in days for _step in iter(lambda day=day: raise_due(at=at(day)), 0)]


@pytest.mark.parametrize(
    ("day", "reached"),
    [
        (DEADLINE, 0),  # the last day is not over
        (date(2026, 5, 1), 0),  # overdue, but a holiday
        (date(2026, 5, 5), 0),
        (date(2026, 5, 6), 2),  # the unit, whose day was the 1st, and the township, whose day was the 3rd
        (date(2026, 5, 9), 2),  # the fourth working day, a Saturday that is worked
        (date(2026, 5, 11), 3),  # the bureau on the fifth
        (date(2026, 5, 13), 4),
        (date(2026, 5, 18), 5),
        (date(2026, 5, 25), 6),
        (date(2026, 6, 1), 6),  # nobody is cut off whose production nobody suspended
    ],
)
def test_it_climbs_by_days_and_working_days(hazard, day, reached):
    beat(DEADLINE, day)

    assert rungs(hazard) == RUNGS[:reached]


# What was overdue when it was loaded, or when the escalation was switched on, begins at the foot: 1 July 2026 is a Wednesday.
# 2 days from the unit to the township, then 2, 2, 3 and 5 working days from step to step.
FROM_JULY = ["07-01", "07-03", "07-07", "07-09", "07-14", "07-21"]


def test_what_was_overdue_before_the_first_run_climbs_from_the_foot(hazard):
    assert beat(date(2026, 7, 1), date(2026, 8, 7)) == FROM_JULY
    assert rungs(hazard) == RUNGS[:6]


def test_it_says_until_when_a_step_was_put_off(hazard):
    beat(date(2026, 7, 1), date(2026, 7, 7))

    told = Escalation.objects.order_by("position").values_list("due_on", "grace")
    assert [*told] == [
        (date(2026, 5, 1), "超期 1 天"),
        (date(2026, 7, 3), "超期 3 天，顺延至 2026-07-03"),
        (date(2026, 7, 7), "超期 5 个工作日，顺延至 2026-07-07"),
    ]


def test_when_the_worker_stood_still_it_goes_on_from_where_it_stands(hazard):
    assert beat(date(2026, 5, 6), date(2026, 5, 8)) == ["05-06", "05-06"]
    assert beat(date(2026, 6, 8), date(2026, 6, 15)) == ["06-08", "06-10", "06-15"]
    assert rungs(hazard) == RUNGS[:5]


def test_of_a_danger_those_who_must_know_are_told_at_once_and_the_letter_waits():
    danger = overdue_hazard(may_cause_accident=True)

    assert beat(date(2026, 7, 1), date(2026, 7, 8)) == ["07-01", "07-01", "07-01", "07-03", "07-08"]
    assert rungs(danger) == RUNGS[:5]


def test_an_extension_after_a_late_beginning_climbs_by_its_own_days(hazard):
    raise_due(at=at(date(2026, 7, 1)))
    later = {"deadline": date(2026, 7, 20), "reason": "设备到货延迟", "accept_late": True}
    perform(hazard, Action.EXTEND, by=BureauFactory(county=hazard.township.county), at=at(date(2026, 7, 1)), **later)

    assert beat(date(2026, 7, 2), date(2026, 7, 29)) == ["07-21", "07-23", "07-27", "07-29"]


def test_of_the_days_that_a_holiday_swallowed_one_is_left_before_each_paper(hazard):
    own = {"county": hazard.township.county, "source": "县安委会2026年第3号文件"}
    EscalationStep.objects.bulk_create(EscalationStep(rung=rung, days=days, **own) for days, rung in enumerate(RUNGS[:5], 1))

    assert beat(date(2026, 5, 6), date(2026, 5, 12)) == ["05-06", "05-06", "05-06", "05-07", "05-08"]


def test_a_step_below_is_not_made_up_for(hazard):
    own = {"county": hazard.township.county, "source": "县安委会2026年第3号文件"}
    EscalationStep.objects.create(rung="circular", days=2, **own)
    raise_due(at=at(date(2026, 5, 6)))
    EscalationStep.objects.create(rung="letter", days=1, **own)

    assert beat(date(2026, 5, 7), date(2026, 5, 20)) == []


def test_every_step_is_raised_once_however_often_the_beat_runs(hazard):
    counts = [raise_due(at=at(day)) for day in (date(2026, 5, 6), date(2026, 5, 11)) for _run in range(4)]

    assert counts == [1, 1, 0, 0, 1, 0, 0, 0]


def test_the_task_raises_what_is_due_now():
    hazard_at(State.ORDERED, at=at(date(2020, 3, 2)), found_at=at(date(2020, 3, 2)), may_cause_accident=True)

    escalate_overdue()

    assert Escalation.objects.get().rung == "unit"


def test_it_keeps_what_the_ladder_said(hazard):
    step = escalated(hazard, "bureau")
    EscalationStep.objects.update(days=99, source="改了")

    step.refresh_from_db()
    assert (step.due_on, step.grace, step.deadline) == (date(2026, 5, 11), "超期 5 个工作日", DEADLINE)
    assert step.source.startswith("县安委办督查复查")


def test_a_slope_is_not_asked_to_stop_production():
    slope = overdue_hazard(place=KeySiteFactory())

    beat(date(2026, 5, 6), date(2026, 6, 2))

    assert rungs(slope) == RUNGS[:5]


def test_only_who_does_not_obey_a_suspension_is_cut_off():
    suspended, resuming = overdue_hazard(State.SUSPENDED), overdue_hazard(State.RESUMING)

    beat(date(2026, 5, 6), date(2026, 6, 2))

    assert (rungs(suspended), rungs(resuming)) == ([*RUNGS[:5], "utilities"], RUNGS[:5])


@pytest.mark.parametrize("state", [State.CLOSED, State.VOID])
def test_what_is_closed_is_not_urged(state):
    overdue_hazard(state)

    assert raise_due(at=at(date(2026, 7, 1))) == 0


def test_without_a_deadline_nothing_is_overdue():
    HazardFactory()

    assert raise_due(at=at(date(2026, 7, 1))) == 0


def test_after_a_failed_reinspection_it_climbs_on():
    hazard = overdue_hazard(State.REPLIED)
    for day in CLIMB[:3]:
        raise_due(at=at(day))

    details = told(Action.FAIL, hazard) | {"deadline": date(2026, 6, 30)}
    perform(hazard, Action.FAIL, by=BureauFactory(county=hazard.township.county), at=at(CLIMB[3]), **details)
    raise_due(at=at(CLIMB[3]))

    assert rungs(hazard) == ["unit", "township_head", "bureau", "letter"]
    assert Escalation.objects.to_do().filter(hazard=hazard).count() == 4


def test_an_extension_begins_anew(hazard):
    step = escalated(hazard, "unit", moment=at(date(2026, 5, 6)))
    later = {"deadline": date(2026, 5, 20), "reason": "设备到货延迟", "accept_late": True}
    perform(hazard, Action.EXTEND, by=BureauFactory(county=hazard.township.county), at=at(date(2026, 5, 7)), **later)

    assert [*Escalation.objects.to_do()] == []
    assert [raise_due(at=at(day)) for day in (date(2026, 5, 20), date(2026, 5, 21))] == [0, 1]
    assert Escalation.objects.to_do().get().deadline == date(2026, 5, 20) != step.deadline


NEW_YEAR = [date(2027, 1, 1)]
SPRING = [date(2027, 2, day) for day in range(5, 12)]


# 31 December 2026 is a Thursday; without a notice 2027 is Monday to Friday but for the fixed days, and what the county enters.
@pytest.mark.parametrize(
    ("deadline", "off", "worked", "days"),
    [
        (date(2026, 12, 31), NEW_YEAR, [], ["01-04", "01-04", "01-08", "01-12", "01-15", "01-22"]),
        (date(2026, 12, 31), [], [], ["01-04", "01-04", "01-08", "01-12", "01-15", "01-22"]),
        (date(2027, 2, 3), SPRING, [date(2027, 2, 13)], ["02-04", "02-12", "02-16", "02-18", "02-23", "03-02"]),
        (date(2027, 2, 3), SPRING, [], ["02-04", "02-12", "02-17", "02-19", "02-24", "03-03"]),
    ],
    ids=["new-year", "new-year-not-entered", "spring-with-a-saturday", "spring"],
)
def test_it_climbs_over_the_holidays_that_the_county_entered(hazard, deadline, off, worked, days):
    own = {"county": hazard.township.county, "name": "节"}
    Holiday.objects.bulk_create(Holiday(day=day, is_workday=day in worked, **own) for day in [*off, *worked])
    type(hazard).objects.filter(pk=hazard.pk).update(deadline=deadline)

    assert beat(deadline, deadline + timedelta(days=36)) == days


@pytest.mark.parametrize(
    ("moment", "is_quiet"),
    [
        (at(date(2026, 5, 6), time(7, 29)), True),
        (at(date(2026, 5, 6), time(7, 30)), False),
        (at(date(2026, 5, 6), time(19, 59)), False),
        (at(date(2026, 5, 6), time(20)), True),
        (at(date(2026, 5, 6), time(23, 59)), True),
        (at(date(2026, 5, 7), time(0)), True),
        (at(date(2026, 5, 8), time(23, 59)), True),
        (at(date(2026, 5, 9), time(7, 29)), True),  # hours are hours on a Saturday that is worked, too
        (at(date(2026, 5, 10)), True),  # a Sunday
        (at(date(2026, 5, 9)), False),  # a Saturday that is worked
        (at(date(2026, 5, 4)), True),  # a Monday that is off
    ],
)
def test_quiet_hours_and_rest_days(hazard, moment, is_quiet):
    assert (raise_due(at=moment) == 0) == is_quiet


def test_what_may_cause_an_accident_waits_for_no_office_hours():
    overdue_hazard(may_cause_accident=True), overdue_hazard()

    assert raise_due(at=at(date(2026, 5, 1), time(23))) == 1


def test_hours_within_one_day_are_quiet_too(hazard):
    QuietHours.objects.create(county=hazard.township.county, starts_at=time(12), ends_at=time(14), rest_days=False)

    assert [raise_due(at=at(date(2026, 5, 2), hour)) for hour in (time(12), time(13, 59), time(14))] == [0, 0, 1]


def test_a_county_has_a_ladder_of_its_own(hazard):
    own = {"county": hazard.township.county, "source": "县安委会2026年第3号文件"}
    EscalationStep.objects.create(rung="circular", days=2, **own)
    EscalationStep.objects.create(rung="unit", days=1, is_in_use=False, **own)
    other = overdue_hazard()

    beat(date(2026, 5, 6), date(2026, 5, 6))

    assert (rungs(hazard), rungs(other)) == (["circular"], RUNGS[:2])


def test_the_persons_that_the_chain_names_are_asked(hazard):
    township = hazard.township
    cadre, head, liaison = hazard.answers, holder_of("township_head", township), holder_of("county_liaison", township.county)

    beat(date(2026, 5, 6), date(2026, 6, 1))

    asked = dict(Escalation.objects.values_list("rung", "answers"))
    assert asked == dict.fromkeys(RUNGS[:6], liaison.pk) | {"unit": cadre.pk, "township_head": head.pk}


def test_a_post_that_nobody_holds_leaves_its_office(hazard):
    step = escalated(hazard, "township_head")

    assert (step.answers, step.office) == (None, hazard.township.government)


def test_who_left_is_followed_by_who_answers_now(hazard):
    keeper = holder_of("attached_cadre", hazard.place)
    type(hazard.answers).objects.filter(pk=hazard.answers_id).update(left_on=date(2026, 4, 1))

    assert escalated(hazard, "unit").answers == keeper


def test_office_and_person_get_a_message(hazard):
    head = OfficialFactory(county=hazard.township.county, township=hazard.township, person=holder_of("township_head", hazard.township))
    bureau = BureauFactory(county=hazard.township.county)

    beat(date(2026, 5, 6), date(2026, 5, 11))

    told = [*Addressee.objects.filter(message__kind="escalated").order_by("message", "user").values_list("message__key", "user")]
    keys = {step.rung: f"escalation:{step.pk}" for step in Escalation.objects.all()}
    inspector = hazard.created_by
    assert (keys["unit"], inspector.pk) in told
    assert {user for key, user in told if key == keys["township_head"]} == {inspector.pk, head.pk}
    assert bureau.pk in {user for key, user in told if key == keys["bureau"]}
    assert inspector.pk not in {user for key, user in told if key == keys["bureau"]}


def test_a_step_that_was_raised_never_changes(hazard):
    step = escalated(hazard, "unit")

    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.filter(pk=step.pk).update(office="别处")
    with pytest.raises(IntegrityError), transaction.atomic():
        step.delete()


def test_urged_with_a_note_it_is_done_and_stands_in_the_history(hazard):
    step = escalated(hazard, "unit")

    event = answer(step, by=hazard.created_by, note="已上门督促，承诺本周五前装好")

    assert (event.action, event.from_state, event.to_state) == (Action.PRESS, State.ORDERED, State.ORDERED)
    assert step.pk not in Escalation.objects.to_do().values_list("pk", flat=True)
    assert step in Escalation.objects.done()
    with pytest.raises(IntegrityError), transaction.atomic():
        EscalationAnswer.objects.update(event=None)


def test_nobody_answers_twice(hazard):
    step = escalated(hazard, "unit")
    answer(step, by=hazard.created_by, note="已督促")

    with pytest.raises(AlreadyAnswered):
        answer(step, by=hazard.created_by, note="已督促")
    assert HazardEvent.objects.filter(action=Action.PRESS).count() == 1


@pytest.mark.parametrize(
    ("rung", "who", "may"),
    [
        ("unit", "inspector", True),
        ("unit", "bureau", True),
        ("township_head", "inspector", True),
        ("bureau", "inspector", False),
        ("bureau", "bureau", True),
        ("stop", "inspector", False),
        ("unit", "official", False),
        ("unit", "stranger", False),
    ],
)
def test_who_may_say_that_it_was_urged(hazard, rung, who, may):
    county = hazard.township.county
    users = {
        "inspector": lambda: hazard.created_by,
        "bureau": lambda: BureauFactory(county=county),
        "official": lambda: OfficialFactory(county=county),
        "stranger": InspectorFactory,
    }
    step, user = escalated(hazard, rung), users[who]()

    if may:
        assert answer(step, by=user, note="已督办").by == user
    else:
        with pytest.raises(PermissionDenied):
            answer(step, by=user, note="已督办")


@pytest.mark.parametrize(("rung", "action"), [("unit", Action.REPLY), ("stop", Action.SUSPEND), ("utilities", Action.ASK_COUNTY)])
def test_the_deed_that_it_asks_for_takes_the_to_do_away(rung, action):
    hazard = overdue_hazard(State.SUSPENDED if rung == "utilities" else State.ORDERED)
    step = escalated(hazard, rung)
    by = hazard.created_by if action == Action.REPLY else BureauFactory(county=hazard.township.county)

    perform(hazard, action, by=by, at=step.raised_at + timedelta(hours=1), **later(told(action, hazard)))

    assert deed_for(step) == action
    assert step.pk not in Escalation.objects.to_do().values_list("pk", flat=True)


def later(details):
    return details | {"deadline": date(2026, 11, 1)} if "deadline" in details else details


def test_a_deed_of_before_answers_nothing():
    hazard = overdue_hazard(State.SUSPENDED)
    by = BureauFactory(county=hazard.township.county)
    perform(hazard, Action.ASK_COUNTY, by=by, at=at(date(2026, 4, 1)), reason="请协调停电")

    assert escalated(hazard, "utilities") in Escalation.objects.to_do()


def test_closed_it_is_over(hazard):
    step = escalated(hazard, "bureau")
    bureau = BureauFactory(county=hazard.township.county)
    perform(hazard, Action.REPLY, by=hazard.created_by, at=step.raised_at, **told(Action.REPLY, hazard))
    perform(hazard, Action.PASS, by=bureau, at=step.raised_at, **told(Action.PASS, hazard))

    assert not Escalation.objects.to_do().exists()
    assert step in Escalation.objects.over()
    with pytest.raises(AlreadyAnswered):
        answer(step, by=bureau, note="已督办")


def test_the_highest_rung_is_where_it_stands(hazard):
    escalated(hazard, "unit")

    assert [step.rung for step in Escalation.objects.highest()] == ["stop"]


def test_each_office_sees_what_it_has_to_see_to(hazard):
    escalated(hazard, "unit")
    bureau = BureauFactory(county=hazard.township.county)
    official = OfficialFactory(county=hazard.township.county)

    counts = [Escalation.objects.visible_to(user).to_do().of_office(user).count() for user in (hazard.created_by, bureau, official)]

    assert counts == [2, 4, 0]
