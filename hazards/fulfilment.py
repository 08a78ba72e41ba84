"""A visit that was recorded fulfils what plans had made due there; a voided one gives way to another that was there."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from townships.period import Period
from townships.voiding import void

from .models import CheckSheet, Inspection, VisitTask


@transaction.atomic
def fulfil(inspection, *, known_on, task=None):
    """The visits of this kind that are due there that day are done, and the one that it was made for, however late.

    `known_on`: from which day the system knew of it; entered after the last day it is a late entry, whatever day it tells of.
    """
    day = timezone.localdate(inspection.inspected_at)
    fitting = Q(plan__kind=inspection.kind, due_on__gte=day)
    if task:
        fitting |= Q(pk=task.pk)
    here = VisitTask.objects.counted().filter(fitting, place=inspection.place, starts_on__lte=day)
    _lock(here)
    # A visit that another one has just fulfilled keeps its visit.
    rows = list(here.undone())
    _give(rows, inspection, known_on)
    return rows


@transaction.atomic
def void_visit(inspection, *, by, reason, at=None):
    """Nothing is counted of it any more; what it had fulfilled is another visit's that stands and was there in time, if there is one."""
    _lock(inspection.tasks.all())
    voided = void(inspection, by=by, reason=reason, at=at)
    for task in inspection.tasks.select_related("plan"):
        if other := _another(task):
            _give([task], other, _known_on(other))
    return voided


def _lock(tasks):
    # Two visits, or one and the voiding of another, may be entered in the same second; who waited here sees what the other did.
    list(tasks.select_for_update(of=("self",)).order_by("pk"))


def _another(task):
    there = Inspection.objects.counted().filter(place=task.place_id, kind=task.plan.kind)
    return there.filter(Period(task.starts_on, task.due_on).moments("inspected_at")).order_by("created_at", "pk").first()


def _known_on(inspection):
    """A visit by a checklist was known of when that was begun."""
    begun = CheckSheet.objects.filter(inspection=inspection).values_list("started_on", flat=True).first()
    return begun or timezone.localdate(inspection.created_at)


def _give(tasks, inspection, known_on):
    told = {"inspection": inspection, "done_on": timezone.localdate(inspection.inspected_at), "entered_on": known_on}
    VisitTask.objects.filter(pk__in=[task.pk for task in tasks]).update(**told)
