"""What waits for whom: the piles of the home page. A pile's number is the number of rows that its link opens."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from hazards.models import CheckSheet, Hazard, HazardEvent, State, VisitTask
from hazards.rhythm import round_of
from townships.models import Candidacy
from townships.period import midnight

from .models import AnnualReport

SHOWN = 6
SOON_DAYS = 3
RECENT_DAYS = 30
NEWS_DAYS = 7

TABS = {"todo": _("待办"), "done": _("已办"), "watch": _("督办"), "news": _("知会")}


@dataclass
class Pile:
    """Rows that want the same thing done. `template` shows one row; `url` opens all of them, if a list does."""

    label: str
    rows: QuerySet
    url: str
    template: str = "reports/_hazard_line.html"

    @cached_property
    def count(self):
        return self.rows.count()

    @cached_property
    def first(self):
        return list(self.rows[:SHOWN])


def piles_for(user, tab, today):
    """The piles of one tab that hold anything."""
    makers = {"todo": to_do, "done": done, "watch": to_watch, "news": news}
    return [pile for pile in makers[tab](user, today) if pile.count]


def ledger_url(**filters):
    return f"{reverse('hazards:hazards')}?{urlencode(filters)}"


def hazards_of(user):
    """The most urgent first; without a deadline, the oldest."""
    return Hazard.objects.visible_to(user).for_list().order_by(F("deadline").asc(nulls_first=True), "found_at")


def tasks_url(**filters):
    return f"{reverse('hazards:tasks')}?{urlencode(filters)}"


def missed_visits(user, today):
    """What was missed longest ago first."""
    return VisitTask.objects.visible_to(user).counted().missed(today).for_list().order_by("due_on", "pk")


def own_visits(user, today):
    """What this user has to walk today, and what was begun and not finished."""
    to_walk = round_of(user, today).select_related("place", "plan", "township").prefetch_related("inspectors")
    yield Pile(_("今天要检查的"), to_walk, reverse("hazards:round"), "reports/_task_line.html")
    drafts = CheckSheet.objects.visible_to(user).drafts_of(user).select_related("place", "version__checklist")
    yield Pile(_("没填完的检查表"), drafts, reverse("hazards:round"), "reports/_sheet_line.html")


def to_do(user, today):
    if user.is_inspector:
        return to_do_in_township(user, today)
    if user.is_bureau:
        return to_do_in_bureau(user, today)
    return []


def to_do_in_township(user, today):
    yield from own_visits(user, today)
    hazards = hazards_of(user)
    yield Pile(_("超期未销号，催促整改"), hazards.overdue(today), ledger_url(due="overdue"))
    yield Pile(_("新发现，待处理"), hazards.filter(state=State.FOUND), ledger_url(view="found"))
    yield Pile(_("已回复，待复查"), hazards.filter(state=State.REPLIED), ledger_url(view="replied"))
    yield Pile(_("3 天内到期"), hazards.due_within(today, SOON_DAYS), ledger_url(due="soon"))
    missed = missed_visits(user, today).unexplained()
    yield Pile(_("漏查，还没有说明原因"), missed, tasks_url(state="missed", reason="none"), "reports/_task_line.html")
    returned = Candidacy.objects.visible_to(user).filter(state=Candidacy.State.RETURNED)
    yield Pile(_("创建申报被退回"), returned, "", "reports/_candidacy_line.html")


def to_do_in_bureau(user, today):
    hazards = hazards_of(user)
    yield Pile(_("等县局处理：重大隐患、需县政府协调"), hazards.waiting_for_bureau(), ledger_url(waiting="bureau"))
    yield Pile(_("超期未销号，督促乡镇"), hazards.overdue(today), ledger_url(due="overdue"))
    yield from own_visits(user, today)
    moving = {Candidacy.State.APPLIED, Candidacy.State.ACCEPTED, Candidacy.State.REVIEWED, Candidacy.State.CHECKED, Candidacy.State.NOTICED}
    candidacies = Candidacy.objects.visible_to(user).filter(state__in=moving).select_related("township")
    yield Pile(_("创建申报待办理"), candidacies, "", "reports/_candidacy_line.html")
    reports = AnnualReport.objects.visible_to(user).exclude(state=AnnualReport.State.PUBLISHED)
    yield Pile(_("年度总结待完成"), reports, reverse("reports:annual_reports"), "reports/_report_line.html")


def done(user, today):
    """What this user did to hazards in the last thirty days."""
    since = midnight(today - timedelta(days=RECENT_DAYS))
    events = HazardEvent.objects.filter(by=user, at__gte=since).select_related("hazard__township", "hazard__place").order_by("-pk")
    yield Pile(_("最近 30 天办理"), events, "", "reports/_event_line.html")


def to_watch(user, today):
    hazards = hazards_of(user)
    yield Pile(_("挂牌督办，未销号"), hazards.supervised(), ledger_url(supervised="1"))
    yield Pile(_("停产停业整改"), hazards.filter(state=State.SUSPENDED), ledger_url(state=State.SUSPENDED))
    yield Pile(_("超期未销号"), hazards.overdue(today), ledger_url(due="overdue"))
    since = today - timedelta(days=RECENT_DAYS)
    missed = missed_visits(user, today).filter(due_on__gte=since)
    yield Pile(_("最近 30 天漏查"), missed, tasks_url(state="missed", due_from=since), "reports/_task_line.html")


def news(user, today):
    since = today - timedelta(days=NEWS_DAYS)
    found = hazards_of(user).counted().filter(found_at__gte=midnight(since)).order_by("-found_at")
    yield Pile(_("最近 7 天发现的隐患"), found, ledger_url(view="all", found_from=since))
    late = found.reported_late()
    yield Pile(_("最近 7 天迟报的隐患"), late, ledger_url(view="all", found_from=since, late="1"))
    published = AnnualReport.objects.visible_to(user).filter(
        state=AnnualReport.State.PUBLISHED, published_at__gte=timezone.now() - timedelta(days=RECENT_DAYS)
    )
    yield Pile(_("新发布的年度总结"), published, reverse("reports:annual_reports"), "reports/_report_line.html")
