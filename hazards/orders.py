"""Papers: which organ may issue which, which needs which before it, and how one is numbered and frozen."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townships.code_words import code_word_of
from townships.models import Level

from . import enforcement_text as text
from . import major_text
from .models import Order, OrderItem
from .numbering import next_number
from .order_text import frozen, nothing_more, where_to_object

Kind = Order.Kind


class PaperNotAllowed(Exception):
    """This organ may not issue this paper, or the paper that it needs before it is missing."""

    def __init__(self, kind):
        super().__init__(kind)
        self.kind = Kind(kind)


ISSUER_WORDS = {Level.TOWNSHIP: _("乡镇（街道）"), Level.COUNTY: _("县级主管部门")}


def why_not(refusal, user):
    """Why this user's organ can't issue this paper now, for a PaperNotAllowed."""
    paper = PAPERS[refusal.kind]
    if user.place is None or user.place.level not in paper.issuers:
        organs = gettext("、").join(str(word) for level, word in ISSUER_WORDS.items() if level in paper.issuers)
        return gettext("《%(paper)s》由%(organs)s制发，本单位不能制发。") % {"paper": refusal.kind.label, "organs": organs}
    if paper.after:
        words = {"paper": refusal.kind.label, "before": gettext("或").join(f"《{kind.label}》" for kind in sorted(paper.after))}
        return gettext("制发《%(paper)s》之前，须先有%(before)s。") % words
    return gettext("《%(paper)s》不在这里制发。") % {"paper": refusal.kind.label}


def nothing_kept(order, items):
    """Most papers are found through the hazard's own events."""


@dataclass(frozen=True)
class Paper:
    """One kind of paper. Its words are templates/papers/hazards/{kind}.html and _{kind}_body.html."""

    issuers: frozenset  # levels of the organs that may issue it
    word: str  # in the number, after the organ's own prefix
    after: frozenset = frozenset()  # one of these must stand before it
    inspectors: int = 1
    names_reviewers: bool = False  # they judged what somebody reported as done: each is named by hand, and none of them reported it
    needs_cards: bool = False
    two_signatures: bool = True  # the unit's head signs beside those who issue it
    has_receipt: bool = True  # printed with a stub (存根) and a receipt (回执) that comes back
    is_answered: bool = False  # the receiver answers in writing
    orders_rectification: bool = False  # it tells the unit to put right what was found; others apply, record, judge, urge or move on
    freezes: Callable = nothing_more  # (order, items, details) -> what only this kind prints
    keeps: Callable = nothing_kept  # (order, items): what the hazard's file keeps of it


SERVED = frozenset({Kind.NOTICE, Kind.DIRECTIVE})
# These name nobody who checked: an application, an answer, a letter, a decision.
SIGNED_BY_ORGAN = {
    Kind.URGING,
    Kind.TRANSFER,
    Kind.CUT_OFF,
    Kind.SUPERVISION,
    Kind.RESUMPTION,
    Kind.EXTENSION_REQUEST,
    Kind.EXTENSION_ANSWER,
    Kind.ACCEPTANCE_REQUEST,
    Kind.CLOSING,
}
# A township without delegated power advises and reports up; only the county orders by statute (RULES sections 4 and 5).
PAPERS = {
    Kind.NOTICE: Paper({Level.TOWNSHIP}, "", orders_rectification=True),
    Kind.DIRECTIVE: Paper({Level.COUNTY}, "责改", inspectors=2, needs_cards=True, orders_rectification=True, freezes=where_to_object),
    Kind.OPINION: Paper({Level.TOWNSHIP, Level.COUNTY}, "复查", after={Kind.NOTICE, Kind.DIRECTIVE}, inspectors=2, names_reviewers=True),
    Kind.RECORD: Paper({Level.TOWNSHIP, Level.COUNTY}, "检记", inspectors=2, has_receipt=False, freezes=text.record),
    Kind.SUSPENSION: Paper(
        {Level.COUNTY},
        "停决",
        after={Kind.NOTICE, Kind.DIRECTIVE},
        inspectors=2,
        needs_cards=True,
        orders_rectification=True,
        freezes=text.suspension,
    ),
    Kind.RESUMPTION: Paper(
        {Level.TOWNSHIP, Level.COUNTY}, "复申", after={Kind.SUSPENSION}, inspectors=0, has_receipt=False, freezes=text.resumption
    ),
    Kind.REVIEW: Paper({Level.COUNTY}, "复审", after={Kind.RESUMPTION}, inspectors=2, names_reviewers=True, freezes=text.review),
    Kind.URGING: Paper(
        {Level.COUNTY},
        "督函",
        after={Kind.NOTICE, Kind.DIRECTIVE},
        inspectors=0,
        two_signatures=False,
        is_answered=True,
        freezes=text.urging,
    ),
    Kind.TRANSFER: Paper({Level.COUNTY}, "移函", inspectors=0, two_signatures=False, is_answered=True, freezes=text.transfer),
    Kind.CUT_OFF: Paper(
        {Level.COUNTY},
        "请示",
        after={Kind.SUSPENSION},
        inspectors=0,
        two_signatures=False,
        has_receipt=False,
        is_answered=True,
        freezes=text.cutting_off,
    ),
    Kind.SUPERVISION: Paper({Level.COUNTY}, "督办", inspectors=0, freezes=major_text.supervision, keeps=major_text.keep_number),
    Kind.EXTENSION_REQUEST: Paper(
        {Level.TOWNSHIP, Level.COUNTY}, "延申", after=SERVED, inspectors=0, has_receipt=False, freezes=major_text.extension_request
    ),
    Kind.EXTENSION_ANSWER: Paper(
        {Level.COUNTY}, "延复", after={Kind.EXTENSION_REQUEST}, inspectors=0, two_signatures=False, freezes=major_text.extension_answer
    ),
    Kind.ACCEPTANCE_REQUEST: Paper(
        {Level.TOWNSHIP, Level.COUNTY}, "验申", after=SERVED, inspectors=0, has_receipt=False, freezes=major_text.acceptance_request
    ),
    Kind.ACCEPTANCE: Paper(
        {Level.COUNTY}, "验收", after={Kind.ACCEPTANCE_REQUEST}, inspectors=2, names_reviewers=True, freezes=major_text.acceptance
    ),
    Kind.CLOSING: Paper(
        {Level.COUNTY}, "销号", after={Kind.ACCEPTANCE}, inspectors=0, two_signatures=False, has_receipt=False, freezes=major_text.closing
    ),
}
# What a paper says of one hazard is what was told with the deed, under the first of these names.
WORDS = ["opinion", "requirement", "reason", "reply", "statement"]
# By which of them an organ orders a rectification.
ORDERING = [Kind.NOTICE, Kind.DIRECTIVE]


def order_kind(by):
    """The paper by which this user's organ orders a rectification."""
    return next(kind for kind in ORDERING if by.place.level in PAPERS[kind].issuers)


def serve_order(hazards, *, kind, by, at=None, deadline=None, requirement="", items=None, **details):
    """One numbered paper for several hazards of one unit; returns the Order. `items`: {hazard pk: what differs for it}."""
    from .workflow import Action, perform_together

    check_issuer(kind, by)
    if kind not in ORDERING:
        raise PaperNotAllowed(kind)
    shared = {"deadline": deadline, "requirement": requirement, **details}
    steps = [(hazard, shared | (items or {}).get(hazard.pk, {})) for hazard in hazards]
    return perform_together(steps, Action.ORDER, by=by, at=at)[0].order


def check_issuer(kind, by):
    if by.place is None or by.place.level not in PAPERS[kind].issuers:
        raise PaperNotAllowed(kind)


def check(kind, steps, *, by):
    """The earlier paper, whom it is served on, and the inspectors of a paper that names these (hazard, details), or why there is none."""
    check_issuer(kind, by)
    hazards = [hazard for hazard, _details in steps]
    follows = _paper_before(kind, hazards)
    served_on = steps[0][1].get("addressee") or _one_unit(hazards)
    people = [] if kind in SIGNED_BY_ORGAN else inspectors_of(kind, steps, by)
    return follows, served_on, people


def issue(kind, steps, *, by, at):
    """Number and freeze the paper that names these (hazard, details). Its PDF comes from `content` alone."""
    follows, served_on, people = check(kind, steps, by=by)
    order = Order(kind=kind, township=steps[0][0].township, follows=follows, served_on=served_on)
    return write(order, steps, people, steps[0][1], by=by, at=at)


def write(order, steps, people, details, *, by, at):
    """Give the paper its number, freeze what it prints, and keep it. `details` are those of the whole paper."""
    paper = PAPERS[order.kind]
    order.issuer, order.issued_by, order.issued_on = by.place, by, timezone.localdate(at)
    order.year = order.issued_on.year
    order.in_name_of = details.get("in_name_of") or ""
    order.sequence = next_number(_series(order), order.year)
    items = [_item(order, position, hazard, told) for position, (hazard, told) in enumerate(steps, 1)]
    number = f"{_code_word(order)}{paper.word}〔{order.year}〕{order.sequence}号"
    # A paper is Chinese whatever language its writer reads.
    with translation.override("zh-hans"):
        order.content = frozen(order, number, items, people) | paper.freezes(order, items, details)
    order.content |= {"has_receipt": paper.has_receipt, "two_signatures": paper.two_signatures}
    order.save()
    OrderItem.objects.bulk_create(items)
    paper.keeps(order, items)
    return order


def _series(order):
    series = f"{order.kind}:{order.issuer_id}"
    return f"{series}:{order.in_name_of}" if order.in_name_of else series


def _code_word(order):
    if not order.in_name_of:
        return order.issuer.document_prefix
    try:
        return code_word_of(order.issuer, order.in_name_of)
    except ValidationError as refused:
        raise ValidationError({"in_name_of": refused}) from refused


def _paper_before(kind, hazards):
    if not PAPERS[kind].after:
        return None
    papers = {hazard.orders.filter(kind__in=PAPERS[kind].after).order_by("pk").last() for hazard in hazards}
    if papers == {None}:
        raise PaperNotAllowed(kind)
    if len(papers) > 1:
        raise ValidationError(_("这些隐患不在同一份文书上，请分别办理。"), code="different_papers")
    return papers.pop()


def _one_unit(hazards):
    units = {hazard.responsible_unit for hazard in hazards}
    if len(units) > 1:
        raise ValidationError(_("一份文书只能送达一个责任单位，所选隐患的责任单位不同。"), code="different_units")
    return units.pop()


def inspectors_of(kind, steps, by):
    """Those named, or else those of the visit and the one who issues; who reviewed is always named."""
    people, is_review = [], PAPERS[kind].names_reviewers
    for hazard, details in steps:
        people += details.get("inspectors") or ([] if is_review else usual_signers(kind, hazard, by))
        if is_review and hazard.replied_by and hazard.replied_by.person in people:
            raise _refused_inspectors(_("%(name)s报告了整改完成，不能参加复查、审查或验收。"), "own_work", name=hazard.replied_by.person)
    people, township = list(dict.fromkeys(people)), steps[0][0].township
    if kind == Kind.ACCEPTANCE:
        _check_outsiders(people, township)
    return checked_inspectors(kind, people, county=township.county_id, issuer=by.place)


def _check_outsiders(people, township):
    """The township applied for the acceptance and saw to the work: the authority judges it (总局令第16号 第十八条)."""
    if own := [person.name for person in people if person.township_id == township.pk]:
        raise _refused_inspectors(_("%(names)s是隐患所在乡镇（街道）的人员，不能参加验收。"), "own_township", names="、".join(own))


def usual_signers(kind, hazard, by):
    """The usual inspectors, as far as they may sign this kind of paper."""
    return [person for person in usual_inspectors(hazard, by) if not (person.township_id and is_for_officers(kind, by.place))]


def is_for_officers(kind, issuer):
    """Whether nobody but the county's own officers signs it: what it orders by statute (行政处罚法 第四十二条)."""
    return PAPERS[kind].needs_cards and issuer.is_county


def usual_inspectors(hazard, by):
    """Those of the visit that found it, and whoever writes the paper."""
    visit = hazard.inspection.inspectors.all() if hazard.inspection else []
    return list(dict.fromkeys([*visit, *([by.person] if by.person else [])]))


def checked_inspectors(kind, people, *, county, issuer):
    """These people, if they may sign this kind of paper."""
    paper = PAPERS[kind]
    if any(person.county_id != county for person in people):
        raise _refused_inspectors(_("检查人员须是本县在册人员。"), "strangers")
    if len(people) < paper.inspectors:
        raise _refused_inspectors(_("这份文书须由 %(count)s 名以上人员签名，请补选。"), "too_few", count=paper.inspectors)
    without_card = [person.name for person in people if not person.inspector_card]
    if paper.needs_cards and without_card:
        raise _refused_inspectors(_("%(names)s没有登记执法证号。"), "no_card", names="、".join(without_card))
    # A township has no delegated power (RULES section 5): its people order and suspend nothing by statute, whoever else signs.
    strangers = [person.name for person in people if person.township_id] if is_for_officers(kind, issuer) else []
    if strangers:
        wrong = _("%(names)s是乡镇（街道）人员，不能作为本文书的执法人员签名。")
        raise _refused_inspectors(wrong, "no_officer", names="、".join(strangers))
    # An organ judges by its own officers (行政处罚法 第四十二条); others may sign beside them.
    if paper.inspectors and issuer.is_county and all(person.township_id for person in people):
        raise _refused_inspectors(_("县级文书须有县级主管部门人员签名，请补选。"), "none_own")
    return people


def _refused_inspectors(message, code, **params):
    return ValidationError({"inspectors": ValidationError(message, code=code, params=params)})


def _item(order, position, hazard, details):
    words = next((details[name] for name in WORDS if details.get(name)), "")
    return OrderItem(order=order, hazard=hazard, position=position, requirement=words, deadline=details.get("deadline"))
