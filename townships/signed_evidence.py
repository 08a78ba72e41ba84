"""The numbers of the evidence as they were when both assessors had signed: what comes after is no part of the result."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from townships.evidence import SOURCES, Found, Shelf
from townships.gaps import Rules
from townships.models import EvidenceNeed


class SignedShelf(Shelf):
    """A shelf that counts nothing any more; its links open the rows as they are now."""

    def __init__(self, appraisal):
        super().__init__(appraisal.township, appraisal.sheet.year, today=timezone.localdate(appraisal.evidence_at))
        self.kept = appraisal.signed_evidence

    def __getitem__(self, key):
        """None as well for a source that nobody asked for when it was signed."""
        source, kept = SOURCES.get(key), self.kept["sources"].get(key)
        if source is None or kept is None:
            return None
        number, latest = kept
        day = date.fromisoformat(latest) if latest else None
        return Found(source, Decimal(number), day, source.link(self.township, self.period))

    @property
    def staff(self):
        return self.kept["staff"]


def shelf_of(appraisal, *, today=None):
    """What the township is proved with: as it was signed, else as it is now."""
    return SignedShelf(appraisal) if appraisal.evidence_at else Shelf(appraisal.township, appraisal.sheet.year, today=today)


def staff_asked_of(township, year):
    """How many full-time people the station of a township of this size must have."""
    rule = Rules(year).staff_of(township)
    return rule.minimum if rule else 0


def keep_evidence(appraisal, at):
    """Count every source that the sheet or the township names, once, and keep it with the appraisal; the caller saves."""
    township, year = appraisal.township, appraisal.sheet.year
    shelf = Shelf(township, year, today=timezone.localdate(at))
    named = set(EvidenceNeed.objects.filter(criterion__sheet=appraisal.sheet_id).values_list("source", flat=True))
    named |= set(appraisal.links.values_list("source", flat=True))
    found = {key: shelf[key] for key in sorted(named)}
    appraisal.signed_evidence = {
        "sources": {key: [str(one.number), one.latest and one.latest.isoformat()] for key, one in found.items() if one},
        "staff": staff_asked_of(township, year),
    }
    appraisal.evidence_at = at


def forget_evidence(appraisal):
    """Nothing is signed any more; the caller saves."""
    appraisal.signed_evidence = appraisal.evidence_at = None
