"""What state a look-back is in: word, colour and condition, read by list, filter and page."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "missed": _("逾期未看"),
    "due": _("待复看"),
    "coming": _("未到期"),
    "sound": _("没有反弹"),
    "found_again": _("发现反弹"),
}
# Keys of the colours in static/css/components.css.
COLOURS = {"missed": "overdue", "due": "found", "coming": "first", "sound": "closed", "found_again": "too_few"}


def in_state(look_backs, state, today):
    """Those of the look-backs that are in this state."""
    return {
        "missed": lambda: look_backs.missed(today),
        "due": lambda: look_backs.due(today),
        "coming": lambda: look_backs.coming(today),
        "sound": lambda: look_backs.sound(),
        "found_again": lambda: look_backs.found_again(),
    }[state]()
