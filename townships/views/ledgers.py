"""Pages of the ledgers of rows about places: list, print, export, one row, its form, receipt and voiding. A Screen says which ledger."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from townships import accidents
from townships.access import keeps_ledgers_of, writes
from townships.amendments import ReasonNeeded, amendments_of
from townships.documents import send_document
from townships.lists import ledger_list, printed_ledger
from townships.models import Provision
from townships.recording import AlreadyThere
from townships.spreadsheets import field_columns, send_spreadsheet
from townships.stations import YearIsOver
from townships.submissions import tell_if_sent_before
from townships.views.facts import fact
from townships.views.ledger_screens import LABELS
from townships.views.voiding import tell_voided, void_page
from townships.voiding import AlreadyVoided

ROWS_AT_A_TIME = 2000


def writers_only(view):
    """Refuse with 403 whoever doesn't write rows of this screen."""

    @wraps(view)
    def guarded(request, screen, *args, **kwargs):
        if not writes(request.user, screen.model):
            raise PermissionDenied
        return view(request, screen, *args, **kwargs)

    return guarded


def row_or_404(request, screen, pk):
    return get_object_or_404(screen.rows(request.user).for_page(), pk=pk)


@require_safe
def rows(request, screen):
    listed = screen.rows(request.user).for_list()
    chosen = screen.filterset(request.GET, queryset=listed, request=request)
    return ledger_list(
        request,
        listed,
        filterset=screen.filterset,
        table=screen.table,
        template="townships/ledgers/list.html",
        screen=screen,
        links=links_of(screen),
        may_enter=writes(request.user, screen.model),
        totals=screen.totals(chosen.qs) if screen.totals else None,
        **words_of(screen),
    )


def words_of(screen):
    meta = screen.model._meta
    return {"noun": meta.verbose_name, "nouns": meta.verbose_name_plural, "list_url": screen.list_url}


def links_of(screen):
    return {deed: reverse(screen.name(deed)) for deed in ("new", "export", "print")}


@require_safe
def print_rows(request, screen):
    """The filtered list on one page, to be printed as the office's ledger."""
    listed, template = screen.rows(request.user).for_list(), "townships/ledgers/print.html"
    asked = {"filterset": screen.filterset, "table": screen.table}
    return printed_ledger(request, listed, template=template, screen=screen, **asked, **words_of(screen))


@require_safe
def export(request, screen):
    chosen = screen.filterset(request.GET, queryset=screen.rows(request.user).for_page(), request=request)
    title = _("%(nouns)s台账（%(day)s）") % {"nouns": screen.model._meta.verbose_name_plural, "day": timezone.localdate()}
    columns = field_columns(screen.model, screen.columns)
    return send_spreadsheet(chosen.qs.iterator(ROWS_AT_A_TIME), columns, title=title, filename=title)


@require_safe
def page(request, screen, pk):
    row = row_or_404(request, screen, pk)
    may_keep = writes(request.user, screen.model) and not row.voided_at and keeps_ledgers_of(request.user, row.township or row.county)
    why_not_void = screen.why_not_void(row, request.user) if may_keep else ""
    context = {
        "row": row,
        "screen": screen,
        "facts": [fact(row, name, label=LABELS.get(name), may_open=in_scope_of(request.user)) for name in screen.facts],
        "amendments": amendments_of(row),
        "may_void": may_keep and not why_not_void,
        "why_not_void": why_not_void,
        "may_edit": may_keep and screen.may_amend(row),
        "edit_url": reverse(screen.name("edit"), args=[pk]),
        "void_url": reverse(screen.name("void"), args=[pk]),
        **words_of(screen),
        **screen.warns(row, request.user),
        **screen.more(row, request.user),
    }
    return render(request, "townships/ledgers/page.html", context)


def in_scope_of(user):
    return lambda value: type(value).objects.visible_to(user).filter(pk=value.pk).exists()


@require_http_methods(["GET", "POST"])
@writers_only
def create(request, screen):
    form = screen.form(request.POST or None, request.FILES or None, user=request.user, initial=request.GET.dict())
    if form.is_valid():
        try:
            row = screen.record(by=request.user, **form.details())
            tell_if_sent_before(request, row)
            return redirect(screen.name("receipt_of"), row.pk)
        except AlreadyThere as refused:
            form.add_error(None, told_apart(refused))
        except ValidationError as refused:
            form.add_error(None, refused)
        except accidents.Contradicted as refused:
            form.add_error("through", _("台账中有%(accident)s，与此不符。") % {"accident": refused.accident})
    return form_page(request, screen, form, _("登记%(noun)s") % {"noun": screen.model._meta.verbose_name}, screen.list_url)


def told_apart(refused):
    return _("刚才已有人登记了相同的内容：%(row)s。请核对是否重复。") % {"row": refused.row}


@require_safe
def receipt(request, screen, pk):
    row = row_or_404(request, screen, pk)
    context = {
        "row": row,
        "number": getattr(row, "number", ""),
        "text": _("%(row)s，已计入统计。%(mending)s") % {"row": row, "mending": mending(screen, row)},
        "links": [
            # Several things are entered of one place in a row: it is not chosen again each time.
            (f"{reverse(screen.name('new'))}?place={row.place_id}", _("再登记一条")),
            (row.get_absolute_url(), _("查看")),
            *([(reverse("townships:station", args=[row.township_id]), _("查看安监站"))] if screen.is_of_station else []),
            (screen.list_url, _("返回列表")),
        ],
        **words_of(screen),
        **screen.warns(row, request.user),
    }
    return render(request, "townships/ledgers/receipt.html", context)


def mending(screen, row):
    return _("有误请修改或作废。") if screen.may_amend(row) else _("有误请作废，说明原因后重新登记。")


@require_http_methods(["GET", "POST"])
@writers_only
@transaction.atomic
def edit(request, screen, pk):
    row = row_or_404(request, screen, pk)
    if row.voided_at:
        return tell_voided(request, row)
    if not screen.may_amend(row):
        return tell_closed(request, row)
    form = screen.form(request.POST or None, request.FILES or None, instance=row, user=request.user)
    if form.is_valid():
        try:
            changed = screen.amend(row, by=request.user, **form.details())
            messages.success(request, _("修改已保存。"))
            return redirect(changed)
        except AlreadyVoided as refused:
            return tell_voided(request, refused.row)
        except AlreadyThere as refused:
            form.add_error(None, told_apart(refused))
        except ReasonNeeded:
            form.add_error("reason", _("这项改动影响考核或已发布的总结，请说明修改原因。"))
        except YearIsOver:
            return tell_closed(request, row)
    return form_page(request, screen, form, _("修改%(noun)s") % {"noun": screen.model._meta.verbose_name}, row.get_absolute_url())


def tell_closed(request, row):
    messages.warning(request, _("这条记录不能修改。有误请作废，说明原因后重新登记。"))
    return redirect(row)


def form_page(request, screen, form, heading, cancel_url):
    form.keep_files()
    context = {"form": form, "screen": screen, "heading": heading, "cancel_url": cancel_url, **words_of(screen)}
    return render(request, "townships/ledgers/form.html", context)


@require_http_methods(["GET", "POST"])
@writers_only
def void(request, screen, pk):
    row = row_or_404(request, screen, pk)
    if not row.voided_at and (why_not := screen.why_not_void(row, request.user)):
        messages.warning(request, why_not)
        return redirect(row)
    return void_page(request, row, void=screen.void)


@require_safe
def provision_file(request, pk):
    """The paper itself, for who may see its row."""
    provision = get_object_or_404(Provision.objects.visible_to(request.user).exclude(file=""), pk=pk)
    return send_document(provision)
