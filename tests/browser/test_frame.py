import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations, is_wider_than_its_screen
from tests.factories.townships import InspectorFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_log_in_page_is_accessible(desktop):
    desktop.goto("/accounts/login/")

    assert axe_violations(desktop) == []


def test_log_in_page_fits_a_phone(phone):
    phone.goto("/accounts/login/")

    assert not is_wider_than_its_screen(phone)


def test_error_summary_takes_the_focus_and_leads_to_the_field(desktop):
    desktop.goto("/accounts/login/")
    desktop.get_by_role("button", name="登录").click()

    expect(desktop.locator(".error-summary")).to_be_focused()
    desktop.get_by_role("link", name="用户名").click()
    expect(desktop.locator("[name=username]")).to_be_focused()


def test_title_of_a_refused_form_begins_with_error(desktop):
    desktop.goto("/accounts/login/")
    desktop.get_by_role("button", name="登录").click()

    expect(desktop).to_have_title(re.compile("^错误："))


def test_menu_opens_without_script(without_script, log_in):
    log_in(without_script, InspectorFactory(), then="/accounts/password/")
    without_script.get_by_text("菜单", exact=True).click()

    expect(without_script.get_by_role("button", name="退出")).to_be_visible()
