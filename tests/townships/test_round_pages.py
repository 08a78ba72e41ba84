"""Pages of a round's ledgers, of townships' plans, of mentoring and of titles: scope, who writes, bad input, one query count per list."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.campaign import Action, InvestmentFactory, LeadingGroupMemberFactory, State, Tier, an_objection, candidacy_at
from tests.factories.documents import a_pdf
from tests.factories.means import accident
from tests.factories.rounds import DAY, RoundWriter
from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    CampaignFactory,
    InspectorFactory,
    OfficialFactory,
    PersonFactory,
    TownshipFactory,
)
from tests.hazards.test_export import rows_of
from townships.documents import clean_document
from townships.models import (
    Campaign,
    Candidacy,
    IssuedDocument,
    LeaderVisit,
    MentorAid,
    Mentorship,
    MentorVisit,
    Objection,
    PlanTask,
    Session,
    TownshipPlan,
)
from townships.round_entries import SumRefused, edit_entry
from townships.views.round_entries import LISTED, SCREENS
from townships.voiding import AlreadyVoided, void

pytestmark = pytest.mark.django_db

PAGES = [kind for kind in SCREENS if kind != "plan_task"]
OF_THE_ROUND = LISTED
LISTS = [SCREENS[kind].plural for kind in LISTED]
GENERAL = ["mentorships", "candidacies", "candidacy_statistics", "export_mentorships", "export_candidacies", "export_candidacy_statistics"]


@pytest.fixture
def writer():
    return RoundWriter()


@pytest.fixture
def bureau(client, writer):
    client.force_login(writer.bureau)
    return writer.bureau


def address(name, *args):
    return reverse(f"townships:{name}", args=args)


def reads(writer):
    """{name: address} of everything that one reads of a round."""
    rows = {kind: writer.enter(kind) for kind in PAGES}
    plan = writer.plan()
    return {
        **{kind: address(kind, row.pk) for kind, row in rows.items()},
        **{name: address(name, writer.campaign.pk) for name in LISTS + [f"export_{name}" for name in LISTS]},
        "township_plans": address("township_plans", writer.campaign.pk),
        "export_township_plans": address("export_township_plans", writer.campaign.pk),
        "township_plan": plan.get_absolute_url(),
        "mentorship": writer.mentorship.get_absolute_url(),
    }


def bureau_writes(writer):
    rows = {kind: writer.enter(kind) for kind in OF_THE_ROUND}
    return {
        **{f"new_{kind}": address(f"new_{kind}", writer.campaign.pk) for kind in rows},
        **{f"{deed}_{kind}": address(f"{deed}_{kind}", row.pk) for kind, row in rows.items() for deed in ("edit", "void")},
        "edit_mentorship": address("edit_mentorship", writer.mentorship.pk),
        "void_mentorship": address("void_mentorship", writer.mentorship.pk),
        "task_done": address("task_done", rows["task"].pk),
        "task_not_done": address("task_not_done", rows["task"].pk),
    }


def township_writes(writer):
    rows = {kind: writer.enter(kind, by=writer.inspector) for kind in ("mentor_visit", "mentor_aid", "plan_task")}
    plan = writer.plan()
    return {
        "new_mentor_visit": address("new_mentor_visit", writer.mentorship.pk),
        "new_mentor_aid": address("new_mentor_aid", writer.mentorship.pk),
        "new_plan_task": address("new_plan_task", plan.pk),
        "edit_mentor_visit": address("edit_mentor_visit", rows["mentor_visit"].pk),
        "void_mentor_aid": address("void_mentor_aid", rows["mentor_aid"].pk),
        "edit_plan_task": address("edit_task", rows["plan_task"].pk),
        "task_done": address("task_done", rows["plan_task"].pk),
        "edit_township_plan": address("edit_township_plan", plan.pk),
        "file": address("act_on_township_plan", plan.pk, "file"),
    }


def statuses(client, found, method="get"):
    return {name: status(getattr(client, method)(url)) for name, url in found.items()}


def status(response):
    if response.streaming:
        response.getvalue()
    return response.status_code


def all_are(status, found):
    return dict.fromkeys(found, status)


def test_bureau_opens_everything_of_its_county(client, writer, bureau):
    found = reads(writer) | bureau_writes(writer) | township_writes(writer) | {name: address(name) for name in GENERAL}

    assert statuses(client, found) == all_are(200, found)


def test_another_county_is_not_there(client, writer):
    client.force_login(BureauFactory())
    found = reads(writer) | bureau_writes(writer) | township_writes(writer)

    assert statuses(client, found) == all_are(404, found)
    assert client.post(address("start_township_plan", writer.campaign.pk)).status_code == 404


def test_inspector_reads_the_round_and_writes_the_own_plan(client, writer):
    client.force_login(writer.inspector)
    found, own, theirs = reads(writer), township_writes(writer), bureau_writes(writer)

    assert statuses(client, found) == all_are(200, found)
    assert statuses(client, own) == all_are(200, own)
    assert statuses(client, theirs) == all_are(403, theirs)


def test_neighbour_reads_the_round_and_nothing_of_the_township(client, writer):
    client.force_login(InspectorFactory(township__county=writer.township.county))
    found, own = reads(writer), township_writes(writer)

    hidden = {"leader_visit", "mentor_visit", "mentor_aid", "township_plan", "mentorship"}
    assert statuses(client, found) == {name: 404 if name in hidden else 200 for name in found}
    assert statuses(client, own) == all_are(404, own)


def test_the_township_that_helps_reads_its_mentoring_and_logs_visits(client, writer):
    mentor = InspectorFactory(township__county=writer.township.county, township__name="官亭乡")
    Mentorship.objects.update(mentor_kind="township", mentor_township=mentor.township, mentor="官亭乡")
    client.force_login(mentor)
    pk = writer.mentorship.pk
    told = {"submission": uuid.uuid4(), "visited_on": DAY, "people": "李站长", "content": "指导台账"}

    client.post(address("new_mentor_visit", pk), told)
    page = client.get(address("mentorship", pk))

    assert [visit.people for visit in page.context["visits"]] == ["李站长"]
    assert (page.context["township_url"], page.context["mentor_url"]) == ("", mentor.township.get_absolute_url())
    assert client.get(page.context["visits"][0].get_absolute_url()).status_code == 200
    assert [row.record.pk for row in client.get(address("mentorships")).context["table"].rows] == [pk]
    assert client.get(address("edit_mentorship", pk)).status_code == 403


def test_the_side_that_did_not_write_a_visit_is_told_who_corrects_it(client, writer):
    visit = writer.enter("mentor_visit")
    client.force_login(writer.inspector)

    page = client.get(visit.get_absolute_url()).text

    assert f"这一条由{writer.bureau}登记。如有误，请登记的一方或县局更正。" in page
    assert [client.get(address(f"{deed}_mentor_visit", visit.pk)).status_code for deed in ("edit", "void")] == [403, 403]


def test_a_plan_names_who_helps_by_the_mentorships(client, writer, bureau):
    plan = writer.plan(mentoring_unit="")

    page = client.get(plan.get_absolute_url()).text

    assert f'<a href="{writer.mentorship.get_absolute_url()}">{writer.mentorship.mentor}</a>' in page
    assert "方案填写" not in page


def test_what_a_plan_says_of_its_mentor_stays_beside_the_pairs(client, writer, bureau):
    plan = writer.plan(mentoring_unit="县交通局")

    assert "方案填写：县交通局" in client.get(plan.get_absolute_url()).text


@pytest.mark.parametrize("reader", [OfficialFactory, AuditorFactory, AdministratorFactory])
def test_readers_read_and_do_not_write(client, writer, reader):
    client.force_login(reader(county=writer.township.county))
    found, writes = reads(writer), bureau_writes(writer) | township_writes(writer)

    assert statuses(client, found) == all_are(200, found)
    assert statuses(client, writes) == all_are(403, writes)
    assert statuses(client, writes, "post") == all_are(403, writes)


def test_strangers_log_in_first(client, writer):
    found = reads(writer) | bureau_writes(writer) | {name: address(name) for name in GENERAL}

    assert {client.get(url).url.partition("?")[0] for url in found.values()} == {reverse("login")}


@pytest.mark.parametrize("kind", LISTED)
def test_ledgers_ask_as_much_for_three_rows_as_for_one(client, writer, bureau, django_assert_num_queries, kind):
    url = address(SCREENS[kind].plural, writer.campaign.pk)
    writer.enter(kind)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    writer.enter(kind), writer.enter(kind)

    with django_assert_num_queries(len(one)):
        client.get(url)


@pytest.mark.parametrize("name", ["candidacies", "candidacy_statistics", "mentorships", "township_plans"])
def test_lists_ask_as_much_for_three_rows_as_for_one(client, writer, bureau, django_assert_num_queries, name):
    url = address(name, *([writer.campaign.pk] if name == "township_plans" else []))

    def add_one_of_everything():
        township = TownshipFactory(county=writer.campaign.county)
        candidacy_at(State.NAMED, township=township, campaign=writer.campaign)
        RoundWriter(township=township, campaign=writer.campaign).plan("file")

    add_one_of_everything()
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    add_one_of_everything(), add_one_of_everything()

    with django_assert_num_queries(len(one)):
        client.get(url)


def test_export_is_the_list(client, writer, bureau):
    writer.enter("task", title="制定工作方案"), writer.enter("task", title="年度总结")

    title, heads, row = rows_of(client.get(address("export_tasks", writer.campaign.pk), {"q": "总结"}).getvalue())

    assert title[0] == f"{writer.campaign}工作任务台账"
    assert heads[:3] == ["任务", "由谁负责", "完成期限"]
    # A day is a number to Excel: 2026-05-11.
    assert row[:3] == ["年度总结", "县安委办", "46153"]


def a_session(writer, **changes):
    told = {"submission": uuid.uuid4(), "held_on": "2026-05-11", "topic": "研究部署", "chair": " 周县长", "others_present": 3}
    return {**told, "venue": "", "decisions": "", **changes}


def test_a_session_is_entered_once_however_often_it_is_sent(client, writer, bureau):
    told = a_session(writer)

    for _ in range(2):
        client.post(address("new_session", writer.campaign.pk), told)

    session = Session.objects.get()
    assert (session.chair, session.campaign, session.created_by) == (writer.person, writer.campaign, bureau)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("held_on", "2025-12-31", "日期须在本轮创建活动期间（2026-01-01 至 2028-12-31）"),
        ("held_on", "2099-01-01", "不能晚于今天"),
        ("topic", "", "必填"),
        ("topic", "会" * 101, "最多 100 字"),
        ("chair", "王五", "名册中没有"),
        ("others_present", "-1", "不能小于"),
    ],
)
def test_bad_input_of_a_session_is_told_beside_its_field(client, writer, bureau, field, value, message):
    response = client.post(address("new_session", writer.campaign.pk), a_session(writer, **{field: value}))

    assert message in "".join(response.context["form"].errors[field])
    assert not Session.objects.exists()


def test_who_came_is_chosen_among_the_leading_group(client, writer, bureau):
    stranger = PersonFactory(county=writer.township.county)

    response = client.post(address("new_session", writer.campaign.pk), a_session(writer, attendees=[stranger.pk]))

    assert "不在可选范围内" in "".join(response.context["form"].errors["attendees"])


def test_who_came_sat_in_the_group_on_that_day(client, writer, bureau):
    day, next_day = date(2026, 5, 11), date(2026, 5, 12)
    days = [("甲", None, None), ("乙", next_day, None), ("丙", None, day), ("丁", day, next_day)]
    for name, joined, left in days:
        person = PersonFactory(county=writer.township.county, name=name)
        LeadingGroupMemberFactory(campaign=writer.campaign, person=person, joined_on=joined, left_on=left)
    came = list(writer.campaign.leading_group.order_by("person__number").values_list("person", flat=True))

    refused = client.post(address("new_session", writer.campaign.pk), a_session(writer, attendees=came))
    client.post(address("new_session", writer.campaign.pk), a_session(writer, attendees=[came[0], came[3]]))

    assert "2026-05-11 不是小组成员的：乙、丙。" in "".join(refused.context["form"].errors["attendees"])
    assert Session.objects.get().attendees.count() == 2


def test_a_task_needs_somebody(client, writer, bureau):
    told = {"submission": uuid.uuid4(), "title": "制定方案", "due_on": "2026-06-01", "department": "", "township": "", "person": ""}

    response = client.post(address("new_task", writer.campaign.pk), told)

    assert "至少一项" in "".join(response.context["form"].errors["department"])


def test_an_entry_is_edited_and_voided_and_leaves_its_ledger(client, writer, bureau):
    visit = writer.enter("leader_visit")
    told = {"visited_on": "2026-05-12", "leader": f"{writer.person.number:04}", "townships": [writer.township.pk], "findings": "已整改"}

    client.post(address("edit_leader_visit", visit.pk), told | {"based_on": 0})
    assert (LeaderVisit.objects.get().findings, LeaderVisit.objects.get().visited_on) == ("已整改", date(2026, 5, 12))
    client.post(address("void_leader_visit", visit.pk), {"reason": "重复登记"})

    url = address("leader_visits", writer.campaign.pk)
    assert client.get(url).context["table"].paginator.count == 0
    assert client.get(url, {"state": "void"}).context["table"].paginator.count == 1
    assert "重复登记" in client.get(address("edit_leader_visit", visit.pk), follow=True).text


def test_a_number_that_is_taken_is_told_beside_it(client, writer, bureau):
    writer.enter("document", number="沅澧安〔2026〕1号")
    told = {"submission": uuid.uuid4(), "kind": "notice", "title": "另一份", "organ": "县安委会", "number": "沅澧安〔2026〕1号"}

    response = client.post(address("new_document", writer.campaign.pk), told | {"issued_on": "2026-05-11"})

    assert "已登记" in "".join(response.context["form"].errors["number"])


def test_a_task_is_marked_done_and_taken_back_on_its_page(client, writer, bureau):
    task = writer.enter("task")

    client.post(address("task_done", task.pk), {"on": "2026-05-10", "note": "已印发"})
    task.refresh_from_db()
    assert task.done_on == date(2026, 5, 10)
    assert "刚刚已登记" in client.post(address("task_done", task.pk), {"on": "2026-05-11"}, follow=True).text
    client.post(address("task_not_done", task.pk), {"note": "还没有印发"})

    task.refresh_from_db()
    assert task.done_on is None
    assert "还没有印发" in client.get(task.get_absolute_url()).text


def test_a_township_that_was_opened_in_the_round_is_on_its_board_and_a_later_one_is_not(client, writer, bureau):
    county, round_ = writer.township.county, writer.campaign
    young = TownshipFactory(county=county, opened_on=round_.starts_on + timedelta(days=90))
    later = TownshipFactory(county=county, opened_on=round_.ends_on + timedelta(days=1))

    board = client.get(address("township_plans", round_.pk), {"everybody": 1}).context["lines"]

    shown = {line.township for line in board}
    assert (young in shown, later in shown) == (True, False)


def test_a_township_writes_and_files_its_plan(client, writer):
    client.force_login(writer.inspector)
    client.post(address("start_township_plan", writer.campaign.pk))
    plan = TownshipPlan.objects.get()
    assert "报送前还缺" in client.get(plan.get_absolute_url()).text
    refused = client.post(address("act_on_township_plan", plan.pk, "file"), {"on": timezone.localdate()})
    assert "方案还缺：创建负责人、经费来源、创建工作方法、至少一项有期限的任务" in refused.text

    told = {"responsible": "周县长", "funds_source": "township", "funds": "", "method": "包片", "mentoring_unit": ""}
    client.post(address("edit_township_plan", plan.pk), told)
    task = {"submission": uuid.uuid4(), "title": "自评", "due_on": "2026-12-01", "person": "", "department": ""}
    client.post(address("new_plan_task", plan.pk), task)
    client.post(address("act_on_township_plan", plan.pk, "file"), {"on": timezone.localdate()})

    plan.refresh_from_db()
    assert (plan.state, plan.responsible, PlanTask.objects.get().township) == ("filed", writer.person, writer.township)
    assert "由县局退回后才能修改" in client.get(address("edit_township_plan", plan.pk), follow=True).text


@pytest.mark.parametrize(("steps", "words"), [([], "继续填写"), (["file"], "查看"), (["file", "accept"], "查看")])
def test_a_plan_that_is_filed_is_read_and_says_what_can_still_be_changed(client, writer, steps, words):
    client.force_login(writer.inspector)
    plan = writer.plan(*steps)

    page = client.get(address("township_plans", writer.campaign.pk)).text

    assert (f"{words}本乡镇方案" in page, page.count("本乡镇方案")) == (True, 1)
    assert ("仍可把任务标记为完成" in client.get(plan.get_absolute_url()).text) is bool(steps)


def test_the_bureau_sees_who_has_not_filed_what(client, writer, bureau):
    other = TownshipFactory(county=writer.township.county, name="洞市乡")
    candidacy_at(State.CREATING, tier=Tier.CITY, township=other, campaign=writer.campaign)
    writer.plan("file")

    page = client.get(address("township_plans", writer.campaign.pk))

    found = {line.township: [met for _requirement, met in line.cells] for line in page.context["lines"]}
    assert found == {
        writer.township: [False, True, True, True, True, True, True, False],
        other: [True, False, False, False, False, False, False, False],
    }
    assert [count for _requirement, count in page.context["totals"]] == [1, 1, 1, 1, 1, 1, 1, 0]
    assert len(client.get(address("township_plans", writer.campaign.pk), {"everybody": 1}).context["lines"]) == 2
    _title, _heads, *rows = rows_of(client.get(address("export_township_plans", writer.campaign.pk)).getvalue())
    assert [row[0] for row in rows] == [str(line.township) for line in page.context["lines"]]


@pytest.mark.parametrize(
    ("kind", "mentor", "message"),
    [
        ("township", "官亭乡", "乡镇不能帮扶自己"),
        ("township", "洞市乡", "“洞市乡”没有命名"),
        ("department", "洞市镇", "“洞市镇”是不是洞市乡？请填写全称"),
        ("township", "合口镇", "本县没有“合口镇”。外县乡镇请连同县名填写"),
        ("enterprise", "省建材集团", "本县企业名录中没有“省建材集团”"),
    ],
)
def test_a_pair_that_can_not_be_is_told_beside_the_mentor(client, writer, bureau, kind, mentor, message):
    helped = TownshipFactory(county=writer.township.county, name="官亭乡")
    TownshipFactory(county=writer.township.county, name="洞市乡")

    told = {"township": helped.pk, "mentor_kind": kind, "mentor": mentor}
    response = client.post(address("new_mentorship", writer.campaign.pk), told)

    assert message in "".join(response.context["form"].errors["mentor"])


def test_a_pair_that_did_something_asks_before_its_mentor_changes(client, writer, bureau):
    writer.enter("mentor_visit")
    url, told = address("edit_mentorship", writer.mentorship.pk), {"mentor_kind": "department", "mentor": "县审计局"}

    moved = client.post(url, told | {"township": TownshipFactory(county=writer.township.county).pk})
    asked = client.post(url, told | {"township": writer.township.pk})
    page = client.post(url, told | {"township": writer.township.pk, "is_same_mentor": "on"}, follow=True)

    assert "不能改给别的乡镇或单位" in "".join(moved.context["form"].errors["township"])
    assert "只是更正名称的请勾选" in "".join(asked.context["form"].errors["is_same_mentor"])
    assert f"帮扶单位 {writer.mentorship.mentor} → 县审计局" in page.text


def test_under_a_voided_pair_nothing_is_written_any_more(client, writer, bureau):
    visit = writer.enter("mentor_visit")
    asked = client.get(address("void_mentorship", writer.mentorship.pk))
    void(writer.mentorship, by=bureau, reason="登记有误")

    page = client.get(visit.get_absolute_url())
    steps = [address("edit_mentor_visit", visit.pk), address("void_mentor_visit", visit.pk)]
    steps.append(address("new_mentor_aid", writer.mentorship.pk))

    assert "走访 1 次、资金物资 0.00 元也不再计入" in asked.text
    assert not page.context["may_edit"]
    assert "已作废，这一条也不计入统计" in page.text
    assert [client.get(url).headers["Location"] for url in steps] == [writer.mentorship.get_absolute_url()] * 3
    with pytest.raises(AlreadyVoided):
        writer.enter("mentor_visit")


def test_an_enterprise_from_elsewhere_is_said_to_be_one(client, writer, bureau):
    told = {"township": writer.township.pk, "mentor_kind": "enterprise", "mentor": "省建材集团", "is_from_elsewhere": "on"}

    client.post(address("new_mentorship", writer.campaign.pk), told)

    found = Mentorship.objects.get(mentor="省建材集团")
    assert client.get(address("edit_mentorship", found.pk)).context["form"].initial["is_from_elsewhere"]


def test_a_circle_is_told_with_its_way(client, writer, bureau):
    first, second = (TownshipFactory(county=writer.township.county, name=name) for name in ("官亭乡", "子良乡"))
    for township in (first, second):
        candidacy_at(State.NAMED, township=township, campaign=writer.campaign)
    client.post(address("new_mentorship", writer.campaign.pk), {"township": second.pk, "mentor_kind": "township", "mentor": "官亭乡"})

    told = {"township": first.pk, "mentor_kind": "township", "mentor": "子良乡"}
    response = client.post(address("new_mentorship", writer.campaign.pk), told)

    assert "不能互相帮扶成圈：子良乡 → 官亭乡 → 子良乡" in "".join(response.context["form"].errors["mentor"])
    assert Mentorship.objects.filter(mentor_kind="township").count() == 1


def test_of_two_who_edit_an_entry_the_later_sees_both_and_loses_nothing(client, writer, bureau):
    visit = writer.enter("leader_visit", findings="已看")
    told = {"visited_on": "2026-05-12", "leader": f"{writer.person.number:04}", "townships": [writer.township.pk], "based_on": 0}
    client.post(address("edit_leader_visit", visit.pk), told | {"findings": "甲写的"})

    page = client.post(address("edit_leader_visit", visit.pk), told | {"findings": "乙写的"})

    lines = {label: (theirs, mine) for label, theirs, mine, differs in page.context["form"].theirs if differs}
    assert lines == {"督查情况": ("甲写的", "乙写的")}
    assert LeaderVisit.objects.get().findings == "甲写的"
    assert 'name="based_on" value="1"' in page.text
    client.post(address("edit_leader_visit", visit.pk), told | {"findings": "乙写的", "based_on": 1})
    assert LeaderVisit.objects.get().findings == "乙写的"


def test_a_file_that_somebody_else_replaced_stays_unless_another_is_sent(client, writer, bureau):
    row = writer.enter("document", **clean_document(SimpleUploadedFile("甲.pdf", a_pdf())).as_fields())
    edit_entry(row, by=writer.bureau, title="新标题", file_name="乙.pdf")
    told = {"kind": "notice", "title": "我的标题", "organ": row.organ, "number": row.number, "issued_on": row.issued_on, "based_on": 0}

    def differing(**more):
        page = client.post(address("edit_document", row.pk), told | more)
        return {label: (theirs, mine) for label, theirs, mine, differs in page.context["form"].theirs if differs}

    assert differing() == {"标题": ("新标题", "我的标题")}
    assert differing(upload=SimpleUploadedFile("丙.pdf", a_pdf()))["文件"] == ("乙.pdf", "丙.pdf")


def test_aid_in_money_names_the_sum_in_the_ledger_of_money(client, writer, bureau):
    paid = InvestmentFactory(township=writer.township, amount=5000)
    told = {"submission": uuid.uuid4(), "given_on": "2026-05-12", "worth": "5000", "what": "器材", "investment": paid.pk}

    refused = client.post(address("new_mentor_aid", writer.mentorship.pk), told | {"kind": "things"})
    client.post(address("new_mentor_aid", writer.mentorship.pk), told | {"kind": "money"})

    assert refused.context["form"].errors["investment"] == ["物资不对应投入台账中的资金。"]
    assert paid.mentor_aids.get().worth == 5000
    assert "帮扶资金物资" in client.get(paid.get_absolute_url()).text


def test_aid_comes_to_no_more_than_the_sum_that_it_names(client, writer, bureau):
    paid = InvestmentFactory(township=writer.township, amount=50_000)
    first = writer.enter("mentor_aid", worth=40_000, investment=paid)
    told = {"given_on": "2026-05-12", "what": "水泵", "kind": "money", "investment": paid.pk}

    refused = client.post(address("new_mentor_aid", writer.mentorship.pk), told | {"worth": "10000.01"})
    client.post(address("new_mentor_aid", writer.mentorship.pk), told | {"worth": "10000"})
    over = client.post(address("edit_mentor_aid", first.pk), told | {"worth": "40001", "based_on": 0})

    words = "这笔投入共 50,000.00 元，其他帮扶已对应 %s 元，余额不足本次帮扶。请核对金额，或者不选。"
    assert refused.context["form"].errors["investment"] == [words % "40,000.00"]
    assert over.context["form"].errors["investment"] == [words % "10,000.00"]
    assert sorted(paid.mentor_aids.values_list("worth", flat=True)) == [10_000, 40_000]


def test_aid_says_that_its_sum_was_voided(client, writer, bureau):
    paid = InvestmentFactory(township=writer.township, amount=50_000)
    aid = writer.enter("mentor_aid", investment=paid)

    asked = client.get(address("void_investment", paid.pk)).text
    void(paid, by=bureau, reason="登记有误")
    paid.refresh_from_db()

    assert "已注明使用这笔投入的有：帮扶资金物资（1）。" in asked
    assert f'<a href="{paid.get_absolute_url()}">{paid}（已作废）</a>' in client.get(aid.get_absolute_url()).text
    with pytest.raises(SumRefused):
        writer.enter("mentor_aid", investment=paid)


def test_aid_names_no_sum_of_another_township(client, writer, bureau):
    other = InvestmentFactory(township=TownshipFactory(county=writer.township.county))
    told = {"submission": uuid.uuid4(), "given_on": "2026-05-12", "worth": "5000", "what": "器材", "kind": "money"}

    refused = client.post(address("new_mentor_aid", writer.mentorship.pk), told | {"investment": other.pk})

    assert "investment" in refused.context["form"].errors


def noticed(writer):
    return candidacy_at(State.NOTICED, tier=Tier.COUNTY, township=writer.township, campaign=writer.campaign)


def test_who_objected_is_for_the_bureau_alone(client, writer):
    candidacy = noticed(writer)
    an_objection(candidacy)
    pages = {}
    for user in (writer.bureau, writer.inspector, OfficialFactory(county=writer.township.county)):
        client.force_login(user)
        pages[user.role] = client.get(candidacy.get_absolute_url()).text
        figure = client.get(reverse("reports:figure", args=["notices.objections"]), {"year": 2026}).text
        assert "实名异议" in figure
        assert "王五" not in figure

    assert {role: ("王五" in page, "138****8000" in page, "13812348000" in page) for role, page in pages.items()} == {
        "bureau": (True, True, False),
        "inspector": (False, False, False),
        "official": (False, False, False),
    }


def test_an_objection_is_entered_and_answered_on_its_pages(client, writer, bureau):
    candidacy = noticed(writer)
    day = candidacy.notices.get().starts_on
    told = {"on": day, "is_real_name": "on", "name": "王五", "phone": "１３８１２３４８０００", "content": "台账不实"}
    client.post(address("act_on_candidacy", candidacy.pk, Action.OBJECT), told)
    objection = candidacy.notices.get().objections.get()
    assert objection.phone == "13812348000"
    assert "138****8000" in client.get(address("act_on_candidacy", candidacy.pk, Action.RESOLVE)).text

    answer = {"on": day, "objection": objection.pk, "handling": "经核查不属实", "is_upheld": "no"}
    client.post(address("act_on_candidacy", candidacy.pk, Action.RESOLVE), answer)

    objection.refresh_from_db()
    assert (objection.handled_on, objection.is_upheld) == (day, False)


def test_an_objection_is_corrected_and_voided_from_its_line(client, writer, bureau):
    candidacy = noticed(writer)
    wrong = an_objection(candidacy)
    day = candidacy.notices.get().starts_on
    page = address("act_on_candidacy", candidacy.pk, Action.CORRECT)

    assert "13812348000" not in client.get(f"{page}?objection={wrong.pk}").text
    told = {
        "objection": wrong.pk,
        "on": day,
        "received_on": day,
        "is_real_name": "on",
        "name": "王六",
        "content": "台账不实",
        "reason": "姓名有误",
    }
    client.post(f"{page}?objection={wrong.pk}", told | {"reason": "姓名有误"})
    right = Objection.objects.counted().get()
    void = address("act_on_candidacy", candidacy.pk, Action.VOID)
    client.post(f"{void}?objection={right.pk}", {"objection": right.pk, "on": day, "reason": "重复登记"})

    right.refresh_from_db()
    assert (right.name, right.phone, right.void_reason) == ("王六", "13812348000", "重复登记")
    assert "异议 0 件" in client.get(candidacy.get_absolute_url()).text
    assert client.get(f"{void}?objection={right.pk}").url == candidacy.get_absolute_url()


def test_a_whole_number_is_shown_on_a_press_that_is_written_down(client, writer, bureau):
    candidacy = noticed(writer)
    objection = an_objection(candidacy)

    page = client.post(address("objector_phone", objection.pk)).text

    assert "13812348000" in page
    assert [seen.by for seen in objection.phone_seen.all()] == [bureau]
    assert f"查看过完整电话：{bureau}" in page


@pytest.mark.parametrize("who", [InspectorFactory, OfficialFactory])
def test_nobody_else_sees_the_number(client, writer, who):
    objection = an_objection(noticed(writer))
    client.force_login(who(**{"township": writer.township} if who is InspectorFactory else {"county": writer.township.county}))

    assert client.post(address("objector_phone", objection.pk)).status_code == 403
    assert not objection.phone_seen.exists()


@pytest.mark.parametrize(
    ("action", "told", "field", "message"),
    [
        (Action.NAME, {"on": "2026-03-01"}, "on", "截止，此前不能命名"),
        (Action.OBJECT, {"on": "2026-03-01", "is_real_name": "on", "content": "x"}, "name", "须填写姓名"),
        (
            Action.OBJECT,
            {"on": "2026-03-01", "is_real_name": "on", "name": "王五", "phone": "abc", "content": "x"},
            "phone",
            "7 至 20 位的电话号码",
        ),
        (Action.RESOLVE, {"on": "2026-03-01", "handling": "x", "is_upheld": "no"}, "objection", "必填"),
    ],
)
def test_bad_input_while_the_notice_hangs_is_told_beside_its_field(client, writer, bureau, action, told, field, message):
    candidacy = noticed(writer)

    response = client.post(address("act_on_candidacy", candidacy.pk, action), told)

    assert message in "".join(response.context["form"].errors[field])
    candidacy.refresh_from_db()
    assert candidacy.state == State.NOTICED


@pytest.mark.parametrize(
    ("factory", "day"),
    [(BureauFactory, "2026-02-10"), (OfficialFactory, "2026-06-01"), (InspectorFactory, "2026-06-01"), (BureauFactory, "2030-06-01")],
)
def test_every_number_of_the_statistics_is_the_number_of_its_rows(client, writer, factory, day):
    candidacy_at(State.NAMED, tier=Tier.COUNTY, township=writer.township, campaign=writer.campaign)
    candidacy_at(State.LAPSED, township=writer.township, campaign=writer.campaign)
    candidacy_at(State.CREATING, tier=Tier.CITY, campaign=writer.campaign, township=TownshipFactory(county=writer.township.county))
    candidacy_at(State.NAMED)
    whose = {"township": writer.township} if factory is InspectorFactory else {"county": writer.township.county}
    client.force_login(factory(**whose))

    statistics = client.get(address("candidacy_statistics"), {"on": day}).context["statistics"]

    cells = [cell for line in [*statistics.lines, *statistics.sums] for cell in line.cells]
    assert [client.get(cell.url).context["table"].paginator.count for cell in cells] == [cell.number for cell in cells]
    assert any(cell.number for cell in cells)


def test_a_city_sees_all_its_counties_and_can_ask_for_one(client, writer):
    candidacy_at(State.NAMED, township=writer.township, campaign=writer.campaign)
    other = candidacy_at(State.NAMED)
    client.force_login(OfficialFactory(county=None))

    whole = client.get(address("candidacy_statistics"), {"on": "2026-06-01"}).context["statistics"]
    one = client.get(address("candidacy_statistics"), {"on": "2026-06-01", "county": other.township.county_id}).context["statistics"]

    assert {line.round for line in whole.lines} == {writer.campaign, other.campaign}
    sums = {line.county: [cell.number for cell in line.cells] for line in whole.sums}
    each = [1, 0, 1, 1, 0, 0, 0]
    assert sums == {writer.campaign.county: each, other.campaign.county: each, None: [2, 0, 2, 2, 0, 0, 0]}
    assert {line.round for line in one.lines} == {other.campaign}
    assert [line.county for line in one.sums] == [None]


def test_a_city_asks_the_list_for_one_county(client, writer):
    candidacy_at(State.NAMED, township=writer.township, campaign=writer.campaign)
    other = candidacy_at(State.NAMED)
    client.force_login(OfficialFactory(county=None))

    table = client.get(address("candidacies"), {"county": other.township.county_id}).context["table"]

    assert [row.record for row in table.rows] == [other]
    client.force_login(writer.bureau)
    assert "county" not in client.get(address("candidacies")).context["filter"].form.fields


def test_statistics_as_a_spreadsheet(client, writer, bureau):
    candidacy_at(State.NAMED, tier=Tier.COUNTY, township=writer.township, campaign=writer.campaign)

    title, heads, *rows = rows_of(client.get(address("export_candidacy_statistics"), {"on": "2026-06-01"}).getvalue())

    assert title[0] == "示范乡镇创建统计（2026-06-01）"
    assert heads == ["县（市、区）", "创建活动", "级别", "申报", "正在创建", "命名", "有效期内", "复核保持", "期满失效", "撤销"]
    assert [row[2] for row in rows] == ["县级", "县级"]


@pytest.mark.parametrize("day", ["2099-01-01", "abc"])
def test_statistics_of_no_day_are_not_exported_as_those_of_today(client, writer, bureau, day):
    response = client.get(address("export_candidacy_statistics"), {"on": day}, follow=True)

    assert response.redirect_chain == [(f"{address('candidacy_statistics')}?on={day}", 302)]
    assert "field-error" in response.text


def test_reminders_stand_on_the_home_pages_of_both(client, writer):
    named = candidacy_at(State.NAMED, township=writer.township, campaign=writer.campaign)
    today = timezone.localdate()
    Candidacy.objects.filter(pk=named.pk).update(valid_until=today)
    writer.enter("task", township=writer.township)

    for user in (writer.bureau, writer.inspector):
        client.force_login(user)
        piles = {str(pile.label): pile.count for pile in client.get("/").context["piles"]}
        assert (piles["称号即将期满，准备复核"], piles["创建任务到期、逾期"]) == (1, 1)
        assert client.get(address("candidacies"), {"due": "soon"}).context["table"].paginator.count == 1


def test_a_round_shows_the_latest_of_each_ledger(client, writer, bureau, django_assert_num_queries):
    for kind in LISTED:
        writer.enter(kind)
    with CaptureQueriesContext(connection) as one:
        page = client.get(writer.campaign.get_absolute_url())
    counts = {tile["url"]: tile["value"] for tile in page.context["tiles"]}
    assert [counts[address(SCREENS[kind].plural, writer.campaign.pk)] for kind in LISTED] == [1] * len(LISTED)
    for kind in LISTED:
        writer.enter(kind), writer.enter(kind)

    with django_assert_num_queries(len(one)):
        client.get(writer.campaign.get_absolute_url())
    assert timezone.localdate() > DAY


def test_a_round_begins_with_what_has_to_be_done(client, writer, bureau):
    """A late task, a plan to look at, who has not filed, a candidacy at a desk and a notice that is contested; not who creates."""
    writer.enter("task")
    writer.plan("file")
    others = [TownshipFactory(county=writer.township.county) for _ in range(3)]
    states = [State.APPLIED, State.CREATING, State.NOTICED]
    candidacies = [candidacy_at(state, township=other, campaign=writer.campaign) for state, other in zip(states, others, strict=True)]
    an_objection(candidacies[2])

    waiting = client.get(writer.campaign.get_absolute_url()).context["waiting"]

    late = f"超 {(timezone.localdate() - DAY).days} 天"
    assert [one.word for one in waiting] == [late, "公示异议待办结", "下一步：县初审列入创建", "已报送，待审", "待报送"]
    assert [one.what for one in waiting][1:3] == [str(candidacies[2]), str(candidacies[0])]


def test_a_round_tells_a_township_what_is_its_own_to_do(client, writer):
    client.force_login(writer.inspector)
    candidacy_at(State.CREATING, township=writer.township, campaign=writer.campaign)
    writer.plan("file", "return")

    waiting = client.get(writer.campaign.get_absolute_url()).context["waiting"]

    assert [one.what for one in waiting] == ["完成自评", "本乡镇创建方案"]
    assert waiting[1].word == "被退回，待修改"


def test_a_title_tells_of_accidents_that_may_cost_it(client, writer, bureau):
    candidacy = candidacy_at(State.NAMED, township=writer.township, campaign=writer.campaign)
    assert client.get(candidacy.get_absolute_url()).context["vetoes"] == []

    accident(writer.township, dead=3)

    page = client.get(candidacy.get_absolute_url())
    assert "事故台账中 2026 年有一票否决情形：一次死亡人数达到否决条件：死亡 3 人" in page.text
    assert f"{address('vetoes')}?year=2026" in page.text


def test_a_session_that_says_the_same_in_another_form_is_asked_about(client, writer, bureau):
    page = address("new_session", writer.campaign.pk)
    client.post(page, a_session(writer))

    asked = client.post(page, a_session(writer))
    assert "同日、同议题、同一主持人" in "".join(asked.context["form"].errors["is_another"])
    client.post(page, a_session(writer, is_another="on"))

    assert Session.objects.count() == 2


def test_a_visit_or_an_aid_that_says_the_same_is_asked_about(client, writer, bureau):
    day = {"visited_on": DAY, "given_on": DAY}
    forms = {
        address("new_leader_visit", writer.campaign.pk): {"leader": "周县长", "townships": [writer.township.pk], "findings": "好"},
        address("new_mentor_visit", writer.mentorship.pk): {"people": "李科长", "content": "指导台账"},
        address("new_mentor_aid", writer.mentorship.pk): {"kind": "money", "worth": "5000", "what": "应急器材"},
    }
    for page, told in forms.items():
        client.post(page, told | day)
        asked = client.post(page, told | day)
        assert "请核对是否重复" in "".join(asked.context["form"].errors["is_another"])
        client.post(page, told | day | {"is_another": "on"})

    assert [model.objects.count() for model in (LeaderVisit, MentorVisit, MentorAid)] == [2, 2, 2]


def test_pairs_are_registered_in_the_round_that_runs_and_no_other_county_is_offered(client, writer, bureau):
    today = timezone.localdate()
    Campaign.objects.filter(pk=writer.campaign.pk).update(starts_on=date(2020, 1, 1), ends_on=today)
    CampaignFactory(county=writer.township.county, round_number=3, starts_on=today + timedelta(days=1), ends_on=date(2099, 1, 1))
    CampaignFactory(county=writer.township.county, round_number=1, starts_on=date(2020, 1, 2), ends_on=today - timedelta(days=1))
    CampaignFactory(name="邻县的一轮")

    page = client.get(address("mentorships"))

    assert page.context["round"] == writer.campaign
    assert "邻县的一轮" not in page.text


def test_one_number_of_a_paper_is_one_however_it_is_typed(client, writer, bureau):
    page = address("new_document", writer.campaign.pk)
    told = {"kind": "notice", "title": "通知", "organ": "县安委会", "issued_on": DAY}

    client.post(page, told | {"number": "沅澧安 (2026) 第077号"})
    again = client.post(page, told | {"number": "沅澧安［２０２６］77号"})

    assert [paper.number for paper in IssuedDocument.objects.all()] == ["沅澧安〔2026〕77号"]
    assert "已登记" in "".join(again.context["form"].errors["number"])
