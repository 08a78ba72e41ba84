"""What came back of a paper: entered, sent to those who may see it, voided with a reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hazards.forms.errors import blame
from hazards.forms.papers import ReturnForm
from hazards.models import OrderReturn
from hazards.paper_returns import may_take_back, take_back
from hazards.views.orders import visible_order
from townships.access import keeps_ledgers, only
from townships.documents import send_document
from townships.views.voiding import void_page


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def new_return(request, pk):
    order = visible_order(request, pk)
    if not may_take_back(request.user, order):
        raise PermissionDenied
    form = ReturnForm(request.POST or None, request.FILES or None, order=order, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            returned = take_back(order, by=request.user, **form.told())
        except ValidationError as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("已登记：%(what)s。") % {"what": returned.get_kind_display()})
            return redirect(order)
    form.keep_files()
    context = {"form": form, "order": order, "submit_label": _("登记"), "cancel_url": order.get_absolute_url()}
    return render(request, "hazards/new_return.html", context)


def visible_return(request, pk):
    return get_object_or_404(OrderReturn.objects.visible_to(request.user).select_related("order__township", "voided_by__person"), pk=pk)


@require_safe
def return_file(request, pk):
    returned = visible_return(request, pk)
    if not returned.file:
        raise Http404
    return send_document(returned)


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def void_return(request, pk):
    returned = visible_return(request, pk)
    if not may_take_back(request.user, returned.order):
        raise PermissionDenied
    return void_page(request, returned)
