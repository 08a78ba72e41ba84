from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def yuan(amount):
    """70000.5 → 70,000.50"""
    return f"{amount or 0:,.2f}"


@register.filter
def wan(amount):
    """70000.5 → 7.00: in 万元, as officials expect it. Below 100 yuan with as many places as it takes: 1 is 0.0001, not nothing."""
    told = (amount or 0) / Decimal(10000)
    return f"{told.normalize():f}" if 0 < abs(told) < Decimal("0.01") else f"{told:,.2f}"


@register.filter
def grouped(number):
    """1325 → 1,325, 306000.5 → 306,000.50. Django's intcomma groups by four digits in Chinese."""
    return f"{number or 0:,}" if isinstance(number or 0, int) else f"{number:,.2f}"


@register.filter
def in_unit(number, unit):
    """Money has two places, 22.00 辆 are 22: as many places as the number needs."""
    return grouped(number) if isinstance(number or 0, int) or unit == _("元") else f"{number.normalize():,f}"
