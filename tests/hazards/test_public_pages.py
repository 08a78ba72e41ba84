"""The pages for everybody: no account, no cookie, no script; nothing can be tried out or read that is somebody's."""

import re
import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse

from hazards.codes import renew
from hazards.forms.report import new_token
from hazards.models import PublicReport, ReportCode
from hazards.models.report import CLEAR_LETTERS
from hazards.reporting import decline, merge
from tests.factories.hazards import hazard_at, photo, scene
from tests.factories.reports_from_public import ReportFactory, code_of, report_at
from tests.factories.townships import DutyFactory, EnterpriseFactory, InspectorFactory, KeySiteFactory, TownshipFactory, VillageFactory
from townships.models import DutyKind

pytestmark = pytest.mark.django_db
PUBLIC = {
    "login",
    "set_language",
    "large_type",
    "hazards:report_here",
    "hazards:place_here",
    "hazards:report_outcome",
    "hazards:report_receipt",
}


@pytest.fixture
def phone(settings):
    """A browser that keeps the check of forged forms on; each from an address of its own, as the counters live for an hour."""
    settings.CLIENT_ADDRESS = "HTTP_X_REAL_IP"
    return Client(enforce_csrf_checks=True, headers={"X-Real-IP": unused_address()})


def unused_address():
    """Random: the counters outlive a test run on servers that are kept."""
    return f"test-{secrets.token_hex(8)}"


@pytest.fixture
def code():
    return code_of(KeySiteFactory(name="金鸡岭危岩"))


def send(phone, code, /, **told):
    return phone.post(code.get_absolute_url(), {"token": new_token(code), "text": "石头往下掉"} | told)


def test_what_is_open_without_an_account_is_known():
    found = {name for name, view in views() if getattr(view, "login_required", True) is False}

    assert found - {"None"} == PUBLIC


def views(resolver=None, space=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace != "admin":
                yield from views(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern.callback


def test_form_names_the_place_and_needs_no_cookie(phone, code):
    answer = phone.get(code.get_absolute_url())

    page = answer.content.decode()
    assert "金鸡岭危岩" in page
    assert re.findall(r"<script[^>]*>", page) == ['<script src="/static/js/sent_once.js" defer>']
    assert not answer.cookies
    assert [number in page for number in ("tel:119", "tel:110", "tel:120", "tel:12350")] == [True] * 4


def test_page_of_a_board_names_who_answers_without_whole_numbers_and_leads_to_the_form(phone, code):
    kind = DutyKind.objects.get(key="site_keeper")
    keeper = DutyFactory(kind=kind, place=code.place, person__name="夏雨生", person__phone="13907361234").person

    for address in (code.page_url, code.get_absolute_url()):
        page = phone.get(address).content.decode()
        assert [words in page for words in (keeper.name, "139****1234", keeper.phone)] == [True, True, False]
    assert f'href="{code.get_absolute_url()}"' in phone.get(code.page_url).content.decode()


def test_page_of_a_place_without_a_board_is_its_form(phone):
    code = code_of(VillageFactory())

    assert phone.get(code.page_url).headers["Location"] == code.get_absolute_url()


def test_page_of_a_code_that_ended_is_not_there(phone, code):
    renew(code, by=InspectorFactory(township=code.place.township))

    assert phone.get(code.page_url).status_code == 404


def test_page_of_a_village_where_no_board_hangs_names_nobody(phone):
    village = VillageFactory()
    secretary = DutyFactory(kind=DutyKind.objects.get(key="village_secretary"), place=village).person

    assert secretary.name not in phone.get(code_of(village).get_absolute_url()).content.decode()


def test_report_is_received_and_the_receipt_shown(phone, code):
    answer = send(phone, code, name="李四", phone="１３８-1234 8000", pictures=[picture_file()])

    report = PublicReport.objects.get()
    assert answer.headers["Location"] == reverse("hazards:report_receipt", args=[report.receipt_code])
    assert (report.text, report.name, report.phone, report.pictures.count()) == ("石头往下掉", "李四", "13812348000", 1)
    assert report.spoken_code in phone.get(answer.headers["Location"]).content.decode()


def picture_file():
    return SimpleUploadedFile("a.jpg", photo().content, "image/jpeg")


@pytest.mark.parametrize("place", [TownshipFactory, VillageFactory, EnterpriseFactory])
def test_report_stands_in_the_township_of_the_place(phone, place):
    place = place()
    township = place if place.level == "township" else place.township

    send(phone, code_of(place))

    assert PublicReport.objects.get().township_id == township.pk


def test_double_tap_is_one_report(phone, code):
    token = new_token(code)

    first, second = (send(phone, code, token=token).headers["Location"] for _ in range(2))

    assert second == f"{first}?again=1"
    assert "没有重复登记" in phone.get(second).content.decode()
    assert PublicReport.objects.count() == 1


def test_sent_again_after_a_step_back_is_one_report(phone, code):
    first, second = (send(phone, code, phone="13812348000", pictures=[picture_file()]).headers["Location"] for _ in range(2))

    assert second == f"{first}?again=1"
    assert PublicReport.objects.count() == 1


def test_sent_again_under_its_mark_without_the_photos_is_one_report(phone, code):
    token = new_token(code)

    first = send(phone, code, token=token, pictures=[picture_file()]).headers["Location"]
    second = send(phone, code, token=token).headers["Location"]

    assert second == f"{first}?again=1"


@pytest.mark.parametrize("more", [{"text": "石头又往下掉"}, {"pictures": 1}], ids=["words", "photo"])
def test_what_was_added_under_the_same_mark_is_a_report_of_its_own(phone, code, more):
    token = new_token(code)
    send(phone, code, token=token)

    for _tap in range(2):
        added = {name: [picture_file()] if name == "pictures" else told for name, told in more.items()}
        send(phone, code, token=token, **added)

    assert PublicReport.objects.count() == 2


@pytest.mark.parametrize("other", [{"text": "石头又往下掉"}, {"phone": "13812348001"}, {"name": "夏雨生"}, {"pictures": ()}])
def test_what_differs_in_anything_gets_a_receipt_of_its_own(phone, code, other):
    told = {"phone": "13812348000"}
    first = send(phone, code, **told, pictures=[picture_file()]).headers["Location"]

    second = send(phone, code, **told | {"pictures": [picture_file()]} | other).headers["Location"]

    assert first != second


def test_a_neighbour_in_the_same_words_gets_a_receipt_of_his_own(phone, code):
    neighbour = Client(headers={"X-Real-IP": unused_address()})

    first, second, elsewhere = send(phone, code), send(neighbour, code), send(phone, code_of(code.place.township))

    assert len({answer.headers["Location"] for answer in (first, second, elsewhere)}) == 3


def refused_with_a_photo(phone, code):
    """The page that comes back, and what its photo waits under."""
    page = send(phone, code, text="", pictures=[picture_file()]).content.decode()
    return page, re.findall(r'name="pictures-kept" value="([^"]+)" checked', page)


def test_photo_of_a_refused_report_need_not_be_chosen_again(phone, code):
    page, keys = refused_with_a_photo(phone, code)

    send(phone, code, **{"pictures-kept": keys})

    assert "已选择：a.jpg" in page
    assert PublicReport.objects.get().pictures.count() == 1


def test_photo_waits_at_its_own_code_alone(phone, code):
    _page, keys = refused_with_a_photo(phone, code)

    answer = send(phone, code_of(VillageFactory()), **{"pictures-kept": keys})

    assert answer.context["form"].errors == {"pictures": ["之前选的文件已过期或不能使用，请重新选择。"]}


def test_photo_of_a_passer_by_is_named_and_not_shown(phone, code, client):
    page, [key] = refused_with_a_photo(phone, code)
    client.force_login(InspectorFactory(township=code.place.township))

    assert "<img" not in page
    assert client.get(reverse("townships:kept_picture", args=[key])).status_code == 404


def test_an_address_that_is_refused_too_often_has_no_more_photos_kept(phone, code, settings):
    settings.KEPT_PHOTOS_PER_ADDRESS = 1
    _page, kept = refused_with_a_photo(phone, code)

    page, keys = refused_with_a_photo(phone, code)

    assert (len(kept), keys, "照片要重新选一次。" in page) == (1, [], True)


def test_four_photos_of_which_three_wait_are_too_many(phone, code):
    page = send(phone, code, text="", pictures=[scene_file(number) for number in range(3)]).content.decode()
    keys = re.findall(r'name="pictures-kept" value="([^"]+)" checked', page)

    answer = send(phone, code, pictures=[scene_file(3)], **{"pictures-kept": keys})

    assert answer.context["form"].errors == {"pictures": ["一次最多上传 3 张照片，您选了 4 张。"]}


def scene_file(number):
    return SimpleUploadedFile(f"{number}.jpg", scene(number, size=(64, 48)).content, "image/jpeg")


def test_errors_stand_on_the_form_and_lose_nothing(phone, code):
    answer = send(phone, code, text="", phone="不知道", name="李四")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请写一两句您看到的情况。" in page
    assert "请填写手机号或带区号的座机号" in page
    assert 'value="李四"' in page


def test_an_error_stands_beside_its_field_too(phone, code):
    page = send(phone, code, phone="不知道").content.decode()

    assert '<a href="#id_phone">请填写手机号' in page
    assert '<div class="wrong-here" id="id_phone_error">' in page
    assert 'aria-describedby="id_phone_error"' in page


def test_a_form_that_arrives_empty_is_told_so_and_can_be_sent_again(phone, code):
    answer = phone.post(code.get_absolute_url())

    assert (answer.status_code, "请再按一次" in answer.content.decode()) == (422, True)


def test_form_of_another_code_is_sent_again(phone, code):
    other = code_of(EnterpriseFactory())

    answer = send(phone, code, token=new_token(other))

    assert "请再按一次" in answer.content.decode()
    assert not PublicReport.objects.exists()
    token = re.search(r'name="token" value="([^"]+)"', answer.content.decode()).group(1)
    assert send(phone, code, token=token).status_code == 302


def test_program_that_fills_in_everything_leaves_nothing(phone, code):
    answer = send(phone, code, website="http://example.com")

    assert answer.status_code == 200
    assert not PublicReport.objects.exists()


def test_too_many_from_one_address(phone, code, settings):
    settings.REPORTS_PER_ADDRESS = 2

    statuses = [send(phone, code, text=f"第 {n} 块石头").status_code for n in range(3)]

    assert statuses == [302, 302, 429]
    assert PublicReport.objects.count() == 2


def test_what_was_written_too_often_is_not_lost(phone, code, settings):
    settings.REPORTS_PER_ADDRESS = 1
    send(phone, code, text="第一块石头")

    page = send(phone, code, text="第二块石头").content.decode()

    assert "第二块石头" in page
    assert "还没有收到这一条" in page


def test_too_many_by_one_code(code, settings):
    settings.REPORTS_PER_CODE, settings.CLIENT_ADDRESS = 2, "HTTP_X_REAL_IP"

    statuses = [send(Client(headers={"X-Real-IP": unused_address()}), code).status_code for _ in range(3)]

    assert statuses == [302, 302, 429]


def test_code_that_was_renewed_leads_to_a_telephone_number(phone, code):
    renew(code, by=InspectorFactory(township=code.place.township))

    answer = phone.get(code.get_absolute_url())

    assert answer.status_code == 404
    assert "12350" in answer.content.decode()
    assert "金鸡岭危岩" not in answer.content.decode()


def test_receipt_says_nothing_of_anybody(phone, code):
    report = ReportFactory(place=code.place, text="矿洞有人私自放炮", name="李四", phone="13812348000")
    decline(report, by=InspectorFactory(township=report.township, person__name="王安监"), refusal="untrue", note="找过矿主张三")

    page = phone.get(reverse("hazards:report_receipt", args=[report.receipt_code])).content.decode()

    assert "经现场核实，没有发现所反映的隐患" in page
    assert [words in page for words in ("李四", "13812348000", "张三", "王安监", "私自放炮")] == [False] * 5


@pytest.mark.parametrize(("step", "words"), [("found", "下一步将要求责任单位整改"), ("ordered", "正在督促整改")])
def test_reporter_is_told_that_work_is_urged_once_it_is_ordered(phone, step, words):
    report = accepted_report(step)

    assert words in phone.get(reverse("hazards:report_receipt", args=[report.receipt_code])).content.decode()


def accepted_report(step):
    hazard = hazard_at(step)
    report = ReportFactory(place=hazard.place)
    merge(report, hazard, by=hazard.created_by)
    report.refresh_from_db()
    return report


def test_receipt_code_is_typed_as_people_type(phone):
    report = ReportFactory()
    typed = f" {report.spoken_code.lower()} "

    answer = phone.post(reverse("hazards:report_outcome"), {"receipt_code": typed})

    assert answer.headers["Location"] == reverse("hazards:report_receipt", args=[report.receipt_code])


def test_wrong_receipt_codes_are_counted_and_a_neighbours_right_one_is_answered(phone, settings):
    settings.WRONG_RECEIPTS_PER_ADDRESS = 2
    report = ReportFactory()
    ask = reverse("hazards:report_outcome")

    statuses = [phone.post(ask, {"receipt_code": code}).status_code for code in ("AAAA", "CCCC", "DDDD", report.receipt_code)]

    assert statuses == [422, 422, 429, 302]


def test_codes_are_random_and_clear():
    reports = [ReportFactory() for _ in range(5)]

    assert len({report.receipt_code for report in reports}) == 5
    assert set("".join(report.receipt_code for report in reports)) <= set(CLEAR_LETTERS)
    assert {len(code.key) for code in ReportCode.objects.all()} == {16}


def test_nothing_public_is_kept_by_a_proxy(phone, code):
    report = report_at(PublicReport.State.WAITING)
    pages = [code.get_absolute_url(), reverse("hazards:report_outcome"), reverse("hazards:report_receipt", args=[report.receipt_code])]

    assert all("no-store" in phone.get(page).headers["Cache-Control"] for page in pages)
