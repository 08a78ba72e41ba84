"""Issuing letters of responsibility to many at once: choosing, checking, confirming; and the batch that comes of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from papers.printing import request_print
from papers.views import Printed
from townships.access import keeps_ledgers, keeps_ledgers_of, only
from townships.forms.letters import IssueForm, NewLettersForm, SignTogetherForm, SubmissionForm
from townships.letters import (
    AlreadyIssued,
    AlreadySigned,
    LetterVoided,
    issue,
    issued_before,
    issues_letters,
    parties_of,
    sign_together,
    text_for,
)
from townships.models import LetterBatch, LetterKind, Place
from townships.printers import LETTERS
from townships.views.letters import body_of


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


def visible_batch(request, pk):
    batches = LetterBatch.objects.visible_to(request.user).select_related("text", "issuer", "created_by__person")
    return get_object_or_404(batches, pk=pk)


def _name_of(batch):
    return _("%(issuer)s责任状 %(day)s") % {"issuer": batch.issuer, "day": batch.issued_on}


PRINTED = Printed("townships:letter_batch", LETTERS, visible_batch, filename=_name_of)


@require_safe
def batch(request, pk):
    """The receipt of what was issued together, and all of it as one PDF."""
    found = visible_batch(request, pk)
    context = {
        "batch": found,
        "letters": found.letters.with_signatures().order_by("sequence"),
        "may_sign": keeps_ledgers_of(request.user, found.issuer),
        "printing": PRINTED.printing(found, request.user),
    }
    return render(request, "townships/letters/batch.html", context)


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
