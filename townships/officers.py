"""The numbered roster of a township's safety officers: who joins, who leaves, and numbers that are never given twice."""

from django.db import transaction
from django.db.models import Max, Q

from townships.amendments import in_words, note_amendment
from townships.models import County, Duty, SafetyOfficer

# What a correction may put right; who was entered wrongly is struck off, as a number is never given twice.
CORRECTABLE = ["joined_on", "left_on", "reason"]
# Whom the roster is of: who supervises on the spot (D2: 一支在册编号、实行动态管理的284名安全员队伍).
ON_THE_ROSTER = ["safety_inspector", "village_supervisor", "enterprise_officer"]


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


def without_post(entries, day):
    """Of the entries on the roster that day those whose person holds no post at all: the work was handed over, the card was not."""
    return entries.on_roster(day).exclude(person__in=Duty.objects.held_on(day).values("person"))


def not_enlisted(people, day):
    """Of the people (a Person queryset of townships) those who hold a post of a safety officer that day and are on no roster."""
    held = Duty.objects.held_on(day).filter(kind__key__in=ON_THE_ROSTER)
    enlisted = SafetyOfficer.objects.on_roster(day)
    people = people.exclude(township=None).serving_on(day)
    return people.filter(pk__in=held.values("person")).exclude(pk__in=enlisted.values("person"))


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


@transaction.atomic
def correct_entry(officer, *, by, why, joined_on, left_on, reason):
    """Put right the days of an entry, or take back a striking-off that was a mistake (left_on=None); what was changed is kept.

    The number stays: it is the card's. OffBeforeOn, HasLeft or AlreadyOnRoster say what stands against it.
    """
    County.objects.select_for_update(of=("self",), no_key=True).get(pk=officer.county_id)
    officer = SafetyOfficer.objects.select_for_update(of=("self",)).select_related("person", "township").get(pk=officer.pk)
    before = in_words(officer, CORRECTABLE)
    if left_on and left_on < joined_on:
        raise OffBeforeOn
    if officer.person.has_left(joined_on):
        raise HasLeft
    officer.joined_on, officer.left_on, officer.reason = joined_on, left_on, reason if left_on else ""
    if other := _entry_beside(officer):
        raise AlreadyOnRoster(other)
    officer.save(update_fields=CORRECTABLE)
    note_amendment(officer, before, in_words(officer, CORRECTABLE), by=by, reason=why)
    return officer


def _entry_beside(officer):
    """Another entry of the same person that shares a day with this one."""
    others = SafetyOfficer.objects.filter(person=officer.person_id).exclude(pk=officer.pk).select_related("township")
    others = others.filter(Q(left_on=None) | Q(left_on__gt=officer.joined_on))
    return (others.filter(joined_on__lt=officer.left_on) if officer.left_on else others).first()


def _entry_of(person, on):
    entries = SafetyOfficer.objects.filter(person=person)
    return (entries.filter(left_on=None) | entries.filter(left_on__gt=on)).first()


def _highest_number(county, prefix):
    return SafetyOfficer.objects.filter(county=county, prefix=prefix).aggregate(highest=Max("sequence"))["highest"] or 0
