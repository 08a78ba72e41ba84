"""The handover wizard: who and when, what of it all, the check page, the receipt and the sheet; whose rows, and who may."""

import re
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from hazards.models import AccountDeed, Handover
from hazards.printers import handover_paper
from papers.models import PrintJob
from papers.printing import print_now
from papers.typesetting import pages_of, typeset
from tests.factories.campaign import CampaignFactory, LeadingGroupMemberFactory
from tests.factories.handovers import ON, Office, duty_of
from tests.factories.hazards import HazardFactory
from tests.factories.townships import AdministratorFactory, AuditorFactory, BureauFactory, InspectorFactory, OfficialFactory, PersonFactory
from townships.models import Duty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("old_days")]


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def bureau(client, office):
    client.force_login(office.bureau)
    return client


def address(name, *args):
    return reverse(f"hazards:{name}", args=args)


def who(office, **changes):
    return {"giver": "李明", "receiver": "王强", "on": ON.isoformat(), "reason": "transfer"} | changes


def choices(office, **changes):
    told = {"posts": [office.post.pk, office.seat.pk], "hazards": [office.hazard.pk], "account": "move", "note": ""}
    return told | {"submission": "7b0e6c9a-2c3d-4d57-b9b4-7d0b3a6d2f10"} | changes


def choosing(client, office, **changes):
    """The address of the second step, as the first one gives it."""
    return client.get(address("new_handover"), who(office, **changes)).url


def test_first_step_leads_to_the_second_by_roster_numbers(bureau, office):
    query = dict(parse_qsl(urlsplit(choosing(bureau, office, giver_leaves="on")).query))

    assert query == {
        "giver": str(office.giver.number),
        "receiver": str(office.receiver.number),
        "on": "2026-06-01",
        "reason": "transfer",
        "giver_leaves": "on",
    }


def test_link_from_a_person_fills_in_who_hands_over(bureau, office):
    form = bureau.get(address("new_handover"), {"giver": office.giver.pk}).context["form"]

    assert form["giver"].value() == f"{office.giver.number:04}"


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"receiver": "李明"}, {"receiver": ["接收人不能是交接人本人。"]}),
        ({"receiver": "无名氏"}, {"receiver": ["名册中没有“无名氏”，请核对姓名或在册编号。"]}),
        ({"giver": ""}, {"giver": ["此项必填。"]}),
    ],
)
def test_first_step_is_refused_with_a_sentence(bureau, office, changes, errors):
    form = bureau.get(address("new_handover"), who(office, **changes)).context["form"]

    assert form.errors == errors


def test_first_step_says_when_to_come_back(bureau, office):
    form = bureau.get(address("new_handover"), who(office, on="2099-01-01")).context["form"]

    words = "交接日期不能晚于今天：岗位、隐患和账号到当天才移交。请在 2099-01-01 当天或以后 36500 天内来办理。"
    assert form.errors == {"on": [words]}


def test_first_step_says_how_late_is_too_late(bureau, office, settings):
    settings.HANDOVER_DAYS_BACK = 31
    on, earliest = timezone.localdate() - timedelta(days=32), timezone.localdate() - timedelta(days=31)

    form = bureau.get(address("new_handover"), who(office, on=on.isoformat())).context["form"]

    assert form.errors == {"on": [f"交接日期不能早于 {earliest}：更早的变动请在任期里更正，并写明依据。"]}


def test_second_step_names_the_cases_that_a_post_brings(bureau, office):
    secretary = duty_of(office.giver, "village_secretary", office.post.place)
    other = PersonFactory(county=office.township.county, township=office.township)
    case = HazardFactory(by=office.account, place=secretary.place, sector=office.hazard.sector, answers=other)

    page = bureau.get(choosing(bureau, office)).content.decode()

    assert f"随此岗位更改责任人的隐患 1 条：{case.number}" in page


def test_successor_who_left_is_told_beside_the_field(bureau, office):
    office.receiver.left_on = timezone.localdate()
    office.receiver.save()

    form = bureau.get(address("new_handover"), who(office, receiver=office.receiver.number)).context["form"]

    assert form.errors == {"receiver": [f"名册中没有“{office.receiver.number}”，请核对姓名或在册编号。"]}


def test_second_step_offers_everything_ticked(bureau, office):
    form = bureau.get(choosing(bureau, office)).context["form"]

    assert form["posts"].initial == [office.seat.pk, office.post.pk]
    assert form["hazards"].initial == [office.hazard.pk]
    assert form["account"].initial == AccountDeed.MOVE


def test_second_step_says_what_can_not_move_and_why(bureau, office):
    duty_of(office.receiver, place=office.post.place, starts_on=date(2026, 7, 1))

    text = bureau.get(choosing(bureau, office)).content.decode()

    assert "不能移交的岗位" in text
    assert "接收人已在任此岗位（2026-07-01 至今），任期与此重叠" in text


def test_post_that_the_successor_holds_already_is_offered_to_end(bureau, office):
    duty_of(office.receiver, place=office.post.place)
    second = choosing(bureau, office)
    form = bureau.get(second).context["form"]

    check = bureau.post(second, choices(office, posts=[office.seat.pk], ended=form["ended"].initial)).text

    assert "接收人已任此岗位（2026-01-01 至今），交接人的任期到 2026-05-31 为止" in str(form["ended"])
    assert "终止岗位：1 个" in check
    assert "王强已任同一岗位，李明的任期到 2026年5月31日 为止。" in check


def test_ended_posts_are_told_on_receipt_list_and_paper(bureau, office):
    duty_of(office.receiver, place=office.post.place)
    second = choosing(bureau, office)
    ended = bureau.get(second).context["form"]["ended"].initial

    receipt = bureau.post(second, choices(office, posts=[], ended=ended, confirmed="1"), follow=True).text

    sheet = render_to_string("papers/hazards/handover.html", Handover.objects.get().content)
    assert "李明的 1 个岗位终止" in receipt
    assert "0（另终止 1）" in bureau.get(reverse("hazards:handovers")).text
    assert "移交岗位（0 个，另终止 1 个）" in sheet


def test_the_sheet_tells_further_matters_under_a_heading_of_their_own(bureau, office):
    bureau.post(choosing(bureau, office), choices(office, note="钥匙两把", confirmed="1"))

    sheet = render_to_string("papers/hazards/handover.html", Handover.objects.get().content)

    assert re.findall(r"<h2>(.+?)(?:（.+)?</h2>", sheet)[3:] == ["四、未移交", "五、须另行办理", "六、其他移交事项"]
    assert "<h2>六、其他移交事项</h2>\n<p>钥匙两把</p>" in sheet


def test_second_step_warns_of_a_missing_certificate(bureau, office):
    duty_of(office.giver, "safety_inspector", office.township)

    page = bureau.get(choosing(bureau, office)).content.decode()

    assert "接收人没有有效的安全生产执法（监督检查）证" in page
    assert "此岗位只计专职安监人员，接收人未标记，移交后列为空白点（人数不足）" in page


def test_check_page_shows_the_sheet_and_does_nothing(bureau, office):
    response = bureau.post(choosing(bureau, office), choices(office))

    assert "请核对" in response.content.decode()
    assert office.post.place.name in response.content.decode()
    assert not Handover.objects.exists()
    assert not Duty.objects.filter(person=office.receiver).exists()


def test_confirmed_it_is_done_and_the_sheet_is_asked_for(bureau, office):
    response = bureau.post(choosing(bureau, office), choices(office, confirmed="1"))

    row = Handover.objects.get()
    assert response.url == address("handover_receipt", row.pk)
    assert row.number in bureau.get(response.url).content.decode()
    assert PrintJob.objects.get().subject_id == row.pk


def test_pressed_twice_both_find_the_receipt(bureau, office):
    step = choosing(bureau, office)
    first = bureau.post(step, choices(office, confirmed="1"))

    assert bureau.post(step, choices(office, confirmed="1")).url == first.url
    assert Handover.objects.count() == 1


def test_back_keeps_what_was_chosen(bureau, office):
    form = bureau.post(choosing(bureau, office), choices(office, posts=[office.post.pk], back="1")).context["form"]

    assert form["posts"].value() == [str(office.post.pk)]


def test_colleague_who_was_slower_is_told(bureau, office):
    step = choosing(bureau, office)
    office.hand_over()

    response = bureau.post(step, choices(office, confirmed="1"), follow=True)

    assert "您的没有办理" in response.content.decode()
    assert Handover.objects.count() == 1


def test_nothing_chosen_is_refused(bureau, office):
    form = bureau.post(choosing(bureau, office), choices(office, posts=[], hazards=[], account="keep")).context["form"]

    assert form.non_field_errors() == ["没有选择任何要移交的岗位、隐患或账号。"]


def test_account_of_an_administrator_is_not_offered(bureau, office):
    AdministratorFactory(county=office.township.county, person=office.receiver)

    form = bureau.get(choosing(bureau, office)).context["form"]

    assert [value for value, _label in form.fields["account"].choices] == ["disable", "keep"]


def test_second_step_says_why_ones_own_account_is_not_offered(client, office):
    client.force_login(office.account)

    page = client.get(choosing(client, office))

    assert "account" not in page.context["form"].fields
    assert f"账号 {office.account.username} 是您正在使用的账号，自己不能移交" in page.text


def test_sheet_is_a_download(bureau, office):
    bureau.post(choosing(bureau, office), choices(office, confirmed="1"))
    row = Handover.objects.get()
    assert bureau.get(address("handover_paper", row.pk)).status_code == 404
    print_now(PrintJob.objects.get())

    response = bureau.get(address("handover_paper", row.pk))

    assert response.getvalue().startswith(b"%PDF")


def test_history_of_the_hazard_tells_of_the_handover(bureau, office):
    row = office.hand_over()

    assert f"包保责任人由李明移交王强（{row.number}）。" in bureau.get(office.hazard.get_absolute_url()).content.decode()


def test_list_is_filtered_by_people_and_day(bureau, office):
    office.hand_over()

    def count(**query):
        return len(bureau.get(address("handovers"), query).context["table"].rows)

    assert [count(), count(q="wq"), count(q="赵六"), count(on_from="2026-06-02"), count(on_to="2026-06-01")] == [1, 1, 0, 0, 1]


@pytest.mark.parametrize("count", [1, 2])
def test_number_of_queries_of_the_list_does_not_grow(bureau, office, django_assert_num_queries, count):
    for posts in [[office.post.pk], [office.seat.pk]][:count]:
        office.hand_over(posts=posts, hazards=[], account=AccountDeed.KEEP)
    bureau.get(address("handovers"))

    with django_assert_num_queries(8):
        assert len(bureau.get(address("handovers")).context["table"].rows) == count


def test_a_post_that_has_yet_to_begin_is_named(bureau, office):
    Duty.objects.filter(pk__in=[office.post.pk, office.seat.pk]).update(starts_on=date(2099, 1, 1))
    second = choosing(bureau, office)

    assert "村安全监管员（自 2099-01-01 起（未到任））" in bureau.get(second).text
    assert "村安全监管员（自 2099-01-01 起，未到任）" in bureau.post(second, choices(office, posts=[])).text


def test_a_case_that_only_changes_its_name_is_counted_where_the_cases_are(bureau, office):
    secretary = duty_of(office.giver, "village_secretary", office.post.place)
    other = PersonFactory(county=office.township.county)
    case = HazardFactory(by=office.account, place=secretary.place, sector=office.hazard.sector, answers=other)
    row = office.hand_over(posts=[secretary.pk], hazards=[])
    receipt = bureau.get(address("handover_receipt", row.pk)).text

    assert row.content["renamed"][0]["number"] == case.number
    assert "移交未销号隐患：0 条，另改责任人 1 条" in bureau.get(row.get_absolute_url()).text
    assert "0 条未销号隐患" not in receipt
    assert bureau.get(address("handovers")).context["table"].rows[0].get_cell("hazards") == "0（另改责任人 1）"


PAGES = ["handover", "handover_receipt"]


@pytest.mark.parametrize("name", PAGES)
def test_inspector_sees_the_own_township_only(client, office, name):
    page = address(name, office.hand_over().pk)

    def status(user):
        client.force_login(user)
        return client.get(page).status_code

    assert status(InspectorFactory(township=office.township)) == 200
    assert status(BureauFactory(county=office.township.county)) == 200
    assert [status(InspectorFactory()), status(BureauFactory())] == [404, 404]


@pytest.mark.parametrize("name", ["handover_progress", "handover_paper", "print_handover"])
def test_sheet_of_another_township_is_not_there(client, office, name):
    row = office.hand_over()
    client.force_login(InspectorFactory())

    method = client.post if name == "print_handover" else client.get

    assert method(address(name, row.pk)).status_code == 404


@pytest.mark.parametrize("factory", [OfficialFactory, AdministratorFactory, AuditorFactory])
def test_others_read_and_hand_nothing_over(client, office, factory):
    row = office.hand_over()
    client.force_login(factory(county=office.township.county))

    assert [client.get(address(name)).status_code for name in ("handovers", "new_handover", "choose_handover")] == [200, 403, 403]
    assert client.get(address("handover", row.pk)).status_code == 200
    assert client.post(address("choose_handover")).status_code == 403


def test_lists_and_exports_show_the_own_township_only(client, office):
    office.hand_over()
    client.force_login(InspectorFactory(township__county=office.township.county))

    assert len(client.get(address("handovers")).context["table"].rows) == 0
    assert "李明" not in str(client.get(address("export_handovers")).getvalue())


def test_the_list_prints_as_a_ledger(client, office):
    office.hand_over()
    client.force_login(office.bureau)

    page = client.get(address("print_handovers"))

    assert "工作交接台账" in page.text
    assert [str(row.record.giver) for row in page.context["table"].rows] == ["李明"]


def test_seats_in_the_leading_group_are_offered_to_the_bureau(client, office):
    member = LeadingGroupMemberFactory(person=office.giver, campaign=CampaignFactory(county=office.township.county))
    client.force_login(office.bureau)

    form = client.get(address("choose_handover"), who(office)).context["form"]

    assert form.fields["group_seats"].initial == [member.pk]


def test_a_seat_that_the_successor_has_too_is_offered_to_end(bureau, office):
    campaign = CampaignFactory(county=office.township.county)
    member = LeadingGroupMemberFactory(person=office.giver, campaign=campaign, seat="2")
    LeadingGroupMemberFactory(person=office.receiver, campaign=campaign, seat="3")
    second = choosing(bureau, office)
    page = bureau.get(second)

    bureau.post(second, choices(office, ended_seats=page.context["form"]["ended_seats"].initial, confirmed="1"))

    assert "副组长：接收人已是该领导小组成员，交接人的职务到 2026-05-31 为止" in page.text
    member.refresh_from_db()
    assert member.left_on == ON


def test_people_of_another_township_can_not_be_named(client, office):
    client.force_login(InspectorFactory(township__county=office.township.county))

    form = client.get(address("new_handover"), who(office)).context["form"]

    assert set(form.errors) == {"giver", "receiver"}


def test_strangers_log_in_first(client):
    assert client.get(address("handovers")).url.startswith("/accounts/login/")


def test_of_two_namesakes_the_number_is_asked(bureau, office):
    PersonFactory(county=office.township.county, township=office.township, name="王强")

    [error] = bureau.get(address("new_handover"), who(office)).context["form"].errors["receiver"]

    assert error.startswith("有 2 人同名，请填在册编号：")


def test_signatures_stand_on_the_first_sheet_where_closer_lines_make_room(office):
    content = office.hand_over().content
    content |= {"posts": content["posts"][:1] * 4}

    assert pages_of(typeset(render_to_string("papers/hazards/handover.html", content))) == 2
    assert pages_of(handover_paper(content)) == 1
