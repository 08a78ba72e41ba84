import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations, is_wider_than_its_screen
from tests.factories.hazards import HazardFactory
from tests.factories.townships import BureauFactory, EnterpriseFactory, TownshipFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bureau():
    """A clerk of a county with two townships; one has an enterprise with a name of sixty characters."""
    guanting = TownshipFactory(name="官亭乡")
    TownshipFactory(name="子良乡", county=guanting.county)
    EnterpriseFactory(name="沅澧" + "长" * 58, township=guanting)
    return BureauFactory(county=guanting.county)


def test_list_is_accessible(desktop, log_in, bureau):
    log_in(desktop, bureau, then="/townships/")

    assert axe_violations(desktop) == []


def test_list_fits_a_phone(phone, log_in, bureau):
    log_in(phone, bureau, then="/enterprises/")

    assert not is_wider_than_its_screen(phone)


def test_list_fits_an_office_screen(desktop, log_in, bureau):
    log_in(desktop, bureau, then="/enterprises/")

    assert not is_wider_than_its_screen(desktop)


def test_typing_narrows_the_rows_and_the_address_keeps_it(desktop, log_in, bureau):
    log_in(desktop, bureau, then="/townships/")
    desktop.get_by_label("名称或拼音首字母").fill("gtx")
    desktop.get_by_text("共 1 条").wait_for()

    expect(desktop).to_have_url(re.compile(r"/townships/\?q=gtx$"))
    expect(desktop.get_by_role("heading", level=1)).to_have_text("乡镇（街道）：1 个")


def test_back_leads_to_the_whole_page_before(desktop, log_in, bureau):
    log_in(desktop, bureau, then="/townships/")
    desktop.get_by_label("名称或拼音首字母").fill("gtx")
    desktop.get_by_text("共 1 条").wait_for()
    desktop.go_back()
    desktop.get_by_text("共 2 条").wait_for()

    expect(desktop.get_by_role("navigation", name="主菜单")).to_be_visible()


def test_head_sorts_without_leaving_the_page(desktop, log_in, bureau):
    log_in(desktop, bureau, then="/townships/")
    desktop.get_by_role("link", name="人口（人）").click()
    desktop.locator("th[aria-sort]", has_text="人口").wait_for()

    expect(desktop).to_have_url(re.compile("sort=population"))


def test_list_is_searched_without_script(without_script, log_in, bureau):
    log_in(without_script, bureau, then="/townships/")
    without_script.get_by_label("名称或拼音首字母").fill("gtx")
    without_script.get_by_role("button", name="筛选").click()

    expect(without_script.get_by_text("共 1 条")).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_ticks_for_many_rows_are_counted_in_a_bar_that_stays_in_sight(request, log_in, bureau, size):
    enterprise = EnterpriseFactory(township__county=bureau.county)
    for _ in range(12):
        HazardFactory(place=enterprise)
    page = request.getfixturevalue(size)
    log_in(page, bureau, then="/hazards/")

    page.get_by_label("全选本页 12 条").locator("visible=true").first.check()
    page.get_by_label(re.compile("^选择 ")).nth(1).uncheck()

    expect(page.get_by_text("已选 11 条")).to_be_in_viewport()
    page.get_by_role("button", name="下达整改文书").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("11 条")
