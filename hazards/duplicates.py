"""A hazard entered twice: whoever reported it reads on what becomes of the one that stays."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Hazard, PublicReport, ReportEvent, State
from .repeats import shared_words

# Of the latest near it so many are compared by their words; so many of them are offered.
COMPARED, OFFERED = 200, 20


def possible_twins(hazard):
    """Of which this one may be the second entry: whatever counts in its township, the newest first."""
    others = Hazard.objects.counted().filter(township=hazard.township_id).exclude(pk=hazard.pk)
    return others.for_list().order_by("-found_at", "-pk")


def likely_twins(hazard):
    """Of the latest at its place, above or below it the most alike first, those of the very place before others. One query."""

    def likeness(twin):
        return twin.place_id == hazard.place_id, shared_words(hazard.description, twin.description)

    near = possible_twins(hazard).at_or_below(hazard.place.parent_id or hazard.place_id)[:COMPARED]
    return sorted(near, key=likeness, reverse=True)[:OFFERED]


def follow(hazard, other, *, by, at):
    """The reports of a void hazard become those of the other, with a line in each one's history."""
    other = Hazard.objects.select_for_update(of=["self"]).select_related("township").get(pk=other.pk)
    if other.pk == hazard.pk or other.township_id != hazard.township_id or other.state == State.VOID:
        wrong = _("须是本乡镇另一条没有作废的隐患。")
        raise ValidationError({"duplicate_of": ValidationError(wrong, code="no_twin")})
    for report in hazard.public_reports.select_for_update(of=["self"]).order_by("pk"):
        report.hazard, report.state = other, PublicReport.State.MERGED
        report.save(update_fields=["hazard", "state"])
        told = {"hazard": other.number}
        ReportEvent.objects.create(report=report, action=ReportEvent.Action.MERGE, by=by, at=at, details=told)
