"""佐证来源 of every app, a line each: what a criterion of a score sheet can be proved with (townships/evidence.py).

A source that is a figure has the figure's number; its link opens exactly the rows that make it. `day` is the field that says
how fresh the rows are, left out for what holds today, such as posts; `rows` is a ledger list that takes the figure's filters.
"""

from urllib.parse import urlencode

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.campaign_figures import filed_by
from townships.evidence import Source, declare
from townships.figure import FIGURES, all_figures
from townships.gaps import find_gaps
from townships.models import Duty, Mentorship, Place
from townships.period import last_day


def of_figure(key, label=None, unit=None, *, day=None, rows=None, chosen=None, is_shortfall=False):
    def look(township, period):
        figure = all_figures()[key]
        latest = figure.rows_for(period, township).order_by().aggregate(latest=Max(day))["latest"] if day else None
        return figure.value(period, township), as_day(latest)

    def link(township, period):
        if rows is None:
            return figure_page(key, township, period)
        asked = {"township": township.pk, "start": period.start, "end": period.end, **(chosen or {})}
        return f"{reverse(rows)}?{urlencode(asked)}"

    return declare(Source(key, label or FIGURES[key].label, unit or FIGURES[key].unit, look, link, is_shortfall))


def of_round(key, rows, page, label=None):
    """As the figure says, but of the candidacy's round alone where the township is scored for one."""

    def in_round(township, period, campaign):
        return rows(period).filter(campaign=campaign, township=township)

    def look(township, period, campaign):
        number = in_round(township, period, campaign).count() if campaign else FIGURES[key].value(period, township)
        return number, None

    def link(township, period, campaign):
        return page(township, campaign) if campaign else figure_page(key, township, period)

    return declare(Source(key, label or FIGURES[key].label, FIGURES[key].unit, look, link, follows_round=True))


def pairs(period):
    return Mentorship.objects.counted()


def page_of_pairs(township, campaign):
    return f"{reverse('townships:mentorships')}?{urlencode({'campaign': campaign.pk, 'township': township.pk})}"


def plans_on_last_day(period):
    return filed_by(period.end)


def page_of_plans(township, campaign):
    return reverse("townships:township_plans", args=[campaign.pk])


def as_day(latest):
    """A date field's day, or the day of a moment."""
    return timezone.localdate(latest) if hasattr(latest, "hour") else latest


def figure_page(key, township, period):
    asked = {"place": township.pk, "start": period.start, "end": period.end}
    return f"{reverse('reports:figure', args=[key])}?{urlencode(asked)}"


def look_at_posts(township, period):
    return Duty.objects.held_on(last_day(period)).filter(place=township).count(), None


def look_at_gaps(township, period):
    return len(find_gaps(Place.objects.in_township(township.pk), on=last_day(period))), None


def page_of_township(township, period):
    return f"{township.get_absolute_url()}?on={last_day(period)}"


def list_of_gaps(township, period):
    return f"{reverse('townships:gaps')}?{urlencode({'township': township.pk, 'on': last_day(period)})}"


declare(Source("posts.township", _("乡镇领导和安监岗位"), _("人次"), look_at_posts, page_of_township))
declare(Source("gaps", _("责任链空白点"), _("处"), look_at_gaps, list_of_gaps, is_shortfall=True))
of_figure("people.full_time", _("专职安监人员"), _("人"))
of_figure("people.roster", _("在册责任人员"), _("人"))
of_figure("duties.village_supervisors", _("村安全监管员"), _("人次"))
of_figure("duties.group_liaisons", _("组安全生产联络员"), _("人次"))
of_figure("key_sites.kept", _("落实责任人的重点部位"), _("处"))
of_round("mentorships.total", pairs, page_of_pairs, _("帮扶单位"))
of_figure("investment.total", _("投入资金"), _("元"), day="spent_on", rows="townships:investments")
of_figure("investment.station", _("安监站建设投入"), _("元"), day="spent_on", rows="townships:investments", chosen={"purpose": "station"})
of_figure("inspections.done", _("检查次数"), _("次"), day="inspected_at")
of_figure("hazards.found", _("排查隐患"), _("条"), day="found_at")
of_figure("hazards.closed", _("已整改销号隐患"), _("条"), day="closed_at")
of_figure("hazards.overdue", _("逾期未销号隐患"), _("条"), is_shortfall=True)
of_figure("hazards.major_overdue", _("逾期未销号重大隐患"), _("条"), is_shortfall=True)
of_figure("hazards.reported_late", _("迟报隐患"), _("条"), is_shortfall=True)
of_figure("orders.notices", _("整改通知单"), _("份"), day="issued_on")
of_figure("publicity.activities", _("宣传活动"), _("次"), day="held_on", rows="publicity:activities")
of_figure("publicity.drills", _("应急演练（宣传台账）"), _("次"), day="held_on")
of_figure("trainings.classes", _("培训班"), _("期"), day="held_on", rows="publicity:trainings")
of_figure("trainings.people", _("培训人次"), _("人次"), day="held_on", rows="publicity:trainings")
# By the figure's own words.
of_figure("drills.held", day="held_on")
of_figure("plans.in_force")
of_figure("provisions.in_force")
of_figure("provisions.stale", is_shortfall=True)
of_figure("certificates.valid")
of_figure("people.certified")
of_figure("officers.total")
of_figure("teams.rescue")
of_figure("teams.working_groups")
of_figure("letters.signed")
of_round("plans.filed", plans_on_last_day, page_of_plans)
of_figure("stations.roomy")
of_figure("stations.staff")
of_figure("stations.budget")
of_figure("stations.outposts")
of_figure("patrols.missed", is_shortfall=True)
of_figure("accidents.total", is_shortfall=True)
of_figure("accidents.larger", is_shortfall=True)
