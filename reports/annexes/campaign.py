from collections import defaultdict

from reports.annexes.tables import NOTHING, Table, cell, count, on, rate, text
from reports.phrases import campaign_of
from townships.gaps import Reason, count_by_township, find_gaps
from townships.models import Candidacy, CandidacyEvent, Mentorship, Place
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


def candidacies(scene):
    columns = [
        text("乡镇（街道）", 7),
        text("申报级别", 4),
        text("创建状态", 6),
        text("申请日期", 6),
        text("命名日期", 6),
        text("帮扶单位", 10),
    ]
    running = campaign_of(scene.county, scene.period)
    rows = _candidacy_rows(running, scene.period.end) if running else []
    return Table("campaign", "安全生产示范乡镇创建情况表", columns, rows)


def _candidacy_rows(running, day):
    """As it stood on the last day of the period: a title that came or lapsed later is not in this year's report."""
    mentors = defaultdict(list)
    for mentorship in Mentorship.objects.counted().filter(campaign=running).order_by("pk"):
        mentors[mentorship.township_id].append(mentorship.mentor)
    events = CandidacyEvent.objects.filter(candidacy__campaign=running, happened_on__lte=day).order_by("pk")
    states = dict(events.values_list("candidacy", "to_state"))
    return [
        [
            one.township.name,
            one.get_tier_display(),
            str(Candidacy.State(states.get(one.pk, Candidacy.State.APPLIED)).label),
            on(one.applied_on),
            on(one.named_on if one.named_on and one.named_on <= day else None),
            "、".join(mentors[one.township_id]) or NOTHING,
        ]
        for one in running.candidacies.filter(applied_on__lte=day).select_related("township").order_by("township__code", "tier")
    ]


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
