"""The inspector's way on a phone: found, ordered, replied, re-inspected by somebody else, closed."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from hazards.models import Hazard, Inspection, PublicReport, State
from tests.browser.conftest import PASSWORD, axe_violations, is_wider_than_its_screen
from tests.factories.reports_from_public import code_of
from tests.factories.townships import EnterpriseFactory, InspectorFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place():
    return EnterpriseFactory(name="红星采石场")


@pytest.fixture
def inspector(place):
    return InspectorFactory(township=place.township)


@pytest.fixture
def colleague(place):
    return InspectorFactory(township=place.township)


def photo(name="现场.jpg"):
    written = io.BytesIO()
    Image.new("RGB", (800, 600), "grey").save(written, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": written.getvalue()}


def in_days(days):
    return f"{timezone.localdate() + timedelta(days=days):%Y-%m-%d}"


def log_a_hazard(page):
    page.goto("/hazards/new/")
    page.get_by_label("现场照片").set_input_files(photo())
    page.get_by_label("单位或部位", exact=True).select_option(label="红星采石场")
    page.get_by_label("隐患描述").fill("皮带轮没有防护罩")
    page.get_by_role("button", name="登记").click()


def test_saved_again_after_going_back_it_is_one_hazard(phone, log_in, inspector):
    """The browser fetches the form anew, and the page gives it the mark of before."""
    log_in(phone, inspector, then="/hazards/new/")
    log_a_hazard(phone)

    phone.go_back()
    phone.get_by_role("button", name="登记").click()

    expect(phone.get_by_text("没有再登记一条")).to_be_visible()
    assert Hazard.objects.count() == 1


def test_a_villager_who_goes_back_and_sends_again_made_one_report(phone, place):
    """Typed words come back and photos don't; the mark of the form does."""
    phone.goto(code_of(place).get_absolute_url())
    phone.get_by_label("您看到了什么？").fill("边坡上有松动的石头")
    phone.get_by_label("照片").set_input_files(photo())
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("您的查询码")).to_be_visible()

    phone.go_back()
    phone.get_by_label("您看到了什么？").fill("边坡上有松动的石头")
    phone.get_by_label("照片").set_input_files([])
    phone.get_by_role("button", name="提交").click()

    expect(phone.get_by_text("没有重复登记")).to_be_visible()
    assert PublicReport.objects.count() == 1


def test_from_found_to_closed(phone, open_page, log_in, inspector, colleague):
    log_in(phone, inspector, then="/hazards/new/")
    log_a_hazard(phone)
    expect(phone.get_by_role("heading", name="已办理：登记")).to_be_visible()

    phone.get_by_role("link", name="下达整改文书").click()
    phone.get_by_label("整改要求").fill("七日内装好防护罩")
    phone.get_by_label("整改期限").fill(in_days(7))
    phone.get_by_role("button", name="核对").click()
    expect(phone.get_by_text("七日内装好防护罩")).to_be_visible()
    phone.get_by_role("button", name="确认下达整改文书").click()
    expect(phone.get_by_role("heading", name="已办理：下达整改文书")).to_be_visible()

    phone.get_by_role("link", name="整改回复").click()
    phone.get_by_label("整改情况").fill("已装好")
    phone.get_by_label("整改完成日期").fill(in_days(0))
    phone.get_by_label("整改后照片").set_input_files(photo())
    phone.get_by_role("button", name="确认提交").click()
    expect(phone.get_by_role("heading", name="已办理：整改回复")).to_be_visible()
    expect(phone.get_by_role("link", name="复查合格，销号")).not_to_be_visible()

    hazard = Hazard.objects.get()
    third = PersonFactory(county=hazard.township.county, township=hazard.township, inspector_card="湘安监0003")
    desktop = open_page()
    log_in(desktop, colleague, then=hazard.get_absolute_url())
    desktop.get_by_role("link", name="复查合格，销号").click()
    for person in (colleague.person, third):
        desktop.get_by_label(person.name, exact=True).check()
    desktop.get_by_role("button", name="核对").click()
    desktop.get_by_role("button", name="确认复查合格，销号").click()
    expect(desktop.get_by_role("heading", name="已办理：复查合格，销号")).to_be_visible()

    hazard.refresh_from_db()
    assert (hazard.state, hazard.pictures.count(), hazard.orders.count()) == (State.CLOSED, 2, 2)


def test_one_screen_fits_a_phone_and_is_accessible(phone, log_in, inspector):
    log_in(phone, inspector, then="/hazards/new/")

    assert not is_wider_than_its_screen(phone)
    assert axe_violations(phone) == []


def test_targets_are_a_thumb_wide(phone, log_in, inspector):
    log_in(phone, inspector, then="/hazards/new/")

    heights = phone.eval_on_selector_all(
        ".log-hazard input:not([type=hidden]):not([type=checkbox]):not([type=radio]), .log-hazard select, .form-buttons .btn-primary",
        "fields => fields.filter(field => field.offsetParent).map(field => field.offsetHeight)",
    )

    assert min(heights) >= 44


def test_the_sector_of_the_place_is_filled_in(phone, log_in, inspector, place):
    log_in(phone, inspector, then="/hazards/new/")
    phone.get_by_label("单位或部位", exact=True).select_option(label="红星采石场")

    expect(phone.get_by_label("行业领域")).to_have_value(str(place.sector_id))


def test_a_double_tap_is_one_hazard(phone, log_in, inspector):
    log_in(phone, inspector, then="/hazards/new/")
    phone.get_by_label("单位或部位", exact=True).select_option(label="红星采石场")
    phone.get_by_label("隐患描述").fill("皮带轮没有防护罩")
    phone.get_by_role("button", name="登记").dblclick()
    phone.get_by_role("heading", name="已办理：登记").wait_for()

    assert (Hazard.objects.count(), Inspection.objects.count()) == (1, 1)


def test_what_was_typed_survives_a_session_that_ended(phone, log_in, inspector):
    log_in(phone, inspector, then="/hazards/new/")
    phone.get_by_label("单位或部位", exact=True).select_option(label="红星采石场")
    phone.get_by_label("隐患描述").fill("皮带轮没有防护罩\n护栏松动")
    phone.context.clear_cookies(name="sessionid")
    phone.get_by_role("button", name="登记").click()
    phone.get_by_label("用户名").fill(inspector.username)
    phone.get_by_label("密码").fill(PASSWORD)
    phone.get_by_role("button", name="登录").click()
    phone.get_by_role("button", name="继续提交").click()

    expect(phone.get_by_role("heading", name="已办理：登记")).to_be_visible()
    assert Hazard.objects.get().description.splitlines() == ["皮带轮没有防护罩", "护栏松动"]


def test_works_without_script_and_keeps_photos_over_an_error(without_script, log_in, inspector):
    log_in(without_script, inspector, then="/hazards/new/")
    without_script.get_by_label("现场照片").set_input_files(photo())
    without_script.get_by_label("隐患描述").fill("皮带轮没有防护罩")
    without_script.get_by_role("button", name="登记").click()
    expect(without_script.get_by_text("已选择：")).to_have_count(1)
    expect(without_script.get_by_label("隐患描述")).to_have_value("皮带轮没有防护罩")

    without_script.get_by_label("单位或部位").select_option(label="红星采石场")
    without_script.get_by_role("button", name="登记").click()

    expect(without_script.get_by_role("heading", name="已办理：登记")).to_be_visible()
    assert Hazard.objects.get().pictures.count() == 1
