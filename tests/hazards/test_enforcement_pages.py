"""Pages of drives, outcomes, enforcement, illegal acts and the weekly return: what they show, whom they refuse, what they send on."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from urllib.parse import parse_qs

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hazards import drives
from hazards.models import (
    Department,
    Drive,
    DriveEvent,
    Enforcement,
    EnforcementKind,
    IllegalAct,
    Inspection,
    OutcomeCount,
    OutcomeKind,
    ViolationKind,
    WeeklyReturn,
)
from hazards.orders import serve_order
from hazards.weekly_return import Week
from papers.models import PrintJob
from tests.factories.drives import DepartmentFactory, State, enforcement_of, illegal_act_at, outcome_of
from tests.factories.hazards import DriveFactory, HazardFactory, InspectionFactory, photo, two_inspectors
from tests.factories.townships import (
    BureauFactory,
    EnterpriseFactory,
    GroupFactory,
    InspectorFactory,
    OfficialFactory,
    SectorFactory,
    TownshipFactory,
    VillageFactory,
)
from tests.spreadsheets import rows_of
from townships.models import Message

pytestmark = pytest.mark.django_db
MAKERS = {"enforcement": enforcement_of, "illegal_act": illegal_act_at, "outcome": outcome_of}
LISTS = {"enforcement": "enforcements", "illegal_act": "illegal_acts", "outcome": "outcomes"}
KINDS = ["enforcement", "illegal_act", "outcome"]


@pytest.fixture
def village():
    return VillageFactory()


@pytest.fixture
def inspector(village):
    return InspectorFactory(township=village.township)


@pytest.fixture
def bureau(village):
    return BureauFactory(county=village.county)


def now():
    return f"{timezone.localtime():%Y-%m-%dT%H:%M}"


def action_of(village, **typed):
    department = DepartmentFactory(county=village.county)
    people = [person.pk for person in two_inspectors(village.township)]
    told = {"submission": str(uuid.uuid4()), "kind": EnforcementKind.objects.get(key="illegal_sites").pk, "place": village.pk}
    told |= {"party": "无名作坊", "acted_at": now(), "quantity": "1", "basis": "《安全生产法》第七十条"}
    return told | {"departments": [department.pk], "people": people} | typed


def act_of(village, **typed):
    told = {"submission": str(uuid.uuid4()), "kind": ViolationKind.objects.get(key="illegal_fireworks").pk, "place": village.pk}
    told |= {"party": "无名作坊", "location": "废弃砖厂", "sector": SectorFactory().pk, "description": "非法生产", "found_at": now()}
    return told | {"found_by": "public"} | typed


@pytest.mark.parametrize("name", KINDS)
def test_a_row_is_there_for_its_township_and_not_for_another(as_user, name):
    row = MAKERS[name]()
    address = reverse(f"hazards:{name}", args=[row.pk])
    assert as_user(row.created_by).get(address).status_code == 200
    assert as_user(InspectorFactory(township__county=row.county)).get(address).status_code == 404


@pytest.mark.parametrize("name", KINDS)
def test_list_print_and_export_tell_the_same_rows(as_user, name):
    row = MAKERS[name]()
    many = LISTS[name]
    client = as_user(BureauFactory(county=row.county))

    listed = client.get(reverse(f"hazards:{many}"))
    printed = client.get(reverse(f"hazards:print_{many}"))
    exported = client.get(reverse(f"hazards:export_{many}"))

    assert row.get_absolute_url() in listed.content.decode()
    assert printed.context["table"].paginator.count == 1
    assert len(rows_of(exported.getvalue())) == 3


@pytest.mark.parametrize("name", KINDS)
def test_list_asks_the_same_number_of_queries(as_user, name):
    row = MAKERS[name]()
    client = as_user(BureauFactory(county=row.county))
    address = reverse(f"hazards:{LISTS[name]}")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in (1, 2):
        MAKERS[name](**{"township": row.township, "drive": row.drive, "quantity": number} if name == "outcome" else {"place": row.place})
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one)


def test_drives_list_asks_the_same_number_of_queries(as_user):
    drive = DriveFactory()
    client = as_user(BureauFactory(county=drive.county))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("hazards:drives"))
    for other in DriveFactory.create_batch(2, county=drive.county):
        other.departments.add(DepartmentFactory(county=drive.county))
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("hazards:drives"))
    assert len(three) <= len(one)


def test_an_action_is_entered_and_numbered(as_user, inspector, village):
    answer = as_user(inspector).post(reverse("hazards:new_enforcement"), action_of(village))
    row = Enforcement.objects.get()
    assert answer.url == reverse("hazards:receipt_of_enforcement", args=[row.pk])
    assert row.number == f"{village.township.document_prefix}执〔{timezone.localdate().year}〕1号"


def test_the_same_form_leads_to_the_first_row_and_says_so(as_user, inspector, village):
    client, told = as_user(inspector), action_of(village)
    first = client.post(reverse("hazards:new_enforcement"), told)
    assert "没有再登记一条" not in client.get(first.url).content.decode()

    second = client.post(reverse("hazards:new_enforcement"), told | {"quantity": "2"})

    assert second.url == first.url
    assert "没有再登记一条" in client.get(second.url).content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"people": []}, "people", "取缔非法生产经营窝点须由 2 名以上持证执法人员实施。"),
        ({"departments": []}, "departments", "请选择实施这项措施的部门。"),
        ({"party": ""}, "party", "请写明当事人：所选的是行政区域，不是企业或重点部位。"),
        ({"amount": "500"}, "amount", "取缔非法生产经营窝点不填金额，罚款请另登一条。"),
        ({"quantity": "0"}, "quantity", "不能小于 0.01。"),
        ({"quantity": "1.5"}, "quantity", "取缔非法生产经营窝点按个计，请填写整数。"),
        ({"others_0": "赵强"}, "others", "其他部门人员的姓名和执法证号都要填写。"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(as_user, inspector, village, typed, field, words):
    answer = as_user(inspector).post(reverse("hazards:new_enforcement"), action_of(village, **typed))
    assert answer.context["form"].errors[field] == [words]
    assert Enforcement.objects.count() == 0


def test_all_that_is_missing_is_told_at_once(as_user, inspector, village):
    page = as_user(inspector).post(reverse("hazards:new_enforcement"), action_of(village, party="", people=[], departments=[]))

    assert page.context["form"].errors.keys() == {"party", "people", "departments"}


@pytest.mark.parametrize("typed", ["２００００．５", "20,000.50", "￥２０，０００．５０"])
def test_an_amount_may_be_typed_full_width_or_with_commas(as_user, inspector, village, typed):
    fine = EnforcementKind.objects.get(key="fines").pk
    assert 'inputmode="decimal"' in as_user(inspector).get(reverse("hazards:new_enforcement")).content.decode()

    as_user(inspector).post(reverse("hazards:new_enforcement"), action_of(village, kind=fine, amount=typed))

    assert Enforcement.objects.get().amount == Decimal("20000.50")


def test_officials_enter_nothing(as_user, village):
    official = OfficialFactory(county=village.county)
    for name in KINDS:
        assert as_user(official).get(reverse(f"hazards:new_{name}")).status_code == 403


def test_an_action_names_what_it_is_about(as_user, inspector, village):
    hazard = HazardFactory(place=EnterpriseFactory(township=village.township), by=inspector)
    page = as_user(inspector).get(reverse("hazards:new_enforcement"), {"hazard": hazard.pk}).content.decode()
    assert hazard.number in page

    as_user(inspector).post(reverse("hazards:new_enforcement"), action_of(village, hazard=hazard.pk))

    assert Enforcement.objects.get().hazard == hazard
    assert Enforcement.objects.get().number in as_user(inspector).get(hazard.get_absolute_url()).content.decode()


def test_an_action_on_a_paper_is_told_of_at_each_hazard_that_it_lists(as_user, inspector, village):
    place = EnterpriseFactory(township=village.township, name="官亭石料厂")
    hazards = [HazardFactory(place=place, by=inspector) for _ in range(2)]
    order = served(hazards, inspector)
    client = as_user(inspector)

    client.post(reverse("hazards:new_enforcement"), action_of(village, order=order.pk))

    row = Enforcement.objects.get()
    assert all(row.number in client.get(hazard.get_absolute_url()).content.decode() for hazard in hazards)
    page = client.get(row.get_absolute_url()).content.decode()
    assert all(hazard.get_absolute_url() in page for hazard in hazards)


def served(hazards, by):
    return serve_order(hazards, kind="notice", by=by, requirement="立即整改", deadline=timezone.localdate())


def test_the_form_starts_with_place_and_party_of_the_paper_or_hazard(as_user, inspector, village):
    hazard = HazardFactory(place=EnterpriseFactory(township=village.township), by=inspector, responsible_unit="红星公司")
    order = served([hazard], inspector)

    links = [links_to_a_new_action(as_user(inspector), row) for row in (order, hazard)]

    wanted = {"place": [str(hazard.place_id)], "party": ["红星公司"]}
    assert links == [wanted | {"order": [str(order.pk)]}, wanted | {"hazard": [str(hazard.pk)]}]


def links_to_a_new_action(client, row):
    page = client.get(row.get_absolute_url()).content.decode()
    return parse_qs(unescape(page.partition(f"{reverse('hazards:new_enforcement')}?")[2].partition('"')[0]))


def test_groups_are_named_with_their_village(as_user, inspector, village):
    for other in (village, VillageFactory(township=village.township)):
        GroupFactory(parent=other, name="1组")

    choices = [label for _key, label in as_user(inspector).get(reverse("hazards:new_enforcement")).context["form"].fields["place"].choices]

    assert f"{village.township} · {village}1组" in choices
    assert len(choices) == len(set(choices))


def test_the_receipt_names_the_number_that_was_given_and_what_can_be_done(as_user, inspector, village):
    action, outcome = enforcement_of(place=village, by=inspector), outcome_of(township=village.township, by=inspector)

    pages = [
        as_user(inspector).get(reverse(f"hazards:receipt_of_{one}", args=[row.pk])).content.decode()
        for one, row in (("enforcement", action), ("outcome", outcome))
    ]

    assert f'<p class="receipt-number">{action.number}</p>' in pages[0]
    assert "receipt-number" not in pages[1]
    assert all("有误请作废，说明原因后重新登记。" in page and "有误请修改" not in page for page in pages)


def test_a_hazard_of_another_county_is_no_choice(as_user, inspector, village):
    stranger = HazardFactory()
    answer = as_user(inspector).post(reverse("hazards:new_enforcement"), action_of(village, hazard=stranger.pk))
    assert "hazard" in answer.context["form"].errors


def test_an_action_is_voided_with_a_reason(as_user, inspector, village):
    row = enforcement_of(place=village, by=inspector)
    as_user(inspector).post(reverse("hazards:void_enforcement", args=[row.pk]), {"reason": "重复登记"})
    row.refresh_from_db()
    assert row.void_reason == "重复登记"
    assert as_user(inspector).get(reverse("hazards:enforcements")).context["table"].paginator.count == 0


def test_an_illegal_act_is_entered_with_pictures(as_user, inspector, village):
    picture = SimpleUploadedFile("a.jpg", photo().content, "image/jpeg")
    as_user(inspector).post(reverse("hazards:new_illegal_act"), act_of(village, pictures=[picture]))
    act = IllegalAct.objects.get()
    assert act.pictures.count() == 1
    page = as_user(inspector).get(act.get_absolute_url()).content.decode()
    assert "外部发现" in page
    address = reverse("hazards:illegal_act_picture", args=[act.pictures.get().pk])
    assert as_user(inspector).get(address).getvalue()[:2] == b"\xff\xd8"
    assert as_user(InspectorFactory()).get(address).status_code == 404


def test_an_illegal_act_is_dealt_with_on_its_page(as_user, inspector, village):
    act = illegal_act_at(place=village, by=inspector)
    as_user(inspector).post(reverse("hazards:illegal_act_step", args=[act.pk, "handle"]), {"reason": "当场取缔"})
    act.refresh_from_db()
    assert act.state == State.HANDLED


def test_whoever_comes_late_is_told_who_was_first(as_user, inspector, village):
    act = illegal_act_at(State.HANDLED, place=village, by=inspector)
    answer = as_user(inspector).post(reverse("hazards:illegal_act_step", args=[act.pk, "handle"]), {"reason": "取缔"}, follow=True)
    assert "现在是“已处理，待复核”" in answer.content.decode()


def test_what_the_bureau_closed_is_the_bureaus_to_void_and_the_township_hears_of_it(as_user, inspector, bureau, village):
    act = illegal_act_at(State.CLOSED, place=village)
    void = reverse("hazards:void_illegal_act", args=[act.pk])

    refused = as_user(inspector).post(void, {"reason": "误录"}, follow=True).content.decode()
    still_counts = IllegalAct.objects.counted().exists()
    as_user(bureau).post(void, {"reason": "重复登记"})

    message = Message.objects.get(key=f"voided-act:{act.pk}")
    assert ("由县局作废" in refused, void in refused, still_counts) == (True, False, True)
    assert not IllegalAct.objects.counted().exists()
    assert (message.addressees.filter(user=inspector).exists(), "重复登记" in message.text) == (True, True)


def test_what_came_back_is_linked_on_both_pages(as_user, inspector, village):
    earlier = illegal_act_at(State.CLOSED, place=village, by=inspector)
    as_user(inspector).post(reverse("hazards:new_illegal_act"), act_of(village, came_back_from=earlier.pk))
    again = IllegalAct.objects.get(came_back_from=earlier)
    assert again.number in as_user(inspector).get(earlier.get_absolute_url()).content.decode()
    assert earlier.number in as_user(inspector).get(again.get_absolute_url()).content.decode()


def test_numbers_of_the_weekly_return_lead_to_as_many_rows(as_user, bureau, village):
    kind = ViolationKind.objects.get(key="unlicensed")
    illegal_act_at(State.CLOSED, place=village, kind=kind)
    illegal_act_at(place=village, kind=kind, found_by="media")
    client = as_user(bureau)
    page = client.get(reverse("hazards:illegal_week"), {"week": "2026-03-06"})
    cells = {kind.key: cells for kind, cells, _fine in page.context["lines"]}["unlicensed"]
    expected = {"found": 2, "outsiders": 1, "came_back": 0, "handled": 1, "rechecked": 1, "closed": 1, "open": 1, "year": 2}
    assert dict(cells) == expected
    for column, number in cells:
        listed = client.get(reverse("hazards:illegal_acts"), {"week": "2026-03-06", "column": column, "kind": kind.pk})
        assert listed.context["table"].paginator.count == number


def test_kinds_with_nothing_are_folded_on_a_phone_and_still_there(as_user, bureau, village):
    kind = ViolationKind.objects.get(key="unlicensed")
    illegal_act_at(place=village, kind=kind)

    page = as_user(bureau).get(reverse("hazards:illegal_week"), {"week": "2026-03-06"})

    kinds = [line[0] for line in page.context["lines"]]
    assert page.context["silent"] == [one for one in kinds if one != kind]
    assert page.content.decode().count('class="is-silent"') == len(kinds) - 1


def test_the_weeks_fines_lead_to_their_actions(as_user, bureau, village):
    act = illegal_act_at(place=village)
    enforcement_of("fines", place=village, amount=Decimal(2000), illegal_act=act)
    enforcement_of("fines", place=village, amount=Decimal(900))
    page = as_user(bureau).get(reverse("hazards:illegal_week"), {"week": "2026-03-06"})
    listed = as_user(bureau).get(reverse("hazards:enforcements"), {"week": "2026-03-06"})
    assert page.context["yuan"] == 2000
    assert listed.context["table"].paginator.count == 1


def test_weekly_return_as_a_book(as_user, bureau, village):
    illegal_act_at(place=village)
    rows = rows_of(as_user(bureau).get(reverse("hazards:export_illegal_week"), {"week": "2026-03-06"}).getvalue())
    assert len(rows) == 2 + 13 + 1
    assert rows[-1][1:3] == ["合计", "1"]


def handed_in(client, week="2026-03-06"):
    shown = client.get(reverse("hazards:illegal_week"), {"week": week}).context["as_shown"]
    return client.post(f"{reverse('hazards:hand_in_week')}?week={week}", {"as_shown": shown})


def test_a_return_is_handed_in_and_printed(as_user, inspector):
    answer = handed_in(as_user(inspector))
    row = WeeklyReturn.objects.get()
    assert answer.url == row.get_absolute_url()
    assert PrintJob.objects.get(kind="weekly_return").subject_id == row.pk
    assert as_user(InspectorFactory()).get(row.get_absolute_url()).status_code == 404


def test_the_bureau_reads_who_handed_in_and_who_did_not(as_user, bureau, inspector):
    silent = TownshipFactory(county=bureau.county)
    handed_in(as_user(inspector))

    page = as_user(bureau).get(reverse("hazards:illegal_week"), {"week": "2026-03-06"})
    own = as_user(inspector).get(reverse("hazards:illegal_week"), {"week": "2026-03-06"})

    assert page.context["missing"] == [silent]
    assert (own.context["missing"], own.context["is_handed_in"], page.context["is_handed_in"]) == ([], True, False)


@pytest.mark.parametrize("asked", ["x", "2026-13-01", "1999-12-31", "9999-12-31"])
@pytest.mark.parametrize("page", ["illegal_week", "export_illegal_week"])
def test_a_week_that_is_none_leads_to_this_one_and_says_so(as_user, bureau, page, asked):
    answer = as_user(bureau).get(reverse(f"hazards:{page}"), {"week": asked}, follow=True)
    assert answer.redirect_chain == [(reverse("hazards:illegal_week"), 302)]
    assert f"网址里的“{asked}”不是可用的日期，没有这一周的周报" in answer.content.decode()


def test_outcomes_are_typed_only_where_nothing_counts_them(as_user, inspector, village):
    drive = DriveFactory(county=village.county)
    kinds = as_user(inspector).get(reverse("hazards:new_outcome"), {"drive": drive.pk}).context["form"].fields["kind"].queryset
    assert set(kinds) == set(OutcomeKind.objects.typed())
    told = {"submission": str(uuid.uuid4()), "drive": drive.pk, "kind": kinds[0].pk, "quantity": "3", "place": village.township_id}
    as_user(inspector).post(reverse("hazards:new_outcome"), told | {"counted_on": "2026-03-09"})
    assert OutcomeCount.objects.get().quantity == 3


def test_an_outcome_is_not_older_than_its_drive(as_user, inspector, village):
    drive = DriveFactory(county=village.county)
    told = {"submission": str(uuid.uuid4()), "drive": drive.pk, "kind": OutcomeKind.objects.typed()[0].pk, "quantity": "3"}
    answer = as_user(inspector).post(reverse("hazards:new_outcome"), told | {"place": village.township_id, "counted_on": "2026-02-01"})
    assert answer.context["form"].errors["counted_on"] == ["不能早于行动开始日期 2026-03-01。"]


@pytest.mark.parametrize(("unit", "is_whole", "typed"), [("人次", True, "12"), ("公里", False, "12.5")])
def test_what_is_counted_is_whole_and_what_is_measured_need_not_be(as_user, inspector, village, unit, is_whole, typed):
    drive = DriveFactory(county=village.county)
    kind = OutcomeKind.objects.create(county=village.county, key="own", name="本县的", unit=unit, is_whole=is_whole)
    told = {"submission": str(uuid.uuid4()), "drive": drive.pk, "kind": kind.pk, "place": village.township_id, "counted_on": "2026-03-09"}

    refused = as_user(inspector).post(reverse("hazards:new_outcome"), told | {"quantity": "0.5" if is_whole else "0"})
    as_user(inspector).post(reverse("hazards:new_outcome"), told | {"quantity": typed})

    assert ("请填写整数" in "".join(refused.context["form"].errors["quantity"])) == is_whole
    assert OutcomeCount.objects.get().quantity == Decimal(typed)


def test_drive_page_links_to_exactly_its_rows(as_user, bureau, village):
    drive = DriveFactory(county=village.county)
    enforcement_of("vehicles_destroyed", place=village, drive=drive, quantity=Decimal(12))
    outcome_of(drive, township=village.township, quantity=30)
    client = as_user(bureau)
    tally = client.get(drive.get_absolute_url()).context["tally"]
    assert [(one.kind.key, one.words) for one in tally.outcomes] == [("vehicles_destroyed", "12"), ("signs", "30")]
    assert [client.get(one.url).context["table"].paginator.count for one in tally.outcomes] == [1, 1]


def test_a_drive_is_summed_up_after_a_look_at_its_summary(as_user, bureau):
    drive = DriveFactory(county=bureau.county)
    address = reverse("hazards:drive_step", args=[drive.pk, "sum_up"])
    check = as_user(bureau).get(address)
    assert f"{bureau.county.name}{drive.name}工作总结" in check.content.decode()
    answer = as_user(bureau).post(address, {"as_shown": check.context["as_shown"]})
    assert answer.url == reverse("hazards:drive_summary", args=[drive.pk])
    assert PrintJob.objects.get(kind="drive_summary").subject_id == drive.summaries.get().pk
    assert "数字按" in as_user(bureau).get(answer.url).content.decode()


def test_an_earlier_summary_stays_readable_with_its_paper_and_the_last_says_what_changed_since(as_user, bureau, village):
    drive, client = DriveFactory(county=bureau.county), as_user(bureau)
    for action, reason in [("sum_up", ""), ("reopen", "补登一家"), ("sum_up", "")]:
        drives.take(drive, DriveEvent.Action(action), by=bureau, reason=reason)
    enforcement_of("illegal_sites", place=village, drive=drive, quantity=Decimal(3))
    earlier, _last = drive.summaries.order_by("pk")

    page = client.get(reverse("hazards:drive_summary", args=[drive.pk])).content.decode()
    old = reverse("hazards:drive_summary_version", args=[drive.pk, earlier.pk])
    assert (old in page, "写定 0，现在 3" in page) == (True, True)
    assert "写定 0，现在 3" in client.get(drive.get_absolute_url()).content.decode()
    assert "已被后来的一份代替" in client.get(old).content.decode()
    assert client.post(reverse("hazards:print_drive_summary", args=[drive.pk, earlier.pk])).url == old


def test_a_township_sees_the_summary_once_it_is_made(as_user, bureau):
    drive = DriveFactory(county=bureau.county)
    inspector = InspectorFactory(township__county=bureau.county)
    address = reverse("hazards:drive_summary", args=[drive.pk])
    assert as_user(inspector).get(address).status_code == 302
    drives.take(drive, DriveEvent.Action.SUM_UP, by=bureau)
    assert as_user(inspector).get(address).status_code == 200


def test_a_drive_under_way_says_from_when_it_is_summed_up(as_user, bureau):
    today = timezone.localdate()
    drive = DriveFactory(county=bureau.county, starts_on=today, ends_on=today + timedelta(days=5))

    page = as_user(bureau).get(drive.get_absolute_url()).content.decode()

    assert f"行动最后一天 {drive.ends_on} 起可以办理“总结”" in page


def test_a_week_that_runs_says_on_which_day_it_is_handed_in(as_user, inspector):
    running = Week.holding(timezone.localdate() + timedelta(days=7))
    client, address = as_user(inspector), reverse("hazards:illegal_week")

    pages = [client.get(address, {"week": day}).content.decode() for day in (running.end, "2026-03-06")]

    assert [f"{running.end}（星期五）当天可以在这里报送" in page for page in pages] == [True, False]


def test_each_number_of_a_summary_says_on_a_phone_what_it_counts(as_user, bureau, village):
    drive = DriveFactory(county=bureau.county)
    outcome_of(drive, township=village.township)

    page = as_user(bureau).get(reverse("hazards:drive_summary", args=[drive.pk])).content.decode()

    assert 'class="number" data-label="设置标识标牌（块）">30<' in page


def test_the_bureau_writes_its_own_paragraphs(as_user, bureau):
    drive = DriveFactory(county=bureau.county)
    as_user(bureau).post(reverse("hazards:edit_drive_summary", args=[drive.pk]), {"problems": "企业主体责任不落实。"})
    assert "企业主体责任不落实。" in as_user(bureau).get(reverse("hazards:drive_summary", args=[drive.pk])).content.decode()


def test_a_summed_up_drive_is_not_edited(as_user, bureau):
    drive = DriveFactory(county=bureau.county, state="summed_up")
    for name in ("edit_drive", "edit_drive_summary"):
        assert as_user(bureau).post(reverse(f"hazards:{name}", args=[drive.pk]), {"name": "改名"}).status_code == 302
    assert Drive.objects.get().name == drive.name


@pytest.mark.parametrize(("stage", "count"), [("plan", 1), ("running", 1), ("over", 1), ("summed_up", 1), ("", 4)])
def test_drives_by_stage(as_user, bureau, stage, count):
    today = timezone.localdate()
    days = {"starts_on": today - timedelta(days=3), "ends_on": today + timedelta(days=3)}
    DriveFactory(county=bureau.county, state="plan", **days), DriveFactory(county=bureau.county, **days)
    DriveFactory(county=bureau.county, starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1))
    DriveFactory(county=bureau.county, state="summed_up")
    listed = as_user(bureau).get(reverse("hazards:drives"), {"stage": stage})
    assert listed.context["table"].paginator.count == count


def test_drives_by_any_of_their_sectors_and_departments(as_user, bureau):
    sector, department = SectorFactory(), DepartmentFactory(county=bureau.county)
    drive, _other = DriveFactory.create_batch(2, county=bureau.county)
    drive.more_sectors.add(sector), drive.departments.add(department)
    for asked in ({"sector": sector.pk}, {"department": department.pk}):
        assert list(as_user(bureau).get(reverse("hazards:drives"), asked).context["table"].paginator.object_list.data) == [drive]


def test_drives_as_a_book_and_on_paper(as_user, bureau):
    DriveFactory(county=bureau.county)
    assert len(rows_of(as_user(bureau).get(reverse("hazards:export_drives")).getvalue())) == 3
    assert as_user(bureau).get(reverse("hazards:print_drives")).context["table"].paginator.count == 1


def test_a_running_drive_is_offered_and_taken(as_user, inspector, village):
    drive = DriveFactory(county=village.county)
    visit = InspectionFactory(place=EnterpriseFactory(township=village.township, sector=drive.sector))
    assert "是否归入这次专项行动" in as_user(inspector).get(visit.get_absolute_url()).content.decode()
    as_user(inspector).post(reverse("hazards:join_visit", args=[visit.pk]))
    visit.refresh_from_db()
    assert visit.drive == drive


def test_other_departments_come_along(as_user, inspector, village):
    department = DepartmentFactory(county=village.county)
    place = EnterpriseFactory(township=village.township)
    told = {"submission": str(uuid.uuid4()), "place": place.pk, "inspected_at": now(), "kind": "daily", "result": "nothing"}
    told |= {"inspectors": [inspector.person_id], "parties_0": department.pk, "parties_1": "赵强、钱进"}
    as_user(inspector).post(reverse("hazards:record_inspection"), told)
    visit = Inspection.objects.get()
    page = as_user(inspector).get(visit.get_absolute_url()).content.decode()
    assert f"{department.name}：赵强、钱进" in page
    for asked in ({"joint": "1"}, {"department": department.pk}, {"q": "钱进"}, {"q": department.name}):
        assert as_user(inspector).get(reverse("hazards:inspections"), asked).context["table"].paginator.count == 1


def test_a_department_without_people_is_told(as_user, inspector, village):
    department = DepartmentFactory(county=village.county)
    place = EnterpriseFactory(township=village.township)
    told = {"submission": str(uuid.uuid4()), "place": place.pk, "inspected_at": now(), "kind": "daily", "result": "nothing"}
    answer = as_user(inspector).post(
        reverse("hazards:record_inspection"), told | {"inspectors": [inspector.person_id], "parties_0": department.pk}
    )
    assert answer.context["form"].errors["parties"] == ["部门和参加人员都要填写。"]


def test_the_shipped_departments_are_adopted(as_user, bureau):
    as_user(bureau).post(reverse("hazards:adopt_departments"))
    listed = as_user(bureau).get(reverse("hazards:departments"))
    assert listed.context["table"].paginator.count == Department.objects.in_county(bureau.county).count() == 18


def test_a_department_that_ended_is_looked_for_but_not_chosen(as_user, bureau):
    ended = DepartmentFactory(county=bureau.county, name="安监局", is_active=False, position=0)
    heir = DepartmentFactory(county=bureau.county, name="应急管理局", position=1)
    drive = DriveFactory(county=bureau.county, lead=ended)
    page = as_user(bureau).get(reverse("hazards:drives"), {"department": ended.pk})
    assert list(page.context["table"].paginator.object_list.data) == [drive]
    assert list(page.context["filter"].form.fields["department"].choices)[1:] == [(heir.pk, "应急管理局"), (ended.pk, "安监局（已停用）")]
    assert list(as_user(bureau).get(reverse("hazards:new_drive")).context["form"].fields["departments"].queryset) == [heir]


def test_a_township_reads_the_countys_rows_and_is_led_to_no_page_that_refuses_it(as_user, inspector, village):
    county = village.county
    department, kind = DepartmentFactory(county=county), OutcomeKind.objects.create(county=county, key="own", name="拆除危墙", unit="处")
    edits = {
        "hazards:departments": reverse("hazards:edit_department", args=[department.pk]),
        "hazards:outcome_kinds": reverse("hazards:edit_outcome_kind", args=[kind.pk]),
    }

    for view, edit in edits.items():
        assert [edit in as_user(user).get(reverse(view)).content.decode() for user in (BureauFactory(county=county), inspector)] == [
            True,
            False,
        ]


def test_a_department_is_named_once(as_user, bureau):
    DepartmentFactory(county=bureau.county, name="公安局")
    answer = as_user(bureau).post(reverse("hazards:new_department"), {"name": "公安局", "position": "1", "is_active": "on"})
    assert answer.status_code == 200
    assert Department.objects.count() == 1


def test_the_bureau_adds_kinds_of_its_own_county(as_user, bureau):
    as_user(bureau).post(reverse("hazards:new_outcome_kind"), {"name": "拆除危墙", "unit": "处", "position": "20", "is_active": "on"})
    own = OutcomeKind.objects.get(name="拆除危墙")
    assert own.county == bureau.county
    assert own not in OutcomeKind.objects.of_county(BureauFactory().county)
    shipped = OutcomeKind.objects.filter(county=None).first()
    assert as_user(bureau).get(reverse("hazards:edit_outcome_kind", args=[shipped.pk])).status_code == 404


def test_what_somebody_typed_is_no_markup_in_a_fields_help(as_user):
    drive = DriveFactory(departments_told="<b>公安局</b>")

    page = as_user(BureauFactory(county=drive.county)).get(reverse("hazards:edit_drive", args=[drive.pk])).content.decode()

    assert "&lt;b&gt;公安局&lt;/b&gt;" in page
    assert "<b>公安局</b>" not in page
