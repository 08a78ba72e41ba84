"""季评比: townships beside one another by shares that were agreed on. Exact fractions are ranked, ties share a rank."""

from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from reports.gather import gather_by_township
from reports.models import Indicator
from townships.figure import rate
from townships.models import Township
from townships.period import Period


@dataclass(frozen=True)
class Cell:
    """`rank` is None for a share of nothing: 「—」, and no place."""

    part: int
    whole: int
    rank: int | None
    url: str
    is_best: bool = False  # first, and somebody isn't

    @property
    def words(self):
        return rate(self.part, self.whole)


@dataclass(frozen=True)
class Row:
    township: Township
    cells: list


def quarter_of(year, quarter):
    return Period.months(year, 3 * quarter - 2, 3 * quarter)


def ranks(shares, direction):
    """{township: place}: 1, 2, 2, 4; without a share no place, nor where the highest share is nothing at all."""
    known = {pk: share for pk, share in shares.items() if share is not None}
    wants_more = direction == Indicator.Direction.HIGHER
    if wants_more and not any(known.values()):
        return {}
    best_first = sorted(known.values(), reverse=wants_more)
    return {pk: best_first.index(share) + 1 for pk, share in known.items()}


class Comparison:
    """All townships of a county are ranked; `rows` are those that somebody may see."""

    def __init__(self, county, period, *, visible=None, at=None):
        self.county, self.period, self.counted_at = county, period, at or timezone.now()
        self.indicators = list(Indicator.objects.filter(is_active=True))
        keys = {key for one in self.indicators for key in (one.part, one.whole)}
        self.numbers = gather_by_township(period, county, sorted(keys))
        townships = list(Township.objects.in_county(county.pk).open_within(period.start, period.end).order_by("code"))
        self.places = [self._places(one, townships) for one in self.indicators]
        self.rows = [self._row(township) for township in townships if visible is None or township.pk in visible]

    def _places(self, indicator, townships):
        return ranks({township.pk: self._share(indicator, township) for township in townships}, indicator.direction)

    def _share(self, indicator, township):
        part, whole = self._pair(indicator, township)
        return Fraction(part, whole) if whole else None

    def _pair(self, indicator, township):
        return tuple(int(self.numbers[key].get(township.pk, 0)) for key in (indicator.part, indicator.whole))

    def _row(self, township):
        asked = urlencode({"place": township.pk, "start": self.period.start, "end": self.period.end})
        cells = [self._cell(one, township, places, asked) for one, places in zip(self.indicators, self.places, strict=True)]
        return Row(township, cells)

    def _cell(self, indicator, township, places, asked):
        place, url = places.get(township.pk), f"{reverse('reports:figure', args=[indicator.part])}?{asked}"
        return Cell(*self._pair(indicator, township), place, url, is_best=place == 1 and max(places.values()) > 1)

    @property
    def is_running(self):
        """Counted before the quarter was over."""
        return timezone.localdate(self.counted_at) <= self.period.end

    def frozen(self):
        """Finished words, for a paper."""
        return {
            "is_running": self.is_running,
            "heads": [[one.name, str(one.get_direction_display())] for one in self.indicators],
            "definitions": [[one.name, one.definition] for one in self.indicators if one.definition],
            "rows": [[row.township.name, *[[cell.words, cell.rank or "—"] for cell in row.cells]] for row in self.rows],
        }
