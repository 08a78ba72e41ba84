"""Progress of a major hazard is reported at least every quarter: what is owed, by when, across New Year and the lunar new year."""

from datetime import date

import pytest

from hazards.models import Action, Hazard, State
from hazards.progress import Owed, ProgressClock, owing_progress, period_of, with_progress
from hazards.workflow import perform
from tests.factories.hazards import FOUND_AT, hazard_at, told
from tests.factories.townships import EnterpriseFactory
from townships.models import Holiday
from townships.period import Period

pytestmark = pytest.mark.django_db

FOURTH_2025, FIRST_2026 = Period.months(2025, 10, 12), Period.months(2026, 1, 3)


@pytest.fixture
def major():
    """Found in December 2025 and being worked on."""
    return hazard_at(State.ORDERED, grade=Hazard.Grade.MAJOR, at=FOUND_AT.replace(year=2025, month=12, day=1))


def owed(hazard, today):
    """What the row owes; the query that finds such rows must say the same."""
    missing = ProgressClock(today).owed(with_progress(Hazard.objects).get(pk=hazard.pk))
    assert owing_progress(Hazard.objects.all(), today).filter(pk=hazard.pk).exists() == bool(missing)
    return missing


def report(hazard, day):
    at = FOUND_AT.replace(year=day.year, month=day.month, day=day.day)
    return perform(hazard, Action.PROGRESS, by=hazard.created_by, at=at, **told(Action.PROGRESS, hazard))


def test_nothing_is_owed_while_the_quarter_runs(major):
    assert owed(major, date(2025, 12, 31)) == []


def test_quarter_is_due_five_working_days_after_new_year(major):
    # 1 to 3 January 2026 are a holiday, Sunday the 4th is worked.
    due = date(2026, 1, 8)

    assert owed(major, date(2026, 1, 1)) == [Owed(FOURTH_2025, due, is_overdue=False)]
    assert owed(major, due) == [Owed(FOURTH_2025, due, is_overdue=False)]
    assert owed(major, date(2026, 1, 9)) == [Owed(FOURTH_2025, due, is_overdue=True)]


def test_counties_own_holidays_give_a_day_more(major):
    Holiday.objects.create(county=major.township.county, day=date(2026, 1, 5), is_workday=False, name="县庆")

    assert [one.due_on for one in owed(major, date(2026, 1, 9))] == [date(2026, 1, 9)]


def test_months_over_the_lunar_new_year(major, settings):
    settings.PROGRESS_MONTHS, settings.PROGRESS_WORKDAYS = 1, 15
    Holiday.objects.create(county=None, day=date(2026, 2, 14), is_workday=False, name="调休取消")

    # January ends on a Saturday; the holiday runs from the 15th to the 23rd, and the make-up Saturday before it is cancelled.
    assert [(str(one), one.due_on) for one in owed(major, date(2026, 2, 28))] == [
        ("2025年12月", date(2026, 1, 22)),
        ("2026年1月", date(2026, 2, 28)),
    ]


def test_every_missing_quarter_is_named(major):
    assert [str(one) for one in owed(major, date(2026, 7, 1))] == ["2025年第4季度", "2026年第1季度", "2026年第2季度"]


def test_report_counts_for_the_first_quarter_without_one(major):
    report(major, date(2026, 4, 2))

    assert major.progress_reports.get().starts_on == FOURTH_2025.start
    assert [one.period for one in owed(major, date(2026, 4, 3))] == [FIRST_2026]


def test_report_in_time_counts_for_the_running_quarter_and_a_second_one_too(major):
    for day in (date(2025, 12, 20), date(2025, 12, 30)):
        report(major, day)

    assert {one.starts_on for one in major.progress_reports.all()} == {FOURTH_2025.start}
    assert owed(major, date(2026, 1, 5)) == []


def test_after_a_rebound_only_the_quarters_since_then_are_owed(major):
    report(major, date(2025, 12, 20))
    # As if closed over the New Year: progress that was reported before is of what was closed.
    Hazard.objects.filter(pk=major.pk).update(reopened_at=FOUND_AT.replace(year=2026, month=8, day=3))
    major.refresh_from_db()
    assert owed(major, date(2026, 9, 30)) == []
    assert [str(one) for one in owed(major, date(2027, 1, 1))] == ["2026年第3季度", "2026年第4季度"]

    report(major, date(2026, 10, 2))

    assert [str(one) for one in owed(major, date(2027, 1, 1))] == ["2026年第4季度"]


@pytest.mark.parametrize("step", [State.ACCEPTED, State.ENDORSED, State.APPROVED, State.CLOSED, State.VOID])
def test_who_is_done_owes_nothing(step):
    done = hazard_at(step, grade=Hazard.Grade.MAJOR)

    assert owed(done, date(2027, 1, 1)) == []


def test_general_hazard_owes_nothing():
    assert owed(hazard_at(State.ORDERED), date(2027, 1, 1)) == []


def test_queries_do_not_grow_with_the_hazards(major, django_assert_num_queries):
    places = EnterpriseFactory.create_batch(2, township=major.township)
    for place in places:
        hazard_at(State.ORDERED, grade=Hazard.Grade.MAJOR, place=place)

    clock = ProgressClock(date(2026, 7, 1))

    with django_assert_num_queries(2):
        assert [len(clock.owed(hazard)) for hazard in with_progress(Hazard.objects.select_related("township"))] == [2, 2, 3]


@pytest.mark.parametrize(("months", "period"), [(1, (11, 11)), (2, (11, 12)), (3, (10, 12)), (6, (7, 12)), (12, (1, 12))])
def test_how_often_is_a_parameter(settings, months, period):
    settings.PROGRESS_MONTHS = months

    assert period_of(date(2026, 11, 24)) == Period.months(2026, *period)
