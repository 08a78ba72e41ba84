"""What waits for whom: the piles of the home page. A pile's number is the number of rows that its link opens."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from hazards.major_filters import CONDITIONS as MAJOR_CONDITIONS
from hazards.models import (
    SIGNING,
    Action,
    CheckSheet,
    Escalation,
    Hazard,
    HazardEvent,
    LookBack,
    Order,
    PublicReport,
    Signal,
    State,
    VisitTask,
)
from hazards.progress import owing_progress
from hazards.report_filters import long_waiting
from hazards.reviewing import applied, review_missed
from hazards.rhythm import round_of
from townships.appraising import State as Stage
from townships.drills import overdue_on
from townships.models import Appraisal, Candidacy, Level, Objection, PlanTask, Provision, Township, TownshipPlan
from townships.period import midnight
from townships.provisions import stale_on
from townships.titles_at_stake import at_stake
from townships.workdays import Workdays

from .models import AnnualReport

SHOWN = 6
SOON_DAYS = 3
RECENT_DAYS = 30
NEWS_DAYS = 7
REPORT_LINE = "reports/_public_report_line.html"
REVIEW_LINE = "reports/_review_line.html"
CANDIDACY_LINE = "reports/_candidacy_line.html"

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


class YearPile(Pile):
    """Years rather than rows of a table."""

    @cached_property
    def count(self):
        return len(self.rows)


def piles_for(user, tab, today):
    """The piles of one tab that hold anything."""
    makers = {"todo": to_do, "done": done, "watch": to_watch, "news": news}
    return [pile for pile in makers[tab](user, today) if pile.count]


def candidacies_url(**filters):
    return f"{reverse('townships:candidacies')}?{urlencode(filters)}"


def ledger_url(**filters):
    return f"{reverse('hazards:hazards')}?{urlencode(filters)}"


def majors_url(**filters):
    return f"{reverse('hazards:majors')}?{urlencode(filters)}"


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
    yield Pile(_("今天要检查的"), to_walk, reverse("hazards:round"), "reports/_visit_line.html")
    drafts = CheckSheet.objects.visible_to(user).drafts_of(user).select_related("place", "version__checklist")
    yield Pile(_("没填完的检查表"), drafts, reverse("hazards:round"), "reports/_sheet_line.html")


def to_urge(user):
    """The steps of overdue hazards that are this user's, the highest first."""
    steps = Escalation.objects.visible_to(user).for_list().to_do().of_office(user).order_by("-position", "raised_at", "pk")
    return Pile(_("逾期督办，待办理"), steps, f"{reverse('hazards:escalations')}?mine=1", "reports/_escalation_line.html")


def look_backs_url(**filters):
    return f"{reverse('hazards:look_backs')}?{urlencode(filters)}"


def own_look_backs(user, today):
    """What this user has to look at again, the earliest last day first."""
    mine = LookBack.objects.visible_to(user).counted().filter(assignee=user).for_list().order_by("due_on", "pk")
    line = "reports/_look_back_line.html"
    yield Pile(_("销号隐患，待回头看"), mine.due(today), look_backs_url(state="due", mine="1"), line)
    yield Pile(_("回头看，逾期未看"), mine.missed(today), look_backs_url(state="missed", mine="1"), line)


def reports_to_answer(user, today):
    """What the public told and nobody has answered; beyond the days allowed first."""
    waiting = PublicReport.objects.in_hands_of(user).waiting().for_list().order_by("received_at")
    late = long_waiting(waiting, today)
    yield Pile(_("群众举报超时未办"), late, f"{reverse('hazards:reports')}?late=1", REPORT_LINE)
    desk = PublicReport.Desk.BUREAU if user.is_bureau else PublicReport.Desk.TOWNSHIP
    fresh = waiting.filter(desk=desk)
    yield Pile(_("群众举报待核实"), fresh, f"{reverse('hazards:reports')}?{urlencode({'state': 'waiting', 'desk': desk})}", REPORT_LINE)


def receipts_to_chase(user, today):
    """Papers of the own organ that nobody has signed for yet, the oldest first."""
    organ = Level.TOWNSHIP if user.township_id else Level.COUNTY
    papers = Order.objects.visible_to(user).for_list().receipt_overdue(today).filter(issuer__level=organ).order_by("issued_on", "pk")
    url = f"{reverse('hazards:orders')}?{urlencode({'receipt': 'late', 'issuer': organ})}"
    return Pile(_("文书回执超期未收"), papers, url, "reports/_order_line.html")


def letters_to_answer(user):
    """督办函 of the county to this township, the oldest first."""
    letters = Order.objects.visible_to(user).letters_to_answer(user.township.government).order_by("issued_on", "pk")
    return Pile(_("收到督办函，待书面报告"), letters, f"{reverse('hazards:orders')}?kind=urging", "reports/_letter_line.html")


def reviews(user):
    """Applications to resume or to be accepted, the longest waiting first."""
    rows = applied(hazards_of(user)).order_by("applied_at")
    return Pile(_("复产、验收申请，待现场审查"), rows, ledger_url(waiting="review"), REVIEW_LINE)


def dangers(user):
    """What may cause an accident at once, whatever else is asked of it; what was seen to be so last comes first."""
    marked = HazardEvent.objects.filter(hazard=OuterRef("pk"), action=Action.MARK_URGENT).order_by("-pk").values("at")[:1]
    rows = hazards_of(user).dangerous().order_by(Coalesce(Subquery(marked), "reported_at").desc(), "-pk")
    return Pile(_("可能立即引发事故，未销号"), rows, ledger_url(danger="1"))


def to_do(user, today):
    if user.is_inspector:
        return to_do_in_township(user, today)
    if user.is_bureau:
        return to_do_in_bureau(user, today)
    return to_sign(user)


def to_sign(user):
    """An official's only deed: the last signature on a major hazard of the county."""
    if user.is_official and user.county_id and not user.township_id:
        yield Pile(_("重大隐患，待县领导签批销号"), hazards_of(user).filter(state=State.APPROVED), ledger_url(state=State.APPROVED))


def majors_to_do(user, today):
    """What the rules want of a major hazard beside its rectification."""
    hazards = hazards_of(user)
    yield Pile(_("重大隐患，待乡镇签批销号"), hazards.filter(state=State.ACCEPTED), ledger_url(state=State.ACCEPTED))
    yield Pile(_("重大隐患，未书面上报（双报告）"), hazards.filter(MAJOR_CONDITIONS["report"]).major(), majors_url(waits="report"))
    yield Pile(_("重大隐患，没有治理方案"), hazards.filter(MAJOR_CONDITIONS["plan"]).major(), majors_url(waits="plan"))
    yield Pile(_("重大隐患，整改进度未报"), owing_progress(hazards, today), majors_url(waits="progress"))


def to_do_in_township(user, today):
    yield dangers(user)
    yield from own_visits(user, today)
    yield to_urge(user)
    yield letters_to_answer(user)
    hazards = hazards_of(user)
    yield Pile(_("超期未销号，催促整改"), hazards.overdue(today), ledger_url(due="overdue"))
    yield from reports_to_answer(user, today)
    yield Pile(_("新发现，待处理"), hazards.filter(state=State.FOUND), ledger_url(view="found"))
    yield Pile(_("已回复，待复查"), hazards.filter(state=State.REPLIED), ledger_url(view="replied"))
    yield receipts_to_chase(user, today)
    yield Pile(_("3 天内到期"), hazards.due_within(today, SOON_DAYS), ledger_url(due="soon"))
    yield from own_look_backs(user, today)
    yield from majors_to_do(user, today)
    yield from readiness_to_do(user, today)
    missed = missed_visits(user, today).unexplained()
    yield Pile(_("漏查，还没有说明原因"), missed, tasks_url(state="missed", reason="none"), "reports/_visit_line.html")
    # A round that is over takes no application again.
    returned = Candidacy.objects.visible_to(user).filter(state=Candidacy.State.RETURNED, campaign__ends_on__gte=today)
    yield Pile(_("创建申报被退回"), returned.select_related("township"), candidacies_url(state="returned"), CANDIDACY_LINE)
    plans = TownshipPlan.objects.visible_to(user).filter(state=TownshipPlan.State.RETURNED).select_related("township", "campaign")
    yield Pile(_("创建方案被退回，待修改"), plans, "", "reports/_plan_line.html")
    yield from campaign_reminders(user, today)
    appraisals = appraisals_of(user)
    yield appraisal_pile(_("考评自评，待提交"), appraisals.filter(state=Stage.SELF), state=Stage.SELF)
    yield appraisal_pile(_("考评结果待签字"), appraisals.filter(state=Stage.AGREED).exclude(signatures__seat="township"))


def to_do_in_bureau(user, today):
    yield dangers(user)
    hazards = hazards_of(user)
    yield Pile(_("停电停水停产，待通知解除"), hazards.with_cut_off_to_lift(), ledger_url(waiting="cut_off"))
    yield Pile(_("等县局处理：重大隐患、延期申请、需县政府协调"), hazards.waiting_for_bureau(), ledger_url(waiting="bureau"))
    yield reviews(user)
    yield to_urge(user)
    yield Pile(_("超期未销号，督促乡镇"), hazards.overdue(today), ledger_url(due="overdue"))
    signals = Signal.objects.visible_to(user).waiting().for_list()
    yield Pile(_("疑点，请复核"), signals, f"{reverse('hazards:signals')}?state=waiting", "reports/_signal_line.html")
    yield from own_look_backs(user, today)
    yield from reports_to_answer(user, today)
    yield receipts_to_chase(user, today)
    yield Pile(_("重大隐患进度未报，督促乡镇"), owing_progress(hazards, today), majors_url(waits="progress"))
    yield from readiness_to_do(user, today)
    yield from own_visits(user, today)
    moving = {Candidacy.State.APPLIED, Candidacy.State.ACCEPTED, Candidacy.State.REVIEWED, Candidacy.State.CHECKED, Candidacy.State.NOTICED}
    candidacies = Candidacy.objects.visible_to(user).filter(state__in=moving).select_related("township")
    yield Pile(_("创建申报待办理"), candidacies, "", CANDIDACY_LINE)
    appraised = Candidacy.objects.visible_to(user).appraised_in(today.year).select_related("township")
    yield Pile(_("考评已有结论，待县验收或退回"), appraised, "", CANDIDACY_LINE)
    titles = Candidacy.objects.visible_to(user).select_related("township")
    yield Pile(_("称号有一票否决情形，待核实处理"), titles.filter(pk__in=at_stake(titles, today)), "", CANDIDACY_LINE)
    objections = Objection.objects.visible_to(user).open().select_related("notice__candidacy__township").order_by("received_on")
    yield Pile(_("公示异议待办结"), objections, "", "reports/_objection_line.html")
    plans = TownshipPlan.objects.visible_to(user).filter(state=TownshipPlan.State.FILED).select_related("township", "campaign")
    yield Pile(_("乡镇创建方案待审"), plans, "", "reports/_plan_line.html")
    yield from campaign_reminders(user, today)
    yield holidays_to_enter(user, today)
    yield from appraisals_of_bureau(user)
    reports = AnnualReport.objects.visible_to(user).exclude(state=AnnualReport.State.PUBLISHED)
    yield Pile(_("年度总结待完成"), reports, reverse("reports:annual_reports"), "reports/_report_line.html")


def holidays_to_enter(user, today):
    """Without them deadlines by working days come out wrong, and nobody would notice."""
    years = Workdays(user.county_id).years_to_enter(today)
    return YearPile(_("节假日待录入"), years, "", "reports/_year_line.html")


def campaign_reminders(user, today):
    """What the calendar brings: titles that run out, plates to take back, tasks due."""
    candidacies = Candidacy.objects.visible_to(user).select_related("township", "campaign").order_by("valid_until")
    yield Pile(_("称号即将期满，准备复核"), candidacies.running_out(today), candidacies_url(due="soon"), CANDIDACY_LINE)
    yield Pile(_("称号已失效，牌匾待收回"), candidacies.with_plate_to_take_back(), candidacies_url(due="plate"), CANDIDACY_LINE)
    tasks = PlanTask.objects.to_do_for(user).filter(due_on__lte=today + timedelta(days=PlanTask.SOON_DAYS))
    yield Pile(
        _("创建任务到期、逾期"), tasks.select_related("campaign", "plan__township", "township", "person"), "", "reports/_task_line.html"
    )


def appraisals_of(user):
    return Appraisal.objects.visible_to(user).select_related("township", "sheet")


def appraisal_pile(label, rows, **filters):
    """A list opens all of them only where it can be asked for exactly these."""
    url = f"{reverse('townships:appraisals')}?{urlencode(filters)}" if filters else ""
    return Pile(label, rows, url, "reports/_appraisal_line.html")


def appraisals_of_bureau(user):
    """What waits for any of the bureau, and what waits for this assessor alone."""
    appraisals = appraisals_of(user)
    mine = appraisals.filter(Q(first=user) | Q(second=user))
    unfinished = mine.filter(Q(first=user, first_done_at=None) | Q(second=user, second_done_at=None), state=Stage.SUBMITTED)
    yield appraisal_pile(_("自评已提交，待指定考评员"), appraisals.filter(state=Stage.SUBMITTED, first=None))
    yield appraisal_pile(_("考评，待我评分"), unfinished)
    yield appraisal_pile(_("考评，待两人议定"), mine.filter(state=Stage.SCORED))
    yield appraisal_pile(_("考评，待我签字"), mine.filter(state=Stage.AGREED).exclude(signatures__by=user))
    signed = appraisals.filter(state=Stage.AGREED).filter(signatures__seat="first").filter(signatures__seat="second")
    yield appraisal_pile(_("考评已签字，待确定结果"), signed)


def readiness_to_do(user, today):
    """What the intervals of drills and reviews ask for."""
    townships = overdue_on(Township.objects.visible_to(user), today).order_by("code")
    due_url = f"{reverse('townships:drills_due')}?level=township&due=overdue"
    yield Pile(_("到期未开展应急演练的乡镇"), townships, due_url, "reports/_drill_line.html")
    provisions = stale_on(Provision.objects.visible_to(user), today).for_list().order_by("issued_on")
    yield Pile(_("制度、预案到期未评估修订"), provisions, f"{reverse('townships:provisions')}?state=stale", "reports/_provision_line.html")


def done(user, today):
    """What this user did to hazards in the last thirty days."""
    since = midnight(today - timedelta(days=RECENT_DAYS))
    events = HazardEvent.objects.filter(by=user, at__gte=since).select_related("hazard__township", "hazard__place").order_by("-pk")
    yield Pile(_("最近 30 天办理"), events, "", "reports/_event_line.html")


def to_watch(user, today):
    yield dangers(user)
    hazards = hazards_of(user)
    yield Pile(_("挂牌督办，未销号"), hazards.supervised(), ledger_url(supervised="1"))
    yield Pile(_("重大隐患待销号签批"), hazards.filter(state__in=SIGNING), majors_url(waits="signature"))
    yield Pile(_("停产停业整改"), hazards.filter(state=State.SUSPENDED), ledger_url(state=State.SUSPENDED))
    yield Pile(_("超期未销号"), hazards.overdue(today), ledger_url(due="overdue"))
    unreviewed = review_missed(hazards, today).order_by("applied_at")
    yield Pile(_("复产、验收申请，超过审查期限"), unreviewed, ledger_url(waiting="review_late"), REVIEW_LINE)
    since = today - timedelta(days=RECENT_DAYS)
    missed = missed_visits(user, today).filter(due_on__gte=since)
    yield Pile(_("最近 30 天漏查"), missed, tasks_url(state="missed", due_from=since), "reports/_visit_line.html")
    unseen = LookBack.objects.visible_to(user).counted().missed(today).for_list().order_by("due_on", "pk")
    yield Pile(_("回头看，逾期未看"), unseen, look_backs_url(state="missed"), "reports/_look_back_line.html")


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
