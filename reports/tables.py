from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, DateTimeColumn, Table

from reports.models import AnnualReport, Draw


class AnnualReportTable(Table):
    title = Column(linkify=True)
    version = Column(_("版次"), attrs={"th": {"class": "number"}, "td": {"class": "number"}})
    published_at = DateTimeColumn(format="Y-m-d H:i")

    class Meta:
        model = AnnualReport
        fields = ["title", "county", "year", "version", "state", "created_by", "signed_by", "published_at"]
        order_by = ("-year", "-version")
        empty_text = _("还没有年度总结。县局起草并发布以后，会列在这里。")

    def render_state(self, record):
        state = format_html('<span class="state state-{}">{}</span>', record.state, record.get_state_display())
        if not record.later_pk:
            return state
        words = _("已被第%(version)s版代替") % {"version": record.later_number}
        return format_html('{} <a href="{}">{}</a>', state, reverse("reports:annual_report", args=[record.later_pk]), words)


class DrawTable(Table):
    drawn_at = DateTimeColumn(format="Y-m-d H:i", linkify=True)
    township = Column(order_by="township__code", default=_("全县"))
    campaign = Column(order_by="campaign__name")

    class Meta:
        model = Draw
        fields = ["drawn_at", "kind", "township", "campaign", "seed", "drawn_by", "reason"]
        order_by = "-drawn_at"
        empty_text = _("还没有抽取过。由县局抽取乡镇和走访点。")
