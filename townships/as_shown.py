"""What is frozen under a number is what its check page showed: the page carries a mark of it, and the deed compares."""

import json
from hashlib import sha256

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

# In which minute it was counted says nothing of what was: whoever reads takes his time.
MOMENTS = {"counted_at", "as_of"}


class ChangedSinceShown(Exception):
    """What would be frozen now is not what was shown before somebody said yes; nothing was done."""


def mark_of_shown(content):
    """A short mark of this dictionary, as JSON keeps it; equal for equal content, whenever it was counted."""
    told = {name: value for name, value in content.items() if name not in MOMENTS}
    return sha256(json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()[:32]


def check_as_shown(content, shown):
    """`shown` is the mark that came with the form; None where nobody looked at a page."""
    if shown is not None and shown != mark_of_shown(content):
        raise ChangedSinceShown


def mark_sent(request):
    """The mark in the form that was sent; without one nothing was shown."""
    return request.POST.get("as_shown", "")


def changed_since_shown():
    return _("还没有办理：您核对以后，台账又有变动。下面是现在的内容，请重新核对。")


def tell_of_change(request):
    messages.warning(request, changed_since_shown())
