"""Publicity and training of a period, by the day on which they were held."""

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from townships.figure import Figure, figure, figures_from_rows, total

from .models import Activity, ActivityKind, Training


@figure("trainings.classes", _("培训班"), _("期"))
def classes(period):
    return Training.objects.counted().filter(period.days("held_on"))


@figure("trainings.people", _("培训人次"), _("人次"), measure=Sum("people_present"))
def people_trained(period):
    return classes(period).with_people_present()


@figure("trainings.officials", _("乡镇干部、安监人员培训人次"), _("人次"), measure=Sum("people_present"))
def officials_trained(period):
    return people_trained(period).filter(audience=Training.Audience.OFFICIALS)


@figure("trainings.special", _("特种作业、渡工、驾驶员培训人次"), _("人次"), measure=Sum("others_present"))
def special_trained(period):
    """Of the classes that say how many hold a certificate: with the next figure this is their 持证率."""
    return classes(period).filter(audience=Training.Audience.SPECIAL, others_certified__isnull=False)


@figure("trainings.special_certified", _("特种作业、渡工、驾驶员持证人次"), _("人次"), measure=Sum("others_certified"))
def special_certified(period):
    return special_trained(period)


@figure("trainings.cost", _("培训经费"), _("元"), measure=Sum("cost"))
def training_cost(period):
    return classes(period)


@figure("publicity.activities", _("宣传活动"), _("次"))
def activities(period):
    return Activity.objects.counted().filter(period.days("held_on"))


@figure("publicity.people", _("宣传受众"), _("人次"), measure=Sum("people_reached"))
def people_reached(period):
    return activities(period)


@figure("publicity.activity_cost", _("宣传活动经费"), _("元"), measure=Sum("cost"))
def activity_cost(period):
    return activities(period)


total("publicity.cost", _("宣传教育经费"), _("元"), parts=["publicity.activity_cost", "trainings.cost"])


@figures_from_rows
def one_per_kind():
    """publicity.leaflets, publicity.banners …: what is counted, in the kind's own unit."""
    for kind in ActivityKind.objects.all():
        yield Figure(f"publicity.{kind.key}", kind.name, kind.unit, _rows_of(kind), Sum("quantity"))


def _rows_of(kind):
    return lambda period: activities(period).filter(kind=kind)
