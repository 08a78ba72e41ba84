"""What a check page showed travels through the browser signed, so that nothing else is taken when somebody says yes."""

from django.core import signing

# How long somebody may look before saying yes.
CHECK_SECONDS = 2 * 60 * 60


def sealed(told, *, by, salt):
    return signing.dumps({"by": by.pk, **told}, salt=salt, compress=True)


def unsealed(text, *, by, salt):
    """The same, or None when it is too old, somebody else's or not ours."""
    try:
        told = signing.loads(text, salt=salt, max_age=CHECK_SECONDS)
    except signing.BadSignature:
        return None
    return told if told["by"] == by.pk else None
