"""Files that came with a form after its session had ended: they wait for the account that was logged in here, and for no other.

Otherwise anybody could fill the disk. So the log-in leaves a signed cookie that says whose session it was; without it, after a
log-out, for a closed account or after a change of password nothing is taken in. What is taken in has passed the gate of any
upload, a few files of one account wait at most, apart from those of its refused forms, and beat removes them like those (0105).
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare, salted_hmac

from townships.documents import clean_document
from townships.kept_files import KEPT_FOR, forget_surplus, gate, keep, kept_name, owner_of
from townships.models import KeptFile, User
from townships.pictures import clean_picture

COOKIE = "last_account"
SALT = "whose session it was"
# As many as the widest field takes.
MOST_LATE = 20


@dataclass
class Late:
    """What became of the files: by the field's name the keys of those that wait, and by their own the others."""

    account: int | None = None
    keys: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    lost: list = field(default_factory=list)


def remember(response, user):
    """So long that it outlives the session, and the files that may come after it."""
    age = settings.SESSION_COOKIE_AGE + int(KEPT_FOR.total_seconds())
    value = signing.dumps([user.pk, _mark_of(user)], salt=SALT)
    options = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE, "path": settings.SESSION_COOKIE_PATH}
    response.set_cookie(COOKIE, value, max_age=age, **options)


def forget_account(response):
    response.delete_cookie(COOKIE, path=settings.SESSION_COOKIE_PATH)


def former_user(request):
    """Whose session this browser had; None where the cookie is forged or too old, the account closed or its password a new one."""
    age = settings.SESSION_COOKIE_AGE + int(KEPT_FOR.total_seconds())
    try:
        pk, mark = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=age)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user and constant_time_compare(mark, _mark_of(user)) else None


def _mark_of(user):
    """Changes with the password."""
    return salted_hmac(SALT, user.get_session_auth_hash()).hexdigest()


def take_in(request):
    """The files of a request that nobody is logged in for. The CSRF check comes before."""
    chosen = [(name, file) for name in request.FILES for file in request.FILES.getlist(name)]
    user = former_user(request)
    late = Late(account=user.pk if user else None)
    for number, (name, file) in enumerate(chosen):
        passed, cleaned, _refused = gate([file] if user and number < MOST_LATE else [], looked_into)
        if not passed:
            late.lost.append(str(file.name))
            continue
        row = keep(cleaned[0], str(file.name), owner=late_owner(user.pk))
        late.keys.append([kept_name(name), row.key])
        late.waiting.append(str(file.name))
    if late.keys:
        forget_surplus(late_owner(user.pk), most=MOST_LATE)
    return late


def looked_into(file):
    """A photo keeps the time at which it was taken; the form's own field says later whether it wants such a file."""
    try:
        return clean_picture(file)
    except ValidationError:
        return clean_document(file)


def late_owner(pk):
    return f"late:{pk}"


def adopt(user, keys):
    """The account has logged in again: what waited for it is now as if a form of its own had been refused."""
    KeptFile.objects.filter(owner=late_owner(user.pk), key__in=keys).update(owner=owner_of(user))
    forget_surplus(owner_of(user))
