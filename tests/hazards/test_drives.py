"""A drive's course, what belongs to it, and what it achieved."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from hazards.departments import adopt_departments
from hazards.drive_summary import Tally, content_of
from hazards.drives import DriveStepNotAllowed, available_steps, drive_on_offer, join_drive, take
from hazards.models import Department, Drive, DriveEvent, DriveSummary, Hazard, OutcomeCount, OutcomeKind, VisitParty
from hazards.printers import print_drive_summary
from papers.typesetting import pages_of
from tests.factories.drives import DepartmentFactory, enforcement_of, outcome_of
from tests.factories.hazards import DriveFactory, HazardFactory, InspectionFactory, hazard_at
from tests.factories.townships import (
    BureauFactory,
    EnterpriseFactory,
    InspectorFactory,
    OfficialFactory,
    SectorFactory,
    TownshipFactory,
    VillageFactory,
)
from townships.voiding import void

pytestmark = pytest.mark.django_db
Action, State = DriveEvent.Action, Drive.State
AFTER = timezone.make_aware(datetime(2026, 4, 2, 9, 0))  # noqa: DTZ001 (made aware at once)


@pytest.fixture
def drive():
    return DriveFactory()


@pytest.fixture
def bureau(drive):
    return BureauFactory(county=drive.county)


# What may be done in which state, by whom, while it runs and afterwards; written by hand.
ALLOWED = {
    ("bureau", State.PLAN, date(2026, 3, 5)): [Action.START],
    ("bureau", State.RUNNING, date(2026, 3, 5)): [],
    ("bureau", State.RUNNING, date(2026, 3, 31)): [Action.SUM_UP],
    ("bureau", State.SUMMED_UP, date(2026, 5, 1)): [Action.REOPEN],
    ("inspector", State.PLAN, date(2026, 3, 5)): [],
    ("inspector", State.RUNNING, date(2026, 4, 1)): [],
    ("inspector", State.SUMMED_UP, date(2026, 4, 1)): [],
    ("official", State.PLAN, date(2026, 3, 5)): [],
    ("official", State.RUNNING, date(2026, 4, 1)): [],
    ("official", State.SUMMED_UP, date(2026, 4, 1)): [],
}


@pytest.mark.parametrize(("cell", "actions"), ALLOWED.items())
def test_who_may_take_which_step(drive, bureau, cell, actions):
    role, state, today = cell
    users = {
        "bureau": bureau,
        "inspector": InspectorFactory(township__county=drive.county),
        "official": OfficialFactory(county=drive.county),
    }
    drive.state = state
    assert available_steps(drive, users[role], today) == actions


def test_what_a_drives_visit_finds_is_the_drives(drive, bureau):
    township = TownshipFactory(county=drive.county, parent=drive.county)
    visit = InspectionFactory(place=EnterpriseFactory(township=township), drive=drive)

    assert HazardFactory(place=visit.place, inspection=visit, by=bureau).drive == drive


def test_bureau_of_another_county_may_not(drive):
    with pytest.raises(DriveStepNotAllowed):
        take(drive, Action.SUM_UP, by=BureauFactory(), at=AFTER)


def test_summing_up_writes_the_summary_down(drive, bureau):
    HazardFactory(drive=drive, place=EnterpriseFactory(township__county=drive.county))

    take(drive, Action.SUM_UP, by=bureau, at=AFTER)

    drive.refresh_from_db()
    assert drive.state == State.SUMMED_UP
    assert drive.summaries.get().content["total"] == ["合计", 0, 1, 0]


def test_a_summary_never_changes(drive, bureau):
    take(drive, Action.SUM_UP, by=bureau, at=AFTER)

    with pytest.raises(IntegrityError), transaction.atomic():
        DriveSummary.objects.update(content={})


def test_taking_it_back_wants_a_reason_and_makes_a_further_version(drive, bureau):
    take(drive, Action.SUM_UP, by=bureau, at=AFTER)
    with pytest.raises(ValidationError):
        take(drive, Action.REOPEN, by=bureau, at=AFTER)

    take(drive, Action.REOPEN, by=bureau, at=AFTER, reason="漏报两个乡镇")
    take(drive, Action.SUM_UP, by=bureau, at=AFTER)

    assert drive.summaries.count() == 2
    assert [event.action for event in drive.events.all()] == [Action.SUM_UP, Action.REOPEN, Action.SUM_UP]


def test_an_aim_of_several_lines_is_one_clause(drive):
    drive.aim = "消除重大隐患，\n取缔非法窝点，"

    assert "行动以消除重大隐患，取缔非法窝点为目标。" in content_of(drive, at=AFTER)["sections"][0][1][0]


def test_an_outcome_is_entered_by_township(drive):
    outcome_of(drive, quantity=30)
    outcome_of(drive, quantity=12)

    (signs,) = Tally(drive).outcomes

    assert (signs.kind.key, signs.number, len(signs.by_township)) == ("signs", 42, 2)


def test_what_enforcement_says_is_counted_from_it_and_not_typed(drive):
    village = VillageFactory(township__county=drive.county)
    enforcement_of("vehicles_destroyed", place=village, drive=drive, quantity=Decimal(12))
    with pytest.raises(ValidationError) as refused:
        outcome_of(drive, kind="vehicles_destroyed")

    (destroyed,) = Tally(drive).outcomes

    assert refused.value.error_dict["kind"][0].code == "counted_from_rows"
    assert (destroyed.words, destroyed.kind.unit) == ("12", "辆")


def test_fines_of_a_drive_are_added_up_in_yuan(drive):
    village = VillageFactory(township__county=drive.county)
    for amount in (20000, 3500):
        enforcement_of("fines", place=village, drive=drive, amount=Decimal(amount))

    (fines,) = Tally(drive).outcomes

    assert fines.words == "23,500"


def test_a_voided_count_counts_no_more(drive):
    count = outcome_of(drive)

    void(count, by=count.created_by, reason="重复登记")

    assert Tally(drive).outcomes == []
    assert OutcomeCount.objects.count() == 1


def test_nothing_is_entered_after_the_summary(drive, bureau):
    take(drive, Action.SUM_UP, by=bureau, at=AFTER)
    with pytest.raises(ValidationError) as refused:
        outcome_of(drive)
    assert refused.value.error_dict["drive"][0].code == "summed_up"


def test_another_countys_drive_takes_nothing(drive):
    with pytest.raises(PermissionDenied):
        outcome_of(drive, township=TownshipFactory())


def test_nobody_enters_for_another_township(drive):
    township = TownshipFactory(county=drive.county)
    stranger = InspectorFactory(township__county=drive.county)
    with pytest.raises(PermissionDenied):
        outcome_of(drive, township=township, by=stranger)


def test_the_database_refuses_nothing_as_a_count(drive):
    count = outcome_of(drive)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutcomeCount.objects.filter(pk=count.pk).update(quantity=0)


def test_a_township_sees_its_own_part(drive):
    own, other = outcome_of(drive, quantity=3), outcome_of(drive, quantity=5)

    (seen,) = Tally(drive, own.created_by).outcomes

    assert seen.number == 3
    assert Tally(drive).outcomes[0].number == 8
    assert other.township_id not in seen.by_township


def test_a_running_drive_of_the_sector_is_offered(drive):
    place = EnterpriseFactory(township__county=drive.county, sector=drive.sector)
    assert drive_on_offer(HazardFactory(place=place)) == drive
    assert drive_on_offer(InspectionFactory(place=place)) == drive


def test_a_further_sector_of_the_drive_counts_too(drive):
    sector = SectorFactory()
    drive.more_sectors.add(sector)
    place = EnterpriseFactory(township__county=drive.county, sector=sector)
    assert drive_on_offer(HazardFactory(place=place)) == drive


@pytest.mark.parametrize("change", [{"state": State.PLAN}, {"state": State.SUMMED_UP}, {"ends_on": date(2026, 3, 1)}, {"sector": None}])
def test_a_drive_that_does_not_run_there_is_not_offered(drive, change):
    place = EnterpriseFactory(township__county=drive.county, sector=drive.sector)
    Drive.objects.update(**{"sector": SectorFactory()} if "sector" in change else change)
    assert drive_on_offer(HazardFactory(place=place)) is None


def test_a_visit_joins_with_what_it_found(drive):
    visit = InspectionFactory(place=EnterpriseFactory(township__county=drive.county))
    hazard = HazardFactory(place=visit.place, inspection=visit)

    join_drive(visit, drive, by=visit.created_by)

    hazard.refresh_from_db()
    assert hazard.drive == drive


def test_a_stranger_makes_nothing_join(drive):
    visit = InspectionFactory()
    with pytest.raises(PermissionDenied):
        join_drive(visit, drive, by=InspectorFactory())


def test_the_shipped_list_is_added_once(drive, bureau):
    DepartmentFactory(county=drive.county, name="公安局")

    adopt_departments(drive.county, by=bureau)
    again = adopt_departments(drive.county, by=bureau)

    assert again == []
    assert Department.objects.in_county(drive.county).filter(name="公安局").count() == 1


def test_summary_says_what_was_done(drive):
    place = EnterpriseFactory(township__county=drive.county, sector=drive.sector)
    visit = InspectionFactory(place=place, drive=drive)
    VisitParty.objects.create(inspection=visit, department=DepartmentFactory(county=drive.county), people="赵强")
    HazardFactory(place=place, inspection=visit, drive=drive)
    outcome_of(drive, township=place.township, quantity=30)

    said = dict(content_of(drive, at=AFTER)["sections"])

    assert said["二、主要做法和成效"] == [
        "共开展检查1次，其中联合执法1次，排查隐患1条，已整改销号0条，整改率0.0%（0/1）。",
        "设置标识标牌30块。",
    ]
    assert said["三、存在的问题"] == ["尚有1条隐患未整改销号。"]


def test_summary_counts_the_papers_that_order_and_no_other(drive):
    """A notice that was followed by an opinion is one order, not two papers."""
    closed = hazard_at("closed")
    Hazard.objects.filter(pk=closed.pk).update(drive=drive)

    said = dict(content_of(drive, at=AFTER)["sections"])["二、主要做法和成效"]

    assert set(closed.orders.values_list("kind", flat=True)) == {"notice", "opinion"}
    assert said == ["排查隐患1条，下达整改通知单1份，已整改销号1条，整改率100.0%（1/1）。"]


def test_a_drive_without_rows_claims_nothing(drive):
    said = dict(content_of(drive, at=AFTER)["sections"])

    assert said["二、主要做法和成效"] == ["本次行动没有登记检查、隐患和执法情况。"]
    assert said["三、存在的问题"] == ["本次行动没有登记隐患和非法违法行为。"]


def test_a_summary_of_one_township_stands_on_one_page(drive, bureau):
    place = EnterpriseFactory(township__county=drive.county, sector=drive.sector)
    HazardFactory(place=place, inspection=InspectionFactory(place=place, drive=drive), drive=drive)
    outcome_of(drive, township=place.township, quantity=30)
    take(drive, Action.SUM_UP, by=bureau, at=AFTER)

    paper = print_drive_summary(drive.summaries.get().pk, lambda *progress: None)

    assert pages_of(paper) == 1


def test_the_bureaus_own_words_replace_what_is_made_of_rows(drive):
    drive.problems = "部分企业主体责任不落实。\n乡镇力量不足。"
    assert dict(content_of(drive, at=AFTER)["sections"])["三、存在的问题"] == ["部分企业主体责任不落实。", "乡镇力量不足。"]


def test_departments_as_rows_come_before_the_old_text(drive):
    drive.departments_told = "县安监局、县公安局"
    assert drive.department_names == "县安监局、县公安局"
    drive.departments.add(DepartmentFactory(county=drive.county, name="公安局"))
    drive.lead = DepartmentFactory(county=drive.county, name="应急管理局")
    assert drive.department_names == "应急管理局、公安局"


def test_kinds_that_rows_say_are_not_offered_for_typing():
    typed = set(OutcomeKind.objects.typed().values_list("key", flat=True))
    assert "signs" in typed
    assert typed & {"vehicles_destroyed", "illegal_sites", "fines"} == set()
