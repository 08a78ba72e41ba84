from datetime import timedelta

import django_filters
from django.utils.translation import gettext_lazy as _

from townships.filters.ledger import day
from townships.models import Addressee, Delivery, Message
from townships.period import midnight


class MessageFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("内容"), field_name="message__text", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=[("unread", _("未读")), ("read", _("已读"))], method="filter_state")
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=Message.Kind.choices, field_name="message__kind")
    start = day(_("起"), method="since")
    end = day(_("止"), method="until")

    class Meta:
        model = Addressee
        fields = []

    def filter_state(self, inbox, name, state):
        return inbox.unread() if state == "unread" else inbox.exclude(read_at=None)

    def since(self, inbox, name, day):
        return inbox.filter(message__sent_at__gte=midnight(day))

    def until(self, inbox, name, day):
        return inbox.filter(message__sent_at__lt=midnight(day + timedelta(days=1)))


class DeliveryFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("内容"), field_name="message__text", lookup_expr="icontains")

    class Meta:
        model = Delivery
        fields = ["q", "state", "channel"]
