"""Places, people and duties as they stand at the end of a period, or today when the period still runs.

The figures of other subjects stand in modules of their own, named after them: campaign_figures, chain_figures and so on.
"""

from django.utils.translation import gettext_lazy as _

from townships import appraisal_figures, campaign_figures, chain_figures, letter_figures, means_figures  # noqa: F401
from townships.figure import figure
from townships.models import Duty, Enterprise, KeySite, Person, Township, Village, Zone
from townships.period import last_day


@figure("townships.total", _("乡镇（街道）"), _("个"))
def townships(period):
    return Township.objects.open_on(last_day(period))


@figure("villages.total", _("行政村（社区）"), _("个"))
def villages(period):
    return Village.objects.open_on(last_day(period))


@figure("enterprises.total", _("生产经营单位"), _("家"))
def enterprises(period):
    return Enterprise.objects.open_on(last_day(period))


@figure("enterprises.high_risk", _("高危企业"), _("家"))
def high_risk_enterprises(period):
    return enterprises(period).filter(is_high_risk=True)


@figure("key_sites.total", _("重点部位"), _("处"))
def key_sites(period):
    return KeySite.objects.open_on(last_day(period))


@figure("people.roster", _("在册责任人员"), _("人"))
def roster(period):
    return Person.objects.filter(pk__in=Duty.objects.held_on(last_day(period)).values("person"))


@figure("people.full_time", _("专职安监人员"), _("人"))
def full_time_people(period):
    return Person.objects.serving_on(last_day(period)).filter(is_full_time=True)


def duties_held(period, key):
    return Duty.objects.held_on(last_day(period)).filter(kind__key=key)


@figure("duties.county_liaisons", _("县安委办联系领导"), _("人次"))
def county_liaisons(period):
    return duties_held(period, "county_liaison")


@figure("zones.total", _("片区"), _("个"))
def zones(period):
    return Zone.objects.open_on(last_day(period))


@figure("duties.zone_chiefs", _("片长"), _("人次"))
def zone_chiefs(period):
    return duties_held(period, "zone_chief")


@figure("duties.resident_cadres", _("驻村干部"), _("人次"))
def resident_cadres(period):
    return duties_held(period, "resident_cadre")


@figure("duties.village_supervisors", _("村安全监管员"), _("人次"))
def village_supervisors(period):
    return duties_held(period, "village_supervisor")


@figure("duties.group_liaisons", _("组安全生产联络员"), _("人次"))
def group_liaisons(period):
    return duties_held(period, "group_liaison")


# A post is held 人次, and somebody may hold several: where a report names 名 or 人, each person counts once.
figure("people.county_liaisons", _("县安委办联系领导（按人计）"), _("人"), once_each="person_id")(county_liaisons)
figure("people.zone_chiefs", _("片长（按人计）"), _("人"), once_each="person_id")(zone_chiefs)
figure("people.resident_cadres", _("驻村干部（按人计）"), _("人"), once_each="person_id")(resident_cadres)
figure("people.village_supervisors", _("村安全监管员（按人计）"), _("人"), once_each="person_id")(village_supervisors)


def declare_first_responsible(key, model, label, unit):
    @figure(f"first_responsible.{key}", label, unit)
    def with_somebody(period):
        """Places whose first responsible person is named on the period's last day."""
        day = last_day(period)
        named = Duty.objects.held_on(day).filter(kind__is_first_responsible=True)
        return model.objects.open_on(day).filter(pk__in=named.values("place"))


declare_first_responsible("townships", Township, _("落实第一责任人的乡镇（街道）"), _("个"))
declare_first_responsible("villages", Village, _("落实第一责任人的行政村（社区）"), _("个"))
declare_first_responsible("enterprises", Enterprise, _("落实第一责任人的企业"), _("家"))


@figure("enterprises.with_liaison", _("有副科级以上干部联系的高危企业"), _("家"))
def enterprises_with_liaison(period):
    held = duties_held(period, "enterprise_liaison").filter(person__rank__in=Person.DEPUTY_OR_ABOVE)
    return high_risk_enterprises(period).filter(pk__in=held.values("place"))
