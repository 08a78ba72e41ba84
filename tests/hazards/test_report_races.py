"""Two answer the same report in the same second: one hazard; a double tap that meets itself: one report."""

import uuid

import pytest

from hazards import reporting
from hazards.models import Hazard, PublicReport
from hazards.reporting import AlreadyAnswered
from tests.factories.reports_from_public import ReportFactory, code_of
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory

from .racing import race, wait_for_each_other, without_lock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def accept_twice(monkeypatch):
    """An inspector and the bureau, each having found that it waits before the other writes, if nothing keeps them apart."""
    report = ReportFactory()
    users = [InspectorFactory(township=report.township), BureauFactory(county=report.township.county)]
    monkeypatch.setattr(reporting, "may_answer", wait_for_each_other(reporting.may_answer))
    return lambda: race(*[lambda user=user: reporting.accept(report, by=user) for user in users])


def test_two_accept_at_once_and_one_hazard_stands(accept_twice):
    outcomes = accept_twice()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, AlreadyAnswered)]
    assert Hazard.objects.get() in outcomes
    assert told_no.report.hazard == Hazard.objects.get()


def test_without_the_lock_there_are_two(accept_twice, monkeypatch):
    without_lock(monkeypatch, type(PublicReport.objects.all()))

    accept_twice()

    assert Hazard.objects.count() == 2


@pytest.fixture
def tap_twice(monkeypatch):
    code, submission = code_of(EnterpriseFactory()), uuid.uuid4()
    monkeypatch.setattr(reporting, "_enter", meeting(reporting._enter))
    return lambda: race(*[lambda: reporting.receive(code, submission=submission, text="掉石头")] * 2)


def meeting(enter):
    """Both have looked for the other's report before either is entered."""
    together = wait_for_each_other(lambda: None)

    def late(*args, **kwargs):
        together()
        return enter(*args, **kwargs)

    return late


def test_double_tap_at_once_is_one_report(tap_twice):
    first, second = tap_twice()

    assert first == second == PublicReport.objects.get()


def test_without_the_unique_submission_there_would_be_two(tap_twice, monkeypatch):
    real = PublicReport.objects.create
    monkeypatch.setattr(type(PublicReport.objects), "create", lambda self, **fields: real(**fields | {"submission": uuid.uuid4()}))

    tap_twice()

    assert PublicReport.objects.count() == 2
