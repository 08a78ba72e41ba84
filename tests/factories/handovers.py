"""Somebody with a post, a seat, an open hazard and a log-in, and somebody who takes over."""

from datetime import date

from hazards.handover_plan import plan
from hazards.handovers import hand_over
from hazards.models import AccountDeed, Handover
from tests.factories.chain import seat, team_at
from tests.factories.hazards import HazardFactory
from tests.factories.townships import (
    BureauFactory,
    DutyFactory,
    EnterpriseFactory,
    InspectorFactory,
    PersonFactory,
    TownshipFactory,
    VillageFactory,
)
from townships.models import DutyKind, Township

ON = date(2026, 6, 1)


def duty_of(person, key="village_supervisor", place=None, **fields):
    place = place or VillageFactory(township=person.township)
    return DutyFactory(person=person, kind=DutyKind.objects.get(key=key), place=place, **fields)


class Office:
    """One township: the giver with everything that can move, the receiver with nothing, and the bureau."""

    def __init__(self, **fields):
        self.township = TownshipFactory(name="官亭乡", **fields)
        self.account = InspectorFactory(township=self.township, person__name="李明")
        self.giver = self.account.person
        self.receiver = PersonFactory(county=self.township.county, township=self.township, name="王强", position="安监员")
        self.bureau = BureauFactory(county=self.township.county)
        self.post = duty_of(self.giver)
        self.seat = seat(team_at(Township.objects.get(pk=self.township.pk)), "group_head", person=self.giver)
        self.hazard = self.open_hazard()

    def open_hazard(self):
        hazard = HazardFactory(by=self.account, place=EnterpriseFactory(township=self.township))
        hazard.answers = self.giver
        hazard.save(update_fields=["answers"])
        return hazard

    def plan(self):
        return plan(self.giver, self.receiver, on=ON, by=self.bureau)

    def hand_over(self, **changes):
        told = {
            "by": self.bureau,
            "on": ON,
            "posts": [self.post.pk, self.seat.pk],
            "hazards": [self.hazard.pk],
            "account": AccountDeed.MOVE,
            "reason": Handover.Reason.TRANSFER,
            "leaves": False,
        }
        giver, receiver = changes.pop("giver", self.giver), changes.pop("receiver", self.receiver)
        return hand_over(giver, receiver, **told | changes)
