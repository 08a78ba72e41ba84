"""What the ledgers of drills and accidents say of each township."""

from django.db.models import Case, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from townships.drills import asked_to_rehearse, norms_of
from townships.filters.means import DrillDueFilter, VetoFilter
from townships.lists import ledger_export, ledger_list, printed_ledger
from townships.models import Level, Place, Township
from townships.natural_order import by_codes
from townships.tables.means import DrillDueTable, VetoTable

DRILLS = {"filterset": DrillDueFilter, "table": DrillDueTable}
VETOES = {"filterset": VetoFilter, "table": VetoTable}
LEDGER = "components/plain_ledger.html"


def with_drills(request):
    today = timezone.localdate()
    places = Place.objects.visible_to(request.user).select_related("township", "parent")
    return asked_to_rehearse(places, today).order_by(townships_first(), *by_codes(), "name")


def townships_first():
    return Case(When(level=Level.TOWNSHIP, then=0), default=1)


def townships_of(request):
    return Township.objects.visible_to(request.user)


def whose(request):
    return {"place": request.user.place or _("全市")}


@require_safe
def drills_due(request):
    norms = norms_of(timezone.localdate())
    return ledger_list(request, with_drills(request), template="townships/ledgers/drills_due.html", norms=norms, **DRILLS)


@require_safe
def print_drills_due(request):
    named = {"list_name": _("演练周期"), "list_url": reverse("townships:drills_due")}
    title = _("%(place)s应急演练周期台账") % whose(request)
    return printed_ledger(request, with_drills(request), template=LEDGER, ledger_title=title, **named, **DRILLS)


@require_safe
def export_drills_due(request):
    title = _("%(place)s应急演练周期（%(day)s）") % (whose(request) | {"day": timezone.localdate()})
    return ledger_export(request, with_drills(request), title=title, **DRILLS)


@require_safe
def vetoes(request):
    return ledger_list(request, townships_of(request), template="townships/ledgers/vetoes.html", **VETOES)


@require_safe
def print_vetoes(request):
    named = {"list_name": _("一票否决情形"), "list_url": reverse("townships:vetoes")}
    return printed_ledger(request, townships_of(request), template=LEDGER, ledger_title=_vetoes_title(request), **named, **VETOES)


@require_safe
def export_vetoes(request):
    return ledger_export(request, townships_of(request), title=_vetoes_title(request), **VETOES)


def _vetoes_title(request):
    year = VetoFilter(request.GET, queryset=townships_of(request), request=request).year
    return _("%(place)s %(year)s 年一票否决情形") % (whose(request) | {"year": year})
