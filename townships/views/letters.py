"""责任状: the list, issuing to many at once with a check page, one letter with its signatures, and the PDFs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from papers.models import PrintJob
from papers.printing import request_print
from papers.views import paper_response, progress_response
from townships.access import keeps_ledgers, keeps_ledgers_of, only
from townships.figure import rate
from townships.filters.letters import LetterFilter
from townships.forms.letters import IssueForm, NewLettersForm, SignForm, SignTogetherForm, SubmissionForm
from townships.letters import (
    AlreadyIssued,
    AlreadySigned,
    LetterVoided,
    issue,
    issued_before,
    issues_letters,
    parties_of,
    sign,
    sign_together,
    text_for,
)
from townships.letters import totals_by_township as by_township
from townships.lists import ledger_list
from townships.models import Letter, LetterBatch, LetterKind, LetterScan, LetterSignature, Place
from townships.pictures import send_picture
from townships.printers import LETTER, LETTERS
from townships.spreadsheets import Column, send_spreadsheet
from townships.tables.letters import LetterTable
from townships.views.voiding import void_page

MOST_PRINTED = 1000
Side = LetterSignature.Side


@require_safe
def letter_list(request):
    visible = Letter.objects.visible_to(request.user).for_list()
    chosen = LetterFilter(request.GET, queryset=visible, request=request).qs
    return ledger_list(
        request,
        visible,
        filterset=LetterFilter,
        table=LetterTable,
        template="townships/letters/letters.html",
        **_standing(chosen.counted()),
    )


def _standing(letters):
    """How many of the letters in question are issued and signed, in all and by township; a rate never stands without both numbers."""
    totals = [(township, issued, signed, rate(signed, issued)) for township, issued, signed in by_township(letters)]
    issued, signed = sum(row[1] for row in totals), sum(row[2] for row in totals)
    return {"totals": totals, "issued": issued, "signed": signed, "signed_rate": rate(signed, issued)}


@require_safe
def ledger(request):
    """The filtered list on one page, to be printed as the office's ledger."""
    chosen = LetterFilter(request.GET, queryset=Letter.objects.visible_to(request.user).for_list(), request=request)
    table = LetterTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": MOST_PRINTED}).configure(table)
    context = {"filter": chosen, "table": table, "limit": MOST_PRINTED, **_standing(chosen.qs.counted())}
    return render(request, "townships/letters/ledger.html", context)


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


@require_safe
@only(keeps_ledgers)
def new_letters(request):
    """Which kind, whose, which year; the choice stands in the address."""
    form = NewLettersForm(request.GET if "kind" in request.GET else None, user=request.user)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        return redirect("townships:issue_letters", given["kind"], form.organ.pk, given["year"])
    context = {"form": form, "cancel_url": reverse("townships:letters")}
    return render(request, "townships/letters/new.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def issue_letters(request, kind, organ, year):
    """Choose the parties, check what will be issued, confirm."""
    organ = _issuer(request, kind, organ)
    county = organ.county or organ.as_county
    text = text_for(county, kind, year)
    if text is None:
        return render(request, "townships/letters/no_text.html", {"kind": LetterKind(kind), "organ": organ, "year": year})
    everybody = parties_of(kind, _own(organ), on=timezone.localdate())
    earlier = issued_before(kind, everybody, year=year)
    parties = [party for party in everybody if party.key not in earlier]
    form = IssueForm(request.POST or None, parties=parties)
    context = {"kind": LetterKind(kind), "organ": organ, "year": year, "text": text, "earlier": earlier, "parties": parties}
    if request.method == "POST" and (twin := _sent_before(request)):
        return redirect(twin)
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        return _check_or_issue(request, form, kind, context)
    return _issue_page(request, form, context)


def _issuer(request, kind, pk):
    """The county or township of the address, if this user issues letters of this kind for it."""
    if kind not in LetterKind.values:
        raise Http404
    level = "county" if kind == LetterKind.TOWNSHIP else "township"
    organs = Place.objects.visible_to(request.user).select_related("county", "as_township", "as_county")
    organ = get_object_or_404(organs, pk=pk, level=level)
    if not issues_letters(request.user, kind) or not keeps_ledgers_of(request.user, organ):
        raise PermissionDenied
    return organ


def _own(organ):
    return organ.as_county if organ.is_county else organ.as_township


def _sent_before(request):
    """The batch of a confirmed form that is sent a second time."""
    form = SubmissionForm(request.POST)
    if "confirmed" not in request.POST or not form.is_valid():
        return None
    return LetterBatch.objects.filter(created_by=request.user, submission=form.cleaned_data["submission"]).first()


def _check_or_issue(request, form, kind, context):
    given = form.cleaned_data
    details = {"text": context["text"], "on": given["issued_on"], "by": request.user}
    try:
        if "confirmed" not in request.POST:
            letters = rehearse(kind, form.chosen, **details)
            context |= {"form": form, "letters": letters, "body": body_of(letters[0])}
            return render(request, "townships/letters/check.html", context)
        batch = issue(kind, form.chosen, submission=given["submission"], **details)
    except AlreadyIssued as refused:
        form.add_error("parties", already_issued(refused))
    except ValidationError as refused:
        form.add_error(None, refused)
    else:
        request_print(LETTERS, batch.pk)
        messages.success(request, _("已制发 %(count)s 份责任状。") % {"count": len(form.chosen)})
        return redirect(batch)
    return _issue_page(request, form, context, status=409)


def _issue_page(request, form, context, status=200):
    more = {"form": form, "submit_label": _("下一步：核对"), "cancel_url": reverse("townships:letters")}
    return render(request, "townships/letters/issue.html", context | more, status=status)


def rehearse(kind, parties, **details):
    """The letters as they would be issued; nothing of it is kept."""
    with transaction.atomic():
        letters = list(issue(kind, parties, **details).letters.order_by("sequence"))
        transaction.set_rollback(True)
    return letters


def already_issued(refused):
    """Who has a letter already, so that none was issued."""
    names = "、".join(f"{letter.lower_name}（{letter.number}）" for letter in refused.letters[:5])
    words = {"names": names, "count": len(refused.letters)}
    return _("%(names)s等 %(count)s 个单位本年度已有责任状，本次一份也没有制发。请重新打开本页后再选。") % words


def body_of(letter):
    return render_to_string("papers/townships/_letter_body.html", letter.content)


def visible_letter(request, pk):
    related = ["batch__text", "batch__created_by__person", "voided_by__person"]
    return get_object_or_404(Letter.objects.visible_to(request.user).for_list().select_related(*related), pk=pk)


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
        "may_void": may_write and issues_letters(request.user, found.kind),
        "job": PrintJob.objects.filter(kind=LETTER, subject_id=found.pk).first(),
    }
    return render(request, "townships/letters/letter.html", context | _letter_urls(found))


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def sign_letter(request, pk, side):
    if side not in Side.values:
        raise Http404
    found, side = visible_letter(request, pk), Side(side)
    form = SignForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            sign(found, side, on=form.cleaned_data["signed_on"], by=request.user, scans=form.cleaned_data["scans"])
        except ValidationError as refused:
            form.add_error(None, refused)
        except AlreadySigned as refused:
            words = {"by": refused.signature.recorded_by, "day": refused.signature.signed_on}
            messages.warning(request, _("%(by)s已登记这一方于 %(day)s 签字。") % words)
            return redirect(found)
        except LetterVoided:
            messages.warning(request, _("这份责任状已作废，不能登记签字。"))
            return redirect(found)
        else:
            messages.success(request, _("已登记%(side)s签字。") % {"side": side.label})
            return redirect(found)
    context = {"form": form, "letter": found, "side": side, "party": found.content[side.value], "cancel_url": found.get_absolute_url()}
    return render(request, "townships/letters/sign.html", context)


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
    return send_picture(get_object_or_404(LetterScan, pk=pk, signature__letter__in=visible))


def _letter_urls(letter):
    return {
        "progress_url": reverse("townships:letter_progress", args=[letter.pk]),
        "paper_url": reverse("townships:letter_paper", args=[letter.pk]),
        "again_url": reverse("townships:print_letter", args=[letter.pk]),
    }


@require_POST
def print_letter(request, pk):
    """Ask for the PDF, or ask again after a failure; asked twice it is printed once."""
    found = visible_letter(request, pk)
    request_print(LETTER, found.pk)
    return redirect(found)


@require_safe
def letter_progress(request, pk):
    found = visible_letter(request, pk)
    return progress_response(request, get_object_or_404(PrintJob, kind=LETTER, subject_id=found.pk), **_letter_urls(found))


@require_safe
def letter_paper(request, pk):
    found = visible_letter(request, pk)
    return paper_response(get_object_or_404(PrintJob, kind=LETTER, subject_id=found.pk), _("责任状 %(number)s") % {"number": found.number})


def visible_batch(request, pk):
    batches = LetterBatch.objects.visible_to(request.user).select_related("text", "issuer", "created_by__person")
    return get_object_or_404(batches, pk=pk)


def _batch_urls(batch):
    return {
        "progress_url": reverse("townships:letter_batch_progress", args=[batch.pk]),
        "paper_url": reverse("townships:letter_batch_paper", args=[batch.pk]),
        "again_url": reverse("townships:print_letter_batch", args=[batch.pk]),
    }


@require_safe
def batch(request, pk):
    """The receipt of what was issued together, and all of it as one PDF."""
    found = visible_batch(request, pk)
    context = {
        "batch": found,
        "letters": found.letters.with_signatures().order_by("sequence"),
        "may_sign": keeps_ledgers_of(request.user, found.issuer),
        "job": PrintJob.objects.filter(kind=LETTERS, subject_id=found.pk).first(),
    }
    return render(request, "townships/letters/batch.html", context | _batch_urls(found))


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def sign_batch(request, pk):
    """What a signing session has signed, at once."""
    found = visible_batch(request, pk)
    if not keeps_ledgers_of(request.user, found.issuer):
        raise PermissionDenied
    unsigned = found.letters.counted().unsigned().order_by("sequence")
    form = SignTogetherForm(request.POST or None, letters=unsigned)
    if form.is_valid():
        given = form.cleaned_data
        try:
            count = sign_together(given["letters"], form.sides, on=given["signed_on"], by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        except (AlreadySigned, LetterVoided):
            form.add_error("letters", _("其中有的刚被别人登记或作废，本次一份也没有登记。请重新打开本页。"))
        else:
            messages.success(request, _("已登记 %(count)s 个签字。") % {"count": count})
            return redirect(found)
    context = {"form": form, "batch": found, "submit_label": _("登记签字"), "cancel_url": found.get_absolute_url()}
    return render(request, "townships/letters/sign_batch.html", context)


@require_POST
def print_batch(request, pk):
    found = visible_batch(request, pk)
    request_print(LETTERS, found.pk)
    return redirect(found)


@require_safe
def batch_progress(request, pk):
    found = visible_batch(request, pk)
    return progress_response(request, get_object_or_404(PrintJob, kind=LETTERS, subject_id=found.pk), **_batch_urls(found))


@require_safe
def batch_paper(request, pk):
    found = visible_batch(request, pk)
    name = _("%(issuer)s责任状 %(day)s") % {"issuer": found.issuer, "day": found.issued_on}
    return paper_response(get_object_or_404(PrintJob, kind=LETTERS, subject_id=found.pk), name)
