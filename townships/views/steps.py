"""What the pages of a candidacy and of a township's plan share: the time line of their events, and the word to whoever came too late."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def history(row):
    """Entries of the time line, newest first; what the clock did nobody did."""
    return [
        {
            "at": event.at,
            "title": f"{event.happened_on} {event.get_action_display()}",
            "by": event.by or _("系统"),
            "text": event.reason,
            "state": event.to_state,
        }
        for event in row.events.select_related("by__person").order_by("-pk")
    ]


def tell_meanwhile(request, row):
    """For whoever pressed a button that no longer is there, or never was for them."""
    event = row.events.select_related("by__person").last()
    what = {"by": event.by or _("系统"), "action": event.get_action_display(), "state": row.get_state_display()}
    messages.warning(request, _("现在不能办理：%(by)s已登记“%(action)s”，当前状态为“%(state)s”。") % what)
    return redirect(row)
