"""The ladder that a county climbs by: the samples until it edits a step, then all of them are its own."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from townships.models import County

from .models import EscalationStep, QuietHours, Rung


@dataclass(frozen=True)
class LadderPage:
    steps: list
    hours: QuietHours | None

    @property
    def is_sample(self):
        return any(step.county_id is None for step in self.steps)


def ladder_of(county_id):
    """Of a county, or for whoever has all of them the samples."""
    order = list(Rung)
    steps = sorted(EscalationStep.objects.in_county(county_id), key=lambda step: order.index(step.rung))
    return LadderPage(steps, QuietHours.objects.in_county(county_id).first())


def own_step(county, rung):
    """The county's own step of this rung, or a copy of the sample that is not saved yet."""
    if own := EscalationStep.objects.filter(county=county, rung=rung).first():
        return own
    return _copy(EscalationStep.objects.get(county=None, rung=rung), county)


def neighbours(county_id, rung):
    """The steps in use next below and next above this one; None where there is none."""
    steps = [step for step in ladder_of(county_id).steps if step.is_in_use and step.rung != rung]
    place = list(Rung).index(rung)
    below = [step for step in steps if list(Rung).index(step.rung) < place]
    above = [step for step in steps if list(Rung).index(step.rung) > place]
    return below[-1] if below else None, above[0] if above else None


def calendar_days(days, *, in_workdays):
    """For comparing steps that count differently: five working days are a week."""
    return days * 7 / 5 if in_workdays else days


def spoken_days(step):
    return (_("%(days)s 个工作日") if step.in_workdays else _("%(days)s 天")) % {"days": step.days}


@transaction.atomic
def change_step(county, rung, **fields):
    """The whole ladder is taken over with the first step that is edited: half of it would be nobody's."""
    lock(county)
    own = EscalationStep.objects.filter(county=county)
    if not own.exists():
        EscalationStep.objects.bulk_create(_copy(step, county) for step in EscalationStep.objects.filter(county=None))
    own.filter(rung=rung).update(**fields)
    return own.get(rung=rung)


def lock(county):
    """Until the transaction ends: two clerks may change the first of the county's settings in the same second."""
    County.objects.select_for_update(of=["self"]).get(pk=county.pk)


def _copy(step, county):
    names = ["rung", "days", "in_workdays", "enterprises_only", "is_in_use", "source"]
    return EscalationStep(county=county, **{name: getattr(step, name) for name in names})


def own_quiet_hours(county):
    """The county's own, or a copy of the sample that is not saved yet."""
    if own := QuietHours.objects.filter(county=county).first():
        return own
    sample = QuietHours.objects.filter(county=None).first() or QuietHours()
    return QuietHours(county=county, starts_at=sample.starts_at, ends_at=sample.ends_at, rest_days=sample.rest_days)


@transaction.atomic
def change_quiet_hours(county, **fields):
    """The county's own from now on; of two who change them at once the later stands; the form shows it the earlier words first."""
    lock(county)
    hours = own_quiet_hours(county)
    for name, value in fields.items():
        setattr(hours, name, value)
    hours.save()
    return hours
