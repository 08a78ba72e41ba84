"""The ledger as .xlsx: exactly the rows of the filtered list, in the office's columns (RULES section 5)."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hazards.filters import HazardFilter
from hazards.models import Hazard
from townships.masking import masked_for
from townships.spreadsheets import Column, field_cell, send_spreadsheet

ROWS_AT_A_TIME = 2000
# Fields of the paper ledger, with their width in characters.
FIELDS = {
    "township": 12,
    "place": 24,
    "sector": 12,
    "source": 10,
    "found_at": 17,
    "spot": 16,
    "description": 40,
    "basis": 20,
    "category": 14,
    "grade": 8,
    "state": 10,
    "needs_stop": 8,
    "needs_county": 8,
    "measure": 30,
    "responsible_unit": 24,
    "responsible_person": 10,
    "responsible_phone": 14,
    "answers": 10,
    "deadline": 12,
    "redo_by": 12,
    "planned_funds": 14,
    "spent_funds": 14,
    "rectified_on": 12,
    "supervision": 12,
    "is_reported_late": 8,
    "closed_at": 17,
    "closed_by": 10,
    "note": 20,
}


@require_safe
def export(request):
    chosen = HazardFilter(request.GET, queryset=Hazard.objects.visible_to(request.user).for_page(), request=request)
    words = {"place": chosen.place_in_question or "", "day": timezone.localdate()}
    title = _("%(place)s安全生产事故隐患台账（%(day)s）") % words
    return send_spreadsheet(chosen.qs.iterator(ROWS_AT_A_TIME), columns_for(request.user), title=title, filename=title)


def columns_for(user):
    return [Column(gettext_lazy("编号"), lambda hazard: hazard.number, 20), *(field_column(name, user) for name in FIELDS)]


def field_column(name, user):
    field = Hazard._meta.get_field(name)
    return Column(field.verbose_name, lambda hazard: cell(hazard, field, user), FIELDS[name])


def cell(hazard, field, user):
    if field.name == "responsible_phone":
        return masked_for(hazard.responsible_phone, user)
    return field_cell(hazard, field.name)
