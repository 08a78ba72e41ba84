"""The history of a hazard, as its page shows it: who, when, what, why, with which paper."""

from django.forms import DateTimeField, ModelChoiceField
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from hazards.models import Action
from hazards.workflow import TRANSITIONS

# Long, and shown whole in the file of the hazard.
IN_THE_FILE = {Action.PLAN}


OF_EXTENSION = {Action.ASK_EXTENSION, Action.EXTEND, Action.REFUSE_EXTENSION}


def is_answered_without_paper(event, hazard):
    """A general hazard's request for more time and its answer stand in the history alone (decision 0138)."""
    return event.action in OF_EXTENSION and not hazard.is_major


def history(events):
    """Entries of the time line."""
    return [_entry(event) for event in events]


def with_escalations(entries, escalations):
    """The steps that it climbed to while nobody acted, between what people did; newest first."""
    climbed = [
        {
            "at": step.raised_at,
            "title": _("逾期督办：%(rung)s") % {"rung": step.get_rung_display()},
            "by": _("系统"),
            "text": _("期限 %(deadline)s，%(grace)s；承办：%(office)s %(person)s")
            % {"deadline": step.deadline, "grace": step.grace, "office": step.office, "person": step.answers or ""},
            "state": "overdue",
        }
        for step in escalations
    ]
    return sorted([*entries, *climbed], key=lambda entry: entry["at"], reverse=True)


def _entry(event):
    entry = {"at": event.at, "title": event.get_action_display(), "by": event.by, "text": _words(event), "state": event.to_state}
    if event.order:
        paper = f"{event.order.get_kind_display()} {event.order.number}"
        entry |= {"url": event.order.get_absolute_url(), "label": paper}
    return entry


def _words(event):
    """The reason, then whatever else was told with the deed."""
    return "\n".join([line for line in [event.reason, *_details(event)] if line])


def _details(event):
    transition = None if event.action in IN_THE_FILE else TRANSITIONS.get(event.action)
    for name, field in transition.asks.items() if transition else ():
        if name != transition.words and (value := event.details.get(name)):
            yield f"{field.label}：{_in_words(field, value)}"


def _in_words(field, value):
    if value is True:
        return _("是")
    if isinstance(field, DateTimeField) and isinstance(value, str):
        # As JSON keeps it, in the time of Greenwich.
        return f"{timezone.localtime(parse_datetime(value)):%Y-%m-%d %H:%M}"
    # A choice of people reads the whole roster, and the history has their names already.
    choices = {} if isinstance(field, ModelChoiceField) else dict(getattr(field, "choices", ()))
    if isinstance(value, list):
        return "、".join(str(choices.get(one, one)) for one in value)
    return choices.get(value, value)
