"""Papers: which organ may issue which, which needs which before it, and how one is numbered and frozen."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from townships.models import Level

from .models import Order, OrderItem
from .numbering import next_number
from .order_text import frozen

Kind = Order.Kind


class PaperNotAllowed(Exception):
    """This organ may not issue this paper, or the paper that it needs before it is missing."""


@dataclass(frozen=True)
class Paper:
    issuers: frozenset  # levels of the organs that may issue it
    word: str  # in the number, after the organ's own prefix
    after: frozenset = frozenset()  # one of these must stand before it
    inspectors: int = 1
    needs_cards: bool = False


# A township without delegated power advises and reports up; only the county orders by statute (RULES sections 4 and 5).
PAPERS = {
    Kind.NOTICE: Paper({Level.TOWNSHIP}, ""),
    Kind.DIRECTIVE: Paper({Level.COUNTY}, "责改", inspectors=2, needs_cards=True),
    Kind.OPINION: Paper({Level.TOWNSHIP, Level.COUNTY}, "复查", after={Kind.NOTICE, Kind.DIRECTIVE}, inspectors=2),
}


def order_kind(by):
    """The paper by which this user's organ orders a rectification."""
    return next(kind for kind, paper in PAPERS.items() if by.place.level in paper.issuers and not paper.after)


def opinion(by):
    return Kind.OPINION


def serve_order(hazards, *, kind, by, at=None, deadline=None, requirement="", items=None, **details):
    """One numbered paper for several hazards of one unit; returns the Order. `items`: {hazard pk: what differs for it}."""
    from .workflow import Action, perform_together

    if by.place is None or by.place.level not in PAPERS[kind].issuers or PAPERS[kind].after:
        raise PaperNotAllowed(kind)
    shared = {"deadline": deadline, "requirement": requirement, **details}
    steps = [(hazard, shared | (items or {}).get(hazard.pk, {})) for hazard in hazards]
    return perform_together(steps, Action.ORDER, by=by, at=at)[0].order


def check(kind, steps, *, by):
    """The earlier paper, the unit and the inspectors of a paper that names these (hazard, details), or why there can be none."""
    hazards = [hazard for hazard, _details in steps]
    return _paper_before(kind, hazards), _one_unit(hazards), _inspectors(kind, steps, by)


def issue(kind, steps, *, by, at):
    """Number and freeze the paper that names these (hazard, details). Its PDF comes from `content` alone."""
    hazards = [hazard for hazard, _details in steps]
    earlier, served_on, people = check(kind, steps, by=by)
    issued_on = timezone.localdate(at)
    sequence = next_number(f"{kind}:{by.place.pk}", issued_on.year)
    order = Order(
        kind=kind,
        issuer=by.place,
        year=issued_on.year,
        sequence=sequence,
        township=hazards[0].township,
        follows=earlier,
        served_on=served_on,
        issued_on=issued_on,
        issued_by=by,
    )
    items = [_item(order, position, hazard, details) for position, (hazard, details) in enumerate(steps, 1)]
    number = f"{by.place.document_prefix}{PAPERS[kind].word}〔{order.year}〕{sequence}号"
    # A paper is Chinese whatever language its writer reads.
    with translation.override("zh-hans"):
        order.content = frozen(order, number, items, people)
    order.save()
    OrderItem.objects.bulk_create(items)
    return order


def _paper_before(kind, hazards):
    if not PAPERS[kind].after:
        return None
    papers = {hazard.orders.filter(kind__in=PAPERS[kind].after).order_by("pk").last() for hazard in hazards}
    if papers == {None}:
        raise PaperNotAllowed(kind)
    if len(papers) > 1:
        raise ValidationError(_("这些隐患不在同一份文书上，请分别复查。"), code="different_papers")
    return papers.pop()


def _one_unit(hazards):
    units = {hazard.responsible_unit for hazard in hazards}
    if len(units) > 1:
        raise ValidationError(_("一份文书只能送达一个责任单位，所选隐患的责任单位不同。"), code="different_units")
    return units.pop()


def _inspectors(kind, steps, by):
    """Those named, or else those of the visit and the one who issues."""
    paper, people = PAPERS[kind], []
    for hazard, details in steps:
        visit = hazard.inspection.inspectors.all() if hazard.inspection else []
        people += details["inspectors"] or [*visit, *([by.person] if by.person else [])]
    people = list(dict.fromkeys(people))
    if any(person.county_id != steps[0][0].township.county_id for person in people):
        raise _refused_inspectors(_("检查人员须是本县在册人员。"), "strangers")
    if len(people) < paper.inspectors:
        raise _refused_inspectors(_("这份文书须由 %(count)s 名以上人员签名，请补选。"), "too_few", count=paper.inspectors)
    without_card = [person.name for person in people if not person.inspector_card]
    if paper.needs_cards and without_card:
        raise _refused_inspectors(_("%(names)s没有登记执法证号。"), "no_card", names="、".join(without_card))
    return people


def _refused_inspectors(message, code, **params):
    return ValidationError({"inspectors": ValidationError(message, code=code, params=params)})


def _item(order, position, hazard, details):
    text = details.get("opinion") or details["requirement"]
    return OrderItem(order=order, hazard=hazard, position=position, requirement=text, deadline=details.get("deadline"))
