"""What state a visit that is due is in: word, colour and condition, read by list, filter, page and dashboard."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "missed": _("漏查"),
    "due": _("待检查"),
    "coming": _("未到期"),
    "done": _("已检查"),
    "late": _("逾期补查"),
}
# Keys of the colours in static/css/components.css.
COLOURS = {"missed": "overdue", "due": "found", "coming": "first", "done": "closed", "late": "too_few"}


def in_state(tasks, state, today):
    """Those of the tasks that are in this state."""
    return {
        "missed": lambda: tasks.missed(today),
        "due": lambda: tasks.due(today),
        "coming": lambda: tasks.coming(today),
        "done": lambda: tasks.on_time(),
        "late": lambda: tasks.late(),
    }[state]()
