"""What each paper of enforcement prints beyond its items: one function for each kind, frozen when it is issued."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from papers.templatetags.papers import paper_date
from townships.models import Level

from .details import SUPPLIES
from .models import Order
from .order_text import closed_lines, closed_sentence, given_to_another, where_to_object

TYPE_AREA = 440  # points, of 156 mm
URGING_ORGANS = {Order.InNameOf.COMMITTEE: "安全生产委员会", Order.InNameOf.GOVERNMENT: "人民政府"}


def moment(at):
    """2026年3月3日9时30分"""
    at = timezone.localtime(at)
    return f"{paper_date(at)}{at.hour}时{at.minute}分"


def red_head(organ):
    """…文件 in one line, as large as its length allows (GB/T 9704-2012, 7.2.4)."""
    return {"red_organ": f"{organ}文件", "organ_size": min(36, TYPE_AREA // (len(organ) + 2))}


def we_of(order):
    """What a bureau calls itself in its letters."""
    return "我局" if order.township.county.bureau_name.endswith("局") else "本机关"


def record(order, items, details):
    """安全生产法 第六十八条: time, place, content, problems and how they were dealt with, who signs, or why the unit does not."""
    visit = order.inspection
    return {
        "place": visit.place.name,
        "address": address_of(visit.place),
        "kind_of_visit": visit.get_kind_display(),
        "began_at": moment(visit.inspected_at),
        "ended_at": moment(visit.ended_at) if visit.ended_at else "",
        "accompanied_by": visit.accompanied_by,
        "visit_content": closed_lines(details["content"]),
        "handling": closed_lines(details["handling"]),
        "unit_head": details["unit_head"],
        "refusal": closed_lines(details["refusal"]),
        "gist": f"{order.served_on}现场检查情况。",
    }


def address_of(place):
    """An enterprise's own, or else where the place stands."""
    enterprise = getattr(place, "as_enterprise", None) if place.level == "enterprise" else None
    return (enterprise.address if enterprise else "") or place.township.name


def suspension(order, items, details):
    return where_to_object(order, items, details) | {
        "unit": items[0].hazard.responsible_unit,
        "basis": details["basis"] or settings.SUSPENSION_BASIS,
        "scope": details["scope"] or "全部生产经营活动",
        "reason": closed_lines(details["reason"]),
        "until": paper_date(details["deadline"]),
        "gist": f"责令{order.served_on}停产停业整改，期限至{paper_date(details['deadline'])}。",
    }


def resumption(order, items, details):
    """总局令第16号 第十八条: the authority looks at the site within ten days of the application."""
    return {
        "organ": order.served_on,
        "applicant": order.served_on,
        "registered": True,  # the number is that of the receiver's register, not of the applicant's paper
        "is_enterprise": items[0].hazard.place.level == Level.ENTERPRISE,
        "receiver": receiver_of(order),
        "reply": closed_lines(details["reply"]),
        "rectified_on": paper_date(details["rectified_on"]),
        "spent": f"{details['spent_funds']:,.2f}" if details["spent_funds"] else "",
        "review_by": paper_date(order.issued_on + timedelta(days=settings.RESUMPTION_REVIEW_DAYS)),
        "received_by": str(order.issued_by.person or order.issued_by),
        "gist": f"{order.served_on}申请恢复生产经营。",
    }


def receiver_of(order):
    """The organ that reviews: the one that suspended."""
    return order.follows.content["organ"]


def review(order, items, details):
    """The decision and the application that it answers, and what the review came to."""
    ordering = order.follows.follows
    decision = ordering.content
    agrees = not details.get("deadline")
    return {
        "decision": {name: decision[name] for name in ["title", "number", "issued_on"]},
        "agrees": agrees,
        "conclusion": "同意恢复生产经营" if agrees else "不同意恢复生产经营",
        **given_to_another(order, ordering, items[0].hazard),
        "findings": closed_lines(details["opinion"]),
        "until": "" if agrees else paper_date(details["deadline"]),
        "gist": f"{order.served_on}复产审查，{'同意' if agrees else '不同意'}恢复生产经营。",
    }


def urging(order, items, details):
    """In the name of the county's committee or government, whichever the deed chose (RULES section 4)."""
    county, hazard = order.township.county, items[0].hazard
    late = (order.issued_on - hazard.deadline).days
    return {
        "organ": f"{county.name}{URGING_ORGANS[details['in_name_of']]}",
        "unit": hazard.responsible_unit,
        "deadline": paper_date(hazard.deadline),
        "days_late": late,
        "demand": closed_lines(details["reason"]),
        "report_by": paper_date(details["report_by"]),
        "contact": county.bureau_name,
        "subject": f"关于督办{hazard.responsible_unit}安全隐患的函",
        "gist": f"督办{hazard.responsible_unit}逾期未整改的安全隐患。",
    }


def transfer(order, items, details):
    """安全生产法 第六十九条: in writing, with what was found; the receiver must act and says so."""
    return {
        "unit": items[0].hazard.responsible_unit,
        "reason": closed_lines(details["reason"]),
        "materials": [line.strip() for line in details["materials"].splitlines() if line.strip()],
        "answer_by": paper_date(details["answer_by"]) if details["answer_by"] else "",
        "we": we_of(order),
        "subject": f"关于移送{items[0].hazard.responsible_unit}安全隐患的函",
        "gist": f"移送{items[0].hazard.responsible_unit}安全隐患。",
    }


def cutting_off(order, items, details):
    """安全生产法 第七十条: asked of the county with the decision that is not obeyed; power only after a day's notice."""
    bureau = order.township.county.bureau_name
    supplies = "、".join(str(label) for key, label in SUPPLIES if key in details["supplies"])
    return {
        "unit": items[0].hazard.responsible_unit,
        "supplies": supplies,
        "cut_at": moment(details["cut_at"]),
        "is_urgent": details["is_urgent"],
        "notice_hours": settings.CUT_OFF_NOTICE_HOURS,
        "approved_by": details["approved_by"],
        "reason": closed_lines(details["reason"]),
        "contact": str(order.issued_by.person or order.issued_by),
        "contact_phone": order.issued_by.person.phone if order.issued_by.person else "",
        "we": we_of(order),
        "subject": f"关于停止{items[0].hazard.responsible_unit}{supplies}的请示",
        **red_head(bureau),
        "gist": f"报请对{items[0].hazard.responsible_unit}采取停止{supplies}措施。",
    }


def handling_of(hazard):
    """What became of one hazard of a visit by now: rectified at once, ordered by a paper, or neither yet."""
    order = hazard.orders.filter(kind__in=["notice", "directive"]).order_by("pk").last()
    if order:
        return f"已下达《{order.content['title']}》（{order.number}）。"
    if hazard.state == "closed":
        return closed_sentence(f"已当场整改：{hazard.measure}")
    return "要求立即采取防范措施，另行下达整改文书。"
