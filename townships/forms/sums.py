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

    def __init__(self, *args, user, linked, county, township, since=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.since, near = since, sums_near(user, county=county, township=township)
        if since:
            near = near.filter(spent_on__gte=since)
            self.fields["investments"].help_text = _("只列 %(day)s（发现之日）及以后的投入。") % {"day": since}
        self.fields["investments"].queryset = offered_sums(near, linked=linked)
        self.fields["investments"].initial = linked
        self.fields["investments"].label_from_instance = sum_in_words

    def clean_investments(self):
        """What was linked before this rule is told by name, to be unticked."""
        chosen = self.cleaned_data["investments"]
        early = [sum_in_words(one) for one in chosen if self.since and one.spent_on < self.since]
        if early:
            told = {"day": self.since, "sums": "；".join(early)}
            raise forms.ValidationError(_("支出日期早于隐患发现之日（%(day)s），不能关联，请取消勾选：%(sums)s。"), "too_early", told)
        return chosen


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
