"""Choosing among the sums of money of a township and of the county itself."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from townships.models import Investment

# Sums of money that a form can still offer to tick.
SUMS_OFFERED = 100


def sums_near(user, *, county, township):
    """Those of the township and of the county itself; without a township those of the whole county."""
    near = Investment.objects.visible_to(user).counted().filter(county=county)
    return near.filter(Q(township=township) | Q(township=None)) if township else near


def offered_sums(near, *, linked):
    """The newest of them, and what is linked already."""
    newest = near.order_by("-spent_on", "-pk").values_list("pk", flat=True)[:SUMS_OFFERED]
    offered = Investment.objects.filter(Q(pk__in=[*newest]) | Q(pk__in=linked)).select_related("township")
    return offered.order_by("-spent_on", "-pk")


class SumsForm(forms.Form):
    """The sums of money that something was paid with."""

    investments = forms.ModelMultipleChoiceField(
        Investment.objects.none(), label=_("所用投入"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, user, linked, county, township, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["investments"].queryset = offered_sums(sums_near(user, county=county, township=township), linked=linked)
        self.fields["investments"].initial = linked
        self.fields["investments"].label_from_instance = sum_in_words


def sum_in_words(investment):
    """2008-09-30 官亭乡 安全设施 12,000,000.00 元 硬化乡村公路……"""
    whose = investment.township or _("县本级")
    told = [
        investment.spent_on.isoformat(),
        whose,
        investment.get_purpose_display(),
        _("%(amount)s 元") % {"amount": f"{investment.amount:,.2f}"},
        investment.note,
    ]
    return " ".join(str(word) for word in told if word)
