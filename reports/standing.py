"""How things stand in a county or township today: eight figures, each a link to its rows, and a line for each township."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from hazards.models import Hazard, State
from hazards.models.hazard import UNCLOSED
from townships.figure import all_figures, rate
from townships.gaps import count_by_township, find_gaps
from townships.models import Place, Township
from townships.period import Period, midnight
from townships.validators import EARLIEST


@dataclass(frozen=True)
class TownshipLine:
    """Found and closed of this year; unclosed and overdue as they stand, whatever year found them."""

    township: Township
    found: int
    closed: int
    unclosed: int
    overdue: int
    gaps: int
    urls: dict

    @property
    def rate(self):
        return rate(self.closed, self.found)


class Standing:
    """The year so far of a place (None: a whole city), as this user may see it."""

    def __init__(self, user, place, today):
        self.user, self.place, self.today = user, place, today
        self.period = Period(today.replace(month=1, day=1), today)
        figures = all_figures()
        self.value = {key: figures[key].value(self.period, place) for key in KEYS}
        self.figures = figures
        self.gaps = find_gaps(Place.objects.visible_to(user).of_place(place), on=today)

    @property
    def unclosed(self):
        return self.value["hazards.unclosed"]

    @property
    def overdue(self):
        return self.value["hazards.overdue"]

    @cached_property
    def open_today(self):
        """What is open of whatever year, and how much of it earlier years left; a query."""
        older, overdue = Q(found_at__lt=midnight(self.period.start)), Q(deadline__lt=self.today)
        counts = {"overdue": overdue, "older": older, "older_overdue": older & overdue}
        hazards = Hazard.objects.visible_to(self.user).unclosed().order_by()
        return hazards.aggregate(unclosed=Count("pk"), **{name: Count("pk", filter=condition) for name, condition in counts.items()})

    def tiles(self):
        """Label, value, unit, note, tone and url of each, for components/_figures.html."""
        found, closed = self.value["hazards.found"], self.value["hazards.closed"]
        return [
            self._tile("hazards.found"),
            self._tile("hazards.closed", note=_("整改率 %s") % rate(closed, found), tone="ok"),
            self._tile("hazards.unclosed", note=self._besides("older"), tone="warn" if self.unclosed else ""),
            self._tile("hazards.overdue", note=self._besides("older_overdue"), tone="danger" if self.overdue else ""),
            self._tile("inspections.done", note=_("计划完成率 %s") % rate(self.value["patrols.done"], self.value["patrols.planned"])),
            self._tile("trainings.classes", note=_("%s 人次") % self.value["trainings.people"]),
            self._tile("investment.total"),
            {
                "label": _("责任链空白点"),
                "value": len(self.gaps),
                "unit": _("处"),
                "url": reverse("townships:gaps"),
                "tone": "danger" if self.gaps else "ok",
            },
        ]

    def _besides(self, name):
        """With it the tile, which counts what this year found, comes to the number in the heading."""
        older = self.open_today[name]
        return _("另有以前年度遗留 %s 条") % older if older else ""

    def _tile(self, key, *, note="", tone=""):
        figure, value = self.figures[key], self.value[key]
        # Officials read money in 万元.
        value, unit = (f"{value / 10000:.1f}", _("万元")) if figure.unit == _("元") else (f"{value:,}", figure.unit)
        return {
            "label": figure.label,
            "value": value,
            "unit": unit,
            "note": note,
            "tone": tone,
            "url": self._rows_of(key, self.place),
        }

    def _rows_of(self, key, place, *, start=None):
        asked = {"start": start or self.period.start, "end": self.period.end} | ({"place": place.pk} if place else {})
        return f"{reverse('reports:figure', args=[key])}?{urlencode(asked)}"

    def by_township(self):
        """A line for each township of the county, those with the most overdue first."""
        hazards, this_year = Hazard.objects.counted().visible_to(self.user).order_by(), self.period.moments("found_at")
        counts = {
            row["township"]: row
            for row in hazards.filter(this_year | UNCLOSED)
            .values("township")
            .annotate(
                found=Count("pk", filter=this_year),
                closed=Count("pk", filter=this_year & Q(state=State.CLOSED)),
                unclosed=Count("pk", filter=UNCLOSED),
                overdue=Count("pk", filter=UNCLOSED & Q(deadline__lt=self.today)),
            )
        }
        gaps = count_by_township(self.gaps)
        lines = [self._line(township, counts.get(township.pk, {}), gaps) for township in self._townships()]
        return sorted(lines, key=lambda line: (-line.overdue, -line.unclosed))

    def _townships(self):
        return Township.objects.visible_to(self.user).of_place(self.place).open_on(self.today).select_related("county").order_by("code")

    def _line(self, township, row, gaps):
        numbers = {name: row.get(name, 0) for name in ("found", "closed", "unclosed", "overdue")}
        since = {"found": None, "closed": None, "unclosed": EARLIEST, "overdue": EARLIEST}
        urls = {name: self._rows_of(f"hazards.{name}", township, start=start) for name, start in since.items()}
        return TownshipLine(township=township, gaps=sum(gaps.get(township.pk, {}).values()), urls=urls, **numbers)


KEYS = [
    "hazards.found",
    "hazards.closed",
    "hazards.unclosed",
    "hazards.overdue",
    "hazards.major",
    "inspections.done",
    "patrols.planned",
    "patrols.done",
    "trainings.classes",
    "trainings.people",
    "investment.total",
]
