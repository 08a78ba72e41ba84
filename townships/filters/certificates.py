from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from townships.filters.places import townships_in_scope
from townships.models import Certificate

STATES = [
    ("valid", _("有效")),
    ("expiring", _("即将到期")),
    ("expired", _("已过期")),
    ("void", _("已作废")),
    ("all", _("全部（含已换证）")),
]


class CertificateFilter(FilterSet):
    """The latest certificate of each number, unless renewed or voided ones are asked for."""

    q = CharFilter(label=_("姓名、拼音首字母或证号"), method="search")
    township = ModelChoiceFilter(label=_("乡镇（街道）"), field_name="person__township", queryset=townships_in_scope, null_label=_("县直"))
    state = ChoiceFilter(label=_("状态"), choices=STATES, empty_label=_("现有"), method="stay")

    class Meta:
        model = Certificate
        fields = ["q", "township", "kind", "state"]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        today = timezone.localdate()
        match self.form.cleaned_data.get("state"):
            case "all":
                return queryset
            case "void":
                return queryset.exclude(voided_at=None)
            case "expired":
                return queryset.expired(today)
            case "expiring":
                return queryset.expiring(today)
            case "valid":
                return queryset.current().valid_on(today)
        return queryset.current()

    def search(self, certificates, name, words):
        return certificates.search(words)

    def stay(self, certificates, name, state):
        return certificates
