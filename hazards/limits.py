"""How often one address, or one code, may ask: counters in the cache, an hour each. And what an address has just sent."""

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

HOUR = 60 * 60
# Within it the same words are a step back in the browser; later, that nothing has been mended.
STEP_BACK = 10 * 60


class TooOften(Exception):
    """Asked more often than a person does."""


def count(kind, who, *, most):
    """One more of this kind by this one; TooOften when it is more than `most` within the hour that the first began."""
    key = f"limit:{kind}:{who}"
    cache.add(key, 0, HOUR)
    try:
        asked = cache.incr(key)
    except ValueError:
        # The hour ended between the two lines.
        cache.set(key, asked := 1, HOUR)
    if asked > most:
        raise TooOften(key)


def is_over(kind, who, *, most):
    """Whether it was counted that often already; counts nothing."""
    return cache.get(f"limit:{kind}:{who}", 0) >= most


def address_of(request):
    """Whose connection this is: behind the production server's nginx, as it says."""
    return request.META.get(settings.CLIENT_ADDRESS, "") or request.META["REMOTE_ADDR"]


def just_sent(address, told):
    """The number (pk) of the row that the same words made a few minutes ago, sent from the same address; or None."""
    return cache.get(_mark(address, told))


def remember_sent(address, told, pk):
    cache.set(_mark(address, told), pk, STEP_BACK)


def _mark(address, told):
    """Nothing that was told can be read from it."""
    return f"sent:{salted_hmac('just sent', repr((address, told)), algorithm='sha256').hexdigest()}"
