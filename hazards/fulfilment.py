"""A visit that was recorded fulfils what plans had made due there."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .models import VisitTask


@transaction.atomic
def fulfil(inspection, *, task=None):
    """The visits of this kind that are due there that day are done, and the one that it was made for, however late."""
    day = timezone.localdate(inspection.inspected_at)
    fitting = Q(plan__kind=inspection.kind, due_on__gte=day)
    if task:
        fitting |= Q(pk=task.pk)
    here = VisitTask.objects.counted().undone().filter(fitting, place=inspection.place, starts_on__lte=day)
    # Lock the rows: a visit that another one has just fulfilled keeps its visit.
    rows = list(here.select_for_update(of=("self",)))
    VisitTask.objects.filter(pk__in=[row.pk for row in rows]).update(inspection=inspection, done_on=day)
    return rows
