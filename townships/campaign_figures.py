"""The campaign of a period: who applied, who was named, who helps, and the money. Declared by townships/figures.py."""

from django.db.models import Exists, OuterRef, Q, Sum
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from townships.candidacy_statistics import UNDER_WAY
from townships.figure import figure
from townships.models import (
    Campaign,
    Candidacy,
    CandidacyEvent,
    ExampleTownship,
    ExchangeMeeting,
    Investment,
    IssuedDocument,
    LeaderVisit,
    LeadingGroupMember,
    MentorAid,
    Mentorship,
    MentorVisit,
    Objection,
    PlanTask,
    PublicNotice,
    Session,
    Tier,
    Township,
    TownshipPlan,
)
from townships.period import last_day

State = Candidacy.State


def declare_candidacies(tier):
    @figure(f"candidacies.applied.{tier}", format_lazy(_("申报{tier}示范乡镇"), tier=tier.label), _("个"))
    def applied(period):
        return Candidacy.objects.filter(period.days("applied_on"), tier=tier)

    @figure(f"candidacies.named.{tier}", format_lazy(_("命名{tier}示范乡镇"), tier=tier.label), _("个"))
    def named(period):
        return Candidacy.objects.filter(period.days("named_on"), tier=tier)

    @figure(f"candidacies.titled.{tier}", format_lazy(_("有效期内的{tier}示范乡镇"), tier=tier.label), _("个"))
    def titled(period):
        titles = Candidacy.objects.titled_on(period.end).filter(tier=tier)
        # A township counts once, however many rounds gave it the same title: by the latest.
        return titles.filter(~Exists(titles.filter(township=OuterRef("township"), pk__gt=OuterRef("pk"))))

    @figure(f"candidacies.kept.{tier}", format_lazy(_("复核保持的{tier}示范乡镇"), tier=tier.label), _("个"))
    def kept(period):
        events = CandidacyEvent.objects.of_keeping().filter(period.days("happened_on"))
        return Candidacy.objects.filter(pk__in=events.values("candidacy"), tier=tier)

    @figure(f"candidacies.lapsed.{tier}", format_lazy(_("期满失效的{tier}示范乡镇"), tier=tier.label), _("个"))
    def lapsed(period):
        return Candidacy.objects.filter(period.days("ended_on"), state=State.LAPSED, tier=tier)

    @figure(f"candidacies.revoked.{tier}", format_lazy(_("撤销的{tier}示范乡镇"), tier=tier.label), _("个"))
    def revoked(period):
        return Candidacy.objects.filter(period.days("ended_on"), state=State.REVOKED, tier=tier)


for tier in Tier:
    declare_candidacies(tier)


@figure("candidacies.creating", _("正在创建"), _("个"))
def creating(period):
    """Shortlisted and not yet named, as it stood on the period's last day."""
    return Candidacy.objects.in_state_on(UNDER_WAY, period.end)


def rounds_of(period):
    """The round of each county that a report on the period names: of two that run in it the later.

    The leading group is counted of these alone, or the number would be of more than the sentence around it tells of.
    """
    running = Campaign.objects.filter(starts_on__lte=period.end, ends_on__gte=period.start)
    return running.filter(~Exists(running.filter(_began_later(), county=OuterRef("county"))))


def of_own_round(rows, period):
    """Of each township the rows of the latest running round in which it has any: a round that it has no part in takes none away."""
    running = rows.filter(campaign__starts_on__lte=period.end, campaign__ends_on__gte=period.start)
    return running.filter(~Exists(running.filter(_began_later("campaign__"), township=OuterRef("township"))))


def _began_later(of=""):
    """The later of two rounds; of two that began together the one with the higher number."""
    day, number = f"{of}starts_on", f"{of}round_number"
    return Q(**{f"{day}__gt": OuterRef(day)}) | Q(**{day: OuterRef(day), f"{number}__gt": OuterRef(number)})


@figure("mentorships.total", _("帮扶对子"), _("对"))
def mentorships(period):
    return of_own_round(Mentorship.objects.counted(), period)


@figure("mentorships.visits", _("帮扶走访"), _("次"))
def mentor_visits(period):
    return MentorVisit.objects.counted().filter(period.days("visited_on"))


@figure("mentorships.money", _("帮扶资金、物资"), _("元"), measure=Sum("worth"))
def mentor_aids(period):
    return MentorAid.objects.counted().filter(period.days("given_on"))


@figure("notices.posted", _("公示"), _("次"))
def notices(period):
    return PublicNotice.objects.filter(period.days("starts_on"))


@figure("notices.objections", _("公示期实名异议"), _("件"))
def objections(period):
    return Objection.objects.that_count().filter(period.days("received_on"))


@figure("sessions.held", _("创建工作专题会议"), _("次"))
def sessions(period):
    return Session.objects.counted().filter(period.days("held_on"))


@figure("leader_visits.made", _("领导督查"), _("次"))
def leader_visits(period):
    return LeaderVisit.objects.counted().filter(period.days("visited_on"))


def papers(period):
    return IssuedDocument.objects.counted().filter(period.days("issued_on"))


def once_each(rows):
    """Of one number of an organ the first row alone: a paper for two rounds that run at once was sent out once."""
    same = {name: OuterRef(name) for name in ("number", "organ", "campaign__county")}
    return rows.filter(Q(number="") | ~Exists(rows.filter(pk__lt=OuterRef("pk"), **same)))


@figure("documents.issued", _("创建工作发文"), _("件"))
def documents(period):
    """What the round sent out itself, not what it stands on."""
    return once_each(papers(period).exclude(kind=IssuedDocument.Kind.BASIS))


@figure("documents.plans", _("创建工作方案"), _("件"))
def plans(period):
    return once_each(papers(period).filter(kind=IssuedDocument.Kind.PLAN))


@figure("tasks.done", _("工作方案任务完成"), _("项"))
def tasks_done(period):
    return PlanTask.objects.of_the_round().filter(period.days("done_on"))


@figure("tasks.late", _("工作方案任务逾期"), _("项"))
def tasks_late(period):
    """Due in the period and not done on their day, whenever they were done afterwards."""
    return PlanTask.objects.of_the_round().filter(period.days("due_on")).late_by(last_day(period))


def filed_by(day):
    """Plans of every round that were with the bureau on that day."""
    return TownshipPlan.objects.in_state_on([TownshipPlan.State.FILED, TownshipPlan.State.ACCEPTED], day)


@figure("plans.filed", _("报送创建方案的乡镇"), _("个"))
def filed_plans(period):
    return of_own_round(filed_by(period.end), period)


def meetings(period):
    return ExchangeMeeting.objects.counted().filter(period.days("held_on"))


@figure("exchanges.held", _("经验交流会"), _("次"))
def exchanges(period):
    return meetings(period)


@figure("exchanges.speakers", _("交流会上推广经验的乡镇"), _("个"))
def speakers(period):
    return Township.objects.filter(pk__in=meetings(period).exclude(speakers=None).values("speakers"))


@figure("examples.publicised", _("推广典型乡镇"), _("个"))
def examples(period):
    shown = ExampleTownship.objects.counted().filter(period.days("publicised_on"))
    return Township.objects.filter(pk__in=shown.values("township"))


@figure("leading_group.members", _("创建工作领导小组成员"), _("人"))
def leading_group(period):
    serving = LeadingGroupMember.objects.serving_on(period.end).filter(campaign__in=rounds_of(period))
    # People are counted: who was seated twice, by the higher seat.
    higher = Q(seat__lt=OuterRef("seat")) | Q(seat=OuterRef("seat"), pk__lt=OuterRef("pk"))
    return serving.filter(~Exists(serving.filter(higher, person=OuterRef("person"), campaign=OuterRef("campaign"))))


@figure("investment.total", _("投入资金"), _("元"), measure=Sum("amount"))
def investments(period):
    return Investment.objects.counted().filter(period.days("spent_on"))


def declare_investment(purpose):
    @figure(f"investment.{purpose}", format_lazy(_("{purpose}投入"), purpose=purpose.label), _("元"), measure=Sum("amount"))
    def of_purpose(period):
        return investments(period).filter(purpose=purpose)


for purpose in Investment.Purpose:
    declare_investment(purpose)


def declare_source(source):
    @figure(f"investment.from.{source}", format_lazy(_("{source}投入"), source=source.label), _("元"), measure=Sum("amount"))
    def from_source(period):
        return investments(period).filter(source=source)


for source in Investment.Source:
    declare_source(source)
