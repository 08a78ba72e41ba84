from tests.factories.townships import BureauFactory
from townships.messaging import tell
from townships.models import Message


def MessageFactory(*, user=None, key="report:1", row=None, **fields):  # noqa: N802 (used like the factories)
    """A message in one inbox, told by the real way in."""
    user = user or BureauFactory()
    told = {"kind": Message.Kind.URGENT, "text": "可能立即引发事故：红星采石场", "county": user.county}
    return tell([user], key=key, row=row or user.county, **told | fields)
