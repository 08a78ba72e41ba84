import django_tables2 as tables
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from townships.delivery_errors import in_plain_words
from townships.models import Addressee, Delivery


class MomentColumn(tables.DateTimeColumn):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, format="Y-m-d H:i", attrs={"td": {"class": "nowrap"}}, **kwargs)


class MessageTable(tables.Table):
    state = tables.Column(_("状态"), accessor="read_at", empty_values=(), orderable=False)
    text = tables.Column(_("内容"), accessor="message__text", linkify=lambda record: record.get_absolute_url(), orderable=False)
    kind = tables.Column(_("类别"), accessor="message__kind", order_by="message__kind")
    township = tables.Column(_("乡镇（街道）"), accessor="message__township", order_by="message__township__code")
    sent_at = MomentColumn(
        verbose_name=_("时间"),
        accessor="message__sent_at",
        order_by=("message__sent_at", "pk"),
    )

    class Meta:
        model = Addressee
        fields = ["state", "text", "kind", "township", "sent_at"]
        order_by = "-sent_at"
        empty_text = _("还没有消息。有急报、重大隐患、待复查和逾期督办时，会发到这里。")

    def before_render(self, request):
        if request.user.township_id:
            self.columns.hide("township")

    def render_state(self, value):
        key, word = ("done", _("已读")) if value else ("found", _("未读"))
        return format_html('<span class="state state-{}">{}</span>', key, word)

    def render_kind(self, record):
        return record.message.get_kind_display()


class DeliveryTable(tables.Table):
    created_at = MomentColumn(verbose_name=_("提交时间"), order_by=("created_at", "pk"))
    channel = tables.Column(_("渠道"))
    addressee = tables.Column(_("收件人"), accessor="addressee__user", default="—", orderable=False)
    message = tables.Column(_("内容"), orderable=False)
    state = tables.Column(_("状态"))
    attempts = tables.Column(_("次数"), attrs={"td": {"class": "number"}, "th": {"class": "number"}})
    next_attempt_at = MomentColumn(verbose_name=_("下次发送"), accessor="waits_until", order_by="next_attempt_at", default="—")
    last_error = tables.Column(_("最近错误"), orderable=False, default="")
    act = tables.Column(
        _("办理"), empty_values=(), orderable=False, attrs={"td": {"class": "act nowrap no-print"}, "th": {"class": "no-print"}}
    )

    class Meta:
        model = Delivery
        fields = ["created_at", "channel", "addressee", "message", "state", "attempts", "next_attempt_at", "last_error", "act"]
        order_by = "-created_at"
        empty_text = _("还没有发出过邮件或机器人消息。")

    def render_state(self, record):
        return format_html('<span class="state state-{}">{}</span>', record.state_colour, record.get_state_display())

    def render_last_error(self, value):
        words = in_plain_words(value)
        return words if words == value else format_html('{}<br><small lang="en">{}</small>', words, value)

    def render_act(self, record):
        if not record.has_failed:
            return ""
        return format_html(
            '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<button class="link-button">{}</button></form>',
            reverse("townships:send_delivery_again", args=[record.pk]),
            get_token(self.request),
            _("重新发送"),
        )
