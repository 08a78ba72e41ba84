from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from townships.filters.gaps import GapFilter
from townships.gaps import Reason
from townships.lists import ledger_list, printed_ledger
from townships.models import Place
from townships.spreadsheets import Column, Sheet, send_book
from townships.tables.gaps import GapTable, next_step

COUNTY = Column(gettext_lazy("县（市、区）"), lambda gap: gap.county_name, 14)
COLUMNS = [
    Column(gettext_lazy("乡镇（街道）"), lambda gap: str(gap.place.township or gap.place), 14),
    Column(gettext_lazy("单位或部位"), lambda gap: gap.place.local_name, 26),
    Column(gettext_lazy("层级"), lambda gap: gap.place.get_level_display(), 14),
    Column(gettext_lazy("岗位"), lambda gap: gap.title, 30),
    Column(gettext_lazy("在岗（人）"), lambda gap: gap.held, 10),
    Column(gettext_lazy("应配（人）"), lambda gap: gap.rule.minimum, 10),
    Column(gettext_lazy("尚缺（人）"), lambda gap: gap.missing, 10),
    Column(gettext_lazy("原因"), lambda gap: "、".join(str(fault.reason.label) for fault in gap.faults), 16),
    Column(gettext_lazy("相关人员"), lambda gap: "、".join(gap.everybody), 24),
    Column(gettext_lazy("须持证件"), lambda gap: str(gap.rule.certificate or ""), 26),
    Column(gettext_lazy("下一步"), lambda gap: next_step(gap), 30),
]
COUNTY_OF_TOTALS = Column(gettext_lazy("县（市、区）"), lambda row: row.get("county"), 14)
TOTALS = [
    Column(gettext_lazy("乡镇（街道）"), lambda row: name_of(row), 16),
    *[Column(reason.label, lambda row, reason=reason: dict(row["counts"])[reason], 16) for reason in Reason],
    Column(gettext_lazy("合计"), lambda row: row["sum"], 10),
    Column(gettext_lazy("落实率"), lambda row: row["rate"], 22),
]


def name_of(row):
    """Of a row of the totals: the last one is of no place."""
    return row.get("name") or (_("县级") if "pk" in row else _("合计"))


@require_safe
def gap_list(request):
    places = Place.objects.visible_to(request.user)
    return ledger_list(request, places, filterset=GapFilter, table=GapTable, template="townships/gaps.html", reasons=Reason.choices)


@require_safe
def print_gaps(request):
    places = Place.objects.visible_to(request.user)
    template = "townships/gaps_ledger.html"
    return printed_ledger(request, places, filterset=GapFilter, table=GapTable, template=template, reasons=Reason.choices)


@require_safe
def export_gaps(request):
    chosen = GapFilter(request.GET, queryset=Place.objects.visible_to(request.user), request=request)
    place = chosen.form.asked("township") or chosen.form.asked("county") or request.user.place or _("全市")
    title = _("%(place)s责任链空白点（%(day)s）") % {"place": place, "day": chosen.form.day}
    columns, totals = ([COUNTY, *COLUMNS], [COUNTY_OF_TOTALS, *TOTALS]) if chosen.tells_county else (COLUMNS, TOTALS)
    by_township = Sheet([*chosen.totals, chosen.total], totals, _("各乡镇%(title)s") % {"title": title}, _("各乡镇统计"))
    return send_book([Sheet(chosen.qs, columns, title, _("空白点")), by_township], filename=title)
