"""Everything that a handover sheet prints, frozen in the words of the day on which it was done."""

from datetime import timedelta

from django.utils import timezone, translation

from papers.templatetags.papers import paper_date

from .models import AccountDeed

MOST_NUMBERS = 12


def frozen(row, moving, settled, note):
    """What moved and what stayed; a paper is Chinese whatever language its writer reads."""
    planned, chosen, ended = moving.planned, moving.posts, moving.ended
    moved, handed = {post.pk for post in [*(one.post for one in chosen), *ended]}, {hazard.pk for hazard in moving.cases}
    seated = {member.pk for member in [*moving.seats, *moving.ended_seats]}
    with translation.override("zh-hans"):
        return {
            "title": "工作交接表",
            # Name and number are those of the organ whose work is handed over (GB/T 9704-2012, 7.2.5), and there the sheet is kept.
            "number": f"{(row.township or row.county).document_prefix}交接〔{row.year}〕{row.sequence}号",
            "organ": row.township.government if row.township else row.county.bureau_name,
            "giver": person_text(row.giver),
            "receiver": person_text(row.receiver),
            "witness": person_text(row.witness) if row.witness else None,
            "on": paper_date(row.happens_on),
            "reason": row.get_reason_display(),
            "leaves": row.giver_leaves,
            "posts": [post_text(one.post) for one in chosen] + [seat_text(member) for member in moving.seats],
            "ended_posts": [post_text(post) for post in ended] + [seat_text(member) for member in moving.ended_seats],
            "ended_seats": len(moving.ended_seats),
            "ended_on": paper_date(row.happens_on - timedelta(days=1)),
            "hazards": [hazard_text(hazard) for hazard in moving.cases],
            "renamed": [hazard_text(hazard) for hazard in moving.renamed],
            "kept_posts": [post_text(one.post) for one in planned.posts if one.post.pk not in moved]
            + [post_text(post) for post in planned.out_of_reach]
            + [coming_text(post) for post in planned.coming]
            + [seat_text(one.member) for one in planned.group_seats if one.member.pk not in seated],
            "kept_hazards": [hazard_text(hazard) for hazard in planned.hazards if hazard.pk not in handed],
            "work": [work_text(one) for one in moving.work],
            "kept_work": [work_text(one) for one in planned.work if one not in moving.work],
            "unsettled": [{"kind": str(kind), "what": what} for kind, what in planned.unsettled],
            "to_dos": [to_do_text(*to_do) for to_do in planned.to_dos] if row.account == AccountDeed.MOVE else [],
            "account": settled,
            "warnings": warnings(chosen, row.receiver),
            "note": note,
        }


def recalled_words(row):
    """What a sheet says on top of itself once its handover was taken back."""
    if not row.is_recalled:
        return {}
    day = paper_date(timezone.localdate(row.recall.at))
    return {"recalled": f"本次交接已于{day}由{row.recall.by}撤回，岗位、隐患和账号恢复原状。原因：{row.recall.reason}"}


def work_text(work):
    return {"kind": str(work.kind), "what": work.told()}


def to_do_text(label, count, numbers):
    return [str(label), count, in_line(numbers, count)]


def in_line(numbers, count=None):
    """官亭隐〔2026〕1号、官亭隐〔2026〕2号等, as far as the line has room."""
    count = len(numbers) if count is None else count
    shown = numbers[:MOST_NUMBERS]
    return "、".join(shown) + ("等" if count > len(shown) else "")


def person_text(person):
    return {"name": person.name, "number": f"{person.number:04}", "unit": person.unit, "position": person.position}


def post_text(post):
    until = f"{post.ends_on:%Y-%m-%d}" if post.ends_on else "今"
    where = post.place.local_name
    return {"where": where, "duty": post.title, "since": f"{post.starts_on:%Y-%m-%d}", "until": until}


def coming_text(post):
    return post_text(post) | {"duty": f"{post.title}（自 {post.starts_on:%Y-%m-%d} 起，未到任）"}


def seat_text(member):
    """A seat of the leading group, among the posts of the sheet; without a day of joining it is held since the round began."""
    since = member.joined_on or member.campaign.starts_on
    duty = f"创建工作领导小组{member.get_seat_display()}"
    return {"where": member.campaign.name, "duty": duty, "since": f"{since:%Y-%m-%d}", "until": "今"}


def hazard_text(hazard):
    return {
        "pk": hazard.pk,
        "number": hazard.number,
        "where": hazard.place.local_name,
        "description": hazard.description,
        "state": str(hazard.get_state_display()),
        "deadline": f"{hazard.deadline:%Y-%m-%d}" if hazard.deadline else "未定",
    }


def warnings(chosen, receiver):
    found = [f"{receiver}没有有效的{one.lacks}，{one.post.place.local_name}{one.post.title}须持证。" for one in chosen if one.lacks]
    found += [f"{receiver}担任{one.post.kind}超过 {one.beyond_load} 处。" for one in chosen if one.beyond_load]
    uncounted = [f"{one.post.place.local_name}{one.post.title}" for one in chosen if one.is_uncounted]
    return found + [f"{receiver}未标记为专职安监人员，{where}只计专职人员，仍列为空白点（人数不足）。" for where in uncounted]
