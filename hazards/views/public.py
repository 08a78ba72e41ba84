"""For everybody who stands before a board or a poster: read who answers here, tell what was seen, read the outcome. No account.

Nothing here asks who is logged in, and nothing needs a cookie (docs/decisions/0095).
"""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hazards.forms.report import PublicForm, ReceiptForm, purpose
from hazards.limits import TooOften, address_of, count, is_over, just_sent, remember_sent
from hazards.models import PublicReport, ReportCode
from hazards.outcome import outcome_of
from hazards.reporting import receive
from townships.boards import EMERGENCY, HOTLINE, board_for_everybody


def public(view):
    """Open to everybody; no proxy keeps it, and no form of it carries anybody's rights that a forged one could use."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except TooOften:
            return _page(request, "too_often", status=429)

    return csrf_exempt(never_cache(login_not_required(guarded)))


def _page(request, name, *, status=200, **context):
    return render(request, f"hazards/public/{name}.html", context | {"hotline": HOTLINE, "emergency": EMERGENCY}, status=status)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def report_here(request, key):
    code = _open_code(key)
    if code is None:
        return _page(request, "no_such_code", status=404)
    if request.method != "POST":
        return _form(request, PublicForm(code=code))
    return _send(request, PublicForm(request.POST, request.FILES, code=code))


@public
@require_safe
def place_here(request, key):
    """The place of a board: what is dangerous there, who answers for it at each level, and the way to report."""
    code = _open_code(key)
    if code is None:
        return _page(request, "no_such_code", status=404)
    board = board_for_everybody(code.place, on=timezone.localdate())
    # Where no board hangs there is nothing to read that everybody may know.
    return _page(request, "place", code=code, place=code.place, board=board) if board else redirect(code)


def _open_code(key):
    code = ReportCode.objects.open().filter(key=key).select_related("place__township", "place__as_township").first()
    return None if code is None or code.place.closed_on else code


def _send(request, form):
    # A program gets the page of thanks and nothing is kept; it learns nothing from it.
    if form.is_by_a_program:
        return _page(request, "thanks")
    if not form.is_valid():
        return _form(request, form, status=422, photos_are_lost=not keep_photos(request, form))
    earlier = form.sent_before()
    if report := next(filter(form.adds_nothing_to, earlier), None) or _same_words(request, form):
        return redirect(reverse("hazards:report_receipt", args=[report.receipt_code], query={"again": 1}))
    try:
        count("report", address_of(request), most=settings.REPORTS_PER_ADDRESS)
        count("report", form.code.key, most=settings.REPORTS_PER_CODE)
    except TooOften:
        # What somebody wrote standing before a danger is not thrown away: it is sent again from the same page.
        return _form(request, form, status=429, is_too_often=True, photos_are_lost=not keep_photos(request, form))
    report = receive(form.code, **form.told(is_changed=bool(earlier)))
    remember_sent(address_of(request), form.words(), report.pk)
    return redirect("hazards:report_receipt", report.receipt_code)


def _same_words(request, form):
    """Where no script kept the form's mark: word for word the same after a step back. A neighbour's is never taken for it."""
    return PublicReport.objects.filter(pk=just_sent(address_of(request), form.words())).first()


def keep_photos(request, form):
    """Whether the photos wait with the form that is shown again; no new ones of an address that was refused more often than a person is."""
    address, most = address_of(request), settings.KEPT_PHOTOS_PER_ADDRESS
    may_keep = not request.FILES or not is_over("photos", address, most=most)
    if request.FILES and may_keep:
        count("photos", address, most=most)
    form.keep_files(fresh=may_keep)
    return may_keep


def _form(request, form, *, status=200, **context):
    place = form.code.place
    context |= {"place": place, "purpose": purpose(), "board": board_for_everybody(place, on=timezone.localdate())}
    return _page(request, "form", status=status, form=form, **context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def report_outcome(request):
    """The receipt code typed in; whoever has a photo of the receipt may scan it instead."""
    form = ReceiptForm(request.POST or None)
    if form.is_valid():
        code = form.cleaned_data["receipt_code"]
        if _find(request, code):
            return redirect("hazards:report_receipt", code)
        form.add_error("receipt_code", _("没有这个查询码，请对照回执再输一次。"))
    return _page(request, "ask", form=form, status=422 if form.errors else 200)


@public
@require_safe
def report_receipt(request, receipt_code):
    report = _find(request, receipt_code)
    if report is None:
        return _page(request, "no_such_receipt", status=404)
    here = request.build_absolute_uri(reverse("hazards:report_receipt", args=[report.receipt_code]))
    return _page(request, "receipt", report=report, outcome=outcome_of(report), here=here, is_again="again" in request.GET)


def _find(request, receipt_code):
    """The report, or None after one more wrong code of this address was counted; TooOften after too many.

    A right code is always answered: a whole village may share an address, and a code is too long to be guessed.
    """
    report = PublicReport.objects.filter(receipt_code=receipt_code.upper()).select_related("place", "hazard").first()
    if report is None:
        count("receipt", address_of(request), most=settings.WRONG_RECEIPTS_PER_ADDRESS)
    return report
