import pytest
from django.test import RequestFactory
from django.urls import reverse

from config.navigation import ROOMS, navigation
from tests.factories.townships import AdministratorFactory, AuditorFactory, BureauFactory, InspectorFactory, OfficialFactory

pytestmark = pytest.mark.django_db


class Match:
    def __init__(self, view):
        self.view_name = view


def seen_from(view, user):
    request = RequestFactory().get("/")
    request.user, request.resolver_match = user, Match(view)
    return navigation(request)


def here(entries):
    return [str(entry["label"]) for entry in entries if entry["is_here"]]


@pytest.mark.parametrize(
    ("view", "room", "tab"),
    [
        ("townships:gaps", "责任链", "空白点"),
        ("townships:chain", "责任链", "空白点"),
        ("townships:edit_duty_document", "责任链", "空白点"),
        ("townships:edit_person", "责任链", "人员名册"),
        ("townships:edit_village", "乡镇单位", "行政村（社区）"),
        ("townships:print_villages", "乡镇单位", "行政村（社区）"),
        ("townships:print_investments", "创建投入", "投入"),
        ("townships:new_key_site", "乡镇单位", "重点部位"),
        ("townships:county", "乡镇单位", "乡镇（街道）"),
        ("townships:township_plans", "创建投入", "创建活动"),
        ("townships:edit_township_plan", "创建投入", "创建活动"),
        ("townships:new_session", "创建投入", "创建活动"),
        ("townships:act_on_candidacy", "创建投入", "申报与称号"),
        ("townships:candidacy_statistics", "创建投入", "申报与称号"),
        ("townships:edit_score_sheet", "创建投入", "考评"),
        ("reports:draw", "创建投入", "考评"),
        ("townships:score_sheets", "创建投入", "考评"),
        ("hazards:reply_report", "隐患台账", "隐患"),
        ("hazards:join_visit", "检查巡查", "检查记录"),
        ("townships:counties", "乡镇单位", "乡镇（街道）"),
        ("townships:new_drill", "宣传教育", "应急演练"),
        ("townships:station", "乡镇单位", "安监站"),
        ("townships:new_mentor_visit", "创建投入", "帮扶"),
    ],
)
def test_every_page_of_a_room_shows_where_one_is(view, room, tab):
    seen = seen_from(view, BureauFactory())

    assert (here(seen["menu"]), here(seen["tabs"])) == ([room], [tab])


def test_page_outside_the_rooms_shows_no_place():
    seen = seen_from("password_change", BureauFactory())

    assert here(seen["menu"]) == []
    assert seen["tabs"] == []


def test_accounts_are_offered_to_administrators_only():
    assert "账号" in [str(room["label"]) for room in seen_from("", AdministratorFactory())["menu"]]
    assert "账号" not in [str(room["label"]) for room in seen_from("", BureauFactory())["menu"]]


@pytest.mark.parametrize("role", ["administrator", "bureau", "inspector", "official", "auditor"])
def test_menu_has_at_most_eight_words(role):
    assert sum(role in room.roles for room in ROOMS) <= 8


def test_nothing_is_offered_before_the_password_is_changed():
    assert seen_from("", OfficialFactory(must_change_password=True)) == {}


def test_record_of_deeds_is_offered_to_those_who_audit():
    labels = [[str(tab["label"]) for tab in seen_from("hazards:hazards", user)["tabs"]] for user in (AuditorFactory(), OfficialFactory())]

    assert ["办理记录" in tabs for tabs in labels] == [True, False]


def test_an_auditor_is_offered_what_the_record_of_deeds_speaks_of():
    rooms = [[str(room["label"]) for room in seen_from("", user)["menu"]] for user in (AuditorFactory(), BureauFactory())]

    assert rooms[0] == rooms[1]


@pytest.mark.parametrize("factory", [AdministratorFactory, AuditorFactory, BureauFactory, InspectorFactory, OfficialFactory])
def test_whatever_the_menu_offers_opens(client, factory):
    user = factory()
    client.force_login(user)
    rooms = [room for room in ROOMS if user.role in room.roles]
    views = [tab.view for room in rooms for tab in room.tabs if tab.may(user)]

    assert {view: client.get(reverse(view)).status_code for view in views} == dict.fromkeys(views, 200)


def test_menu_is_drawn_up_once_a_request():
    request = RequestFactory().get("/")
    request.user, request.resolver_match = BureauFactory(), Match("townships:gaps")

    assert navigation(request)["menu"] is navigation(request)["menu"]
