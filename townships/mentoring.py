"""Who helps whom in a round. Nobody helps himself, and nobody is helped by those whom he helps."""

import re
from copy import copy

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from townships.access import keeps_ledgers_of
from townships.amendments import in_words, note_amendment
from townships.models import Campaign, Candidacy, Enterprise, Mentorship, Township
from townships.voiding import lock_counted

Kind = Mentorship.MentorKind

# What the history of a pair tells; the outcome is written on as the help goes on.
TOLD = ("township", "mentor_kind", "mentor", "contact", "content")
# What a township's name ends in, and what people write after it when they mean its government.
ENDINGS = ("街道", "乡", "镇")
ORGANS = ("人民政府", "办事处", "政府", "党工委", "党委", "工作委员会", "委员会", "安全生产监督管理站", "安监站")
PARTY = re.compile(r"中国共产党|中共")
# A township of another county says which: 临澧县合口镇.
ELSEWHERE = re.compile(r".{2,}?[县市区旗].+(乡|镇|街道)(人民政府|办事处)?")


class MentoringRefused(Exception):
    """Why a pair can't be; the words are the form's."""


class HelpsItself(MentoringRefused):
    pass


class NeverNamed(MentoringRefused):
    """A township that helps holds a title."""


class AlreadyPaired(MentoringRefused):
    pass


class Circular(MentoringRefused):
    """Carries the townships of the circle, from the one that would help to the one that is helped."""

    def __init__(self, circle):
        super().__init__(circle)
        self.circle = circle


class AmbiguousName(MentoringRefused):
    pass


class IsItThis(MentoringRefused):
    """The name is nearly that of a township, or may be that of several; carries them."""

    def __init__(self, townships):
        super().__init__(townships)
        self.townships = townships


class NoSuchTownship(MentoringRefused):
    """Neither a township of the county nor one that says which other county it is of."""


class NotInRegister(MentoringRefused):
    """An enterprise that the county's register doesn't know, and nobody said that it is from elsewhere."""


class DidThings(MentoringRefused):
    """What was written under a pair is its two sides': it is not handed on to others. Carries the field and how many entries."""

    def __init__(self, field, count):
        super().__init__(field, count)
        self.field, self.count = field, count


class IsItTheSame(DidThings):
    """Only the name of the mentor differs, and nobody said that it is the same one."""


def pair(campaign, *, township, by, **fields):
    """A department, a named township or an enterprise helps a township; returns the Mentorship."""
    return write(Mentorship(campaign=campaign), by=by, township=township, **fields)


@transaction.atomic
def write(mentorship, *, by, is_from_elsewhere=False, is_same_mentor=False, **fields):
    """`is_from_elsewhere`: somebody said that the enterprise is not one of the county's register; `is_same_mentor`: that another name
    is the same mentor's."""
    campaign = lock_rounds(mentorship.campaign_id)
    if not (by.is_bureau and keeps_ledgers_of(by, campaign.county)):
        raise PermissionDenied
    if mentorship.pk:
        mentorship = lock_counted(mentorship)
    before = copy(mentorship)
    for name, value in fields.items():
        setattr(mentorship, name, value)
    find_mentor(mentorship, campaign.county, is_from_elsewhere=is_from_elsewhere)
    if before.pk:
        check_sides(before, mentorship, is_same_mentor=is_same_mentor)
    check(mentorship)
    mentorship.save()
    if before.pk:
        note_amendment(mentorship, in_words(before, TOLD), in_words(mentorship, TOLD), by=by)
    return mentorship


def check_sides(before, after, *, is_same_mentor):
    """Visits and aid count for the township and name the mentor: they don't move along to another one."""
    count = sum(rows.filter(voided_at=None).count() for rows in (after.mentorvisits, after.mentoraids))
    if not count:
        return
    if after.township != before.township:
        raise DidThings("township", count)
    county = after.campaign.county
    places = before.mentor_place, after.mentor_place
    if one_name(before.mentor, county) == one_name(after.mentor, county) or (places[0] and places[0] == places[1]):
        return
    if any(places):
        raise DidThings("mentor", count)
    if not is_same_mentor:
        raise IsItTheSame("is_same_mentor", count)


def lock_rounds(pk):
    """The round, locked with those of its county that run beside it: of two clerks who close a circle in the same second one is told."""
    county = Campaign.objects.filter(pk=pk).values("county")
    rounds = Campaign.objects.select_for_update(of=["self"]).filter(county__in=county).select_related("county").order_by("pk")
    return next(campaign for campaign in rounds if campaign.pk == pk)


def rounds_beside(campaign):
    """The round and those of the county that share a day with it."""
    return Campaign.objects.filter(county=campaign.county_id, starts_on__lte=campaign.ends_on, ends_on__gte=campaign.starts_on)


def find_mentor(mentorship, county, *, is_from_elsewhere=False):
    """Link the township or the enterprise that bears the name, whatever kind was chosen; one from elsewhere stays a name."""
    mentorship.mentor_township = None
    mentorship.mentor_enterprise = enterprise_named(mentorship.mentor, county) if mentorship.mentor_kind == Kind.ENTERPRISE else None
    if mentorship.mentor_enterprise:
        return
    if township := township_meant(mentorship.mentor, county, is_firm=mentorship.mentor_kind == Kind.ENTERPRISE):
        mentorship.mentor_kind, mentorship.mentor, mentorship.mentor_township = Kind.TOWNSHIP, township.name, township
    elif mentorship.mentor_kind == Kind.TOWNSHIP and (county.name in mentorship.mentor or not ELSEWHERE.fullmatch(mentorship.mentor)):
        raise NoSuchTownship
    elif mentorship.mentor_kind == Kind.ENTERPRISE and not is_from_elsewhere:
        raise NotInRegister


def enterprise_named(name, county):
    found = list(Enterprise.objects.filter(county=county, closed_on=None, name=name)[:2])
    if len(found) > 1:
        raise AmbiguousName
    return found[0] if found else None


def township_meant(words, county, *, is_firm=False):
    """The county's township of that name, its government or the name without its ending; None when it is none of them.

    Of anything else that the name belongs to, such as its station or its Party committee, it is asked whether the township is meant.
    """
    words = PARTY.sub("", words).rpartition(county.name)[2]
    townships = Township.objects.filter(county=county, closed_on=None).order_by("code")
    alike = [one for one in townships if stem(one.name) == stem(words) or (not is_firm and is_organ_of(one, words))]
    exact = [one for one in alike if words in (one.name, one.government)]
    meant = exact or [one for one in alike if words == stem(one.name)]
    if alike and len(meant) != 1:
        raise IsItThis(alike)
    return meant[0] if meant else None


def is_organ_of(township, words):
    """官亭乡综合执法大队 of 官亭乡; a firm may be named so and stand elsewhere, and 新乡市 is no 新乡."""
    rest = words.removeprefix(township.name)
    return rest != words and not rest.startswith(("县", "市", "区"))


def stem(name):
    """官亭 of 官亭乡, 官亭镇 or 官亭乡人民政府."""
    for endings in (ORGANS, ENDINGS):
        name = name.removesuffix(next(filter(name.endswith, endings), ""))
    return name


def check(mentorship):
    others = Mentorship.objects.counted().filter(campaign=mentorship.campaign_id).exclude(pk=mentorship.pk)
    county, paired = mentorship.campaign.county, others.filter(township=mentorship.township).values_list("mentor", flat=True)
    if one_name(mentorship.mentor, county) in {one_name(mentor, county) for mentor in paired}:
        raise AlreadyPaired
    mentor = mentorship.mentor_township
    if mentor is None:
        return
    if mentor == mentorship.township:
        raise HelpsItself
    beside = Mentorship.objects.counted().filter(campaign__in=rounds_beside(mentorship.campaign)).exclude(pk=mentorship.pk)
    if circle := circle_of(mentor, mentorship.township, beside):
        raise Circular(circle)
    if is_new_mentor(mentorship) and not titles_of(mentor, mentorship.campaign, timezone.localdate()).exists():
        raise NeverNamed


def circle_when(campaign, starts_on, ends_on):
    """A circle that a round's pairs would close with those of rounds it came to share a day with; empty where they close none."""
    moved = Campaign(pk=campaign.pk, county_id=campaign.county_id, starts_on=starts_on, ends_on=ends_on)
    rounds = {campaign.pk, *rounds_beside(moved).values_list("pk", flat=True)}
    pairs = Mentorship.objects.counted().filter(campaign__in=rounds)
    own = pairs.filter(campaign=campaign).exclude(mentor_township=None).select_related("mentor_township", "township")
    circles = (circle_of(one.mentor_township, one.township, pairs.exclude(pk=one.pk)) for one in own)
    return next(filter(None, circles), [])


def one_name(mentor, county):
    """财政局 of 县财政局 and 安乡县财政局 alike; 市财政局 is another one."""
    name = "".join(mentor.split()).removeprefix(county.name)
    return name.removeprefix(county.name[-1]) if len(name) > 2 else name


def is_new_mentor(mentorship):
    """A title that ends while it helps doesn't keep the pair from being written up."""
    return not Mentorship.objects.filter(pk=mentorship.pk, mentor_township=mentorship.mentor_township).exists()


def titles_of(township, campaign, today):
    """Titles held today; in a round that is over, those held at any time of it (结对: 已命名示范乡镇 helps)."""
    first, last = (today, today) if today <= campaign.ends_on else (campaign.starts_on, campaign.ends_on)
    return Candidacy.objects.titled_between(first, last).filter(township=township)


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
