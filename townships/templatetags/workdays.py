"""The legal days of a year that is not announced yet, in words."""

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from townships import workdays

register = template.Library()


@register.filter
def legal_days(year):
    """元旦 1月1日、春节 2月6日—2月8日"""
    named = workdays.legal_days(year, "en_US" if get_language() == "en" else "zh_CN")
    days_of = {}
    for day, names in sorted(named.items()):
        # A day may be of two: 中秋节; 国庆节.
        for name in names.split("; "):
            days_of.setdefault(name, []).append(day)
    return _("、").join(_in_words(name, days) for name, days in days_of.items())


def _in_words(name, days):
    ends = dict.fromkeys([days[0], days[-1]])
    return f"{name} {'—'.join(date_format(day, _('n月j日')) for day in ends)}"
