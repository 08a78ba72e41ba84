"""Outcomes of drives, enforcement and illegal acts, entered by the real way in."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from hazards import illegal_acts, models
from hazards.drives import record_outcome
from hazards.enforcing import record_enforcement
from hazards.models import EnforcementKind, IllegalAct, IllegalActEvent, OutcomeKind, ViolationKind
from tests.factories.hazards import FOUND_AT, DriveFactory, two_inspectors
from tests.factories.townships import BureauFactory, CountyFactory, InspectorFactory, SectorFactory, TownshipFactory, VillageFactory

Action, State = IllegalActEvent.Action, IllegalAct.State


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Department

    county = factory.SubFactory(CountyFactory)
    name = factory.Sequence("第{}局".format)


def outcome_of(drive=None, *, township=None, by=None, kind="signs", quantity=30, **told):
    """A count of a kind that is typed."""
    township = township or TownshipFactory(**({"county": drive.county} if drive else {}))
    drive = drive or DriveFactory(county=township.county)
    kind = OutcomeKind.objects.get(key=kind)
    told = {"quantity": Decimal(quantity), "counted_on": date(2026, 3, 9)} | told
    return record_outcome(by=by or InspectorFactory(township=township), drive=drive, kind=kind, place=township, **told)


def enforcement_of(kind="illegal_sites", *, place=None, by=None, at=FOUND_AT, **told):
    """An action by two officers of the township and one department."""
    place = place or VillageFactory()
    by = by or InspectorFactory(township=place.township)
    told = {"people": two_inspectors(place.township), "departments": [DepartmentFactory(county=place.county)]} | told
    told = {"acted_at": at, "basis": "《安全生产法》第七十条", "party": "无名作坊"} | told
    return record_enforcement(by=by, at=at, place=place, kind=EnforcementKind.objects.get(key=kind), **told)


def illegal_act_at(state=State.FOUND, *, place=None, by=None, at=FOUND_AT, **told):
    """An illegal act that has walked to this state by real steps."""
    place = place or VillageFactory()
    by = by or InspectorFactory(township=place.township)
    told = {"party": "无名作坊", "location": "废弃砖厂", "description": "非法生产爆竹", "found_at": at} | told
    told |= {
        "kind": told.get("kind") or ViolationKind.objects.get(key="illegal_fireworks"),
        "sector": told.get("sector") or SectorFactory(),
    }
    act = illegal_acts.log_act(by=by, at=at, place=place, **told)
    bureau = BureauFactory(county=place.county)
    walk = [Action.HANDLE, Action.PASS, Action.CLOSE][: list(State).index(state)]
    for action in walk:
        illegal_acts.take(act, action, by=by if action == Action.HANDLE else bureau, at=at, reason="已处理")
    act.refresh_from_db()
    return act
