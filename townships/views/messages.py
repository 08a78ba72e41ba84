"""The inbox, what leaves the system, and whether somebody wants mail."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townships.access import only, sees_deliveries
from townships.delivering import send_again
from townships.filters.messages import DeliveryFilter, MessageFilter
from townships.forms.messages import OwnMailForm
from townships.lists import ledger_list
from townships.messaging import read, read_all
from townships.models import Addressee, Delivery
from townships.tables.messages import DeliveryTable, MessageTable


@require_safe
def inbox(request):
    mine = Addressee.objects.of(request.user).for_list()
    return ledger_list(
        request, mine, filterset=MessageFilter, table=MessageTable, template="townships/messages/inbox.html", count=mine.unread().count()
    )


@require_safe
def message(request, pk):
    """To the row that it is about; opened it counts as read."""
    inbox = get_object_or_404(Addressee.objects.of(request.user).select_related("message"), pk=pk)
    read(inbox)
    return redirect(inbox.message.path)


@require_POST
def read_messages(request):
    count = read_all(request.user)
    messages.success(request, ngettext("%(count)s 条消息已标为已读。", "%(count)s 条消息已标为已读。", count) % {"count": count})
    return redirect("townships:messages")


@require_http_methods(["GET", "HEAD", "POST"])
def message_settings(request):
    form = OwnMailForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("消息设置已保存。"))
        return redirect("townships:messages")
    context = {"form": form, "sends_mail": settings.SENDS_MAIL, "cancel_url": reverse("townships:messages")}
    return render(request, "townships/messages/settings.html", context)


@only(sees_deliveries)
@require_safe
def message_deliveries(request):
    visible = Delivery.objects.visible_to(request.user).for_list()
    context = {
        "failed": visible.filter(state=Delivery.State.FAILED).count(),
        "sends_mail": settings.SENDS_MAIL,
        "has_robot": bool(settings.MESSAGE_WEBHOOK_URL),
    }
    template = "townships/messages/deliveries.html"
    return ledger_list(request, visible, filterset=DeliveryFilter, table=DeliveryTable, template=template, **context)


@only(sees_deliveries)
@require_POST
def send_delivery_again(request, pk):
    delivery = get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk)
    if send_again(delivery):
        messages.success(request, _("已重新排队，一分钟内发送。"))
    else:
        messages.warning(request, _("这一条没有失败，不用重新发送。"))
    return redirect("townships:message_deliveries")
