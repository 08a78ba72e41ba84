import uuid
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from hazards.intake import log_hazard, record_inspection
from hazards.models import Hazard, HazardEvent, Inspection, State
from tests.factories.hazards import FOUND_AT, DriveFactory, HazardFactory, photo, two_inspectors
from tests.factories.townships import (
    AdministratorFactory,
    BureauFactory,
    DutyFactory,
    EnterpriseFactory,
    InspectorFactory,
    KeySiteFactory,
    OfficialFactory,
    PersonFactory,
    VillageFactory,
)
from townships.models import DutyKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise():
    return EnterpriseFactory()


@pytest.fixture
def inspector(enterprise):
    return InspectorFactory(township=enterprise.township)


def log(by, place, **fields):
    return log_hazard(by=by, place=place, **({"at": FOUND_AT, "description": "皮带轮没有防护罩"} | fields))


def test_hazard_is_found_numbered_and_has_its_first_event(inspector, enterprise):
    hazard = log(inspector, enterprise)

    assert (hazard.state, hazard.found_at, hazard.reported_at) == (State.FOUND, FOUND_AT, FOUND_AT)
    assert hazard.number == f"{enterprise.township.document_prefix}隐〔2026〕1号"
    assert (hazard.township_id, hazard.sector, hazard.created_by) == (enterprise.township_id, enterprise.sector, inspector)
    assert HazardEvent.objects.get().reason == "皮带轮没有防护罩"


def test_numbers_run_per_township_and_year_of_entering(inspector, enterprise):
    new_year = timezone.make_aware(datetime(2027, 1, 1, 0, 5))  # noqa: DTZ001 (made aware at once)
    log(inspector, enterprise), HazardFactory()

    found_last_year = log(inspector, enterprise, found_at=new_year - timedelta(minutes=10), at=new_year)

    assert (found_last_year.year, found_last_year.sequence) == (2027, 1)
    assert log(inspector, enterprise).sequence == 2


def test_same_submission_is_one_hazard(inspector, enterprise):
    submission = uuid.uuid4()

    first, second = log(inspector, enterprise, submission=submission), log(inspector, enterprise, submission=submission)

    assert first == second
    assert log(inspector, enterprise).sequence == 2


def test_somebody_elses_submission_is_not_handed_out(inspector, enterprise):
    hazard = HazardFactory()

    assert log(inspector, enterprise, submission=hazard.submission) != hazard


def test_found_after_reported_is_refused(inspector, enterprise):
    with pytest.raises(ValidationError) as refused:
        log(inspector, enterprise, found_at=FOUND_AT + timedelta(seconds=1))

    assert list(refused.value.error_dict) == ["found_at"]


@pytest.mark.parametrize(("minutes", "late"), [(30, False), (31, True)])
def test_late_report_of_danger_is_marked(inspector, enterprise, minutes, late):
    hazard = log(inspector, enterprise, may_cause_accident=True, at=FOUND_AT + timedelta(minutes=minutes), found_at=FOUND_AT)

    assert hazard.is_reported_late is late


def test_pictures_show_it_before(inspector, enterprise):
    hazard = log(inspector, enterprise, pictures=[photo()])

    picture = hazard.pictures.get()
    assert (picture.moment, picture.width, picture.added_by, picture.event.action) == ("before", 64, inspector, "log")


@pytest.mark.parametrize("role", [OfficialFactory, AdministratorFactory])
def test_who_keeps_no_ledger_logs_nothing(enterprise, role):
    with pytest.raises(PermissionDenied):
        log(role(county=enterprise.county), enterprise)


@pytest.mark.parametrize("role", [InspectorFactory, BureauFactory])
def test_other_peoples_places_are_refused(enterprise, role):
    with pytest.raises(PermissionDenied):
        log(role(), enterprise)

    assert not Hazard.objects.exists()


def test_county_itself_has_no_ledger(enterprise):
    with pytest.raises(ValidationError) as refused:
        log(BureauFactory(county=enterprise.county), enterprise.county)

    assert list(refused.value.error_dict) == ["place"]


def hold(place, key, **fields):
    """Somebody holds this duty on the place."""
    return DutyFactory(place=place, kind=DutyKind.objects.get(key=key), **fields).person


def test_legal_representative_rectifies_and_the_cadre_answers(inspector, enterprise):
    owner = hold(enterprise, "legal_representative", person__phone="13800138000")
    cadre = hold(enterprise, "attached_cadre")

    hazard = log(inspector, enterprise)

    assert (hazard.responsible_unit, hazard.responsible_person, hazard.responsible_phone) == (enterprise.name, owner.name, "13800138000")
    assert hazard.answers == cadre


def test_chain_is_the_one_of_the_day_it_was_found(inspector, enterprise):
    before = hold(enterprise, "legal_representative", starts_on=date(2025, 1, 1), ends_on=date(2026, 2, 28))
    now = hold(enterprise, "legal_representative", starts_on=date(2026, 3, 1))

    assert log(inspector, enterprise).responsible_person == now.name
    assert log(inspector, enterprise, found_at=FOUND_AT - timedelta(days=2)).responsible_person == before.name


def test_who_answers_is_looked_for_upwards(inspector):
    village = VillageFactory(township=inspector.township)
    enterprise = EnterpriseFactory(township=inspector.township, parent=village)
    hold(inspector.township, "township_head")
    supervisor = hold(village, "village_supervisor")

    assert log(inspector, enterprise).answers == supervisor


def test_township_head_is_the_last_resort(inspector, enterprise):
    head = hold(enterprise.township, "township_head")

    assert log(inspector, enterprise).answers == head


def test_with_nobody_in_the_chain_whoever_entered_it_answers(inspector, enterprise):
    assert log(inspector, enterprise).answers == inspector.person


def test_place_without_owner_is_answered_for_by_the_township(inspector):
    slope = KeySiteFactory(township=inspector.township)
    head = hold(inspector.township, "township_head")

    hazard = log(inspector, slope)

    assert (hazard.responsible_unit, hazard.responsible_person) == (f"{inspector.township.name}人民政府", head.name)


def test_what_is_typed_goes_before_what_is_known(inspector, enterprise):
    hold(enterprise, "legal_representative")
    person = PersonFactory(county=enterprise.county)

    hazard = log(inspector, enterprise, responsible_unit="承包队", responsible_person="王五", responsible_phone="", answers=person)

    assert (hazard.responsible_unit, hazard.responsible_person, hazard.answers) == ("承包队", "王五", person)


def test_village_needs_a_sector(inspector):
    with pytest.raises(ValidationError) as refused:
        log(inspector, VillageFactory(township=inspector.township))

    assert list(refused.value.error_dict) == ["sector"]


def visit(by, place, **fields):
    fields = {"at": FOUND_AT, "inspectors": two_inspectors(place.township), "kind": Inspection.Kind.DAILY} | fields
    return record_inspection(by=by, place=place, **fields)


def test_visit_without_finding_is_a_visit(inspector, enterprise):
    inspection = visit(inspector, enterprise, content="现场整洁，未发现隐患")

    assert (inspection.hazards.count(), inspection.inspectors.count(), inspection.sector) == (0, 2, enterprise.sector)


def test_visit_enters_its_hazards_with_it(inspector, enterprise):
    drive = DriveFactory(county=enterprise.county)
    hazards = [{"description": "皮带轮没有防护罩"}, {"description": "灭火器过期", "pictures": [photo()]}]

    inspection = visit(inspector, enterprise, drive=drive, inspected_at=FOUND_AT - timedelta(hours=2), hazards=hazards)

    found = Hazard.objects.order_by("sequence")
    assert [(hazard.description, hazard.sequence) for hazard in found] == [("皮带轮没有防护罩", 1), ("灭火器过期", 2)]
    assert {(hazard.inspection, hazard.drive, hazard.found_at) for hazard in found} == {(inspection, drive, inspection.inspected_at)}


def test_visit_is_entered_whole_or_not_at_all(inspector, enterprise):
    hazards = [{"description": "皮带轮没有防护罩"}, {"description": "明天才发现", "found_at": FOUND_AT + timedelta(days=1)}]

    with pytest.raises(ValidationError):
        visit(inspector, enterprise, hazards=hazards)

    assert (Inspection.objects.count(), Hazard.objects.count()) == (0, 0)
    assert log(inspector, enterprise).sequence == 1


def test_same_visit_sent_twice_is_one(inspector, enterprise):
    submission = uuid.uuid4()

    first, second = (visit(inspector, enterprise, submission=submission, hazards=[{"description": "灭火器过期"}]) for _ in range(2))

    assert first == second
    assert Hazard.objects.count() == 1


def test_visit_needs_an_inspector(inspector, enterprise):
    with pytest.raises(ValidationError) as refused:
        visit(inspector, enterprise, inspectors=[])

    assert list(refused.value.error_dict) == ["inspectors"]


def test_inspectors_come_from_the_township_or_the_bureau(inspector, enterprise):
    bureau, stranger = PersonFactory(county=enterprise.county), PersonFactory()

    assert visit(inspector, enterprise, inspectors=[inspector.person, bureau]).inspectors.count() == 2
    with pytest.raises(ValidationError):
        visit(inspector, enterprise, inspectors=[stranger])
