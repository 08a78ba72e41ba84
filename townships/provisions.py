"""规章制度、应急预案: which are in force, which wait for their review."""

from townships.models import Norm
from townships.months import months_before


def stale_on(provisions, day):
    """Those of the provisions (a queryset) in force that day whose last version is older than the review interval of that year."""
    norm = Norm.objects.of_year(day.year).get(Norm.Key.REVIEW)
    if norm is None:
        return provisions.none()
    return provisions.in_force_on(day).filter(issued_on__lt=months_before(day, int(norm.number)))
