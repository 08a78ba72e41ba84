import io
from datetime import date, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from hazards import models
from hazards.intake import log_hazard
from hazards.models import Action, State
from hazards.workflow import perform
from tests.factories.townships import BureauFactory, CountyFactory, EnterpriseFactory, InspectorFactory, PersonFactory, SectorFactory
from townships.pictures import CleanPicture

FOUND_AT = timezone.make_aware(datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001 (made aware at once)
DEADLINE = date(2026, 4, 30)
REQUIREMENT = "立即加装防护栏，并设置警示标志。"


class DriveFactory(DjangoModelFactory):
    class Meta:
        model = models.Drive

    county = factory.SubFactory(CountyFactory)
    sector = factory.SubFactory(SectorFactory)
    name = factory.Sequence("第{}次专项整治行动".format)
    starts_on = date(2026, 3, 1)
    ends_on = date(2026, 3, 31)


class InspectionFactory(DjangoModelFactory):
    """A visit with two inspectors who hold cards."""

    class Meta:
        model = models.Inspection
        skip_postgeneration_save = True

    place = factory.SubFactory(EnterpriseFactory)
    township = factory.SelfAttribute("place.township")
    sector = factory.SelfAttribute("place.sector")
    inspected_at = FOUND_AT
    created_by = factory.LazyAttribute(lambda visit: InspectorFactory(township=visit.township))

    @factory.post_generation
    def inspectors(visit, create, people, **kwargs):  # noqa: N805 (factory_boy calls it with the made object)
        visit.inspectors.set(people or two_inspectors(visit.township))


def two_inspectors(township):
    """Two people of the township, each with a card."""
    return PersonFactory.create_batch(2, county=township.county, township=township, inspector_card=factory.Sequence("湘执法{:04}".format))


def HazardFactory(*, place=None, by=None, at=FOUND_AT, **fields):  # noqa: N802 (used like the factories)
    """A hazard just found, entered by the real way in."""
    place = place or EnterpriseFactory()
    by = by or InspectorFactory(township=place.township)
    return log_hazard(by=by, at=at, place=place, **({"description": "皮带轮没有防护罩"} | fields))


def hazard_at(state, *, grade=models.Hazard.Grade.GENERAL, replied_by=None, **fields):
    """A hazard that has walked to this state by real steps, a day each; the bureau does what a township may not."""
    hazard = HazardFactory(grade=grade, **fields)
    walk = {
        State.FOUND: [],
        State.ORDERED: [Action.ORDER],
        State.REPLIED: [Action.ORDER, Action.REPLY],
        State.SUSPENDED: [Action.ORDER, Action.SUSPEND],
        State.RESUMING: [Action.ORDER, Action.SUSPEND, Action.APPLY],
        State.CLOSED: [Action.ORDER, Action.REPLY, Action.PASS],
        State.VOID: [Action.VOID],
    }[state]
    bureau = BureauFactory(county=hazard.township.county)
    actors = {Action.ORDER: hazard.created_by, Action.REPLY: replied_by or hazard.created_by}
    actors[Action.APPLY] = actors[Action.REPLY]
    for days, action in enumerate(walk, 1):
        perform(hazard, action, by=actors.get(action, bureau), at=hazard.found_at + timedelta(days=days), **told(action, hazard))
    hazard.refresh_from_db()
    return hazard


SIGNED = {Action.ORDER, Action.PASS, Action.FAIL, Action.REOPEN, Action.SUSPEND, Action.RESUME, Action.REFUSE}


def told(action, hazard):
    """Good details for an action on this hazard."""
    deadline = hazard.found_at.date() + timedelta(days=59)
    inspectors = two_inspectors(hazard.township) if action in SIGNED else None
    return {
        Action.RECTIFY: {"measure": "当场装好防护罩"},
        Action.ORDER: {"requirement": REQUIREMENT, "deadline": deadline, "inspectors": inspectors},
        Action.EXTEND: {"deadline": deadline + timedelta(days=30), "reason": "设备到货延迟"},
        Action.REPLY: {"reply": "已装好防护罩", "rectified_on": hazard.found_at.date()},
        Action.PASS: {"opinion": "已整改到位", "inspectors": inspectors},
        Action.FAIL: {"opinion": "仍有一处未装", "deadline": deadline, "inspectors": inspectors},
        Action.SUSPEND: {"reason": "拒不整改", "deadline": deadline, "inspectors": inspectors},
        Action.APPLY: {"reply": "已清理浮石", "rectified_on": hazard.found_at.date()},
        Action.RESUME: {"opinion": "隐患已经消除", "inspectors": inspectors},
        Action.REFUSE: {"opinion": "浮石没有清理干净", "deadline": deadline, "inspectors": inspectors},
        Action.REOPEN: {"finding": "防护罩又被拆除", "requirement": REQUIREMENT, "deadline": deadline, "inspectors": inspectors},
        Action.SUPERVISE: {"level": models.Hazard.Supervision.COUNTY},
        Action.ASSURE: {"item": models.Assurance.Item.AIM, "evidence": "治理方案已印发"},
        Action.ASK_COUNTY: {"reason": "请协调停电"},
        Action.URGE: {"addressee": "官亭乡人民政府", "in_name_of": "committee", "reason": "请督促整改", "report_by": date(2026, 12, 20)},
        Action.TRANSFER: {"addressee": "临澧县交通运输局", "reason": "属于你单位职责范围", "materials": "现场检查记录\n现场照片"},
        Action.ASK_CUT_OFF: {
            "addressee": "临澧县人民政府",
            "supplies": ["power", "water"],
            "cut_at": hazard.found_at + timedelta(days=10),
            "approved_by": "周正国",
            "reason": "拒不执行停产决定",
        },
        Action.VOID: {"reason": "重复登记"},
    }[action]


def photo(*, size=(64, 48), colour="grey"):
    """A photo as the domain takes it."""
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, "JPEG")
    return CleanPicture(written.getvalue(), "0" * 64)
