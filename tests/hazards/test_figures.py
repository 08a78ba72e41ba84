"""One made-up county over the turn of a year, counted by hand."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from hazards import figures  # noqa: F401
from hazards.models import Action, Hazard
from hazards.workflow import perform
from tests.factories.hazards import DriveFactory, HazardFactory, InspectionFactory, told
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, OfficialFactory, TownshipFactory
from townships.figure import FIGURES
from townships.period import Period

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)
MAJOR = Hazard.Grade.MAJOR


def moment(month, day, year=2025):
    return timezone.make_aware(datetime(year, month, day, 9, 0))  # noqa: DTZ001 (made aware at once)


@pytest.fixture
def township():
    return TownshipFactory()


@pytest.fixture
def found(township):
    """Finds a hazard in the township and walks it on: found(moment, ("order", moment), …)."""
    place = EnterpriseFactory(township=township)
    author, bureau = InspectorFactory(township=township), BureauFactory(county=township.county)
    actors = {Action.ORDER: author, Action.REPLY: author, Action.RECTIFY: author}

    def find(at, *steps, **fields):
        changes = fields.pop("changes", {})
        hazard = HazardFactory(place=place, by=author, at=at, **fields)
        for action, when in steps:
            details = told(Action(action), hazard) | changes.get(action, {})
            perform(hazard, Action(action), by=actors.get(action, bureau), at=when, **details)
        return hazard

    return find


@pytest.fixture(autouse=True)
def a_year(found, township):
    drive = DriveFactory(county=township.county, starts_on=date(2025, 3, 1), ends_on=date(2025, 3, 31))
    DriveFactory(county=township.county, starts_on=date(2024, 12, 20), ends_on=date(2025, 1, 20))
    to_the_end = [("order", moment(3, 3)), ("reply", moment(3, 4)), ("pass", moment(3, 5))]
    money = {"reply": {"spent_funds": "1200.50"}}
    found(moment(3, 2), *to_the_end, drive=drive, changes=money)
    found(moment(3, 2), *to_the_end[:2], ("pass", moment(1, 5, 2026)), drive=drive)  # closed only after the year
    seen = InspectionFactory(place=EnterpriseFactory(township=township), inspected_at=moment(5, 1))
    found(moment(5, 1), ("rectify", moment(5, 1)), changes={"rectify": {"spent_funds": "99.50"}}, inspection=seen)
    found(moment(5, 1), ("order", moment(5, 2)), grade=MAJOR, changes={"order": {"deadline": date(2026, 1, 1)}})
    found(moment(6, 1), ("order", moment(6, 2)), ("supervise", moment(6, 2)), ("plan", moment(6, 3)), ("assure", moment(6, 3)), grade=MAJOR)
    found(moment(7, 2), found_at=moment(7, 1))  # a day late
    found(moment(7, 3), ("void", moment(7, 4)), may_cause_accident=True)
    handled = [("order", moment(12, 2, 2024)), ("reply", moment(12, 3, 2024)), ("pass", moment(4, 5))]
    found(moment(12, 1, 2024), *handled)  # left over, closed in April
    found(moment(12, 1, 2024))  # left over and open
    HazardFactory(at=moment(8, 1))  # another county's


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("hazards.found", 6),
        ("hazards.general", 4),
        ("hazards.major", 2),
        ("hazards.closed", 2),
        ("hazards.general_closed", 2),
        ("hazards.major_closed", 0),
        ("hazards.unclosed", 4),
        ("hazards.overdue", 2),
        ("hazards.major_overdue", 1),
        ("hazards.left_over", 2),
        ("hazards.left_over_closed", 1),
        ("hazards.left_over_unclosed", 1),
        ("hazards.reported_late", 1),
        ("hazards.supervised", 1),
        ("majors.supervised_province", 0),
        ("majors.planned", 1),
        ("majors.planned_left_over", 0),
        ("majors.assured_aim", 1),
        ("majors.assured_funds", 0),
        ("majors.assured_all", 0),
        ("hazards.rectified_on_spot", 1),
        ("hazards.funds", 1300),
        ("drives.held", 1),
        ("drives.hazards", 2),
        ("drives.hazards_closed", 1),
        ("orders.notices", 4),
        ("orders.directives", 0),
        ("orders.opinions", 2),
    ],
)
def test_figure_of_the_year(key, number, township):
    assert FIGURES[key].value(YEAR, township.county) == number
    assert FIGURES[key].value(YEAR, township) == number


def test_found_is_closed_and_unclosed_whatever_the_period(township):
    for month in range(1, 13):
        period = Period(date(2025, month, 1), date(2025, month, 28))
        found, closed, unclosed = (FIGURES[f"hazards.{key}"].value(period, township) for key in ["found", "closed", "unclosed"])
        assert found == closed + unclosed


def test_months_add_up_to_the_year(township):
    months = [Period(date(2025, month, 1), next_month(month) - timedelta(days=1)) for month in range(1, 13)]

    assert sum(FIGURES["hazards.found"].value(month, township) for month in months) == 6


def next_month(month):
    return date(2025 + month // 12, month % 12 + 1, 1)


def test_deadline_on_the_last_day_has_passed_when_the_period_is_over(found, township):
    hazard = found(moment(9, 1), ("order", moment(9, 2)), changes={"order": {"deadline": date(2025, 9, 30)}})

    assert hazard in FIGURES["hazards.overdue"].rows_for(Period(date(2025, 9, 1), date(2025, 9, 30)), township)
    assert hazard not in FIGURES["hazards.overdue"].rows_for(Period(date(2025, 9, 1), date(2025, 9, 29)), township)


def test_deadline_of_today_has_not_passed_yet(found, township):
    now = timezone.now()
    today = timezone.localdate(now)
    found(now, ("order", now), changes={"order": {"deadline": today}})

    assert FIGURES["hazards.overdue"].value(Period.year(today.year), township) == 0


def test_visits_and_those_that_found_nothing(township):
    place = EnterpriseFactory(township=township)
    clear, voided_finding, finding = InspectionFactory.create_batch(3, place=place)
    InspectionFactory()
    HazardFactory(place=place, inspection=finding)
    wrong = HazardFactory(place=place, inspection=voided_finding)
    perform(wrong, Action.VOID, by=BureauFactory(county=township.county), reason="重复登记")

    rows = FIGURES["inspections.clear"].rows_for(Period.year(2026), township)

    assert {*rows} == {clear, voided_finding}
    assert FIGURES["inspections.done"].value(Period.year(2026), township) == 3


@pytest.mark.parametrize("key", [key for key in FIGURES if key.split(".")[0] in ("hazards", "majors", "inspections", "drives", "orders")])
def test_rows_are_scoped_and_share_out_over_townships(key, township):
    figure = FIGURES[key]

    assert figure.rows(YEAR).visible_to(OfficialFactory(county=township.county)).count() <= figure.rows(YEAR).count()
    assert sum(figure.by_township(YEAR, township.county).values()) == figure.value(YEAR, township.county)


HIGHER = {"supervise": {"level": "province", "supervising_unit": "省安委会", "number": "湘督办〔2025〕1号"}}


def test_columns_of_the_return_stand_as_they_did_at_the_periods_end(found, township):
    items = [("assure", moment(9, day)) for day in range(3, 8)]
    hazard = found(moment(9, 1), ("order", moment(9, 2)), ("supervise", moment(9, 2)), ("plan", moment(10, 1)), grade=MAJOR, changes=HIGHER)
    for (action, when), item in zip(items, ["aim", "funds", "people", "time", "safety"], strict=True):
        perform(hazard, action, by=BureauFactory(county=township.county), at=when, item=item, evidence="已落实")
    september, october = Period.months(2025, 9, 9), Period.months(2025, 9, 10)
    keys = ["planned", "assured_aim", "assured_safety", "assured_all", "supervised_province"]

    counted = [[FIGURES[f"majors.{key}"].value(period, township) for key in keys] for period in (september, october)]

    assert counted == [[0, 0, 0, 0, 1], [1, 1, 1, 1, 1]]


def test_what_earlier_years_left_in_the_plan_stands_apart(found, township):
    found(moment(9, 1), ("order", moment(9, 2)), ("plan", moment(9, 3)), grade=MAJOR)
    next_year = Period.year(2026)

    assert FIGURES["majors.planned"].value(next_year, township) == 0
    assert FIGURES["majors.planned_left_over"].value(next_year, township) == 2


def test_the_forms_own_rules_hold(found, township):
    """列入治理计划 ≤ 重大排查 − 重大已整改; each 落实 column ≤ 列入治理计划."""
    found(moment(9, 1), ("order", moment(9, 2)), ("assure", moment(9, 3)), grade=MAJOR)
    value = {key: one.value(YEAR, township) for key, one in FIGURES.items() if key.split(".")[0] in ("hazards", "majors")}

    assert value["majors.planned"] <= value["hazards.major"] - value["hazards.major_closed"]
    assert max(value[key] for key in value if key.startswith("majors.assured")) <= value["majors.planned"]
