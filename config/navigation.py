"""The left menu: at most eight words, each for those who can use it, and the pages of the room that one is in."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from townships.access import audits


def everybody(user):
    return True


@dataclass(frozen=True)
class Tab:
    """A page of a room. It is also where one is on every page whose view is named after one of its subjects."""

    label: str
    view: str
    subjects: tuple[str, ...]
    may: Callable = everybody


@dataclass(frozen=True)
class Room:
    label: str
    tabs: list[Tab]
    roles: tuple[str, ...] = ("bureau", "inspector", "official")


EVERYBODY = ("bureau", "inspector", "official", "administrator", "auditor")
ROOMS = [
    Room(_("工作台"), [Tab(_("工作台"), "dashboard", ("dashboard",))], EVERYBODY),
    Room(
        _("责任链"),
        [
            Tab(_("空白点"), "townships:gaps", ("gap", "chain", "duty", "appoint")),
            Tab(_("人员名册"), "townships:people", ("people", "person")),
        ],
        EVERYBODY,
    ),
    Room(
        _("乡镇单位"),
        [
            Tab(pgettext_lazy("tab", "乡镇（街道）"), "townships:townships", ("township", "county", "place")),
            Tab(pgettext_lazy("tab", "片区"), "townships:zones", ("zone",)),
            Tab(pgettext_lazy("tab", "行政村（社区）"), "townships:villages", ("village",)),
            Tab(_("组（楼栋）"), "townships:groups", ("group",)),
            Tab(pgettext_lazy("tab", "企业"), "townships:enterprises", ("enterprise",)),
            Tab(pgettext_lazy("tab", "重点部位"), "townships:key_sites", ("key_site",)),
        ],
        EVERYBODY,
    ),
    Room(
        _("隐患台账"),
        [
            Tab(pgettext_lazy("tab", "隐患"), "hazards:hazards", ("hazard", "act", "receipt")),
            Tab(_("执法文书"), "hazards:orders", ("order", "paper")),
            Tab(_("办理记录"), "hazards:events", ("event",), may=audits),
        ],
        ("bureau", "inspector", "official", "auditor"),
    ),
    Room(
        _("检查巡查"),
        [
            Tab(_("检查记录"), "hazards:inspections", ("inspection",)),
            Tab(pgettext_lazy("tab", "专项行动"), "hazards:drives", ("drive",)),
        ],
    ),
    Room(
        _("宣传教育"),
        [
            Tab(_("宣传活动"), "publicity:activities", ("activity",)),
            Tab(_("教育培训"), "publicity:trainings", ("training",)),
            Tab(_("汇总"), "publicity:totals", ("total",)),
        ],
    ),
    Room(
        _("创建投入"),
        [
            Tab(_("创建活动"), "townships:campaigns", ("campaign", "candidacy", "mentorship", "leading_group")),
            Tab(_("投入"), "townships:investments", ("investment",)),
        ],
    ),
    Room(_("年度总结"), [Tab(_("年度总结"), "reports:annual_reports", ("report", "figure"))]),
    Room(_("账号"), [Tab(_("账号"), "townships:accounts", ("account", "password"))], ("administrator",)),
]

THUMB_BAR = [
    (_("工作台"), "dashboard", False),
    (_("新增隐患"), "hazards:log_hazard", True),
    (_("台账"), "hazards:hazards", False),
    (_("我的"), "password_change", False),
]


def navigation(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return {}
    rooms = [(room, tabs) for room in ROOMS if user.role in room.roles and (tabs := _tabs(room, user))]
    view = request.resolver_match.view_name if request.resolver_match else ""
    here = _tab_of(view)
    menu = [{"label": room.label, "url": tabs[0]["url"], "is_here": here in room.tabs} for room, tabs in rooms]
    own_tabs = next((tabs for room, tabs in rooms if here in room.tabs), [])
    return {
        "menu": menu,
        "tabs": [tab | {"is_here": tab["view"] == here.view} for tab in own_tabs],
        "thumb_bar": [
            {"label": label, "url": reverse(name), "is_main": is_main, "is_here": view == name} for label, name, is_main in THUMB_BAR
        ],
    }


def _tabs(room, user):
    return [{"label": tab.label, "view": tab.view, "url": reverse(tab.view)} for tab in room.tabs if tab.may(user)]


def _tab_of(view):
    """The tab whose own view this is, or whose subject the view is named after (`edit_village`: villages)."""
    tabs = [tab for room in ROOMS for tab in room.tabs]
    own = next((tab for tab in tabs if tab.view == view), None)
    app, _colon, name = view.rpartition(":")
    return own or next((tab for tab in tabs if tab.view.rpartition(":")[0] == app and _is_about(name, tab.subjects)), None)


def _is_about(name, subjects):
    return any(f"_{subject}_" in f"_{name}_" for subject in subjects)
