"""Special rectification drives: the list, one drive by township, and the bureau's form."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hazards.filters import DriveFilter
from hazards.forms.drive import DriveForm
from hazards.models import Drive, Hazard, State
from hazards.tables import DriveTable
from hazards.views.money import money_of_drive
from townships.access import is_bureau, only
from townships.lists import ledger_list


@require_safe
def drives(request):
    visible = Drive.objects.visible_to(request.user).select_related("sector").with_counts(Hazard.objects.visible_to(request.user))
    return ledger_list(request, visible, filterset=DriveFilter, table=DriveTable, template="hazards/drives.html")


@require_safe
def drive(request, pk):
    drive = get_object_or_404(Drive.objects.visible_to(request.user).select_related("sector", "county"), pk=pk)
    hazards = drive.hazards.visible_to(request.user).counted()
    by_township = hazards.order_by("township__code").values("township", "township__name")
    context = {
        "drive": drive,
        "by_township": by_township.annotate(found=Count("pk"), closed=Count("pk", filter=Q(state=State.CLOSED))),
        "totals": hazards.aggregate(found=Count("pk"), closed=Count("pk", filter=Q(state=State.CLOSED))),
        "facts": facts(drive, visits=drive.inspections.visible_to(request.user).counted().count()),
        "may_edit": request.user.is_bureau,
        **money_of_drive(drive, request.user),
    }
    return render(request, "hazards/drive.html", context)


def facts(drive, *, visits):
    named = ["sector", "starts_on", "ends_on", "departments", "aim", "outcome"]
    told = [(Drive._meta.get_field(name).verbose_name, getattr(drive, name), "") for name in named]
    return [*told, (_("检查（次）"), str(visits), f"{reverse('hazards:inspections')}?drive={drive.pk}")]


@only(is_bureau)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_drive(request, pk=None):
    """A new drive, or one of the county's own."""
    own = Drive.objects.visible_to(request.user)
    drive = get_object_or_404(own, pk=pk) if pk else None
    form = DriveForm(request.POST or None, instance=drive, county=request.user.county)
    if request.method == "POST" and form.is_valid():
        return redirect(form.save())
    cancel_url = drive.get_absolute_url() if drive else reverse("hazards:drives")
    return render(request, "hazards/edit_drive.html", {"form": form, "drive": drive, "cancel_url": cancel_url})
