import io
from datetime import date, datetime, timedelta
from hashlib import sha256
from random import Random

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from hazards import models
from hazards.intake import log_hazard
from hazards.models import Action, State
from hazards.workflow import perform
from tests.factories.townships import (
    BureauFactory,
    CountyFactory,
    EnterpriseFactory,
    InspectorFactory,
    OfficialFactory,
    PersonFactory,
    SectorFactory,
)
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
    state = models.Drive.State.RUNNING


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
    return [card_holder(county=township.county, township=township) for _ in range(2)]


def two_officers(township):
    """Two people of the county's own staff, each with a card."""
    return [card_holder(county=township.county) for _ in range(2)]


def one_of_each(township):
    """Whoever may sign together whatever organ issues the paper: somebody of the township and somebody of the county."""
    return [card_holder(county=township.county, township=township), card_holder(county=township.county)]


def card_holder(**place):
    return PersonFactory(inspector_card=factory.Sequence("湘执法{:04}".format), **place)


def HazardFactory(*, place=None, by=None, at=FOUND_AT, **fields):  # noqa: N802 (used like the factories)
    """A hazard just found, entered by the real way in."""
    place = place or EnterpriseFactory()
    by = by or InspectorFactory(township=place.township)
    return log_hazard(by=by, at=at, place=place, **({"description": "皮带轮没有防护罩"} | fields))


def VisitedHazardFactory(*, place=None, by=None, at=FOUND_AT, **fields):  # noqa: N802 (used like the factories)
    """A hazard just found by a visit of whoever enters it, so that it may be put right on the spot."""
    place = place or EnterpriseFactory()
    by = by or InspectorFactory(township=place.township)
    return HazardFactory(place=place, by=by, at=at, inspection=InspectionFactory(place=place, inspected_at=at, created_by=by), **fields)


WALKS = {
    State.FOUND: [],
    State.ORDERED: [Action.ORDER],
    State.REPLIED: [Action.ORDER, Action.REPLY],
    State.SUSPENDED: [Action.ORDER, Action.SUSPEND],
    State.RESUMING: [Action.ORDER, Action.SUSPEND, Action.APPLY],
    State.CLOSED: [Action.ORDER, Action.REPLY, Action.PASS],
    State.VOID: [Action.VOID],
    "cut off": [Action.ORDER, Action.SUSPEND, Action.ASK_CUT_OFF],
    "resumed": [Action.ORDER, Action.SUSPEND, Action.ASK_CUT_OFF, Action.APPLY, Action.RESUME],
    "linked": [Action.ORDER, Action.LINK],
    "urgent": [Action.MARK_URGENT],
}
# Besides its states, a major hazard stands at a request for more time and at an application for acceptance.
PLANNED = [Action.ORDER, Action.PLAN, Action.REPLY]
APPLIED = [*PLANNED, Action.ASK_ACCEPTANCE]
SIGNED = [Action.SIGN_TOWNSHIP, Action.SIGN_BUREAU, Action.SIGN_COUNTY]
MAJOR_WALKS = WALKS | {
    "asked": [Action.ORDER, Action.ASK_EXTENSION],
    State.REPLIED: PLANNED,
    "applied": APPLIED,
    State.ACCEPTED: [*APPLIED, Action.ACCEPT],
    State.ENDORSED: [*APPLIED, Action.ACCEPT, *SIGNED[:1]],
    State.APPROVED: [*APPLIED, Action.ACCEPT, *SIGNED[:2]],
    State.CLOSED: [*APPLIED, Action.ACCEPT, *SIGNED],
}


def hazard_at(step, *, grade=models.Hazard.Grade.GENERAL, replied_by=None, **fields):
    """A hazard that has walked to this state by real steps, a day each; the bureau does what a township may not."""
    hazard = HazardFactory(grade=grade, **fields)
    county = hazard.township.county
    bureau, replier = BureauFactory(county=county), replied_by or hazard.created_by
    actors = {Action.ORDER: hazard.created_by, Action.REPLY: replier, Action.APPLY: replier}
    for days, action in enumerate((WALKS if grade == models.Hazard.Grade.GENERAL else MAJOR_WALKS)[step], 1):
        by = signatory(action, hazard) if action in SIGNED else actors.get(action, bureau)
        perform(hazard, action, by=by, at=hazard.found_at + timedelta(days=days), **told(action, hazard))
        if action == Action.PLAN:
            check_all_five(hazard)
    hazard.refresh_from_db()
    return hazard


def check_all_five(hazard):
    """五落实, as a township checks them one after the other."""
    told = {"hazard": hazard, "evidence": "已核查", "by": hazard.created_by, "at": hazard.found_at}
    models.Assurance.objects.bulk_create(models.Assurance(item=item, **told) for item in models.Assurance.Item)


def signatory(action, hazard):
    """Each level's own person, who did nothing else about the hazard."""
    if action == Action.SIGN_TOWNSHIP:
        return InspectorFactory(township=hazard.township)
    return (BureauFactory if action == Action.SIGN_BUREAU else OfficialFactory)(county=hazard.township.county)


WITH_INSPECTORS = {Action.ORDER, Action.PASS, Action.FAIL, Action.REOPEN}
BY_COUNTY = {Action.ORDER, Action.REOPEN, Action.ACCEPT, Action.REJECT, Action.SUSPEND, Action.RESUME, Action.RESUME_MAJOR, Action.REFUSE}
WITH_INSPECTORS |= BY_COUNTY
REPORT = {"condition": "坡体开裂", "harm": "可能掩埋三户，整改需停产两个月", "remedy": "削坡并修截水沟"}
PLAN = {
    "aim": "消除滑坡危险",
    "methods": "削坡减载，修截水沟",
    "funds": "企业自筹 30 万元",
    "people": "安全科，负责人李四",
    "timing": "四月底以前完工",
    "safety": "设监测点，编应急预案",
    "measures": ["withdraws_people", "sets_guard"],
    "interim": "坡下三户已撤离",
}


# What is said of each deed, whatever the hazard.
SAID = {
    Action.RECTIFY: {"measure": "当场装好防护罩"},
    Action.ORDER: {"requirement": REQUIREMENT},
    Action.ASK_EXTENSION: {"reason": "设备到货延迟", "arrangement": "到货即安装", "safeguards": "停用并警戒"},
    Action.EXTEND: {"reason": "设备到货延迟"},
    Action.REFUSE_EXTENSION: {"reason": "理由不充分"},
    Action.REPLY: {"reply": "已装好防护罩"},
    Action.PASS: {"opinion": "已整改到位"},
    Action.FAIL: {"opinion": "仍有一处未装"},
    Action.ASK_ACCEPTANCE: {"statement": "已治理完毕，经评估达到要求"},
    Action.ACCEPT: {"opinion": "隐患已消除"},
    Action.REJECT: {"opinion": "截水沟未完成"},
    Action.SIGN_TOWNSHIP: {"opinion": "同意销号"},
    Action.SIGN_BUREAU: {"opinion": "同意销号"},
    Action.SIGN_COUNTY: {"opinion": "同意销号"},
    Action.REFUSE_CLOSING: {"reason": "验收资料不全"},
    Action.SUSPEND: {"reason": "拒不整改"},
    Action.APPLY: {"reply": "已清理浮石"},
    Action.RESUME: {"opinion": "隐患已经消除"},
    Action.RESUME_MAJOR: {"opinion": "隐患已经消除"},
    Action.REFUSE: {"opinion": "浮石没有清理干净"},
    Action.REOPEN: {"finding": "防护罩又被拆除", "requirement": REQUIREMENT},
    Action.LOOK_BACK: {"note": "防护罩完好"},
    Action.LINK: {},
    Action.UNLINK: {"reason": "不是同一隐患"},
    Action.SUPERVISE: {"level": models.Hazard.Supervision.COUNTY},
    Action.REPORT: REPORT,
    Action.PLAN: PLAN,
    Action.PROGRESS: {"done": "截水沟开挖过半", "percent": 50},
    Action.ASSIGN: {"responsible_unit": "县公路局", "assigning_unit": "县安委会", "coordinating_unit": "县交通运输局"},
    Action.ASSURE: {"item": models.Assurance.Item.AIM, "evidence": "治理方案已印发"},
    Action.MARK_URGENT: {"reason": "坡体裂缝半日加宽 3 厘米"},
    Action.UNMARK_URGENT: {"reason": "经地质专家查看，坡体稳定"},
    Action.ASK_COUNTY: {"reason": "请协调停电"},
    Action.URGE: {"addressee": "官亭乡人民政府", "in_name_of": "committee", "reason": "请督促整改", "report_by": date(2026, 12, 20)},
    Action.TRANSFER: {"addressee": "临澧县交通运输局", "reason": "属于你单位职责范围", "materials": "现场检查记录\n现场照片"},
    Action.ASK_CUT_OFF: {
        "addressee": "临澧县人民政府",
        "supplies": ["power", "water"],
        "approved_by": "周正国",
        "reason": "拒不执行停产决定",
    },
    Action.LIFT_CUT_OFF: {"told": "国网临澧县供电公司", "told_by": "周正国", "reason": "隐患已经消除"},
    Action.VOID: {"reason": "重复登记"},
}
WITH_DEADLINE = {Action.ORDER, Action.FAIL, Action.REJECT, Action.SUSPEND, Action.REFUSE, Action.REOPEN}
PUT_OFF = {Action.ASK_EXTENSION, Action.EXTEND}
# Days that a deed tells: that of finding will do.
DAYS = {
    Action.REPLY: ["rectified_on"],
    Action.APPLY: ["rectified_on"],
    Action.REPORT: ["authority_told_on", "workers_told_on"],
}


def told(action, hazard):
    """Good details for an action on this hazard."""
    details = SAID[action] | dict.fromkeys(DAYS.get(action, []), hazard.found_at.date()) | _deadline(action, hazard)
    if action in WITH_INSPECTORS:
        details["inspectors"] = (two_officers if action in BY_COUNTY else one_of_each)(hazard.township)
    if action in (Action.ORDER, Action.REOPEN) and hazard.responsible_unit == hazard.township.government:
        details["responsible_unit"] = "双河村"
    if action in (Action.ACCEPT, Action.REJECT):
        details["accepted_on"] = applied_on(hazard) or hazard.found_at.date()
    if action == Action.ASK_CUT_OFF:
        details["cut_at"] = hazard.found_at + timedelta(days=10)
    if action == Action.LIFT_CUT_OFF:
        details["told_at"] = hazard.found_at + timedelta(days=8)
    if action == Action.MARK_URGENT:
        details["known_at"] = hazard.found_at
    if action == Action.LINK:
        details["earlier"] = _earlier_one(hazard)
    return details


def applied_on(hazard):
    """As the ledger has it: a step done since may not stand in this row."""
    return models.Hazard.objects.values_list("acceptance_asked_on", flat=True).get(pk=hazard.pk)


def _deadline(action, hazard):
    deadline = hazard.found_at.date() + timedelta(days=59)
    if action == Action.SUPERVISE:
        return {"deadline": hazard.deadline or deadline}
    if action in PUT_OFF:
        return {"deadline": deadline + timedelta(days=30)}
    return {"deadline": deadline} if action in WITH_DEADLINE else {}


def _earlier_one(hazard):
    """Closed a year before at the same place."""
    return hazard_at(State.CLOSED, place=hazard.place, by=hazard.created_by, at=hazard.found_at - timedelta(days=365))


def scene(number, *, size=(640, 480), thing=False):
    """A photo of something, each number another one: light and dark fields in a pattern of its own, and a thing that may be gone later."""
    fields = Random(number)
    picture = Image.new("L", (9, 8))
    picture.putdata([fields.randrange(256) for _ in range(72)])
    written = io.BytesIO()
    picture = picture.resize(size, Image.Resampling.BICUBIC)
    if thing:
        # A twenty-fifth of the picture, light on dark ground and dark on light.
        left, top, right, bottom = size[0] // 2, size[1] // 2, size[0] * 7 // 10, size[1] * 7 // 10
        picture.paste(20 if picture.getpixel((left, top)) > 127 else 235, (left, top, right, bottom))
    picture.convert("RGB").save(written, "JPEG")
    return CleanPicture(written.getvalue(), sha256(written.getvalue()).hexdigest())


def photo(*, size=(64, 48), colour="grey"):
    """A photo as the domain takes it."""
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, "JPEG")
    return CleanPicture(written.getvalue(), "0" * 64)
