"""责任状, letters of responsibility between level and level: who signs with whom, how they are issued, numbered and signed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from papers.dates import in_figures
from townships import letter_text
from townships.access import keeps_ledgers_of
from townships.code_words import code_word_of
from townships.models import (
    Duty,
    Letter,
    LetterBatch,
    LetterKind,
    LetterScan,
    LetterSignature,
    LetterText,
    Level,
    Place,
    Township,
    Village,
)
from townships.natural_order import by_codes
from townships.submissions import once

Kind, Side = LetterKind, LetterSignature.Side


class AlreadyIssued(Exception):
    """Some of the parties have a letter of this kind and year; none was issued. Carries those letters."""

    def __init__(self, letters):
        super().__init__([letter.number for letter in letters])
        self.letters = letters


class AlreadySigned(Exception):
    """Somebody recorded this side's signature before; carries that entry."""

    def __init__(self, signature):
        super().__init__(signature.pk)
        self.signature = signature


class LetterVoided(Exception):
    """A voided letter is signed by nobody; carries it."""

    def __init__(self, letter):
        super().__init__(letter.pk)
        self.letter = letter


@dataclass(frozen=True)
class Party:
    """Who is to sign below: a place, or of a department its head; with the person who signs, if there is one."""

    place: Place
    name: str
    signer: str = ""
    position: str = ""
    person: object = None

    @property
    def key(self):
        """As a form names it."""
        return f"{self.place.pk}-{self.person.pk}" if self.person else str(self.place.pk)


@dataclass(frozen=True)
class Pairing:
    """Level of the party below; the word of the number after the organ's own prefix; who stands above a place."""

    level: Level
    word: str
    upper: Callable


PAIRINGS = {
    Kind.TOWNSHIP: Pairing(Level.TOWNSHIP, "安责", lambda place: place.county),
    Kind.DEPARTMENT: Pairing(Level.TOWNSHIP, "部责", lambda place: place),
    Kind.VILLAGE: Pairing(Level.VILLAGE, "村责", lambda place: place.township),
    Kind.ENTERPRISE: Pairing(Level.ENTERPRISE, "企责", lambda place: place.township),
    Kind.GROUP: Pairing(Level.GROUP, "组责", lambda place: place.parent),
}
DEPARTMENT_DUTY = "department_lead"


def issues_letters(user, kind):
    """The county's own letters are the bureau's; a township's are its inspectors' too."""
    return user.is_bureau or (user.is_inspector and kind != Kind.TOWNSHIP)


def issuer_of(kind, place):
    """The organ whose number a letter to this place carries: a county (for its townships) or a township."""
    return place.county if kind == Kind.TOWNSHIP else place


def text_for(county, kind, year):
    """The text that is in force: the latest version of this kind and year, or None."""
    return LetterText.objects.filter(county=county, kind=kind, year=year).order_by("version").last()


@transaction.atomic
def save_text(county, *, kind, year, title, body, by):
    """A new version; letters that were issued keep the one they were issued from."""
    if not by.is_bureau or by.county_id != county.pk:
        raise PermissionDenied
    # Lock the county: two clerks may save a text in the same second.
    type(county).objects.select_for_update(of=("self",)).get(pk=county.pk)
    latest = text_for(county, kind, year)
    version = latest.version + 1 if latest else 1
    return LetterText.objects.create(county=county, kind=kind, year=year, version=version, title=title, body=body, created_by=by)


def parties_of(kind, organ, *, on):
    """Everybody below this organ (the issuer) who is to sign a letter of this kind on that day; four queries at most."""
    if kind == Kind.DEPARTMENT:
        return _departments(organ, on)
    below = Place.objects.of_place(organ).filter(level=PAIRINGS[kind].level).open_on(on)
    places = list(below.select_related("parent", "township", "county").order_by(*by_codes(), "pk"))
    signers = signers_of(places, on=on)
    communities = _communities(places)
    return [Party(place, organ_name(place, communities), *signers.get(place.pk, ("", ""))) for place in places]


def _departments(township, on):
    heads = Duty.objects.held_on(on).filter(place=township, kind__key=DEPARTMENT_DUTY).select_related("person")
    return [
        Party(township, department_name(duty.person, township), duty.person.name, duty.person.position, duty.person)
        for duty in heads.order_by("person__number")
    ]


def department_name(person, township):
    """官亭乡农业站（站长）; of a head whose unit is the government itself, which is the other side: 官亭乡站所负责人."""
    if person.unit in ("", township.name, township.government):
        return f"{township.name}{person.position or '职能部门'}"
    return f"{person.unit}（{person.position}）" if person.position else person.unit


def _communities(places):
    """Ids of the places, and of those they stand in, that are communities rather than villages."""
    ids = [place.pk for place in places] + [place.parent_id for place in places]
    return set(Village.objects.filter(pk__in=ids, kind=Village.Kind.COMMUNITY).values_list("pk", flat=True))


def organ_name(place, communities=frozenset()):
    """As a party signs: 临澧县人民政府, 官亭乡人民政府, 清泉村村民委员会, 清泉村1组, an enterprise by its own name."""
    if place.level == Level.COUNTY:
        return f"{place}人民政府"
    if place.level == Level.TOWNSHIP:
        return place.as_township.government
    if place.level == Level.VILLAGE:
        return f"{place}{'居民委员会' if place.pk in communities else '村民委员会'}"
    return place.local_name


def signers_of(places, *, on):
    """{place id: (name, position)} of the first responsible persons that day."""
    held = Duty.objects.held_on(on).filter(place__in=[place.pk for place in places], kind__is_first_responsible=True)
    found = {}
    for duty in held.select_related("person", "kind").order_by("kind__position", "starts_on", "pk"):
        found.setdefault(duty.place_id, (duty.person.name, duty.person.position or duty.kind.name))
    return found


def issued_before(kind, parties, *, year):
    """{party key: letter} of those who have a letter that counts."""
    letters = Letter.objects.counted().filter(kind=kind, year=year, lower__in=[party.place.pk for party in parties])
    keys = {f"{letter.lower_id}-{letter.lower_person_id}" if letter.lower_person_id else str(letter.lower_id): letter for letter in letters}
    return {party.key: keys[party.key] for party in parties if party.key in keys}


def issue(kind, parties, *, text, on, by, submission=None):
    """One numbered letter for each party, or none at all; the LetterBatch. The same submission sent twice is one batch."""
    organ = issuer_of(kind, parties[0].place.township or parties[0].place.as_township)
    if not issues_letters(by, kind) or not keeps_ledgers_of(by, organ):
        raise PermissionDenied
    if kind == Kind.TOWNSHIP:
        code_word_of(text.county, "government")
    if text.kind != kind or text.county_id != (organ.county_id or organ.pk):
        raise ValidationError(_("文本与责任状的类别或所属县不符。"), code="other_text")

    def enter(submission):
        # Lock the organ: two clerks may issue to the same parties in the same second, and each number is given once.
        Place.objects.select_for_update(of=("self",)).get(pk=organ.pk)
        if letters := issued_before(kind, parties, year=text.year):
            raise AlreadyIssued(list(letters.values()))
        check_day(organ, kind, text.year, on)
        batch = LetterBatch.objects.create(submission=submission, issuer=organ, text=text, issued_on=on, created_by=by)
        _write(batch, kind, parties)
        return batch

    return once(LetterBatch, submission, by=by, enter=enter)


def check_day(organ, kind, year, on):
    """Letters are signed from the year before on, and a number is no older than the one before it; a voided one binds nobody."""
    if on < date(year - 1, 1, 1):
        told = _("%(year)s 年度的责任状，制发日期不能早于 %(day)s。") % {"year": year, "day": date(year - 1, 1, 1)}
        raise ValidationError({"issued_on": told})
    series = Letter.objects.counted().filter(issuer=organ, kind=kind, year=year, issued_on__gt=on)
    if later := series.order_by("-sequence").first():
        told = _("%(number)s已于 %(day)s 制发，编号在后的不能早于这一天。") % {"number": later.number, "day": later.issued_on}
        raise ValidationError({"issued_on": told})


def _write(batch, kind, parties):
    uppers = {party.key: PAIRINGS[kind].upper(party.place) for party in parties}
    places = list({place.pk: place for place in uppers.values()}.values())
    signers, communities = signers_of(places, on=batch.issued_on), _communities(places)
    first = _last_sequence(batch.issuer, kind, batch.text.year) + 1
    letters = []
    # A letter is Chinese whatever language its writer reads.
    with translation.override("zh-hans"):
        for sequence, party in enumerate(parties, first):
            upper = uppers[party.key]
            above = Party(upper, organ_name(upper, communities), *signers.get(upper.pk, ("", "")))
            letters.append(_letter(batch, kind, sequence, above, party))
    Letter.objects.bulk_create(letters)


def _last_sequence(organ, kind, year):
    return Letter.objects.filter(issuer=organ, kind=kind, year=year).aggregate(last=Max("sequence"))["last"] or 0


def _letter(batch, kind, sequence, above, below):
    township = below.place.township or below.place.as_township
    prefix = batch.text.county.government_prefix if kind == Kind.TOWNSHIP else township.document_prefix
    year = batch.text.year
    number = f"{prefix}{PAIRINGS[kind].word}〔{year}〕{sequence}号"
    return Letter(
        batch=batch,
        kind=kind,
        year=year,
        issuer=batch.issuer,
        sequence=sequence,
        number=number,
        township=township,
        upper=above.place,
        lower=below.place,
        lower_person=below.person,
        signer=below.signer,
        issued_on=batch.issued_on,
        content=frozen(batch, number, township, above, below),
    )


def frozen(batch, number, township, above, below):
    """Every word that the letter prints."""
    words = {
        "年度": str(batch.text.year),
        "县": batch.text.county.name,
        "乡镇": township.name,
        "甲方": above.name,
        "乙方": below.name,
        "甲方负责人": above.signer,
        "乙方负责人": below.signer,
    }
    return {
        "number": number,
        "title": letter_text.filled(batch.text.title, words),
        "paragraphs": letter_text.paragraphs(letter_text.filled(batch.text.body, words)),
        "upper": {"name": above.name, "signer": above.signer, "position": above.position},
        "lower": {"name": below.name, "signer": below.signer, "position": below.position},
        "issued_on": in_figures(batch.issued_on),
        "version": batch.text.version,
    }


@transaction.atomic
def sign(letter, side, *, on, by, scans=(), at=None):
    """Record that one side has signed; returns the LetterSignature."""
    at = at or timezone.now()
    if not keeps_ledgers_of(by, letter.township):
        raise PermissionDenied
    # Lock the letter: two clerks may record the same signature, or one of them void the letter, in the same second.
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if letter.voided_at:
        raise LetterVoided(letter)
    if earlier := letter.signatures.counted().filter(side=side).select_related("recorded_by__person").first():
        raise AlreadySigned(earlier)
    if on < letter.issued_on or on > timezone.localdate(at):
        words = _("签字日期须在制发日期 %(day)s 之后、今天之前（含当天）。")
        raise ValidationError({"signed_on": ValidationError(words, code="impossible", params={"day": letter.issued_on})})
    signature = LetterSignature.objects.create(letter=letter, side=side, signed_on=on, recorded_by=by, recorded_at=at)
    for scan in scans:
        LetterScan.objects.create(signature=signature, added_by=by, **scan.as_fields())
    return signature


@transaction.atomic
def sign_together(letters, sides, *, on, by, at=None):
    """Record a signing session: whatever these sides have not signed yet, all of it or nothing; how many signatures that were."""
    recorded = set(LetterSignature.objects.counted().filter(letter__in=letters).values_list("letter", "side"))
    missing = [(letter, side) for letter in letters for side in sides if (letter.pk, side) not in recorded]
    for letter, side in missing:
        sign(letter, side, on=on, by=by, at=at)
    return len(missing)


def totals_by_township(letters):
    """[(township, issued, signed by both sides)] of a Letter queryset, in three queries."""
    issued, signed = _by_township(letters), _by_township(letters.signed())
    townships = Township.objects.filter(pk__in=issued).order_by("code")
    return [(township, issued[township.pk], signed.get(township.pk, 0)) for township in townships]


def _by_township(letters):
    return dict(letters.order_by().values_list("township").annotate(count=Count("pk")))
