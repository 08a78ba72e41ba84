"""The codes of places on boards and posters: each leads whoever stands there to the public form, or to the page of the place."""

import segno
from django.db import IntegrityError, transaction
from django.utils import timezone

from townships.access import keeps_ledgers_of
from townships.boards import public_pages
from townships.models import Level

from .models import ReportCode


class NotYours(Exception):
    """Somebody else keeps this place."""


class AlreadyRenewed(Exception):
    """Another code stands in the place of this one already."""


# Where posters hang; enterprises and key sites are chosen by townships.boards.carries_board.
POSTER_LEVELS = [Level.TOWNSHIP, Level.VILLAGE]


def codes_of(places):
    """{place key: its open code}, made where there is none yet; in a bounded number of queries."""
    wanted = {place.pk for place in places}
    without = wanted - set(ReportCode.objects.open().filter(place__in=wanted).values_list("place", flat=True))
    # Somebody else may print the same boards in this moment: one code stands.
    ReportCode.objects.bulk_create([ReportCode(place_id=pk) for pk in sorted(without)], ignore_conflicts=True)
    return {code.place_id: code for code in ReportCode.objects.open().filter(place__in=wanted)}


@public_pages
def pages_of(places):
    """The two paths that boards carry."""
    return {pk: (code.page_url, code.get_absolute_url()) for pk, code in codes_of(places).items()}


@transaction.atomic
def renew(code, *, by, at=None):
    """A code that was misused ends, and a new one takes its place; what is printed with the old one leads nowhere."""
    # Lock the row: two who press at once would leave two codes, or none.
    code = ReportCode.objects.select_for_update(of=["self"]).select_related("place").get(pk=code.pk)
    if not keeps_code(by, code.place):
        raise NotYours(code.pk)
    if code.ended_at:
        raise AlreadyRenewed(code.pk)
    code.ended_at, code.ended_by = at or timezone.now(), by
    code.save(update_fields=["ended_at", "ended_by"])
    try:
        return ReportCode.objects.create(place=code.place, site_address=code.site_address)
    except IntegrityError as error:
        raise AlreadyRenewed(code.pk) from error


def keeps_code(user, place):
    return keeps_ledgers_of(user, place.as_township if place.level == Level.TOWNSHIP else place.township)


def picture_of(address):
    """The QR code as a data: address of its own."""
    return segno.make(address, error="m").svg_data_uri(border=2)
