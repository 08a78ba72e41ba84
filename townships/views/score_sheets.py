"""Score sheets: the list, one sheet, editing a draft, copying, and .xlsx in and out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townships import evidence, score_sheet_files
from townships.access import is_bureau, only
from townships.filters.appraisals import ScoreSheetFilter
from townships.forms.score_sheets import (
    ClauseForm,
    CriterionForm,
    ImportForm,
    NeedFormSet,
    ScoreSheetForm,
    YearAndNameForm,
    needs_of,
)
from townships.lists import ledger_list
from townships.models import Appraisal, Clause, Criterion, ScoreSheet
from townships.score_sheets import (
    SheetFrozen,
    by_element,
    copy_sheet,
    in_use_beside,
    issue,
    keeps_sheet,
    remove_clause,
    remove_criterion,
    remove_sheet,
    resume,
    retire,
    save_clause,
    save_criterion,
    save_sheet,
    total_points,
)
from townships.sealing import sealed, unsealed
from townships.spreadsheets import send_book
from townships.tables.appraisals import ScoreSheetTable

SALT = "score sheet import"

FORM = "townships/appraisal/score_sheet_form.html"


@require_safe
def score_sheets(request):
    visible = ScoreSheet.objects.visible_to(request.user).select_related("county")
    criteria = Criterion.objects.filter(sheet=OuterRef("pk")).order_by().values("sheet")
    mine = Q(appraisals__in=Appraisal.objects.visible_to(request.user).exclude(state=Appraisal.State.VOID))
    visible = visible.annotate(
        criteria_count=Subquery(criteria.annotate(n=Count("pk")).values("n")),
        total=Subquery(criteria.annotate(n=Sum("points")).values("n")),
        appraisal_count=Count("appraisals", filter=mine, distinct=True),
    )
    template = "townships/appraisal/score_sheets.html"
    return ledger_list(request, visible, filterset=ScoreSheetFilter, table=ScoreSheetTable, template=template)


def sheet_or_404(request, pk):
    visible = ScoreSheet.objects.visible_to(request.user).select_related("county", "copied_from", "issued_by__person")
    return get_object_or_404(visible.distinct(), pk=pk)


def own_sheet_or_404(request, pk):
    """A sheet that this user may edit, though it may be frozen."""
    sheet = sheet_or_404(request, pk)
    if not keeps_sheet(request.user, sheet):
        raise PermissionDenied
    return sheet


@require_safe
def score_sheet(request, pk):
    sheet = sheet_or_404(request, pk)
    criteria = sheet.criteria.prefetch_related("needs")
    may_keep = keeps_sheet(request.user, sheet)
    context = {
        "sheet": sheet,
        "groups": [(element, points, [(one, needs_in_words(one)) for one in found]) for element, points, found in by_element(criteria)],
        "total": sum(criterion.points for criterion in criteria),
        "count": len(criteria),
        "clauses": sheet.clauses.all(),
        "may_edit": may_keep and sheet.is_draft,
        "may_retire": may_keep and sheet.is_in_use,
        "may_resume": may_keep and sheet.is_retired,
        "may_copy": request.user.is_bureau,
    }
    return render(request, "townships/appraisal/score_sheet.html", context)


def needs_in_words(criterion):
    return score_sheet_files.needs_in_words(criterion.needs.all())


@require_safe
def export_score_sheet(request, pk):
    sheet = sheet_or_404(request, pk)
    return send_book(score_sheet_files.book_of(sheet), filename=str(sheet))


def tell_frozen(request, sheet):
    """For whoever edits what a colleague put into use a moment ago."""
    words = _("“%(sheet)s”%(state)s，不能再修改。要改的请复制一份。")
    messages.warning(request, words % {"sheet": sheet, "state": sheet.get_state_display()})
    return redirect(sheet)


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def new_score_sheet(request):
    form = ScoreSheetForm(request.POST or None, county=request.user.county)
    if form.is_valid():
        return redirect(form.save())
    context = {"form": form, "heading": _("新建考评细则"), "cancel_url": reverse("townships:score_sheets")}
    return render(request, FORM, context)


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
@transaction.atomic
def edit_score_sheet(request, pk):
    sheet = own_sheet_or_404(request, pk)
    if not sheet.is_draft:
        return tell_frozen(request, sheet)
    form = ScoreSheetForm(request.POST or None, instance=sheet, county=sheet.county)
    if form.is_valid():
        try:
            return redirect(save_sheet(form.instance))
        except SheetFrozen as frozen:
            return tell_frozen(request, frozen.sheet)
    return render(request, FORM, {"form": form, "heading": _("修改考评细则"), "cancel_url": sheet.get_absolute_url()})


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def copy_score_sheet(request, pk):
    sheet = sheet_or_404(request, pk)
    form = YearAndNameForm(request.POST or None, county=request.user.county, initial=copy_of(sheet))
    if form.is_valid():
        told = form.cleaned_data
        copied = copy_sheet(sheet, county=request.user.county, year=told["year"], name=told["name"])
        messages.success(request, _("已复制，共 %(count)s 项。核对修改后启用。") % {"count": copied.criteria.count()})
        return redirect(copied)
    del form.fields["source"]
    context = {"form": form, "heading": _("复制：%(sheet)s") % {"sheet": sheet}, "submit_label": _("复制")}
    return render(request, FORM, context | {"cancel_url": sheet.get_absolute_url()})


def copy_of(sheet):
    """The name of the next year's sheet; an example's words are left out."""
    return {"name": "" if sheet.is_example else sheet.name, "year": None if sheet.is_example else sheet.year + 1}


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def import_score_sheet(request):
    if "sealed" in request.POST:
        return take_import(request)
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if form.is_valid():
        try:
            return check_import(request, form, score_sheet_files.read_draft(form.cleaned_data["file"].opened()))
        except ValidationError as refused:
            form.add_error("file", refused)
    form.keep_files()
    context = {"form": form, "submit_label": _("读取并核对"), "cancel_url": reverse("townships:score_sheets")}
    return render(request, "townships/appraisal/import_score_sheet.html", context | {"sources": evidence.choices()})


def check_import(request, form, draft):
    """Row by row what will be taken, or what is wrong; nothing is kept until somebody says yes."""
    names = {name: form.cleaned_data[name] for name in ("year", "name", "source")}
    names["source"] = names["source"] or draft.told_facts.get("source", "")
    context = {"draft": draft, "names": names}
    if not draft.wrong:
        context["sealed"] = sealed({**names, **draft.as_told()}, by=request.user, salt=SALT)
    return render(request, "townships/appraisal/import_score_sheet_check.html", context)


def take_import(request):
    told = unsealed(request.POST["sealed"], by=request.user, salt=SALT)
    names = {name: told[name] for name in ("year", "name", "source")} if told else {}
    if told is None or not YearAndNameForm(names, county=request.user.county).is_valid():
        messages.error(request, _("没有导入：核对页已过期，或同名细则刚刚已经建立。请重新上传文件。"))
        return redirect("townships:import_score_sheet")
    sheet = score_sheet_files.take(told, county=request.user.county, **names)
    messages.success(request, _("已导入 %(count)s 项。核对无误后启用。") % {"count": sheet.criteria.count()})
    return redirect(sheet)


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def issue_score_sheet(request, pk):
    """The last look before a sheet is frozen."""
    sheet = own_sheet_or_404(request, pk)
    if request.method == "POST":
        try:
            issue(sheet, by=request.user, beside="beside" in request.POST)
            messages.success(request, _("已启用，可以开始考评。"))
        except SheetFrozen as frozen:
            return tell_frozen(request, frozen.sheet)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            if refused.code == "beside":
                return redirect("townships:issue_score_sheet", sheet.pk)
        return redirect(sheet)
    if not sheet.is_draft:
        return tell_frozen(request, sheet)
    context = {"sheet": sheet, "total": total_points(sheet), "count": sheet.criteria.count(), "clauses": sheet.clauses.all()}
    context["others"] = in_use_beside(sheet)
    return render(request, "townships/appraisal/issue_score_sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def remove_score_sheet(request, pk):
    """A draft goes for good, so it is asked first."""
    sheet = own_sheet_or_404(request, pk)
    if not sheet.is_draft:
        return tell_frozen(request, sheet)
    if request.method != "POST":
        return render(request, "townships/appraisal/remove_score_sheet.html", {"sheet": sheet, "count": sheet.criteria.count()})
    try:
        is_removed = remove_sheet(sheet)
    except SheetFrozen as frozen:
        return tell_frozen(request, frozen.sheet)
    if not is_removed:
        messages.warning(request, _("已有细则复制自“%(sheet)s”，不能删除。") % {"sheet": sheet})
        return redirect(sheet)
    messages.success(request, _("“%(sheet)s”已删除。") % {"sheet": sheet})
    return redirect("townships:score_sheets")


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def retire_score_sheet(request, pk):
    """Townships that wait to be scored by it can't be any more, so it is asked first."""
    sheet = own_sheet_or_404(request, pk)
    if request.method != "POST" and sheet.is_in_use:
        running = sheet.appraisals.exclude(state__in=[Appraisal.State.VOID, Appraisal.State.FINAL]).count()
        return render(request, "townships/appraisal/retire_score_sheet.html", {"sheet": sheet, "running": running})
    if request.method == "POST" and retire(sheet):
        messages.success(request, _("已停用。已有的考评照旧，不再用它开始新的考评。"))
    return redirect(sheet)


@require_POST
@only(is_bureau)
def resume_score_sheet(request, pk):
    sheet = own_sheet_or_404(request, pk)
    try:
        if resume(sheet):
            messages.success(request, _("已恢复执行，可以用它开始考评。"))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(sheet)


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def new_score_sheet_criterion(request, pk):
    sheet = own_sheet_or_404(request, pk)
    return criterion_page(request, Criterion(sheet=sheet, element=request.GET.get("element", "")[:40]))


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
@transaction.atomic
def edit_score_sheet_criterion(request, pk):
    criterion = get_object_or_404(Criterion.objects.select_related("sheet__county"), pk=pk)
    own_sheet_or_404(request, criterion.sheet_id)
    return criterion_page(request, criterion)


def criterion_page(request, criterion):
    sheet, is_new = criterion.sheet, criterion.pk is None
    if not sheet.is_draft:
        return tell_frozen(request, sheet)
    form = CriterionForm(request.POST or None, instance=criterion)
    needs = NeedFormSet(request.POST or None, initial=needs_of(criterion), prefix="needs")
    if request.method == "POST" and all([form.is_valid(), needs.is_valid()]):
        try:
            saved = save_criterion(form.instance, needs.told())
        except SheetFrozen as frozen:
            return tell_frozen(request, frozen.sheet)
        return redirect(f"{sheet.get_absolute_url()}#criterion-{saved.pk}")
    context = {"form": form, "needs": needs, "sheet": sheet, "is_new": is_new, "cancel_url": sheet.get_absolute_url()}
    elements = list(dict.fromkeys(sheet.criteria.values_list("element", flat=True)))
    return render(request, "townships/appraisal/criterion_form.html", context | {"elements": elements})


@require_POST
@only(is_bureau)
def remove_score_sheet_criterion(request, pk):
    criterion = get_object_or_404(Criterion.objects.select_related("sheet"), pk=pk)
    return remove_from(request, criterion, remove_criterion)


def remove_from(request, part, remove):
    """A draft loses a criterion or a clause; a frozen sheet keeps both."""
    sheet = own_sheet_or_404(request, part.sheet_id)
    try:
        remove(part)
        messages.success(request, _("已删去“%(part)s”。") % {"part": part})
    except SheetFrozen as frozen:
        return tell_frozen(request, frozen.sheet)
    return redirect(sheet)


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def new_score_sheet_clause(request, pk, kind):
    if kind not in Clause.Kind:
        raise Http404
    sheet = own_sheet_or_404(request, pk)
    return clause_page(request, Clause(sheet=sheet, kind=kind))


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
@transaction.atomic
def edit_score_sheet_clause(request, pk):
    clause = get_object_or_404(Clause.objects.select_related("sheet"), pk=pk)
    own_sheet_or_404(request, clause.sheet_id)
    return clause_page(request, clause)


def clause_page(request, clause):
    sheet = clause.sheet
    if not sheet.is_draft:
        return tell_frozen(request, sheet)
    form = ClauseForm(request.POST or None, instance=clause)
    if form.is_valid():
        try:
            save_clause(form.instance)
        except SheetFrozen as frozen:
            return tell_frozen(request, frozen.sheet)
        return redirect(f"{sheet.get_absolute_url()}#clauses")
    context = {"form": form, "sheet": sheet, "heading": _("准入条件和一票否决"), "cancel_url": sheet.get_absolute_url()}
    return render(request, FORM, context)


@require_POST
@only(is_bureau)
def remove_score_sheet_clause(request, pk):
    clause = get_object_or_404(Clause.objects.select_related("sheet"), pk=pk)
    return remove_from(request, clause, remove_clause)
