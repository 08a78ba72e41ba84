from urllib.parse import unquote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from papers.models import PrintJob
from papers.printing import print_now, request_print
from papers.views import Printed, Printing, paper_response, progress_response

URLS = ["/progress/", "/paper/", "/again/"]


def answer(rf, **job):
    return progress_response(rf.get("/"), Printing(None, PrintJob(pk=1, **job), *URLS))


@pytest.mark.parametrize(("state", "status"), [("queued", 200), ("running", 200), ("done", 286), ("failed", 286)])
def test_polling_goes_on_until_there_is_a_paper_or_a_reason(rf, state, status):
    response = answer(rf, state=state)
    assert (response.status_code, "hx-trigger" in response.content.decode()) == (status, status == 200)


def test_running_tells_how_far_it_is_and_works_without_javascript(rf):
    page = answer(rf, state="running", done=3, total=10, message="正在排版附件").content.decode()
    assert "正在排版附件" in page
    assert '<progress value="3" max="10">' in page
    assert '<noscript><meta http-equiv="refresh" content="5">' in page


def test_done_links_to_the_paper_and_shows_its_warning(rf):
    page = answer(rf, state="done", warning="字库缺少这些字，请核对：𪚥").content.decode()
    assert 'href="/paper/"' in page
    assert "字库缺少这些字，请核对：𪚥" in page


def test_failed_says_why_and_offers_another_try(rf):
    page = answer(rf, state="failed", message="排版多次出错").content.decode()
    assert "排版多次出错" in page
    assert '<form method="post" action="/again/">' in page


@pytest.mark.django_db
def test_a_paper_is_a_private_download_under_its_chinese_name(leaflets):
    response = paper_response(print_now(request_print("leaflet", 7)), "官亭〔2026〕17号")
    content = b"".join(response.streaming_content)
    response.close()
    assert content.startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%AE%98%E4%BA%AD")
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/pdf", "private, no-store")


@pytest.mark.django_db
def test_a_name_with_a_slash_is_not_cut_at_it(leaflets):
    response = paper_response(print_now(request_print("leaflet", 7)), "5/6月整治总结")
    response.close()
    assert unquote(response["Content-Disposition"]).endswith("5／6月整治总结.pdf")


@pytest.mark.parametrize("job", [None, PrintJob(state="running")])
def test_a_paper_that_is_not_there_yet_is_not_found(job):
    with pytest.raises(Http404):
        paper_response(job, "x")


def a_leaflet(request, pk):
    return PrintJob(pk=pk)


def test_a_printed_thing_has_three_addresses_below_its_own():
    pages = Printed("space:leaflet", "leaflet", a_leaflet).pages("leaflets/<int:pk>/")

    assert {page.name: str(page.pattern) for page in pages} == {
        "leaflet_progress": "leaflets/<int:pk>/progress/",
        "print_leaflet": "leaflets/<int:pk>/print/",
        "leaflet_paper": "leaflets/<int:pk>/paper.pdf",
    }


def test_who_may_not_ask_for_it_is_refused(rf):
    printed = Printed("space:leaflet", "leaflet", a_leaflet, may_ask=lambda user: False)
    request = rf.post("/")
    request.user = AnonymousUser()

    with pytest.raises(PermissionDenied):
        printed.again(request, pk=7)
