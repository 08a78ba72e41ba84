"""Every list: filters, search, sorting and pages live in the address, and htmx fetches only what changed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django_htmx.http import push_url
from django_tables2 import RequestConfig

from townships.spreadsheets import send_table

PER_PAGE = 50
# Where each row is a card, fifty of them are twenty screens.
PER_PAGE_ON_PHONE = 20
# On one sheet after another; a longer list is exported and printed from there.
MOST_PRINTED = 1000
WHOLE_PAGE, PIECE = "base.html", "components/_piece.html"


@dataclass(frozen=True)
class Condition:
    """One thing that a list is filtered by, in words, and the address of the list without it."""

    label: str
    words: str
    address_without: str


def ledger_list(request, queryset, *, filterset, table, template, **context):
    """Answer with a list page, or for htmx with its rows. The template extends components/list_page.html."""
    chosen = filterset(request.GET, queryset=queryset, request=request)
    rows = table(chosen.qs)
    rows.is_live = True
    # A page beyond the end lands on the last one, a page that is no number on the first.
    RequestConfig(request, paginate={"per_page": per_page(request)}).configure(rows)
    is_piece = request.htmx and not request.htmx.history_restore_request
    context |= {
        "filter": chosen,
        "table": rows,
        "conditions": conditions(chosen),
        "ignored": ignored(chosen),
        "frame": PIECE if is_piece else WHOLE_PAGE,
    }
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "User-Agent"])
    return push_url(response, address(request.path, request.GET)) if is_piece else response


def per_page(request):
    """By the word that browsers of phones, those inside 微信 and 钉钉 too, have in their name: no server knows the width."""
    return PER_PAGE_ON_PHONE if "Mobi" in request.headers.get("User-Agent", "") else PER_PAGE


def ledger_export(request, queryset, *, filterset, table, title):
    """The same list as .xlsx: exactly the rows that the filters leave, all of them."""
    return send_table(table(filterset(request.GET, queryset=queryset, request=request).qs, request=request), title=title)


def printed_ledger(request, queryset, *, filterset, table, template, exclude=(), **context):
    """The filtered list on one page, to be printed as the office's ledger; what was left out, it says.

    The template extends components/ledger_page.html.
    """
    chosen = filterset(request.GET, queryset=queryset, request=request)
    rows = table(chosen.qs, exclude=exclude)
    rows.is_printed = True
    asked = conditions(chosen)
    if asked:
        # That there are none yet would be said of the whole ledger.
        rows.empty_text = _("没有符合条件的记录。")
    RequestConfig(request, paginate={"per_page": MOST_PRINTED}).configure(rows)
    context |= {"filter": chosen, "table": rows, "limit": MOST_PRINTED, "conditions": asked, "ignored": ignored(chosen)}
    return render(request, template, context)


def in_short(table, words, most):
    """So much of long words as a row of a list has room for; the printed ledger has them whole."""
    return words if getattr(table, "is_printed", False) else Truncator(words).chars(most)


def conditions(filterset):
    form = filterset.form
    if not form.is_bound:
        return []
    given, wrong = filterset.request.GET, form.errors
    fields = [form[name] for name in form.fields if name not in wrong and (_is_asked(form.cleaned_data.get(name)) or given.get(name))]
    return [Condition(field.label, _in_words(field), address(filterset.request.path, given, without=field.html_name)) for field in fields]


def ignored(filterset):
    """The labels of what was asked and can't be filtered by: out of scope, no choice, no number."""
    form = filterset.form
    return [form[name].label for name in form.errors if name in form.fields] if form.is_bound else []


def _is_asked(value):
    # Nothing chosen of a list of rows is an empty QuerySet.
    return bool(value) if isinstance(value, QuerySet) else value not in (None, "", [], False)


def _in_words(field):
    value = field.form.cleaned_data[field.name]
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list | tuple | QuerySet):
        return "、".join(_word(field, part) for part in value)
    return _word(field, value)


def _word(field, value):
    # Asking a model's choices for words would read the whole table.
    choices = {} if isinstance(value, Model) else dict(getattr(field.field, "choices", ()))
    return str(choices.get(value, value))


def address(path, given, *, without=None):
    """The list's address with what is really filtered by: no empty fields, and page one again when a condition goes."""
    left_out = {without, "page"} if without else set()
    kept = [(name, value) for name, values in given.lists() if name not in left_out for value in values if value]
    return f"{path}?{urlencode(kept)}" if kept else path
