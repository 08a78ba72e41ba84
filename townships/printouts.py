"""Asking for the PDF of a chart or a duty board; townships/printers/chain.py makes it."""

from django.db import transaction
from django.utils import timezone

from papers.printing import print_again
from townships.boards import carries_board
from townships.models import Level, Printout
from townships.printers import PRINTOUT

Kind = Printout.Kind


class NothingToPrint(Exception):
    """This place has no such chart, and carries no board."""


CHART_LEVELS = {Kind.CHAIN: (Level.TOWNSHIP, Level.VILLAGE), Kind.SITES: (Level.TOWNSHIP,)}


def board_kind(place):
    """One board, or all of a township; NothingToPrint for a place that carries none."""
    if place.level == Level.TOWNSHIP:
        return Kind.BOARDS
    if carries_board(place):
        return Kind.BOARD
    raise NothingToPrint(place)


@transaction.atomic
def ask_for(kind, place, *, on, shows_phones, site_address, by, at=None):
    """The Printout, on its way to be printed afresh: posts may have changed since it was printed last."""
    details = {"site_address": site_address, "asked_by": by, "asked_at": at or timezone.now()}
    printout, _created = Printout.objects.update_or_create(kind=kind, place=place, as_of=on, shows_phones=shows_phones, defaults=details)
    print_again(PRINTOUT, printout.pk)
    return printout
