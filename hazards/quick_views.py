"""快捷视图: the tabs above the ledger, each a condition on a hazard, counted together in one query."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from hazards.models.hazard import SIGNING, UNCLOSED, Hazard, State

COUNTED = ~Q(state=State.VOID)

LABELS = {
    "all": _("全部"),
    "found": _("待处理"),
    "ordered": _("整改中"),
    "replied": _("待复查"),
    "signing": _("待销号"),
    "overdue": _("超期"),
    "major": _("重大"),
    "closed": _("已销号"),
    "void": _("已作废"),
}


def conditions(today):
    return {
        "all": COUNTED,
        "found": Q(state=State.FOUND),
        "ordered": Q(state__in=[State.ORDERED, State.SUSPENDED, State.RESUMING]),
        "replied": Q(state=State.REPLIED),
        "signing": Q(state__in=SIGNING),
        "overdue": UNCLOSED & Q(deadline__lt=today),
        "major": COUNTED & Q(grade=Hazard.Grade.MAJOR),
        "closed": Q(state=State.CLOSED),
        "void": Q(state=State.VOID),
    }


def counts(hazards, today):
    """{quick view: number of these hazards}, and how many are unclosed, in one query."""
    wanted = {**conditions(today), "unclosed": UNCLOSED}
    return hazards.order_by().aggregate(**{key: Count("pk", filter=condition) for key, condition in wanted.items()})
