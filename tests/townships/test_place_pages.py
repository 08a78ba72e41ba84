from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from tests.factories.campaign import State, Tier, candidacy_at
from tests.factories.townships import (
    AdministratorFactory,
    BureauFactory,
    CountyFactory,
    DutyFactory,
    EnterpriseFactory,
    GroupFactory,
    InspectorFactory,
    KeySiteFactory,
    OfficialFactory,
    PersonFactory,
    SectorFactory,
    TownshipFactory,
    VillageFactory,
    ZoneFactory,
)
from tests.spreadsheets import rows_of
from townships.evidence import Shelf
from townships.models import DutyKind, DutyRule, Enterprise, KeySite, Sector, Township, Village

pytestmark = pytest.mark.django_db

FACTORIES = {
    "townships": TownshipFactory,
    "zones": ZoneFactory,
    "villages": VillageFactory,
    "groups": GroupFactory,
    "enterprises": EnterpriseFactory,
    "key_sites": KeySiteFactory,
}


@pytest.fixture
def county():
    return CountyFactory(name="临澧县")


@pytest.fixture
def township(county):
    return TownshipFactory(name="官亭乡", county=county)


@pytest.fixture
def bureau(client, county):
    client.force_login(BureauFactory(county=county))


@pytest.fixture
def inspector(client, township):
    client.force_login(InspectorFactory(township=township))


def page(client, name, *args, **query):
    return client.get(reverse(f"townships:{name}", args=args), query).content.decode()


def names(client, plural, **query):
    return [row.record.name for row in client.get(reverse(f"townships:{plural}"), query).context["table"].rows]


def submit(client, name, /, *args, **fields):
    return client.post(reverse(f"townships:{name}", args=args), fields)


@pytest.mark.parametrize("plural", FACTORIES)
def test_list_takes_as_many_queries_for_three_rows_as_for_one(client, django_assert_num_queries, bureau, township, plural):
    def make():
        place = {"parent": VillageFactory(township=township)} if plural == "groups" else {"township": township}
        return FACTORIES[plural](**({"county": township.county} if plural == "townships" else place))

    address = reverse(f"townships:{plural}")
    make()
    client.get(address)
    with django_assert_num_queries(9, exact=False) as captured:
        client.get(address)
    make(), make()
    with django_assert_num_queries(len(captured)):
        client.get(address)


def test_search_by_pinyin_initials(client, bureau, county, township):
    TownshipFactory(name="子良乡", county=county)

    assert names(client, "townships", q="gtx") == ["官亭乡"]


def test_closed_places_are_asked_for(client, bureau, township):
    VillageFactory(name="老村", township=township, closed_on=date(2020, 1, 1))
    VillageFactory(name="新村", township=township)

    assert names(client, "villages") == ["新村"]
    assert names(client, "villages", state="closed") == ["老村"]
    assert set(names(client, "villages", state="all")) == {"老村", "新村"}


@pytest.mark.parametrize("plural", [*FACTORIES, "people", "gaps"])
def test_filter_that_can_not_be_understood_filters_nothing(client, bureau, plural):
    query = {"q": "", "township": "x", "state": "x", "level": "x", "duty": "0", "kind": "x", "parent": "x", "sort": "x", "page": "-1"}

    assert client.get(reverse(f"townships:{plural}"), query).status_code == 200


def test_a_condition_that_can_not_be_used_is_told_and_the_others_hold(client, bureau, township):
    VillageFactory(name="清泉村", township=township)
    elsewhere = TownshipFactory()

    page = client.get(reverse("townships:villages"), {"q": "清泉", "township": elsewhere.pk})

    assert "筛选条件“乡镇（街道）”不能用，已忽略。" in page.text
    assert [condition.words for condition in page.context["conditions"]] == ["清泉"]


def test_enterprises_of_a_sector_and_a_township(client, bureau, township):
    mines = Sector.objects.get(key="non_coal_mines")
    EnterpriseFactory(name="采石场", township=township, sector=mines)
    EnterpriseFactory(name="加油站", township=township)
    EnterpriseFactory(name="别处采石场", township=TownshipFactory(county=township.county), sector=mines)

    assert names(client, "enterprises", sector=mines.pk, township=township.pk) == ["采石场"]


def test_list_names_the_first_responsible_person_of_today(client, bureau, township):
    village = VillageFactory(township=township)
    kind = DutyKind.objects.get(key="village_secretary")
    DutyFactory(kind=kind, place=village, person__name="前任", ends_on=date(2026, 6, 30))
    DutyFactory(kind=kind, place=village, person__name="现任", starts_on=date(2026, 7, 1))

    rows = client.get(reverse("townships:villages")).context["table"].rows

    assert rows[0].get_cell("first_responsible") == "现任"


def test_village_takes_county_and_township_from_where_it_stands(client, inspector, township):
    zone = ZoneFactory(township=township)

    submit(client, "new_village", name=" 清泉村 ", kind="village", parent=zone.pk, code="４３０７２４１０１２０１", population=800)

    village = Village.objects.get()
    assert (village.name, village.parent_id, village.township_id, village.county_id) == ("清泉村", zone.pk, township.pk, township.county_id)
    assert village.code == "430724101201"


def test_township_takes_its_document_prefix_from_its_name(client, bureau, county):
    submit(client, "new_township", name="金鱼岭街道", kind="subdistrict", parent=county.pk, code="430781001", population=32000)

    assert Township.objects.get().document_prefix == "金鱼岭"


def test_organs_of_a_county_have_different_code_words(client, county):
    client.force_login(AdministratorFactory(county=None))

    given = {"name": "临澧县", "code": "430724", "bureau_name": "县局", "document_prefix": "临安", "committee_prefix": "临安"}
    answer = client.post(reverse("townships:edit_county", args=[county.pk]), given)

    assert answer.context["form"].errors == {"committee_prefix": ["与本县另一机关的代字相同，两份文书会同号。"]}


def test_page_of_a_place_suggests_itself_as_parent(client, inspector, township):
    village = VillageFactory(township=township)

    response = client.get(reverse("townships:new_enterprise"), {"parent": village.pk})

    assert response.context["form"]["parent"].value() == str(village.pk)


def test_the_only_parent_there_is_need_not_be_chosen(client, bureau, county):
    assert client.get(reverse("townships:new_township")).context["form"]["parent"].value() == county.pk


def test_parent_in_another_township_is_no_choice(client, inspector):
    other = VillageFactory()

    response = submit(client, "new_enterprise", name="采石场", parent=other.pk, sector=Sector.objects.get(key="other").pk)

    assert response.context["form"].errors["parent"] == ["所选的不在可选范围内，请重新选择。"]
    assert not Enterprise.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "此项必填。"),
        ("name", "长" * 81, "最多 80 字，现在是 81 字。"),
        ("name", "长" * 1_000_000, "最多 80 字，现在是 1000000 字。"),
        ("name", "清泉村", "官亭乡下已有“清泉村”，请核对是否重复登记。"),
        ("code", "43072410120", "请填写 12 位数字代码。"),
        ("code", "43072410120X", "请填写 12 位数字代码。"),
        ("population", "-1", "不能小于 0。"),
    ],
)
def test_wrong_input_is_told_beside_its_field_and_kept(client, inspector, township, field, value, message):
    VillageFactory(name="清泉村", township=township)
    fields = {"name": "石门村", "kind": "village", "parent": township.pk, "code": "", "population": "0", field: value}

    response = submit(client, "new_village", **fields)

    assert response.context["form"].errors[field] == [message]
    assert response.context["form"][field].value() == value
    assert Village.objects.count() == 1


def test_name_of_eighty_characters_fits(client, inspector, township):
    submit(client, "new_village", name="长" * 80, kind="village", parent=township.pk, population=0)

    assert Village.objects.get().name == "长" * 80


def test_same_name_in_another_township_is_no_twin(client, bureau, township):
    VillageFactory(name="清泉村", township=TownshipFactory(county=township.county))

    assert submit(client, "new_village", name="清泉村", kind="village", parent=township.pk, population=0).status_code == 302


def test_credit_code_is_given_once(client, bureau, township):
    EnterpriseFactory(credit_code="91430724MA4L0000XX")
    sector = Sector.objects.get(key="other").pk

    response = submit(client, "new_enterprise", name="采石场", parent=township.pk, sector=sector, credit_code="91430724ma4l0000xx")

    assert response.context["form"].errors


def test_name_that_looks_like_markup_is_shown_as_text(client, bureau, township):
    village = VillageFactory(name="<script>alert(1)</script>", township=township)

    for text in [page(client, "village", village.pk), page(client, "villages"), page(client, "gaps")]:
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_edited_place_stays_in_its_township(client, bureau, township):
    site = KeySiteFactory(township=township)
    other = TownshipFactory(county=township.county)
    fields = {"name": "危岩", "kind": "slope", "sector": site.sector_id}

    assert "parent" in submit(client, "edit_key_site", site.pk, parent=other.pk, **fields).context["form"].errors
    submit(client, "edit_key_site", site.pk, parent=township.pk, **fields)

    assert KeySite.objects.get().name == "危岩"


def test_closing_ends_what_runs_there(client, inspector, township):
    duty = DutyFactory(place=VillageFactory(township=township))

    submit(client, "close_place", duty.place_id, closed_on="2026-06-01")

    duty.refresh_from_db()
    assert (duty.place.closed_on, duty.ends_on) == (date(2026, 6, 1), date(2026, 5, 31))


def test_place_with_children_says_how_many_before_it_closes(client, inspector, township):
    village = GroupFactory(parent=VillageFactory(township=township)).parent

    form = submit(client, "close_place", village.pk, closed_on="2026-06-01").context["form"]

    assert form.errors["closed_on"] == ["这里还有 1 个下级单位（部位），请先撤并、注销或划转。"]


@pytest.mark.parametrize("level", ["township", "zone", "village", "group", "enterprise", "key_site"])
def test_a_new_place_is_there_from_today_on_unless_told_otherwise(client, bureau, level):
    field = client.get(reverse(f"townships:new_{level}")).context["form"]["opened_on"]

    assert field.initial == timezone.localdate()
    assert "不填为一直存在" in field.help_text


@pytest.mark.parametrize(
    ("told", "opened_on", "shown"),
    [
        ("2026-11-01", date(2026, 11, 1), "2026年11月1日"),
        ("1958-08-01", date(1958, 8, 1), "1958年8月1日"),
        ("", None, "设立或纳入监管日期"),
    ],
)
def test_the_day_of_opening_is_kept_and_shown(client, inspector, township, told, opened_on, shown):
    submit(client, "new_village", name="新立村", kind="village", parent=township.pk, population=0, opened_on=told)

    village = Village.objects.get()
    assert village.opened_on == opened_on
    assert shown in page(client, "village", village.pk)
    assert client.get(reverse("townships:edit_village", args=[village.pk])).context["form"]["opened_on"].value() == opened_on


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (timezone.localdate() + timedelta(days=1), "日期不能晚于今天。"),
        ("1826-05-01", "请核对年份：1826 年。一直就有的地方请不填日期。"),
    ],
    ids=["tomorrow", "before any register"],
)
def test_a_day_of_opening_that_cannot_be_is_refused(client, inspector, township, day, told):
    sent = {"name": "新立村", "kind": "village", "parent": township.pk, "population": 0, "opened_on": day}

    assert submit(client, "new_village", **sent).context["form"].errors["opened_on"] == [told]


def test_nothing_is_closed_before_it_was_opened(client, inspector, township):
    village = VillageFactory(township=township, name="清泉村", opened_on=date(2026, 6, 1))
    told = {"name": "清泉村", "kind": "village", "parent": township.pk, "population": 0, "opened_on": "2026-06-02"}

    form = submit(client, "close_place", village.pk, closed_on="2026-05-31").context["form"]
    submit(client, "close_place", village.pk, closed_on="2026-06-01")
    late = submit(client, "edit_village", village.pk, **told).context["form"]

    assert form.errors["closed_on"] == ["不能早于设立或纳入监管的 2026-06-01。"]
    assert late.errors["opened_on"] == ["不能晚于撤并或注销的 2026-06-01。"]
    with pytest.raises(IntegrityError):
        Village.objects.update(opened_on=date(2026, 6, 2))


def test_an_appraisal_of_2012_does_not_change_when_a_village_is_registered_today(client, inspector, township):
    before = Shelf(township, 2012)["gaps"].number
    opened_on = client.get(reverse("townships:new_village")).context["form"]["opened_on"].value()

    submit(client, "new_village", name="新立村", kind="village", parent=township.pk, population=0, opened_on=opened_on)

    assert Shelf(township, 2012)["gaps"].number == before
    assert Shelf(township, timezone.localdate().year)["gaps"].number > before


@pytest.mark.parametrize("day", ["2099-01-01", "0202-01-01"])
def test_slip_of_the_finger_in_a_date_is_caught(client, inspector, township, day):
    village = VillageFactory(township=township)

    form = submit(client, "close_place", village.pk, closed_on=day).context["form"]

    assert form.errors["closed_on"] == [f"请核对年份：{int(day[:4])} 年不在合理范围内。"]


def test_page_shows_who_answered_on_a_day(client, bureau, township):
    village = VillageFactory(township=township)
    kind = DutyKind.objects.get(key="village_supervisor")
    DutyFactory(kind=kind, place=village, person__name="李前任", ends_on=date(2026, 6, 30))
    DutyFactory(kind=kind, place=village, person__name="王现任", starts_on=date(2026, 7, 1))

    then, now = page(client, "village", village.pk, on="2026-06-30"), page(client, "village", village.pk)

    assert ("李前任" in then, "王现任" in then) == (True, False)
    assert ("李前任" in now, "王现任" in now) == (False, True)


@pytest.mark.parametrize("on", ["2099-01-01", "gestern", "2026-02-30"])
def test_day_that_can_not_be_is_told_and_today_is_shown(client, bureau, township, on):
    response = client.get(reverse("townships:township", args=[township.pk]), {"on": on})

    assert response.context["is_today"]
    assert "下面显示的是今天。" in response.content.decode()


def test_gap_on_the_page_leads_to_the_appointment(client, inspector, township):
    village = VillageFactory(township=township)

    assert f'href="/places/{village.pk}/appoint/?kind=village_supervisor"' in page(client, "village", village.pk)


def test_township_page_counts_what_stands_in_it(client, inspector, township):
    EnterpriseFactory(township=township, parent=VillageFactory(township=township))

    children = client.get(reverse("townships:township", args=[township.pk])).context["children"]

    assert [(child["level"].value, child["count"], child["url"]) for child in children] == [
        ("zone", 0, f"/zones/?township={township.pk}"),
        ("village", 1, f"/villages/?township={township.pk}"),
        ("enterprise", 1, f"/enterprises/?township={township.pk}"),
        ("key_site", 0, f"/key-sites/?township={township.pk}"),
    ]


def test_official_sees_masked_telephones_in_the_chain(client, bureau, township):
    DutyFactory(kind=DutyKind.objects.get(key="township_head"), place=township, person__phone="13812348000")
    assert "13812348000" in page(client, "township", township.pk)

    client.force_login(OfficialFactory(county=township.county))

    assert "138****8000" in page(client, "chain", township.pk)
    assert "13812348000" not in page(client, "chain", township.pk)


def test_person_of_another_township_is_no_link(client, inspector, township):
    person = PersonFactory(county=township.county, township=TownshipFactory(county=township.county))
    village = VillageFactory(township=township)
    DutyFactory(kind=DutyKind.objects.get(key="resident_cadre"), place=village, person=person)

    assert person.get_absolute_url() not in page(client, "village", village.pk)


@pytest.mark.parametrize(
    ("level", "fields", "duties"),
    [
        ("village", {}, ["村（社区）党支部书记", "驻村干部", "村安全监管员"]),
        ("group", {"kind": "group"}, ["组安全生产联络员", "包组村干部"]),
        ("enterprise", {"is_high_risk": "on"}, ["企业法定代表人", "企业安全员", "联系企业领导", "联厂村干部"]),
        ("key_site", {"kind": "slope"}, ["重点部位责任人"]),
    ],
)
def test_new_place_shows_at_once_what_nobody_answers_for(client, inspector, township, level, fields, duties):
    parent = VillageFactory(township=township) if level != "village" else township
    told = {"name": "新立", "parent": parent.pk, "kind": "village", "population": 0, "sector": Sector.objects.first().pk} | fields

    response = client.post(reverse(f"townships:new_{level}"), told, follow=True)

    assert [gap.title for gap in response.context["own_gaps"]] == duties


def test_heading_counts_gaps_not_vacancies(client, inspector, township):
    DutyRule.objects.exclude(kind__key="village_supervisor").delete()
    kind, person = DutyKind.objects.get(key="village_supervisor"), PersonFactory(county=township.county, township=township)
    villages = VillageFactory.create_batch(3, township=township)
    for village in villages:
        DutyFactory(kind=kind, place=village, person=person)

    shown = page(client, "village", villages[0].pk)

    assert f"{villages[0].name}：1 处空白点" in shown
    assert "空缺" not in shown


def test_title_tells_of_gaps_below(client, inspector, township):
    DutyRule.objects.exclude(kind__key="village_supervisor").delete()
    VillageFactory(township=township)

    assert f"{township.name}：下级 1 处空白点" in page(client, "township", township.pk)


def test_a_code_that_another_village_has_is_refused_beside_the_field(client, inspector, township):
    VillageFactory(township=township, code="430724101201")

    form = submit(client, "new_village", name="新村", kind="village", parent=township.pk, code="430724101201", population=0).context["form"]

    assert form.errors == {"code": ["该代码已用于另一个村（社区），请核对。"]}


def test_a_credit_code_that_another_enterprise_has_is_refused_beside_the_field(client, inspector, township):
    EnterpriseFactory(township=township, credit_code="91430724MA4L000001")
    sector = Sector.objects.get(key="non_coal_mines")

    told = {"name": "新厂", "parent": township.pk, "sector": sector.pk, "credit_code": "91430724MA4L000001"}
    form = submit(client, "new_enterprise", **told).context["form"]

    assert form.errors == {"credit_code": ["该统一社会信用代码已登记在另一家企业名下，请核对。"]}


def test_a_name_is_taken_in_the_whole_township_whatever_the_parent(client, inspector, township):
    zone = ZoneFactory(name="东片区", township=township)
    VillageFactory(name="清泉村", township=township, parent=zone)

    form = submit(client, "new_village", name="清泉村", kind="village", parent=township.pk, population=0).context["form"]

    assert form.errors == {"name": ["东片区下已有“清泉村”，请核对是否重复登记。"]}


def test_the_first_group_of_two_villages_is_not_the_same(client, inspector, township):
    GroupFactory(name="第1组", parent=VillageFactory(township=township))
    village = VillageFactory(township=township)

    assert submit(client, "new_group", name="第1组", kind="group", parent=village.pk).status_code == 302


def test_a_page_of_a_day_before_the_place_was_there_says_so(client, inspector, township):
    village = VillageFactory(township=township, name="清泉村", opened_on=date(2026, 6, 1), closed_on=date(2026, 9, 1))

    before, while_open, after = (
        client.get(village.get_absolute_url(), {"on": day}).text for day in ("2026-05-31", "2026-06-01", "2026-09-01")
    )

    assert "这一天尚未设立（2026-06-01 设立或纳入监管）。" in before
    assert "<title>清泉村（这一天尚未设立）" in before
    assert "处空白点" in while_open.split("</title>")[0]
    assert "<title>清泉村（已撤并（注销））" in after
    assert "已于 2026-09-01 撤并（注销）。" in after
    assert "责任岗位已落实" not in before + after


def test_a_firm_older_than_its_village_is_asked_about(client, inspector, township):
    village, sector = VillageFactory(township=township, opened_on=date(2026, 6, 1)), SectorFactory()
    told = {"name": "青山采石场", "parent": village.pk, "sector": sector.pk, "employees": 8, "opened_on": "2026-05-31"}

    form = submit(client, "new_enterprise", **told).context["form"]

    assert form.errors["is_older"][0].startswith(f"{village}自 2026-06-01 起才设立或纳入监管，请核对日期。")
    submit(client, "new_enterprise", **told, is_older="on")
    assert Enterprise.objects.get().opened_on == date(2026, 5, 31)


def test_a_place_is_not_opened_after_somebody_answered_for_it(client, inspector, township):
    village = VillageFactory(township=township, name="清泉村")
    DutyFactory(place=village, person__name="王强", kind__name="村安全监管员", starts_on=date(2026, 1, 1))
    told = {"name": "清泉村", "kind": "village", "parent": township.pk, "population": 0}

    form = submit(client, "edit_village", village.pk, **told, opened_on="2026-01-02").context["form"]

    words = "不能晚于已登记的任期：王强自 2026-01-01 起任村安全监管员。任期有误的请先更正。"
    assert form.errors["opened_on"] == [words]


def test_places_are_exported_as_filtered_with_all_that_their_page_tells(client):
    village = VillageFactory(name="清泉村", population=1320)
    VillageFactory(name="石门村", township=village.township)
    client.force_login(BureauFactory(county=village.county))

    [_title, heads, row] = rows_of(client.get(reverse("townships:export_villages"), {"q": "清泉"}).getvalue())

    assert (row[0], row[heads.index("人口")]) == ("清泉村", "1320")


def test_zones_and_groups_stand_in_the_order_of_their_numbers(client, bureau, township):
    for word in ("二十", "三", "十一", "一", "十", "二"):
        ZoneFactory(township=township, name=f"第{word}片区")
    village = VillageFactory(township=township)
    for number in (10, 2, 1):
        GroupFactory(parent=village, name=f"{number}组")

    found = {
        name: [row.record.name for row in client.get(reverse(f"townships:{name}")).context["table"].rows] for name in ("zones", "groups")
    }
    parents = client.get(reverse("townships:new_village")).context["form"].fields["parent"].queryset

    assert found == {"zones": [f"第{word}片区" for word in ("一", "二", "三", "十", "十一", "二十")], "groups": ["1组", "2组", "10组"]}
    assert [place.name for place in parents if place.level == "zone"] == found["zones"]


def test_villages_and_their_groups_stand_as_in_the_states_list(client, county, bureau):
    second, first = (
        TownshipFactory(county=county, code=code, name=name) for code, name in [("430799002", "官亭乡"), ("430799001", "子良乡")]
    )
    for township, code, name in [(second, "", "安坪村"), (second, "430799002200", "团结村"), (first, "430799001201", "白云村")]:
        village = VillageFactory(township=township, code=code, name=name)
        for group in ("2组", "1组"):
            GroupFactory(parent=village, name=group)

    rows = {name: client.get(reverse(f"townships:{name}")).context["table"].rows for name in ("townships", "villages", "groups")}

    assert [row.record for row in rows["townships"]] == [first, second]
    assert [row.record.name for row in rows["villages"]] == ["白云村", "团结村", "安坪村"]
    assert [row.record.parent.name + row.record.name for row in rows["groups"]] == [
        f"{village}{group}" for village in ("白云村", "团结村", "安坪村") for group in ("1组", "2组")
    ]


@pytest.mark.parametrize("changed", [{"is_high_risk": "on", "employees": ""}, {"employees": "101"}])
def test_an_enterprise_that_asks_for_a_full_time_officer_asks_about_one_who_serves_elsewhere(client, bureau, township, changed):
    firm = EnterpriseFactory(township=township, name="清泉采石场")
    person = DutyFactory(kind=DutyKind.objects.get(key="safety_inspector"), place=township, person__name="莫志明").person
    DutyFactory(kind=DutyKind.objects.get(key="enterprise_officer"), place=firm, person=person)
    told = {"name": firm.name, "parent": township.pk, "sector": firm.sector.pk, **changed}

    form = submit(client, "edit_enterprise", firm.pk, **told).context["form"]
    saved = submit(client, "edit_enterprise", firm.pk, **told, is_doubling="on")

    assert "“企业安全员”由此须专职，而莫志明已任专职岗位“官亭乡 安监员”" in form.errors["is_doubling"][0]
    assert saved.status_code == 302
    assert "一人不能同时担任两个专职岗位，请办理交接或终止其一" in page(client, "person", person.pk)
    assert "一人两个专职岗位" in page(client, "gaps", reason="doubled")


@pytest.mark.usefixtures("inspector")
def test_a_township_shows_the_titles_that_it_held_on_that_day(client, township):
    title = candidacy_at(State.NAMED, tier=Tier.CITY, township=township, on=date(2026, 3, 1))

    held, before = (page(client, "township", township.pk, on=day) for day in ("2026-03-01", "2026-02-28"))

    assert f'<a href="{title.get_absolute_url()}">市级，有效期至 2029-02-28</a>' in held
    assert "这一天没有在有效期内的称号。" in before


def test_a_village_with_the_like_name_is_asked_about(client, inspector, township):
    VillageFactory(name="丁家湾村", township=township)
    told = {"name": "丁家湾", "kind": "village", "parent": township.pk, "population": 0}

    form = submit(client, "new_village", **told).context["form"]

    assert form.errors == {"is_another": ["本乡镇已有“丁家湾村”，请核对是否同一个村。确是另一个的请勾选后再保存。"]}
    assert submit(client, "new_village", **told, is_another="on").status_code == 302
