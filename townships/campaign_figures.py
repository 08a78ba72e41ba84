"""The campaign of a period: who applied, who was named, who helps, and the money. Declared by townships/figures.py."""

from django.db.models import Sum
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from townships.figure import figure
from townships.models import Campaign, Candidacy, Investment, LeadingGroupMember, Mentorship

State, Tier = Candidacy.State, Candidacy.Tier
UNDER_WAY = [State.CREATING, State.ACCEPTED, State.REVIEWED, State.CHECKED, State.NOTICED]


def declare_candidacies(tier):
    @figure(f"candidacies.applied.{tier}", format_lazy(_("申报{tier}示范乡镇"), tier=tier.label), _("个"))
    def applied(period):
        return Candidacy.objects.filter(period.days("applied_on"), tier=tier)

    @figure(f"candidacies.named.{tier}", format_lazy(_("命名{tier}示范乡镇"), tier=tier.label), _("个"))
    def named(period):
        return Candidacy.objects.filter(period.days("named_on"), tier=tier)

    @figure(f"candidacies.titled.{tier}", format_lazy(_("有效期内的{tier}示范乡镇"), tier=tier.label), _("个"))
    def titled(period):
        return Candidacy.objects.titled_on(period.end).filter(tier=tier)


for tier in Tier:
    declare_candidacies(tier)


@figure("candidacies.creating", _("正在创建"), _("个"))
def creating(period):
    """Shortlisted and not yet named, as it stood on the period's last day."""
    return Candidacy.objects.in_state_on(UNDER_WAY, period.end)


def rounds_in(period):
    return Campaign.objects.filter(starts_on__lte=period.end, ends_on__gte=period.start)


@figure("mentorships.total", _("帮扶对子"), _("对"))
def mentorships(period):
    return Mentorship.objects.filter(campaign__in=rounds_in(period))


@figure("leading_group.members", _("创建工作领导小组成员"), _("人"))
def leading_group(period):
    return LeadingGroupMember.objects.serving_on(period.end).filter(campaign__in=rounds_in(period))


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
