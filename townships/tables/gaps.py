from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tables2 import Column, Table, TemplateColumn

from townships.gaps import Reason
from townships.tables.places import NUMBER

NEXT_STEPS = {
    Reason.VACANT: gettext_lazy("任命责任人"),
    Reason.EXPIRED: gettext_lazy("办理连任或任命继任者"),
    Reason.LEFT: gettext_lazy("办理工作交接或任命继任者"),
    Reason.TOO_FEW: gettext_lazy("补足人数"),
    Reason.UNQUALIFIED: gettext_lazy("登记或换发证件，或改任持证人员"),
    Reason.LOW_RANK: gettext_lazy("核对职级登记，或改任副科级以上干部"),
    Reason.OVERLOADED: gettext_lazy("另任命一人分担，并终止负责过多者的一处任期"),
    Reason.DOUBLED: gettext_lazy("终止其中一个专职岗位的任期或办理工作交接，空出后另行任命"),
}
# A second person in a seat of one is refused as long as the first holds it.
FREE_THE_SEAT = gettext_lazy("先终止负责过多者的一处任期或办理工作交接，空出后任命他人")
MARK_FULL_TIME = gettext_lazy("核对在岗人员是否专职，是的在人员名册标记")


def next_step(gap):
    """For all that is wrong, in the order of the faults."""
    steps = [_step_of(fault, gap) for fault in gap.faults] + ([MARK_FULL_TIME] if gap.uncounted else [])
    return "；".join(map(str, steps))


def _step_of(fault, gap):
    return FREE_THE_SEAT if fault.reason == Reason.OVERLOADED and gap.is_taken else NEXT_STEPS[fault.reason]


class GapTable(Table):
    """Rows are Gaps, in the order of the county's tree until another is chosen. `step` is the deed in words, for paper."""

    place = Column(gettext_lazy("单位或部位"), accessor="place__local_name", linkify=lambda record: record.place.get_absolute_url())
    township = Column(gettext_lazy("乡镇（街道）"), accessor="place", order_by="township_name")
    county = Column(gettext_lazy("县（市、区）"), accessor="county_name")
    level = Column(gettext_lazy("层级"), accessor="place__get_level_display", order_by="depth", attrs={"td": {"class": "nowrap"}})
    duty = Column(gettext_lazy("岗位"), accessor="title", order_by=("rule__kind__position", "title"))
    held = TemplateColumn(
        "{{ record.held }}/{{ record.rule.minimum }}",
        verbose_name=gettext_lazy("在岗/应配"),
        attrs=NUMBER,
        order_by=("held", "rule__minimum"),
    )
    reason = TemplateColumn(template_name="townships/_gap_reason.html", verbose_name=gettext_lazy("原因"), order_by="gravity")
    deed = TemplateColumn(template_name="townships/_gap_deed.html", verbose_name=gettext_lazy("处理"), orderable=False)
    step = Column(gettext_lazy("下一步"), accessor="reason", orderable=False)

    def render_township(self, value):
        return _("县级") if value.is_county else value.township or value

    def render_step(self, record):
        return next_step(record)

    def before_render(self, request):
        self.appoints = request.user.keeps_ledgers
        # On a screen the next step is a link, on paper words.
        self.columns.hide("deed" if getattr(self, "is_printed", False) else "step")
        if not request.user.has_whole_deployment:
            self.columns.hide("county")

    class Meta:
        empty_text = gettext_lazy("这一天没有空白点：要求配备的岗位都有人在岗。")
