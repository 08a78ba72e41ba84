"""What the responsible unit has to do: the requirement of the paper, and what a re-inspection since then found still missing."""

from dataclasses import dataclass

from .models import Action, HazardEvent

ORDERS = {Action.ORDER, Action.REOPEN, Action.SUSPEND}
REFUSALS = {Action.FAIL, Action.REJECT, Action.REFUSE}
ASKS = ORDERS | REFUSALS


@dataclass(frozen=True)
class Requirement:
    """`ordered` by a paper, `refused` by the last re-inspection after it, if one did."""

    ordered: HazardEvent
    refused: HazardEvent | None = None

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
    def deadline(self):
        return self.last.details.get("deadline", "")


def requirement_in(events):
    """The Requirement that the last of these events (in their order) leaves standing; None when no paper was served."""
    standing = None
    for event in events:
        if event.action in ORDERS:
            standing = Requirement(event)
        elif event.action in REFUSALS and standing:
            standing = Requirement(standing.ordered, event)
    return standing
