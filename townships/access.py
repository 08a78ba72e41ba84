"""Doors: who must change a password first, and who may use a view at all. Which rows, townships/scope.py says."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from townships.models import Role


class PasswordChangeMiddleware:
    """A password that somebody else set opens one page only, the one that changes it (and the switches in its foot)."""

    open_views = {"password_change", "logout", "set_language", "large_type"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if user.is_authenticated and user.must_change_password and request.resolver_match.view_name not in self.open_views:
            return redirect("password_change")
        return None


def only(may):
    """Refuse a view with 403 unless the predicate holds for the user: `@only(keeps_ledgers)`."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not may(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def keeps_ledgers(user):
    return user.keeps_ledgers


def is_bureau(user):
    return user.is_bureau


def audits(user):
    """Who reads the record of what everybody did."""
    return user.role in (Role.AUDITOR, Role.BUREAU)


def sees_deliveries(user):
    """Who sees to it that messages leave the system."""
    return user.is_bureau or user.is_administrator


def reads_county(user):
    """Bureau and the county's officials: how the whole county stands."""
    return user.is_bureau or (user.is_official and user.township_id is None)


def sees_draws(user):
    """Where an acceptance will lead is not told to the township that is visited."""
    return user.township_id is None


def keeps_ledgers_of(user, place):
    """Bureau of the county and of each of its townships, an inspector of the own township."""
    if not user.is_active:
        return False
    if place.is_county:
        return user.is_bureau and user.county_id == place.pk
    return (user.is_bureau and user.county_id == place.county_id) or (user.is_inspector and user.township_id == place.pk)


def writes(user, model):
    """Whether such rows are this user's to write at all: what the county sets a township, or verifies of it, is the bureau's alone.

    A township is judged by its 控制指标 and by what was found on the spot (八有), so it doesn't write them about itself.
    """
    return user.keeps_ledgers and (user.is_bureau or not model.is_the_countys)


def sees_signals(user):
    """What a human should look at in townships' ledgers is shown to the county's bureau and officials alone."""
    return user.is_authenticated and user.township_id is None and user.role in (Role.BUREAU, Role.OFFICIAL)


def is_administrator(user):
    return user.is_administrator


def edits_places_of(user, level):
    """The bureau keeps every place of its county; an inspector what stands below the own township.

    What a county is called on its papers is a setting, so administrators keep it too.
    """
    if level == "county":
        return user.is_bureau or user.is_administrator
    return user.is_bureau or (user.is_inspector and level != "township")


def adds_places_of(user, level):
    """A new county is for the administrator of the whole deployment."""
    if level == "county":
        return user.is_administrator and user.has_whole_deployment
    return edits_places_of(user, level)
