"""The roster of officers from an .xlsx: who it is, what is wrong row by row, all or nothing, and twice in the same second."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.chain import officer_of
from tests.factories.townships import BureauFactory, InspectorFactory, OfficialFactory, PersonFactory, TownshipFactory
from townships.models import Person, SafetyOfficer
from townships.officer_files import HEADS, ChangedMeanwhile, judged, read_rows, take

pytestmark = pytest.mark.django_db

ON = date(2026, 6, 1)
ID = "430723198001010016"
IMPORT = "townships:import_officers"


@pytest.fixture
def township():
    return TownshipFactory(name="子良乡")


def book(*rows, heads=tuple(HEADS)):
    """An .xlsx as a township would send it."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, ["子良乡安全员名册"])
        for number, row in enumerate([heads, *rows], 1):
            page.write_row(number, 0, row)
    return SimpleUploadedFile("名册.xlsx", written.getvalue())


def row(name, **told):
    return [{"name": name, **told}.get(field, "") for field in HEADS.values()]


def errors(township, *rows):
    return [line.errors for line in judged(read_rows(book(*rows)), township=township, on=ON)]


def taken(township, *rows):
    return take(read_rows(book(*rows)), township=township, on=ON)


def test_everybody_is_entered_and_numbered_in_the_files_order(township):
    officer_of(township)

    entries = taken(township, row("李明", phone=13907361234, position="信息员"), row("王强", id_number=ID, joined_on="2026/1/5"))

    assert [(str(entry), entry.joined_on) for entry in entries] == [("子良安002 李明", ON), ("子良安003 王强", date(2026, 1, 5))]
    ming = Person.objects.get(name="李明")
    assert (ming.phone, ming.position, ming.township, ming.initials) == ("13907361234", "信息员", township, "lm")
    assert Person.objects.get(name="王强").number == ming.number + 1


def test_who_is_in_the_roster_of_people_is_not_entered_again(township):
    by_number, by_id, by_phone = (
        PersonFactory(county=township.county, township=township, name=name, **told)
        for name, told in [("李明", {"number": 11}), ("王强", {"id_number": ID}), ("张三", {"phone": "13907361234"})]
    )

    entries = taken(township, row("李明", number=11), row("王强", id_number=ID), row("张三", phone="13907361234"))

    assert [entry.person for entry in entries] == [by_number, by_id, by_phone]


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (row("", phone="13907361234"), "姓名：此项必填。"),
        (row("赵六", phone="123"), "联系电话：请填写 7 至 20 位的电话号码，只用数字和短横线。"),
        (row("赵六", id_number="430723198001010011"), "身份证号：请核对身份证号：最后一位校验码不符。"),
        (row("赵六", joined_on="2099-01-01"), "入册日期：日期不能晚于今天。"),
        (row("赵六", number=99), "名册中没有编号 0099 的人员。"),
        (row("赵六", number=11), "这个在册编号是李明（0011）的，不是赵六。"),
        (row("赵六", id_number=ID), "这个身份证号是李明（0011）的，不是赵六。"),
        (row("赵六", phone="13800000000", inspector_card="湘执01"), "此证号已由李明（在册编号 0011）持有，请核对。"),
        (row("李明"), "名册中已有同名人员（0011 李明 电话尾号1234 证号湘执01）：是同一人的请填在册编号，确是另一人的请填电话或身份证号。"),
        (row("李明", phone="13907361234", id_number="430723198001010091"), "身份证号与名册中的李明（0011）不符，请核对。"),
        (row("王强", number=12), "该人员已在子良乡的名册上，编号 子良安001。"),
        (row("外乡人", number=13), "该人员在官亭乡在册，请由该乡镇入册。"),
        (row("离任者", number=14), "该人员自 2026-05-01 起已离任。"),
    ],
)
def test_what_is_wrong_is_told_row_by_row_and_nobody_is_taken(township, told, error):
    home = {"county": township.county, "township": township}
    PersonFactory(**home, name="李明", number=11, id_number=ID, phone="13907361234", inspector_card="湘执01")
    officer_of(township, person=PersonFactory(**home, name="王强", number=12))
    PersonFactory(county=township.county, township=TownshipFactory(county=township.county, name="官亭乡"), name="外乡人", number=13)
    PersonFactory(**home, name="离任者", number=14, left_on=date(2026, 5, 1))

    assert errors(township, row("孙七", phone="13700000000"), told) == [[], [error]]
    with pytest.raises(ChangedMeanwhile):
        taken(township, row("孙七", phone="13700000000"), told)
    assert not Person.objects.filter(name="孙七").exists()


@pytest.mark.parametrize("same", [{"id_number": ID}, {"phone": "13907361234"}, {}])
def test_the_same_person_twice_in_the_file(township, same):
    assert errors(township, row("李明", **same), row("李明", **same)) == [[], ["与第 3 行重复。"]]


def test_a_roster_is_judged_in_as_many_queries_as_one_row(township, django_assert_max_num_queries):
    rows = read_rows(book(*[row(f"人员{number}", phone=f"139{number:08}") for number in range(30)]))

    with django_assert_max_num_queries(3):
        judged(rows, township=township, on=ON)


def uploaded(client, *rows, **told):
    return client.post(reverse(IMPORT), {"file": book(*rows), "on": ON.isoformat()} | told)


def test_page_shows_first_and_takes_then(client, township):
    client.force_login(InspectorFactory(township=township))
    check = uploaded(client, row("李明", phone="13907361234"))
    assert not SafetyOfficer.objects.exists()

    page = client.post(reverse(IMPORT), {"sealed": check.context["sealed"]}, follow=True)

    assert "已导入子良乡安全员 1 人，编号 子良安001 至 子良安001。" in page.text
    assert SafetyOfficer.objects.get().person.name == "李明"


def test_sent_twice_the_second_is_told_what_is_there(client, township):
    client.force_login(InspectorFactory(township=township))
    check = uploaded(client, row("李明", phone="13907361234"))

    client.post(reverse(IMPORT), {"sealed": check.context["sealed"]})
    again = client.post(reverse(IMPORT), {"sealed": check.context["sealed"]})

    assert again.status_code == 409
    assert "该人员已在子良乡的名册上，编号 子良安001。" in again.text
    assert SafetyOfficer.objects.count() == 1


def test_wrong_rows_have_no_button_to_take_them(client, township):
    client.force_login(BureauFactory(county=township.county))

    page = uploaded(client, row("李明", phone="123"), township=township.pk)

    assert "sealed" not in page.context
    assert "第 3 行" in page.text


def test_a_file_without_names_is_refused(client, township):
    client.force_login(InspectorFactory(township=township))

    page = client.post(reverse(IMPORT), {"file": book(heads=["编号", "电话"]), "on": ON.isoformat()})

    assert page.context["form"].errors["file"] == ["没有找到表头，缺少“姓名”列。请下载模板，照它的格式填写。"]


def test_the_template_is_one_that_can_be_read_back(client, township):
    client.force_login(InspectorFactory(township=township))

    content = client.get(reverse("townships:officers_template")).getvalue()
    page = client.post(reverse(IMPORT), {"file": SimpleUploadedFile("模板.xlsx", content), "on": ON.isoformat()})

    assert page.context["form"].errors["file"] == ["工作表“安全员名册”的表头下面没有内容。"]


@pytest.mark.parametrize("name", [IMPORT, "townships:officers_template"])
def test_who_only_reads_imports_nothing(client, township, name):
    client.force_login(OfficialFactory(county=township.county))

    assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", ["莫　运来", "莫 运来", "莫运来"])
def test_a_name_spread_with_spaces_is_the_same_person(township, name):
    there = PersonFactory(county=township.county, township=township, name="莫运来", phone="13907361234")

    (entry,) = taken(township, row(name, phone="13907361234"))

    assert (entry.person, Person.objects.filter(phone="13907361234").count()) == (there, 1)


def test_spaces_are_not_entered_nor_do_they_hide_a_repeated_row(township):
    first, second = errors(township, row("莫　运来", phone="13907361234"), row("莫运来", phone="13907361234"))
    assert (first, second) == ([], ["与第 3 行重复。"])

    taken(township, row("莫　运来", phone="13907361234"))
    assert Person.objects.get(phone="13907361234").name == "莫运来"


def test_somebody_elses_mobile_number_is_asked_about_and_a_shared_desk_number_is_not(township):
    PersonFactory(county=township.county, township=township, name="莫运来", phone="13907361234")
    PersonFactory(county=township.county, township=township, name="刘洋", phone="07364211234")

    mobile, desk = errors(township, row("莫云来", phone="13907361234"), row("李明", phone="07364211234"))

    assert (["此电话是名册中" in word for word in mobile], desk) == ([True], [])
