"""Ledgers of rows about places: they differ in fields, columns and filters only, and SCREENS says those."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Sum
from django.forms import ModelForm
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from django_tables2 import Table

from townships import accidents, voiding
from townships.access import keeps_ledgers_of
from townships.filters import means as filters
from townships.forms import means as forms
from townships.models import (
    Accident,
    AccidentTarget,
    Drill,
    Equipment,
    NoAccidents,
    PhysicalWork,
    PlacedRow,
    Provision,
    StationItem,
    StationYear,
    VillageOffice,
)
from townships.models.works import in_measure
from townships.recording import amend, record
from townships.stations import amend_station_year
from townships.tables import means as tables
from townships.views.sums import sums_of

OF_ALL = ("export", "print")
ACCIDENTS = "townships/ledgers/_accidents_beside.html"
STATIONS = "townships/ledgers/_stations_beside.html"
# What a page tells that is no field of its own.
LABELS = {"measured": _("数量"), "statement": _("报告内容")}
PLACE = {"township": 12, "place": 20}
HELD = {"since_on": 12, "ended_on": 12, "note": 30}
TOLL = ["people_present", "dead", "injured", "slightly_injured", "loss"]
REPORTING = ["summary", "reported_at", "passed_on_at", "is_reported_late", "note"]


@dataclass(frozen=True)
class Screen:
    """`one` and `many` name the addresses; `counter` is the word after a number; `columns` are fields with their width in .xlsx."""

    model: type[PlacedRow]
    one: str
    many: str
    counter: str
    form: type[ModelForm]
    filterset: type[FilterSet]
    table: type[Table]
    facts: list[str]
    columns: dict[str, int]
    enter: Callable | None = None
    amend: Callable = amend
    # A further part of the page of one row, and what it needs.
    piece: str = ""
    more: Callable = field(default=lambda row, user: {})
    # What its page and its receipt warn of.
    warns: Callable = field(default=lambda row, user: {})
    may_amend: Callable = field(default=lambda row: True)
    void: Callable = voiding.void
    # Why this user may not void this row, in words; nothing where they may.
    why_not_void: Callable = field(default=lambda row, user: "")
    # Ways to neighbouring pages above the list, and what the listed rows come to.
    beside: str = ""
    totals: Callable | None = None
    # What stands above the form, told the form.
    lead: str = ""
    app: str = "townships"

    def name(self, deed):
        """townships:edit_drill, townships:export_drills …"""
        return f"{self.app}:{deed}_{self.many if deed in OF_ALL else self.one}"

    @property
    def is_of_station(self):
        return self.beside == STATIONS

    @property
    def list_url(self):
        return reverse(f"{self.app}:{self.many}")

    def rows(self, user):
        return self.model.objects.visible_to(user)

    def record(self, **told):
        return self.enter(**told) if self.enter else record(self.model, **told)


def work_money(row, user):
    may_link = not row.voided_at and keeps_ledgers_of(user, row.township or row.county)
    return {**sums_of(row, user), "link_url": reverse("townships:work_money", args=[row.pk]), "may_link": may_link}


def work_totals(works):
    """[(kind, 98.6 公里)] of the works that are listed."""
    sums = works.order_by("kind__position").values("kind__name", "kind__unit", "kind__second_unit")
    sums = sums.annotate(quantity=Sum("quantity"), second=Sum("second_quantity"))
    return [(row["kind__name"], in_measure(row["quantity"], row["kind__unit"], row["second"], row["kind__second_unit"])) for row in sums]


def versions(row, user):
    later = Provision.objects.visible_to(user).counted().filter(supersedes=row).first()
    return {"later": later, "drills": row.drills.visible_to(user).counted()}


def drills_by_it(plan, user):
    """A drill that stays would name a plan that counts no more."""
    drills = [str(drill) for drill in plan.drills.counted()[:3]]
    words = _("已登记按此预案的演练（%(drills)s），请先更正或作废演练，再作废预案。")
    return words % {"drills": "、".join(drills)} if drills else ""


def denials(row, user):
    """Accidents that were registered although the row says that there were none."""
    return {"denials": [] if row.voided_at else accidents.denied_by(row).visible_to(user)}


def denying(accident, user):
    """Who said that there was none: whoever enters or reads the accident sees which statements it contradicts."""
    return {"denying": [] if accident.voided_at else accidents.denying(accident).visible_to(user)}


STATION_YEAR = Screen(
    StationYear,
    "station_year",
    "station_years",
    _("条"),
    forms.StationYearForm,
    filters.StationYearFilter,
    tables.StationYearTable,
    ["place", "year", "rooms", "area", "rank", "population", "budget_amount", "budget_per_head", "is_reimbursed", "note"],
    {"place": 16, "year": 8, "rooms": 10, "area": 12, "rank": 10, "population": 12}
    | {"budget_amount": 14, "budget_per_head": 12, "is_reimbursed": 12, "note": 30},
    amend=lambda row, **told: amend_station_year(row, today=timezone.localdate(), **told),
    beside=STATIONS,
    may_amend=lambda row: not row.is_over(timezone.localdate()),
)
SCREENS = [
    STATION_YEAR,
    Screen(
        Equipment,
        "equipment",
        "equipments",
        _("条"),
        forms.EquipmentForm,
        filters.EquipmentFilter,
        tables.EquipmentTable,
        ["place", "kind", "quantity", "since_on", "ended_on", "note"],
        {"township": 12, "kind": 14, "quantity": 8, **HELD},
        beside=STATIONS,
    ),
    Screen(
        StationItem,
        "station_item",
        "station_items",
        _("项"),
        forms.StationItemForm,
        filters.StationItemFilter,
        tables.StationItemTable,
        ["place", "item", "evidence", "since_on", "ended_on", "note"],
        {"township": 12, "item": 12, "evidence": 40, **HELD},
        beside=STATIONS,
    ),
    Screen(
        VillageOffice,
        "outpost",
        "outposts",
        _("个"),
        forms.VillageOfficeForm,
        filters.VillageOfficeFilter,
        tables.VillageOfficeTable,
        ["township", "place", "location", "since_on", "ended_on", "note"],
        {**PLACE, "location": 20, **HELD},
        beside=STATIONS,
    ),
    Screen(
        PhysicalWork,
        "work",
        "works",
        _("项"),
        forms.WorkForm,
        filters.WorkFilter,
        tables.WorkTable,
        ["kind", "measured", "done_on", "place", "location", "note"],
        {"kind": 16, "quantity": 10, "second_quantity": 10, "done_on": 12, **PLACE, "location": 20, "note": 30},
        piece="townships/ledgers/_sums.html",
        more=work_money,
        totals=work_totals,
    ),
    Screen(
        Provision,
        "provision",
        "provisions",
        _("项"),
        forms.ProvisionForm,
        filters.ProvisionFilter,
        tables.ProvisionTable,
        ["kind", "title", "version", "number", "issued_on", "place", "supersedes", "ended_on", "note"],
        {"title": 36, "kind": 14, "version": 14, "number": 18, "issued_on": 12, **PLACE, "supersedes": 30, "ended_on": 12, "note": 30},
        piece="townships/ledgers/_versions.html",
        more=versions,
        why_not_void=drills_by_it,
    ),
    Screen(
        Drill,
        "drill",
        "drills",
        _("次"),
        forms.DrillForm,
        filters.DrillFilter,
        tables.DrillTable,
        ["title", "held_on", "place", "plan", "venue", "people_present", "evaluation", "measures", "note"],
        {"title": 30, "held_on": 12, **PLACE, "plan": 30, "venue": 20, "people_present": 10, "evaluation": 40, "measures": 40, "note": 20},
        beside="townships/ledgers/_drills_beside.html",
    ),
    Screen(
        Accident,
        "accident",
        "accidents",
        _("起"),
        forms.AccidentForm,
        filters.AccidentFilter,
        tables.AccidentTable,
        ["grade", "happened_at", "place", "spot", "sector", "type", *TOLL, *REPORTING],
        {"title": 30, "happened_at": 17, "grade": 12, **PLACE, "spot": 20, "sector": 12, "type": 12, "dead": 8, "injured": 8}
        | {"slightly_injured": 8, "loss": 16, "summary": 50, "reported_at": 17, "passed_on_at": 17, "is_reported_late": 8, "note": 20},
        enter=accidents.record_accident,
        amend=accidents.amend_accident,
        piece="townships/ledgers/_clock.html",
        warns=denying,
        beside=ACCIDENTS,
    ),
    Screen(
        AccidentTarget,
        "accident_target",
        "accident_targets",
        _("条"),
        forms.AccidentTargetForm,
        filters.AccidentTargetFilter,
        tables.AccidentTargetTable,
        ["place", "year", "deaths", "document", "note"],
        {"place": 16, "year": 8, "deaths": 12, "document": 24, "note": 30},
        beside=ACCIDENTS,
    ),
    Screen(
        NoAccidents,
        "no_accidents",
        "no_accident_reports",
        _("份"),
        forms.NoAccidentsForm,
        filters.NoAccidentsFilter,
        tables.NoAccidentsTable,
        ["place", "statement", "year", "through", "basis", "note"],
        {"place": 16, "year": 8, "through": 12, "grade": 16, "basis": 30, "created_by": 12, "note": 30},
        enter=accidents.state_no_accidents,
        piece="townships/ledgers/_denied.html",
        more=denials,
        beside=ACCIDENTS,
        # What somebody put their name to is taken back, not rewritten.
        may_amend=lambda row: False,
    ),
]
