"""What a drive achieved, counted from rows, and its summary in the manner of an official paper; Chinese whatever its reader reads."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone, translation

from papers.templatetags.papers import paper_date
from townships.figure import rate
from townships.in_chinese import in_chinese
from townships.models import Township

from .models import Drive, Enforcement, Hazard, IllegalAct, Inspection, Order, OutcomeCount, OutcomeKind, State
from .order_text import closed_sentence
from .orders import PAPERS


@dataclass(frozen=True)
class Outcome:
    """So much of one kind; `url` is the list of exactly the rows that make it."""

    kind: OutcomeKind
    number: Decimal
    by_township: dict  # {township pk, None for the county itself: number}
    url: str

    @property
    def words(self):
        return plain(self.number)


def plain(number):
    """12, 98.6, 20,000: as many places as there are."""
    return f"{Decimal(number).normalize():,f}"


class Tally:
    """A drive's rows, of whoever looks: a township sees its own. Without a user, all of the county."""

    def __init__(self, drive, user=None):
        self.drive, self.user = drive, user

    def rows(self, model):
        rows = model.objects.filter(drive=self.drive)
        return rows.visible_to(self.user) if self.user else rows

    @cached_property
    def visits(self):
        found = self.rows(Inspection).counted()
        return {"all": found.count(), "joint": found.joint().count()}

    @cached_property
    def hazards(self):
        today = timezone.localdate()
        late = Q(deadline__lt=today) & ~Q(state=State.CLOSED)
        numbers = {"found": Count("pk"), "closed": Count("pk", filter=Q(state=State.CLOSED)), "late": Count("pk", filter=late)}
        return self.rows(Hazard).counted().aggregate(**numbers, major=Count("pk", filter=Q(grade=Hazard.Grade.MAJOR)))

    @cached_property
    def papers(self):
        """[(kind, how many)] of the papers that ordered a rectification; a record, an opinion or a letter orders none."""
        about = Order.hazards.through.objects.filter(hazard__in=self.rows(Hazard).counted()).values("order")
        counts = Counter(Order.objects.filter(pk__in=about).values_list("kind", flat=True))
        return [(kind, counts[kind]) for kind, paper in PAPERS.items() if paper.orders_rectification and counts[kind]]

    @cached_property
    def actions(self):
        return self.rows(Enforcement).counted().count()

    @cached_property
    def acts(self):
        found = self.rows(IllegalAct).counted()
        return found.aggregate(found=Count("pk"), closed=Count("pk", filter=Q(state=IllegalAct.State.CLOSED)))

    @cached_property
    def outcomes(self):
        """Of every kind of which there is something: typed counts summed, the others counted from enforcement."""
        typed, acted = self._typed(), self._acted()
        found = []
        for kind in OutcomeKind.objects.of_county(self.drive.county_id).select_related("enforcement_kind"):
            shares = acted[kind.enforcement_kind_id] if kind.enforcement_kind_id else typed[kind.pk]
            if shares:
                found.append(Outcome(kind, sum(shares.values()), dict(shares), self._address(kind)))
        return found

    def _typed(self):
        shares = defaultdict(dict)
        rows = self.rows(OutcomeCount).counted().order_by().values("kind", "township").annotate(number=Sum("quantity"))
        for row in rows:
            shares[row["kind"]][row["township"]] = row["number"]
        return shares

    def _acted(self):
        shares = defaultdict(dict)
        rows = self.rows(Enforcement).counted().order_by().values("kind", "kind__is_money", "township")
        for row in rows.annotate(quantity=Sum("quantity"), amount=Sum("amount")):
            shares[row["kind"]][row["township"]] = row["amount" if row["kind__is_money"] else "quantity"]
        return shares

    def _address(self, kind):
        if kind.enforcement_kind_id:
            return f"{reverse('hazards:enforcements')}?drive={self.drive.pk}&kind={kind.enforcement_kind_id}"
        return f"{reverse('hazards:outcomes')}?drive={self.drive.pk}&kind={kind.pk}"

    @cached_property
    def townships(self):
        """[{pk, name, visits, found, closed, cells: [(outcome, words)]}] of those with something, by code; the county itself last."""
        visits = self._by_township(self.rows(Inspection).counted(), n=Count("pk"))
        hazards = self._by_township(self.rows(Hazard).counted(), found=Count("pk"), closed=Count("pk", filter=Q(state=State.CLOSED)))
        keys = {*visits, *hazards, *(key for outcome in self.outcomes for key in outcome.by_township)}
        names = {row.pk: row.name for row in self._places(keys)}
        return [self._line(key, names, visits, hazards) for key in [*names, *([None] if None in keys else [])]]

    def _places(self, keys):
        return Township.objects.filter(pk__in=keys - {None}).order_by("code")

    def _by_township(self, rows, **counts):
        return {row["township"]: row for row in rows.order_by().values("township").annotate(**counts)}

    def _line(self, key, names, visits, hazards):
        of = hazards.get(key, {"found": 0, "closed": 0})
        return {
            "pk": key,
            "name": names.get(key, "县本级"),
            "visits": visits.get(key, {"n": 0})["n"],
            "found": of["found"],
            "closed": of["closed"],
            "rate": rate(of["closed"], of["found"]),
            "cells": [(outcome, plain(outcome.by_township.get(key, 0))) for outcome in self.outcomes],
        }


def content_of(drive, *, at):
    """Everything that the summary's paper prints, as it is at this moment."""
    tally = Tally(drive)
    with translation.override("zh-hans"):
        return {
            "title": f"{drive.county.name}{drive.name}工作总结",
            "organ": drive.county.bureau_name,
            "date": paper_date(timezone.localdate(at)),
            "counted_at": f"{paper_date(timezone.localdate(at))}{timezone.localtime(at):%H:%M}",
            "sections": [[heading, paragraphs] for _name, heading, paragraphs in sections(drive, tally)],
            "heads": ["乡镇（街道）", "检查（次）", "排查隐患（条）", "已销号（条）"]
            + [f"{one.kind}（{one.kind.unit}）" for one in tally.outcomes],
            "rows": [
                [row["name"], row["visits"], row["found"], row["closed"], *(words for _outcome, words in row["cells"])]
                for row in tally.townships
            ],
            "total": ["合计", tally.visits["all"], tally.hazards["found"], tally.hazards["closed"], *(one.words for one in tally.outcomes)],
        }


# Of a drive without a row nothing is claimed.
NOTHING_DONE = "本次行动没有登记检查、隐患和执法情况。"
NOTHING_FOUND = "本次行动没有登记隐患和非法违法行为。"


def sections(drive, tally):
    """(name of the field, heading, paragraphs): the bureau's own words where it wrote some, the figures always from rows."""
    made = made_of_rows(drive, tally)
    work = [*lines(drive.work_done), *made["work_done"], *lines(drive.outcome)] or [NOTHING_DONE]
    return [
        ("background", "一、基本情况", lines(drive.background) or made["background"]),
        ("work_done", "二、主要做法和成效", work),
        ("problems", "三、存在的问题", lines(drive.problems) or made["problems"]),
        ("next_steps", "四、下一步打算", lines(drive.next_steps) or made["next_steps"]),
    ]


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def made_of_rows(drive, tally):
    """Paragraphs for whoever writes none; a clause about nothing is left out."""
    return {
        "background": [background(drive)],
        "work_done": [sentence for sentence in (checked(tally), enforced(tally)) if sentence],
        "problems": [problems(tally)],
        "next_steps": [next_steps(tally)],
    }


def background(drive):
    word = drive.county.name[-1]
    who = f"由{drive.lead}牵头，" if drive.lead else ""
    others = "、".join(str(one) for one in drive.departments.all() if one != drive.lead) or ("" if drive.lead else drive.departments_told)
    with_whom = f"组织{others}" if others else "组织有关部门"
    when = f"于{paper_date(drive.starts_on)}至{paper_date(drive.ends_on)}"
    aim = f"行动以{closed_sentence(drive.aim).rstrip('。')}为目标。" if drive.aim else ""
    return f"按照{word}委、{word}政府的统一部署，{who}{with_whom}，{when}在全{word}{drive.sector_names}领域开展了{drive.name}。{aim}"


def checked(tally):
    visits, hazards = tally.visits, tally.hazards
    said = [
        f"共开展检查{visits['all']}次" if visits["all"] else "",
        f"其中联合执法{visits['joint']}次" if visits["joint"] else "",
        f"排查隐患{hazards['found']}条" if hazards["found"] else "",
        f"其中重大隐患{hazards['major']}条" if hazards["major"] else "",
        f"下达{'、'.join(f'{kind.label}{count}份' for kind, count in tally.papers)}" if tally.papers else "",
        f"已整改销号{hazards['closed']}条，整改率{rate(hazards['closed'], hazards['found'])}" if hazards["found"] else "",
    ]
    return sentence(said)


def enforced(tally):
    acts = tally.acts
    said = [
        f"查处非法违法行为{acts['found']}起" if acts["found"] else "",
        f"实施执法行动{tally.actions}次" if tally.actions else "",
        *(f"{one.kind}{one.words}{one.kind.unit}" for one in tally.outcomes),
    ]
    return sentence(said)


def problems(tally):
    if not tally.hazards["found"] and not tally.acts["found"]:
        return NOTHING_FOUND
    left, acts = tally.hazards["found"] - tally.hazards["closed"], tally.acts["found"] - tally.acts["closed"]
    said = [
        f"尚有{left}条隐患未整改销号" if left else "",
        f"其中逾期{tally.hazards['late']}条" if tally.hazards["late"] else "",
        f"{acts}起非法违法行为尚未销号" if acts else "",
    ]
    return sentence(said) or "本次行动排查的隐患已全部整改销号，巩固成果、防止反弹仍需持续用力。"


def next_steps(tally):
    left = tally.hazards["found"] - tally.hazards["closed"]
    chase = f"对未销号的{left}条隐患逐条落实责任、措施、资金、时限和预案，不消除不销号；" if left else ""
    return f"{chase}适时组织“回头看”，对已整改的隐患和已取缔的窝点进行复查，严防反弹；将行之有效的做法纳入日常监管，形成长效机制。"


def sentence(said):
    said = "，".join(filter(None, said))
    return f"{said}。" if said else ""


def latest(drive: Drive):
    return drive.summaries.order_by("pk").last()


@in_chinese
def changes_since(summary, *, at):
    """[(head, as it was written, as it is now)] of the totals that rows have changed since (RULES 11.1: 已变动 is said).

    In the words of the paper, whoever looks: else each head would seem another.
    """
    written, now = summary.content, content_of(summary.drive, at=at)
    before, after = (dict(zip(told["heads"][1:], told["total"][1:], strict=True)) for told in (written, now))
    heads = dict.fromkeys([*before, *after])
    return [(head, before.get(head, 0), after.get(head, 0)) for head in heads if str(before.get(head, 0)) != str(after.get(head, 0))]
