import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.factories.documents import a_pdf
from tests.factories.hazards import scene
from tests.factories.townships import BureauFactory
from townships import ended_sessions, kept_forms
from townships.models import KeptFile

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


# Files


def end_session(client):
    del client.cookies["sessionid"]


def send_files(client):
    """A photo, a paper and something that no form takes."""
    files = [("photo", "现场.jpg", scene(1).content), ("scan", "回执.pdf", a_pdf()), ("scan", "病毒.exe", b"MZ")]
    sent = {"name": "抗旱假", "photo": [], "scan": []}
    for name, file_name, content in files:
        sent[name].append(SimpleUploadedFile(file_name, content))
    return client.post(ADDRESS, sent)


@pytest.fixture
def ended(client, user):
    """A browser whose session has ended."""
    log_in(client, user)
    end_session(client)
    return client


def test_files_wait_for_the_account_that_was_logged_in(ended, user):
    page = send_files(ended)
    again = log_in(ended, user, kept=page.context["kept"])

    assert "请用原来的账号登录：现场.jpg、回执.pdf" in page.content.decode()
    assert "请重新选择：病毒.exe" in page.content.decode()
    rows = KeptFile.objects.order_by("pk")
    assert again.context["fields"][1:] == [["photo-kept", rows[0].key], ["scan-kept", rows[1].key]]
    assert {row.owner for row in rows} == {f"user:{user.pk}"}


@pytest.fixture
def other():
    other = BureauFactory()
    other.set_password(OWN)
    other.save()
    return other


def test_another_account_gets_none_of_it(ended, user, other):
    again = log_in(ended, other, kept=send_files(ended).context["kept"])

    page = again.content.decode()
    assert f"另一个账号（{other.username}）；刚才的内容是用 {user.username} 填的" in page
    assert "抗旱假" not in page
    assert "没有留住" not in page
    assert not KeptFile.objects.filter(owner=f"user:{other.pk}").exists()


def test_what_another_account_was_shown_nothing_of_waits_for_the_first(ended, user, other):
    kept = log_in(ended, other, kept=ended.post(ADDRESS, SENT).context["kept"]).context["kept"]

    page = ended.post("/accounts/logout/", {"kept": kept})

    assert log_in(ended, user, kept=page.context["kept"]).context["texts"] == [SENT["name"]]


def forge(client, user):
    client.cookies[ended_sessions.COOKIE] = signing.dumps([user.pk, "mark"], salt="another")


def change_password(client, user):
    user.set_password("another-long-phrase")
    user.save()


def close_account(client, user):
    type(user).objects.update(is_active=False)


@pytest.mark.parametrize("spoil", [lambda client, user: client.cookies.clear(), forge, change_password, close_account])
def test_without_proof_of_the_session_no_file_is_taken_in(ended, user, spoil):
    spoil(ended, user)

    page = send_files(ended)

    assert "请重新选择：现场.jpg、回执.pdf、病毒.exe" in page.content.decode()
    assert not KeptFile.objects.exists()


def test_whoever_logged_out_leaves_no_proof(client, user):
    log_in(client, user)
    client.post("/accounts/logout/")

    assert client.cookies[ended_sessions.COOKIE].value == ""


def test_files_of_a_forged_form_are_not_taken_in(user):
    client = Client(enforce_csrf_checks=True)
    ended_sessions.remember(answer := HttpResponse(), user)
    client.cookies = answer.cookies

    assert send_files(client).status_code == 403
    assert not KeptFile.objects.exists()


def test_of_one_account_a_few_files_wait_at_most(ended, monkeypatch):
    monkeypatch.setattr(ended_sessions, "MOST_LATE", 1)

    pages = [send_files(ended) for _ in range(2)]

    assert [page.context["sent"]["waiting"] for page in pages] == [["现场.jpg"]] * 2
    assert KeptFile.objects.count() == 1


def test_a_piece_of_a_page_is_not_answered_with_a_page(client):
    assert client.post(ADDRESS, SENT, headers={"HX-Request": "true"}).status_code == 302
