"""现场检查记录: the written record of a visit (安全生产法 第六十八条), issued once, also when nothing was found."""

from django.db import transaction
from django.utils import timezone, translation

from .enforcement_text import handling_of
from .models import CheckSheet, Inspection, Order, SheetAnswer
from .orders import check_issuer, checked_inspectors, write

Kind = Order.Kind


class AlreadyRecorded(Exception):
    """The visit has its record, which this carries."""

    def __init__(self, order):
        super().__init__(order.pk)
        self.order = order


class VisitVoided(Exception):
    """A visit that was voided is no visit; nothing is recorded of it."""


@transaction.atomic
def record_visit(inspection, *, by, at=None, inspectors, content, handling, unit_head="", refusal=""):
    """The record of this visit, numbered and frozen; what it found stands in it with what became of each."""
    check_issuer(Kind.RECORD, by)
    # Lock the visit: two inspectors who were there may press in the same second.
    inspection = (
        Inspection.objects.select_for_update(of=("self",)).select_related("place__township", "township__county").get(pk=inspection.pk)
    )
    if inspection.voided_at:
        raise VisitVoided
    if order := record_of(inspection):
        raise AlreadyRecorded(order)
    people = checked_inspectors(Kind.RECORD, list(inspectors), county=inspection.township.county_id, issuer=by.place)
    found = inspection.hazards.counted().select_related("township", "place").order_by("pk")
    steps = [(hazard, {"requirement": handling_of(hazard), "deadline": None}) for hazard in found]
    order = Order(kind=Kind.RECORD, township=inspection.township, inspection=inspection, served_on=unit_of(inspection))
    details = {"content": content, "handling": handling, "unit_head": unit_head, "refusal": refusal}
    return write(order, steps, people, details, by=by, at=at or timezone.now())


def record_of(inspection):
    return Order.objects.filter(kind=Kind.RECORD, inspection=inspection).first()


def citing(order):
    """The records of visits in which this paper stands as what was done about a hazard (handling_of)."""
    there = Order.objects.filter(kind=Kind.RECORD, hazards__in=order.hazards.all())
    return there.filter(items__requirement__contains=f"（{order.number}）").distinct().order_by("pk")


def cited(record):
    """The papers that stand in this record; one query more."""
    said = "".join(record.items.values_list("requirement", flat=True))
    ordered = Order.objects.filter(kind__in=[Kind.NOTICE, Kind.DIRECTIVE], hazards__in=record.hazards.all())
    return [order for order in ordered.distinct().order_by("pk") if f"（{order.number}）" in said]


def unit_of(inspection):
    """Who was inspected: the unit that answers for what was found, or else the place."""
    first = inspection.hazards.counted().order_by("pk").first()
    return first.responsible_unit if first else inspection.place.name


def first_words(inspection):
    """What the form starts with: what the visit's own row, its checklist and its hazards say. Queries."""
    hazards = list(inspection.hazards.counted())
    # These words go into an official paper, which is Chinese whatever its writer reads.
    with translation.override("zh-hans"):
        content = "".join(filter(None, [_checklist_in_words(inspection), inspection.content])) or usual_content(inspection)
    return {
        "content": content,
        "handling": usual_handling(hazards),
        "unit_head": inspection.unit_signatory,
        "refusal": inspection.unit_refusal,
    }


def usual_content(inspection):
    return f"对{inspection.place.name}的{inspection.sector.name}安全生产情况进行{inspection.get_kind_display()}。"


def usual_handling(hazards):
    if not hazards:
        return "未发现安全隐患，要求继续落实安全生产主体责任。"
    return "上述问题已当场告知被检查单位，要求按期整改，整改期间采取措施确保安全。"


def _checklist_in_words(inspection):
    """按《非煤矿山检查表》检查 12 项：符合 10 项，不符合 1 项，不适用 1 项。"""
    sheet = CheckSheet.objects.filter(inspection=inspection).select_related("version__checklist").first()
    if sheet is None:
        return ""
    answers = list(sheet.answers.all())
    counts = [(label, sum(answer.result == key for answer in answers)) for key, label in SheetAnswer.Result.choices]
    words = "，".join(f"{label}{number}项" for label, number in counts if number)
    return f"按《{sheet.version.checklist.name}》检查{len(answers)}项：{words}。"
