from functools import cached_property

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter, NumberFilter

from townships.filters.asked import AskedForm
from townships.filters.places import townships_in_scope
from townships.letters_not_issued import not_issued
from townships.models import Letter, LetterKind, LetterSignature

Side = LetterSignature.Side
STATES = [
    ("unsigned", _("未签齐")),
    ("lacks_lower", _("乙方未签")),
    ("lacks_upper", _("甲方未签")),
    ("signed", _("双方已签")),
    ("void", _("已作废")),
    ("all", _("全部（含作废）")),
]


class LetterFilter(FilterSet):
    """Letters that count, unless the voided ones are asked for."""

    q = CharFilter(label=_("编号、单位或负责人"), method="search")
    township = ModelChoiceFilter(label=_("乡镇（街道）"), queryset=townships_in_scope)
    year = NumberFilter(label=_("年度"))
    state = ChoiceFilter(label=_("签订情况"), choices=STATES, empty_label=_("全部有效"), method="stay")

    class Meta:
        model = Letter
        fields = ["q", "township", "kind", "year", "state"]

    def filter_queryset(self, queryset):
        letters = super().filter_queryset(queryset)
        match self.form.cleaned_data.get("state"):
            case "all":
                return letters
            case "void":
                return letters.exclude(voided_at=None)
            case "signed":
                return letters.counted().signed()
            case "unsigned":
                return letters.counted().unsigned()
            case "lacks_lower":
                return letters.counted().lacking(Side.LOWER)
            case "lacks_upper":
                return letters.counted().lacking(Side.UPPER)
        return letters.counted()

    @property
    def listed(self):
        """What the heading says is listed, when that is less or more than the letters that count: 未签齐."""
        return dict(STATES).get(self.form.cleaned_data.get("state"))

    def search(self, letters, name, words):
        return letters.search(words)

    def stay(self, letters, name, state):
        return letters


class NotIssuedForm(AskedForm):
    kind = forms.ChoiceField(label=_("类别"), choices=[("", _("全部")), *LetterKind.choices], required=False)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100, required=False)


class NotIssuedFilter:
    """To ledger_list what a FilterSet is, but who has no letter is no row of a table: `qs` is a list."""

    def __init__(self, data, *, queryset, request):
        self.request = request
        self.form = NotIssuedForm(data, user=request.user)
        self.places = queryset

    @property
    def year(self):
        return self.form.asked("year") or timezone.localdate().year

    @property
    def asked(self):
        """Places and kinds, as townships/letters_not_issued.py takes them."""
        township, kind = self.form.asked("township"), self.form.asked("kind")
        places = self.places.in_township(township.pk) if township else self.places
        return {"places": places, "year": self.year, "kinds": [kind] if kind else LetterKind}

    @cached_property
    def qs(self):
        return not_issued(**self.asked)
