"""How somebody likes to read: the size of the type, kept in a cookie as the language is."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

LARGE_TYPE_COOKIE = "large_type"
A_YEAR = 365 * 24 * 60 * 60


def reading(request):
    return {"large_type": bool(request.COOKIES.get(LARGE_TYPE_COOKIE)), "product_version": settings.VERSION}


@login_not_required
@require_POST
def large_type(request):
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(address if is_ours else "/")
    if request.POST.get("large"):
        response.set_cookie(LARGE_TYPE_COOKIE, "1", max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    else:
        response.delete_cookie(LARGE_TYPE_COOKIE)
    return response
