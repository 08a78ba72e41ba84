"""The year's way: the bureau drafts, a second of the bureau signs and publishes, an official reads and takes the PDF away."""

import io

import pikepdf
import pytest
from playwright.sync_api import expect

from papers.printing import carry_out
from reports.models import AnnualReport
from reports.publishing import paper_of
from tests.browser.conftest import axe_violations, is_wider_than_its_screen
from tests.factories.hazards import HazardFactory
from tests.factories.townships import BureauFactory, OfficialFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def county():
    return HazardFactory().township.county


def press(page, name):
    page.get_by_role("button", name=name).click()


def draft_a_report(page):
    page.get_by_role("link", name="起草").click()
    press(page, "起草")
    expect(page.get_by_text("已按现有台账起草")).to_be_visible()
    press(page, "汇总数据并排版")
    expect(page.locator(".print-progress")).to_be_visible()
    report = AnnualReport.objects.get()
    carry_out(paper_of(report).pk)
    return report


def test_from_a_draft_to_the_officials_copy(open_page, phone, log_in, county):
    desktop, second = open_page(), open_page()
    log_in(desktop, BureauFactory(county=county), then="/reports/annual/")
    report = draft_a_report(desktop)

    log_in(second, BureauFactory(county=county), then=f"{report.get_absolute_url()}sign/")
    press(second, "签发")
    press(second, "发布")
    expect(second.get_by_text("已发布", exact=True)).to_be_visible()

    log_in(phone, OfficialFactory(county=county), then="/reports/annual/")
    phone.get_by_role("link", name=report.title).click()
    with phone.expect_download() as download:
        phone.get_by_role("link", name="下载 PDF").click()
    with pikepdf.open(io.BytesIO(download.value.path().read_bytes())) as paper:
        assert str(paper.docinfo["/Title"]) == report.title


def test_an_officials_dashboard_fits_a_phone_and_is_accessible(phone, log_in, county):
    log_in(phone, OfficialFactory(county=county))

    assert not is_wider_than_its_screen(phone)
    assert axe_violations(phone) == []
