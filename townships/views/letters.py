"""责任状: the list with its ledger and export, and one letter with its signatures and its PDF."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from papers.views import Printed
from townships.access import keeps_ledgers, keeps_ledgers_of, only
from townships.documents import send_document
from townships.figure import rate
from townships.filters.letters import LetterFilter, NotIssuedFilter
from townships.forms.letters import SignForm
from townships.letters import (
    AlreadySigned,
    LetterVoided,
    issues_letters,
    sign,
)
from townships.letters import totals_by_township as by_township
from townships.letters_not_issued import count_not_issued
from townships.lists import ledger_export, ledger_list, printed_ledger
from townships.models import Letter, LetterBatch, LetterScan, LetterSignature, Place, Township
from townships.printers import LETTER
from townships.spreadsheets import Column, send_spreadsheet
from townships.tables.letters import LetterTable, NotIssuedTable
from townships.views.scope import ids_in_scope
from townships.views.voiding import void_page

Side = LetterSignature.Side


@require_safe
def letter_list(request):
    visible = Letter.objects.visible_to(request.user).for_list()
    asked = LetterFilter(request.GET, queryset=visible, request=request).qs
    rows = by_township(asked.counted())
    return ledger_list(
        request,
        visible,
        filterset=LetterFilter,
        table=LetterTable,
        template="townships/letters/letters.html",
        years=_years_of(asked),
        **_standing(rows),
        **_lacking(request, rows),
    )


def _standing(rows):
    """How many of the letters in question are issued and signed, in all; a rate never stands without both numbers."""
    issued, signed = sum(row[1] for row in rows), sum(row[2] for row in rows)
    return {"issued": issued, "signed": signed, "signed_rate": rate(signed, issued)}


def _lacking(request, rows):
    """By township, also one without letters: issued, signed, the rate, and who of the year has none yet. The year asked, or this one."""
    chosen = not_issued_of(request)
    lacking = count_not_issued(**chosen.asked)
    found = {township: (issued, signed) for township, issued, signed in rows}
    for township in Township.objects.filter(pk__in=lacking):
        found.setdefault(township, (0, 0))
    totals = [(one, *found[one], rate(found[one][1], found[one][0]), lacking[one.pk]) for one in sorted(found, key=lambda one: one.code)]
    return {"totals": totals, "lacking": lacking.total(), "lacking_year": chosen.year}


def not_issued_of(request):
    return NotIssuedFilter(request.GET, queryset=Place.objects.visible_to(request.user), request=request)


NOT_ISSUED = {"filterset": NotIssuedFilter, "table": NotIssuedTable}


@require_safe
def not_issued(request):
    return ledger_list(request, Place.objects.visible_to(request.user), template="townships/letters/not_issued.html", **NOT_ISSUED)


@require_safe
def print_not_issued(request):
    named = {"list_name": _("未制发"), "list_url": reverse("townships:letters_not_issued"), "ledger_title": _not_issued_title(request)}
    return printed_ledger(request, Place.objects.visible_to(request.user), template="components/plain_ledger.html", **named, **NOT_ISSUED)


@require_safe
def export_not_issued(request):
    places = Place.objects.visible_to(request.user)
    return ledger_export(request, places, title=_not_issued_title(request), **NOT_ISSUED)


def _not_issued_title(request):
    words = {"place": request.user.place or _("全市"), "year": not_issued_of(request).year}
    return _("%(place)s%(year)s年应签未制发的责任状") % words


@require_safe
def ledger(request):
    """The filtered list on one page, to be printed as the office's ledger."""
    # By year and township, as it is filed, unless the clerk asked for another order.
    visible = Letter.objects.visible_to(request.user).for_list().order_by("year", "township__code", "batch", "sequence")
    asked = LetterFilter(request.GET, queryset=visible, request=request).qs
    return printed_ledger(
        request,
        visible,
        filterset=LetterFilter,
        table=LetterTable,
        template="townships/letters/ledger.html",
        years=_years_of(asked),
        **_standing(by_township(asked.counted())),
    )


def _years_of(letters):
    """2026, or 2024—2026 where several years are listed."""
    years = sorted(set(letters.order_by().values_list("year", flat=True)))
    return "—".join(str(year) for year in dict.fromkeys([years[0], years[-1]])) if years else ""


COLUMNS = [
    Column(gettext_lazy("编号"), lambda letter: letter.number, 22),
    Column(gettext_lazy("类别"), lambda letter: letter.get_kind_display(), 16),
    Column(gettext_lazy("年度"), lambda letter: letter.year, 8),
    Column(gettext_lazy("乡镇（街道）"), lambda letter: str(letter.township), 14),
    Column(gettext_lazy("甲方"), lambda letter: letter.upper_name, 24),
    Column(gettext_lazy("甲方负责人"), lambda letter: letter.content["upper"]["signer"], 12),
    Column(gettext_lazy("乙方"), lambda letter: letter.lower_name, 28),
    Column(gettext_lazy("乙方负责人"), lambda letter: letter.signer, 12),
    Column(gettext_lazy("制发日期"), lambda letter: letter.issued_on, 12),
    Column(gettext_lazy("甲方签字"), lambda letter: letter.upper_signed_on, 12),
    Column(gettext_lazy("乙方签字"), lambda letter: letter.lower_signed_on, 12),
    Column(gettext_lazy("作废原因"), lambda letter: letter.void_reason, 24),
]


@require_safe
def export(request):
    chosen = LetterFilter(request.GET, queryset=Letter.objects.visible_to(request.user).for_list(), request=request)
    title = _("安全生产责任状签订情况（%(day)s）") % {"day": timezone.localdate()}
    return send_spreadsheet(chosen.qs.iterator(2000), COLUMNS, title=title, filename=title)


def body_of(letter):
    return render_to_string("papers/townships/_letter_body.html", letter.content)


def visible_letter(request, pk):
    related = ["batch__text", "batch__created_by__person", "voided_by__person"]
    return get_object_or_404(Letter.objects.visible_to(request.user).for_list().select_related(*related), pk=pk)


PRINTED = Printed("townships:letter", LETTER, visible_letter, filename=lambda letter: _("责任状 %(number)s") % {"number": letter.number})


@require_safe
def letter(request, pk):
    found = visible_letter(request, pk)
    signatures = found.signatures.select_related("recorded_by__person", "voided_by__person").prefetch_related("scans")
    may_write = not found.voided_at and keeps_ledgers_of(request.user, found.township)
    counted = {signature.side: signature for signature in signatures if not signature.voided_at}
    context = {
        "letter": found,
        "body": body_of(found),
        "sides": [(side, found.content[side.value], counted.get(side)) for side in Side],
        "former": [signature for signature in signatures if signature.voided_at],
        "may_write": may_write,
        "batch_in_scope": LetterBatch.objects.visible_to(request.user).filter(pk=found.batch_id).exists(),
        "places_in_scope": ids_in_scope(request.user, Place, [found.upper_id, found.lower_id]),
        "may_void": may_write and issues_letters(request.user, found.kind),
        "printing": PRINTED.printing(found, request.user),
    }
    return render(request, "townships/letters/letter.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def sign_letter(request, pk, side):
    if side not in Side.values:
        raise Http404
    found, side = visible_letter(request, pk), Side(side)
    if refused := _not_to_be_signed(request, found, side):
        return refused
    form = SignForm(request.POST or None, request.FILES or None, user=request.user)
    if form.is_valid():
        try:
            sign(found, side, on=form.cleaned_data["signed_on"], by=request.user, scans=form.cleaned_data["scans"])
        except ValidationError as refused:
            form.add_error(None, refused)
        except AlreadySigned as refused:
            return _signed_before(request, found, refused.signature)
        except LetterVoided:
            return _voided_before(request, found)
        else:
            messages.success(request, _("已登记%(side)s签字。") % {"side": side.label})
            return redirect(found)
    form.keep_files()
    context = {"form": form, "letter": found, "side": side, "party": found.content[side.value], "cancel_url": found.get_absolute_url()}
    return render(request, "townships/letters/sign.html", context)


def _not_to_be_signed(request, letter, side):
    """No form is opened for what is signed already: a second day or scan would not be kept."""
    if letter.voided_at:
        return _voided_before(request, letter)
    earlier = letter.signatures.counted().filter(side=side).select_related("recorded_by__person").first()
    return _signed_before(request, letter, earlier) if earlier else None


def _signed_before(request, letter, signature):
    words = {"by": signature.recorded_by, "day": signature.signed_on}
    told = _("%(by)s已登记这一方于 %(day)s 签字，这次没有保存。登记有误的，请在签字旁作废后重新登记。")
    messages.warning(request, told % words)
    return redirect(letter)


def _voided_before(request, letter):
    messages.warning(request, _("这份责任状已作废，不能登记签字。"))
    return redirect(letter)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def void_letter(request, pk):
    """Whoever issues a kind of letter voids it: a township does not void what the county has issued to it."""
    found = visible_letter(request, pk)
    if not issues_letters(request.user, found.kind):
        raise PermissionDenied
    return void_page(request, found)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def void_signature(request, pk):
    return void_page(request, get_object_or_404(LetterSignature.objects.visible_to(request.user).select_related("letter"), pk=pk))


@require_safe
def scan(request, pk):
    """A signed sheet is served to those who may see its letter; for everybody else it is not there."""
    visible = Letter.objects.visible_to(request.user)
    return send_document(get_object_or_404(LetterScan, pk=pk, signature__letter__in=visible))
