"""Which sums of money something was paid with: the page is the same for a work, a hazard and a drive."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from townships.access import keeps_ledgers, keeps_ledgers_of, only
from townships.forms.sums import SumsForm
from townships.models import PhysicalWork
from townships.spending import link_sums, payments_of, shared_elsewhere


def sums_page(request, row, *, county, township, since=None):
    """Tick the sums; the caller has looked up the row in the user's scope. `since`: the day before which nothing was spent on it."""
    if not keeps_ledgers_of(request.user, township or county):
        raise PermissionDenied
    linked = [*row.investments.values_list("pk", flat=True)]
    given = request.POST if request.method == "POST" else None
    form = SumsForm(given, user=request.user, linked=linked, county=county, township=township, since=since)
    if form.is_valid():
        link_sums(row, form.cleaned_data["investments"], by=request.user)
        messages.success(request, _("所用投入已保存。"))
        return redirect(row)
    return render(request, "townships/ledgers/sums_form.html", {"form": form, "row": row, "cancel_url": row.get_absolute_url()})


def sums_of(row, user):
    """What _sums.html shows: the sums that this user may see, and what they come to."""
    sums = list(row.investments.visible_to(user).counted().select_related("township"))
    shared, others = shared_elsewhere(row, sums)
    told = {"sums": sums, "total": sum(one.amount for one in sums), "payments": payments_of(row)}
    return told | {"shared_sum": shared, "shared_with": others}


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def work_money(request, pk):
    works = PhysicalWork.objects.visible_to(request.user).counted().select_related("kind", "place", "county", "township")
    row = get_object_or_404(works, pk=pk)
    return sums_page(request, row, county=row.county, township=row.township)
