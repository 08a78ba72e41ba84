"""What state a visit that is due is in: word, colour and condition, read by list, filter, page and dashboard."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "missed": _("漏查"),
    "due": _("待检查"),
    "coming": _("未到期"),
    "done": _("已检查"),
    "entered": _("补录"),
    "late": _("逾期补查"),
}
# Keys of the colours in static/css/components.css.
COLOURS = {"missed": "overdue", "due": "found", "coming": "first", "done": "closed", "entered": "too_few", "late": "too_few"}


def words(task, today):
    """补录 3 天：entered so many days after the last one."""
    state = task.state(today)
    return _("补录 %(days)s 天") % {"days": task.days_entered_late} if state == "entered" else LABELS[state]


def in_state(tasks, state, today):
    """Those of the tasks that are in this state."""
    return {
        "missed": lambda: tasks.missed(today),
        "due": lambda: tasks.due(today),
        "coming": lambda: tasks.coming(today),
        "done": lambda: tasks.on_time(),
        "entered": lambda: tasks.entered_late(),
        "late": lambda: tasks.late(),
    }[state]()
