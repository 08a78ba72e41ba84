from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.chain import officer_of
from tests.factories.townships import (
    AuditorFactory,
    BureauFactory,
    CountyFactory,
    DutyFactory,
    InspectorFactory,
    OfficialFactory,
    PersonFactory,
    TownshipFactory,
    VillageFactory,
)
from tests.spreadsheets import rows_of
from townships.appointments import end_term
from townships.models import Duty, DutyKind, DutyRule, Person, PersonPhoneSeen
from townships.officers import strike_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def township():
    return TownshipFactory(name="官亭乡")


@pytest.fixture
def inspector(client, township):
    user = InspectorFactory(township=township)
    client.force_login(user)
    return user


@pytest.fixture
def village(township):
    return VillageFactory(name="清泉村", township=township)


@pytest.fixture
def supervisor():
    return DutyKind.objects.get(key="village_supervisor")


def submit(client, name, /, *args, **fields):
    return client.post(reverse(f"townships:{name}", args=args), fields)


def local_person(township, **fields):
    return PersonFactory(county=township.county, township=township, **fields)


def test_list_takes_as_many_queries_for_three_rows_as_for_one(client, django_assert_num_queries, inspector, township):
    address = reverse("townships:people")
    client.get(address)
    with django_assert_num_queries(9, exact=False) as captured:
        client.get(address)
    for _ in range(2):
        DutyFactory(person=local_person(township))
    with django_assert_num_queries(len(captured)):
        client.get(address)


def found(client, **query):
    return [row.record.name for row in client.get(reverse("townships:people"), query).context["table"].rows]


def test_list_shows_those_who_serve(client, inspector, township):
    local_person(township, name="李离任", left_on=date(2026, 1, 1))
    serving = local_person(township, name="王在任")

    assert found(client) == [inspector.person.name, serving.name]
    assert found(client, state="left") == ["李离任"]


def test_people_by_duty_and_by_pinyin(client, inspector, township, village, supervisor):
    DutyFactory(kind=supervisor, place=village, person=local_person(township, name="王强"))

    assert found(client, duty=supervisor.pk) == ["王强"]
    assert found(client, q="wq") == ["王强"]


def test_new_person_gets_the_next_number_of_the_county(client, inspector, township):
    local_person(township, number=100_284)

    submit(client, "new_person", name="李明", township=township.pk, phone="１３８ １２３４ ８０００")

    person = Person.objects.get(name="李明")
    assert (person.number, person.county, person.phone) == (100_285, township.county, "13812348000")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "此项必填。"),
        ("name", "李" * 31, "最多 30 字，现在是 31 字。"),
        ("phone", "电话", "请填写 7 至 20 位的电话号码，只用数字和短横线。"),
        ("phone", "123", "请填写 7 至 20 位的电话号码，只用数字和短横线。"),
        ("id_number", "43072119800101", "请填写 18 位身份证号。"),
        ("id_number", "430721198001011518", "该身份证号已在册，编号 7。"),
        ("id_number", "430721198013011518", "请核对身份证号：其中的出生日期 19801301 不存在。"),
        ("id_number", "430721198001011512", "请核对身份证号：最后一位校验码不符。"),
        ("inspector_card", "湘 a001", "此证号已由李刚（在册编号 0007）持有，请核对。"),
        ("township", "", "此项必填。"),
    ],
)
def test_wrong_input_is_told_beside_its_field(client, inspector, township, field, value, message):
    local_person(township, number=7, name="李刚", id_number="430721198001011518", inspector_card="湘A001")

    form = submit(client, "new_person", **{"name": "李明", "township": township.pk, field: value}).context["form"]

    assert form.errors[field] == [message]


def test_inspector_enrols_nobody_elsewhere(client, inspector):
    form = submit(client, "new_person", name="李明", township=TownshipFactory().pk).context["form"]

    assert "township" in form.errors


def test_appointment(client, inspector, township, village, supervisor):
    person = local_person(township)

    response = submit(
        client, "appoint", village.pk, kind=supervisor.pk, person=person.pk, starts_on="2026-01-01", document="官亭〔2026〕1号"
    )

    duty = Duty.objects.get()
    assert (duty.place_id, duty.person, duty.kind, duty.starts_on) == (village.pk, person, supervisor, date(2026, 1, 1))
    assert response.url == f"/villages/{village.pk}/"


def refused(client, village, **fields):
    form = submit(client, "appoint", village.pk, starts_on=fields.pop("starts_on", "2026-01-01"), **fields).context["form"]
    return dict(form.errors)


def test_document_of_appointment_stands_on_the_chain_and_at_the_person(client, inspector, township, village, supervisor):
    person = local_person(township)
    told = {
        "kind": supervisor.pk,
        "person": person.pk,
        "starts_on": "2026-01-01",
        "document": "官亭〔2026〕1号",
        "document_on": "2026-01-05",
    }
    submit(client, "appoint", village.pk, **told)

    for page in (village, person):
        assert "官亭〔2026〕1号（2026-01-05）" in client.get(page.get_absolute_url()).text
    assert "官亭〔2026〕1号（2026-01-05）" in client.get(reverse("townships:chain", args=[village.pk])).text


def test_document_that_comes_later_is_entered_then(client, inspector, village):
    duty = DutyFactory(place=village)
    assert "补登文号" in client.get(village.get_absolute_url()).text

    form = submit(client, "edit_duty_document", duty.pk, document_on="2026-01-05").context["form"]
    submit(client, "edit_duty_document", duty.pk, document="官亭〔2026〕1号", document_on="2026-01-05")

    duty.refresh_from_db()
    assert form.errors["document"] == ["填了发文日期的，请填任职文号。"]
    assert (duty.document, duty.document_on) == ("官亭〔2026〕1号", date(2026, 1, 5))


def test_overlapping_term_is_refused_with_a_sentence(client, inspector, township, village, supervisor):
    person = local_person(township)
    DutyFactory(kind=supervisor, place=village, person=person, starts_on=date(2025, 1, 1))

    errors = refused(client, village, kind=supervisor.pk, person=person.pk)

    assert errors == {"starts_on": ["该人员已在任此岗位（2025-01-01 至今），任期与此重叠，请先终止原任期。"]}


def test_only_duties_of_the_level_and_people_in_scope_are_choices(client, inspector, village):
    township_head = DutyKind.objects.get(key="township_head")
    stranger = PersonFactory()

    assert set(refused(client, village, kind=township_head.pk, person=stranger.pk)) == {"kind", "person"}


def test_namesakes_are_told_apart_where_somebody_is_chosen(client, inspector, township, village):
    local_person(township, name="李明", number=11, unit="清泉村", position="村支书", phone="13907361234")
    local_person(township, name="李明", number=12, phone="", inspector_card="湘执01")
    local_person(township, name="王强", number=13, unit="清泉村", phone="13907365678")

    form = client.get(reverse("townships:appoint", args=[village.pk])).context["form"]
    labels = {label for value, group in form.fields["person"].choices if value for _pk, label in group}

    assert {"0011 李明 清泉村 村支书 电话尾号1234", "0012 李明 证号湘执01", "0013 王强 清泉村"} <= labels


def test_term_in_2099_is_questioned(client, inspector, township, village, supervisor):
    errors = refused(client, village, kind=supervisor.pk, person=local_person(township).pk, starts_on="2099-01-01")

    assert errors == {"starts_on": ["请核对年份：2099 年不在合理范围内。"]}


def test_bureau_appoints_people_of_the_township_and_of_the_county(client, township, village):
    client.force_login(BureauFactory(county=township.county, person=None))
    own, county = local_person(township), PersonFactory(county=township.county)
    local_person(TownshipFactory(county=township.county))

    people = client.get(reverse("townships:appoint", args=[village.pk])).context["form"].fields["person"].queryset

    assert set(people) == {own, county}


def test_county_appoints_its_own_people_and_the_heads_of_townships(client, township):
    client.force_login(BureauFactory(county=township.county, person=None))
    own, head = PersonFactory(county=township.county), local_person(township)
    DutyFactory(kind=DutyKind.objects.get(key="township_head"), place=township, person=head)
    local_person(township)

    people = client.get(reverse("townships:appoint", args=[township.county_id])).context["form"].fields["person"].queryset

    assert set(people) == {own, head}


def test_who_serves_nearest_is_offered_first(client, township, village):
    client.force_login(BureauFactory(county=township.county, person=None))
    PersonFactory(county=township.county)
    near, _own = local_person(township), local_person(township, unit=village.name)

    def offered(place):
        choices = client.get(reverse("townships:appoint", args=[place.pk])).context["form"].fields["person"].choices
        return [str(name) for name, people in choices if isinstance(people, list)]

    assert offered(village) == [village.name, township.name, "县直部门和单位"]
    DutyFactory(kind=DutyKind.objects.get(key="township_head"), place=township, person=near)
    assert offered(township.county) == ["县直部门和单位", "乡镇（街道）负责人"]


def test_gap_link_chooses_the_duty(client, inspector, village, supervisor):
    response = client.get(reverse("townships:appoint", args=[village.pk]), {"kind": "village_supervisor"})

    assert response.context["form"]["kind"].value() == supervisor.pk


@pytest.fixture
def post():
    """The one that counts full-time staff alone, three of them."""
    return DutyKind.objects.get(key="safety_inspector")


def appointed(client, township, post, person, **fields):
    page = reverse("townships:appoint", args=[township.pk])
    told = {"kind": post.pk, "person": person.pk, "starts_on": "2026-01-01"} | fields
    answer = client.post(f"{page}?kind={post.key}", told, follow=True)
    person.refresh_from_db()
    return [str(message) for message in answer.context["messages"]]


def test_form_of_a_full_time_post_offers_the_mark(client, inspector, township, post):
    form = client.get(reverse("townships:appoint", args=[township.pk]), {"kind": post.key}).context["form"]
    other = client.get(reverse("townships:appoint", args=[township.pk]), {"kind": "township_head"}).context["form"]

    words = "安监员须配专职 3 人，未标记为专职安监人员的不计入，空白点不会消除；已标记或不是专职的，不用勾选。"
    assert form.fields["marks_full_time"].help_text == words
    assert "marks_full_time" not in other.fields


def test_whoever_is_appointed_can_be_marked_as_full_time(client, inspector, township, post):
    person = local_person(township, name="张三")

    told = appointed(client, township, post, person, marks_full_time="on")

    assert person.is_full_time
    words = "人数不足 在岗 1 人，应配 3 人（专职）；未持有效证件 张三 须持安全生产执法（监督检查）证，尚缺 1 人"
    assert told[1] == f"此岗位仍列为空白点：{words}。"


def test_receipt_says_why_the_gap_stays(client, inspector, township, post):
    person = local_person(township, name="张三")

    told = appointed(client, township, post, person)

    assert not person.is_full_time
    assert told[1] == "此岗位仍列为空白点：人数不足 在岗 0 人，应配 3 人（专职）；张三未标记为专职安监人员，不计入人数。"


def test_receipt_says_that_the_new_holder_carries_too_much(client, inspector, township, supervisor):
    """Where another supervisor serves as well, no gap of the village itself tells it."""
    person = local_person(township, name="张三")
    villages = VillageFactory.create_batch(supervisor.sensible_load + 1, township=township)
    for village in villages[1:]:
        DutyFactory(kind=supervisor, place=village, person=person)
    DutyFactory(kind=supervisor, place=villages[0])

    told = appointed(client, villages[0], supervisor, person)

    assert told[1] == "张三现任村安全监管员 3 处，一人最多 2 处：没有他人分担的，各处列为空白点（一人负责过多）。"


def test_a_wrong_term_is_told_in_words_whatever_else_is_wrong(client, inspector, village, supervisor):
    person = local_person(village.township)
    told = {"kind": supervisor.pk, "person": person.pk, "starts_on": "2026-06-01", "ends_on": "2026-05-01", "document_on": "2999-01-01"}

    form = client.post(reverse("townships:appoint", args=[village.pk]), told).context["form"]

    assert form.errors["ends_on"] == ["任期截止不能早于任职日期。"]
    assert "约束" not in str(form.errors)


def test_receipt_of_a_gap_that_closes_says_nothing_more(client, inspector, township, post):
    DutyRule.objects.filter(kind=post).update(minimum=1, by_population=False, certified_minimum=0, certificate=None)

    told = appointed(client, township, post, local_person(township), marks_full_time="on")

    assert len(told) == 1


def test_end_of_a_term(client, inspector, village):
    duty = DutyFactory(place=village, starts_on=date(2026, 1, 1))

    early = submit(client, "end_duty", duty.pk, ends_on="2025-12-31").context["form"]
    submit(client, "end_duty", duty.pk, ends_on="2026-06-30")

    assert early.errors["ends_on"] == ["不能早于任职日期 2026-01-01。任职日期有误的请更正任期，登记错了的请作废。"]
    duty.refresh_from_db()
    assert duty.ends_on == date(2026, 6, 30)


def test_leaving_names_the_posts_that_fall_vacant(client, inspector, township, village, supervisor):
    person = local_person(township)
    DutyFactory(kind=supervisor, place=village, person=person)

    before = client.get(reverse("townships:person_leaves", args=[person.pk]))
    submit(client, "person_leaves", person.pk, left_on="2026-06-01")

    assert "清泉村 村安全监管员" in before.content.decode()
    person.refresh_from_db()
    assert person.left_on == date(2026, 6, 1)


def test_nobody_leaves_in_the_future(client, inspector, township):
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)

    form = submit(client, "person_leaves", local_person(township).pk, left_on=tomorrow).context["form"]

    assert form.errors["left_on"] == ["日期不能晚于今天。"]


def test_leaving_is_taken_back(client, inspector, township):
    person = local_person(township, left_on=date(2026, 6, 1))

    submit(client, "take_back_leaving", person.pk)

    person.refresh_from_db()
    assert person.left_on is None


def test_person_page_tells_posts_now_from_posts_before(client, inspector, township, village, supervisor):
    person = local_person(township)
    now = DutyFactory(kind=supervisor, place=village, person=person, starts_on=date(2026, 7, 1))
    before = DutyFactory(kind=supervisor, place=village, person=person, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))

    context = client.get(person.get_absolute_url()).context

    assert (context["now"], context["others"]) == ([now], [before])


def test_official_sees_masked_numbers(client, township):
    person = local_person(township, phone="13812348000", id_number="430721198001011518")
    client.force_login(OfficialFactory(county=township.county))

    for address in [person.get_absolute_url(), reverse("townships:people")]:
        text = client.get(address).content.decode()
        assert "138****8000" in text
        assert "13812348000" not in text
        assert "430721198001011518" not in text


def test_name_that_looks_like_markup_is_shown_as_text(client, inspector, township):
    person = local_person(township, name="<img src=x onerror=alert(1)>"[:30])

    assert "<img src=x" not in client.get(person.get_absolute_url()).content.decode()
    assert "<img src=x" not in client.get(reverse("townships:people")).content.decode()


def test_the_same_name_and_telephone_is_asked_about(client, inspector, township):
    local_person(township, number=7, name="李明", phone="13812348000")
    told = {"name": "李明", "township": township.pk, "phone": "13812348000"}

    form = submit(client, "new_person", **told).context["form"]
    assert form.errors["is_another"] == ["李明（在册编号 0007）的姓名和电话与此相同。确是另一人的请勾选后再保存。"]
    assert 'type="checkbox" name="is_another"' in str(form["is_another"])

    submit(client, "new_person", **told, is_another="on")
    assert Person.objects.filter(name="李明", phone="13812348000").count() == 2


@pytest.mark.parametrize(("reader", "phone"), [(BureauFactory, "13812348000"), (OfficialFactory, "138****8000")])
def test_the_roster_on_paper_and_as_xlsx_has_phones_as_on_screen(client, reader, phone):
    county = CountyFactory()
    PersonFactory(county=county, phone="13812348000")
    client.force_login(reader(county=county))

    assert phone in client.get(reverse("townships:print_people")).text
    [_title, _heads, *rows] = rows_of(client.get(reverse("townships:export_people")).getvalue())
    assert phone in [cell for row in rows for cell in row]


def test_a_leader_sees_a_whole_phone_on_a_press_that_is_written_down(client):
    person = PersonFactory(phone="13812348000")
    official = OfficialFactory(county=person.county)
    client.force_login(official)

    assert "13812348000" not in client.get(person.get_absolute_url()).text
    assert "13812348000" in client.post(reverse("townships:person_phone", args=[person.pk])).text
    assert [(seen.person, seen.by) for seen in PersonPhoneSeen.objects.all()] == [(person, official)]


def test_nobody_else_has_a_press_for_phones(client):
    person = PersonFactory(phone="13812348000")
    client.force_login(AuditorFactory(county=person.county))

    assert client.post(reverse("townships:person_phone", args=[person.pk])).status_code == 403
    assert not PersonPhoneSeen.objects.exists()


def test_the_chain_has_the_press_too(client, village):
    person = DutyFactory(place=village, person__phone="13812348000", person__county=village.county).person
    client.force_login(OfficialFactory(county=village.county))

    page = client.get(village.get_absolute_url()).text

    assert reverse("townships:person_phone", args=[person.pk]) in page
    assert "13812348000" not in page


def test_who_holds_posts_or_a_card_is_not_moved_to_another_township(client, township, village, supervisor):
    person = local_person(township, name="王强", phone="13812340000")
    duty = DutyFactory(kind=supervisor, place=village, person=person, starts_on=date(2026, 1, 1))
    card = officer_of(township, person=person)
    client.force_login(BureauFactory(county=township.county))
    told = {"name": "王强", "phone": "13812340000"}

    def moved_to(where, **more):
        return submit(client, "edit_person", person.pk, **told, township=where, **more)

    other = TownshipFactory(county=township.county)
    refused = moved_to(other.pk).context["form"].errors["township"][0]
    assert refused.startswith(f"仍在原乡镇任职或在册：官亭乡清泉村 村安全监管员；官亭乡安全员名册 {card.number}。")
    assert "keeps_posts" in moved_to("").context["form"].errors
    assert moved_to("", keeps_posts="on").status_code == 302
    end_term(duty, on=date(2026, 6, 30)), strike_off(card, on=date(2026, 7, 1), reason="调动")
    assert moved_to(other.pk).status_code == 302


def test_who_leaves_before_a_term_begins_never_held_it(client, inspector, township, village, supervisor):
    person = local_person(township)
    day = timezone.localdate() + timedelta(days=30)
    DutyFactory(kind=supervisor, place=village, person=person, starts_on=day)

    asked = client.get(reverse("townships:person_leaves", args=[person.pk])).text
    submit(client, "person_leaves", person.pk, left_on=timezone.localdate().isoformat())
    shown = client.get(person.get_absolute_url())

    assert f"村安全监管员（自 {day} 起（未到任））" in asked
    assert (shown.context["coming"], [duty.term_words for duty in shown.context["others"]]) == ([], [f"自 {day} 起（到任前已离任）"])
    assert not client.get(village.get_absolute_url()).context["coming"]
