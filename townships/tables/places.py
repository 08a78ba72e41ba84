from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table

from townships.models import County, Enterprise, Group, KeySite, Level, Township, Village, Zone

NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class PlaceTable(Table):
    name = Column(linkify=True)
    first_responsible = Column(_("第一责任人"), default="—")

    class Meta:
        empty_text = _("还没有登记。请从上方新增第一个。")


class CountyTable(PlaceTable):
    class Meta(PlaceTable.Meta):
        model = County
        fields = ["name", "code", "city_name", "bureau_name", "first_responsible"]


class TownshipTable(PlaceTable):
    county = Column(order_by="county__name")
    population = Column(_("人口（人）"), attrs=NUMBER)
    villages = Column(_("村（社区）"), attrs=NUMBER)
    enterprises = Column(_("企业"), attrs=NUMBER)

    class Meta(PlaceTable.Meta):
        model = Township
        fields = ["name", "county", "kind", "code", "population", "villages", "enterprises", "first_responsible"]

    def before_render(self, request):
        if not request.user.has_whole_deployment:
            self.columns.hide("county")


class PlaceInTownshipTable(PlaceTable):
    township = Column(linkify=True, order_by="township__code")


class ZoneTable(PlaceInTownshipTable):
    class Meta(PlaceTable.Meta):
        model = Zone
        fields = ["name", "township", "first_responsible"]


class VillageTable(PlaceInTownshipTable):
    zone = Column(_("片区"), accessor="parent", order_by="parent__name", default="—")
    population = Column(_("人口（人）"), attrs=NUMBER)

    class Meta(PlaceTable.Meta):
        model = Village
        fields = ["name", "township", "zone", "kind", "code", "population", "first_responsible"]

    def render_zone(self, value):
        return value if value.level == Level.ZONE else "—"


class GroupTable(PlaceInTownshipTable):
    village = Column(_("村（社区）"), accessor="parent", order_by="parent__name", linkify=lambda value: value.get_absolute_url())

    class Meta(PlaceTable.Meta):
        model = Group
        fields = ["name", "kind", "village", "township", "first_responsible"]


class VillageColumn(Column):
    """The village that something stands in; a dash where it stands in the township itself."""

    def __init__(self, **kwargs):
        super().__init__(_("村（社区）"), accessor="parent", order_by="parent__name", **kwargs)

    def render(self, value):
        return value if value.level == Level.VILLAGE else "—"


class EnterpriseTable(PlaceInTownshipTable):
    village = VillageColumn()
    sector = Column(order_by="sector__position")
    is_high_risk = Column(_("高危"))
    employees = Column(_("从业（人）"), attrs=NUMBER, default="—")

    class Meta(PlaceTable.Meta):
        model = Enterprise
        fields = ["name", "township", "village", "sector", "is_high_risk", "employees", "first_responsible"]

    def render_is_high_risk(self, value):
        return _("高危") if value else ""


class KeySiteTable(PlaceInTownshipTable):
    village = VillageColumn()
    sector = Column(order_by="sector__position")

    class Meta(PlaceTable.Meta):
        model = KeySite
        fields = ["name", "kind", "township", "village", "sector", "location", "first_responsible"]
