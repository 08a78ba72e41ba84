"""The sums of money that a hazard or a drive was paid with."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hazards.models import Drive, Hazard, State
from townships.access import keeps_ledgers, keeps_ledgers_of, only
from townships.views.sums import sums_of, sums_page


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def hazard_money(request, pk):
    hazards = Hazard.objects.visible_to(request.user).counted().select_related("township__county")
    hazard = get_object_or_404(hazards, pk=pk)
    # What was spent before anybody knew of the hazard did not rectify it. A drive is prepared, and paid for, before it starts.
    found_on = timezone.localdate(hazard.found_at)
    return sums_page(request, hazard, county=hazard.township.county, township=hazard.township, since=found_on)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def drive_money(request, pk):
    drive = get_object_or_404(Drive.objects.visible_to(request.user).select_related("county"), pk=pk)
    return sums_page(request, drive, county=drive.county, township=None)


def money_of_hazard(hazard, user):
    may_link = hazard.state != State.VOID and keeps_ledgers_of(user, hazard.township)
    return {**sums_of(hazard, user), "may_link": may_link, "link_url": reverse("hazards:hazard_money", args=[hazard.pk])}


def money_of_drive(drive, user):
    return {
        **sums_of(drive, user),
        "may_link": keeps_ledgers_of(user, drive.county),
        "link_url": reverse("hazards:drive_money", args=[drive.pk]),
    }
