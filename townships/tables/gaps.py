from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table, TemplateColumn

from townships.tables.places import NUMBER


class GapTable(Table):
    """Rows are Gaps, already in the order of the county's tree."""

    place = Column(_("单位或部位"), accessor="place__local_name", linkify=lambda record: record.place.get_absolute_url(), orderable=False)
    township = Column(_("乡镇（街道）"), accessor="place", orderable=False)
    level = Column(_("层级"), accessor="place__get_level_display", orderable=False)
    duty = Column(_("岗位"), accessor="rule__kind__name", orderable=False)
    held = TemplateColumn("{{ record.held }}/{{ record.rule.minimum }}", verbose_name=_("在岗/应配"), attrs=NUMBER, orderable=False)
    reason = TemplateColumn(template_name="townships/_gap_reason.html", verbose_name=_("原因"), orderable=False)
    deed = TemplateColumn(template_name="townships/_gap_deed.html", verbose_name=_("处理"), orderable=False)

    def render_township(self, value):
        return _("县级") if value.is_county else value.township or value

    def before_render(self, request):
        self.appoints = request.user.keeps_ledgers

    class Meta:
        empty_text = _("这一天没有空白点：要求配备的岗位都有人在岗。")
