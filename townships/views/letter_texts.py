"""责任状文本: what the letters of a kind and year say. The bureau writes it, everybody in the county reads it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from townships.access import is_bureau, only
from townships.forms.letters import LetterTextForm, years
from townships.letter_samples import TITLE, sample_body
from townships.letter_text import TOKENS
from townships.letters import save_text, text_for
from townships.models import LetterKind, LetterText


@require_safe
def text_list(request):
    """The text in force of each kind in one year, this year's unless another one is asked for."""
    year = _year(request.GET.get("year"))
    latest = {text.kind: text for text in LetterText.objects.visible_to(request.user).filter(year=year).order_by("version")}
    context = {
        "year": year,
        "years": [other for other in years() if other >= timezone.localdate().year - 3 or other == year],
        "texts": [(kind, latest.get(kind)) for kind in LetterKind],
        "may_edit": is_bureau(request.user),
    }
    return render(request, "townships/letters/texts.html", context)


def _year(asked):
    known = str(asked or "").isdecimal() and int(asked) in years()
    return int(asked) if known else timezone.localdate().year


@require_http_methods(["GET", "POST"])
@only(is_bureau)
def edit_text(request, kind, year):
    if kind not in LetterKind.values or year not in years():
        raise Http404
    county, current = request.user.county, text_for(request.user.county, kind, year)
    form = LetterTextForm(request.POST or None, initial=_first_words(county, kind, year, current))
    if form.is_valid():
        text = save_text(county, kind=kind, year=year, by=request.user, **form.cleaned_data)
        words = {"kind": LetterKind(kind).label, "year": year, "version": text.version}
        messages.success(request, _("%(year)s 年“%(kind)s”责任状文本已保存为第 %(version)s 版，已制发的责任状不变。") % words)
        return redirect("townships:letter_texts")
    context = {"form": form, "kind": LetterKind(kind), "year": year, "current": current, "tokens": TOKENS.items()}
    return render(request, "townships/letters/text_form.html", context)


def _first_words(county, kind, year, current):
    """The version in force, else the latest of an earlier year, else the sample."""
    last = current or LetterText.objects.filter(county=county, kind=kind, year__lt=year).order_by("year", "version").last()
    return {"title": last.title, "body": last.body} if last else {"title": TITLE, "body": sample_body(kind)}
