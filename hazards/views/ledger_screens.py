"""The ledgers of this app that have the pages of every ledger of rows about places (townships/views/ledgers.py)."""

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from hazards.drive_summary import plain
from hazards.drives import record_outcome
from hazards.enforcing import record_enforcement
from hazards.filters import EnforcementFilter, IllegalActFilter, OutcomeFilter
from hazards.forms.enforcement import EnforcementForm, IllegalActForm, OutcomeForm
from hazards.illegal_acts import available_steps, is_struck_by_bureau_only, log_act, void_act
from hazards.models import Enforcement, IllegalAct, OutcomeCount
from hazards.tables import EnforcementTable, IllegalActTable, OutcomeTable
from townships.access import keeps_ledgers_of
from townships.views.ledger_screens import Screen

ENFORCEMENT = "hazards/_enforcement_beside.html"
LINKED = "hazards/_linked.html"


def never(row):
    """A wrong row is voided with its reason and entered anew."""
    return False


def enforced(rows):
    """[(kind, 12 辆)] of the actions that are listed."""
    sums = rows.order_by("kind__position").values("kind__name", "kind__unit", "kind__is_money")
    sums = sums.annotate(quantity=Sum("quantity"), amount=Sum("amount"))
    return [(row["kind__name"], f"{plain(row['amount' if row['kind__is_money'] else 'quantity'])} {row['kind__unit']}") for row in sums]


def achieved(rows):
    sums = rows.order_by("kind__position").values("kind__name", "kind__unit").annotate(quantity=Sum("quantity"))
    return [(row["kind__name"], f"{plain(row['quantity'])} {row['kind__unit']}") for row in sums]


def around_action(row, user):
    listed = row.order.hazards.visible_to(user).order_by("pk") if row.order else []
    return {"departments": row.departments.all(), "officers": row.officers.all(), "listed": listed}


def why_not_void_act(row, user):
    return _("县局已销号的非法违法行为，由县局作废；确有错误请报县局。") if is_struck_by_bureau_only(row, user) else ""


def around_act(row, user):
    return {
        "steps": available_steps(row, user),
        "events": row.events.select_related("by__person").prefetch_related("pictures").order_by("-pk"),
        "actions": row.enforcement.visible_to(user).counted().for_list(),
        "later": row.came_back_as.visible_to(user).counted(),
        "may_keep": keeps_ledgers_of(user, row.township) and not row.voided_at,
    }


SCREENS = [
    Screen(
        Enforcement,
        "enforcement",
        "enforcements",
        _("次"),
        EnforcementForm,
        EnforcementFilter,
        EnforcementTable,
        [
            "number",
            "kind",
            "place",
            "party",
            "measured",
            "acted_at",
            "basis",
            "hazard",
            "order",
            "drive",
            "inspection",
            "illegal_act",
            "note",
        ],
        {"number": 20, "kind": 20, "township": 12, "place": 20, "party": 24, "quantity": 8, "amount": 14, "acted_at": 17, "basis": 36}
        | {"drive": 24, "note": 30},
        enter=record_enforcement,
        piece="hazards/_officers.html",
        more=around_action,
        may_amend=never,
        beside=ENFORCEMENT,
        totals=enforced,
        lead=LINKED,
        app="hazards",
    ),
    Screen(
        IllegalAct,
        "illegal_act",
        "illegal_acts",
        _("起"),
        IllegalActForm,
        IllegalActFilter,
        IllegalActTable,
        ["kind", "party", "place", "location", "sector", "description", "found_at", "found_by", "state", "came_back_from", "drive", "note"],
        {"number": 20, "township": 12, "place": 20, "kind": 30, "party": 24, "location": 24, "sector": 12, "description": 40}
        | {"found_at": 17, "found_by": 12, "state": 14, "handled_at": 17, "closed_at": 17, "drive": 24, "note": 30},
        enter=log_act,
        piece="hazards/_illegal_act.html",
        more=around_act,
        may_amend=never,
        void=void_act,
        why_not_void=why_not_void_act,
        beside=ENFORCEMENT,
        lead=LINKED,
        app="hazards",
    ),
    Screen(
        OutcomeCount,
        "outcome",
        "outcomes",
        _("条"),
        OutcomeForm,
        OutcomeFilter,
        OutcomeTable,
        ["drive", "kind", "measured", "counted_on", "place", "note"],
        {"drive": 30, "kind": 20, "quantity": 10, "counted_on": 12, "township": 12, "note": 30},
        enter=record_outcome,
        may_amend=never,
        beside="hazards/_drives_beside.html",
        totals=achieved,
        app="hazards",
    ),
]
