"""Paper forms for village officers: batches to be printed, serials that are out, and typing one in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hazards import paper_forms as deeds
from hazards.forms.errors import blame
from hazards.forms.paper_form import BatchForm, SpoilForm, TypingForm
from hazards.models import FormBatch, PaperForm
from hazards.paper_forms import NotOutstanding
from hazards.printers import FORMS
from hazards.report_filters import PaperFormFilter
from hazards.report_tables import PaperFormTable, state_of
from hazards.views.townships import choose_township, township_at_hand
from papers.printing import print_again, request_print
from papers.views import Printed
from townships.access import keeps_ledgers, keeps_ledgers_of, only
from townships.lists import ledger_export, ledger_list, printed_ledger
from townships.submissions import tell_if_sent_before


def visible_forms(request):
    return PaperForm.objects.visible_to(request.user)


@require_safe
def paper_forms(request):
    chosen = PaperFormFilter(request.GET, queryset=visible_forms(request), request=request).qs.order_by()
    parts = {"filterset": PaperFormFilter, "table": PaperFormTable, "template": "hazards/paper_forms/forms.html"}
    return ledger_list(request, visible_forms(request).for_list(), **parts, outstanding=chosen.outstanding().count())


@require_safe
def export_paper_forms(request):
    title = _("纸质排查表登记簿（%(day)s）") % {"day": timezone.localdate()}
    return ledger_export(request, visible_forms(request).for_list(), filterset=PaperFormFilter, table=PaperFormTable, title=title)


@require_safe
def print_paper_forms(request):
    parts = {"filterset": PaperFormFilter, "table": PaperFormTable, "template": "hazards/paper_forms/ledger.html"}
    return printed_ledger(request, visible_forms(request).for_list(), **parts)


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def new_form_batch(request):
    township = township_at_hand(request)
    if township is None:
        return choose_township(request)
    form = BatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = request.build_absolute_uri("/")
        batch = deeds.make_batch(township, by=request.user, site_address=address, **form.cleaned_data)
        request_print(FORMS, batch.pk)
        return redirect(tell_if_sent_before(request, batch))
    context = {"form": form, "township": township, "submit_label": _("制发"), "cancel_url": reverse("hazards:paper_forms")}
    context["is_local_address"] = request.get_host().partition(":")[0] in ("127.0.0.1", "localhost")
    return render(request, "hazards/paper_forms/new.html", context)


def visible_batch(request, pk):
    return get_object_or_404(FormBatch.objects.visible_to(request.user).select_related("township", "created_by__person"), pk=pk)


def print_outstanding(request, kind, batch):
    """Of a batch that came back in part, only what is still out is printed."""
    if batch.forms.outstanding().exists():
        print_again(kind, batch.pk)


PRINTED = Printed(
    "hazards:form_batch",
    FORMS,
    visible_batch,
    filename=lambda batch: f"安全隐患排查表 {batch}",
    ask=print_outstanding,
    may_ask=keeps_ledgers,
)


@require_safe
def form_batch(request, pk):
    batch = visible_batch(request, pk)
    context = {"batch": batch, "outstanding": batch.forms.outstanding().count(), "count": batch.forms.count()}
    context |= {"printing": PRINTED.printing(batch, request.user), "may_print": keeps_ledgers_of(request.user, batch.township)}
    return render(request, "hazards/paper_forms/batch.html", context)


def visible_form(request, pk):
    return get_object_or_404(visible_forms(request).for_list().select_related("voided_by__person", "inspection__voided_by__person"), pk=pk)


@require_safe
def paper_form(request, pk):
    """What became of it."""
    form = visible_form(request, pk)
    may = keeps_ledgers_of(request.user, form.township) and form.is_outstanding
    colour, state = state_of(form)
    return render(request, "hazards/paper_forms/form.html", {"paper": form, "colour": colour, "state": state, "may_type": may})


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def type_in_paper_form(request, pk):
    """Where the QR code of the sheet leads."""
    paper = _to_be_typed(request, pk)
    if not paper.is_outstanding:
        return _tell(request, paper)
    form = TypingForm(request.POST or None, paper=paper, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            typed = deeds.type_in(paper, by=request.user, **form.told())
        except NotOutstanding as refusal:
            return _tell(request, refusal.form)
        except ValidationError as refusal:
            blame(form, refusal)
        else:
            return redirect("hazards:inspection_done", typed.inspection_id)
    context = {"form": form, "paper": paper, "submit_label": _("录入"), "cancel_url": paper.get_absolute_url()}
    return render(request, "hazards/paper_forms/type_in.html", context)


def _to_be_typed(request, pk):
    paper = visible_form(request, pk)
    if not keeps_ledgers_of(request.user, paper.township):
        raise PermissionDenied
    return paper


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def void_paper_form(request, pk):
    paper = _to_be_typed(request, pk)
    form = SpoilForm(request.POST or None)
    if not paper.is_outstanding:
        return _tell(request, paper)
    if request.method == "POST" and form.is_valid():
        try:
            deeds.spoil(paper, by=request.user, **form.cleaned_data)
        except NotOutstanding as refusal:
            return _tell(request, refusal.form)
        messages.success(request, _("%(number)s 已作废，号码不再使用。") % {"number": paper.number})
        return redirect("hazards:paper_forms")
    context = {"form": form, "paper": paper, "submit_label": _("作废"), "cancel_url": paper.get_absolute_url()}
    return render(request, "hazards/paper_forms/spoil.html", context)


def _tell(request, paper):
    """It was dealt with before: once is enough."""
    if paper.voided_at:
        messages.warning(request, _("%(number)s 已作废。") % {"number": paper.number})
    else:
        words = {"number": paper.number, "who": paper.typed_by, "when": f"{timezone.localtime(paper.typed_at):%Y-%m-%d %H:%M}"}
        messages.warning(request, _("%(number)s 已由 %(who)s 于 %(when)s 录入，不用再录。") % words)
    return redirect(paper)
