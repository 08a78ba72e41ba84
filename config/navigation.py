"""The left menu: at most eight words, each for those who can use it."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

MENU = [
    (_("工作台"), "dashboard"),
    (_("责任链"), "townships:gaps"),
    (_("乡镇单位"), "townships:townships"),
    (_("隐患台账"), "hazards:hazards"),
    (_("检查巡查"), "hazards:inspections"),
    (_("宣传教育"), "publicity:activities"),
    (_("创建投入"), "townships:campaigns"),
    (_("年度总结"), "reports:annual_reports"),
]


def navigation(request):
    if not request.user.is_authenticated:
        return {}
    return {"menu": [{"label": label, "url": url, "is_here": _is_here(request, name)} for label, name in MENU if (url := _url(name))]}


def _url(name):
    """None for a room that is not built yet."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _is_here(request, name):
    match = request.resolver_match
    return bool(match) and match.view_name == name
