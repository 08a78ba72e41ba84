"""What each paper of a major hazard prints beyond its items (RULES section 5), frozen when it is issued."""

from django.utils import timezone

from papers.templatetags.papers import paper_date
from townships.models import Level

from .models import Action, MajorCase
from .order_text import closed_lines, given_to_another, standing_deadline

LEVELS = {"county": "县级", "city": "市级", "province": "省级"}


def supervision(order, items, details):
    hazard = items[0].hazard
    case = MajorCase.objects.get(hazard=hazard)
    return {
        "level": LEVELS[details["level"]],
        "supervising_unit": case.supervising_unit,
        "higher_number": case.supervision_number,
        "until": paper_date(hazard.deadline),
        "demand": closed_lines(details["reason"]) if details["reason"] else "",
        "publicised_in": case.publicised_in,
        "gist": f"{order.served_on}重大事故隐患挂牌督办，期限至{paper_date(hazard.deadline)}。",
    }


def keep_number(order, items):
    """The county's own supervision carries the number of this paper."""
    MajorCase.objects.filter(hazard__in=[item.hazard for item in items], supervision_number="").update(supervision_number=order.number)


def application(order, items):
    """An application is the paper of whoever was ordered, under its own name and seal (总局令第16号 第十八条: 生产经营单位…应当…提出).

    It goes to the organ that ordered, and to the county's, which answers; its number is that of their register.
    A township that is responsible itself (its road, its bridge) applies to the county alone.
    """
    hazard, followed = items[0].hazard, order.follows
    ordered = followed.content
    receivers = dict.fromkeys([ordered["organ"], order.township.county.bureau_name])
    return {
        "organ": order.served_on,
        "applicant": order.served_on,
        "registered": True,
        "is_enterprise": hazard.place.level == Level.ENTERPRISE,
        "receiver": "、".join(organ for organ in receivers if organ != order.served_on),
        "ordered": {name: ordered[name] for name in ("organ", "title", "number", "issued_on")},
        **given_to_another(order, followed, hazard),
        "received_by": str(order.issued_by.person or order.issued_by),
        "unit": hazard.responsible_unit,
    }


def extension_request(order, items, details):
    hazard = items[0].hazard
    return application(order, items) | {
        "until": paper_date(hazard.deadline),
        "longer_until": paper_date(details["deadline"]),
        "asked_on": paper_date(hazard.extension_asked_on),
        "is_late": details["ask_late"],
        **{name: closed_lines(details[name]) for name in ("reason", "arrangement", "safeguards")},
    }


def extension_answer(order, items, details):
    longer = details.get("deadline")
    return {
        "unit": items[0].hazard.responsible_unit,
        "is_granted": longer is not None,
        "until": paper_date(items[0].hazard.deadline),
        # What was asked stands beside what is given, also where the two are the same day.
        "asked_until": order.follows.content["longer_until"],
        "longer_until": paper_date(longer) if longer else "",
        "reason": closed_lines(details["reason"]),
        "gist": f"{order.served_on}延期申请的答复。",
    }


# What a second application and the opinion on it must not keep silent about (总局令第16号 第十八条).
MEANWHILE = {
    Action.REJECT: "验收不合格",
    Action.SUSPEND: "责令停产停业整改",
    Action.REFUSE: "复产审查不同意恢复生产经营",
    Action.RESUME_MAJOR: "复产审查同意恢复生产经营",
}


def meanwhile(hazard):
    """[{on, what, title, number}] of what was decided since it was found, or found again, and before this paper."""
    events = hazard.events.filter(action__in=MEANWHILE, order__isnull=False)
    if hazard.reopened_at:
        events = events.filter(at__gte=hazard.reopened_at)
    return [
        {
            "on": paper_date(timezone.localdate(event.at)),
            "what": MEANWHILE[event.action],
            "title": event.order.content["title"],
            "number": event.order.number,
        }
        for event in events.select_related("order").order_by("pk")
    ]


def acceptance_request(order, items, details):
    hazard = items[0].hazard
    return application(order, items) | {
        "meanwhile": meanwhile(hazard),
        "until": paper_date(hazard.deadline),
        "rectified_on": paper_date(hazard.rectified_on),
        "spent": f"{hazard.spent_funds:,.2f}" if hazard.spent_funds else "",
        "statement": closed_lines(details["statement"]),
    }


def acceptance(order, items, details):
    return {
        "meanwhile": meanwhile(items[0].hazard),
        "accepted_on": paper_date(details["accepted_on"]),
        "experts": details["experts"],
        "is_passed": details.get("deadline") is None,
        "opinion": closed_lines(details["opinion"]),
        "until": paper_date(details["deadline"]) if details.get("deadline") else "",
        "standing_deadline": standing_deadline(items[0].hazard, details.get("deadline")),
        "gist": f"{order.served_on}重大事故隐患验收意见。",
    }


def closing(order, items, details):
    """Three boxes: the township's and the bureau's signatures of this round, and the one that closes it."""
    hazard = items[0].hazard
    last = {action: hazard.events.filter(action=action).last() for action in (Action.SIGN_TOWNSHIP, Action.SIGN_BUREAU)}
    boxes = [
        _box(name, last[action])
        for action, name in [(Action.SIGN_TOWNSHIP, "乡镇（街道）意见"), (Action.SIGN_BUREAU, "县安全监管部门意见")]
    ]
    boxes.append(
        {"name": "县领导小组（分管领导）意见", "opinion": details["opinion"], "by": str(order.issued_by), "on": paper_date(order.issued_on)}
    )
    return {
        "unit": hazard.responsible_unit,
        "supervision": hazard.get_supervision_display(),
        "until": paper_date(hazard.deadline),
        "rectified_on": paper_date(hazard.rectified_on),
        "accepted": order.follows.content["number"],
        "acceptance_opinion": order.follows.content["opinion"],
        "boxes": boxes,
    }


def _box(name, event):
    return {"name": name, "opinion": event.reason, "by": str(event.by), "on": paper_date(timezone.localdate(event.at))}
