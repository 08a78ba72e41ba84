"""What the responsible unit has to do by when: the requirement of the paper, and what came since.

A re-inspection says what is still missing and by when; the deadline is moved by an extension alone (decision 0128).
"""

from dataclasses import dataclass, replace

from .models import Action, HazardEvent

ORDERS = {Action.ORDER, Action.REOPEN, Action.SUSPEND}
REFUSALS = {Action.FAIL, Action.REJECT, Action.REFUSE}
ASKS = ORDERS | REFUSALS | {Action.EXTEND}


@dataclass(frozen=True)
class Requirement:
    """`ordered` by a paper, `refused` by the last re-inspection after it, if one did; days as YYYY-MM-DD."""

    ordered: HazardEvent
    refused: HazardEvent | None = None
    deadline: str = ""
    # What a failed re-inspection names beside the deadline.
    redo_by: str = ""

    @property
    def last(self):
        return self.refused or self.ordered

    @property
    def words(self):
        return self.ordered.details.get("requirement") or self.ordered.reason

    @property
    def missing(self):
        return self.refused.reason if self.refused else ""

    @property
    def extended_from(self):
        """The deadline of the paper, where a later one holds now."""
        return _day(self.ordered) if self.deadline > _day(self.ordered) else ""

    def after(self, event):
        day = _day(event) or self.deadline
        if event.action == Action.EXTEND:
            return replace(self, deadline=day, redo_by="")
        is_kept = event.action != Action.REFUSE and (day > self.deadline or event.hazard.supervision)
        days = {"redo_by": day} if is_kept else {"deadline": day, "redo_by": ""}
        return replace(self, refused=event, **days)


def requirement_in(events):
    """The Requirement that the last of these events (in their order) leaves standing; None when no paper was served."""
    standing = None
    for event in events:
        if event.action in ORDERS:
            standing = Requirement(event, deadline=_day(event))
        elif event.action in ASKS and standing:
            standing = standing.after(event)
    return standing


def _day(event):
    return str(event.details.get("deadline", ""))
