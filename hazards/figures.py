"""Hazards, visits, drives and papers of a period, as they stood at its end (DESIGN section 7).

A hazard belongs to the period in which it was found, whatever became of it: 排查 = 已整改 + 未销号 holds for every
period and place, the months of a year add up to the year, and a report on last year does not change when
somebody closes a hazard this year. What was found earlier and is still open stands beside it (上年遗留).
"""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.figure import Figure, figure, figures_from_rows
from townships.models import Enterprise, Investment
from townships.period import last_day, midnight

from .models import (
    Action,
    Assurance,
    Drive,
    Enforcement,
    EnforcementKind,
    Handover,
    Hazard,
    HazardEvent,
    IllegalAct,
    Inspection,
    LookBack,
    Order,
    OutcomeCount,
    OutcomeKind,
    PublicReport,
    RemedyPlan,
    VisitTask,
)

general, major = Q(grade=Hazard.Grade.GENERAL), Q(grade=Hazard.Grade.MAJOR)


def after(period):
    """The first moment after the period."""
    return midnight(period.end + timedelta(days=1))


def closed_by_its_end(period):
    return Q(closed_at__lt=after(period))


def deadline_passed_by_its_end(period):
    """The deadline's own day is the last one allowed; of a period that still runs, yesterday is the last that has passed."""
    return Q(deadline__lte=min(period.end, timezone.localdate() - timedelta(days=1)))


@figure("inspections.done", _("检查次数"), _("次"))
def inspections_done(period):
    return Inspection.objects.counted().filter(period.moments("inspected_at"))


@figure("inspections.clear", _("未发现隐患的检查"), _("次"))
def inspections_clear(period):
    return inspections_done(period).exclude(Exists(Hazard.objects.counted().filter(inspection=OuterRef("pk"))))


@figure("inspections.signed_clear", _("签字确认未发现隐患"), _("次"))
def inspections_signed_clear(period):
    """Signed by name as 「本次检查未发现隐患」, and nothing was entered for it afterwards."""
    return inspections_clear(period).filter(clear_signed_at__isnull=False)


def declare_rhythm(kind):
    @figure(f"inspections.{kind}", kind.label, _("次"))
    def of_kind(period):
        return inspections_done(period).filter(kind=kind)


for kind in (Inspection.Kind.DAILY, Inspection.Kind.WEEKLY, Inspection.Kind.MONTHLY, Inspection.Kind.QUARTERLY):
    declare_rhythm(kind)


@figure("patrols.planned", _("计划检查"), _("次"))
def patrols_planned(period):
    """What plans made due and was to be done by the period's end; of a period that still runs, by today."""
    return VisitTask.objects.counted().filter(period.days("due_on"), due_on__lte=timezone.localdate())


@figure("patrols.done", _("计划检查已完成"), _("次"))
def patrols_done(period):
    """Done by the period's end: a visit made up for later does not change what the period reported."""
    return patrols_planned(period).done_by(period.end)


@figure("patrols.on_time", _("计划检查按时完成"), _("次"))
def patrols_on_time(period):
    return patrols_done(period).on_time()


@figure("patrols.missed", _("漏查"), _("次"))
def patrols_missed(period):
    """Over and not done by the period's end."""
    over = patrols_planned(period).filter(due_on__lt=timezone.localdate())
    return over.exclude(pk__in=patrols_done(period).values("pk"))


@figure("hazards.found", _("排查隐患"), _("条"))
def found(period):
    return Hazard.objects.counted().filter(period.moments("found_at"))


@figure("hazards.general", _("一般隐患"), _("条"))
def found_general(period):
    return found(period).filter(general)


@figure("hazards.major", _("重大隐患"), _("条"))
def found_major(period):
    return found(period).filter(major)


@figure("hazards.closed", _("已整改销号"), _("条"))
def closed(period):
    """Found in the period and closed by its end."""
    return found(period).filter(closed_by_its_end(period))


@figure("hazards.general_closed", _("一般隐患已整改"), _("条"))
def closed_general(period):
    return closed(period).filter(general)


@figure("hazards.major_closed", _("重大隐患已整改销号"), _("条"))
def closed_major(period):
    return closed(period).filter(major)


@figure("hazards.unclosed", _("未销号隐患"), _("条"))
def unclosed(period):
    """Found in the period and not closed by its end."""
    return found(period).exclude(closed_by_its_end(period))


@figure("hazards.overdue", _("逾期未销号"), _("条"))
def overdue(period):
    """Of those found in the period and not closed by its end, those whose deadline had passed."""
    return unclosed(period).filter(deadline_passed_by_its_end(period))


@figure("hazards.major_overdue", _("重大隐患逾期未销号"), _("条"))
def overdue_major(period):
    return overdue(period).filter(major)


@figure("hazards.due_open", _("期限届满的应销号隐患（含以前查出）"), _("条"))
def due_open(period):
    """Open at some time in the period, whenever found, with a deadline that passed by its end: what should have been closed by then."""
    open_in_it = Hazard.objects.counted().filter(found_at__lt=after(period)).exclude(closed_at__lt=midnight(period.start))
    return open_in_it.filter(deadline_passed_by_its_end(period))


@figure("hazards.due_unclosed", _("期末逾期未销号隐患（含以前查出）"), _("条"))
def due_unclosed(period):
    """Of these, what was still open at the period's end, so that no overdue hazard leaves the count by growing older."""
    return due_open(period).exclude(closed_by_its_end(period))


@figure("hazards.left_over", _("以前年度遗留隐患"), _("条"))
def left_over(period):
    """Found before the period and not closed when it began."""
    began = midnight(period.start)
    return Hazard.objects.counted().filter(found_at__lt=began).exclude(closed_at__lt=began)


@figure("hazards.left_over_closed", _("以前年度遗留隐患已整改"), _("条"))
def left_over_closed(period):
    return left_over(period).filter(closed_by_its_end(period))


@figure("hazards.left_over_unclosed", _("以前年度遗留未销号隐患"), _("条"))
def left_over_unclosed(period):
    return left_over(period).exclude(closed_by_its_end(period))


@figure("hazards.reported_late", _("迟报隐患"), _("条"))
def reported_late(period):
    return found(period).reported_late()


@figure("hazards.supervised", _("挂牌督办隐患"), _("条"))
def supervised(period):
    return found(period).exclude(supervision=Hazard.Supervision.NONE)


@figure("majors.supervised_province", _("省级挂牌督办的重大隐患"), _("条"))
def supervised_by_province(period):
    return supervised(period).filter(supervision=Hazard.Supervision.PROVINCE)


@figure("majors.planned", _("列入治理计划的重大隐患"), _("条"))
def planned(period):
    """Found in the period, not closed by its end and with a plan by then: never more than 重大排查 less 重大已整改."""
    return with_plan(unclosed(period).filter(major), period)


@figure("majors.planned_left_over", _("以前年度列入治理计划的重大隐患"), _("条"))
def planned_left_over(period):
    """Noted separately on the form."""
    return with_plan(left_over_unclosed(period).filter(major), period)


def with_plan(hazards, period):
    return hazards.filter(Exists(by_then(RemedyPlan.objects.filter(hazard=OuterRef("pk")), period)))


def by_then(rows, period):
    """Written by the period's end; what a rebound before it had made history does not count."""
    standing = Q(hazard__reopened_at=None) | Q(hazard__reopened_at__gte=after(period)) | Q(at__gte=F("hazard__reopened_at"))
    return rows.filter(standing, at__lt=after(period))


@figure("majors.assured_all", _("五落实齐全的重大隐患"), _("条"))
def assured_all(period):
    """其中达到“五到位”, of the form of 2010."""
    return planned(period).filter(*[checked(item, period) for item in Assurance.Item])


def checked(item, period):
    """Checked by the period's end, whatever was written about it again later."""
    checks = HazardEvent.objects.filter(hazard=OuterRef("pk"), action=Action.ASSURE, details__item=item)
    return Exists(by_then(checks, period))


def planned_with(item):
    """One 落实 column of the monthly return; never more than what is planned."""

    def rows(period):
        return planned(period).filter(checked(item, period))

    return rows


COLUMNS = {
    Assurance.Item.AIM: _("落实治理目标任务的重大隐患"),
    Assurance.Item.FUNDS: _("落实治理经费物资的重大隐患"),
    Assurance.Item.PEOPLE: _("落实治理机构人员的重大隐患"),
    Assurance.Item.TIME: _("落实治理时间要求的重大隐患"),
    Assurance.Item.SAFETY: _("落实安全措施应急预案的重大隐患"),
}
for each, label in COLUMNS.items():
    figure(f"majors.assured_{each}", label, _("条"))(planned_with(each))


@figure("hazards.rectified_on_spot", _("当场整改隐患"), _("条"))
def rectified_on_spot(period):
    """Closed without a paper. Found again later it gets one, and counts as any other."""
    on_the_spot = HazardEvent.objects.filter(hazard=OuterRef("pk"), action=Action.RECTIFY)
    return closed(period).filter(Exists(on_the_spot), order_items=None)


@figure("hazards.recurring", _("反复隐患"), _("条"))
def recurring(period):
    """Linked to an earlier one of the same place that had been closed."""
    return found(period).recurring()


@figure("hazards.reopened", _("回头看发现反弹"), _("条"))
def reopened(period):
    """Found again in the period after it had been closed, by a look-back that was drawn or by any other."""
    again = HazardEvent.objects.filter(period.moments("at"), hazard=OuterRef("pk"), action=Action.REOPEN)
    return Hazard.objects.counted().filter(Exists(again))


@figure("look_backs.due", _("应回头看隐患"), _("条"))
def look_backs_due(period):
    """Whose last day falls into the period; of a period that still runs, what is over or was answered."""
    return LookBack.objects.counted().filter(period.days("due_on")).come_due(timezone.localdate())


@figure("look_backs.done", _("已回头看隐患"), _("条"))
def look_backs_done(period):
    """Of these, looked at by the period's end."""
    return look_backs_due(period).done().filter(done_at__lt=after(period))


@figure("look_backs.in_time", _("按期回头看隐患"), _("条"))
def look_backs_in_time(period):
    return look_backs_done(period).in_time()


@figure("look_backs.found_again", _("抽样复看发现反弹"), _("条"))
def look_backs_found_again(period):
    return look_backs_done(period).found_again()


@figure("hazards.funds", _("隐患整改资金"), _("元"), Sum("spent_funds"))
def funds(period):
    """Money spent on what was found in the period."""
    return found(period).filter(spent_funds__gt=0)


@figure("hazards.invested", _("用于隐患整改和专项整治的投入"), _("元"), Sum("amount"))
def invested(period):
    """Sums of the period that are linked to a hazard or a drive; a sum that paid for several counts once."""
    linked = Exists(Hazard.objects.counted().filter(investments=OuterRef("pk"))) | Exists(Drive.objects.filter(investments=OuterRef("pk")))
    return Investment.objects.counted().filter(linked, period.days("spent_on"))


@figure("drives.held", _("专项整治行动"), _("次"))
def drives_held(period):
    """Begun in the period, so that one over New Year counts once; what is only planned was not held."""
    return Drive.objects.held().filter(period.days("starts_on"))


@figure("drives.hazards", _("专项整治排查隐患"), _("条"))
def drive_hazards(period):
    return found(period).filter(drive__isnull=False)


@figure("drives.hazards_closed", _("专项整治排除隐患"), _("条"))
def drive_hazards_closed(period):
    return closed(period).filter(drive__isnull=False)


@figure("inspections.joint", _("联合执法检查"), _("次"))
def joint_inspections(period):
    return inspections_done(period).joint()


@figure("enforcement.actions", _("执法行动"), _("次"))
def enforcement_actions(period):
    return Enforcement.objects.counted().filter(period.moments("acted_at"))


@figures_from_rows
def one_per_kind_of_enforcement():
    """enforcement.fines, enforcement.illegal_sites, enforcement.vehicles_destroyed …, each in its own unit."""
    for kind in EnforcementKind.objects.all():
        measure = Sum("amount") if kind.is_money else Sum("quantity")
        yield Figure(f"enforcement.{kind.key}", kind.name, kind.unit, _actions_of(kind), measure)


def _actions_of(kind):
    return lambda period: enforcement_actions(period).filter(kind=kind)


@figures_from_rows
def one_per_kind_of_outcome():
    """outcomes.signs …: what drives achieved and nothing else counts."""
    for kind in OutcomeKind.objects.typed():
        yield Figure(f"outcomes.{kind.key}", kind.name, kind.unit, _counts_of(kind), Sum("quantity"))


def _counts_of(kind):
    return lambda period: OutcomeCount.objects.counted().filter(period.days("counted_on"), kind=kind)


@figure("illegal_acts.found", _("查处非法违法行为"), _("起"))
def illegal_acts(period):
    return IllegalAct.objects.counted().filter(period.moments("found_at"))


@figure("illegal_acts.closed", _("非法违法行为已销号"), _("起"))
def illegal_acts_closed(period):
    """Found in the period and closed by its end."""
    return illegal_acts(period).filter(closed_by_its_end(period))


@figure("illegal_acts.outsiders", _("外部发现的非法违法行为"), _("起"))
def illegal_acts_found_by_outsiders(period):
    return illegal_acts(period).found_by_outsiders()


def orders(period, kind):
    return Order.objects.filter(period.days("issued_on"), kind=kind)


@figure("orders.notices", _("整改通知单"), _("份"))
def notices(period):
    return orders(period, Order.Kind.NOTICE)


@figure("orders.directives", _("责令限期整改指令书"), _("份"))
def directives(period):
    return orders(period, Order.Kind.DIRECTIVE)


@figure("orders.opinions", _("整改复查意见书"), _("份"))
def opinions(period):
    return orders(period, Order.Kind.OPINION)


@figure("enterprises.high_risk_inspected", _("检查过的高危企业"), _("家"))
def high_risk_enterprises_inspected(period):
    """Visited at least once in the period: how often is nobody's merit."""
    visited = inspections_done(period).values("place")
    return Enterprise.objects.open_on(last_day(period)).filter(is_high_risk=True, pk__in=visited)


@figure("handovers.done", _("工作交接"), _("次"))
def handovers(period):
    return Handover.objects.standing().filter(period.days("happens_on"))


@figure("reports.received", _("收到群众举报"), _("条"))
def reports_received(period):
    return PublicReport.objects.filter(period.moments("received_at"))


def answered_by_its_end(period):
    """Of those received in the period, what had been answered when it ended."""
    return reports_received(period).filter(answered_at__lt=after(period))


@figure("reports.accepted", _("受理群众举报"), _("条"))
def reports_accepted(period):
    """Became a hazard, or was one that the ledger had."""
    return answered_by_its_end(period).taken_up()


@figure("reports.declined", _("不予受理的群众举报"), _("条"))
def reports_declined(period):
    return answered_by_its_end(period).filter(state=PublicReport.State.DECLINED)


@figure("reports.true", _("查实的群众举报"), _("条"))
def reports_true(period):
    return answered_by_its_end(period).found_true()


@figure("reports.rewards", _("举报奖励"), _("元"), Sum("reward"))
def report_rewards(period):
    return reports_received(period).filter(reward__gt=0)
