from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from hazards.clocks import is_late, report_due


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("found", "reported", "late"),
    [
        ("2026-03-02 09:00:00", "2026-03-02 09:00:00", False),
        ("2026-03-02 09:00:00", "2026-03-02 09:30:00", False),
        ("2026-03-02 09:00:00", "2026-03-02 09:30:00.000001", True),
        ("2026-03-02 23:50:00", "2026-03-03 00:20:00", False),  # the half hour runs over midnight
        ("2026-03-02 23:50:00", "2026-03-03 00:20:01", True),
        ("2026-12-31 23:45:00", "2027-01-01 00:15:00", False),
    ],
)
def test_danger_is_reported_within_half_an_hour(found, reported, late):
    assert is_late(moment(found), moment(reported), may_cause_accident=True) is late


@pytest.mark.parametrize(
    ("found", "reported", "late"),
    [
        ("2026-03-02 00:00:00", "2026-03-02 23:59:59.999999", False),
        ("2026-03-02 23:59:59", "2026-03-03 00:00:00", True),
        ("2026-12-31 08:00:00", "2026-12-31 23:59:59", False),
        ("2026-12-31 23:59:59", "2027-01-01 00:00:00", True),
    ],
)
def test_anything_else_is_reported_the_same_day(found, reported, late):
    assert is_late(moment(found), moment(reported), may_cause_accident=False) is late


def test_the_day_is_the_countys_own():
    """23:30 in the county is 15:30 in Greenwich, and half past midnight is the same day there."""
    found, reported = moment("2026-03-02 23:30").astimezone(ZoneInfo("UTC")), moment("2026-03-03 00:30").astimezone(ZoneInfo("UTC"))

    assert is_late(found, reported, may_cause_accident=False)
    assert report_due(found, may_cause_accident=False) == moment("2026-03-03 00:00")
