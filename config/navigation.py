"""The left menu: at most eight words, each for those who can use it, and the pages of the room that one is in."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from townships.access import audits, keeps_ledgers, sees_deliveries
from townships.models import Addressee


def everybody(user):
    return True


@dataclass(frozen=True)
class Tab:
    """A page of a room. It is also where one is on every page whose view is named after one of its subjects, or is one itself."""

    label: str
    view: str
    subjects: tuple[str, ...]
    may: Callable = everybody


@dataclass(frozen=True)
class Room:
    label: str
    tabs: list[Tab]
    # An auditor reads what the record of deeds speaks of, wherever it stands (decision 0130).
    roles: tuple[str, ...] = ("bureau", "inspector", "official", "auditor")


# Draws belong to the appraisal that they are made for.
DRAWS = ("reports:draws", "reports:new_draw", "reports:draw")
SIGNALS = ("hazards:signals", "hazards:signal", "hazards:print_signals")
HOLIDAYS = Tab(_("节假日"), "townships:holidays", ("holiday",))
EVERYBODY = ("bureau", "inspector", "official", "administrator", "auditor")
# The ledgers of a round, by one word and by several.
ROUND_SUBJECTS = ("session", "leader_visit", "task", "document", "exchange", "example", "township_plan")
ROUND_SUBJECTS += tuple(f"{subject}s" for subject in ROUND_SUBJECTS)
ENFORCEMENT_SUBJECTS = (
    "illegal_act",
    "illegal_acts",
    "enforcement",
    "enforcements",
    "illegal_week",
    "weekly_return",
    "hazards:hand_in_week",
)
ROOMS = [
    Room(
        _("工作台"),
        [
            Tab(_("工作台"), "dashboard", ("dashboard",)),
            Tab(_("消息"), "townships:messages", ("message", "messages")),
            Tab(_("外发记录"), "townships:message_deliveries", ("delivery", "message_deliveries"), may=sees_deliveries),
        ],
        EVERYBODY,
    ),
    Room(
        _("责任链"),
        [
            Tab(_("空白点"), "townships:gaps", ("gap", "gaps", "chain", "duty", "duty_document", "appoint")),
            Tab(_("人员名册"), "townships:people", ("people", "person")),
            Tab(_("责任状"), "townships:letters", ("letter", "letters")),
            Tab(_("机构和队伍"), "townships:teams", ("team", "teams")),
            Tab(_("安全员名册"), "townships:officers", ("officer", "officers")),
            Tab(_("持证"), "townships:certificates", ("certificate", "certificates")),
            Tab(_("工作交接"), "hazards:handovers", ("handover", "handovers")),
        ],
        EVERYBODY,
    ),
    Room(
        _("乡镇单位"),
        [
            Tab(
                pgettext_lazy("tab", "乡镇（街道）"),
                "townships:townships",
                ("township", "townships", "county", "counties", "place", "printout", "board"),
            ),
            Tab(pgettext_lazy("tab", "片区"), "townships:zones", ("zone", "zones")),
            Tab(pgettext_lazy("tab", "行政村（社区）"), "townships:villages", ("village", "villages")),
            Tab(_("组（楼栋）"), "townships:groups", ("group", "groups")),
            Tab(pgettext_lazy("tab", "企业"), "townships:enterprises", ("enterprise", "enterprises")),
            Tab(pgettext_lazy("tab", "重点部位"), "townships:key_sites", ("key_site", "key_sites")),
            Tab(_("安监站"), "townships:stations", ("station", "stations", "equipment", "equipments", "outpost", "outposts")),
            Tab(_("制度预案"), "townships:provisions", ("provision", "provisions")),
        ],
        EVERYBODY,
    ),
    Room(
        _("隐患台账"),
        [
            Tab(pgettext_lazy("tab", "隐患"), "hazards:hazards", ("hazard", "act", "receipt", "many", "reply_report")),
            Tab(_("重大隐患"), "hazards:majors", ("major", "majors", "circular", "circulars")),
            Tab(_("群众举报"), "hazards:reports", ("report", "reports", "reporter")),
            Tab(_("逾期督办"), "hazards:escalations", ("escalation", "escalations", "bulletin", "bulletins")),
            Tab(_("执法文书"), "hazards:orders", ("order", "orders", "paper", "return")),
            Tab(_("分析预警"), "reports:patterns", ("patterns", "analysis", *SIGNALS)),
            Tab(_("打非治违"), "hazards:illegal_acts", ENFORCEMENT_SUBJECTS),
            Tab(_("事故"), "townships:accidents", ("accident", "accidents", "vetoes")),
            Tab(_("办理记录"), "hazards:events", ("event",), may=audits),
        ],
    ),
    Room(
        _("检查巡查"),
        [
            Tab(_("检查记录"), "hazards:inspections", ("inspection", "record", "visit")),
            Tab(_("今日巡查"), "hazards:round", ("round", "sheet"), may=keeps_ledgers),
            Tab(_("巡查任务"), "hazards:tasks", ("task", "tasks")),
            Tab(_("回头看"), "hazards:look_backs", ("look_back", "look_backs")),
            Tab(_("检查计划"), "hazards:plans", ("plan", "draw")),
            Tab(_("检查表"), "hazards:checklists", ("checklist",)),
            Tab(_("纸质表"), "hazards:paper_forms", ("paper_form", "paper_forms", "form_batch")),
            Tab(
                pgettext_lazy("tab", "专项行动"),
                "hazards:drives",
                ("drive", "drives", "outcome", "outcomes", "outcome_kinds", "department", "departments"),
            ),
            HOLIDAYS,
        ],
    ),
    Room(
        _("宣传教育"),
        [
            Tab(_("宣传活动"), "publicity:activities", ("activity",)),
            Tab(_("教育培训"), "publicity:trainings", ("training",)),
            Tab(_("应急演练"), "townships:drills", ("drill", "drills")),
            Tab(_("汇总"), "publicity:totals", ("total",)),
        ],
    ),
    Room(
        _("创建投入"),
        [
            Tab(_("创建活动"), "townships:campaigns", ("campaign", "leading_group", *ROUND_SUBJECTS)),
            Tab(_("申报与称号"), "townships:candidacies", ("candidacy", "objector")),
            Tab(
                _("考评"),
                "townships:appraisals",
                ("appraisal", "score_sheet", "score_sheets", "reports:self_check", "reports:bundles", *DRAWS),
            ),
            Tab(_("帮扶"), "townships:mentorships", ("mentorship", "mentor_visit", "mentor_aid")),
            Tab(_("季评比"), "reports:comparison", ("comparison",)),
            Tab(_("投入"), "townships:investments", ("investment", "investments")),
            Tab(_("实事工程"), "townships:works", ("work", "works")),
        ],
    ),
    Room(_("年度总结"), [Tab(_("年度总结"), "reports:annual_reports", ("report", "figure"))]),
    Room(_("账号"), [Tab(_("账号"), "townships:accounts", ("account", "password")), HOLIDAYS], ("administrator",)),
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
    # A cell of a table that has a template of its own runs the context processors again: drawn up once a request.
    if not hasattr(request, "drawn_navigation"):
        request.drawn_navigation = _drawn(request, user)
    return request.drawn_navigation


def _drawn(request, user):
    rooms = [(room, tabs) for room in ROOMS if user.role in room.roles and (tabs := _tabs(room, user))]
    view = request.resolver_match.view_name if request.resolver_match else ""
    here = _tab_of(view)
    menu = [{"label": room.label, "url": tabs[0]["url"], "is_here": here in room.tabs} for room, tabs in rooms]
    own_tabs = next((tabs for room, tabs in rooms if here in room.tabs), [])
    return {
        "unread": SimpleLazyObject(lambda: Addressee.objects.of(user).unread().count()),
        "menu": menu,
        "tabs": [tab | {"is_here": tab["view"] == here.view} for tab in own_tabs],
        "thumb_bar": [
            {"label": label, "url": reverse(name), "is_main": is_main, "is_here": view == name} for label, name, is_main in THUMB_BAR
        ],
    }


def _tabs(room, user):
    return [{"label": tab.label, "view": tab.view, "url": reverse(tab.view)} for tab in room.tabs if tab.may(user)]


def _tab_of(view):
    """The tab whose own view this is, or whose subject the view is named after (`edit_village`: villages).

    Of two subjects the longer says more: `edit_township_plan` is about a plan, not about a township.
    """
    tabs = [tab for room in ROOMS for tab in room.tabs]
    app, _colon, name = view.rpartition(":")
    about = [
        (len(subject), tab) for tab in tabs if tab.view.rpartition(":")[0] == app for subject in tab.subjects if _is_about(name, subject)
    ]
    own = next((tab for tab in tabs if view in (tab.view, *tab.subjects)), None)
    return own or max(about, key=lambda pair: pair[0], default=(0, None))[1]


def _is_about(name, subject):
    return f"_{subject}_" in f"_{name}_"
