"""未制发: who is to sign a letter of responsibility of a year and has none, of the kinds that the county has a text for that year."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from townships.letters import DEPARTMENT_DUTY, PAIRINGS, department_name
from townships.models import Duty, Letter, LetterKind, LetterText, Place
from townships.natural_order import by_codes


@dataclass(frozen=True)
class NotIssued:
    """A party without a letter; of a department its head's post is the row behind it."""

    kind: LetterKind
    place: Place
    name: str
    year: int

    @property
    def township(self):
        return self.place.township or self.place

    @property
    def issue_url(self):
        organ = self.place.county_id if self.kind == LetterKind.TOWNSHIP else self.township.pk
        return reverse("townships:issue_letters", args=[self.kind.value, organ, self.year])


def not_issued(places, *, year, kinds=LetterKind):
    """Of these places (a Place queryset), by kind, then township; two queries at most for each kind."""
    return [row for kind in map(LetterKind, kinds) for row in _rows(kind, _lacking(kind, places, year), year)]


def count_not_issued(places, *, year, kinds=LetterKind):
    """{township id: how many}, in one query for each kind."""
    counts = Counter()
    for kind in map(LetterKind, kinds):
        place = "place__" if kind == LetterKind.DEPARTMENT else ""
        lacking = _lacking(kind, places, year).order_by().annotate(own_township=Coalesce(F(f"{place}township"), F(f"{place}pk")))
        counts.update(dict(lacking.values_list("own_township").annotate(number=Count("pk"))))
    return counts


def _lacking(kind, places, year):
    """Places, or the posts of heads of departments, that are there by the end of the year, or today while it runs."""
    on = min(date(year, 12, 31), timezone.localdate())
    letters = Letter.objects.counted().filter(kind=kind, year=year)
    texts = LetterText.objects.filter(kind=kind, year=year)
    if kind == LetterKind.DEPARTMENT:
        heads = Duty.objects.held_on(on).filter(kind__key=DEPARTMENT_DUTY, place__in=places.order_by().values("pk"))
        theirs = letters.filter(lower=OuterRef("place"), lower_person=OuterRef("person"))
        return heads.filter(Exists(texts.filter(county=OuterRef("place__county"))), ~Exists(theirs))
    below = places.filter(level=PAIRINGS[kind].level).open_on(on)
    return below.filter(Exists(texts.filter(county=OuterRef("county"))), ~Exists(letters.filter(lower=OuterRef("pk"))))


def _rows(kind, lacking, year):
    if kind == LetterKind.DEPARTMENT:
        posts = lacking.select_related("person", "place__as_township").order_by("place__as_township__code", "person__number")
        named = [(post.place, f"{department_name(post.person, post.place.as_township)} {post.person}") for post in posts]
        return [NotIssued(kind, place, name, year) for place, name in named]
    places = lacking.select_related("parent", "township").order_by(*by_codes(), "pk")
    return [NotIssued(kind, place, place.local_name, year) for place in places]
