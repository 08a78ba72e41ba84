"""Safety stations: all of a year, what falls short, and one township's."""

from django.db.models import Sum
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from townships.access import keeps_ledgers_of, writes
from townships.filters.means import ShortfallFilter, StationFilter
from townships.forms.means import YearChoice
from townships.lists import ledger_list, printed_ledger
from townships.models import Equipment, Investment, Person, StationItem, Township, Village, VillageOffice
from townships.period import Period
from townships.spreadsheets import Column, Sheet, send_book, send_spreadsheet
from townships.stations import certified_staff_on, last_day_of, staff_on, stations
from townships.tables.means import StationTable
from townships.tables.shortfalls import ShortfallTable, next_step
from townships.views.facts import fact

COLUMNS = [
    Column(gettext_lazy("乡镇（街道）"), lambda lack: lack.township.name, 14),
    Column(gettext_lazy("年度"), lambda lack: lack.year, 8),
    Column(gettext_lazy("短板"), lambda lack: lack.reason.label, 18),
    Column(gettext_lazy("缺什么"), lambda lack: lack.missing, 28),
    # Numbers as such, so that the office can add and sort them; in words where they are no number.
    Column(gettext_lazy("现有"), lambda lack: lack.there if lack.amounts is None or lack.amounts.held is None else lack.amounts.held, 18),
    Column(gettext_lazy("要求"), lambda lack: lack.amounts.asked if lack.amounts else lack.required, 18),
    Column(gettext_lazy("单位"), lambda lack: lack.amounts and lack.amounts.unit, 8),
    Column(gettext_lazy("说明"), lambda lack: lack.amounts and lack.amounts.otherwise, 14),
    Column(gettext_lazy("依据"), lambda lack: lack.source, 50),
    Column(gettext_lazy("下一步"), lambda lack: next_step(lack), 30),
]
STATION_COLUMNS = [
    Column(gettext_lazy("乡镇（街道）"), lambda one: one.township.name, 14),
    Column(gettext_lazy("年度"), lambda one: one.year, 8),
    Column(gettext_lazy("用房（间）"), lambda one: one.facts and one.facts.rooms, 10),
    Column(gettext_lazy("面积（㎡）"), lambda one: one.facts and one.facts.area, 12),
    Column(gettext_lazy("级别"), lambda one: one.facts and one.facts.get_rank_display(), 10),
    Column(gettext_lazy("专职（人）"), lambda one: one.staff, 10),
    Column(gettext_lazy("应配（人）"), lambda one: one.minimum and one.minimum.minimum, 10),
    Column(gettext_lazy("持证（人）"), lambda one: one.certified, 10),
    Column(gettext_lazy("八有（项）"), lambda one: len(one.items), 10),
    Column(gettext_lazy("村级办公室（个）"), lambda one: one.offices, 14),
    Column(gettext_lazy("村（社区）（个）"), lambda one: one.villages, 14),
    Column(gettext_lazy("经费（元）"), lambda one: one.facts and one.facts.budget_yuan, 14),
    Column(gettext_lazy("短板（项）"), lambda one: len(one.shortfalls), 10),
    Column(gettext_lazy("短板"), lambda one: "、".join(str(lack.reason.label) for lack in one.shortfalls), 50),
]
FACTS = ["rooms", "area", "rank", "population", "budget_amount", "budget_per_head", "is_reimbursed", "note"]


def townships_of(request):
    return Township.objects.visible_to(request.user)


@require_safe
def station_list(request):
    return ledger_list(request, townships_of(request), filterset=StationFilter, table=StationTable, template="townships/stations/list.html")


@require_safe
def print_stations(request):
    template = "townships/stations/ledger.html"
    return printed_ledger(request, townships_of(request), filterset=StationFilter, table=StationTable, template=template)


@require_safe
def export_stations(request):
    chosen = StationFilter(request.GET, queryset=townships_of(request), request=request)
    title = _("%(place)s安监站一览（%(year)s）") % {"place": request.user.place or _("全市"), "year": chosen.year}
    return send_spreadsheet(chosen.qs, STATION_COLUMNS, title=title, filename=title)


@require_safe
def shortfalls(request):
    template = "townships/stations/shortfalls.html"
    return ledger_list(request, townships_of(request), filterset=ShortfallFilter, table=ShortfallTable, template=template)


@require_safe
def print_shortfalls(request):
    template = "townships/stations/shortfalls_ledger.html"
    return printed_ledger(request, townships_of(request), filterset=ShortfallFilter, table=ShortfallTable, template=template)


@require_safe
def export_shortfalls(request):
    chosen = ShortfallFilter(request.GET, queryset=townships_of(request), request=request)
    title = _("安监站短板清单（%(year)s）") % {"year": chosen.year}
    by_township = Sheet([*chosen.totals, chosen.total], totals_of(chosen.reasons), _("各乡镇%(title)s") % {"title": title}, _("各乡镇统计"))
    return send_book([Sheet(chosen.qs, COLUMNS, title, _("短板")), by_township], filename=title)


def totals_of(reasons):
    """The last row is of all together."""
    return [
        Column(_("乡镇（街道）"), lambda row: row.get("name") or _("合计"), 16),
        *[Column(reason.label, lambda row, reason=reason: dict(row["counts"])[reason], 16) for reason in reasons],
        Column(_("合计"), lambda row: row["sum"], 10),
    ]


@require_safe
def station(request, pk):
    township = get_object_or_404(townships_of(request), pk=pk)
    form = YearChoice(request.GET)
    year, today = form.chosen, timezone.localdate()
    [found] = stations(Township.objects.filter(pk=pk), year=year, today=today) or [None]
    context = {
        "township": township,
        "form": form,
        "year": year,
        "station": found,
        "facts": [fact(found.facts, name) for name in FACTS] if found and found.facts else [],
        "may_keep": keeps_ledgers_of(request.user, township),
        "may_verify": writes(request.user, StationItem) and keeps_ledgers_of(request.user, township),
        "new_year_url": reverse("townships:new_station_year") + f"?place={pk}&year={year}&population={township.population}",
        **held(township, last_day_of(year, today)),
        **money(request.user, township, year),
    }
    return render(request, "townships/stations/station.html", context)


def held(township, day):
    """What the station has that day, and who works there."""
    outposts = VillageOffice.objects.counted().held_on(day).filter(township=township)
    villages = Village.objects.open_on(day).filter(township=township)
    checked = {item.item: item for item in StationItem.objects.counted().held_on(day).filter(place=township)}
    return {
        "holders": set(certified_staff_on(day).filter(place=township).values_list("person", flat=True)),
        "staff": once_each(staff_on(day).filter(place=township).select_related("person", "kind").order_by("kind__position", "pk")),
        "without_post": without_post(township, day),
        "equipment": Equipment.objects.counted().held_on(day).filter(place=township).select_related("kind").order_by("kind__position"),
        "items": [(item, checked.get(item.value)) for item in StationItem.Item],
        "outposts": outposts.select_related("place").order_by("place__as_village__code", "place__name"),
        "villages_without": villages.exclude(pk__in=outposts.values("place")).order_by("code", "name"),
    }


def without_post(township, day):
    """Marked as full-time and counted nowhere: they hold no post of the station."""
    marked = Person.objects.filter(township=township, is_full_time=True).serving_on(day)
    return marked.exclude(pk__in=staff_on(day).filter(place=township).values("person")).order_by("number")


def once_each(posts):
    """A person by the first post only: who sits in the rescue team as well is one of the staff, not two."""
    by_person = {}
    for post in posts:
        by_person.setdefault(post.person_id, post)
    return list(by_person.values())


def money(user, township, year):
    """What was spent on the station: the township's sums of that purpose."""
    period = Period.year(year)
    counted = Investment.objects.visible_to(user).counted()
    sums = counted.filter(period.days("spent_on"), township=township, purpose=Investment.Purpose.STATION)
    return {"sums": sums, "spent": sums.order_by().aggregate(total=Sum("amount"))["total"] or 0}
