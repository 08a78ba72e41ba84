"""Which closed hazards are drawn to be looked at again, who looks, and what comes of it."""

from datetime import date, datetime, timedelta
from itertools import count

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hazards.drawing import draw_share
from hazards.look_back import draw_look_backs, drawing_day, months_due, redraw
from hazards.models import Action, Hazard, HazardPicture, LookBack, LookBackDraw, State
from hazards.workflow import TransitionNotAllowed, available_actions, perform
from tests.factories.hazards import VisitedHazardFactory, hazard_at, photo, told
from tests.factories.townships import BureauFactory, CountyFactory, EnterpriseFactory, InspectorFactory, TownshipFactory

pytestmark = pytest.mark.django_db

FOUND_AT = timezone.make_aware(datetime(2026, 3, 2, 9))  # noqa: DTZ001 (made aware at once)
CLOSED_ON = date(2026, 3, 5)
DRAWN_ON = date(2026, 4, 1)
SHARES = {30: 20}
Result = LookBack.Result
serial = count()


@pytest.fixture(autouse=True)
def one_interval(settings):
    settings.LOOK_BACK = SHARES


@pytest.fixture
def county():
    return CountyFactory()


def closed_hazards(township, number, **fields):
    """Found on 2 March and closed on 5 March, replied by whoever entered them and passed by the bureau."""
    place, by = EnterpriseFactory(township=township), InspectorFactory(township=township)
    return [hazard_at(State.CLOSED, place=place, by=by, at=FOUND_AT, **fields) for _ in range(number)]


def drawn(**filters):
    return LookBack.objects.filter(**filters)


def test_a_share_of_every_stratum_is_drawn_and_rounded_up():
    entries = [[number, "", "a" if number < 10 else "b", False] for number in range(11)]

    keys = draw_share("seed", entries, share=20)

    assert [sum(key < 10 for key in keys), sum(key == 10 for key in keys)] == [2, 1]


def test_the_same_seed_draws_the_same_and_another_one_others():
    entries = [[number, "", "a", False] for number in range(100)]

    assert draw_share("one", entries, share=20) == draw_share("one", entries, share=20) != draw_share("two", entries, share=20)


def test_every_township_and_every_major_hazard_is_in(county):
    townships = [TownshipFactory(county=county, parent=county) for _ in range(3)]
    for township, number in zip(townships, [6, 1, 2], strict=True):
        closed_hazards(township, number)
    majors = closed_hazards(townships[0], 3, grade=Hazard.Grade.MAJOR)

    assert draw_look_backs(today=DRAWN_ON) == 2 + 1 + 1 + 3
    assert set(LookBack.objects.values_list("hazard__township", flat=True)) == {township.pk for township in townships}
    assert drawn(hazard__in=majors).count() == 3


def test_a_draw_is_made_once(county):
    closed_hazards(TownshipFactory(county=county, parent=county), 2)

    assert [draw_look_backs(today=DRAWN_ON + timedelta(days=days)) for days in (-1, 0, 0, 7)] == [0, 1, 0, 0]


def test_a_draw_can_be_repeated_from_its_record(county):
    closed_hazards(TownshipFactory(county=county, parent=county), 9)
    draw_look_backs(today=DRAWN_ON)

    record = LookBackDraw.objects.get()

    assert record.outcome == redraw(record) == sorted(drawn().values_list("hazard", flat=True))


def test_a_draw_is_never_changed(county):
    closed_hazards(TownshipFactory(county=county, parent=county), 1)
    draw_look_backs(today=DRAWN_ON)

    with pytest.raises(IntegrityError), transaction.atomic():
        LookBackDraw.objects.update(seed="another")


@pytest.mark.parametrize(
    ("month", "days", "day"),
    [
        (date(2026, 1, 1), 30, date(2026, 2, 1)),
        (date(2026, 2, 1), 30, date(2026, 3, 3)),
        (date(2026, 12, 1), 30, date(2027, 1, 1)),
        (date(2026, 11, 1), 90, date(2027, 1, 30)),
    ],
)
def test_the_draw_comes_when_the_month_is_over_and_its_first_day_is_long_enough_ago(month, days, day):
    assert drawing_day(month, days) == day


@pytest.mark.parametrize(("today", "months"), [(date(2026, 3, 31), [2]), (date(2026, 4, 1), [2, 3]), (date(2026, 5, 1), [3, 4])])
def test_a_worker_may_be_away_for_a_month(today, months):
    assert [month.month for month in months_due(30, today)] == months


def test_what_was_closed_late_in_the_month_is_looked_at_thirty_days_later(county):
    [hazard] = closed_hazards(TownshipFactory(county=county, parent=county), 1)
    draw_look_backs(today=DRAWN_ON)

    look_back = LookBack.objects.get()

    assert (look_back.closed_at, look_back.starts_on, look_back.due_on) == (hazard.closed_at, date(2026, 4, 4), date(2026, 4, 19))


def test_neither_who_closed_nor_who_replied_looks_while_there_is_somebody_else(county):
    township = TownshipFactory(county=county, parent=county)
    replier = InspectorFactory(township=township)
    other = InspectorFactory(township=township)
    closer = InspectorFactory(township=township)
    hazard = hazard_at(State.REPLIED, place=EnterpriseFactory(township=township), by=replier, at=FOUND_AT)
    perform(hazard, Action.PASS, by=closer, at=FOUND_AT + timedelta(days=3), **told(Action.PASS, hazard))
    draw_look_backs(today=DRAWN_ON)

    assert LookBack.objects.get().assignee == other


def test_where_the_closer_is_alone_the_bureau_looks(county):
    township = TownshipFactory(county=county, parent=county)
    lonely = InspectorFactory(township=township)
    BureauFactory(county=county)
    hazard = VisitedHazardFactory(place=EnterpriseFactory(township=township), by=lonely)
    perform(hazard, Action.RECTIFY, by=lonely, at=FOUND_AT, measure="当场装好")
    draw_look_backs(today=DRAWN_ON)

    assert LookBack.objects.get().assignee.is_bureau


def test_a_major_hazard_is_for_another_one_of_the_bureau(county):
    BureauFactory(county=county)
    [hazard] = closed_hazards(TownshipFactory(county=county, parent=county), 1, grade=Hazard.Grade.MAJOR)
    draw_look_backs(today=DRAWN_ON)

    assignee = LookBack.objects.get().assignee
    assert (assignee.is_bureau, assignee == hazard.closed_by) == (True, False)


@pytest.fixture
def look_back(county):
    closed_hazards(TownshipFactory(county=county, parent=county), 1)
    draw_look_backs(today=DRAWN_ON)
    return LookBack.objects.get()


def look(hazard, *, by=None, on=date(2026, 4, 10), action=Action.LOOK_BACK, **details):
    by = by or InspectorFactory(township=hazard.township)
    at = timezone.make_aware(datetime(on.year, on.month, on.day, 10))  # noqa: DTZ001 (made aware at once)
    return perform(hazard, action, by=by, at=at, **told(action, hazard) | details)


def test_still_sound_is_told_with_note_and_photo(look_back):
    event = look(look_back.hazard, note="防护罩完好", pictures=[photo()])

    look_back.refresh_from_db()
    assert (look_back.result, look_back.note, look_back.done_by, look_back.done_at) == (Result.SOUND, "防护罩完好", event.by, event.at)
    assert (event.to_state, event.pictures.get().moment) == (State.CLOSED, HazardPicture.Moment.LATER)


def test_found_again_is_the_deed_that_opens_it_anew(look_back):
    event = look(look_back.hazard, action=Action.REOPEN)

    look_back.refresh_from_db()
    assert (look_back.result, look_back.note, look_back.done_by) == (Result.FOUND_AGAIN, "防护罩又被拆除", event.by)
    assert event.hazard.state == State.ORDERED


def test_who_closed_it_does_not_look_back(look_back):
    hazard = look_back.hazard

    assert Action.LOOK_BACK not in available_actions(hazard, hazard.closed_by)
    with pytest.raises(TransitionNotAllowed):
        look(hazard, by=hazard.closed_by)


def test_a_look_before_its_day_leaves_it_open(look_back):
    look(look_back.hazard, on=look_back.starts_on - timedelta(days=1))

    look_back.refresh_from_db()
    assert look_back.result == Result.OPEN


def test_what_was_voided_meanwhile_is_not_counted(look_back):
    hazard = look_back.hazard
    perform(hazard, Action.VOID, by=hazard.closed_by, reason="重复登记")

    assert LookBack.objects.counted().count() == 0


def test_what_was_opened_anew_before_its_day_is_not_counted(look_back):
    look(look_back.hazard, on=date(2026, 4, 2), action=Action.REOPEN)

    assert (LookBack.objects.get().result, LookBack.objects.counted().count()) == (Result.OPEN, 0)


@pytest.mark.parametrize(
    ("day", "state"), [(date(2026, 4, 3), "coming"), (date(2026, 4, 4), "due"), (date(2026, 4, 19), "due"), (date(2026, 4, 20), "missed")]
)
def test_its_state_follows_the_calendar_and_the_list_agrees(look_back, day, state):
    found = {name for name in ("coming", "due", "missed") if getattr(LookBack.objects, name)(day).exists()}

    assert (look_back.state(day), found) == (state, {state})
