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
        day = timezone.localdate(appraisal.evidence_at)
        super().__init__(appraisal.township, appraisal.sheet.year, campaign=round_of(appraisal), today=day)
        self.kept = appraisal.signed_evidence

    def __getitem__(self, key):
        """None as well for a source that nobody asked for when it was signed."""
        source, kept = SOURCES.get(key), self.kept["sources"].get(key)
        if source is None or kept is None:
            return None
        number, latest = kept
        day = date.fromisoformat(latest) if latest else None
        return Found(source, Decimal(number), day, source.link(*self._asked_of(source)))

    @property
    def staff(self):
        return self.kept["staff"]


def round_of(appraisal):
    """The round whose plan and pairs prove something: that of the candidacy, whatever other round runs beside it."""
    return appraisal.candidacy.campaign if appraisal.candidacy else None


def fresh_shelf(appraisal, *, today=None):
    """As it is now, whatever was signed."""
    return Shelf(appraisal.township, appraisal.sheet.year, campaign=round_of(appraisal), today=today)


def shelf_of(appraisal, *, today=None):
    """What the township is proved with: as it was signed, else as it is now."""
    return SignedShelf(appraisal) if appraisal.evidence_at else fresh_shelf(appraisal, today=today)


def staff_asked_of(township, year):
    """How many full-time people the station of a township of this size must have."""
    rule = Rules(year).staff_of(township)
    return rule.minimum if rule else 0


def keep_evidence(appraisal, at):
    """Count every source that the sheet or the township names, once, and keep it with the appraisal; the caller saves."""
    shelf = fresh_shelf(appraisal, today=timezone.localdate(at))
    named = set(EvidenceNeed.objects.filter(criterion__sheet=appraisal.sheet_id).values_list("source", flat=True))
    named |= set(appraisal.links.values_list("source", flat=True))
    found = {key: shelf[key] for key in sorted(named)}
    appraisal.signed_evidence = {
        "sources": {key: [str(one.number), one.latest and one.latest.isoformat()] for key, one in found.items() if one},
        "staff": staff_asked_of(appraisal.township, appraisal.sheet.year),
    }
    appraisal.evidence_at = at


def forget_evidence(appraisal):
    """Nothing is signed any more; the caller saves."""
    appraisal.signed_evidence = appraisal.evidence_at = None
