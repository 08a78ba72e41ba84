from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, DateColumn, DateTimeColumn, Table, TemplateColumn

from townships.drills import needed_since
from townships.models import (
    Accident,
    AccidentTarget,
    Drill,
    Equipment,
    NoAccidents,
    PhysicalWork,
    Place,
    Provision,
    StationItem,
    StationYear,
    VillageOffice,
)
from townships.tables.ledger import LedgerTable
from townships.tables.places import NUMBER
from townships.templatetags.money import yuan


def state(key, word):
    return format_html('<span class="state state-{}">{}</span>', key, word)


class PlacedTable(LedgerTable):
    """A ledger of rows about places; the first column leads to the row."""

    held_on = None
    title = None
    place = Column(order_by="place__name")

    def render_place(self, record, value):
        """What stands below the township; the township itself has a column of its own."""
        return "—" if record.place_id == record.township_id and self.own_township_column else value

    @property
    def own_township_column(self):
        return "township" in self.columns.names() and self.columns["township"].visible


class StationYearTable(PlacedTable):
    place = Column(linkify=lambda record: record.get_absolute_url(), order_by="place__name")
    rooms = Column(attrs=NUMBER)
    area = Column(attrs=NUMBER)
    population = Column(attrs=NUMBER)
    budget = Column(_("年度经费（元）"), accessor="budget_yuan", attrs=NUMBER, orderable=False, default="—")
    township = None

    class Meta(LedgerTable.Meta):
        model = StationYear
        fields = ["place", "year", "rooms", "area", "rank", "population", "budget", "is_reimbursed", "state"]
        order_by = ("-year", "place")
        empty_text = _("还没有填报。请从上方填报第一个乡镇的年度情况。")

    def before_render(self, request):
        if not request.GET.get("state"):
            self.columns.hide("state")

    def render_area(self, value):
        return f"{value.normalize():f}"

    def render_budget(self, value):
        return yuan(value)

    def render_is_reimbursed(self, value):
        return _("实报实销") if value else ""


class HeldTable(PlacedTable):
    since_on = DateColumn(format="Y-m-d")
    ended_on = DateColumn(format="Y-m-d", default="")

    def before_render(self, request):
        super().before_render(request)
        if not request.GET.get("state"):
            self.columns.hide("ended_on")


class EquipmentTable(HeldTable):
    kind = Column(linkify=lambda record: record.get_absolute_url(), order_by="kind__position")
    quantity = TemplateColumn("{{ value }} {{ record.kind.unit }}", attrs=NUMBER)
    place = None

    class Meta(LedgerTable.Meta):
        model = Equipment
        fields = ["kind", "quantity", "township", "since_on", "ended_on", "note", "state"]
        order_by = ("township", "kind")
        empty_text = _("没有符合条件的装备。请从上方登记。")


class StationItemTable(HeldTable):
    item = Column(linkify=lambda record: record.get_absolute_url())
    place = None

    class Meta(LedgerTable.Meta):
        model = StationItem
        fields = ["item", "evidence", "township", "since_on", "ended_on", "state"]
        order_by = ("township", "item")
        empty_text = _("“八有”还没有核实记录。请从上方逐项登记。")


class VillageOfficeTable(HeldTable):
    place = Column(_("村（社区）"), linkify=lambda record: record.get_absolute_url(), order_by="place__name")

    class Meta(LedgerTable.Meta):
        model = VillageOffice
        fields = ["place", "township", "location", "since_on", "ended_on", "note", "state"]
        order_by = ("township", "place")
        empty_text = _("还没有登记村级安全生产办公室。")


class WorkTable(PlacedTable):
    kind = Column(linkify=lambda record: record.get_absolute_url(), order_by="kind__position")
    quantity = Column(_("数量"), accessor="measured", order_by="quantity", attrs=NUMBER)
    done_on = DateColumn(format="Y-m-d")

    class Meta(LedgerTable.Meta):
        model = PhysicalWork
        fields = ["kind", "quantity", "done_on", "township", "place", "location", "note", "state"]
        order_by = "-done_on"
        empty_text = _("没有符合条件的实事工程。可以放宽筛选条件，或者先登记一项。")


class ProvisionTable(PlacedTable):
    title = Column(linkify=True)
    issued_on = DateColumn(format="Y-m-d")

    class Meta(LedgerTable.Meta):
        model = Provision
        fields = ["title", "kind", "version", "number", "issued_on", "place", "township", "state"]
        order_by = "-issued_on"
        empty_text = _("没有符合条件的制度和预案。可以放宽筛选条件，或者先登记一项。")


class DrillTable(PlacedTable):
    title = Column(linkify=True)
    held_on = DateColumn(format="Y-m-d")
    people_present = Column(attrs=NUMBER)

    class Meta(LedgerTable.Meta):
        model = Drill
        fields = ["title", "held_on", "plan", "people_present", "place", "township", "state"]
        order_by = "-held_on"
        empty_text = _("没有符合条件的应急演练。可以放宽筛选条件，或者先登记一次。")


class AccidentTable(PlacedTable):
    title = Column(linkify=True)
    happened_at = DateTimeColumn(format="Y-m-d H:i")
    grade = Column(order_by="grade__rank")
    dead = Column(attrs=NUMBER)
    injured = Column(attrs=NUMBER)
    loss = Column(attrs=NUMBER)
    is_reported_late = Column(_("迟报"))

    class Meta(LedgerTable.Meta):
        model = Accident
        fields = ["title", "happened_at", "grade", "type", "dead", "injured", "loss", "is_reported_late", "place", "township", "state"]
        order_by = "-happened_at"
        empty_text = _("台账中没有符合条件的事故。没有发生事故的，请登记“无事故报告”。")

    def render_loss(self, value):
        return yuan(value)

    def render_is_reported_late(self, value):
        return state("overdue", _("迟报")) if value else _("无")


class AccidentTargetTable(PlacedTable):
    place = Column(linkify=lambda record: record.get_absolute_url(), order_by="place__name")
    deaths = Column(attrs=NUMBER)
    township = None

    class Meta(LedgerTable.Meta):
        model = AccidentTarget
        fields = ["place", "year", "deaths", "document", "note", "state"]
        order_by = ("-year", "place")
        empty_text = _("还没有下达控制指标。")

    def before_render(self, request):
        if not request.GET.get("state"):
            self.columns.hide("state")


class NoAccidentsTable(PlacedTable):
    place = Column(linkify=lambda record: record.get_absolute_url(), order_by="place__name")
    through = DateColumn(format="Y-m-d")
    statement = Column(_("报告内容"), orderable=False)
    is_denied = Column(_("与台账"), orderable=False)
    township = None

    class Meta(LedgerTable.Meta):
        model = NoAccidents
        fields = ["place", "year", "through", "statement", "is_denied", "basis", "created_by", "state"]
        order_by = "-through"
        empty_text = _("还没有无事故报告。台账为空不等于没有事故，须有人核实报告。")

    def render_is_denied(self, record, value):
        is_denied = value and not record.voided_at
        return state("danger", _("不符，台账中有事故")) if is_denied else state("ok", _("相符")) if not record.voided_at else "—"

    def before_render(self, request):
        if not request.GET.get("state"):
            self.columns.hide("state")


class StationTable(Table):
    """Rows are Stations, in the order of the townships."""

    township = Column(_("乡镇（街道）"), linkify=lambda record: record.get_absolute_url(), orderable=False)
    rooms = Column(_("用房（间）"), accessor="facts__rooms", attrs=NUMBER, orderable=False, default="—")
    area = Column(_("面积（㎡）"), accessor="facts__area", attrs=NUMBER, orderable=False, default="—")
    rank = Column(_("级别"), accessor="facts__get_rank_display", orderable=False, default="—")
    staff = TemplateColumn("{{ record.staff }}/{{ record.minimum.minimum }}", verbose_name=_("专职/应配"), attrs=NUMBER, orderable=False)
    certified = Column(_("持证（人）"), attrs=NUMBER, orderable=False)
    items = TemplateColumn("{{ record.items|length }}/8", verbose_name=_("八有"), attrs=NUMBER, orderable=False)
    offices = TemplateColumn("{{ record.offices }}/{{ record.villages }}", verbose_name=_("村级办公室"), attrs=NUMBER, orderable=False)
    budget = Column(_("经费（元）"), accessor="facts__budget_yuan", attrs=NUMBER, orderable=False, default="—")
    shortfalls = Column(_("短板"), orderable=False, empty_values=())

    class Meta:
        empty_text = _("没有符合条件的安监站。")

    def render_area(self, value):
        return f"{value.normalize():f}"

    def render_budget(self, value):
        return yuan(value)

    def render_shortfalls(self, value):
        return state("danger", _("%s 项") % len(value)) if value else state("ok", _("达标"))


class DrillDueTable(Table):
    """Places with their last drill."""

    level = Column(accessor="get_level_display", verbose_name=_("层级"), order_by="level", attrs={"td": {"class": "nowrap"}})
    township = Column(order_by="township__code", default="—")
    name = Column(linkify=lambda record: record.get_absolute_url())
    last_drill = DateColumn(verbose_name=_("最近一次演练"), format="Y-m-d", default=_("从未登记"))
    state = Column(_("状态"), empty_values=(), orderable=False)

    class Meta:
        model = Place
        fields = ["name", "level", "township", "last_drill", "state"]
        empty_text = _("没有到期未演练的单位。")

    @cached_property
    def since(self):
        return needed_since(timezone.localdate())

    def render_state(self, record):
        late = record.last_drill is None or record.last_drill < self.since[record.level]
        return state("overdue", _("到期未演练")) if late else state("ok", _("在周期内"))


class VetoTable(Table):
    """Rows are Vetoes."""

    township = Column(_("乡镇（街道）"), linkify=lambda record: record.township.get_absolute_url(), orderable=False)
    ground = Column(_("情形"), accessor="ground__label", orderable=False)
    deaths = Column(_("死亡（人）"), attrs=NUMBER, orderable=False)
    allowed = Column(_("不超过（人）"), attrs=NUMBER, orderable=False)
    source = Column(_("依据"), orderable=False)

    class Meta:
        empty_text = _("没有达到一票否决条件的乡镇。")
