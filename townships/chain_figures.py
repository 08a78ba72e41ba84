"""Bodies, rescue teams, certified staff and the roster of safety officers, as they stand at the end of a period."""

from django.utils.translation import gettext_lazy as _

from townships.certificates import holders_on
from townships.figure import figure
from townships.models import Certificate, Duty, Person, SafetyOfficer, Team
from townships.period import last_day


def teams_standing(period):
    return Team.objects.open_on(last_day(period))


@figure("teams.bodies", _("安全生产工作机构"), _("个"))
def bodies(period):
    return teams_standing(period).exclude(kind=Team.Kind.RESCUE)


@figure("teams.headquarters", _("指挥部"), _("个"))
def headquarters(period):
    return teams_standing(period).filter(kind=Team.Kind.HEADQUARTERS)


@figure("teams.working_groups", _("行业安全管理领导小组"), _("个"))
def working_groups(period):
    return teams_standing(period).filter(kind=Team.Kind.WORKING_GROUP)


@figure("teams.rescue", _("应急救援队伍"), _("支"))
def rescue_teams(period):
    return teams_standing(period).filter(kind=Team.Kind.RESCUE)


@figure("people.rescuers", _("应急救援队员"), _("人"))
def rescuers(period):
    seats = Duty.objects.held_on(last_day(period)).filter(team__in=rescue_teams(period))
    return Person.objects.filter(pk__in=seats.values("person"))


@figure("people.certified", _("持证的专职安监人员"), _("人"))
def certified_people(period):
    """The numerator of 持证率; its denominator is people.full_time."""
    day = last_day(period)
    return Person.objects.serving_on(day).filter(is_full_time=True, pk__in=holders_on(day))


@figure("certificates.valid", _("有效证件"), _("本"))
def valid_certificates(period):
    return Certificate.objects.valid_on(last_day(period))


@figure("officers.total", _("在册编号安全员"), _("人"))
def officers(period):
    return SafetyOfficer.objects.on_roster(last_day(period))


@figure("officers.joined", _("新入册安全员"), _("人次"))
def officers_joined(period):
    return SafetyOfficer.objects.filter(period.days("joined_on"))


@figure("officers.left", _("退出名册的安全员"), _("人次"))
def officers_left(period):
    return SafetyOfficer.objects.with_gone_on().filter(period.days("gone_on"))
