from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, DateColumn, Table, TemplateColumn

from townships.models import Letter

DAY = {"td": {"class": "day"}}


class SignedColumn(Column):
    """When a side signed, or by word and colour that it has not."""

    def __init__(self, verbose_name):
        super().__init__(verbose_name, empty_values=(), attrs=DAY)

    def render(self, value, record):
        if value:
            return f"{value:%Y-%m-%d}"
        return format_html('<span class="state state-{}">{}</span>', "void" if record.voided_at else "vacant", _("未签"))


class LetterTable(Table):
    number = Column(linkify=True, order_by=("year", "batch", "sequence"), attrs={"td": {"class": "nowrap"}})
    kind = Column(attrs={"td": {"class": "nowrap"}})
    township = Column(order_by="township__code")
    upper = Column(_("甲方"), accessor="upper_name", orderable=False)
    lower = Column(_("乙方"), accessor="lower_name", order_by="lower__name")
    signer = Column(default="—")
    issued_on = DateColumn(format="Y-m-d", attrs=DAY)
    upper_signed_on = SignedColumn(_("甲方签字"))
    lower_signed_on = SignedColumn(_("乙方签字"))
    state = Column(_("状态"), accessor="voided_at", empty_values=())

    class Meta:
        model = Letter
        fields = ["number", "kind", "township", "upper", "lower", "signer", "issued_on", "upper_signed_on", "lower_signed_on", "state"]
        empty_text = _("还没有制发责任状。县局先定好本年度的文本，再从上方制发。")

    def before_render(self, request):
        if request.GET.get("state") not in ("void", "all"):
            self.columns.hide("state")
        if request.user.township_id:
            self.columns.hide("township")

    def render_state(self, record):
        if record.voided_at:
            return format_html('<span class="state state-void">{}</span>', _("已作废"))
        return _("有效")


class NotIssuedTable(Table):
    name = Column(_("应签单位"), linkify=lambda record: record.place.get_absolute_url())
    township = Column(_("乡镇（街道）"), orderable=False)
    kind = Column(_("类别"), accessor="kind__label", order_by="kind", attrs={"td": {"class": "nowrap"}})
    deed = TemplateColumn(template_name="townships/letters/_issue_deed.html", verbose_name=_("处理"), orderable=False)

    class Meta:
        empty_text = _("有文本的类别都已制发。没有文本的类别，县局定好文本后才列入。")

    def before_render(self, request):
        if not request.user.keeps_ledgers or getattr(self, "is_printed", False):
            self.columns.hide("deed")
        if request.user.township_id:
            self.columns.hide("township")
