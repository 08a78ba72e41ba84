"""What is written down about a county's hazards: the circular of what is overdue, one page for the county's head. Frozen when made."""

from contextlib import suppress
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.utils import timezone, translation

from papers.dates import in_figures
from papers.printing import request_print
from townships.access import keeps_ledgers_of
from townships.as_shown import check_as_shown
from townships.masking import mask_numbers
from townships.submissions import once

from .enforcement_text import red_head
from .escalation import AlreadyAnswered, answer
from .models import Bulletin, Escalation, Hazard, Order, Rung, State
from .numbering import next_number
from .order_text import is_shortened, shortened

BULLETIN = "bulletin"
Kind, Scope = Bulletin.Kind, Bulletin.Scope
# So many of each list find room on one page.
ON_ONE_PAGE = 5
OFFICES_ON_ONE_PAGE = 7
SUSPENDED_ON_ONE_PAGE = 2
# A circular tells each hazard in full; only what would fill a sheet by itself is shortened, and the page for the county's head always.
WORDS, FEWER_WORDS = 200, 26


class NothingToSay(Exception):
    """No overdue hazard of this scope: there is nothing to circulate."""


def issue_circular(county, *, scope, by, submission=None, at=None, shown=None):
    """The Bulletin, numbered, its PDF under way; whoever was to be named has been, so that step of theirs is done.

    ChangedSinceShown where the check page showed another (townships/as_shown.py).
    """
    told = {"county": county, "scope": scope, "by": by, "at": at or timezone.now(), "shown": shown}
    return once(Bulletin, submission, by=by, enter=partial(_circulate, **told))


def write_brief(county, *, by, submission=None, at=None, shown=None):
    """县长一页纸 as things stand in this moment."""
    return once(Bulletin, submission, by=by, enter=partial(_brief, county=county, by=by, at=at or timezone.now(), shown=shown))


def _circulate(submission, *, county, scope, by, at, shown):
    # The series stays locked until this is committed: whoever presses in the same second finds what is left to circulate.
    told = numbered(county, Kind.CIRCULAR, by, at)
    hazards = list(to_circulate(county, scope, on=told["issued_on"]))
    if not hazards:
        raise NothingToSay
    content = circular_content(hazards, county, on=told["issued_on"])
    check_as_shown(content, shown)
    bulletin = write_down(told, content, submission=submission)
    for step in Escalation.objects.to_do().filter(hazard__in=hazards, rung=Rung.CIRCULAR).order_by("hazard"):
        # Answered by somebody else in this very moment: it is done all the same.
        with suppress(AlreadyAnswered):
            answer(step, by=by, at=at, note=f"已列入《{bulletin.content['title']}》（{bulletin.content['number']}）")
    return bulletin


def _brief(submission, *, county, by, at, shown):
    told, content = numbered(county, Kind.BRIEF, by, at), brief_content(county, at=at)
    check_as_shown(content, shown)
    return write_down(told, content, submission=submission)


def numbered(county, kind, by, at, *, year=None):
    """The next number of this kind and year, with all that stands around it. Its series is locked from here on."""
    if not (by.is_bureau and keeps_ledgers_of(by, county)):
        raise PermissionDenied
    day = timezone.localdate(at)
    year = year or day.year
    sequence = next_number(f"bulletin:{kind}:{county.pk}", year)
    return {"county": county, "kind": kind, "year": year, "sequence": sequence, "issued_on": day, "created_by": by, "created_at": at}


def write_down(told, content, **more):
    """The Bulletin of this number, its PDF under way."""
    county, day = told["county"], told["issued_on"]
    number = _number(county, told["kind"], told["year"], told["sequence"])
    words = {"number": number, "organ": county.bureau_name, "issued_on": in_figures(day)}
    bulletin = Bulletin.objects.create(content=content | words, **told, **more)
    request_print(BULLETIN, bulletin.pk)
    return bulletin


def _number(county, kind, year, sequence):
    if kind == Kind.MAJOR:
        return f"{year}年第{sequence}期"
    word = "安通报" if kind == Kind.CIRCULAR else "安专报"
    return f"{county.document_prefix}{word}〔{year}〕{sequence}号"


def overdue_of(county, on):
    return Hazard.objects.in_county(county.pk).overdue(on)


def to_circulate(county, scope, *, on):
    """The hazards that a circular of this scope names, by township, the longest overdue first."""
    hazards = overdue_of(county, on)
    if scope == Scope.CIRCULAR:
        reached = Escalation.objects.to_do().filter(rung=Rung.CIRCULAR)
        hazards = hazards.filter(pk__in=reached.values("hazard"))
    return hazards.select_related("township", "place").order_by("township__code", "deadline", "pk")


def counts_by_scope(county, *, on):
    """How many hazards a circular of each scope would name."""
    return {scope: to_circulate(county, scope, on=on).count() for scope in Scope}


def circular_content(hazards, county, *, on):
    """Sums by township and the rows behind them, in the words of the day."""
    counts = Hazard.objects.filter(pk__in=[hazard.pk for hazard in hazards]).order_by("township__code").values("township__name")
    rows = counts.annotate(count=Count("pk"), major=Count("pk", filter=Q(grade=Hazard.Grade.MAJOR)), first=Min("deadline"))
    townships = [
        {"name": row["township__name"], "count": row["count"], "major": row["major"], "longest": (on - row["first"]).days} for row in rows
    ]
    return {
        "title": f"关于{county.name}逾期未整改安全生产事故隐患的通报",
        "attachments": ["逾期未整改隐患清单"],
        **red_head(county.bureau_name),
        "as_of": in_figures(on),
        "count": len(hazards),
        "major": sum(hazard.is_major for hazard in hazards),
        "townships": townships,
        **_told_of("hazards", hazards, on),
    }


def _told_of(name, hazards, on, most=WORDS):
    """The lines under this name; whether one is shortened, so that the paper says where the whole stands."""
    lines = [hazard_line(hazard, on, most) for hazard in hazards]
    return {name: lines, "is_shortened": any(is_shortened(line["description"]) for line in lines)}


def hazard_line(hazard, on, most=WORDS):
    return {
        "pk": hazard.pk,
        "number": hazard.number,
        "township": hazard.township.name,
        "where": hazard.place.local_name,
        "description": shortened(mask_numbers(hazard.description), most),
        "unit": hazard.responsible_unit,
        "person": hazard.responsible_person,
        "grade": "重大" if hazard.is_major else "一般",
        "deadline": f"{hazard.deadline:%Y-%m-%d}",
        "days": (on - hazard.deadline).days,
    }


def brief_content(county, *, at):
    """What is overdue, who must act, which decision is asked: as much of each as one page holds, and how many there are in all."""
    on = timezone.localdate(at)
    overdue = overdue_of(county, on).select_related("township", "place").order_by("-may_cause_accident", "-grade", "deadline", "pk")
    steps = Escalation.objects.in_county(county.pk).to_do().highest()
    suspended = suspended_ones(county, on)
    # Their sentence needs the room of a row.
    most = ON_ONE_PAGE - bool(suspended["count"])
    with translation.override("zh-hans"):
        return {
            "title": f"{county.name}安全生产逾期隐患情况（一页纸）",
            "as_of": f"{in_figures(on)}{timezone.localtime(at):%H时%M分}",
            "totals": overdue.aggregate(
                count=Count("pk"),
                major=Count("pk", filter=Q(grade=Hazard.Grade.MAJOR)),
                urgent=Count("pk", filter=Q(may_cause_accident=True)),
                townships=Count("township", distinct=True),
            )
            | {"longest": _longest(overdue, on)},
            **_told_of("overdue", overdue[:most], on, FEWER_WORDS),
            "suspended": suspended,
            "who": who_must_act(steps),
            "decisions": decisions(county, on),
        }


def suspended_ones(county, on):
    """Those that were overdue until their production was suspended: the new deadline takes them off every count of what is overdue.

    That they were late enough to be suspended is what the county's head should not lose from sight (decision 0128 sets it anew).
    """
    late = Escalation.objects.filter(hazard=OuterRef("pk"), deadline__lt=OuterRef("deadline"))
    late = late.filter(Q(hazard__reopened_at=None) | Q(raised_at__gte=F("hazard__reopened_at")))
    suspended = Hazard.objects.in_county(county.pk).filter(Exists(late), state__in=[State.SUSPENDED, State.RESUMING], deadline__gte=on)
    rows = suspended.select_related("township", "place").order_by("deadline", "pk")
    lines = [
        {"township": row.township.name, "where": row.place.local_name, "number": row.number, "until": f"{row.deadline:%Y-%m-%d}"}
        for row in rows[:SUSPENDED_ON_ONE_PAGE]
    ]
    return {"count": (count := suspended.count()), "lines": lines, "rest": count - len(lines)}


def _longest(overdue, on):
    first = overdue.aggregate(first=Min("deadline"))["first"]
    return (on - first).days if first else 0


def who_must_act(steps):
    """Of the step that each hazard stands on: how many at which office since when, the highest rung first."""
    rows = list(
        steps.order_by("-position", "office").values("office", "rung", "position").annotate(count=Count("pk"), since=Min("raised_at"))
    )
    lines = [
        {
            "office": row["office"],
            "rung": str(Rung(row["rung"]).label),
            "count": row["count"],
            "since": f"{timezone.localdate(row['since']):%Y-%m-%d}",
        }
        for row in rows[:OFFICES_ON_ONE_PAGE]
    ]
    return {"lines": lines, "rest": sum(row["count"] for row in rows[OFFICES_ON_ONE_PAGE:])}


def decisions(county, on):
    """What only the county can decide: where it was asked to coordinate, and whose power is cut for not obeying a suspension.

    To suspend production is in the bureau's own power (安全生产法 第六十五条): nobody above it is asked for that.
    """
    reached = Escalation.objects.in_county(county.pk).to_do().filter(rung=Rung.UTILITIES)
    cut_off = Q(state=State.SUSPENDED) & (Q(pk__in=reached.values("hazard")) | Q(orders__kind=Order.Kind.CUT_OFF))
    hazards = Hazard.objects.in_county(county.pk).unclosed()
    disobeyed = set(hazards.filter(cut_off).values_list("pk", flat=True))
    asked = hazards.filter(Q(needs_county=True) | Q(pk__in=disobeyed)).select_related("township", "place").order_by("deadline", "pk")
    rows, count = list(asked[:ON_ONE_PAGE]), asked.count()
    requests = {order.hazard_asked: order.content for order in requests_of(rows)}
    lines = [decision_line(hazard, hazard.pk in disobeyed, requests.get(hazard.pk), on) for hazard in rows]
    return {"count": count, "lines": lines, "rest": count - len(lines)}


def requests_of(hazards):
    """The 请示 to the county about each of them, the last one last, with hazard_asked: its key."""
    asked = Order.objects.filter(kind=Order.Kind.CUT_OFF, hazards__in=hazards)
    return asked.annotate(hazard_asked=F("hazards")).order_by("pk")


def asks_of(is_cut_off, request):
    """What the request on file asks, no more and no less; before there is one, that the county is asked at all."""
    if is_cut_off and request:
        return f"是否批准停止{request['supplies']}（{request['number']}，拟于{request['cut_at']}起）"
    return "是否批准停止供电、供水（书面通知，提前24小时）" if is_cut_off else "请县政府明确牵头单位并协调解决"


def decision_line(hazard, is_cut_off, request, on):
    line = {
        "asks": asks_of(is_cut_off, request),
        "number": hazard.number,
        "township": hazard.township.name,
        "where": hazard.place.local_name,
    }
    return line | {"days": max((on - hazard.deadline).days, 0) if hazard.deadline else 0}
