import pytest
from django.test import Client

from tests.factories.townships import BureauFactory

pytestmark = pytest.mark.django_db


def test_missing_page_is_told_in_chinese(client):
    answer = client.get("/nothing-here/")

    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()


def test_stale_form_is_told_in_chinese():
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {})

    assert answer.status_code == 403
    assert "表单已过期" in answer.content.decode()


def test_more_text_than_a_request_may_hold_is_told_in_chinese(client, settings):
    answer = client.post("/accounts/login/", {"username": "长" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE})

    assert answer.status_code == 400
    assert "填写的文字太长" in answer.content.decode()


def test_room_of_another_role_is_told_in_chinese(client):
    client.force_login(BureauFactory())

    answer = client.get("/users/")

    assert answer.status_code == 403
    assert "您的账号不能使用这一页" in answer.content.decode()


def test_an_address_that_only_a_button_leads_to_is_told_in_chinese(client):
    client.force_login(BureauFactory())

    answer = client.get("/hazards/many/")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "这一页不能直接打开或刷新" in answer.content.decode()


def test_a_fault_is_told_in_chinese(client, monkeypatch):
    client.raise_request_exception = False
    client.force_login(BureauFactory())
    monkeypatch.setattr("townships.views.gaps.ledger_list", None)

    answer = client.get("/gaps/")

    assert answer.status_code == 500
    assert "系统出错" in answer.content.decode()
