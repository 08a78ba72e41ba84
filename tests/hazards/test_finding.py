import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hazards.finding import log_finding
from hazards.models import Hazard, Inspection, State
from tests.factories.hazards import FOUND_AT, InspectionFactory, photo
from tests.factories.townships import EnterpriseFactory, InspectorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return EnterpriseFactory()


@pytest.fixture
def inspector(place):
    return InspectorFactory(township=place.township)


def find(inspector, place, *, submission=None, **found):
    found = {"inspectors": [inspector.person], "description": "灭火器过期", "found_at": FOUND_AT} | found
    return log_finding(by=inspector, at=FOUND_AT, submission=submission or uuid.uuid4(), place=place, **found)


def test_a_finding_brings_its_visit(inspector, place):
    hazard = find(inspector, place)

    assert list(hazard.inspection.inspectors.all()) == [inspector.person]
    assert hazard.inspection.place_id == place.pk


def test_a_second_finding_belongs_to_the_same_visit(inspector, place):
    first, second = find(inspector, place), find(inspector, place)

    assert first.inspection_id == second.inspection_id
    assert first != second


def test_sent_twice_it_is_one_hazard_and_one_visit(inspector, place):
    submission = uuid.uuid4()

    first = find(inspector, place, submission=submission, pictures=[photo()], rectified_on_spot=True, measure="已更换")
    second = find(inspector, place, submission=submission, pictures=[photo()], rectified_on_spot=True, measure="已更换")

    assert (first, Hazard.objects.count(), Inspection.objects.count()) == (second, 1, 1)
    assert (first.pictures.count(), first.events.count()) == (1, 2)


def test_rectified_on_the_spot_is_closed(inspector, place):
    assert find(inspector, place, rectified_on_spot=True, measure="已更换").state == State.CLOSED


def test_what_villagers_report_has_no_visit(inspector, place):
    assert find(inspector, place, source=Hazard.Source.PUBLIC).inspection is None


def test_what_villagers_report_is_not_closed_without_a_visit(inspector, place):
    with pytest.raises(ValidationError) as refused:
        find(inspector, place, source=Hazard.Source.PUBLIC, rectified_on_spot=True, measure="已更换")

    assert ([*refused.value.error_dict], Hazard.objects.count()) == (["rectified_on_spot"], 0)


def test_a_chosen_visit_is_kept(inspector, place):
    visit = InspectionFactory(place=place)

    assert find(inspector, place, inspection=visit).inspection == visit


def test_a_voided_visit_takes_no_more_findings(inspector, place):
    first = find(inspector, place)
    Inspection.objects.update(voided_at=timezone.now(), voided_by=inspector, void_reason="误录")

    assert find(inspector, place).inspection_id != first.inspection_id


def test_what_was_put_right_on_the_spot_is_dated_of_its_visit_when_it_is_typed_later(inspector, place):
    hazard = find(inspector, place, found_at=FOUND_AT - timedelta(days=3), rectified_on_spot=True, measure="已更换")

    assert (hazard.state, hazard.rectified_on) == (State.CLOSED, timezone.localdate(hazard.found_at))


@pytest.mark.parametrize(("visited", "field"), [(False, "rectified_on_spot"), (True, "found_at")])
def test_what_is_typed_too_late_or_is_older_than_its_visit_was_not_put_right_on_the_spot(inspector, place, visited, field):
    visit = InspectionFactory(place=place, inspected_at=FOUND_AT, created_by=inspector) if visited else None
    found_at = FOUND_AT - timedelta(days=1 if visited else 4)

    with pytest.raises(ValidationError) as refused:
        find(inspector, place, inspection=visit, found_at=found_at, rectified_on_spot=True, measure="已更换")

    assert ([*refused.value.error_dict], Hazard.objects.count()) == ([field], 0)
