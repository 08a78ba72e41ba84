"""How a step of a candidacy is refused."""

from django.core.exceptions import ValidationError


class AlreadyApplied(Exception):
    """The township applied in this round at this level before; carries that candidacy."""

    def __init__(self, candidacy):
        super().__init__(candidacy.pk)
        self.candidacy = candidacy


class TransitionNotAllowed(Exception):
    """The candidacy as it is now, and the last event: what somebody else did meanwhile."""

    def __init__(self, action, candidacy):
        super().__init__(f"{action} of candidacy {candidacy.pk} in state {candidacy.state}")
        self.action = action
        self.candidacy = candidacy
        self.event = candidacy.events.select_related("by__person").last()


class SentBefore(Exception):
    """The same form was sent before, and entered; the candidacy's lock keeps the two apart."""


def refuse(message, field="on", **params):
    raise ValidationError({field: ValidationError(message, code="impossible", params=params)})
