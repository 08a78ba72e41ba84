"""Rows of a round's ledgers, by the functions that the screens call."""

from datetime import date, datetime

from django.utils import timezone

from tests.factories.campaign import MentorshipFactory
from tests.factories.townships import BureauFactory, CampaignFactory, InspectorFactory, PersonFactory, TownshipFactory
from townships import township_plans
from townships.models import (
    ExampleTownship,
    ExchangeMeeting,
    IssuedDocument,
    LeaderVisit,
    MentorAid,
    MentorVisit,
    PlanTask,
    Session,
)
from townships.round_entries import record_entry

DAY = date(2026, 5, 11)
NOON = timezone.make_aware(datetime(2026, 5, 11, 12))  # noqa: DTZ001 (made aware at once)


class RoundWriter:
    """A county's round with a township, a bureau and an inspector; `enter` writes one row of a kind that nothing is missing in."""

    def __init__(self, township=None, campaign=None):
        self.township = township or TownshipFactory()
        self.campaign = campaign or CampaignFactory(county=self.township.county)
        self.bureau = BureauFactory(county=self.township.county)
        self.inspector = InspectorFactory(township=self.township)
        self.person = PersonFactory(county=self.township.county, township=self.township, name="周县长")
        self.mentorship = MentorshipFactory(township=self.township, campaign=self.campaign)

    def enter(self, kind, /, by=None, **changes):
        model, fields = self.whole(kind)
        owner = self.mentorship if kind in ("mentor_visit", "mentor_aid") else self.plan() if kind == "plan_task" else self.campaign
        return record_entry(model, owner, by=by or self.bureau, at=NOON, **fields | changes)

    def whole(self, kind):
        return {
            "session": (Session, {"held_on": DAY, "topic": "研究部署", "chair": self.person}),
            "leader_visit": (
                LeaderVisit,
                {"visited_on": DAY, "leader": self.person, "townships": [self.township], "findings": "进展顺利"},
            ),
            "task": (PlanTask, {"title": "制定工作方案", "due_on": DAY, "department": "县安委办"}),
            "plan_task": (PlanTask, {"title": "完成自评", "due_on": DAY}),
            "document": (IssuedDocument, {"issued_on": DAY, "title": "关于做好创建工作的通知", "organ": "县安委会"}),
            "exchange": (
                ExchangeMeeting,
                {"held_on": DAY, "title": "经验交流大会", "people_present": 90, "speakers": [self.township]},
            ),
            "example": (
                ExampleTownship,
                {"publicised_on": DAY, "township": self.township, "medium": "简报", "experience": "片长包片"},
            ),
            "mentor_visit": (MentorVisit, {"visited_on": DAY, "people": "李科长", "content": "指导台账"}),
            "mentor_aid": (MentorAid, {"given_on": DAY, "worth": 5000, "what": "应急器材"}),
        }[kind]

    def plan(self, *steps, **changes):
        """The township's plan with everything that filing asks for, and then these steps."""
        plan = township_plans.start_plan(self.campaign, township=self.township, by=self.inspector, at=NOON)
        if not plan.is_open:
            return plan
        whole = {"responsible": self.person, "funds_source": "township", "method": "包片包村"}
        township_plans.edit_plan(plan, by=self.inspector, **whole | changes)
        if steps:
            plan.refresh_from_db()
            record_entry(PlanTask, plan, by=self.inspector, at=NOON, title="完成自评", due_on=DAY)
        for action in steps:
            by = self.inspector if action == "file" else self.bureau
            township_plans.perform(plan, township_plans.Action(action), by=by, on=DAY, at=NOON, reason="请补充")
        plan.refresh_from_db()
        return plan
