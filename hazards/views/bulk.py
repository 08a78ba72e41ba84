"""Many rows of the ledger at once: exported, printed, or one step for all with a page that tells row by row what will happen."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from hazards.bulk import DEEDS, ChangedMeanwhile, NotAllOfThem, act_on_many, chosen_of, done_by_the_same_press, last_events, look_at
from hazards.forms.bulk import FORMS, RowsForm, WhichForm, carried
from hazards.models import Action, Hazard, Order, OrderBundle
from hazards.printers import BUNDLE
from hazards.tables import HazardTable
from hazards.views.export import columns_for
from hazards.views.papers import KIND
from papers.printing import request_print
from papers.views import Printed
from townships.access import keeps_ledgers
from townships.lists import MOST_PRINTED, address
from townships.spreadsheets import send_spreadsheet


@require_POST
def choose_many(request):
    """What the list sends: which rows, and what is to be done with them."""
    form = WhichForm(request.POST, request=request)
    if not form.is_valid():
        return _back(request, _("请先选择隐患。"))
    hazards, deed = form.hazards(), request.POST.get("deed")
    count = hazards.count()
    if not count:
        return _back(request, _("请先勾选隐患，或者选“本页全部”“选中全部结果”。"))
    if count > settings.MOST_AT_ONCE:
        words = {"count": count, "limit": settings.MOST_AT_ONCE}
        return _back(request, _("选了 %(count)s 条，一次最多办理 %(limit)s 条，请缩小范围。") % words)
    if deed in WAYS_OUT:
        return WAYS_OUT[deed](request, hazards)
    return _start(request, hazards, _action(request, deed))


def _action(request, deed):
    """The step of this name, for those whose it may be."""
    if deed not in DEEDS:
        raise Http404
    if not keeps_ledgers(request.user) or (deed == Action.EXTEND and not request.user.is_bureau):
        raise PermissionDenied
    return Action(deed)


def list_address(filters):
    """The list as it stood when its rows were chosen: filtered, sorted and on the same page."""
    return address(reverse("hazards:hazards"), QueryDict(filters))


def _list_of(request):
    return list_address(request.POST.get("filters", ""))


def _back(request, words):
    messages.warning(request, words)
    return redirect(_list_of(request))


def _export(request, hazards):
    title = _("安全生产事故隐患台账（所选 %(count)s 条，%(day)s）") % {"count": hazards.count(), "day": timezone.localdate()}
    return send_spreadsheet(hazards.for_page(), columns_for(request.user), title=title, filename=title)


def _print(request, hazards):
    rows = HazardTable(hazards.for_list().order_by("township__code", "year", "sequence"), exclude=["act"])
    RequestConfig(request, paginate={"per_page": MOST_PRINTED}).configure(rows)
    return render(request, "hazards/bulk/ledger.html", {"table": rows, "limit": MOST_PRINTED, "list_url": _list_of(request)})


def _bundle(request, hazards):
    """All papers of these rows as one PDF."""
    papers = Order.objects.visible_to(request.user).filter(hazards__in=hazards.order_by().values("pk")).distinct()
    if not papers:
        return _back(request, _("所选隐患都还没有文书。"))
    return _to_bundle(request, papers)


def _to_bundle(request, papers):
    return _to_page(request, bundle_of(papers, by=request.user))


def _to_page(request, bundle):
    """Its page is opened again later, so that the way back to the list stands in its address."""
    page, filters = bundle.get_absolute_url(), request.POST.get("filters")
    return redirect(f"{page}?{urlencode({'list': filters})}" if filters else page)


def bundle_of(papers, *, by):
    bundle = OrderBundle.objects.create(created_by=by)
    bundle.orders.set(papers)
    request_print(BUNDLE, bundle.pk)
    return bundle


WAYS_OUT = {"export": _export, "print": _print, "papers": _bundle}


def _start(request, hazards, action):
    seen = last_events(hazards)
    initial = {"seen": carried(seen), "filters": request.POST.get("filters", "")}
    return _form(request, action, FORMS[action](initial=initial, user=request.user, hazards=hazards), len(seen))


def _form(request, action, form, count, *, status=200):
    context = {"form": form, "action": action, "count": count, "list_url": _list_of(request)}
    context |= {"submit_label": _("下一步：逐条核对"), "here": reverse("hazards:act_on_many", args=[action])}
    return render(request, "hazards/bulk/form.html", context, status=status)


@require_POST
def act_on_chosen(request, action):
    """The form, the page that tells row by row, and the press that does it."""
    action = _action(request, action)
    chosen = RowsForm(request.POST)
    if not chosen.is_valid():
        raise Http404
    hazards = chosen_of(Hazard.objects.visible_to(request.user), chosen.rows)
    if not hazards or len(hazards) != len(chosen.rows) or len(hazards) > settings.MOST_AT_ONCE:
        raise Http404
    form = FORMS[action](request.POST, user=request.user, hazards=hazards)
    if not form.is_valid() or "back" in request.POST:
        return _form(request, action, form, len(hazards), status=200 if form.is_valid() else 422)
    if "leave_out" in request.POST:
        return _without_problems(request, action, form, hazards)
    if "confirmed" in request.POST:
        return _perform(request, action, form, hazards)
    return _preview(request, action, form, hazards)


def _preview(request, action, form, hazards, *, changed=(), status=200):
    sheets = look_at(hazards, action, by=request.user, details=form.told())
    problems = sum(bool(line.problem) for sheet in sheets for line in sheet.lines)
    context = {"form": form, "action": action, "sheets": sheets, "count": len(hazards), "problems": problems, "changed": changed}
    context["able"] = len(hazards) - problems
    context |= {"makes_papers": action == Action.ORDER, "list_url": _list_of(request)}
    return render(request, "hazards/bulk/check.html", context, status=status)


def _without_problems(request, action, form, hazards):
    """Those alone that can be done, looked at anew: what was seen of each of them still binds."""
    sheets = look_at(hazards, action, by=request.user, details=form.told())
    able = {line.hazard.pk for sheet in sheets for line in sheet.lines if not line.problem}
    if not able:
        return _preview(request, action, form, hazards)
    left = [hazard for hazard in hazards if hazard.pk in able]
    form = _with_rows(form, {pk: event for pk, event in form.rows.items() if pk in able}, request, left)
    return _preview(request, action, form, left)


def _perform(request, action, form, hazards):
    try:
        done = act_on_many(form.rows, action, by=request.user, details=form.told())
    except ChangedMeanwhile as refusal:
        if events := done_by_the_same_press(form.rows, action, by=request.user, details=form.told()):
            return _sent_twice(request, events)
        # Shown as they are now, and from here on that is what was seen.
        fresh = chosen_of(Hazard.objects.visible_to(request.user), form.rows)
        return _preview(request, action, _with_rows(form, last_events(fresh), request, fresh), fresh, changed=refusal.hazards, status=409)
    except NotAllOfThem:
        return _preview(request, action, form, hazards, status=409)
    count = sum(map(len, done))
    papers = {event.order for events in done for event in events if event.order}
    if not papers:
        messages.success(request, _("%(action)s：已办理 %(count)s 条。") % {"action": action.label, "count": count})
        return redirect(_list_of(request))
    for order in papers:
        request_print(KIND, order.pk)
    words = {"action": action.label, "count": count, "papers": len(papers)}
    messages.success(request, _("%(action)s：已办理 %(count)s 条，文书 %(papers)s 份。") % words)
    return _to_bundle(request, papers)


def _sent_twice(request, events):
    """To the receipt of the press that was taken: its papers, or the list."""
    messages.warning(request, _("这次办理已经提交过，%(count)s 条都已办理，没有再办一次。") % {"count": len(events)})
    papers = {event.order for event in events if event.order}
    if not papers:
        return redirect(_list_of(request))
    bundles = OrderBundle.objects.filter(created_by=request.user, orders__in=papers).prefetch_related("orders").order_by("-pk")
    made = next((bundle for bundle in bundles if {*bundle.orders.all()} == papers), None)
    return _to_page(request, made) if made else _to_bundle(request, papers)


def _with_rows(form, seen, request, hazards):
    given = request.POST.copy()
    given["seen"] = carried(seen)
    anew = type(form)(given, user=request.user, hazards=hazards)
    anew.is_valid()
    return anew


def own_bundle(request, pk):
    """For whoever asked for it, as long as all of its papers are in scope."""
    bundle = get_object_or_404(OrderBundle, pk=pk, created_by=request.user)
    if bundle.orders.exclude(pk__in=Order.objects.visible_to(request.user)).exists():
        raise Http404
    return bundle


PRINTED = Printed(
    "hazards:order_bundle", BUNDLE, own_bundle, filename=lambda bundle: f"整改文书合订本 {timezone.localdate(bundle.created_at)}"
)


@require_safe
def order_bundle(request, pk):
    bundle = own_bundle(request, pk)
    papers = bundle.orders.for_list().order_by("township__code", "pk")
    context = {"bundle": bundle, "papers": papers, "printing": PRINTED.printing(bundle, request.user)}
    context["list_url"] = list_address(request.GET.get("list", ""))
    return render(request, "hazards/bulk/bundle.html", context)
