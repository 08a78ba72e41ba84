"""What a hazard's page tells of earlier ones at its place, and of looks at it after it was closed."""

import uuid

from django.utils import timezone

from hazards.look_back_states import COLOURS, LABELS
from hazards.models import Action, LookBack
from hazards.repeats import candidates, chain_of_repeats, likely_one, open_twin


def repeats_of(hazard, actions):
    """The chain of what was linked; an earlier like one is offered to those who may link; one that is still open is named."""
    like_one = likely_one(hazard)
    return {
        "chain_of_repeats": chain_of_repeats(hazard),
        "like_one": like_one if Action.LINK in actions and hazard.is_unclosed else None,
        "open_twin": open_twin(hazard),
        # The link's form is one press; its own number keeps a second press from counting twice.
        "submission": uuid.uuid4(),
        "actions": [action for action in actions if action != Action.LINK or candidates(hazard)],
    }


def look_backs_of(hazard):
    """(row, colour, word) of each, the newest first."""
    today = timezone.localdate()
    rows = LookBack.objects.counted().filter(hazard=hazard).select_related("done_by__person", "assignee__person")
    return [(row, COLOURS[state := row.state(today)], LABELS[state]) for row in rows]
