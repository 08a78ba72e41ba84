"""Pages of the campaign and its money: scope of every address, who may write, bad input, one query count per list."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.campaign import (
    FIRST_DAY,
    Action,
    InvestmentFactory,
    LeadingGroupMemberFactory,
    MentorshipFactory,
    State,
    Tier,
    an_objection,
    candidacy_at,
    step,
)
from tests.factories.means import accident
from tests.factories.rounds import RoundWriter
from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    CampaignFactory,
    DutyFactory,
    InspectorFactory,
    OfficialFactory,
    PersonFactory,
    TownshipFactory,
)
from tests.spreadsheets import NAMESPACE, rows_of, sheet_of
from townships.candidacy import apply
from townships.models import Campaign, Candidacy, DutyKind, Investment, LeadingGroupMember, Mentorship, Objection
from townships.templatetags.money import wan

pytestmark = pytest.mark.django_db

LISTS = ["campaigns", "investments", "print_investments"]
PAGES = ["campaign", "leading_group", "candidacy", "investment", "investment_receipt"]
KEEPERS_FORMS = ["new_investment", "new_candidacy", "act_on_candidacy", "void_investment"]
BUREAU_FORMS = ["new_campaign", "edit_campaign", "new_mentorship", "edit_mentorship", "leave_leading_group"]
BUREAU_POSTS = ["join_leading_group", "follow_chain", "change_leading_group_seat"]
TODAY = timezone.localdate


@pytest.fixture
def bureau(client):
    bureau = BureauFactory()
    client.force_login(bureau)
    return bureau


def address(name, *args):
    return reverse(f"townships:{name}", args=args)


def addresses(township):
    """{name: address} of everything that belongs to one township or its county."""
    campaign = CampaignFactory(county=township.county)
    member = LeadingGroupMemberFactory(campaign=campaign, person__township=township)
    candidacy = candidacy_at(State.APPLIED, township=township, campaign=campaign)
    mentorship = MentorshipFactory(township=township, campaign=campaign)
    investment = InvestmentFactory(township=township)
    of_campaign = ["campaign", "leading_group", "edit_campaign", "new_candidacy", "new_mentorship", "join_leading_group", "follow_chain"]
    return {
        **{name: address(name, campaign.pk) for name in of_campaign},
        **{name: address(name, member.pk) for name in ("change_leading_group_seat", "leave_leading_group")},
        **{name: address(name, investment.pk) for name in ("investment", "investment_receipt", "void_investment")},
        **{name: address(name) for name in (*LISTS, "new_campaign", "new_investment")},
        "candidacy": address("candidacy", candidacy.pk),
        "act_on_candidacy": address("act_on_candidacy", candidacy.pk, Action.SHORTLIST),
        "edit_mentorship": address("edit_mentorship", mentorship.pk),
    }


def statuses(client, found, names, method="get"):
    return {name: getattr(client, method)(found[name]).status_code for name in names}


def all_are(status, names):
    return dict.fromkeys(names, status)


def test_bureau_opens_everything_of_its_county(client, bureau):
    found = addresses(TownshipFactory(county=bureau.county))
    names = LISTS + PAGES + KEEPERS_FORMS + BUREAU_FORMS

    assert statuses(client, found, names) == all_are(200, names)


def test_another_county_is_not_there(client, bureau):
    found = addresses(TownshipFactory())
    names = set(found) - {*LISTS, "new_campaign", "new_investment"}

    gets = names - set(BUREAU_POSTS)
    assert statuses(client, found, gets) == all_are(404, gets)
    assert statuses(client, found, BUREAU_POSTS, "post") == all_are(404, BUREAU_POSTS)


def test_inspector_sees_the_round_and_the_own_township(client):
    inspector = InspectorFactory()
    client.force_login(inspector)
    own, other = addresses(inspector.township), addresses(TownshipFactory())

    names = [*LISTS, *PAGES, "new_investment", "new_candidacy", "void_investment"]
    assert statuses(client, own, names) == all_are(200, names)
    assert statuses(client, own, BUREAU_FORMS) == all_are(403, BUREAU_FORMS)
    assert statuses(client, own, BUREAU_POSTS, "post") == all_are(403, BUREAU_POSTS)
    assert statuses(client, other, PAGES) == all_are(404, PAGES)


def test_neighbour_township_is_not_there_but_the_round_is(client):
    inspector = InspectorFactory()
    client.force_login(inspector)
    found = addresses(TownshipFactory(county=inspector.county))

    names = ["candidacy", "act_on_candidacy", "investment", "investment_receipt", "void_investment"]
    assert statuses(client, found, names) == all_are(404, names)
    page = client.get(found["campaign"])
    mentoring = next(tile for tile in page.context["tiles"] if "mentorships" in tile["url"])
    assert (list(page.context["candidacies"]), mentoring["value"], page.context["waiting"]) == ([], 0, [])


@pytest.mark.parametrize("reader", [OfficialFactory, AuditorFactory, AdministratorFactory])
def test_readers_read_and_do_not_write(client, reader):
    user = reader()
    client.force_login(user)
    found = addresses(TownshipFactory(county=user.county))

    assert statuses(client, found, LISTS + PAGES) == all_are(200, LISTS + PAGES)
    assert statuses(client, found, KEEPERS_FORMS + BUREAU_FORMS) == all_are(403, KEEPERS_FORMS + BUREAU_FORMS)
    writes = KEEPERS_FORMS + BUREAU_FORMS + BUREAU_POSTS
    assert statuses(client, found, writes, "post") == all_are(403, writes)


def test_strangers_are_asked_to_log_in(client):
    found = addresses(TownshipFactory())

    assert {client.get(url).url.partition("?")[0] for name, url in found.items() if name not in BUREAU_POSTS} == {reverse("login")}


@pytest.mark.parametrize("name", ["campaign", "candidacy", "investment", "void_investment", "edit_campaign", "edit_mentorship"])
def test_what_is_missing_is_not_there(client, bureau, name):
    assert client.get(address(name, 0)).status_code == 404


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("campaigns", lambda county, n: CampaignFactory(county=county, round_number=10 + n)),
        ("investments", lambda county, n: InvestmentFactory(township__county=county)),
    ],
)
def test_lists_ask_as_much_for_three_rows_as_for_one(client, bureau, django_assert_num_queries, name, make):
    make(bureau.county, 0)
    with CaptureQueriesContext(connection) as one:
        client.get(address(name))
    make(bureau.county, 1), make(bureau.county, 2)

    with django_assert_num_queries(len(one)):
        client.get(address(name))


def test_round_asks_as_much_for_three_of_everything_as_for_one(client, bureau, django_assert_num_queries):
    campaign = CampaignFactory(county=bureau.county)

    def add_one_of_everything():
        township = TownshipFactory(county=bureau.county)
        candidacy_at(State.CREATING, township=township, campaign=campaign)
        MentorshipFactory(township=township, campaign=campaign)
        LeadingGroupMemberFactory(campaign=campaign)

    add_one_of_everything()
    with CaptureQueriesContext(connection) as one:
        client.get(campaign.get_absolute_url())
    add_one_of_everything(), add_one_of_everything()

    with django_assert_num_queries(len(one)):
        client.get(campaign.get_absolute_url())


def a_campaign(**fields):
    return {
        "name": "第三轮创建活动",
        "round_number": 3,
        "starts_on": "2026-01-01",
        "ends_on": "2028-12-31",
        "tier": "county",
        "programme": "",
        "title_years": 3,
        "notice_workdays": 5,
        "reminder_days": 90,
        "basis": "",
        "aim": "",
        "work_plan": "",
        **fields,
    }


def test_bureau_opens_a_round_in_its_own_county(client, bureau):
    response = client.post(address("new_campaign"), a_campaign())

    campaign = Campaign.objects.get()
    assert (response.url, campaign.county, campaign.round_number) == (campaign.get_absolute_url(), bureau.county, 3)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("ends_on", "2025-12-31", "不能早于开始日期"),
        ("ends_on", "2099-12-31", "请核对年份"),
        ("round_number", "2", "第 2 轮已登记"),
        ("round_number", "-1", "不能小于 0"),
        ("round_number", "0", "轮次从第 1 轮起"),
        ("round_number", "9" * 9, "不能大于"),
        ("title_years", "0", "1 至 10 年"),
        ("title_years", "99", "1 至 10 年"),
        ("notice_workdays", "0", "1 至 30 个工作日"),
        ("reminder_days", "400", "0 至 365 天"),
        ("work_plan", "安" * 400_000, "最多 10000 字"),
    ],
)
def test_bad_input_of_a_round_is_told_beside_its_field(client, bureau, field, value, message):
    CampaignFactory(county=bureau.county, round_number=2)

    response = client.post(address("new_campaign"), a_campaign(**{field: value}))

    assert message in "".join(response.context["form"].errors[field])
    assert Campaign.objects.count() == 1


def test_what_a_round_goes_by_is_changed_for_all_to_read(client, bureau):
    client.post(address("new_campaign"), a_campaign())
    page = address("edit_campaign", Campaign.objects.get().pk)

    changed = client.post(page, a_campaign(title_years=5, notice_workdays=7), follow=True).text

    assert "称号有效期（年） 3 → 5；公示期（工作日） 5 → 7" in changed
    assert "已命名的仍按命名时的年限" in client.get(page).text


def test_an_empty_round_is_removed_and_one_with_anything_in_it_is_not(client, bureau):
    empty, other = CampaignFactory(county=bureau.county), CampaignFactory(county=bureau.county, round_number=9)
    LeadingGroupMemberFactory(campaign=other)
    assert address("remove_campaign", empty.pk) in client.get(empty.get_absolute_url()).text
    assert address("remove_campaign", other.pk) not in client.get(other.get_absolute_url()).text

    pages = [client.post(address("remove_campaign", round_.pk), follow=True).text for round_ in (empty, other)]

    assert "已删除" in pages[0]
    assert "已有登记内容，不能删除" in pages[1]
    assert [*Campaign.objects.all()] == [other]


def test_leading_group_is_edited_in_place(client, bureau):
    campaign = CampaignFactory(county=bureau.county)
    person = PersonFactory(county=bureau.county, name="周县长")

    client.post(address("join_leading_group", campaign.pk), {"person": " 周县长", "seat": "3", "on": TODAY()})
    member = LeadingGroupMember.objects.get()
    client.post(address("change_leading_group_seat", member.pk), {"seat": "1"})
    client.post(address("change_leading_group_seat", member.pk), {"seat": "9"})
    client.post(address("leave_leading_group", member.pk), {"on": TODAY()})

    member.refresh_from_db()
    assert (member.person, member.seat, member.left_on) == (person, "1", TODAY())


def test_a_second_head_is_asked_about_on_both_ways(client, bureau):
    head = LeadingGroupMemberFactory(campaign__county=bureau.county, seat="1", person__name="周县长")
    member = LeadingGroupMemberFactory(campaign=head.campaign, seat="3")
    PersonFactory(county=bureau.county, name="李书记")
    joins = {"person": "李书记", "seat": "1", "on": TODAY()}

    asked = client.post(address("join_leading_group", head.campaign.pk), joins)
    also = client.post(address("change_leading_group_seat", member.pk), {"seat": "1"})

    assert "周县长已是组长" in asked.text
    assert "周县长已是组长" in also.text
    assert head.campaign.leading_group.filter(seat="1").count() == 1
    client.post(address("join_leading_group", head.campaign.pk), {**joins, "is_second_head": "on"})
    client.post(address("change_leading_group_seat", member.pk), {"seat": "1", "is_second_head": "on"})
    assert head.campaign.leading_group.filter(seat="1").count() == 3


def test_leaving_is_put_right_and_taken_back(client, bureau):
    member = LeadingGroupMemberFactory(campaign__county=bureau.county, joined_on=date(2026, 3, 1))
    url = address("leave_leading_group", member.pk)

    refused = client.post(url, {"on": "2026-02-28"})
    assert "不能早于加入日期 2026-03-01" in refused.text
    days = []
    for on in ("2026-06-01", "2026-05-01", ""):
        client.post(url, {"on": on})
        member.refresh_from_db()
        days.append(member.left_on)
    assert days == [date(2026, 6, 1), date(2026, 5, 1), None]


def test_leading_group_is_taken_from_the_chain_with_one_press(client, bureau):
    campaign = CampaignFactory(county=bureau.county)
    kind = DutyKind.objects.get(key="county_head")
    head = DutyFactory(person__name="周县长", person__county=bureau.county, place=bureau.county, kind=kind)
    assert "周县长（组长）自" in client.get(address("leading_group", campaign.pk)).text

    client.post(address("follow_chain", campaign.pk))

    assert [(member.person, member.seat) for member in campaign.leading_group.all()] == [(head.person, "1")]
    assert "从责任链取入" not in client.get(address("leading_group", campaign.pk)).text


@pytest.mark.parametrize(
    ("who", "message"),
    [("王五", "名册中没有"), ("李四", "有 2 人同名"), ("9" * 25, "名册中没有"), ("7001", "已在领导小组中")],
)
def test_who_can_not_be_seated_is_told(client, bureau, who, message):
    campaign = CampaignFactory(county=bureau.county)
    PersonFactory(name="王五")
    PersonFactory.create_batch(2, county=bureau.county, name="李四")
    LeadingGroupMemberFactory(campaign=campaign, person__number=7001)

    response = client.post(address("join_leading_group", campaign.pk), {"person": who, "seat": "3", "on": TODAY()})

    assert message in "".join(response.context["seat_form"].errors["person"])


def test_mentorship_is_registered_once(client, bureau):
    campaign = CampaignFactory(county=bureau.county)
    told = {"township": TownshipFactory(county=bureau.county).pk, "mentor_kind": "department", "mentor": "县交通局"}

    client.post(address("new_mentorship", campaign.pk), told)
    response = client.post(address("new_mentorship", campaign.pk), told)

    assert Mentorship.objects.count() == 1
    assert "已登记帮扶" in "".join(response.context["form"].errors["mentor"])


def test_mentorship_of_another_county_is_refused(client, bureau):
    told = {"township": TownshipFactory().pk, "mentor_kind": "department", "mentor": "县交通局"}

    response = client.post(address("new_mentorship", CampaignFactory(county=bureau.county).pk), told)

    assert "不在可选范围内" in "".join(response.context["form"].errors["township"])


def test_township_applies_and_the_bureau_moves_it(client):
    inspector = InspectorFactory()
    campaign = CampaignFactory(county=inspector.county, starts_on=date(2020, 1, 1))
    client.force_login(inspector)
    client.post(address("new_candidacy", campaign.pk), {"tier": Tier.CITY, "on": TODAY(), "township": TownshipFactory().pk})
    candidacy = Candidacy.objects.get()

    client.force_login(BureauFactory(county=inspector.county))
    client.post(address("act_on_candidacy", candidacy.pk, Action.SHORTLIST), {"on": TODAY(), "reason": "材料齐全"})

    candidacy.refresh_from_db()
    assert (candidacy.township, candidacy.state) == (inspector.township, State.CREATING)
    assert "材料齐全" in client.get(candidacy.get_absolute_url()).text


def test_second_application_leads_to_the_first(client, bureau):
    first = candidacy_at(State.CREATING, tier=Tier.CITY, township=TownshipFactory(county=bureau.county))
    told = {"township": first.township_id, "tier": Tier.CITY, "on": FIRST_DAY}

    response = client.post(address("new_candidacy", first.campaign_id), told, follow=True)

    assert response.redirect_chain == [(first.get_absolute_url(), 302)]
    assert "在本轮已申报" in response.text


@pytest.mark.parametrize(
    ("state", "action", "told", "field", "message"),
    [
        (State.APPLIED, Action.SHORTLIST, {"on": "2099-01-01"}, "on", "不能晚于今天"),
        (State.APPLIED, Action.SHORTLIST, {"on": "2026-02-28"}, "on", "不能早于上一步"),
        (State.APPLIED, Action.SHORTLIST, {"on": "2026-03-01", "reason": "安" * 400_000}, "reason", "最多 500 字"),
        (State.APPLIED, Action.RETURN, {"on": "2026-03-01"}, "reason", "必填"),
        (State.NAMED, Action.LAPSE, {"on": "2026-03-02"}, "on", "尚未期满"),
    ],
)
def test_bad_input_of_a_step_is_told_beside_its_field(client, bureau, state, action, told, field, message):
    candidacy = candidacy_at(state, township=TownshipFactory(county=bureau.county))

    response = client.post(address("act_on_candidacy", candidacy.pk, action), told)

    assert message in "".join(response.context["form"].errors[field])
    candidacy.refresh_from_db()
    assert candidacy.state == state


def test_who_comes_too_late_is_told_what_somebody_else_did(client, bureau):
    candidacy = candidacy_at(State.CREATING, township=TownshipFactory(county=bureau.county))

    response = client.post(address("act_on_candidacy", candidacy.pk, Action.SHORTLIST), {"on": TODAY()}, follow=True)

    assert "已登记“县初审列入创建”，当前状态为“创建中”" in response.text


def test_action_that_does_not_exist_is_not_there(client, bureau):
    candidacy = candidacy_at(State.CREATING, township=TownshipFactory(county=bureau.county))

    assert client.get(address("act_on_candidacy", candidacy.pk, "crown")).status_code == 404


def test_buttons_are_the_available_actions(client, bureau):
    candidacy = candidacy_at(State.ACCEPTED, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county))

    page = client.get(candidacy.get_absolute_url())

    assert page.context["actions"] == [(Action.NOTICE, "公示"), (Action.RETURN, "退回")]
    assert [label for label, reached in page.context["way"] if reached] == ["已申请", "创建中", "县验收合格"]


def test_a_notice_says_that_it_counts_a_year_without_its_holidays(client, bureau, monkeypatch):
    monkeypatch.setattr("townships.workdays.is_announced", lambda year: False)
    candidacy = candidacy_at(State.ACCEPTED, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county))
    form, words = address("act_on_candidacy", candidacy.pk, Action.NOTICE), f"{timezone.localdate().year}年未发布放假通知，暂按法定节日"

    asked = client.get(form).text
    client.post(form, {"on": timezone.localdate(), "medium": "县政府网站"})

    assert words in asked
    assert words in client.get(candidacy.get_absolute_url()).text


def test_the_main_button_is_the_step_that_can_be_taken_now(client, bureau):
    candidacy = candidacy_at(State.NOTICED, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county))

    before = client.get(candidacy.get_absolute_url())
    objection = an_objection(candidacy)
    after = client.get(candidacy.get_absolute_url())

    assert [page.context["main_action"] for page in (before, after)] == [Action.NAME, Action.RESOLVE]
    assert f"{address('act_on_candidacy', candidacy.pk, 'resolve')}?objection={objection.pk}" in after.text


def test_an_objection_stands_under_its_own_notice_and_is_answered_after_the_return(client, bureau):
    candidacy = candidacy_at(State.NOTICED, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county))
    objection = an_objection(candidacy)
    step(candidacy, Action.RETURN, by=bureau, on=date(2026, 3, 20))
    second = candidacy.notices.create(medium="县电视台", workdays=5, starts_on=date(2026, 4, 20), ends_on=date(2026, 4, 24))
    answers = f"{address('act_on_candidacy', candidacy.pk, 'resolve')}?objection={objection.pk}"

    page = client.get(candidacy.get_absolute_url())

    assert page.context["notices"] == [(second, [], 0), (objection.notice, [objection], 1)]
    assert [answers in page.text, client.get(answers).status_code] == [True, 200]
    assert "公示异议待办结" in [one.word for one in client.get(candidacy.campaign.get_absolute_url()).context["waiting"]]


def test_a_title_that_runs_is_not_led_to_its_review(client, bureau):
    candidacy = candidacy_at(State.NAMED, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county))
    told = {"plate_number": "1", "plate_given_on": candidacy.named_on, "valid_until": timezone.localdate() + timedelta(days=800)}
    type(candidacy).objects.update(**told)

    page = client.get(candidacy.get_absolute_url())

    assert (page.context["main_action"], [action for action, _label in page.context["actions"]]) == (None, [Action.KEEP, Action.REVOKE])


@pytest.mark.parametrize("state", [State.APPLIED, State.NOTICED, State.REVOKED])
def test_no_step_breaks_where_it_is_not_to_be_taken(client, bureau, state):
    candidacy = candidacy_at(state, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county))

    for action in Action:
        assert client.get(address("act_on_candidacy", candidacy.pk, action)).status_code in (200, 302, 404)


def test_a_naming_below_a_title_that_is_held_is_refused_beside_its_day(client, bureau):
    higher = candidacy_at(State.NAMED, tier=Tier.CITY, township=TownshipFactory(county=bureau.county))
    lower = candidacy_at(State.NOTICED, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county), campaign=higher.campaign)
    Candidacy.objects.filter(pk=lower.pk).update(township=higher.township)

    page = client.post(address("act_on_candidacy", lower.pk, Action.NAME), {"on": TODAY(), "reason": ""})

    assert "中命名为市级示范乡镇" in page.context["form"].errors["on"][0]


def test_a_notice_is_put_right_from_its_own_panel(client, bureau):
    noticed = candidacy_at(State.NOTICED, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county))
    page = address("act_on_candidacy", noticed.pk, Action.AMEND)

    asked = client.get(page).context["form"]
    told = {"on": TODAY(), "ends_on": asked["ends_on"].value(), "medium": "县政府公告栏", "reason": "登记有误"}
    shown = client.post(page, told, follow=True)

    assert (noticed.notices.get().medium, Action.AMEND in dict(shown.context["actions"])) == ("县政府公告栏", False)
    assert f'href="{page}"' in shown.text


def test_what_is_wrong_of_a_title_is_put_right_from_the_panel_of_its_days(client, bureau):
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county))
    Candidacy.objects.filter(pk=named.pk).update(plate_number="县示-08", plate_given_on=named.named_on)
    page = address("act_on_candidacy", named.pk, Action.FIX_PLATE)

    asked = client.get(page).context["form"]
    told = {"on": TODAY(), "given_on": asked["given_on"].value(), "plate_number": "县示-03", "reason": "登记有误"}
    shown = client.post(page, told, follow=True)

    assert [action for action, _label in shown.context["corrections"]] == [Action.REDATE, Action.FIX_PLATE]
    assert ("县示-03，2026-03-01 授牌" in shown.text, client.get(address("act_on_candidacy", named.pk, "redate")).status_code) == (
        True,
        200,
    )


def test_a_step_that_is_asked_for_too_soon_is_told_what_comes_first(client, bureau):
    candidacy = candidacy_at(State.APPLIED, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county))

    page = client.get(address("act_on_candidacy", candidacy.pk, Action.NOTICE), follow=True)

    assert "还不能办理“公示”，须先：县初审列入创建 → 县验收合格。" in page.text


@pytest.mark.parametrize(("tier", "action"), [(Tier.COUNTY, Action.REVIEW), (Tier.CITY, Action.CHECK)])
def test_a_step_of_another_level_is_told_from_one_that_comes_later(client, bureau, tier, action):
    candidacy = candidacy_at(State.ACCEPTED, tier=tier, township=TownshipFactory(county=bureau.county))

    page = client.get(address("act_on_candidacy", candidacy.pk, action), follow=True)

    way = " → ".join(str(label) for label, _reached in page.context["way"])
    assert f"{tier.label}申报没有“{action.label}”这一步，依次为：{way}。" in page.text


def test_an_acceptance_shows_what_it_is_weighed_by_and_is_not_silent(client, bureau):
    candidacy = candidacy_at(State.CREATING, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county))
    accident(candidacy.township, dead=3, happened_at=timezone.now())
    page = address("act_on_candidacy", candidacy.pk, Action.ACCEPT)

    shown = client.get(page).text
    refused = client.post(page, {"on": TODAY(), "reason": "验收组同意"})
    client.post(page, {"on": TODAY(), "reason": "验收组同意", "anyway": "on"})

    for words in ("年考评、方案和否决情形", "没有考评", "没有报送", "一票否决情形", "没有考评结论且有一票否决情形，仍予验收"):
        assert words in shown
    assert "没有合格的考评结论" in "".join(refused.context["form"].errors["anyway"])
    assert refused.context["form"]["reason"].value() == "验收组同意"
    candidacy.refresh_from_db()
    assert (candidacy.state, candidacy.events.last().reason) == (State.ACCEPTED, "没有考评结论且有一票否决情形，仍予验收　验收组同意")


def test_a_title_that_is_kept_is_told_from_when_to_when(client, bureau):
    named = candidacy_at(State.NAMED, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county))
    page = address("act_on_candidacy", named.pk, Action.KEEP)

    assert "现有效期至 2029-02-28；复核保持后，新的有效期 2029-03-01 至 2032-02-29" in client.get(page).text
    refused = client.post(page, {"on": TODAY(), "reason": "", "until": "2029-02-28"})
    assert "提前复核的，请说明原因" in "".join(refused.context["form"].errors["reason"])

    step(named, Action.KEEP, by=bureau, on=timezone.localdate())
    assert "称号已复核保持，有效期至 2032-02-29" in client.get(page, follow=True).text


def test_a_void_that_is_refused_speaks_of_the_objection_in_chinese(client, bureau):
    noticed = candidacy_at(State.NOTICED, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county))
    upheld, on = an_objection(noticed, by=bureau), timezone.localdate()
    told = {"objection": upheld, "handling": "属实", "is_upheld": True}
    step(noticed, Action.RESOLVE, by=bureau, on=on, **told)
    void = f"{address('act_on_candidacy', noticed.pk, Action.VOID)}?objection={upheld.pk}"

    assert "异议：这条实名异议已查证成立，不能作废" in client.post(void, {"objection": upheld.pk, "on": on, "reason": "重复"}).text


def an_investment(**fields):
    told = {"submission": uuid.uuid4(), "amount": "50000", "purpose": "station", "source": "township", "spent_on": TODAY()}
    return {**told, "note": "", **fields}


def test_investment_sent_twice_is_one_row_and_the_same_receipt(client):
    inspector = InspectorFactory()
    client.force_login(inspector)
    told = an_investment()

    receipts = {client.post(address("new_investment"), told).url for _ in range(2)}

    investment = Investment.objects.get()
    assert receipts == {address("investment_receipt", investment.pk)}
    assert (investment.township, investment.county, investment.created_by) == (inspector.township, inspector.county, inspector)


def test_bureau_records_what_the_county_spends_itself(client, bureau):
    client.post(address("new_investment"), an_investment(township=""))

    assert Investment.objects.get().township is None


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("amount", "0", "不能小于 0.01"),
        ("amount", "-5", "不能小于 0.01"),
        ("amount", "9" * 20, "最多 14 位数字"),
        ("amount", "1e5", "请填写数字，以元为单位，如 12000。"),
        ("amount", "1.2万", "请填写数字，以元为单位，如 12000。"),
        ("spent_on", "2099-01-01", "不能晚于今天"),
        ("note", "安" * 400_000, "最多 200 字"),
        ("purpose", "bribes", "不在可选范围内"),
    ],
)
def test_bad_input_of_an_investment_is_told_beside_its_field(client, bureau, field, value, message):
    response = client.post(address("new_investment"), an_investment(**{field: value}))

    assert message in "".join(response.context["form"].errors[field])
    assert not Investment.objects.exists()


def test_investments_are_exported_as_filtered(client, bureau):
    township = TownshipFactory(county=bureau.county, name="官亭乡")
    InvestmentFactory(township=township, amount=50000, source="enterprise"), InvestmentFactory(township=township, source="county")

    rows = rows_of(client.get(address("export_investments"), {"source": "enterprise"}).getvalue())

    assert [("官亭乡" in row, "企业" in row) for row in rows[2:]] == [(True, True)]


def test_the_same_sum_again_is_asked_about(client):
    client.force_login(InspectorFactory())
    client.post(address("new_investment"), an_investment())

    asked = client.post(address("new_investment"), an_investment())
    client.post(address("new_investment"), an_investment(amount="50001"))

    assert "确为另一笔的请勾选" in asked.context["form"].errors["is_another"][0]
    assert Investment.objects.count() == 2
    assert client.post(address("new_investment"), an_investment(is_another="on")).status_code == 302
    assert Investment.objects.count() == 3


def test_days_and_sums_are_exported_as_such(client, bureau):
    InvestmentFactory(township=None, county=bureau.county, created_by=bureau, amount="41000.5", spent_on=date(2026, 3, 2))

    content = client.get(address("export_investments")).getvalue()

    day, amount, *_rest = sheet_of(content).find(".//x:row[@r='3']", NAMESPACE)
    # A day is a number to Excel: so many since 1900. Text has the type "s" or "inlineStr".
    assert [(cell.get("t"), cell.findtext("x:v", namespaces=NAMESPACE)) for cell in (day, amount)] == [(None, "46083"), (None, "41000.50")]
    assert "县本级" in rows_of(content)[2]


@pytest.mark.parametrize(("amount", "told"), [("1", "0.0001"), ("0.5", "0.00005"), ("0", "0.00"), ("100", "0.01"), ("70000.5", "7.00")])
def test_a_small_sum_is_not_nothing(amount, told):
    assert wan(Decimal(amount)) == told


def test_investments_are_summed_as_filtered(client, bureau):
    here = {"township__county": bureau.county}
    InvestmentFactory(**here, amount="50000.50"), InvestmentFactory(**here, amount=20000), InvestmentFactory(amount=7)
    voided = InvestmentFactory(**here, amount=9)
    client.post(address("void_investment", voided.pk), {"reason": "重复登记"})

    page = client.get(address("investments"))

    assert "合计 7.00 万元" in page.text
    assert "70,000.50 元" in page.text
    assert "合计 0.00 万元" in client.get(address("investments"), {"purpose": "wages"}).text


def test_rounds_are_listed_newest_first(client, bureau):
    for year in (2011, 2025, 2006):
        CampaignFactory(county=bureau.county, round_number=year, starts_on=date(year, 1, 1))

    rows = client.get(address("campaigns")).context["table"].rows

    assert [row.record.starts_on.year for row in rows] == [2025, 2011, 2006]


def test_a_title_that_ran_out_was_named_all_the_same_as_in_the_statistics(client, bureau):
    round_ = CampaignFactory(county=bureau.county)
    for state in (Candidacy.State.LAPSED, Candidacy.State.NAMED, Candidacy.State.CREATING):
        candidacy_at(state, campaign=round_, township=TownshipFactory(county=bureau.county))

    listed = client.get(address("campaigns")).context["table"].rows[0].record
    page = client.get(address("campaign", round_.pk))
    line = client.get(address("candidacy_statistics")).context["statistics"].lines[0]

    assert (listed.applied, listed.named) == (3, 2)
    assert "申报 3 个，已命名 2 个" in page.text
    assert [cell.number for cell in line.cells][:3] == [3, 1, 2]


def test_a_new_round_is_offered_the_next_number(client, bureau):
    assert client.get(address("new_campaign")).context["form"]["round_number"].value() == 1
    CampaignFactory(county=bureau.county, round_number=2)
    assert client.get(address("new_campaign")).context["form"]["round_number"].value() == 3


def test_a_round_that_overlaps_another_is_asked_about(client, bureau):
    other = CampaignFactory(county=bureau.county, round_number=2, starts_on=date(2025, 1, 1), ends_on=date(2026, 12, 31))

    form = client.post(address("new_campaign"), a_campaign()).context["form"]
    assert form.errors["overlaps"][0].startswith(f"与“{other}”（2025-01-01 至 2026-12-31）时间重叠")

    client.post(address("new_campaign"), a_campaign(overlaps="on"))
    assert Campaign.objects.count() == 2


def test_a_round_is_not_cut_so_that_what_it_holds_lies_outside(client, bureau):
    writer = RoundWriter(township=TownshipFactory(county=bureau.county))
    writer.enter("session", topic="研究部署")
    writer.enter("mentor_visit", visited_on=date(2027, 5, 11))
    apply(writer.campaign, township=writer.township, tier=Tier.COUNTY, by=bureau, on=date(2026, 3, 1))
    page = address("edit_campaign", writer.campaign.pk)

    cut = client.post(page, a_campaign(starts_on="2026-06-01", ends_on="2026-12-31")).context["form"].errors
    client.post(page, a_campaign(starts_on="2026-03-01", ends_on="2027-05-11"))

    first = f"开始日期之前已有 2 项登记：申报 2026-03-01 {writer.township} 县级；专题会议 2026-05-11 研究部署。"
    assert (cut["starts_on"][0].startswith(first), f"帮扶走访 2027-05-11 {writer.mentorship.mentor}" in cut["ends_on"][0]) == (True, True)
    writer.campaign.refresh_from_db()
    assert (writer.campaign.starts_on, writer.campaign.ends_on) == (date(2026, 3, 1), date(2027, 5, 11))


def test_a_round_is_not_moved_beside_another_with_which_its_pairs_close_a_circle(client, bureau):
    one, other = TownshipFactory.create_batch(2, county=bureau.county)
    first = CampaignFactory(county=bureau.county, round_number=1, starts_on=date(2025, 1, 1), ends_on=date(2027, 12, 31))
    later = CampaignFactory(county=bureau.county, round_number=3, starts_on=date(2029, 1, 1), ends_on=date(2031, 12, 31))
    told = {"mentor_kind": "township"}
    MentorshipFactory(campaign=first, township=other, mentor=one.name, mentor_township=one, **told)
    back = MentorshipFactory(campaign=later, township=one, mentor=other.name, mentor_township=other, **told)
    moved = a_campaign(starts_on="2027-06-01", ends_on="2031-12-31", overlaps="on")

    errors = client.post(address("edit_campaign", later.pk), moved).context["form"].errors
    Mentorship.objects.filter(pk=back.pk).update(voided_at=timezone.now(), voided_by=bureau, void_reason="重复")

    assert errors["starts_on"][0].startswith(f"与同时进行的另一轮合起来，互相帮扶成圈：{other} → {one} → {other}。")
    assert client.post(address("edit_campaign", later.pk), moved).status_code == 302


def test_a_round_does_not_begin_after_a_plan_was_filed_in_it(client, bureau):
    writer = RoundWriter(township=TownshipFactory(county=bureau.county))
    writer.plan("file")

    cut = client.post(address("edit_campaign", writer.campaign.pk), a_campaign(starts_on="2027-01-01")).context["form"].errors

    assert f"报送创建方案 2026-05-11 {writer.township}" in cut["starts_on"][0]


def test_list_of_titles_gives_no_end_of_term_to_one_that_was_revoked(client, bureau):
    campaign = CampaignFactory(county=bureau.county)
    for state in (State.NAMED, State.REVOKED, State.APPLIED):
        candidacy_at(state, township=TownshipFactory(county=bureau.county), campaign=campaign)

    table = client.get(address("candidacies")).context["table"]

    assert {row.record.state: row.get_cell("valid_until") for row in table.rows} == {
        "named": Candidacy.objects.get(state="named").valid_until.isoformat(),
        "revoked": "—",
        "applied": "—",
    }


def test_a_title_that_is_gone_is_shown_as_gone_everywhere(client, bureau):
    gone = candidacy_at(State.REVOKED, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county))
    told = {"plate_number": "县示-07", "plate_given_on": gone.named_on, "plate_returned_on": gone.ended_on}
    Candidacy.objects.filter(pk=gone.pk).update(**told)

    own, round_, row = (client.get(one) for one in (gone.get_absolute_url(), gone.campaign.get_absolute_url(), address("candidacies")))

    assert ('<li class="ended">已撤销</li>' in own.text, "—（原至 2029-02-28）" in own.text) == (True, True)
    assert "2029-02-28" not in round_.text
    assert row.context["table"].rows[0].get_cell("plate_number") == "—"


def test_an_objection_sent_twice_is_one(client, bureau):
    noticed = candidacy_at(State.NOTICED, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county))
    told = {"submission": uuid.uuid4(), "on": noticed.notices.last().starts_on, "is_real_name": "on", "name": "王五"}
    page = address("act_on_candidacy", noticed.pk, Action.OBJECT)

    for _ in range(2):
        again = client.post(page, told | {"phone": "13812348000", "content": "台账与实际不符"}, follow=True)

    assert (Objection.objects.count(), noticed.events.filter(action=Action.OBJECT).count()) == (1, 1)
    assert "这张表单已经提交过" in again.text


@pytest.mark.parametrize(("state", "action"), [(State.ACCEPTED, Action.NOTICE), (State.NOTICED, Action.NAME)])
def test_the_steps_to_a_title_show_a_veto_and_ask_for_a_reason(client, bureau, state, action):
    candidacy = candidacy_at(state, tier=Tier.COUNTY, township=TownshipFactory(county=bureau.county))
    accident(candidacy.township, dead=3, happened_at=timezone.now())
    page = address("act_on_candidacy", candidacy.pk, action)

    shown, refused = client.get(page).text, client.post(page, {"on": TODAY(), "reason": "", "medium": "县政府网站"})

    assert "有一票否决情形，确要办理的须说明原因" in shown
    assert "年有一票否决情形" in "".join(refused.context["form"].errors["reason"])
