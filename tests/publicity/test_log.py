import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from publicity.log import edit_activity, log_activity, log_training, take_attendance
from publicity.models import Activity, ActivityKind, Training
from tests.factories.publicity import ActivityFactory, TrainingFactory
from tests.factories.townships import BureauFactory, InspectorFactory, OfficialFactory, PersonFactory, TownshipFactory
from townships.period import midnight
from townships.voiding import AlreadyVoided, void

pytestmark = pytest.mark.django_db


def an_activity(township, **fields):
    kind = ActivityKind.objects.get(key="banners")
    return {"township": township, "kind": kind, "title": "悬挂横幅", "quantity": 32, "held_on": date(2012, 6, 10), **fields}


def test_activity_stands_in_its_county_with_its_own_time():
    inspector = InspectorFactory()
    at = midnight(date(2012, 6, 10))

    activity = log_activity(by=inspector, at=at, **an_activity(inspector.township, cost=Decimal("1200.50")))

    activity.refresh_from_db()
    assert (activity.county, activity.created_by, activity.created_at, activity.cost) == (
        inspector.county,
        inspector,
        at,
        Decimal("1200.50"),
    )


def test_same_submission_is_one_row():
    inspector, submission = InspectorFactory(), uuid.uuid4()

    first, second = (log_activity(by=inspector, submission=submission, **an_activity(inspector.township)) for _ in range(2))

    assert first == second
    assert Activity.objects.count() == 1


def test_same_submission_by_somebody_else_is_their_own_row():
    submission = uuid.uuid4()
    for inspector in (InspectorFactory(), InspectorFactory()):
        log_activity(by=inspector, submission=submission, **an_activity(inspector.township))

    assert Activity.objects.count() == 2


def test_bureau_logs_for_the_county_itself():
    bureau = BureauFactory()

    activity = log_activity(by=bureau, **an_activity(None))

    assert (activity.county, activity.township) == (bureau.county, None)


@pytest.mark.parametrize("of_own_township", [True, False])
def test_official_logs_nothing(of_own_township):
    township = TownshipFactory()
    official = OfficialFactory(county=township.county, township=township if of_own_township else None)

    with pytest.raises(PermissionDenied):
        log_activity(by=official, **an_activity(township))


def test_inspector_logs_for_the_own_township_only():
    inspector = InspectorFactory()
    neighbour = TownshipFactory(county=inspector.county)

    for township in (neighbour, None):
        with pytest.raises(PermissionDenied):
            log_activity(by=inspector, **an_activity(township))


def test_bureau_of_another_county_logs_nothing_here():
    with pytest.raises(PermissionDenied):
        log_activity(by=BureauFactory(), **an_activity(TownshipFactory()))


def test_training_counts_people_by_name_and_by_number():
    inspector = InspectorFactory()
    people = PersonFactory.create_batch(3, county=inspector.county, township=inspector.township)

    log_training(
        by=inspector,
        township=inspector.township,
        title="村安全监管员培训班",
        held_on=date(2012, 3, 1),
        audience=Training.Audience.VILLAGE,
        attendees=people,
        others_present=20,
    )

    assert Training.objects.with_people_present().get().people_present == 23


def test_edit_keeps_who_entered_it():
    activity = ActivityFactory()

    edit_activity(activity, by=BureauFactory(county=activity.county), quantity=7)

    activity.refresh_from_db()
    assert activity.quantity == 7
    assert activity.created_by.is_inspector


def test_attendance_touches_those_shown_only():
    stayed, came, unticked = PersonFactory.create_batch(3)
    training = TrainingFactory(attendees=[stayed, unticked])

    take_attendance(training, by=training.created_by, among=[came, unticked], present=[came])

    assert set(training.attendees.all()) == {stayed, came}


def test_voided_row_is_edited_no_more():
    activity = ActivityFactory()
    void(activity, by=activity.created_by, reason="重复登记")

    with pytest.raises(AlreadyVoided):
        edit_activity(activity, by=activity.created_by, quantity=7)


@pytest.mark.parametrize("stranger", [InspectorFactory, BureauFactory, OfficialFactory])
def test_somebody_elses_row_is_not_edited(stranger):
    activity = ActivityFactory()

    with pytest.raises(PermissionDenied):
        edit_activity(activity, by=stranger(), quantity=7)


def test_row_of_another_county_is_not_drawn_into_ours():
    inspector = InspectorFactory()
    activity = ActivityFactory(township=None, county=inspector.county, created_by=inspector)

    with pytest.raises(PermissionDenied):
        edit_activity(activity, by=BureauFactory(), township=None)
