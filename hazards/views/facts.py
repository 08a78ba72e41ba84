"""The fields of a hazard as label, value and address, in the groups of the office's ledger."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from townships.masking import masked_for

GROUPS = {
    _("隐患"): ["place", "spot", "sector", "category", "basis", "source", "inspection", "drive", "recurs_from", "note"],
    _("整改"): [
        *["measure", "deadline", "redo_by", "rectified_on", "planned_funds", "spent_funds"],
        *["needs_stop", "needs_county", "cut_off_asked_on", "supervision"],
    ],
    _("责任"): [
        "responsible_unit",
        "responsible_person",
        "responsible_phone",
        "answers",
        "assigning_unit",
        "coordinating_unit",
        "created_by",
        "replied_by",
        "closed_by",
    ],
}
# Shown as 「—」 when nobody knows it yet; whatever else is empty is left out.
MUST_BE_KNOWN = {"deadline", "responsible_person", "answers"}


def facts(hazard, user):
    """[(group, [(label, value, address), …]), …]"""
    return [(title, [_fact(hazard, name, user) for name in names if _is_told(hazard, name)]) for title, names in GROUPS.items()]


def _is_told(hazard, name):
    return name in MUST_BE_KNOWN or getattr(hazard, name) not in (None, "", False)


def _fact(hazard, name, user):
    field, value = hazard._meta.get_field(name), getattr(hazard, name)
    address = value.get_absolute_url() if hasattr(value, "get_absolute_url") else ""
    if name == "responsible_phone":
        value = masked_for(value, user)
    elif field.choices:
        value = getattr(hazard, f"get_{name}_display")()
    elif isinstance(value, date):
        # As everywhere else on the page.
        value = f"{value:%Y-%m-%d}"
    elif isinstance(value, Decimal):
        value = f"{value:,.2f}"
    return field.verbose_name, _("是") if value is True else value, address
