from collections import defaultdict
from functools import reduce
from operator import or_

import cn2an
from django.db.models import Q

from reports.annexes.tables import NOTHING, Table, cell, count, on, rate, text
from reports.phrases import campaign_of
from townships.figure import FIGURES
from townships.gaps import Reason, count_by_township, find_gaps
from townships.models import Candidacy, CandidacyEvent, Mentorship, Place, Tier
from townships.period import last_day

COUNTED = {
    "villages.total": count("村（社区）", "个"),
    "enterprises.total": count("企业", "家"),
    "enterprises.high_risk": count("高危企业", "家"),
    "key_sites.total": count("重点部位", "处"),
    "people.roster": count("责任人员", "人"),
    "duties.village_supervisors": count("村监管员", "人次", 5),
    "duties.group_liaisons": count("组联络员", "人次", 5),
}

TOLD = ("applied", "named", "kept", "revoked", "titled")


def candidacies(scene):
    columns = [
        text("乡镇（街道）", 8),
        text("轮次", 4),
        text("级别", 3),
        text("创建状态"),
        text("申请日期"),
        text("命名日期"),
        text("称号", 3),
        text("帮扶单位", 8),
    ]
    note = "“称号”一栏：期末在有效期内的为“有效”，其中统计期间经复核保持的为“保持”。"
    return Table("campaign", "安全生产示范乡镇创建情况表", columns, _candidacy_rows(scene), note=note)


def _candidacy_rows(scene):
    """As it stood on the last day of the period: a title that came or lapsed later is not in this year's report."""
    day, running = scene.period.end, campaign_of(scene.county, scene.period)
    mentors = defaultdict(list)
    for mentorship in Mentorship.objects.counted().filter(campaign=running).order_by("pk"):
        mentors[mentorship.campaign_id, mentorship.township_id].append(mentorship.mentor)
    told_of = _told_of(scene, running)
    events = CandidacyEvent.objects.leading().filter(candidacy__in=told_of, happened_on__lte=day).order_by("pk")
    states = dict(events.values_list("candidacy", "to_state"))
    titles = _titles(scene)
    return [
        [
            one.township.name,
            f"第{cn2an.an2cn(one.campaign.round_number)}轮",
            one.get_tier_display(),
            str(Candidacy.State(states.get(one.pk, Candidacy.State.APPLIED)).label),
            on(one.applied_on),
            on(one.named_on if one.named_on and one.named_on <= day else None),
            titles.get(one.pk, NOTHING),
            "、".join(mentors[one.campaign_id, one.township_id]) or NOTHING,
        ]
        for one in told_of.select_related("campaign", "township").order_by("township__code", "campaign__round_number", "tier")
    ]


def _told_of(scene, running):
    """This round's, and of earlier rounds whatever a number of the text counts: a title outlives its round."""
    counted = [_rows_of(scene, f"candidacies.{what}.{tier}") for what in TOLD for tier in Tier]
    counted.append(_rows_of(scene, "candidacies.creating"))
    this_round = Q(campaign=running, applied_on__lte=scene.period.end)
    return Candidacy.objects.filter(reduce(or_, [Q(pk__in=rows.values("pk")) for rows in counted], this_round))


def _rows_of(scene, key):
    return FIGURES[key].rows_for(scene.period, scene.county)


def _titles(scene):
    """{pk: 有效 or 保持} of those in force on the last day."""
    titled, kept = ({one.pk for tier in Tier for one in _rows_of(scene, f"candidacies.{what}.{tier}")} for what in ("titled", "kept"))
    return {pk: "保持" if pk in kept else "有效" for pk in titled}


def chain(scene):
    gaps = _gaps(scene)
    lines, total = scene.by_township(list(COUNTED), lambda numbers: [cell(number) for number in numbers.values()])
    rows = [[*line, *[cell(gaps.get(pk, {}).get(reason, 0)) for reason in Reason]] for pk, line in lines.items()]
    total += [cell(sum(counts.get(reason, 0) for counts in gaps.values())) for reason in Reason]
    columns = [text("乡镇（街道）", 7), *COUNTED.values(), *[count(reason.label, "处", 5) for reason in Reason]]
    note = f"“{next(iter(Reason)).label}”起各列为责任链空白点，即应当有人任职而没有按要求任职的岗位。"
    return Table("chain", "责任链与空白点统计表", columns, rows, total, is_landscape=True, note=note)


def letters(scene):
    """Of each township what it was issued and issued, down to the groups; silent where there were none."""
    lines, total = scene.by_township(["letters.issued", "letters.signed"], lambda numbers: _signed(*numbers.values()))
    columns = [text("乡镇（街道）", 7), count("制发", "份"), count("双方已签字", "份"), count("签订率")]
    return Table("letters", "安全生产责任状签订情况表", columns, list(lines.values()), total) if total[1] != "0" else None


def _signed(issued, signed):
    return [cell(issued), cell(signed), rate(signed, issued)]


def _gaps(scene):
    day = last_day(scene.period)
    return count_by_township(find_gaps(Place.objects.in_county(scene.county.pk), on=day))
