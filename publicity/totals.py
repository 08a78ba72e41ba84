"""Per place and kind for a period, beside the same period of the year before; every number leads to its rows."""

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import figures
from .models import ActivityKind


@dataclass(frozen=True)
class Column:
    """One thing that is counted; `rows` is the list that it leads to, `chosen` what narrows that list further."""

    key: str
    label: str
    unit: str
    rows: str = "publicity:activities"
    chosen: dict = field(default_factory=dict)
    is_money: bool = False


@dataclass(frozen=True)
class Cell:
    number: int
    before: int
    url: str
    column: Column

    @property
    def change(self):
        return self.number - self.before

    @property
    def distance(self):
        return abs(self.change)


@dataclass(frozen=True)
class Row:
    place: object
    cells: list


CLASSES = Column("classes", _("培训班"), _("期"), "publicity:trainings")
PEOPLE = Column("people", _("培训"), _("人次"), "publicity:trainings")
REACHED = Column("reached", _("受众"), _("人次"))
ACTIVITY_COST = Column("activity_cost", _("宣传经费"), _("元"), is_money=True)
TRAINING_COST = Column("training_cost", _("培训经费"), _("元"), "publicity:trainings", is_money=True)


class Totals:
    """The numbers of all places that this user sees, in two queries a period, whatever the number of places and kinds."""

    def __init__(self, user, period, places):
        self.period, self.year_before = period, period.a_year_before()
        self.now, self.before = numbers(user, period), numbers(user, self.year_before)
        self.columns = [column for column in columns() if self._is_used(column)]
        self.rows = [Row(place, [self._cell(column, place) for column in self.columns]) for place in places]
        # One place is its own sum.
        self.sums = [self._cell(column) for column in self.columns] if len(self.rows) > 1 else []

    def _is_used(self, column):
        return any(key == column.key and number for numbers in (self.now, self.before) for (_place, key), number in numbers.items())

    def _cell(self, column, place=None):
        number, before = (self._number(numbers, column, place) for numbers in (self.now, self.before))
        return Cell(number, before, self._url(column, place), column)

    def _number(self, numbers, column, place):
        if place is None:
            return sum(number for (_place, key), number in numbers.items() if key == column.key)
        return numbers.get((place.pk, column.key), 0)

    def _url(self, column, place):
        whose = {} if place is None else {"county": place.pk, "township": "null"} if place.is_county else {"township": place.pk}
        return f"{reverse(column.rows)}?{urlencode({**whose, **column.chosen, 'start': self.period.start, 'end': self.period.end})}"


def columns():
    kinds = [Column(f"kind-{kind.pk}", kind.name, kind.unit, chosen={"kind": kind.pk}) for kind in ActivityKind.objects.all()]
    return [*kinds, CLASSES, PEOPLE, REACHED, ACTIVITY_COST, TRAINING_COST]


def numbers(user, period):
    """{(place, column key): number}; the rows are those of the figures."""
    found = defaultdict(int)
    for row in (
        of_place(figures.activities(period).visible_to(user))
        .values("place", "kind")
        .annotate(quantity=Sum("quantity"), reached=Sum("people_reached"), money=Sum("cost"))
    ):
        found[row["place"], f"kind-{row['kind']}"] += row["quantity"]
        found[row["place"], REACHED.key] += row["reached"]
        found[row["place"], ACTIVITY_COST.key] += row["money"]
    for row in (
        of_place(figures.people_trained(period).visible_to(user))
        .values("place")
        .annotate(classes=Count("pk"), people=Sum("people_present"), money=Sum("cost"))
    ):
        found[row["place"], CLASSES.key] = row["classes"]
        found[row["place"], PEOPLE.key] = row["people"]
        found[row["place"], TRAINING_COST.key] = row["money"]
    return found


def of_place(rows):
    """Each with the place in whose ledger it stands: a township, or the county for what it did itself."""
    return rows.order_by().annotate(place=Coalesce("township", "county"))
