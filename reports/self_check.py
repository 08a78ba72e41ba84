"""佐证自查 (RULES 11.8): per criterion what is there, what is stale, what is missing and the points at stake. Never a score."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from townships.evidence import Found
from townships.models import Criterion
from townships.score_sheets import by_element
from townships.signed_evidence import shelf_of, staff_asked_of

# Sources that count the station's full-time people.
STAFF = ("people.full_time", "stations.staff")


class State(TextChoices):
    MISSING = "missing", _("不足")
    STALE = "stale", _("较久未更新")
    BY_HAND = "by_hand", _("需人工核对")
    THERE = "there", _("有佐证")


@dataclass(frozen=True)
class Finding:
    """One source against what is wanted of it; `found` is None where the system has no such source."""

    source: str
    minimum: Decimal
    found: Found | None
    state: State


@dataclass(frozen=True)
class Line:
    criterion: Criterion
    findings: list
    files: int
    state: State

    @property
    def is_at_stake(self):
        return self.state in (State.MISSING, State.STALE)


class SelfCheck:
    """Every source is asked once, whatever the number of criteria; none any more when the result was signed."""

    def __init__(self, appraisal, *, today=None):
        self.sheet = appraisal.sheet
        self.signed_at = appraisal.evidence_at
        self.shelf = shelf_of(appraisal, today=today)
        self.start, self.end = self.shelf.period.start, self.shelf.last_day
        files = self._files(appraisal)
        links = self._chosen(appraisal)
        criteria = self.sheet.criteria.prefetch_related("needs")
        self.groups = [
            (element, points, [self._line(one, links.get(one.pk, []), files.get(one.pk, 0)) for one in found])
            for element, points, found in by_element(criteria)
        ]

    @cached_property
    def staff(self):
        return Decimal(self.shelf.staff if self.signed_at else staff_asked_of(self.shelf.township, self.sheet.year))

    @staticmethod
    def _files(appraisal):
        counts = {}
        for pk in appraisal.files.filter(withdrawn_at=None).values_list("criterion", flat=True):
            counts[pk] = counts.get(pk, 0) + 1
        return counts

    @staticmethod
    def _chosen(appraisal):
        """Sources that the township names besides those that the sheet asks for: one row proves."""
        chosen = {}
        for pk, source in appraisal.links.values_list("criterion", "source"):
            chosen.setdefault(pk, []).append(source)
        return chosen

    def _line(self, criterion, chosen, files):
        wanted = {need.source: need.minimum for need in criterion.needs.all()}
        # The sheet's words are the same for every township; how many people its size asks for, townships/staffing.py knows.
        wanted = {source: max(least, self.staff) if source in STAFF else least for source, least in wanted.items()}
        wanted |= {source: self._least(source) for source in chosen if source not in wanted}
        findings = [self._finding(source, minimum) for source, minimum in wanted.items()]
        return Line(criterion, findings, files, self._worst(findings, files))

    def _least(self, source):
        found = self.shelf[source]
        return Decimal(0 if found and found.source.is_shortfall else 1)

    def _finding(self, source, minimum):
        return Finding(source, minimum, self.shelf[source], self._state_of(self.shelf[source], minimum))

    def _state_of(self, found, minimum):
        if found is None:
            return State.BY_HAND
        if found.source.is_shortfall:
            return State.MISSING if found.number > minimum else State.THERE
        if found.number < minimum:
            return State.MISSING
        return State.STALE if self._is_stale(found) else State.THERE

    def _is_stale(self, found):
        return found.latest is not None and (self.shelf.last_day - found.latest).days > self.sheet.fresh_days

    @staticmethod
    def _worst(findings, files):
        """What nobody has proved by a record waits for a person, unless a file was uploaded for it."""
        states = {finding.state for finding in findings} or {State.THERE if files else State.BY_HAND}
        return next(state for state in State if state in states)

    @property
    def lines(self):
        return [line for _element, _points, lines in self.groups for line in lines]

    def count(self, state):
        return sum(line.state == state for line in self.lines)

    @property
    def points_at_stake(self):
        return sum((line.criterion.points for line in self.lines if line.is_at_stake), Decimal(0))
