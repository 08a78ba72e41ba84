"""Everything that a paper prints, frozen in the words of the day on which it was issued."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from papers.templatetags.papers import paper_date

from .models import Action, State

# What ends a sentence, and what can't.
ENDS, OPEN_ENDS = ("。", "！", "？", "；", "."), "，、,"
CLAUSE_ENDS = "。；，、"
WE = {"township": "我乡", "town": "我镇", "subdistrict": "我街道"}

# A shipped list's clause that no bureau has checked yet: it stands in the ledger with this mark, and in no paper.
UNCHECKED = "请按现行标准核对"


def frozen(order, number, items, people):
    """What this paper says about these rows of it, signed by these people."""
    issuer, county = order.issued_by.place, order.township.county
    first = items[0].hazard if items else None
    return {
        "title": order.get_kind_display(),
        "number": number,
        "organ": county.bureau_name if issuer.is_county else issuer.government,
        "we": "本机关" if issuer.is_county else WE[issuer.kind],
        "inspected_by": inspected_by(order, first),
        "county_organ": county.bureau_name,
        "served_on": order.served_on,
        "responsible_person": first.responsible_person if first else "",
        "responsible_phone": first.responsible_phone if first else "",
        "checked_on": paper_date(timezone.localdate(checked_at(order, first))),
        "issued_on": paper_date(order.issued_on),
        "writer": str(order.issued_by.person or ""),
        "inspectors": [{"name": person.name, "card": person.inspector_card} for person in people],
        "joint": joint(items),
        "items": [item_text(item) | reinspected(item, order.follows) for item in items],
        "gist": gist(order, items),
        "deadlines": deadlines(items),
        "requirements": requirements(items),
        "earlier": earlier_paper(order.follows),
        **given_to_another(order, order.follows, first),
    }


def checked_at(order, hazard):
    visit = order.inspection or hazard.inspection
    return visit.inspected_at if visit else hazard.found_at


def inspected_by(order, hazard):
    """The township whose visit a paper of the county's rests on; nothing where the organ itself went."""
    visit = order.inspection or (hazard and hazard.inspection)
    found = visit or hazard
    township = found.created_by.township if found and order.issued_by.place.is_county else None
    return township.government if township else ""


def gist(order, items):
    """What the stub says of it: 官亭石料厂安全隐患，共 3 项，最迟于2026年4月30日前完成。"""
    last = max((item.deadline for item in items if item.deadline), default=None)
    until = f"，最迟于{paper_date(last)}前完成" if last else ""
    return f"{order.served_on}安全隐患，共 {len(items)} 项{until}。"


def nothing_more(order, items, details):
    """Nothing but what a look-back found, where that is the reason for the paper."""
    return found_again(order, items, details) if details.get("finding") else {}


def where_to_object(order, items, details):
    """To whom and until when one objects to a statutory order."""
    county = order.township.county
    return nothing_more(order, items, details) | {
        "review_authority": county.review_authority,
        "review_days": settings.REVIEW_DAYS,
        "court": county.court,
        "suit_months": settings.SUIT_MONTHS,
    }


def found_again(order, items, details):
    """回头看: these were closed and are back. It was another day than that of the visit, and nobody who came along then signs."""
    return {
        "found_again": {"on": paper_date(order.issued_on), "finding": closed_sentence(details["finding"])},
        "items": [item_text(item) | earlier_life(item.hazard) for item in items],
        "joint": [],
    }


def earlier_life(hazard):
    """When it was found and when it was closed last."""
    closing = hazard.events.filter(to_state=State.CLOSED).exclude(from_state=State.CLOSED).last()
    closed_on = paper_date(timezone.localdate(closing.at)) if closing else ""
    return {"found_on": paper_date(timezone.localdate(hazard.found_at)), "closed_on": closed_on}


def joint(items):
    """Whom other departments sent to the visits that found this: they sign too (联合执法)."""
    visits = {item.hazard.inspection_id: item.hazard.inspection for item in items if item.hazard.inspection_id}
    told = [{"department": party.department.name, "people": party.people} for visit in visits.values() for party in visit.parties.all()]
    return [party for place, party in enumerate(told) if party not in told[:place]]


def item_text(item):
    hazard = item.hazard
    return {
        "position": item.position,
        "hazard": hazard.number,
        "problem": problem(hazard),
        "is_major": hazard.is_major,
        # Said on the check page, and printed nowhere.
        "unchecked": unchecked_clause(hazard),
        "lacks_clause": not hazard.basis,
        "requirement": closed_sentence(item.requirement),
        "deadline": paper_date(item.deadline) if item.deadline else "",
    }


def unchecked_clause(hazard):
    """The clause that a shipped list came with, while nobody has checked it: 《公路安全保护条例》."""
    return hazard.basis.replace(f"（{UNCHECKED}）", "").replace(UNCHECKED, "") if UNCHECKED in hazard.basis else ""


def problem(hazard):
    """破碎车间：皮带轮没有防护罩（依据：…，重大事故隐患）。The place is named where it is not the unit itself."""
    place = hazard.place.name if hazard.place.name != hazard.responsible_unit else ""
    where = [place, hazard.spot if hazard.spot != place else ""]
    clause = "" if unchecked_clause(hazard) else hazard.basis
    remarks = [f"依据：{clause}" if clause else "", "重大事故隐患" if hazard.is_major else ""]
    where, remarks = "".join(filter(None, where)), "，".join(filter(None, remarks))
    words = closed_sentence(hazard.description)
    if remarks:
        words = f"{words[:-1]}（{remarks}）。"
    return f"{where}：{words}" if where else words


def reinspected(item, earlier):
    """What a re-inspection says of one item of the paper before it."""
    if earlier is None:
        return {}
    position = earlier.items.get(hazard=item.hazard).position
    told = {"earlier_position": position, "conclusion": "整改不到位" if item.deadline else "已整改到位"}
    return told | since_paper(item.hazard, earlier) | {"standing_deadline": standing_deadline(item.hazard, item.deadline)}


def since_paper(hazard, earlier):
    """What the deadline of that paper became, and the re-inspections since that found it not done."""
    served = hazard.events.filter(order=earlier).order_by("pk").last()
    since = hazard.events.filter(action__in=[Action.EXTEND, Action.FAIL], pk__gt=served.pk).order_by("pk") if served else []
    failed = [event for event in since if event.action == Action.FAIL and event.order]
    return _extension(since) | {
        "failed_before": [{"on": paper_date(timezone.localdate(event.at)), "number": event.order.number} for event in failed],
    }


def _extension(events):
    """The day that was granted, and the sooner one that a re-inspection named after it; empty where there is none."""
    granted = sooner = ""
    for event in events:
        day = event.details["deadline"]
        if event.action == Action.EXTEND:
            granted, sooner = day, ""
        elif granted and day < (sooner or granted):
            sooner = day
    return {"extended_until": _as_printed(granted), "sooner": _as_printed(sooner)}


def _as_printed(day):
    return paper_date(date.fromisoformat(day)) if day else ""


def standing_deadline(hazard, redo_by):
    """The one that a failed re-inspection leaves standing although it names a later day (decision 0128), or nothing."""
    return paper_date(hazard.deadline) if redo_by and redo_by > hazard.deadline else ""


def deadlines(items):
    """责令第 n 项 于 … 前整改: [{"positions": "1、2", "deadline": "2026年4月30日"}], in the order of their first items."""
    days = {}
    for item in items:
        if item.deadline:
            days.setdefault(item.deadline, []).append(item)
    return [{"positions": positions(group), "deadline": paper_date(day)} for day, group in days.items()]


def requirements(items):
    """What is required of which items by when; items of which the same is required stand together."""
    groups = {}
    for item in items:
        groups.setdefault((closed_sentence(item.requirement), item.deadline), []).append(item)
    return [
        {"positions": positions(group), "requirement": requirement, "deadline": paper_date(day) if day else ""}
        for (requirement, day), group in groups.items()
    ]


def positions(items):
    return "、".join(str(item.position) for item in items)


def earlier_paper(order):
    """What a re-inspection is about: the paper that was served, with its items and their deadlines."""
    if order is None:
        return None
    told = {name: order.content[name] for name in ["organ", "title", "number", "issued_on", "items", "deadlines"]}
    return told | {"found_again": order.content.get("found_again")}


def given_to_another(order, ordering, hazard):
    """交办: on whom the paper that ordered was served, and who said that it is for this one now; nothing where that is the same unit."""
    if ordering is None or ordering.served_on == order.served_on:
        return {"ordered_unit": "", "assigning_unit": ""}
    return {"ordered_unit": ordering.served_on, "assigning_unit": hazard.assigning_unit}


def shortened(text, most):
    """The text, or so much of it as ends with whole words of a clause and …: the paper says where the whole stands."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[:most]
    ends = max(cut.rfind(mark) for mark in CLAUSE_ENDS)
    return f"{cut[:ends] if ends > most // 2 else cut}…"


def is_shortened(text):
    return text.endswith("…")


def closed_lines(text):
    """With its end mark, and the lines that were typed apart: for words that stand alone on a paper and not within a sentence."""
    *lines, last = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    return "".join(_with_break(line) for line in lines) + closed_sentence(last)


def _with_break(line):
    """A line that stops at a comma goes on in the next."""
    if line.endswith(tuple(OPEN_ENDS)):
        return line
    return f"{line}\n" if line.endswith((*ENDS, "：")) else f"{line}；\n"


def closed_sentence(text):
    """With its end mark, whatever the inspector typed on the phone; lines that were typed apart are told apart in one paragraph."""
    *lines, last = [line.strip() for line in text.strip().splitlines() if line.strip()] or [""]
    last = last.rstrip(OPEN_ENDS)
    told = "".join(line if line.endswith(ENDS + tuple(OPEN_ENDS)) else f"{line}；" for line in lines) + last
    return told if not told or told.endswith(ENDS) else f"{told.rstrip(OPEN_ENDS)}。"
