"""The days to a deadline as everybody reads them: 剩 2 天, 超 3 天; green, amber from three days before, red."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON_DAYS = 3


@dataclass(frozen=True)
class Countdown:
    days: int

    @property
    def urgency(self):
        if self.days < 0:
            return "over"
        return "soon" if self.days <= SOON_DAYS else "far"

    def __str__(self):
        if self.days == 0:
            return _("今天到期")
        if self.days < 0:
            return ngettext("超 %(days)s 天", "超 %(days)s 天", -self.days) % {"days": -self.days}
        return ngettext("剩 %(days)s 天", "剩 %(days)s 天", self.days) % {"days": self.days}


def countdown(hazard, today):
    """None without a deadline or once closed."""
    days = hazard.days_left(today)
    return None if days is None else Countdown(days)
