from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter, FilterSet

from townships.models import User
from townships.widgets import YesNoSelect


class AccountFilter(FilterSet):
    q = CharFilter(label=_("用户名或姓名"), method="search")
    is_active = BooleanFilter(label=_("启用"), widget=YesNoSelect)

    class Meta:
        model = User
        fields = ["q", "role", "is_active"]

    def search(self, accounts, name, words):
        named = Q(person__name__icontains=words) | Q(person__initials__startswith=words.lower())
        return accounts.filter(named | Q(username__icontains=words))
