import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.townships import BureauFactory
from townships import kept_forms

pytestmark = pytest.mark.django_db
OWN = "a-long-phrase-of-ones-own"
ADDRESS = "/holidays/new/?from=list"
SENT = {"name": "抗旱假\n第二行", "pk": "17", "tags": ["a", "b"]}


@pytest.fixture
def user():
    user = BureauFactory()
    user.set_password(OWN)
    user.save()
    return user


@pytest.fixture
def kept(client):
    return client.post(ADDRESS, SENT).context["kept"]


def log_in(client, user, **more):
    return client.post("/accounts/login/", {"username": user.username, "password": OWN, "next": "/"} | more)


def test_the_log_in_page_carries_what_was_sent(client):
    page = client.post(ADDRESS, SENT)

    assert page.status_code == 200
    assert "您刚才提交的内容还在" in page.content.decode()


def test_whoever_logs_in_may_send_it_again(client, user, kept):
    page = log_in(client, user, kept=kept)

    assert page.context["address"] == ADDRESS
    assert page.context["fields"] == [["name", SENT["name"]], ["pk", "17"], ["tags", "a"], ["tags", "b"]]
    assert page.context["texts"] == [SENT["name"]]


def test_a_wrong_password_loses_nothing(client, user, kept):
    page = client.post("/accounts/login/", {"username": user.username, "password": "wrong", "kept": kept})

    assert page.context["kept"] == kept


@pytest.mark.parametrize("kept", ["", "forged", "e30:1abc:forged"])
def test_what_is_not_ours_is_not_carried_on(client, user, kept):
    assert log_in(client, user, kept=kept).url == "/"


def test_what_is_too_old_is_not_carried_on(client, user, kept, monkeypatch):
    monkeypatch.setattr(kept_forms, "PATIENCE", -1)

    assert log_in(client, user, kept=kept).url == "/"


@pytest.mark.parametrize("sent", [{}, {"csrfmiddlewaretoken": "x"}, {"new_password1": "secret words"}, {"text": "长" * 200_001}])
def test_what_is_not_carried_leads_to_the_log_in(client, sent):
    assert client.post(ADDRESS, sent).status_code == 302


def test_files_are_said_to_be_lost(client, user):
    kept = client.post(ADDRESS, {"name": "x", "photo": SimpleUploadedFile("a.jpg", b"x")}).context["kept"]

    assert "照片和文件不能保留" in log_in(client, user, kept=kept).content.decode()


def test_a_piece_of_a_page_is_not_answered_with_a_page(client):
    assert client.post(ADDRESS, SENT, headers={"HX-Request": "true"}).status_code == 302
