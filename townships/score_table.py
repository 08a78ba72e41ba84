"""A sheet with its scores, side by side, as the page and the paper show it."""

from dataclasses import dataclass
from decimal import Decimal

from townships.appraising import scores_of
from townships.models import Criterion, Score
from townships.score_sheets import by_element

Side = Score.Side


@dataclass(frozen=True)
class Row:
    """One criterion; `scores` in the order of the sides asked for, None where a side has not scored it yet."""

    criterion: Criterion
    scores: list
    links: list
    files: list

    @property
    def differs(self):
        """Two sides deduct differently."""
        given = {score.deduction for score in self.scores if score}
        return len(given) > 1


class ScoreTable:
    """In six queries, whatever the length of the sheet; evidence comes from a Shelf that the caller gives, or is left out."""

    def __init__(self, appraisal, sides, shelf=None):
        self.sides = [Side(side) for side in sides]
        self.by_side = {side: scores_of(appraisal, side) for side in self.sides}
        links, files = self._grouped(appraisal.links.all()), self._grouped(appraisal.files.filter(withdrawn_at=None))
        found = {pk: [(link, shelf[link.source]) for link in of_one] for pk, of_one in links.items()} if shelf else {}
        criteria = appraisal.sheet.criteria.all()
        self.groups = [
            (element, points, [self._row(one, found, files) for one in criteria]) for element, points, criteria in by_element(criteria)
        ]
        self.total = sum((points for _element, points, _rows in self.groups), Decimal(0))

    @staticmethod
    def _grouped(rows):
        found = {}
        for row in rows:
            found.setdefault(row.criterion_id, []).append(row)
        return found

    def _row(self, criterion, links, files):
        scores = [self.by_side[side].get(criterion.pk) for side in self.sides]
        return Row(criterion, scores, links.get(criterion.pk, []), files.get(criterion.pk, []))

    @property
    def rows(self):
        return [row for _element, _points, rows in self.groups for row in rows]

    @property
    def sums(self):
        """Points of each side; None while a side has not scored everything."""
        return [self._sum(side) for side in self.sides]

    def _sum(self, side):
        scores = self.by_side[side]
        return sum((score.points for score in scores.values()), Decimal(0)) if scores and len(scores) == len(self.rows) else None

    @property
    def differences(self):
        return [row for row in self.rows if row.differs]
