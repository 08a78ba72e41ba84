"""Who helps whom in a round. Nobody helps himself, and nobody is helped by those whom he helps."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from townships.access import keeps_ledgers_of
from townships.models import Campaign, Candidacy, Enterprise, Mentorship, Township
from townships.voiding import lock_counted

Kind = Mentorship.MentorKind


class MentoringRefused(Exception):
    """Why a pair can't be; the words are the form's."""


class HelpsItself(MentoringRefused):
    pass


class NeverNamed(MentoringRefused):
    """A township that helps was named before."""


class AlreadyPaired(MentoringRefused):
    pass


class Circular(MentoringRefused):
    """Carries the townships of the circle, from the one that would help to the one that is helped."""

    def __init__(self, circle):
        super().__init__(circle)
        self.circle = circle


class AmbiguousName(MentoringRefused):
    pass


def pair(campaign, *, township, by, **fields):
    """A department, a named township or an enterprise helps a township; returns the Mentorship."""
    return write(Mentorship(campaign=campaign), by=by, township=township, **fields)


@transaction.atomic
def write(mentorship, *, by, **fields):
    # Lock the round: of two clerks who close a circle in the same second one is told.
    campaign = Campaign.objects.select_for_update(of=["self"]).get(pk=mentorship.campaign_id)
    if not (by.is_bureau and keeps_ledgers_of(by, campaign.county)):
        raise PermissionDenied
    if mentorship.pk:
        mentorship = lock_counted(mentorship)
    for name, value in fields.items():
        setattr(mentorship, name, value)
    find_mentor(mentorship)
    check(mentorship)
    mentorship.save()
    return mentorship


def find_mentor(mentorship):
    """Link the township or the enterprise that bears the name; one from elsewhere stays a name."""
    mentorship.mentor_township = mentorship.mentor_enterprise = None
    county = mentorship.campaign.county_id
    if mentorship.mentor_kind == Kind.TOWNSHIP:
        endings = ["", "乡", "镇", "街道"]
        mentorship.mentor_township = Township.objects.filter(
            county=county, closed_on=None, name__in=[mentorship.mentor + ending for ending in endings]
        ).first()
        mentorship.mentor = mentorship.mentor_township.name if mentorship.mentor_township else mentorship.mentor
    elif mentorship.mentor_kind == Kind.ENTERPRISE:
        found = list(Enterprise.objects.filter(county=county, closed_on=None, name=mentorship.mentor)[:2])
        if len(found) > 1:
            raise AmbiguousName
        mentorship.mentor_enterprise = found[0] if found else None


def check(mentorship):
    others = Mentorship.objects.counted().filter(campaign=mentorship.campaign_id).exclude(pk=mentorship.pk)
    if others.filter(township=mentorship.township, mentor=mentorship.mentor).exists():
        raise AlreadyPaired
    mentor = mentorship.mentor_township
    if mentor is None:
        return
    if mentor == mentorship.township:
        raise HelpsItself
    if circle := circle_of(mentor, mentorship.township, others):
        raise Circular(circle)
    if not Candidacy.objects.filter(township=mentor).exclude(named_on=None).exists():
        raise NeverNamed


def circle_of(mentor, helped, pairs):
    """The way from the helped township back to its mentor along those whom each helps; empty when there is none."""
    helps = {}
    for one in pairs.exclude(mentor_township=None).select_related("mentor_township", "township"):
        helps.setdefault(one.mentor_township, []).append(one.township)
    ways = [[helped]]
    seen = set()
    while ways:
        way = ways.pop()
        if way[-1] == mentor:
            return [mentor, *way]
        if way[-1] not in seen:
            seen.add(way[-1])
            ways += [[*way, further] for further in helps.get(way[-1], [])]
    return []
