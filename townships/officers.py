"""The numbered roster of a township's safety officers: who joins, who leaves, and numbers that are never given twice."""

from django.db import transaction
from django.db.models import Max

from townships.models import County, SafetyOfficer


class AlreadyOnRoster(Exception):
    """The person is on a roster; carries that entry."""

    def __init__(self, officer):
        super().__init__(officer.pk)
        self.officer = officer


class NotOfTownship(Exception):
    """The person belongs to another township or county."""


class HasLeft(Exception):
    """The person doesn't serve on that day."""


class OffBeforeOn(Exception):
    """Nobody leaves the roster before joining it."""


@transaction.atomic
def enlist(person, *, township, on):
    """Put somebody on the township's roster under its next number."""
    # Lock the county: two clerks may take the next number in the same second, and two townships may share a prefix.
    County.objects.select_for_update(of=("self",), no_key=True).get(pk=township.county_id)
    if person.county_id != township.county_id or person.township_id not in (None, township.pk):
        raise NotOfTownship
    if person.has_left(on):
        raise HasLeft
    if entry := _entry_of(person, on):
        raise AlreadyOnRoster(entry)
    return number_all([(person, on)], township=township)[0]


def number_all(joining, *, township):
    """Entries of [(person, first day)] under the township's next numbers, in this order; the county is locked, and all may join."""
    prefix = f"{township.document_prefix}安"
    entries = [
        SafetyOfficer(county=township.county, township=township, person=person, prefix=prefix, sequence=sequence, joined_on=on)
        for sequence, (person, on) in enumerate(joining, _highest_number(township.county_id, prefix) + 1)
    ]
    for entry in entries:
        entry.number = f"{prefix}{entry.sequence:03}"
    return SafetyOfficer.objects.bulk_create(entries)


def strike_off(officer, *, on, reason):
    """The first day on which the person is no longer on the roster; the number stays with the entry."""
    if on < officer.joined_on:
        raise OffBeforeOn
    officer.left_on = on
    officer.reason = reason
    officer.save(update_fields=["left_on", "reason"])


def _entry_of(person, on):
    entries = SafetyOfficer.objects.filter(person=person)
    return (entries.filter(left_on=None) | entries.filter(left_on__gt=on)).first()


def _highest_number(county, prefix):
    return SafetyOfficer.objects.filter(county=county, prefix=prefix).aggregate(highest=Max("sequence"))["highest"] or 0
