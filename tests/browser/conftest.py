"""Headless Chromium: `phone` and `desktop` are pages, `log_in(page, user)` logs in, and any error on a page fails its test."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 640}
PASSWORD = "a-password-for-tests-only"
PATIENCE_MS = 8000
AXE = Path(settings.VENDOR_ROOT) / "axe-core/axe.min.js"


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, live_server):
    """Open pages of any size; whatever they log as an error, a CSP violation included, fails the test."""
    contexts, errors = [], []

    def open_one(viewport=DESKTOP, **options):
        context = browser.new_context(base_url=live_server.url, viewport=viewport, locale="zh-CN", **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.errors = errors
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def desktop(open_page):
    return open_page(DESKTOP)


@pytest.fixture
def phone(open_page):
    return open_page(PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)


@pytest.fixture
def without_script(open_page):
    return open_page(PHONE, java_script_enabled=False)


@pytest.fixture
def log_in():
    """Through the log-in page, as a person does."""

    def fill_in(page, user, then="/"):
        user.set_password(PASSWORD)
        user.save()
        page.goto(f"/accounts/login/?next={then}")
        page.get_by_label("用户名").fill(user.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda address: "/accounts/login/" not in address)

    return fill_in


def is_wider_than_its_screen(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def axe_violations(page):
    """What axe-core objects to (WCAG 2.2 A and AA), one line each: rule and first element."""
    page.evaluate(AXE.read_text())
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate("rules => axe.run({runOnly: rules})", rules)["violations"]
    return [f"{violation['id']}: {violation['nodes'][0]['html']}" for violation in found]
