"""What became of the appraisals of a period, and how far the duties of villages and key sites reach. Declared by townships/figures.py."""

from django.db.models import Avg
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _

from townships.figure import figure
from townships.models import Appraisal, Clause, Duty, KeySite, Village
from townships.period import last_day


@figure("appraisals.done", _("完成考评"), _("个"))
def done(period):
    return Appraisal.objects.filter(period.days("finished_on"), state=Appraisal.State.FINAL)


@figure("appraisals.passed", _("考评合格"), _("个"))
def passed(period):
    return done(period).filter(is_passed=True)


@figure("appraisals.failed", _("考评不合格"), _("个"))
def failed(period):
    return done(period).filter(is_passed=False)


@figure("appraisals.vetoed", _("一票否决"), _("个"))
def vetoed(period):
    # One row an appraisal, however many vetoes it has.
    vetoes = Clause.objects.filter(kind=Clause.Kind.VETO, checks__holds=True).values("checks__appraisal")
    return done(period).filter(pk__in=vetoes)


@figure("appraisals.average", _("考评平均得分"), _("分"), measure=Round(Avg("points"), precision=1))
def average(period):
    return done(period)


def holding(period, key):
    """Places where somebody holds this duty on the period's last day, or today when it still runs."""
    day = last_day(period)
    return Duty.objects.held_on(day).filter(kind__key=key).values("place"), day


@figure("villages.supervised", _("有安全监管员的村（社区）"), _("个"))
def supervised_villages(period):
    places, day = holding(period, "village_supervisor")
    return Village.objects.open_on(day).filter(pk__in=places)


@figure("key_sites.kept", _("有责任人的重点部位"), _("处"))
def kept_sites(period):
    places, day = holding(period, "site_keeper")
    return KeySite.objects.open_on(day).filter(pk__in=places)
