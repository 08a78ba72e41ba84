"""Clocks, numbers and deadlines across midnight, the year's end and the lunar new year. Values are counted by hand, on a calendar."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hazards.bulletins import write_brief
from hazards.checking import finish_sheet
from hazards.circulars import half_month, issue_half_month
from hazards.details import ExtensionAskedTooLate, check_notice, last_day_to_ask
from hazards.intake import log_hazard
from hazards.models import Action, QuietHours, State
from hazards.paper_forms import make_batch
from hazards.workflow import available_actions, perform
from tests.factories.drives import enforcement_of
from tests.factories.escalation import at
from tests.factories.handovers import Office
from tests.factories.hazards import HazardFactory, hazard_at, told, two_inspectors
from tests.factories.patrols import HolidayFactory, SheetFactory
from tests.factories.townships import BureauFactory, CountyFactory, EnterpriseFactory, InspectorFactory, VillageFactory
from townships.workdays import Workdays

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("old_days")]
LAST = timezone.make_aware(datetime(2026, 12, 31, 23, 59, 59))  # noqa: DTZ001 (made aware at once)
# The first moment of the year in the county, while Greenwich still has the last afternoon of the old one.
FIRST = datetime(2026, 12, 31, 16, tzinfo=UTC)


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def new_year(county):
    HolidayFactory(county=county, day=date(2027, 1, 1), name="元旦")


@pytest.fixture
def spring(county):
    """Off from Friday 5 to Thursday 11 February 2027, Saturday the 13th is worked: as this county entered it."""
    for day in range(5, 12):
        HolidayFactory(county=county, day=date(2027, 2, day), name="春节")
    HolidayFactory(county=county, day=date(2027, 2, 13), is_workday=True, name="调休上班")


# Numbers begin anew at 00:00 of the county's own time


def hazards(county):
    place = EnterpriseFactory(township__county=county)
    inspector = InspectorFactory(township=place.township)
    return lambda moment: log_hazard(by=inspector, at=moment, place=place, description="灭火器过期")


def orders(county):
    place = EnterpriseFactory(township__county=county)
    inspector = InspectorFactory(township=place.township)

    def serve(moment):
        hazard = HazardFactory(place=place, by=inspector)
        details = told(Action.ORDER, hazard) | {"deadline": date(2027, 3, 1)}
        return perform(hazard, Action.ORDER, by=inspector, at=moment, **details).order

    return serve


def actions(county):
    village = VillageFactory(township__county=county)
    inspector, people = InspectorFactory(township=village.township), two_inspectors(village.township)
    return lambda moment: enforcement_of(place=village, by=inspector, at=moment, people=people)


def briefs(county):
    bureau = BureauFactory(county=county)
    return lambda moment: write_brief(county, by=bureau, at=moment)


def handovers(county):
    office = Office(county=county)
    parts = iter([{"posts": [office.post.pk]}, {"posts": [office.seat.pk]}])
    nothing = {"posts": [], "hazards": [], "account": "keep"}
    return lambda moment: office.hand_over(at=moment, **nothing | next(parts))


@pytest.mark.parametrize("series", [hazards, orders, actions, briefs, handovers])
def test_a_number_belongs_to_the_year_of_the_county(county, series):
    make = series(county)

    assert [(row.year, row.sequence) for row in map(make, (LAST, FIRST))] == [(2026, 1), (2027, 1)]


def test_paper_forms_and_circulars_belong_to_the_year_of_the_county(county):
    bureau, township = BureauFactory(county=county), VillageFactory(township__county=county).township
    batches = [make_batch(township, 3, by=bureau, site_address="https://anquan.example", at=moment) for moment in (LAST, FIRST)]
    circulars = [issue_half_month(county, half_month(timezone.localdate(moment)), by=bureau, at=moment) for moment in (LAST, FIRST)]

    assert [(batch.year, batch.first, batch.last) for batch in batches] == [(2026, 1, 3), (2027, 1, 3)]
    assert [(one.starts_on, one.content["number"]) for one in circulars] == [
        (date(2026, 12, 16), "2026年第1期"),
        (date(2027, 1, 1), "2027年第1期"),
    ]


def test_a_paper_names_year_and_day_of_the_county(county):
    last, first = map(orders(county), (LAST, FIRST))

    assert ("〔2026〕1号" in last.content["number"], last.issued_on) == (True, date(2026, 12, 31))
    assert ("〔2027〕1号" in first.content["number"], first.issued_on) == (True, date(2027, 1, 1))


# Clocks of one day


@pytest.mark.parametrize(
    ("danger", "minutes", "late"),
    [(False, 9, False), (False, 10, True), (True, 29, False), (True, 30, False), (True, 31, True)],
)
def test_found_at_ten_to_midnight_of_the_old_year(county, danger, minutes, late):
    place, found_at = EnterpriseFactory(township__county=county), at(date(2026, 12, 31), time(23, 50))

    hazard = HazardFactory(place=place, found_at=found_at, at=found_at + timedelta(minutes=minutes), may_cause_accident=danger)

    assert (hazard.is_reported_late, hazard.year) == (late, 2026 if minutes < 10 else 2027)


def test_a_slip_of_the_finger_is_taken_back_until_midnight(county):
    hazard = HazardFactory(place=EnterpriseFactory(township__county=county), at=LAST)

    may = [Action.VOID in available_actions(hazard, hazard.created_by, at=moment) for moment in (LAST, FIRST)]

    assert may == [True, False]


NOTICE = "须提前 24 小时通知生产经营单位，不能早于 {}；有紧急情形的请勾选。"


@pytest.mark.parametrize(
    ("asked", "earliest"),
    [
        ("2026-12-31 10:00:00", "2027-01-01 10:00"),  # hours are hours, on a holiday too
        ("2027-02-04 23:59:00", "2027-02-05 23:59"),
        ("2026-12-30 23:59:30", "2027-01-01 00:00"),  # the next whole minute
        ("2026-12-31 10:00:00.000001", "2027-01-01 10:01"),
    ],
)
def test_the_first_minute_that_is_a_day_away_is_named_and_taken(asked, earliest):
    asked, first = (timezone.make_aware(datetime.fromisoformat(text)) for text in (asked, earliest))

    with pytest.raises(ValidationError) as refused:
        check_notice(first - timedelta(minutes=1), False, asked)

    assert refused.value.messages == [NOTICE.format(earliest)]
    check_notice(first, False, asked)


# Working days over the holidays that the county entered


# Back from Friday 15 January: 14, 13, 12, 11, 8, 7, 6, 5, 4; December 31, 30, 29, 28, 25, 24.
# Back from Friday 26 February: 25, 24, 23, 22, 19, 18, 17, 16, 15, 13, 12; 4, 3, 2, 1.
@pytest.mark.parametrize(
    ("deadline", "last_day", "elsewhere"),
    [
        (date(2027, 1, 15), date(2026, 12, 24), date(2026, 12, 24)),  # New Year's Day is fixed by law, entered or not
        (date(2027, 2, 26), date(2027, 2, 1), date(2027, 2, 3)),  # elsewhere the legal days alone, 5 to 8 February
    ],
)
def test_more_time_is_asked_for_fifteen_working_days_of_the_county_before(county, new_year, spring, deadline, last_day, elsewhere):
    assert last_day_to_ask(deadline, county=county.pk) == last_day
    assert last_day_to_ask(deadline, county=CountyFactory().pk) == elsewhere


def test_the_last_day_to_ask_ends_at_midnight(county, new_year):
    hazard = hazard_at(State.FOUND, place=EnterpriseFactory(township__county=county))
    perform(hazard, Action.ORDER, by=hazard.created_by, at=LAST - timedelta(days=20), **told(Action.ORDER, hazard) | DEADLINE)
    late, in_time = at(date(2026, 12, 25), time(0)), at(date(2026, 12, 24), time(23, 59, 59))

    with pytest.raises(ExtensionAskedTooLate):
        ask(hazard, late)

    assert ask(hazard, in_time).hazard.extension_asked_on == date(2026, 12, 24)


DEADLINE = {"deadline": date(2027, 1, 15)}


def ask(hazard, moment):
    details = told(Action.ASK_EXTENSION, hazard) | {"deadline": date(2027, 2, 1)}
    return perform(hazard, Action.ASK_EXTENSION, by=hazard.created_by, at=moment, **details)


# Three working days, as the checklist says, from the day on which the sheet was begun.
@pytest.mark.parametrize(
    ("begun", "deadline"),
    [
        (at(date(2026, 12, 30), time(23, 50)), date(2027, 1, 5)),  # 31; 4, 5
        (at(date(2027, 1, 1), time(0)), date(2027, 1, 6)),  # 4, 5, 6
        (at(date(2027, 2, 4), time(9)), date(2027, 2, 15)),  # 12, 13, 15
    ],
)
def test_a_checklists_days_are_working_days_of_the_county(county, new_year, spring, begun, deadline):
    sheet = SheetFactory(answers=["failed", "passed"], at=begun, place=EnterpriseFactory(township__county=county))

    hazard = finish_sheet(sheet, by=sheet.created_by, at=begun + timedelta(minutes=20)).hazards.get()

    assert hazard.deadline == deadline


# Quiet from 20:00 to 7:30, and on rest days


@pytest.mark.parametrize(
    ("moment", "is_quiet"),
    [
        (at(date(2026, 12, 31), time(19, 59)), False),
        (at(date(2026, 12, 31), time(20)), True),
        (at(date(2026, 12, 31), time(23, 59)), True),
        (at(date(2027, 1, 1), time(0)), True),
        (at(date(2027, 1, 1), time(12)), True),
        (at(date(2027, 1, 3), time(12)), True),  # a Sunday
        (at(date(2027, 1, 4), time(7, 29)), True),
        (at(date(2027, 1, 4), time(7, 30)), False),
        (at(date(2027, 2, 4), time(19, 59)), False),
        (at(date(2027, 2, 5), time(12)), True),
        (at(date(2027, 2, 11), time(12)), True),
        (at(date(2027, 2, 13), time(12)), False),  # a Saturday that is worked
        (at(date(2027, 2, 14), time(12)), True),
    ],
)
def test_nobody_is_urged_over_the_holidays_and_in_the_night(county, new_year, spring, moment, is_quiet):
    hours = QuietHours.objects.in_county(county.pk).get()

    assert hours.cover(moment.astimezone(UTC), Workdays(county)) is is_quiet


def test_without_the_countys_entry_the_legal_days_are_quiet_and_no_others(county):
    hours = QuietHours.objects.in_county(county.pk).get()
    days = [date(2027, 1, 1), date(2027, 2, 8), date(2027, 2, 9)]

    assert [hours.cover(at(day, time(12)), Workdays(county)) for day in days] == [True, True, False]
