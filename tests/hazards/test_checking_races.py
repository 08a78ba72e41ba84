"""A sheet begun or finished twice in the same second is one; each test fails when its guard is taken out."""

import pytest

from hazards import checking
from hazards.checking import begin_sheet, finish_sheet
from hazards.models import Action, CheckSheet, Hazard, HazardEvent, Inspection
from hazards.workflow import TransitionNotAllowed
from tests.factories.patrols import ChecklistFactory, SheetFactory
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory

from .racing import race, wait_for_each_other, without_lock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def finish_twice(monkeypatch):
    """Both presses have seen that the sheet is open, if nothing keeps them apart."""
    sheet = SheetFactory(answers=["passed", {"result": "failed", "fixed_on_spot": True}])
    monkeypatch.setattr(checking, "what_is_missing", wait_for_each_other(checking.what_is_missing))
    return lambda: race(*[lambda: finish_sheet(sheet, by=sheet.created_by)] * 2)


def test_finished_twice_at_once_it_is_one_visit(finish_twice):
    first, second = finish_twice()

    assert first == second == Inspection.objects.get()
    assert Hazard.objects.get().answer.sheet.inspection == first
    assert HazardEvent.objects.filter(action=Action.RECTIFY).count() == 1


def test_without_the_lock_the_second_press_fails(finish_twice, monkeypatch):
    without_lock(monkeypatch, type(CheckSheet.objects.all()))

    outcomes = finish_twice()

    assert TransitionNotAllowed in map(type, outcomes)


@pytest.fixture
def begin_twice(monkeypatch):
    place = EnterpriseFactory()
    version = ChecklistFactory(by=BureauFactory(county=place.county), sector=place.sector).in_force
    inspector = InspectorFactory(township=place.township)
    monkeypatch.setattr(checking, "_begin", _after_looking(checking._begin))
    told = {"by": inspector, "place": place, "version": version, "sector": place.sector}
    return lambda: race(*[lambda: begin_sheet(**told)] * 2)


def _after_looking(begin):
    look = wait_for_each_other(lambda: None)

    def both(*args, **fields):
        look()
        return begin(*args, **fields)

    return both


def test_begun_twice_at_once_it_is_one_sheet(begin_twice):
    first, second = begin_twice()

    assert first == second == CheckSheet.objects.get()
    assert first.answers.count() == 2


def test_without_the_constraint_there_would_be_two(begin_twice, monkeypatch):
    # A draft at another place is what a missing constraint would come to.
    real, places = CheckSheet.objects.create, iter(EnterpriseFactory.create_batch(2))
    monkeypatch.setattr(type(CheckSheet.objects), "create", lambda self, **fields: real(**fields | {"place": next(places)}))

    begin_twice()

    assert CheckSheet.objects.count() == 2
