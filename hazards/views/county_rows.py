"""What the bureau keeps for its own county: departments, and what drives are counted by."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hazards.departments import adopt_departments
from hazards.filters import DepartmentFilter, OutcomeKindFilter
from hazards.forms.drive import DepartmentForm, OutcomeKindForm
from hazards.models import Department, OutcomeKind
from hazards.tables import DepartmentTable, OutcomeKindTable
from townships.access import is_bureau, only
from townships.lists import ledger_list


@require_safe
def departments(request):
    visible = Department.objects.visible_to(request.user)
    return ledger_list(request, visible, filterset=DepartmentFilter, table=DepartmentTable, template="hazards/departments.html")


@only(is_bureau)
@require_POST
def adopt(request):
    added = adopt_departments(request.user.county, by=request.user)
    messages.success(request, _("已加入 %(count)s 个部门，请按本县情况修改。") % {"count": len(added)})
    return redirect("hazards:departments")


@only(is_bureau)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit_department(request, pk=None):
    row = get_object_or_404(Department.objects.visible_to(request.user), pk=pk) if pk else None
    form = DepartmentForm(request.POST or None, instance=row, county=request.user.county)
    return _edit(request, form, row, "hazards:departments", _("修改部门") if row else _("新增部门"))


@require_safe
def outcome_kinds(request):
    county = request.user.county_id or getattr(request.user.township, "county_id", None)
    rows = OutcomeKind.objects.of_county(county).select_related("enforcement_kind")
    return ledger_list(request, rows, filterset=OutcomeKindFilter, table=OutcomeKindTable, template="hazards/outcome_kinds.html")


@only(is_bureau)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit_outcome_kind(request, pk=None):
    """Its own; what is shipped for every county is the administrator's."""
    row = get_object_or_404(OutcomeKind.objects.filter(county=request.user.county_id), pk=pk) if pk else None
    form = OutcomeKindForm(request.POST or None, instance=row, county=request.user.county)
    return _edit(request, form, row, "hazards:outcome_kinds", _("修改成效类别") if row else _("新增成效类别"))


def _edit(request, form, row, list_name, heading):
    if form.is_valid():
        form.save()
        messages.success(request, _("已保存。"))
        return redirect(list_name)
    return render(request, "hazards/county_row_form.html", {"form": form, "row": row, "heading": heading, "cancel_url": reverse(list_name)})
