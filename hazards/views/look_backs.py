"""回头看: the list, its printed form and spreadsheet, and the record of a draw."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hazards.drawing import checksum, in_order
from hazards.look_back import redraw
from hazards.models import LookBack, LookBackDraw
from hazards.review_filters import LookBackFilter
from hazards.review_tables import LookBackTable
from townships.figure import rate
from townships.lists import ledger_export, ledger_list, printed_ledger
from townships.models import Township


def visible_look_backs(request):
    return LookBack.objects.visible_to(request.user).counted().for_list()


@require_safe
def look_backs(request):
    visible = visible_look_backs(request)
    numbers = counts(LookBackFilter(request.GET, queryset=visible, request=request).qs.order_by(), timezone.localdate())
    draws = LookBackDraw.objects.visible_to(request.user)[:12]
    return ledger_list(
        request, visible, filterset=LookBackFilter, table=LookBackTable, template="hazards/look_backs.html", draws=draws, **numbers
    )


def counts(chosen, today):
    """How many were missed, and two shares: of what came due, what was looked at in time; of what was looked at, what was found again.

    As the figures of the same names count them over a period (hazards/figures.py).
    """
    # Who looked before the last day counts with that day, as in any period.
    due = chosen.filter(due_on__lte=today).come_due(today)
    looked_at = rate(due.in_time().count(), due.count())
    again = rate(due.found_again().count(), due.done().count())
    return {"missed": chosen.missed(today).count(), "looked_at": looked_at, "found_again": again}


@require_safe
def look_back_ledger(request):
    shown = {"filterset": LookBackFilter, "table": LookBackTable, "template": "hazards/look_back_ledger.html", "exclude": ["act"]}
    return printed_ledger(request, visible_look_backs(request), **shown)


@require_safe
def export_look_backs(request):
    title = _("%(place)s回头看台账（%(day)s）") % {"place": request.user.place or _("全市"), "day": timezone.localdate()}
    return ledger_export(request, visible_look_backs(request), filterset=LookBackFilter, table=LookBackTable, title=title)


@require_safe
def look_back_draw(request, pk):
    """The record of a draw, and whether it comes out the same when it is drawn again now; a township sees its own part."""
    draw = get_object_or_404(LookBackDraw.objects.visible_to(request.user).select_related("county"), pk=pk)
    townships = dict(Township.objects.visible_to(request.user).values_list("pk", "name"))
    entries = [entry for entry in draw.entries if entry[2] in townships]
    lines = [
        {
            "key": key,
            "number": number,
            "township": townships[township],
            "is_major": is_major,
            "sum": checksum(draw.seed, key)[:16],
            "is_drawn": key in draw.outcome,
        }
        for key, number, township, is_major in in_order(draw.seed, entries)
    ]
    lines.sort(key=lambda line: line["township"])
    context = {"draw": draw, "lines": lines, "is_same": redraw(draw) == draw.outcome}
    return render(request, "hazards/look_back_draw.html", context | {"drawn": sum(line["is_drawn"] for line in lines)})
