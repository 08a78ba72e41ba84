from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, DateColumn, Table

from townships.holidays import may_remove
from townships.models import Holiday


class HolidayTable(Table):
    day = DateColumn(format="Y-m-d")
    weekday = Column(_("星期"), accessor="day", orderable=False)
    county = Column(default=_("各县通用"), order_by="county__name")
    act = Column(_("办理"), empty_values=(), orderable=False, attrs={"td": {"class": "act no-print"}, "th": {"class": "no-print"}})

    class Meta:
        model = Holiday
        fields = ["day", "weekday", "name", "is_workday", "county", "act"]
        order_by = "-day"
        empty_text = _("还没有录入。内置日历里已公布年度的放假安排不用录入。")

    def render_weekday(self, value):
        return [_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日")][value.weekday()]

    def render_act(self, record):
        if not may_remove(self.request.user, record):
            return ""
        return format_html(
            '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<button class="link-button">{}</button></form>',
            reverse("townships:remove_holiday", args=[record.pk]),
            get_token(self.request),
            _("删除"),
        )
