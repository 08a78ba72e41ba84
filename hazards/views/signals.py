"""疑点: the list, one signal with its rows side by side, and what somebody found when looking. Nobody but bureau and officials sees it."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hazards.forms.review import ReviewForm
from hazards.models import Action, HazardEvent, HazardPicture, Signal
from hazards.review_filters import SignalFilter
from hazards.review_tables import SignalTable
from hazards.signals import AlreadyReviewed, NothingToReInspect, review
from townships.access import keeps_ledgers_of, sees_signals
from townships.lists import ledger_export, ledger_list, printed_ledger

# Side by side; a burst of hundreds is looked at in its list.
ROWS_SHOWN = 60


def for_those_who_see_signals(view):
    """For everybody else the page is not there."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not sees_signals(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def visible_signals(request):
    return Signal.objects.visible_to(request.user).for_list()


@require_safe
@for_those_who_see_signals
def signals(request):
    waiting = Signal.objects.visible_to(request.user).waiting().count()
    shown = {"filterset": SignalFilter, "table": SignalTable, "template": "hazards/signals.html"}
    return ledger_list(request, visible_signals(request), waiting=waiting, rules=rules(), **shown)


def rules():
    """The numbers that the explanation names; they are settings of the deployment."""
    return {name.removeprefix("SIGNAL_").lower(): getattr(settings, name) for name in dir(settings) if name.startswith("SIGNAL_")}


@require_safe
@for_those_who_see_signals
def print_signals(request):
    shown = {"filterset": SignalFilter, "table": SignalTable, "template": "hazards/signal_ledger.html"}
    return printed_ledger(request, visible_signals(request), **shown)


@require_safe
@for_those_who_see_signals
def export_signals(request):
    title = _("%(place)s疑点复核台账（%(day)s）") % {"place": request.user.place or _("全市"), "day": timezone.localdate()}
    return ledger_export(request, visible_signals(request), filterset=SignalFilter, table=SignalTable, title=title)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_see_signals
def signal(request, pk):
    found = get_object_or_404(visible_signals(request).select_related("county"), pk=pk)
    may_review = keeps_ledgers_of(request.user, found.county)
    if request.method == "POST" and not may_review:
        raise PermissionDenied
    last = found.reviews.last()
    form = ReviewForm(request.POST or None, initial={"after": last.pk if last else None})
    if form.is_valid():
        try:
            done = review(found, by=request.user, **form.cleaned_data)
        except NothingToReInspect:
            form.add_error("verdict", _("其中没有已销号的隐患，不能安排回头看；没有销号的，在复查时一并核对。"))
        except AlreadyReviewed as refusal:
            words = {"who": refusal.review.by, "verdict": refusal.review.get_verdict_display(), "note": refusal.review.note}
            messages.warning(request, _("%(who)s 刚才已复核：%(verdict)s，%(note)s。您的没有保存，请看过再定。") % words)
            return redirect(found)
        else:
            messages.success(request, _what_came(done))
            return redirect(found)
    return render(request, "hazards/signal.html", {"signal": found, "rows": rows_of(found), "form": form if may_review else None})


def _what_came(done):
    if count := done.look_backs.count():
        return _("已记下复核结论，安排回头看 %(count)s 次。") % {"count": count}
    return _("已记下复核结论。")


def rows_of(found):
    """The hazards side by side, each with what was replied, who closed it when, and its photos."""
    steps = HazardEvent.objects.filter(action__in=[Action.ORDER, Action.REOPEN, Action.REPLY, Action.RECTIFY, Action.PASS])
    around = [Prefetch("events", steps.select_related("by__person").order_by("pk"), "steps")]
    around += [Prefetch("pictures", HazardPicture.objects.order_by("pk"), "all_pictures")]
    hazards = found.hazards.select_related("township", "place").prefetch_related(*around).order_by("found_at", "pk")[:ROWS_SHOWN]
    alike = set(found.pictures.values_list("pk", flat=True))
    return [_row(hazard, alike) for hazard in hazards]


def _row(hazard, alike):
    last = {event.action: event for event in hazard.steps}
    pictures = [picture for picture in hazard.all_pictures if picture.pk in alike] if alike else []
    opened = max((last[key] for key in (Action.ORDER, Action.REOPEN) if key in last), key=lambda event: event.pk, default=None)
    return {
        "hazard": hazard,
        "opened": opened,
        "reply": last.get(Action.REPLY) or last.get(Action.RECTIFY),
        "closed": last.get(Action.PASS),
        "pictures": pictures,
    }
