"""The lists of the seven levels of place: on screen, on paper and as .xlsx."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from townships.access import adds_places_of
from townships.chain import first_responsible
from townships.lists import ledger_list, printed_ledger
from townships.models import Level, Place
from townships.natural_order import by_codes, by_numbers
from townships.spreadsheets import Column, field_columns, send_spreadsheet
from townships.views.places import SCREENS

FIRST_RESPONSIBLE = Column(gettext_lazy("第一责任人"), lambda place: place.first_responsible, 14)
# Beyond what a place's page tells of itself: what it is called, and whether it is still there.
NAME, END = {"name": 26}, {"closed_on": 12}
ROWS_AT_A_TIME = 2000


def listed(request, screen):
    places = screen.model.objects.visible_to(request.user).select_related(*screen.related)
    places = places.order_by(*by_codes("place_ptr__"), *by_numbers())
    places = places.annotate(first_responsible=first_responsible(timezone.localdate()))
    if screen.model.own_level == Level.TOWNSHIP:
        return places.annotate(villages=_count_below(Level.VILLAGE), enterprises=_count_below(Level.ENTERPRISE))
    return places


def _count_below(level):
    """How many open places of a level stand in each township of a queryset."""
    below = Place.objects.open_on(timezone.localdate()).filter(township=OuterRef("pk"), level=level).order_by()
    return Coalesce(Subquery(below.values("township").annotate(count=Count("pk")).values("count")), 0)


@require_safe
def place_list(request, level):
    screen = SCREENS[level]
    return ledger_list(
        request,
        listed(request, screen),
        filterset=screen.filterset,
        table=screen.table,
        template="townships/places.html",
        level=Level(level),
        new_url=reverse(f"townships:new_{level}") if adds_places_of(request.user, level) else None,
        print_url=reverse(f"townships:print_{screen.plural}"),
        export_url=reverse(f"townships:export_{screen.plural}"),
    )


@require_safe
def print_places(request, level):
    screen = SCREENS[level]
    return printed_ledger(
        request,
        listed(request, screen),
        filterset=screen.filterset,
        table=screen.table,
        template="components/plain_ledger.html",
        ledger_title=_ledger_title(request, level),
        list_name=Level(level).label,
        list_url=reverse(f"townships:{screen.plural}"),
    )


@require_safe
def export_places(request, level):
    """All that a place's page tells of it, and who answers for it today."""
    screen = SCREENS[level]
    chosen = screen.filterset(request.GET, queryset=listed(request, screen), request=request)
    columns = [*field_columns(screen.model, NAME | dict.fromkeys(screen.facts, 18)), FIRST_RESPONSIBLE, *field_columns(screen.model, END)]
    title = _("%(title)s（%(day)s）") % {"title": _ledger_title(request, level), "day": timezone.localdate()}
    return send_spreadsheet(chosen.qs.iterator(ROWS_AT_A_TIME), columns, title=title, filename=title)


def _ledger_title(request, level):
    return _("%(place)s%(kind)s台账") % {"place": request.user.place or _("全市"), "kind": Level(level).label}
