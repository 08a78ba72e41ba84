from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, DateColumn, Table

from townships.models import Appraisal, ScoreSheet
from townships.tables.places import NUMBER
from townships.templatetags.points import points


def state_word(record):
    return format_html('<span class="state state-{}">{}</span>', record.state, record.get_state_display())


class ScoreSheetTable(Table):
    name = Column(linkify=True)
    county = Column(order_by="county__name", default=_("示例"))
    criteria_count = Column(_("要素（项）"), attrs=NUMBER)
    total = Column(_("总分"), attrs=NUMBER, default="—")
    appraisal_count = Column(_("考评（个）"), attrs=NUMBER)

    class Meta:
        model = ScoreSheet
        fields = ["name", "year", "county", "criteria_count", "total", "pass_mark", "appraisal_count", "state"]
        order_by = "-year"
        empty_text = _("还没有考评细则。")

    def render_total(self, value):
        return points(value)

    def render_pass_mark(self, value):
        return points(value)

    def render_state(self, record):
        return _("可复制使用") if record.is_example else state_word(record)


class AppraisalTable(Table):
    township = Column(linkify=lambda record: record.get_absolute_url(), order_by="township__code")
    year = Column(_("年度"), accessor="sheet__year")
    sheet = Column(accessor="sheet__name")
    points = Column(attrs=NUMBER, default="—")
    result = Column(_("结果"), order_by="is_passed", default="—", empty_values=(None, ""))
    finished_on = DateColumn(format="Y-m-d", default="—")

    class Meta:
        model = Appraisal
        fields = ["township", "year", "sheet", "state", "points", "result", "first", "second", "finished_on"]
        order_by = ("-year", "township")
        empty_text = _("还没有考评。先启用一份考评细则，再由乡镇或县局开始考评。")

    def render_state(self, record):
        return state_word(record)

    def render_points(self, value):
        return points(value)

    def render_result(self, record):
        if record.is_passed is False:
            return format_html('<span class="state state-failed">{}</span>', record.result)
        return record.result
