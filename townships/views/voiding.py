from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from townships import voiding
from townships.forms.voiding import VoidForm
from townships.voiding import AlreadyVoided


def void_page(request, row, *, void=voiding.void, note=""):
    """Ask for the reason, then void: the page of every kind of ledger row. The caller says who may, what else voiding it does, and
    in `note` what it takes along.
    """
    form = VoidForm(request.POST or None)
    if row.voided_at:
        return tell_voided(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            void(row, by=request.user, reason=form.cleaned_data["reason"])
        except AlreadyVoided as refused:
            return tell_voided(request, refused.row)
        messages.success(request, _("“%(row)s”已作废，不再计入统计。") % {"row": row})
        return redirect(row)
    context = {"form": form, "row": row, "note": note, "submit_label": _("确认作废"), "cancel_url": row.get_absolute_url()}
    return render(request, "townships/void.html", context)


def tell_voided(request, row):
    """For whoever wanted to change a row that somebody else has voided meanwhile."""
    messages.warning(request, _("%(by)s已将此记录作废，原因：%(reason)s") % {"by": row.voided_by, "reason": row.void_reason})
    return redirect(row)
