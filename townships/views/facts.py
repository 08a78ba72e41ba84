"""A field of a row as a page tells it: label, value and, where one may go there, an address."""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _


def fact(row, name, *, label=None, may_open=lambda value: False):
    value = getattr(row, name)
    shown = getattr(row, f"get_{name}_display", lambda: value)()
    if isinstance(value, bool):
        shown = _("是") if value else _("否")
    elif isinstance(value, Decimal):
        # Money has two places, a measure as many as it needs.
        shown = f"{value:,.2f}" if row._meta.get_field(name).decimal_places == 2 else f"{value.normalize():,f}"
    elif isinstance(value, int) and shown == value:
        # Nobody died is something that is known.
        shown = str(value)
    elif hasattr(value, "hour"):
        shown = f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if getattr(value, "voided_at", None):
        shown = _("%(row)s（已作废）") % {"row": shown}
    address = value.get_absolute_url() if hasattr(value, "get_absolute_url") and may_open(value) else None
    return label or row._meta.get_field(name).verbose_name, shown, address
