"""打非治违周报: what was found and done about illegal acts from one Friday noon to the next, row by row of the form (RULES section 6)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from papers.printing import request_print
from townships.access import keeps_ledgers_of
from townships.as_shown import check_as_shown

from .models import Enforcement, IllegalAct, IllegalActEvent, ViolationKind, WeeklyReturn

KIND = "weekly_return"
FRIDAY, NOON = 4, time(12)
Action = IllegalActEvent.Action


@dataclass(frozen=True)
class Week:
    """From Friday noon to Friday noon; named by its last day."""

    end: date

    @classmethod
    def holding(cls, day):
        """The week that ends on this Friday or on the next one."""
        return cls(day + timedelta(days=(FRIDAY - day.weekday()) % 7))

    @property
    def start(self):
        return self.end - timedelta(days=7)

    @property
    def closes_at(self):
        return noon(self.end)

    def moments(self, field):
        return Q(**{f"{field}__gte": noon(self.start), f"{field}__lt": self.closes_at})

    def so_far(self, field):
        """Since the first of January of the year in which the week ends."""
        return Q(**{f"{field}__gte": timezone.make_aware(datetime(self.end.year, 1, 1)), f"{field}__lt": self.closes_at})  # noqa: DTZ001


def noon(day):
    return timezone.make_aware(datetime.combine(day, NOON))


def happened(acts, week, action):
    done = IllegalActEvent.objects.filter(week.moments("at"), act=OuterRef("pk"), action=action)
    return acts.filter(Exists(done))


# What each column counts; the list of its rows is filtered by the same function.
COLUMNS = {
    "found": (_("本周查出（起）"), lambda acts, week: acts.filter(week.moments("found_at"))),
    "outsiders": (_("其中外部发现"), lambda acts, week: acts.filter(week.moments("found_at")).found_by_outsiders()),
    "came_back": (_("其中死灰复燃"), lambda acts, week: acts.filter(week.moments("found_at"), came_back_from__isnull=False)),
    "handled": (_("本周处理取缔"), lambda acts, week: happened(acts, week, Action.HANDLE)),
    "rechecked": (_("本周复核到位"), lambda acts, week: happened(acts, week, Action.PASS)),
    "closed": (_("本周销号"), lambda acts, week: happened(acts, week, Action.CLOSE)),
    "open": (_("期末未销号"), lambda acts, week: acts.filter(found_at__lt=week.closes_at).exclude(closed_at__lt=week.closes_at)),
    "year": (_("本年累计查出"), lambda acts, week: acts.filter(week.so_far("found_at"))),
}


class Return:
    """The lines of one week, for a county or a township."""

    def __init__(self, week, *, user, place=None):
        self.week, self.place = week, place
        self.acts = IllegalAct.objects.visible_to(user).counted().of_place(place)
        self.actions = Enforcement.objects.visible_to(user).counted().of_place(place)

    @cached_property
    def counts(self):
        """{column: {kind: number}}, a query a column."""
        return {key: self._by_kind(rows(self.acts, self.week)) for key, (_label, rows) in COLUMNS.items()}

    def _by_kind(self, acts):
        return dict(acts.order_by().values_list("kind").annotate(Count("pk")))

    @cached_property
    def fines(self):
        """{kind: yuan} of the week's fines for illegal acts."""
        fined = self.actions.filter(self.week.moments("acted_at"), kind__is_money=True, illegal_act__isnull=False)
        return dict(fined.order_by().values_list("illegal_act__kind").annotate(Sum("amount")))

    @cached_property
    def lines(self):
        """(kind, [(column, number)], yuan) of every kind in use, or with something."""
        used = {kind for counted in self.counts.values() for kind in counted}
        kinds = [kind for kind in ViolationKind.objects.all() if kind.is_active or kind.pk in used]
        return [(kind, [(key, self.counts[key].get(kind.pk, 0)) for key in COLUMNS], self.fines.get(kind.pk, 0)) for kind in kinds]

    @property
    def silent(self):
        """Kinds with nothing in any column: named in one line on a phone."""
        return [kind for kind, cells, yuan in self.lines if not yuan and not any(number for _key, number in cells)]

    @property
    def totals(self):
        return [(key, sum(self.counts[key].values())) for key in COLUMNS], sum(self.fines.values())

    def frozen(self):
        numbers, yuan = self.totals
        with translation.override("zh-hans"):
            return {
                "heads": ["行次", "非法违法行为类别", *(str(label) for label, _rows in COLUMNS.values()), "本周罚款（元）"],
                "rows": [
                    [position, kind.name, *(number for _key, number in cells), f"{fine:,.2f}" if fine else 0]
                    for position, (kind, cells, fine) in enumerate(self.lines, 1)
                ],
                "total": ["", "合计", *(number for _key, number in numbers), f"{yuan:,.2f}" if yuan else 0],
                "acts": [act_text(act) for act in COLUMNS["found"][1](self.acts, self.week).for_list().order_by("found_at", "pk")],
            }


def act_text(act):
    when = f"{timezone.localtime(act.found_at):%Y-%m-%d}"
    return [act.number, str(act.township), when, str(act.kind), act.party, act.location, act.get_state_display()]


class WeekStillRuns(Exception):
    """Its last day has not come."""


def hand_in(week, *, by, at=None, shown=None):
    """Write the week down as the place that the user works in says it; returns the WeeklyReturn, whose PDF is asked for at once.

    ChangedSinceShown where the page of the week showed another (townships/as_shown.py).
    """
    at = at or timezone.now()
    if not (by.place and keeps_ledgers_of(by, by.place)):
        raise PermissionDenied
    if timezone.localdate(at) < week.end:
        raise WeekStillRuns
    content = Return(week, user=by, place=by.place).frozen()
    check_as_shown(content, shown)
    row = WeeklyReturn.objects.create(
        county=by.township.county if by.township else by.county,
        township=by.township,
        week_end=week.end,
        content=content,
        is_late=at > week.closes_at,
        made_by=by,
        made_at=at,
    )
    request_print(KIND, row.pk)
    return row
