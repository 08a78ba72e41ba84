"""Pages of the ledgers of rows about places: scope of every address, who may write, bad input, one query count per list."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import means
from tests.factories.campaign import InvestmentFactory
from tests.factories.documents import a_pdf
from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    InspectorFactory,
    OfficialFactory,
    TownshipFactory,
    VillageFactory,
)
from tests.hazards.test_export import rows_of
from townships import amendments, recording
from townships.amendments import amendments_of
from townships.models import (
    AccidentGrade,
    AccidentType,
    Equipment,
    EquipmentKind,
    NoAccidents,
    PhysicalWork,
    Provision,
    Sector,
    StationYear,
    VillageOffice,
    WorkKind,
)
from townships.views.ledger_screens import SCREENS
from townships.voiding import void

pytestmark = pytest.mark.django_db

BY_NAME = {screen.one: screen for screen in SCREENS}
TODAY = timezone.localdate


def make(name, township):
    """One row of a ledger in that township."""
    makers = {
        "station_year": lambda: means.station_year(township),
        "equipment": lambda: means.equipment(township),
        "station_item": lambda: means.station_item(township),
        "outpost": lambda: means.outpost(VillageFactory(township=township)),
        "work": lambda: means.work(township),
        "provision": lambda: means.provision(township),
        "drill": lambda: means.drill(township),
        "accident": lambda: means.accident(township),
        "accident_target": lambda: means.accident_target(township, 1),
        "no_accidents": lambda: means.no_accidents(township, AccidentGrade.objects.get(rank=2)),
    }
    return makers[name]()


def addresses(name, township):
    """{deed: address} of one row and its ledger."""
    screen, row = BY_NAME[name], make(name, township)
    of_row = {deed: reverse(screen.name(deed), args=[row.pk]) for deed in ("edit", "void", "receipt_of")}
    of_all = {deed: reverse(screen.name(deed)) for deed in ("new", "export", "print")}
    return {**of_row, **of_all, "page": reverse(f"townships:{screen.one}", args=[row.pk]), "list": screen.list_url}


def status(response):
    """Reads a download to its end, so that its file is closed."""
    response.getvalue()
    return response.status_code


def statuses(client, found):
    return {deed: status(client.get(address)) for deed, address in found.items()}


READING = {"list", "export", "print", "page", "receipt_of"}


@pytest.fixture
def bureau(client):
    bureau = BureauFactory()
    client.force_login(bureau)
    return bureau


@pytest.mark.parametrize("name", BY_NAME)
def test_bureau_opens_everything_of_its_county(client, bureau, name):
    found = addresses(name, TownshipFactory(county=bureau.county))
    # A statement that somebody signed is voided, not rewritten.
    edits = 302 if name == "no_accidents" else 200

    assert statuses(client, found) == dict.fromkeys(found, 200) | {"edit": edits}


THE_COUNTYS = ["accident_target", "station_item"]
OWN = [name for name in BY_NAME if name not in THE_COUNTYS]


@pytest.mark.parametrize("name", BY_NAME)
def test_inspector_sees_the_own_township_only(client, name):
    inspector = InspectorFactory()
    client.force_login(inspector)
    own, neighbour = addresses(name, inspector.township), addresses(name, TownshipFactory(county=inspector.county))

    seen = statuses(client, own)
    assert (seen["page"], seen["void"]) == (200, 200 if name in OWN else 403)
    of_row = {deed: neighbour[deed] for deed in ("page", "edit", "void", "receipt_of")}
    assert set(statuses(client, of_row).values()) <= ({404} if name in OWN else {403, 404})
    assert client.get(own["list"]).context["table"].paginator.count == 1


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("reader", [OfficialFactory, AuditorFactory, AdministratorFactory])
def test_readers_read_and_do_not_write(client, name, reader):
    user = reader()
    client.force_login(user)
    found = addresses(name, TownshipFactory(county=user.county))

    assert statuses(client, found) == {deed: 200 if deed in READING else 403 for deed in found}
    assert {client.post(found[deed]).status_code for deed in ("new", "edit", "void")} == {403}


@pytest.mark.parametrize("name", BY_NAME)
def test_another_county_is_not_there(client, bureau, name):
    found = addresses(name, TownshipFactory())

    assert {client.get(found[deed]).status_code for deed in ("page", "edit", "void", "receipt_of")} == {404}
    assert client.get(found["list"]).context["table"].paginator.count == 0


@pytest.mark.parametrize("name", BY_NAME)
def test_lists_ask_as_much_for_three_rows_as_for_one(client, bureau, django_assert_num_queries, name):
    address = BY_NAME[name].list_url
    make(name, TownshipFactory(county=bureau.county))
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(2):
        make(name, TownshipFactory(county=bureau.county))

    with django_assert_num_queries(len(one)):
        client.get(address)


@pytest.mark.parametrize("name", BY_NAME)
def test_void_row_is_listed_no_more(client, bureau, name):
    row = make(name, TownshipFactory(county=bureau.county))
    screen = BY_NAME[name]

    client.post(reverse(screen.name("void"), args=[row.pk]), {"reason": "重复登记"})

    assert client.get(screen.list_url).context["table"].paginator.count == 0
    assert client.get(screen.list_url, {"state": "void"}).context["table"].paginator.count == 1
    assert "重复登记" in client.get(reverse(f"townships:{name}", args=[row.pk])).text


@pytest.mark.parametrize("name", BY_NAME)
def test_spreadsheet_has_the_rows_of_the_list(client, bureau, name):
    make(name, TownshipFactory(county=bureau.county)), make(name, TownshipFactory())

    response = client.get(reverse(BY_NAME[name].name("export")))
    [_title, heads, *rows] = rows_of(response.getvalue())

    assert len(heads) == len(BY_NAME[name].columns)
    assert len(rows) == 1


def test_the_printed_ledger_says_what_it_was_filtered_by(client, bureau):
    paper = client.get(reverse("townships:print_drills"), {"q": "消防"})

    assert "条件：" in paper.text
    assert "消防" in paper.text


def moment(days=0, hours=0):
    return f"{timezone.localtime() - timedelta(days=days, hours=hours):%Y-%m-%dT%H:%M}"


def told(name, place):
    """A form filled in as it should be."""
    sector, kind = Sector.objects.get(key="road_traffic"), AccidentType.objects.get(key="vehicle")
    own = {
        "station_year": {"year": TODAY().year, "rooms": 2, "area": "40", "population": 20000, "budget_amount": "20000"},
        "equipment": {"kind": EquipmentKind.objects.get(key="computer").pk, "quantity": 2, "since_on": TODAY()},
        "station_item": {"item": "sign", "evidence": "已挂牌", "since_on": TODAY()},
        "outpost": {"since_on": TODAY()},
        "work": {"kind": WorkKind.objects.get(key="roads").pk, "quantity": "98.6", "done_on": TODAY()},
        "provision": {"kind": "plan", "title": "应急预案", "version": "第1版", "issued_on": TODAY()},
        "drill": {"title": "消防演练", "held_on": TODAY(), "people_present": 40, "evaluation": "良好"},
        "accident": {"title": "侧翻", "happened_at": moment(1), "sector": sector.pk, "type": kind.pk, "dead": 0, "injured": 1}
        | {"slightly_injured": 0, "loss": "5000", "summary": "侧翻"},
        "accident_target": {"year": TODAY().year, "deaths": 1},
        "no_accidents": {"grade": AccidentGrade.objects.get(rank=1).pk, "through": TODAY(), "basis": "逐乡镇核对"},
    }
    return {"submission": uuid.uuid4(), "place": place.pk, **own[name]}


@pytest.mark.parametrize(("name", "leads_to_station"), [("equipment", True), ("drill", False)])
def test_the_next_row_is_entered_of_the_same_place(client, name, leads_to_station):
    inspector = InspectorFactory()
    client.force_login(inspector)

    links = [url for url, _label in client.get(addresses(name, inspector.township)["receipt_of"]).context["links"]]

    form = client.get(links[0]).context["form"]
    assert str(form["place"].value()) == str(inspector.township_id)
    assert (reverse("townships:station", args=[inspector.township_id]) in links) == leads_to_station


@pytest.mark.parametrize("name", THE_COUNTYS)
def test_what_the_county_sets_or_verifies_no_township_writes_about_itself(client, name):
    inspector = InspectorFactory()
    client.force_login(inspector)
    found = addresses(name, inspector.township)

    assert {client.post(found[deed], told(name, inspector.township)).status_code for deed in ("new", "edit", "void")} == {403}
    pages = (
        client.get(found["list"]).text
        + client.get(found["page"]).text
        + client.get(reverse("townships:station", args=[inspector.township_id])).text
    )
    assert not [deed for deed in ("new", "edit", "void") if found[deed] in pages]
    with pytest.raises(PermissionDenied):
        recording.amend(BY_NAME[name].model.objects.get(), by=inspector, place=inspector.township, note="自评")


@pytest.mark.parametrize("name", OWN)
def test_form_sent_twice_is_one_row_and_the_same_receipt(client, name):
    inspector = InspectorFactory()
    client.force_login(inspector)
    place = VillageFactory(township=inspector.township) if name == "outpost" else inspector.township
    form = told(name, place)

    receipts = {client.post(reverse(BY_NAME[name].name("new")), form).url for _ in range(2)}

    row = BY_NAME[name].model.objects.get()
    assert receipts == {reverse(BY_NAME[name].name("receipt_of"), args=[row.pk])}
    assert (row.place_id, row.township, row.county, row.created_by) == (place.pk, inspector.township, inspector.county, inspector)


@pytest.mark.parametrize("name", OWN)
def test_place_of_another_township_is_refused(client, name):
    client.force_login(InspectorFactory())
    other = TownshipFactory()
    place = VillageFactory(township=other) if name == "outpost" else other

    response = client.post(reverse(BY_NAME[name].name("new")), told(name, place))

    assert "不在可选范围内" in "".join(response.context["form"].errors["place"])


FUTURE = "2099-01-01"
BAD_INPUT = [
    ("station_year", {"rooms": "-1"}, "rooms", "不能小于 0"),
    ("station_year", {"area": "-1"}, "area", "不能小于 0"),
    ("station_year", {"year": "2099"}, "year", "不能晚于今年"),
    ("station_year", {"year": "202"}, "year", "不能小于 2000"),
    ("station_year", {"budget_amount": "-1"}, "budget_amount", "不能小于 0"),
    ("station_year", {"budget_per_head": "1"}, "budget_per_head", "只填一项"),
    ("station_year", {"population": "0"}, "population", "不能小于 1"),
    ("equipment", {"quantity": "0"}, "quantity", "不能小于 1"),
    ("equipment", {"quantity": "-3"}, "quantity", "不能小于"),
    ("equipment", {"since_on": FUTURE}, "since_on", "不能晚于今天"),
    ("equipment", {"ended_on": "2001-01-01"}, "ended_on", "不能早于起始日期"),
    ("station_item", {"evidence": ""}, "evidence", "必填"),
    ("station_item", {"item": "money"}, "item", "不在可选范围内"),
    ("work", {"kind": ""}, "kind", "必填"),
    ("work", {"quantity": "-98.6"}, "quantity", "不能小于 0.01"),
    ("work", {"quantity": "0"}, "quantity", "不能小于 0.01"),
    ("work", {"quantity": "九十八"}, "quantity", "请填写数字"),
    ("work", {"second_quantity": "56"}, "second_quantity", "没有另计的单位"),
    ("work", {"done_on": FUTURE}, "done_on", "不能晚于今天"),
    ("work", {"done_on": "0202-01-01"}, "done_on", "请核对年份"),
    ("work", {"note": "安" * 400_000}, "note", "最多 200 字"),
    ("provision", {"title": ""}, "title", "必填"),
    ("provision", {"issued_on": FUTURE}, "issued_on", "不能晚于今天"),
    ("provision", {"ended_on": "2001-01-01"}, "ended_on", "不能早于印发日期"),
    ("drill", {"people_present": "-4"}, "people_present", "不能小于"),
    ("drill", {"people_present": "0"}, "people_present", "不能小于 1"),
    ("drill", {"held_on": FUTURE}, "held_on", "不能晚于今天"),
    ("drill", {"evaluation": ""}, "evaluation", "必填"),
    ("accident", {"dead": "-1"}, "dead", "不能小于 0"),
    ("accident", {"dead": "4", "people_present": "3"}, "dead", "超过现场人数 3 人"),
    ("accident", {"injured": "2", "people_present": "1"}, "people_present", "伤亡合计 2 人"),
    ("accident", {"loss": "-0.01"}, "loss", "不能小于 0"),
    ("accident", {"happened_at": "2099-01-01T08:00"}, "happened_at", "不能晚于现在"),
    ("accident", {"reported_at": moment(2)}, "reported_at", "不能早于发生时间"),
    ("accident", {"passed_on_at": moment(2)}, "passed_on_at", "不能早于"),
    ("accident_target", {"deaths": "-1"}, "deaths", "不能小于 0"),
    ("no_accidents", {"through": FUTURE}, "through", "不能晚于今天"),
    ("no_accidents", {"basis": ""}, "basis", "必填"),
]


@pytest.mark.parametrize(("name", "wrong", "field", "message"), BAD_INPUT)
def test_bad_input_is_told_beside_its_field(client, bureau, name, wrong, field, message):
    form = told(name, TownshipFactory(county=bureau.county)) | wrong

    response = client.post(reverse(BY_NAME[name].name("new")), form)

    assert message in "".join(response.context["form"].errors[field])
    assert not BY_NAME[name].model.objects.exists()


def test_houses_are_counted_in_whole_ones(client, bureau):
    kind = WorkKind.objects.get(key="dangerous_houses").pk
    form = told("work", TownshipFactory(county=bureau.county)) | {"kind": kind, "quantity": "1.5"}

    response = client.post(reverse("townships:new_work"), form)

    assert "请填写整数" in "".join(response.context["form"].errors["quantity"])


@pytest.mark.parametrize(
    ("name", "field"), [("work", "location"), ("station_year", "year"), ("station_item", "item"), ("drill", "title"), ("accident", "type")]
)
def test_what_is_there_already_is_told_beside_its_field(client, bureau, name, field):
    form = told(name, TownshipFactory(county=bureau.county))
    client.post(reverse(BY_NAME[name].name("new")), form)

    response = client.post(reverse(BY_NAME[name].name("new")), form | {"submission": uuid.uuid4()})

    assert "已" in "".join(response.context["form"].errors[field])
    assert BY_NAME[name].model.objects.count() == 1


def test_a_drill_is_not_older_than_its_plan_nor_a_plan_younger_than_its_drill(client, bureau):
    plan = means.provision(TownshipFactory(county=bureau.county), issued_on=date(2026, 3, 1))
    told_so = {"plan": plan.pk, "held_on": "2026-02-28"}
    early = client.post(reverse("townships:new_drill"), told("drill", plan.place) | told_so)
    means.drill(plan.place, plan=plan, held_on=date(2026, 3, 5))

    late = amended(client, BY_NAME["provision"], plan, issued_on="2026-03-06")

    assert "2026-03-01 才印发" in early.context["form"].errors["plan"][0]
    assert "不能晚于演练日期" in late.context["form"].errors["issued_on"][0]


def test_a_plan_with_a_drill_is_not_voided_and_a_voided_one_is_marked(client, bureau):
    plan = means.provision(TownshipFactory(county=bureau.county))
    drill = means.drill(plan.place, plan=plan)

    refused = client.post(reverse("townships:void_provision", args=[plan.pk]), {"reason": "重复"}, follow=True)
    assert f"已登记按此预案的演练（{drill}）" in refused.text
    assert Provision.objects.counted().get() == plan

    void(plan, by=bureau, reason="以前作废的")
    assert f"{plan}（已作废）" in client.get(drill.get_absolute_url()).text


def test_the_same_equipment_twice_is_asked_about(client, bureau):
    form = told("equipment", TownshipFactory(county=bureau.county))
    client.post(reverse("townships:new_equipment"), form)
    again = form | {"submission": uuid.uuid4()}

    asked = client.post(reverse("townships:new_equipment"), again)
    assert "请核对是否重复" in asked.context["form"].errors["is_another"][0]

    assert client.post(reverse("townships:new_equipment"), again | {"is_another": "on"}).status_code == 302
    assert Equipment.objects.count() == 2


def test_an_office_is_not_older_than_its_village(client, bureau):
    village = VillageFactory(township=TownshipFactory(county=bureau.county), opened_on=date(2026, 3, 1))

    refused = client.post(reverse("townships:new_outpost"), told("outpost", village) | {"since_on": "2026-02-28"})

    assert "2026-03-01 设立" in refused.context["form"].errors["since_on"][0]


def test_an_accident_names_the_statements_that_it_contradicts(client, bureau):
    township = TownshipFactory(county=bureau.county)
    lowest, higher = (AccidentGrade.objects.get(rank=rank) for rank in (1, 2))
    said = means.no_accidents(township, lowest, through=date(2026, 6, 30))
    for place, grade, through in [(township, higher, date(2026, 6, 30)), (township, lowest, date(2026, 4, 30))]:
        means.no_accidents(place, grade, through=through)
    accident = means.accident(township, dead=1)

    pages = [client.get(url) for url in (accident.get_absolute_url(), reverse("townships:receipt_of_accident", args=[accident.pk]))]

    assert [list(page.context["denying"]) for page in pages] == [[said], [said]]
    assert all(f'与无事故报告不符：<a href="{said.get_absolute_url()}">' in page.text for page in pages)


def test_office_of_a_village_is_there_once_until_it_is_given_up(client, bureau):
    village = VillageFactory(township=TownshipFactory(county=bureau.county))
    means.outpost(village, since_on=date(2020, 1, 1), ended_on=date(2021, 1, 1))

    for _ in range(2):
        response = client.post(reverse("townships:new_outpost"), told("outpost", village))

    assert "已登记" in "".join(response.context["form"].errors["place"])
    assert VillageOffice.objects.count() == 2


def test_quantity_comes_back_as_it_was_entered(client, bureau):
    township = TownshipFactory(county=bureau.county)
    bumps = {"kind": WorkKind.objects.get(key="speed_bumps").pk, "quantity": "16", "second_quantity": "56"}
    client.post(reverse("townships:new_work"), told("work", township))
    client.post(reverse("townships:new_work"), told("work", township) | bumps)

    page = client.get(reverse("townships:works"))

    assert page.context["totals"] == [("道路硬化", "98.6 公里"), ("减速带", "16 条（56 米）")]
    edited = client.get(reverse("townships:edit_work", args=[PhysicalWork.objects.get(quantity=16).pk])).context["form"]
    assert [edited[name].value() for name in ("quantity", "second_quantity")] == ["16", "56"]


def test_row_is_put_right(client, bureau):
    row = means.work(TownshipFactory(county=bureau.county))
    form = told("work", row.place) | {"quantity": "3.5", "location": "老桥头"}

    response = client.post(reverse("townships:edit_work", args=[row.pk]), form)

    row.refresh_from_db()
    assert (response.url, row.measured, row.location) == (row.get_absolute_url(), "3.5 公里", "老桥头")


def amended(client, screen, row, **changes):
    """What comes of sending the form of this row again with other words."""
    address = reverse(screen.name("edit"), args=[row.pk])
    form = client.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    sent = {name: f"{value:%Y-%m-%dT%H:%M}" if hasattr(value, "hour") else value for name, value in shown.items()}
    return client.post(address, sent | changes)


AMENDED = [
    ("station_year", "rooms", 3, ["办公用房（间）", "2", "3"]),
    ("equipment", "quantity", 5, ["数量", "1", "5"]),
    ("station_item", "evidence", "牌子已换", ["核实依据", "已挂牌", "牌子已换"]),
    ("outpost", "location", "村部一楼", ["具体位置", "—", "村部一楼"]),
    ("work", "quantity", "3", ["数量", "2", "3"]),
    ("provision", "number", "官政〔2026〕3号", ["文号", "—", "官政〔2026〕3号"]),
    ("drill", "people_present", 999, ["参加人数（人）", "40", "999"]),
    ("accident", "spot", "老桥头", ["具体地点", "—", "老桥头"]),
    ("accident_target", "document", "县安委〔2026〕2号", ["下达文号", "县安委〔2026〕1号", "县安委〔2026〕2号"]),
]


@pytest.mark.parametrize(("name", "field", "value", "change"), AMENDED)
def test_what_was_changed_stays_to_be_read_beside_the_row(client, bureau, name, field, value, change):
    screen, row = BY_NAME[name], make(name, TownshipFactory(county=bureau.county))

    amended(client, screen, row, **{field: value})

    page = client.get(reverse(f"townships:{name}", args=[row.pk]))
    assert [one.changes for one in page.context["amendments"]] == [[change]]
    assert " → ".join(change[1:]) in page.text


@pytest.mark.parametrize(
    ("name", "changes"), [("accident", {"dead": 2}), ("accident", {"happened_at": "2025-05-01T12:00"}), ("accident_target", {"deaths": 5})]
)
def test_what_a_veto_rests_on_is_not_changed_without_a_reason(client, bureau, name, changes):
    screen, row = BY_NAME[name], make(name, TownshipFactory(county=bureau.county))

    refused = amended(client, screen, row, **changes)
    assert "请说明修改原因" in refused.context["form"].errors["reason"][0]
    assert not amendments_of(row).exists()

    amended(client, screen, row, **changes, reason="县公安局补报")
    assert [one.reason for one in amendments_of(row)] == ["县公安局补报"]


@pytest.mark.parametrize("name", ["equipment", "drill"])
def test_what_a_published_report_counted_is_not_changed_without_a_reason(client, bureau, monkeypatch, name):
    screen, row = BY_NAME[name], make(name, TownshipFactory(county=bureau.county))
    monkeypatch.setattr(amendments, "TELLERS", [lambda county, day: (county, day) == (bureau.county, means.DAY)])

    refused = amended(client, screen, row, note="补正")

    assert "请说明修改原因" in refused.context["form"].errors["reason"][0]
    assert amended(client, screen, row, note="补正", reason="多登记了").status_code == 302


def test_facts_of_a_past_year_are_not_edited(client, bureau):
    row = means.station_year(TownshipFactory(county=bureau.county), year=TODAY().year - 1)

    response = client.get(reverse("townships:edit_station_year", args=[row.pk]), follow=True)

    assert "不能修改" in response.text
    assert not StationYear.objects.exclude(rooms=2).exists()


def test_no_accidents_is_refused_while_the_ledger_says_otherwise(client, bureau):
    accident = means.accident(TownshipFactory(county=bureau.county), happened_at=timezone.now() - timedelta(days=1))

    response = client.post(reverse("townships:new_no_accidents"), told("no_accidents", bureau.county))

    assert str(accident) in "".join(response.context["form"].errors["through"])
    assert not NoAccidents.objects.exists()


# Provisions: versions and files


def test_new_version_replaces_the_old_which_stays(client, bureau):
    old = means.provision(TownshipFactory(county=bureau.county), issued_on=date(2020, 1, 1))
    form = told("provision", old.place) | {"version": "第2版", "supersedes": old.pk}
    client.post(reverse("townships:new_provision"), form)
    new = Provision.objects.get(version="第2版")

    listed = [row.record.pk for row in client.get(reverse("townships:provisions")).context["table"].rows]
    replaced = [row.record.pk for row in client.get(reverse("townships:provisions"), {"state": "old"}).context["table"].rows]

    assert (listed, replaced) == ([new.pk], [old.pk])
    assert "已被新版本替代" in client.get(old.get_absolute_url()).text


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [({}, "supersedes", "只能替代本单位的版本"), ({"issued_on": "2019-01-01"}, "issued_on", "不能早于原版本")],
)
def test_version_that_can_not_follow_is_told(client, bureau, wrong, field, message):
    old = means.provision(TownshipFactory(county=bureau.county), issued_on=date(2020, 1, 1))
    place = old.place if wrong else TownshipFactory(county=bureau.county)

    response = client.post(reverse("townships:new_provision"), told("provision", place) | {"supersedes": old.pk} | wrong)

    assert message in "".join(response.context["form"].errors[field])


def a_file(name="预案.pdf", content=None):
    return SimpleUploadedFile(name, a_pdf() if content is None else content)


def test_file_is_kept_and_sent_under_its_own_name(client, bureau, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.post(reverse("townships:new_provision"), told("provision", TownshipFactory(county=bureau.county)) | {"upload": a_file()})
    row = Provision.objects.get()

    response = client.get(reverse("townships:provision_file", args=[row.pk]))

    assert response.getvalue().startswith(b"%PDF-")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "预案" not in row.file.name
    client.force_login(InspectorFactory(township__county=bureau.county))
    assert client.get(reverse("townships:provision_file", args=[row.pk])).status_code == 404


def test_correcting_the_words_keeps_the_file(client, bureau, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    form = told("provision", TownshipFactory(county=bureau.county))
    client.post(reverse("townships:new_provision"), form | {"upload": a_file()})
    row = Provision.objects.get()

    client.post(reverse("townships:edit_provision", args=[row.pk]), form | {"title": "火灾应急预案"})

    row.refresh_from_db()
    assert (row.title, row.file_name) == ("火灾应急预案", "预案.pdf")
    assert client.get(reverse("townships:provision_file", args=[row.pk])).getvalue().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (a_file("预案.exe", b"MZ"), "不是 PDF、Word、Excel 或图片"),
        (a_file("预案.pdf", b"<html>"), "不是 PDF、Word、Excel 或图片"),
        (a_file("预案.pdf", b""), "空"),
        (a_file("预案.pdf", b"%PDF-" + b"0" * 2000), "超过 0 MB"),
    ],
)
def test_file_that_can_not_be_kept_is_told(client, bureau, settings, file, message):
    settings.MAX_DOCUMENT_BYTES = 1000
    file.seek(0)

    response = client.post(reverse("townships:new_provision"), told("provision", TownshipFactory(county=bureau.county)) | {"upload": file})

    assert message in "".join(response.context["form"].errors["upload"])
    assert not Provision.objects.exists()


# Money of a work


def test_sums_are_ticked_on_the_page_of_a_work(client, bureau):
    row = means.work(TownshipFactory(county=bureau.county))
    paid = InvestmentFactory(township=row.township, amount=50000)
    InvestmentFactory(township=TownshipFactory(county=bureau.county))
    address = reverse("townships:work_money", args=[row.pk])

    offered = [pk.value for pk, _label in client.get(address).context["form"].fields["investments"].choices]
    client.post(address, {"investments": [paid.pk]})

    assert offered == [paid.pk]
    assert "所用投入：5.00 万元" in client.get(row.get_absolute_url()).text


def test_reader_and_stranger_link_no_money(client, bureau):
    row = means.work(TownshipFactory(county=bureau.county))
    client.force_login(OfficialFactory(county=bureau.county))
    assert client.get(reverse("townships:work_money", args=[row.pk])).status_code == 403

    client.force_login(InspectorFactory(township__county=bureau.county))
    assert client.get(reverse("townships:work_money", args=[row.pk])).status_code == 404


@pytest.mark.parametrize(
    ("of", "message"), [("neighbour", "这是河洑镇的预案，官亭乡不能演练，请核对。"), ("own", None), ("village", None), ("county", None)]
)
def test_a_drill_rehearses_a_plan_of_its_own_township(client, of, message):
    township = TownshipFactory(name="官亭乡")
    neighbour = TownshipFactory(name="河洑镇", county=township.county)
    village = VillageFactory(township=township)
    client.force_login(BureauFactory(county=township.county))
    plan = means.provision({"neighbour": neighbour, "own": township, "village": village, "county": township.county}[of])
    told = {"submission": uuid.uuid4(), "title": "消防演练", "held_on": TODAY(), "people_present": 40, "evaluation": "良好"}

    response = client.post(reverse("townships:new_drill"), told | {"place": township.pk, "plan": plan.pk})

    assert (response.context["form"].errors.get("plan") if response.context else None) == ([message] if message else None)


def test_a_statement_that_the_ledger_denies_is_marked(client):
    township = TownshipFactory()
    client.force_login(BureauFactory(county=township.county))
    ordinary, larger = AccidentGrade.objects.get(rank=1), AccidentGrade.objects.get(rank=2)
    denied = [means.no_accidents(place, ordinary) for place in (township, township.county)]
    true = [
        means.no_accidents(township, larger),
        means.no_accidents(township, ordinary, through=means.DAY - timedelta(days=1)),
        means.no_accidents(TownshipFactory(county=township.county), ordinary),
    ]
    accident = means.accident(township)

    rows = client.get(reverse("townships:no_accident_reports")).context["table"].rows

    assert {row.record for row in rows if row.record.is_denied} == set(denied)
    for statement in denied:
        assert accident.get_absolute_url() in client.get(statement.get_absolute_url()).text
    for statement in true:
        assert "与事故台账不符" not in client.get(statement.get_absolute_url()).text


def test_a_refused_form_says_that_nothing_is_lost(client, bureau):
    page = client.post(reverse("townships:new_drill"), {"name": ""}).text

    assert "<h2>请更正以下内容，已填写的不会丢失</h2>" in page


def test_a_version_that_is_there_is_not_entered_again(client, bureau):
    there = means.provision(TownshipFactory(county=bureau.county), kind="plan", title="应急预案", version="第1版")
    place = there.place

    again = client.post(reverse("townships:new_provision"), told("provision", place))
    client.post(reverse("townships:new_provision"), told("provision", place) | {"version": "第2版"})

    assert "请核对是否重复" in again.context["form"].errors["version"][0]
    assert Provision.objects.filter(place=place).count() == 2


def test_the_printed_ledger_is_headed_with_whose_it_is_and_leaves_no_cell_empty(client, bureau):
    means.work(TownshipFactory(county=bureau.county))

    page = client.get(reverse("townships:print_works")).text

    assert f"{bureau.county}实事工程台账" in page
    assert re.search(r'data-label="单位或部位"[^>]*>\s*—', page)
